"""The reliability page for a terminal: its figures, words and tables, and every length of time with a small picture."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from statusladder.cli.tables import draw_counts, draw_lengths, in_columns, in_parts, table_lines, wrapped
from statusladder.ladder.figures import Spread
from statusladder.ladder.reliability import Reliability
from statusladder.views.component_windows import period_table
from statusladder.views.reliability import TargetView, build_reliability
from statusladder.views.reliability_data import key_of
from statusladder.views.tables import NONE, Table, interval_words, make_row, median_words, say_certain, say_minutes
from statusladder.voice.voice import Voice


def stats_text(reliability: Reliability, name: str, voice: Voice) -> str:
    """All that the page shows but the single incidents; components are measured over the period of these figures."""
    view = build_reliability(reliability, voice)
    only = [f"only what names {reliability.scope.component}"] if reliability.scope.component is not None else []
    only += [f"only severity {reliability.scope.severity}"] if reliability.scope.severity is not None else []
    weight = f"A minute of partial outage counts as {view.weight} of a full one."
    rules = " ".join([view.period, *view.rules, weight, view.no_ledger])
    notes = [line for note in (view.unmeasured, view.assumed) if note for line in wrapped(note)]
    parts = [
        ("Headline", in_columns([(one.label, one.value, one.doubt) for one in view.headlines])),
        *((one.title, [*wrapped(one.says), *table_lines(one.table)]) for one in view.figures),
        ("How long it took", table_lines(_lengths(reliability, voice))),
        ("Counts", [*table_lines(view.counts), *_by_month(reliability, voice)]),
        ("Components", [*table_lines(period_table(reliability.components, voice)), *notes]),
        ("Recovery estimates", [line for sentence in view.estimates for line in wrapped(sentence)]),
        ("Action items", table_lines(view.actions)),
        ("How readers rated our updates", [f"{one.question} {one.text}" for one in view.ratings]),
        ("Targets", table_lines(view.site_targets)),
        ("Improvement targets", [line for target in view.targets for line in _target(target)]),
    ]
    return "\n".join([", ".join([name, *only]), *wrapped(rules), "", in_parts(parts)])


def _by_month(reliability: Reliability, voice: Voice) -> Iterator[str]:
    """A block for each month of the period that has begun, or since the first incident."""
    days = [voice.day_of(one.incident.first.at) for one in reliability.incidents]
    first = voice.day_of(reliability.start) if reliability.start is not None else min(days, default=None)
    if first is not None:
        per_month = Counter((day.year, day.month) for day in days)
        months = list(_months(first, voice.day_of(reliability.end)))
        yield f"{draw_counts([per_month[month] for month in months])} incidents by month"


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    yield from ((number // 12, number % 12 + 1) for number in numbers)


def _lengths(reliability: Reliability, voice: Voice) -> Table:
    columns = ("Length", "Sample size", "Median", say_certain(voice), "9 in 10 within", "Excluded", "Oldest to newest")
    rows = (
        make_row(
            voice.say(f"metric.{key_of(metric)}"),
            str(spread.summary.n),
            median_words(spread.summary, voice),
            interval_words(spread.summary, voice),
            say_minutes(spread.summary.p90, voice) if spread.summary.p90 is not None else NONE,
            _not_counted(spread),
            draw_lengths([dot.minutes for dot in spread.dots if dot.length.is_measured]),
        )
        for metric, spread in reliability.whole.spreads.items()
        if spread.dots
    )
    return Table("How long it took", columns, tuple(rows))


def _not_counted(spread: Spread) -> str:
    parts = ((spread.estimated, "estimated"), (spread.running, "still open"), (spread.missing, "unknown"))
    return ", ".join(f"{number} {word}" for number, word in parts if number) or NONE


def _target(view: TargetView) -> Iterator[str]:
    yield from wrapped(f"{view.title} ({view.source.text}). {view.aim}")
    sentences = (sentence for sentence in (view.measured, view.says) if sentence is not None)
    lines = (*table_lines(view.table), *(line for sentence in sentences for line in wrapped(sentence)))
    yield from (f"  {line}" for line in lines)
