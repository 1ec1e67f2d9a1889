"""The reliability page: how soon we speak, whether we keep our word, how long things are broken, with all doubts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.action_record import ActionRecord
from statusladder.ladder.measures import Length, Measures, Metric
from statusladder.ladder.reliability import Reliability, TargetRecord
from statusladder.ladder.statistics import Count, Summary
from statusladder.model.vocabulary import ActionType
from statusladder.views import urls, wording
from statusladder.views.component_windows import build_availability_table, say_assumed_components
from statusladder.views.feedback import RatingView, build_rating
from statusladder.views.figures import Figure, build_length_figure, build_promise_figure, build_silence_figure
from statusladder.views.reliability_data import INCLUDED, LEFT_OUT, NO_LEDGER, Data, as_row, key_of, reliability_as_data
from statusladder.views.tables import (
    CERTAIN,
    NONE,
    Cell,
    Table,
    hits_words,
    interval_words,
    make_row,
    median_words,
    rate_words,
    say_length,
    say_minutes,
    share_words,
)
from statusladder.voice.voice import Voice

MOST_ROWS = 50
"""Incidents that the page lists; all are in the files beside it."""

INCIDENT_COLUMNS = (
    "id",
    "title",
    "severity",
    "first_notice_at",
    "is_open",
    "promises_made",
    "promises_kept",
    "promises_kept_with_grace",
    "pauses",
    "pauses_within_cadence",
    "minutes_overdue",
    "estimates",
    "estimates_held",
    "detected_before_first_report",
    "detected_before_impact",
    "escalations",
    "reopenings",
    "corrections",
    *(name for metric in Metric for name in (key_of(metric), f"{key_of(metric)}_is")),
)
"""The keys of an incident in the data, in the order in which a table has them: named here, as a table may be empty."""

_TYPES = {
    ActionType.BUG_FIX: "Bug fix",
    ActionType.INFRASTRUCTURE: "Infrastructure",
    ActionType.PROCESS: "Process",
}


@dataclass(frozen=True)
class Headline:
    """One of the three figures that stand first: its name, the figure, and how sure it is."""

    label: str
    value: str
    doubt: str


@dataclass(frozen=True)
class TargetView:
    """An improvement target; `table` compares before with after, `says` is the result, or why there is none."""

    title: str
    source: Cell
    aim: str
    says: str
    table: Table | None


@dataclass(frozen=True)
class ReliabilityView:
    """`data` is the same as plain data, `rows` its incidents in `INCIDENT_COLUMNS`.

    `left_out` is how many incidents the table of incidents has no room for.
    """

    period: str
    rules: tuple[str, ...]
    headlines: tuple[Headline, ...]
    figures: tuple[Figure, ...]
    estimates: tuple[str, ...]
    counts: Table
    actions: Table | None
    availability: Table
    unmeasured: str | None
    assumed: str | None
    weight: str
    no_ledger: str
    targets: tuple[TargetView, ...]
    ratings: tuple[RatingView, ...]
    incidents: Table | None
    left_out: int
    data: Data
    rows: tuple[tuple[object, ...], ...]


def build_reliability(reliability: Reliability, voice: Voice) -> ReliabilityView:
    """The page of these figures at the voice's moment."""
    newest = reliability.incidents[-1 : -MOST_ROWS - 1 : -1]
    return ReliabilityView(
        period=_period(reliability, voice),
        rules=tuple(_rules(reliability)),
        headlines=tuple(_headlines(reliability)),
        figures=tuple(_figures(reliability, voice)),
        estimates=tuple(_estimates(reliability)),
        counts=_counts(reliability),
        actions=_actions(reliability),
        availability=build_availability_table(reliability.components),
        unmeasured=_unmeasured(reliability),
        assumed=say_assumed_components(reliability.components),
        no_ledger=NO_LEDGER,
        weight=f"{reliability.partial_weight * 100:g} %",
        targets=tuple(_target(target, voice) for target in reliability.targets),
        ratings=tuple(build_rating(one) for one in reliability.ratings),
        incidents=_incidents(newest, voice) if newest else None,
        left_out=len(reliability.incidents) - len(newest),
        data=reliability_as_data(reliability),
        rows=tuple(tuple(row[column] for column in INCIDENT_COLUMNS) for row in map(as_row, reliability.incidents)),
    )


def _figures(reliability: Reliability, voice: Voice) -> Iterator[Figure]:
    yield build_length_figure(
        reliability, Metric.FIRST_NOTICE, "first-notice", "From when customers felt it to our first words here."
    )
    yield build_promise_figure(reliability, voice)
    yield build_silence_figure(reliability)
    felt = "How long customers felt it; pauses in which all was well do not count."
    yield build_length_figure(reliability, Metric.RESTORE, "restore", felt)
    yield build_length_figure(reliability, Metric.OPEN, "open", "From our first words here to those that closed it.")


def _period(reliability: Reliability, voice: Voice) -> str:
    end = wording.say_date(voice.day_of(reliability.end))
    since = (
        f"From {wording.say_date(voice.day_of(reliability.start))} to {end}"
        if reliability.start is not None
        else f"Up to {end}"
    )
    if not reliability.incidents:
        return f"{since}: no incident."
    still_open = f", {reliability.whole.open} of them open" if reliability.whole.open else ""
    return f"{since}: {wording.say_count(len(reliability.incidents), 'incident')}{still_open}."


def _rules(reliability: Reliability) -> Iterator[str]:
    yield INCLUDED
    left_out = [
        wording.say_count(number, noun)
        for number, noun in ((reliability.retracted, "false alarm"), (reliability.merged, "duplicate"))
        if number
    ]
    if left_out:
        yield f"Left out here: {wording.say_list(left_out)}."
    yield LEFT_OUT
    yield "There are no averages: a few long incidents would hide all others."
    if reliability.policy_version is not None:
        yield f"Our rules of communication in force: version {reliability.policy_version}."


def _headlines(reliability: Reliability) -> Iterator[Headline]:
    soon = reliability.whole.spreads[Metric.FIRST_NOTICE].summary
    yield Headline("Time to first notice", median_words(soon), _doubt(soon))
    for label, share in (
        ("Promises kept", reliability.whole.promises),
        ("Action items verified", reliability.actions.whole.verified),
    ):
        yield Headline(
            label, hits_words(share), f"{share_words(share)} with 95\u00a0% certainty" if share.n else "none so far"
        )


def _doubt(summary: Summary) -> str:
    if not summary.n:
        return "not known of any incident"
    if summary.interval is None:
        return f"{wording.say_count(summary.n, 'incident')}, too few for a median"
    return f"median of {summary.n} ({interval_words(summary)}, {CERTAIN})"


def _estimates(reliability: Reliability) -> Iterator[str]:
    """The record of announced times of recovery, a sentence a figure."""
    record = reliability.whole.estimates
    if not record.held.n and not record.undecided:
        yield "No time of recovery was announced in this period."
        return
    yield f"Recovery came within the announced time: {hits_words(record.held)}, {share_words(record.held)}."
    if record.error.n:
        yield f"It missed that time by: {median_words(record.error)}{_of(record.error)}."
    yield f"Estimates revised: {record.revisions}.{_moved(record.slipped)}"
    for confidence, held in record.calibration.items():
        if held is not None:
            yield f"Of those given with {confidence} confidence: {hits_words(held)}, {share_words(held)}."
    if record.undecided:
        yield f"Not decided yet: {record.undecided}."


def _moved(slipped: timedelta) -> str:
    direction = "later" if slipped > timedelta(0) else "earlier"
    return f" Moved {direction} by {say_length(abs(slipped))} in all." if slipped else ""


def _of(summary: Summary) -> str:
    return f" (median of {summary.n}; {interval_words(summary)}, {CERTAIN})" if summary.interval is not None else ""


def _counts(reliability: Reliability) -> Table:
    whole = reliability.whole
    rows = [make_row("Incidents", _number(whole.incidents, reliability.before), rate_words(whole.incidents))]
    rows.append(make_row("Became more serious", str(whole.escalations.number), rate_words(whole.escalations)))
    rows.append(make_row("Opened again", hits_words(whole.reopened), share_words(whole.reopened)))
    rows.append(make_row("Corrections", str(whole.corrections.number), rate_words(whole.corrections)))
    for label, known in (
        ("Detected before the first customer report", whole.detected_first),
        ("Detected before customers were affected", whole.detected_before_impact),
    ):
        rows.append(make_row(label, hits_words(known), share_words(known)))
    return Table("Counts", ("What", "How many", CERTAIN), tuple(rows))


def _number(count: Count, before: int | None) -> str:
    """A rise or fall is told only where chance alone would hardly make it."""
    if before is None:
        return str(count.number)
    direction = count.direction(before)
    return f"{count.number}, {direction} from {before}" if direction else f"{count.number} (before: {before})"


def _actions(reliability: Reliability) -> Table | None:
    if not reliability.actions.whole.opened:
        return None
    records = [(_TYPES[kind], record) for kind, record in reliability.actions.by_type.items()]
    return Table(
        "Action items by type",
        ("Type", "Promised", "Verified", "In time", "Moved", "Dropped", "Days open"),
        tuple(_action_row(label, record) for label, record in (*records, ("All", reliability.actions.whole))),
    )


def _action_row(label: str, record: ActionRecord) -> tuple[Cell, ...]:
    return make_row(
        label,
        str(record.opened),
        hits_words(record.verified),
        hits_words(record.on_time),
        str(record.moved),
        str(record.dropped),
        _days(record.age),
    )


def _days(age: Summary) -> str:
    if age.median is None:
        return NONE
    if age.interval is None:
        return ", ".join(f"{value:g}" for value in age.values)
    return f"median {age.median:g}"


def _unmeasured(reliability: Reliability) -> str | None:
    named = [
        f"{record.name} {record.in_period.unmeasured}"
        for record in reliability.components
        if record.in_period is not None and record.in_period.unmeasured
    ]
    if not named:
        return None
    return f"Not measured, because incidents have no recorded state or length: {wording.say_list(named)}."


def _target(target: TargetRecord, voice: Voice) -> TargetView:
    said = target.target
    aim = f"From {said.baseline} to {said.target} by {wording.say_date(said.by)}."
    view = TargetView(
        wording.capitalise(said.metric),
        Cell(target.incident.title, urls.of_incident(target.incident.id)),
        aim,
        "This site does not measure it.",
        None,
    )
    compared = target.comparison
    if compared is None:
        return view
    told_on = wording.say_date(voice.day_of(target.told_at))
    rows = tuple(
        make_row(label, str(summed.n), median_words(summed), interval_words(summed))
        for label, summed in ((f"Before {told_on}", compared.before), ("Since then", compared.after))
    )
    if compared.difference is None or compared.p is None:
        says = f"{wording.capitalise(compared.words or '')}."
    else:
        change = "shorter" if compared.difference < 0 else "longer"
        says = (
            f"The median is {say_minutes(abs(compared.difference))} {change}; chance alone makes a difference as "
            f"large in {compared.p * 100:.2g} % of all cases."
        )
    table = Table(f"{view.title}, before and after", ("When", "Incidents", "Median", CERTAIN), rows)
    return TargetView(view.title, view.source, view.aim, says, table)


def _incidents(newest: tuple[Measures, ...], voice: Voice) -> Table:
    return Table(
        "Incidents, newest first",
        (
            "Incident",
            "Day",
            "Severity",
            "First notice after",
            "Promises kept",
            "Longest silence",
            "Time with impact",
            "Start to resolution",
        ),
        tuple(_incident_row(one, voice) for one in newest),
    )


def _incident_row(measures: Measures, voice: Voice) -> tuple[Cell, ...]:
    kept = f"{measures.promises.kept} of {measures.promises.made}" if measures.promises.made else NONE
    return make_row(
        Cell(measures.incident.title, urls.of_incident(measures.incident.id)),
        wording.say_date(voice.day_of(measures.incident.first.at)),
        wording.SEVERITY_LABELS[measures.severity],
        _length(measures.lengths.get(Metric.FIRST_NOTICE)),
        kept,
        *(_length(measures.lengths.get(metric)) for metric in (Metric.SILENCE, Metric.RESTORE, Metric.RESOLVE)),
    )


def _length(told: Length | None) -> str:
    if told is None:
        return NONE
    words = f"{say_length(told.length)} so far" if told.running else say_length(told.length)
    return f"about {words}" if told.estimated else words
