"""Each chart of the reliability page with the words that say how to read it, and the table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.figures import Figures, Spread
from statusladder.ladder.measures import Measures, Metric
from statusladder.ladder.promises import Outcome, Promise
from statusladder.ladder.reliability import Reliability
from statusladder.ladder.statistics import Summary
from statusladder.model.vocabulary import Severity
from statusladder.views.charts import MOST_TICKS, draw_tick_strip
from statusladder.views.charts_dots import Mark, MarkRow, draw_dot_plot, duration_ticks, ratio_ticks
from statusladder.views.reliability_data import key_of
from statusladder.views.tables import (
    Table,
    hits_words,
    interval_words,
    make_row,
    median_words,
    say_certain,
    say_clauses,
    say_length,
    say_minutes,
    share_words,
)
from statusladder.voice.voice import Voice

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Figure:
    """A chart with its heading (and anchor), what it measures, and how to read it.

    `picture` is finished SVG. It and the table are None where there is nothing to show, which `says` then tells.
    """

    id: str
    title: str
    says: str
    picture: str | None = None
    key: str = ""
    table: Table | None = None


def build_length_figure(reliability: Reliability, metric: Metric, anchor: str, measures: str, voice: Voice) -> Figure:
    """A metric of every incident as a mark on a log scale, with the median where there are enough to say one."""
    say, title = voice.say, voice.say(f"metric.{key_of(metric)}")
    spreads = {severity: figures.spreads[metric] for severity, figures in reliability.by_severity.items()}
    spreads = {severity: spread for severity, spread in spreads.items() if spread.dots}
    whole = reliability.whole.spreads[metric]
    if not spreads:
        return Figure(anchor, title, f"{measures} {voice.say('reliability.lengths.nothing')}")
    rows = [_length_row(severity, spread, voice) for severity, spread in spreads.items()]
    columns = (say("reliability.severity"), say("reliability.n"), say("reliability.median"), say_certain(voice))
    table = Table(
        say("reliability.lengths.caption", metric=title),
        columns,
        tuple(
            make_row(label, voice.number(summed.n), _with_p90(summed, voice), interval_words(summed, voice))
            for label, summed in (
                (label, one.spreads[metric].summary) for label, one in label_figures(reliability, voice)
            )
        ),
    )
    described = say_clauses((one.words for one in rows), voice)
    picture = draw_dot_plot(anchor, title, described, rows, duration_ticks(voice))
    says = f"{measures} {_left_out(whole, voice)}".strip()
    return Figure(anchor, title, says, picture, _length_key(rows, whole, voice), table)


def _left_out(spread: Spread, voice: Voice) -> str:
    """How many incidents enter no median, and why."""
    told = list(_not_counted(spread, voice))
    return voice.say("reliability.lengths.left_out", incidents=voice.listed(told)) if told else ""


def _not_counted(spread: Spread, voice: Voice) -> Iterator[str]:
    """`2 not over`, for each reason for which incidents enter no median."""
    if spread.running:
        yield voice.say("reliability.lengths.not_counted.running", n=spread.running)
    if spread.estimated:
        yield voice.say("reliability.lengths.not_counted.estimated", n=spread.estimated)
    if spread.missing:
        yield voice.say("reliability.lengths.not_counted.missing", n=spread.missing)


def _length_row(severity: Severity, spread: Spread, voice: Voice) -> MarkRow:
    marks = tuple(Mark(dot.minutes, dot.length.running, dot.length.estimated) for dot in spread.dots)
    summed, label = spread.summary, voice.say(f"severity.{severity.value}")
    if summed.median is None or summed.interval is None:
        return MarkRow(severity, voice.say("reliability.lengths.row", severity=label, n=summed.n), marks)
    median = say_minutes(summed.median, voice)
    words = voice.say("reliability.lengths.row_with_median", severity=label, n=summed.n, median=median)
    return MarkRow(severity, words, marks, summed.median, (summed.interval.low, summed.interval.high))


def _length_key(rows: Sequence[MarkRow], whole: Spread, voice: Voice) -> str:
    parts = [voice.say("reliability.lengths.key.mark")]
    if any(one.interval for one in rows):
        parts.append(voice.say("reliability.lengths.key.median"))
    if whole.running:
        parts.append(voice.say("reliability.lengths.key.running"))
    if any(mark.is_about for one in rows for mark in one.marks):
        parts.append(voice.say("reliability.lengths.key.estimated"))
    return say_clauses(parts, voice)


def _with_p90(summed: Summary, voice: Voice) -> str:
    words = median_words(summed, voice)
    if summed.p90 is None:
        return words
    return voice.say("reliability.lengths.with_p90", median=words, most=say_minutes(summed.p90, voice))


def build_promise_figure(reliability: Reliability, voice: Voice) -> Figure:
    """A tick for each promise that is decided, in the order in which they were to be kept."""
    title, explained = voice.say("reliability.promises.title"), voice.say("reliability.promises.explained")
    decided = sorted(_decided(reliability.incidents), key=lambda promise: (promise.promised_at, promise.made_at))
    if not decided:
        return Figure("promises", title, f"{explained} {voice.say('reliability.promises.none_due')}")
    shown = decided[-MOST_TICKS:]
    start, end = (voice.day(voice.day_of(promise.promised_at)) for promise in (shown[0], shown[-1]))
    kept = [promise.outcome is Outcome.KEPT for promise in shown]
    key = voice.say("reliability.promises.key")
    if len(decided) > len(shown):
        key += f" {voice.say('reliability.promises.newest', shown=len(shown), all=len(decided))}"
    described = voice.say("reliability.promises.described", n=len(shown), start=start, end=end, kept=sum(kept))
    picture = draw_tick_strip("promises", title, described, kept, (start, end))
    says = f"{explained} {_kept_in_all(reliability.whole, voice)}"
    return Figure("promises", title, says, picture, key, _promise_table(reliability, voice))


def _kept_in_all(whole: Figures, voice: Voice) -> str:
    hits, with_grace = hits_words(whole.promises, voice), hits_words(whole.promises_with_grace, voice)
    kept = voice.say("reliability.promises.kept", hits=hits, hits_with_grace=with_grace)
    if not whole.overdue:
        return f"{kept} {voice.say('reliability.promises.never_late')}"
    return f"{kept} {voice.say('reliability.promises.late', length=say_length(whole.overdue, voice))}"


def _promise_table(reliability: Reliability, voice: Voice) -> Table:
    say, certain = voice.say, say_certain(voice)
    columns = (
        say("reliability.severity"),
        say("reliability.promises.made"),
        say("reliability.promises.column_kept"),
        say("reliability.promises.share", certain=certain),
    )
    rows = tuple(
        make_row(label, *map(voice.number, (one.promises.n, one.promises.hits)), share_words(one.promises, voice))
        for label, one in label_figures(reliability, voice)
        if one.promises.n
    )
    return Table(say("reliability.promises.caption"), columns, rows)


def label_figures(reliability: Reliability, voice: Voice) -> Iterator[tuple[str, Figures]]:
    for severity, figures in reliability.by_severity.items():
        yield voice.say(f"severity.{severity.value}"), figures
    yield voice.say("reliability.all"), reliability.whole


def _decided(measured: Sequence[Measures]) -> Iterator[Promise]:
    for one in measured:
        yield from (promise for promise in one.course.promises if promise.outcome is not Outcome.WAITING)


def build_gap_figure(reliability: Reliability, voice: Voice) -> Figure:
    """The longest gap of each incident, as a share of the longest one that the rules allow."""
    say = voice.say
    title, explained = say("reliability.silences.title"), say("reliability.silences.explained")
    rows = list(_gap_rows(reliability, voice))
    if not rows:
        return Figure("silence", title, f"{explained} {say('reliability.silences.nothing')}")
    key = say("reliability.silences.key")
    if any(mark.is_open for one in rows for mark in one.marks):
        key += f" {say('reliability.silences.key_open')}"
    columns = (
        say("reliability.severity"),
        say("reliability.silences.silences"),
        say("reliability.silences.in_time"),
        say("reliability.silences.longest"),
    )
    table = Table(
        say("reliability.silences.caption"),
        columns,
        tuple(
            make_row(label, *map(voice.number, (one.pauses.n, one.pauses.hits)), _longest(one, voice))
            for label, one in label_figures(reliability, voice)
            if one.pauses.n
        ),
    )
    described = say_clauses((one.words for one in rows), voice)
    picture = draw_dot_plot("silence", title, described, rows, ratio_ticks(voice), limit=1.0)
    kept = say("reliability.silences.kept", hits=hits_words(reliability.whole.pauses, voice))
    return Figure("silence", title, f"{explained} {kept}", picture, key, table)


def _gap_rows(reliability: Reliability, voice: Voice) -> Iterator[MarkRow]:
    for severity, figures in reliability.by_severity.items():
        marks = tuple(
            mark for one in reliability.incidents if one.severity is severity and (mark := _worst_gap(one)) is not None
        )
        if marks:
            label, hits = voice.say(f"severity.{severity.value}"), hits_words(figures.pauses, voice)
            yield MarkRow(severity, voice.say("reliability.silences.row", severity=label, hits=hits), marks)


def _worst_gap(measures: Measures) -> Mark | None:
    """None for what was imported: it was written by another rhythm than ours, so nothing of it is measured."""
    if not measures.pauses.made:
        return None
    return Mark(max(pause.length / pause.allowed for pause in measures.course.pauses), measures.incident.is_open)


def _longest(figures: Figures, voice: Voice) -> str:
    lengths = (dot.length.length for dot in figures.spreads[Metric.SILENCE].dots)
    return say_length(max(lengths, default=NOTHING), voice)
