"""Each chart of the reliability page with the words that say how to read it, and the table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.measures import Measures, Metric
from statusladder.ladder.promises import Outcome, Promise
from statusladder.ladder.reliability import Figures, Reliability, Spread
from statusladder.ladder.statistics import Summary
from statusladder.model.vocabulary import Severity
from statusladder.views import wording
from statusladder.views.charts import MOST_TICKS, draw_tick_strip
from statusladder.views.charts_dots import DURATION_TICKS, RATIO_TICKS, Mark, MarkRow, draw_dot_plot
from statusladder.views.tables import (
    CERTAIN,
    Table,
    hits_words,
    interval_words,
    make_row,
    median_words,
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


def build_length_figure(reliability: Reliability, metric: Metric, anchor: str, measures: str) -> Figure:
    """A metric of every incident as a mark on a log scale, with the median where there are enough to say one."""
    title = wording.capitalise(metric.value)
    spreads = {severity: figures.spreads[metric] for severity, figures in reliability.by_severity.items()}
    spreads = {severity: spread for severity, spread in spreads.items() if spread.dots}
    whole = reliability.whole.spreads[metric]
    says = f"{measures} {_left_out(whole)}".strip()
    if not spreads:
        return Figure(anchor, title, f"{measures} Nothing is known of it in this period.")
    rows = [_length_row(severity, spread) for severity, spread in spreads.items()]
    table = Table(
        f"{title} by severity",
        ("Severity", "n", "Median", CERTAIN),
        tuple(
            make_row(label, str(summed.n), _with_p90(summed), interval_words(summed))
            for label, summed in ((label, one.spreads[metric].summary) for label, one in label_figures(reliability))
        ),
    )
    picture = draw_dot_plot(anchor, title, f"{'; '.join(one.words for one in rows)}.", rows, DURATION_TICKS)
    return Figure(anchor, title, says, picture, _length_key(rows, whole), table)


def _left_out(spread: Spread) -> str:
    """How many incidents enter no median, and why."""
    counted = ((spread.running, "not over"), (spread.estimated, "estimated"), (spread.missing, "not known"))
    told = [f"{number} {why}" for number, why in counted if number]
    return f"Not in the median: {wording.say_list(told)}." if told else ""


def _length_row(severity: Severity, spread: Spread) -> MarkRow:
    marks = tuple(Mark(dot.minutes, dot.length.running, dot.length.estimated) for dot in spread.dots)
    words = f"{wording.SEVERITY_LABELS[severity]}: n = {spread.summary.n}"
    summed = spread.summary
    if summed.median is None or summed.interval is None:
        return MarkRow(severity, words, marks)
    words += f", median {say_minutes(summed.median)}"
    return MarkRow(severity, words, marks, summed.median, (summed.interval.low, summed.interval.high))


def _length_key(rows: Sequence[MarkRow], whole: Spread) -> str:
    parts = ["each mark is an incident, further right the longer it took"]
    if any(one.interval for one in rows):
        parts.append("the line is the median, which lies in the grey field with 95\u00a0% certainty")
    if whole.running:
        parts.append("hollow marks are not over yet")
    if any(mark.is_about for one in rows for mark in one.marks):
        parts.append("a line through a mark says that it is an estimate")
    return f"{wording.capitalise('; '.join(parts))}."


def _with_p90(summed: Summary) -> str:
    words = median_words(summed)
    return f"{words}; 9 in 10 within {say_minutes(summed.p90)}" if summed.p90 is not None else words


def build_promise_figure(reliability: Reliability, voice: Voice) -> Figure:
    """A tick for each promise that is decided, in the order in which they were to be kept."""
    title, whole = "Promises kept", reliability.whole
    says = "Each update says when the next one comes. A promise is kept when the next one was there by then."
    decided = sorted(_decided(reliability.incidents), key=lambda promise: (promise.promised_at, promise.made_at))
    if not decided:
        return Figure("promises", title, f"{says} None was due in this period.")
    says += (
        f" Kept: {hits_words(whole.promises)}; with two minutes of grace {hits_words(whole.promises_with_grace)}. "
        f"Late in all: {say_length(whole.overdue) if whole.overdue else 'nothing'}."
    )
    shown = decided[-MOST_TICKS:]
    ends = [wording.say_date(voice.day_of(promise.promised_at)) for promise in (shown[0], shown[-1])]
    kept = [promise.outcome is Outcome.KEPT for promise in shown]
    key = "From left to right in their order: above the line kept, an arrow below it late."
    if len(decided) > len(shown):
        key += f" The newest {len(shown)} of {len(decided)} are drawn."
    description = f"Of the {len(shown)} promises from {ends[0]} to {ends[1]} {sum(kept)} were kept."
    picture = draw_tick_strip("promises", title, description, kept, (ends[0], ends[1]))
    rows = tuple(
        make_row(label, str(one.promises.n), str(one.promises.hits), share_words(one.promises))
        for label, one in label_figures(reliability)
        if one.promises.n
    )
    table = Table("Promises by severity", ("Severity", "Made", "Kept", f"Share ({CERTAIN})"), rows)
    return Figure("promises", title, says, picture, key, table)


def label_figures(reliability: Reliability) -> Iterator[tuple[str, Figures]]:
    for severity, figures in reliability.by_severity.items():
        yield wording.SEVERITY_LABELS[severity], figures
    yield "All", reliability.whole


def _decided(measured: Sequence[Measures]) -> Iterator[Promise]:
    for one in measured:
        yield from (promise for promise in one.course.promises if promise.outcome is not Outcome.WAITING)


def build_silence_figure(reliability: Reliability) -> Figure:
    """The silence of each incident that was longest by what the rules allow, against that budget."""
    title = "Silence"
    says = "While an incident is open, our rules say how long we may be silent, by its severity and stage."
    rows = []
    for severity in reliability.by_severity:
        marks = tuple(
            mark
            for one in reliability.incidents
            if one.severity is severity and (mark := _worst_silence(one)) is not None
        )
        if marks:
            silences = reliability.by_severity[severity].pauses
            words = f"{wording.SEVERITY_LABELS[severity]}: {hits_words(silences)} in time"
            rows.append(MarkRow(severity, words, marks))
    if not rows:
        return Figure("silence", title, f"{says} Nothing is measured against them in this period.")
    says += f" Kept to it: {hits_words(reliability.whole.pauses)}."
    key = "Each mark is an incident at its longest silence, in parts of what was allowed; right of the line is longer."
    if any(mark.is_open for one in rows for mark in one.marks):
        key += " Hollow marks are still open."
    table = Table(
        "Silences by severity",
        ("Severity", "Silences", "In time", "Longest"),
        tuple(
            make_row(label, str(one.pauses.n), str(one.pauses.hits), _longest(one))
            for label, one in label_figures(reliability)
            if one.pauses.n
        ),
    )
    picture = draw_dot_plot("silence", title, f"{'; '.join(one.words for one in rows)}.", rows, RATIO_TICKS, limit=1.0)
    return Figure("silence", title, says, picture, key, table)


def _worst_silence(measures: Measures) -> Mark | None:
    """None for what was imported: it was written by another rhythm than ours, so nothing of it is measured."""
    if not measures.pauses.made:
        return None
    return Mark(max(pause.length / pause.allowed for pause in measures.course.pauses), measures.incident.is_open)


def _longest(figures: Figures) -> str:
    return say_length(max((dot.length.length for dot in figures.spreads[Metric.SILENCE].dots), default=NOTHING))
