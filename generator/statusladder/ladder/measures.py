"""The figures of one incident at a moment, as metrics.md defines them: lengths of time, promises, estimates, counts.

When something happened and when it was told are different columns. Where nobody said when it began, the first notice
stands in for it, and every length that counts from there is marked as estimated.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from statusladder.ladder.estimates import EstimateRecord, estimate_record
from statusladder.ladder.pauses import pauses, wait_after
from statusladder.ladder.promises import Outcome, promises, record
from statusladder.ladder.publication import as_of
from statusladder.ladder.spans import legs
from statusladder.ladder.standing import impact_intervals
from statusladder.model.communication import Incident
from statusladder.model.facts import EventTime
from statusladder.model.policy import Policy
from statusladder.model.vocabulary import OPEN_STAGES, ActionStatus, Detection, Severity, Stage

NOTHING = timedelta(0)

GRACE = timedelta(minutes=2)
"""The second figure of promises kept lets them be this late."""


class Metric(StrEnum):
    """A length of time that is measured of each incident; the value is what people call it."""

    DETECT = "time to detect"
    FIRST_NOTICE = "time to first notice"
    NOTICE_AFTER_DETECTION = "time from detection to first notice"
    SCOPE = "time to scope"
    IDENTIFY = "time to identify"
    MITIGATE = "time to mitigate"
    RESTORE = "time to restore"
    RESTORE_SPAN = "time to restore, pauses included"
    RESOLVE = "time to resolve"
    OPEN = "time open"
    REPORT = "time to report"
    VERIFIED = "time to verified"
    SILENCE = "longest silence"


@dataclass(frozen=True)
class Length:
    """A length of time. `estimated`: one of its ends is an estimate, or was never stated. `running`: it is not over,
    and this is how long it has lasted. Neither enters a statistic."""

    length: timedelta
    estimated: bool = False
    running: bool = False

    @property
    def is_measured(self) -> bool:
        return not (self.estimated or self.running)


@dataclass(frozen=True)
class Kept:
    """Promises that are decided, and how many of them were kept."""

    made: int
    kept: int


@dataclass(frozen=True)
class Measures:
    """One incident in figures. A metric that is missing in `lengths` is unknown, or does not apply.

    `pauses` counts the gaps between updates that are decided, kept are those within the cadence; of what was imported
    there are none, as it was written by another rhythm. `detected_first`: whether we knew of it before a customer told
    us, `detected_before_impact`: before customers were affected; None where that is not known.
    """

    incident: Incident
    lengths: dict[Metric, Length]
    promises: Kept
    promises_with_grace: Kept
    pauses: Kept
    overdue: timedelta
    estimates: EstimateRecord
    detected_first: bool | None
    detected_before_impact: bool | None
    escalations: int
    reopenings: int
    corrections: int

    @property
    def severity(self) -> Severity:
        return self.incident.severity


def measures(incident: Incident, policy: Policy, zone: ZoneInfo, now: datetime) -> Measures | None:
    """The figures of an incident at `now`; None while nothing of it was written."""
    known = as_of(incident, now)
    if known is None:
        return None
    made, with_grace = _promises(known, now)
    kept = record(known, now)
    lengths = _lengths(known, policy, zone, now)
    if kept.longest_silence is not None:
        # The present silence may still become the longest one.
        lengths[Metric.SILENCE] = Length(kept.longest_silence, running=known.is_open)
    return Measures(
        incident=known,
        lengths=lengths,
        promises=made,
        promises_with_grace=with_grace,
        pauses=_pauses(known, policy, now),
        overdue=kept.overdue,
        estimates=estimate_record(known, now),
        detected_first=_detected_first(known),
        detected_before_impact=_detected_before_impact(known),
        escalations=_escalations(known),
        reopenings=_reopenings(known),
        corrections=sum(len(update.said.corrections or ()) for update in known.updates),
    )


def _lengths(incident: Incident, policy: Policy, zone: ZoneInfo, now: datetime) -> dict[Metric, Length]:
    facts = incident.facts
    started, detected = facts.started_at, facts.detected_at
    told, now = EventTime(at=incident.first.at), max(now, incident.latest.at)
    begun = started or EventTime(at=incident.started_at, estimated=True)
    running = EventTime(at=now) if incident.is_open else None
    closed = _closed(incident)
    found = {
        Metric.DETECT: _detection(started, _detected(incident)),
        Metric.FIRST_NOTICE: _between(started, told),
        Metric.NOTICE_AFTER_DETECTION: _between(detected, told),
        Metric.SCOPE: _between(told, _scoped(incident)) or _so_far(told, running),
        Metric.IDENTIFY: _between(begun, _identified(incident)) or _so_far(begun, running),
        Metric.MITIGATE: _between(begun, _mitigated(incident)) or _so_far(begun, running),
        Metric.RESOLVE: _between(begun, closed) or _so_far(begun, running),
        Metric.OPEN: _between(told, _ended(incident)) or _so_far(told, running),
        **_restored(incident, begun, now),
        **_aftermath(incident, closed, policy, zone, now),
    }
    return {metric: length for metric, length in found.items() if length is not None}


def _between(start: EventTime | None, end: EventTime | None) -> Length | None:
    """From one event to another; nothing where one is unknown. What was told before it began took no time."""
    if start is None or end is None:
        return None
    return Length(max(end.at - start.at, NOTHING), start.estimated or end.estimated)


def _detection(started: EventTime | None, detected: EventTime | None) -> Length | None:
    """Nothing for what was detected before customers were affected: it is counted, and a zero would flatter."""
    if started is None or detected is None or detected.at < started.at:
        return None
    return _between(started, detected)


def _so_far(start: EventTime, running: EventTime | None) -> Length | None:
    if running is None:
        return None
    return Length(max(running.at - start.at, NOTHING), start.estimated, running=True)


def _scoped(incident: Incident) -> EventTime | None:
    """The first update after which it is known what customers notice and which components are hit."""
    for update in incident.ladder:
        components = update.facts.components
        if update.facts.impact is not None and components is not None and components.states:
            return EventTime(at=update.at)
    return None


def _identified(incident: Incident) -> EventTime | None:
    """The first update that knew what fails; one whose diagnosis was withdrawn did not."""
    found = None
    for update in incident.ladder:
        if update.said.diagnosis_withdrawn is not None:
            found = None
        elif found is None and update.stage in (Stage.IDENTIFIED, Stage.MITIGATING):
            found = EventTime(at=update.at)
    return found


def _mitigated(incident: Incident) -> EventTime | None:
    """As stated since it last went back, else when monitoring began; None while it has not got there again."""
    if incident.is_open and incident.stage is not Stage.MONITORING:
        return None
    leg = legs(incident.updates)[-1]
    if any(update.said.mitigated_at is not None for update in leg):
        return incident.facts.mitigated_at
    return next((EventTime(at=update.at) for update in leg if update.stage is Stage.MONITORING), None)


def _closed(incident: Incident) -> EventTime | None:
    if incident.is_open:
        return None
    return incident.facts.resolved_at or _ended(incident)


def _ended(incident: Incident) -> EventTime | None:
    """When the closing update was published."""
    if incident.is_open:
        return None
    return EventTime(at=incident.ladder[-1].at if incident.ladder else incident.first.at)


def _restored(incident: Incident, begun: EventTime, now: datetime) -> dict[Metric, Length | None]:
    """The time with impact, and beside it, where the impact had pauses, the time from its beginning to its end."""
    intervals = impact_intervals(incident, now)
    if not intervals:
        return {}
    ends = [end or now for _, end in intervals]
    lasts = intervals[-1][1] is None
    events = (incident.facts.mitigated_at, incident.facts.resolved_at)
    at_a_guess = any(event is not None and event.estimated and event.at == ends[-1] for event in events)
    estimated = begun.estimated or at_a_guess
    impact = sum((end - start for (start, _), end in zip(intervals, ends, strict=True)), NOTHING)
    span = Length(ends[-1] - intervals[0][0], estimated, lasts) if len(intervals) > 1 else None
    return {Metric.RESTORE: Length(impact, estimated, lasts), Metric.RESTORE_SPAN: span}


def _aftermath(
    incident: Incident, closed: EventTime | None, policy: Policy, zone: ZoneInfo, now: datetime
) -> dict[Metric, Length | None]:
    """Until the report, and until all that it promised was shown to work, which is known by the day."""
    if closed is None:
        return {}
    due = policy.reports.get(incident.severity)
    is_owed = due is not None and (due.preliminary is not None or due.final is not None)
    paper = next((update for update in incident.reports if update.stage is Stage.POSTMORTEM), None)
    reported = _between(closed, EventTime(at=paper.at)) if paper is not None else None
    if paper is None and is_owed and not incident.first.imported:
        reported = _so_far(closed, EventTime(at=now))
    items = [
        item
        for item in incident.facts.action_items or ()
        if item.status not in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED)
    ]
    closing_day, today = closed.at.astimezone(zone).date(), now.astimezone(zone).date()
    proofs = [item.verification if item.status is ActionStatus.VERIFIED else None for item in items]
    days = [proof.verified_at for proof in proofs if proof is not None and proof.verified_at is not None]
    verified = None
    if items and len(days) == len(items):
        verified = Length(max(max(days) - closing_day, NOTHING), closed.estimated)
    elif any(item.status is not ActionStatus.VERIFIED for item in items):
        verified = Length(max(today - closing_day, NOTHING), closed.estimated, running=True)
    return {Metric.REPORT: reported, Metric.VERIFIED: verified}


def _promises(incident: Incident, now: datetime) -> tuple[Kept, Kept]:
    """Without grace, and with it: one that is overdue by less than the grace is then not decided yet."""
    decided = [promise for promise in promises(incident, now) if promise.outcome is not Outcome.WAITING]
    lenient = [one for one in decided if one.outcome is not Outcome.OVERDUE or one.late_by > GRACE]
    kept = sum(promise.outcome is Outcome.KEPT for promise in decided)
    return Kept(len(decided), kept), Kept(len(lenient), sum(promise.late_by <= GRACE for promise in lenient))


def _pauses(incident: Incident, policy: Policy, now: datetime) -> Kept:
    """The silence that lasts now counts once it is too long."""
    if any(update.imported for update in incident.updates):
        return Kept(0, 0)
    told = list(pauses(incident, policy))
    allowed = wait_after(incident.latest, policy)
    running_too_long = incident.is_open and allowed is not None and now - incident.latest.at > allowed
    return Kept(len(told) + running_too_long, sum(not pause.is_too_long for pause in told))


def _detected_first(incident: Incident) -> bool | None:
    """By the two times where both are exact, else by how it was noticed, else because nobody was affected yet."""
    facts = incident.facts
    detected, reported = _detected(incident), facts.first_report_at
    if detected is not None and reported is not None and not (detected.estimated or reported.estimated):
        return detected.at < reported.at
    if facts.detection is Detection.CUSTOMER:
        return False
    return facts.detection in (Detection.MONITORING, Detection.STAFF) or _detected_before_impact(incident) or None


def _detected_before_impact(incident: Incident) -> bool | None:
    """None where one of the two times is an estimate, or was never stated."""
    started, detected = incident.facts.started_at, _detected(incident)
    if started is None or detected is None or started.estimated or detected.estimated:
        return None
    return detected.at < started.at


def _detected(incident: Incident) -> EventTime | None:
    """When we knew of it: as stated exactly, else at the latest by a notice that was published before the impact."""
    facts, notice = incident.facts, EventTime(at=incident.first.at)
    stated = facts.detected_at
    if stated is not None and not stated.estimated:
        return stated
    return notice if facts.started_at is not None and notice.at < facts.started_at.at else stated


def _escalations(incident: Incident) -> int:
    """How often it got more serious."""
    told = [update.facts.severity for update in incident.updates if update.facts.severity is not None]
    order = list(Severity)
    return sum(order.index(later) < order.index(earlier) for earlier, later in pairwise(told))


def _reopenings(incident: Incident) -> int:
    return sum(
        before.stage not in OPEN_STAGES and update.stage in OPEN_STAGES for before, update in pairwise(incident.updates)
    )
