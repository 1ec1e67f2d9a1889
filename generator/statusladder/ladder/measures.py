"""The figures of one incident at a moment: lengths of time, promises, estimates, counts.

docs/explanation/numbers.md defines each.

When something happened and when it was told are different columns. Where nobody said when it began, the first notice
stands in for it, and every length that counts from there is marked as estimated.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.estimates import EstimateRecord, measure_estimates
from statusladder.ladder.promises import Outcome
from statusladder.model.communication import Incident
from statusladder.model.facts import EventTime
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

    course: IncidentCourse
    lengths: dict[Metric, Length]
    promises: Kept
    promises_with_grace: Kept
    pauses: Kept
    estimates: EstimateRecord
    detected_first: bool | None
    detected_before_impact: bool | None
    escalations: int
    reopenings: int
    corrections: int

    @property
    def incident(self) -> Incident:
        return self.course.incident

    @property
    def severity(self) -> Severity:
        return self.incident.severity


def measures_of(course: IncidentCourse) -> Measures:
    """The figures of an incident at the moment of its course."""
    incident, kept = course.incident, course.record
    made, with_grace = _promises(course)
    lengths = _lengths(course)
    if kept.longest_silence is not None:
        # The present silence may still become the longest one.
        lengths[Metric.SILENCE] = Length(kept.longest_silence, running=incident.is_open)
    return Measures(
        course=course,
        lengths=lengths,
        promises=made,
        promises_with_grace=with_grace,
        pauses=_pauses(course),
        estimates=measure_estimates(course),
        detected_first=_detected_first(incident),
        detected_before_impact=_detected_before_impact(incident),
        escalations=_escalations(incident),
        reopenings=_reopenings(incident),
        corrections=sum(len(update.said.corrections or ()) for update in incident.updates),
    )


def _lengths(course: IncidentCourse) -> dict[Metric, Length]:
    incident, facts = course.incident, course.incident.facts
    started, detected = facts.started_at, facts.detected_at
    told, now = EventTime(at=incident.first.at), max(course.now, incident.latest.at)
    # Of what was only reported afterwards, the first words are the last: they say nothing of how long it was.
    afterwards = len(course.legs) == 1 and course.legs[0].is_told_afterwards
    begun = started or (None if afterwards else EventTime(at=incident.started_at, estimated=True))
    running = EventTime(at=now) if incident.is_open else None
    ended = None if incident.is_open else EventTime(at=incident.closing.at)
    closed = None if incident.is_open else facts.resolved_at or ended
    found = {
        Metric.DETECT: _detection(started, _detected(incident)),
        Metric.FIRST_NOTICE: _between(started, told),
        Metric.NOTICE_AFTER_DETECTION: _between(detected, told),
        Metric.SCOPE: _between(told, _scoped(incident)) or _so_far(told, running),
        Metric.IDENTIFY: _between(begun, _identified(incident)) or _so_far(begun, running),
        Metric.MITIGATE: _between(begun, _mitigated(course)) or _so_far(begun, running),
        Metric.RESOLVE: _between(begun, closed) or _so_far(begun, running),
        Metric.OPEN: None if afterwards else _between(told, ended) or _so_far(told, running),
        **_restored(course, begun),
        **_aftermath(course, closed),
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


def _so_far(start: EventTime | None, running: EventTime | None) -> Length | None:
    if start is None or running is None:
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


def _mitigated(course: IncidentCourse) -> EventTime | None:
    """As stated since it last went back, else when monitoring began; None while it has not got there again."""
    incident, leg = course.incident, course.legs[-1]
    if incident.is_open and incident.stage is not Stage.MONITORING:
        return None
    if any(update.said.mitigated_at is not None for update in leg.updates):
        return leg.facts.mitigated_at
    return EventTime(at=leg.watched_from) if leg.watched_from is not None else None


def _restored(course: IncidentCourse, begun: EventTime | None) -> dict[Metric, Length | None]:
    """The time with impact, and beside it, where the impact had pauses, the time from its beginning to its end."""
    if course.length is None or begun is None:
        return {}
    facts, lasts, last = course.incident.facts, course.impact_lasts, course.impact_ended
    events = (facts.mitigated_at, facts.resolved_at)
    at_a_guess = any(event is not None and event.estimated and event.at == last for event in events)
    estimated = begun.estimated or at_a_guess
    span = Length((last or course.now) - course.impact[0].start, estimated, lasts) if len(course.impact) > 1 else None
    return {Metric.RESTORE: Length(course.length, estimated, lasts), Metric.RESTORE_SPAN: span}


def _aftermath(course: IncidentCourse, closed: EventTime | None) -> dict[Metric, Length | None]:
    """Until the report, and until all that it promised was shown to work, which is known by the day."""
    if closed is None:
        return {}
    incident = course.incident
    due = course.policy.reports.get(incident.severity)
    is_owed = due is not None and (due.preliminary is not None or due.final is not None)
    paper = next((update for update in incident.reports if update.stage is Stage.POSTMORTEM), None)
    reported = _between(closed, EventTime(at=paper.at)) if paper is not None else None
    if paper is None and is_owed and not incident.first.imported:
        reported = _so_far(closed, EventTime(at=course.now))
    items = [one for one in course.actions if one.status not in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED)]
    closing_day, today = (moment.astimezone(course.zone).date() for moment in (closed.at, course.now))
    days = [one.verified_at for one in items if one.status is ActionStatus.VERIFIED and one.verified_at is not None]
    verified = None
    if items and len(days) == len(items):
        verified = Length(max(max(days) - closing_day, NOTHING), closed.estimated)
    elif any(one.status is not ActionStatus.VERIFIED for one in items):
        verified = Length(max(today - closing_day, NOTHING), closed.estimated, running=True)
    return {Metric.REPORT: reported, Metric.VERIFIED: verified}


def _promises(course: IncidentCourse) -> tuple[Kept, Kept]:
    """Without grace, and with it: one that is overdue by less than the grace is then not decided yet."""
    decided = [promise for promise in course.promises if promise.outcome is not Outcome.WAITING]
    lenient = [one for one in decided if one.outcome is not Outcome.OVERDUE or one.late_by > GRACE]
    return Kept(len(decided), course.record.kept), Kept(len(lenient), sum(one.late_by <= GRACE for one in lenient))


def _pauses(course: IncidentCourse) -> Kept:
    """The gap that runs now counts once it is too long."""
    if any(update.imported for update in course.incident.updates):
        return Kept(0, 0)
    decided = [pause for pause in course.pauses if pause.is_too_long or not pause.is_running]
    return Kept(len(decided), sum(not pause.is_too_long for pause in decided))


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
