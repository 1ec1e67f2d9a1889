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
from statusladder.views.component_windows import assumed_components, availability_table
from statusladder.views.feedback import RatingView, rating_view
from statusladder.views.figures import Figure, length_figure, promise_figure, silence_figure
from statusladder.views.reliability_data import INCLUDED, LEFT_OUT, NO_LEDGER, Data, incident_row, key, reliability_data
from statusladder.views.tables import (
    CERTAIN,
    NONE,
    Cell,
    Table,
    hits_words,
    interval_words,
    length,
    median_words,
    minutes,
    rate_words,
    row,
    share_words,
)
from statusladder.views.wording import Clock

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
    *(name for metric in Metric for name in (key(metric), f"{key(metric)}_is")),
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


def reliability_view(told: Reliability, clock: Clock) -> ReliabilityView:
    """The page of these figures at the clock's moment."""
    newest = told.incidents[-1 : -MOST_ROWS - 1 : -1]
    return ReliabilityView(
        period=_period(told, clock),
        rules=tuple(_rules(told)),
        headlines=tuple(_headlines(told)),
        figures=tuple(_figures(told, clock)),
        estimates=tuple(_estimates(told)),
        counts=_counts(told),
        actions=_actions(told),
        availability=availability_table(told.components),
        unmeasured=_unmeasured(told),
        assumed=assumed_components(told.components),
        no_ledger=NO_LEDGER,
        weight=f"{told.partial_weight * 100:g} %",
        targets=tuple(_target(target, clock) for target in told.targets),
        ratings=tuple(rating_view(one) for one in told.ratings),
        incidents=_incidents(newest, clock) if newest else None,
        left_out=len(told.incidents) - len(newest),
        data=reliability_data(told),
        rows=tuple(tuple(row[column] for column in INCIDENT_COLUMNS) for row in map(incident_row, told.incidents)),
    )


def _figures(told: Reliability, clock: Clock) -> Iterator[Figure]:
    yield length_figure(
        told, Metric.FIRST_NOTICE, "first-notice", "From when customers felt it to our first words here."
    )
    yield promise_figure(told, clock)
    yield silence_figure(told)
    felt = "How long customers felt it; pauses in which all was well do not count."
    yield length_figure(told, Metric.RESTORE, "restore", felt)
    yield length_figure(told, Metric.OPEN, "open", "From our first words here to those that closed it.")


def _period(told: Reliability, clock: Clock) -> str:
    end = wording.long_date(clock.day_of(told.end))
    since = f"From {wording.long_date(clock.day_of(told.start))} to {end}" if told.start is not None else f"Up to {end}"
    if not told.incidents:
        return f"{since}: no incident."
    still_open = f", {told.whole.open} of them open" if told.whole.open else ""
    return f"{since}: {wording.counted(len(told.incidents), 'incident')}{still_open}."


def _rules(told: Reliability) -> Iterator[str]:
    yield INCLUDED
    left_out = [
        wording.counted(number, noun)
        for number, noun in ((told.retracted, "false alarm"), (told.merged, "duplicate"))
        if number
    ]
    if left_out:
        yield f"Left out here: {wording.listed(left_out)}."
    yield LEFT_OUT
    yield "There are no averages: a few long incidents would hide all others."
    if told.policy_version is not None:
        yield f"Our rules of communication in force: version {told.policy_version}."


def _headlines(told: Reliability) -> Iterator[Headline]:
    soon = told.whole.spreads[Metric.FIRST_NOTICE].summary
    yield Headline("Time to first notice", median_words(soon), _doubt(soon))
    for label, share in (
        ("Promises kept", told.whole.promises),
        ("Action items verified", told.actions.whole.verified),
    ):
        yield Headline(
            label, hits_words(share), f"{share_words(share)} with 95\u00a0% certainty" if share.n else "none so far"
        )


def _doubt(told: Summary) -> str:
    if not told.n:
        return "not known of any incident"
    if told.interval is None:
        return f"{wording.counted(told.n, 'incident')}, too few for a median"
    return f"median of {told.n} ({interval_words(told)}, {CERTAIN})"


def _estimates(told: Reliability) -> Iterator[str]:
    """The record of announced times of recovery, a sentence a figure."""
    record = told.whole.estimates
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
    return f" Moved {direction} by {length(abs(slipped))} in all." if slipped else ""


def _of(told: Summary) -> str:
    return f" (median of {told.n}; {interval_words(told)}, {CERTAIN})" if told.interval is not None else ""


def _counts(told: Reliability) -> Table:
    whole = told.whole
    rows = [row("Incidents", _number(whole.incidents, told.before), rate_words(whole.incidents))]
    rows.append(row("Became more serious", str(whole.escalations.number), rate_words(whole.escalations)))
    rows.append(row("Opened again", hits_words(whole.reopened), share_words(whole.reopened)))
    rows.append(row("Corrections", str(whole.corrections.number), rate_words(whole.corrections)))
    for label, known in (
        ("Detected before the first customer report", whole.detected_first),
        ("Detected before customers were affected", whole.detected_before_impact),
    ):
        rows.append(row(label, hits_words(known), share_words(known)))
    return Table("Counts", ("What", "How many", CERTAIN), tuple(rows))


def _number(told: Count, before: int | None) -> str:
    """A rise or fall is told only where chance alone would hardly make it."""
    if before is None:
        return str(told.number)
    direction = told.direction(before)
    return f"{told.number}, {direction} from {before}" if direction else f"{told.number} (before: {before})"


def _actions(told: Reliability) -> Table | None:
    if not told.actions.whole.opened:
        return None
    records = [(_TYPES[kind], record) for kind, record in told.actions.by_type.items()]
    return Table(
        "Action items by type",
        ("Type", "Promised", "Verified", "In time", "Moved", "Dropped", "Days open"),
        tuple(_action_row(label, record) for label, record in (*records, ("All", told.actions.whole))),
    )


def _action_row(label: str, record: ActionRecord) -> tuple[Cell, ...]:
    return row(
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


def _unmeasured(told: Reliability) -> str | None:
    named = [
        f"{record.name} {record.in_period.unmeasured}"
        for record in told.components
        if record.in_period is not None and record.in_period.unmeasured
    ]
    if not named:
        return None
    return f"Not measured, because incidents have no recorded state or length: {wording.listed(named)}."


def _target(target: TargetRecord, clock: Clock) -> TargetView:
    said = target.target
    aim = f"From {said.baseline} to {said.target} by {wording.long_date(said.by)}."
    view = TargetView(
        wording.capitalised(said.metric),
        Cell(target.incident.title, urls.incident(target.incident.id)),
        aim,
        "This site does not measure it.",
        None,
    )
    compared = target.comparison
    if compared is None:
        return view
    told_on = wording.long_date(clock.day_of(target.told_at))
    rows = tuple(
        row(label, str(summed.n), median_words(summed), interval_words(summed))
        for label, summed in ((f"Before {told_on}", compared.before), ("Since then", compared.after))
    )
    if compared.difference is None or compared.p is None:
        says = f"{wording.capitalised(compared.words or '')}."
    else:
        change = "shorter" if compared.difference < 0 else "longer"
        says = (
            f"The median is {minutes(abs(compared.difference))} {change}; chance alone makes a difference as large in "
            f"{compared.p * 100:.2g} % of all cases."
        )
    table = Table(f"{view.title}, before and after", ("When", "Incidents", "Median", CERTAIN), rows)
    return TargetView(view.title, view.source, view.aim, says, table)


def _incidents(newest: tuple[Measures, ...], clock: Clock) -> Table:
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
        tuple(_incident_row(one, clock) for one in newest),
    )


def _incident_row(one: Measures, clock: Clock) -> tuple[Cell, ...]:
    kept = f"{one.promises.kept} of {one.promises.made}" if one.promises.made else NONE
    return row(
        Cell(one.incident.title, urls.incident(one.incident.id)),
        wording.long_date(clock.day_of(one.incident.first.at)),
        wording.SEVERITY_LABELS[one.severity],
        _length(one.lengths.get(Metric.FIRST_NOTICE)),
        kept,
        *(_length(one.lengths.get(metric)) for metric in (Metric.SILENCE, Metric.RESTORE, Metric.RESOLVE)),
    )


def _length(told: Length | None) -> str:
    if told is None:
        return NONE
    words = f"{length(told.length)} so far" if told.running else length(told.length)
    return f"about {words}" if told.estimated else words
