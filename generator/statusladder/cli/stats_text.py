"""The reliability page for a terminal: its figures, words and tables, and every length of time with a small picture."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from statusladder.cli.tables import in_columns, in_parts, of_counts, of_lengths, table_lines, wrapped
from statusladder.ladder.reliability import Reliability, Spread
from statusladder.views.component_windows import period_table
from statusladder.views.reliability import TargetView, reliability_view
from statusladder.views.tables import CERTAIN, NONE, Table, interval_words, median_words, minutes, row
from statusladder.views.wording import Clock, capitalised


def stats_text(told: Reliability, name: str, clock: Clock) -> str:
    """All that the page shows but the single incidents; components are measured over the period of these figures."""
    view = reliability_view(told, clock)
    only = [f"only what names {told.scope.component}"] if told.scope.component is not None else []
    only += [f"only severity {told.scope.severity}"] if told.scope.severity is not None else []
    weight = f"A minute of partial outage counts {view.weight} of a full one."
    rules = " ".join([view.period, *view.rules, weight, view.no_ledger])
    notes = [line for note in (view.unmeasured, view.assumed) if note for line in wrapped(note)]
    parts = [
        ("Headline", in_columns([(one.label, one.value, one.doubt) for one in view.headlines])),
        *((one.title, [*wrapped(one.says), *table_lines(one.table)]) for one in view.figures),
        ("How long it took", table_lines(_lengths(told))),
        ("Counts", [*table_lines(view.counts), *_by_month(told, clock)]),
        ("Components", [*table_lines(period_table(told.components, clock)), *notes]),
        ("Estimates of recovery", [line for sentence in view.estimates for line in wrapped(sentence)]),
        ("Action items", table_lines(view.actions)),
        ("How readers rated our updates", [f"{one.question} {one.text}" for one in view.ratings]),
        ("Improvement targets", [line for target in view.targets for line in _target(target)]),
    ]
    return "\n".join([", ".join([name, *only]), *wrapped(rules), "", in_parts(parts)])


def _by_month(told: Reliability, clock: Clock) -> Iterator[str]:
    """A block for each month of the period that has begun, or since the first incident."""
    days = [clock.day_of(one.incident.first.at) for one in told.incidents]
    first = clock.day_of(told.start) if told.start is not None else min(days, default=None)
    if first is not None:
        per_month = Counter((day.year, day.month) for day in days)
        months = list(_months(first, clock.day_of(told.end)))
        yield f"{of_counts([per_month[month] for month in months])} incidents by month"


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    yield from ((number // 12, number % 12 + 1) for number in numbers)


def _lengths(told: Reliability) -> Table:
    columns = ("Length", "n", "Median", CERTAIN, "9 in 10 within", "Not in the median", "Oldest to newest")
    rows = (
        row(
            capitalised(metric.value),
            str(spread.summary.n),
            median_words(spread.summary),
            interval_words(spread.summary),
            minutes(spread.summary.p90) if spread.summary.p90 is not None else NONE,
            _not_counted(spread),
            of_lengths([dot.minutes for dot in spread.dots if dot.length.is_measured]),
        )
        for metric, spread in told.whole.spreads.items()
        if spread.dots
    )
    return Table("How long it took", columns, tuple(rows))


def _not_counted(spread: Spread) -> str:
    parts = ((spread.estimated, "estimated"), (spread.running, "not over"), (spread.missing, "not known"))
    return ", ".join(f"{number} {word}" for number, word in parts if number) or NONE


def _target(view: TargetView) -> Iterator[str]:
    yield from wrapped(f"{view.title} ({view.source.text}). {view.aim}")
    yield from (f"  {line}" for line in (*table_lines(view.table), *wrapped(view.says)))
