"""What customers wait for at a moment: the next update of each open incident, and the end of each maintenance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.promises import AnyUpdate, longest_wait_at
from statusladder.model.communication import Incident, Maintenance

SOON = timedelta(minutes=5)
"""How long before its promised time an update is due: enough to write a line and push it."""


class Timing(StrEnum):
    """How near something is, calm to worst; at the very moment of a promise it is due, not overdue."""

    WAITING = "waiting"
    DUE = "due"
    OVERDUE = "overdue"
    STALE = "stale"

    @property
    def is_late(self) -> bool:
        return self in (Timing.OVERDUE, Timing.STALE)


class Awaited(StrEnum):
    """What is waited for: words to customers, or that a maintenance is over."""

    UPDATE = "update"
    COMPLETION = "completion"


@dataclass(frozen=True)
class Due:
    """Something that customers wait for since `since` and until `by`.

    `promised` is False where nobody said when the next update comes: the cadence of the policy then says it, counted
    from the last update. `missed` counts the intervals that have passed without it: a silence goes on missing updates.
    """

    communication: Incident | Maintenance
    awaited: Awaited
    promised: bool
    since: datetime
    by: datetime
    timing: Timing
    late_by: timedelta
    missed: int


def find_dues(courses: Courses) -> tuple[Due, ...]:
    """Everything that is waited for, the latest first; drills promise nobody anything.

    That a maintenance begins is not waited for: the clock begins it.
    """
    found = [due for course in courses.incidents if (due := find_awaited_update(course)) is not None]
    for course in courses.maintenances:
        found += _of_maintenance(course)
    return tuple(sorted(found, key=lambda due: (-list(Timing).index(due.timing), due.by, due.communication.id)))


def find_awaited_update(course: IncidentCourse) -> Due | None:
    """The next update of the incident as it stands; None while it is not open."""
    incident, latest, now = course.incident, course.incident.latest, course.now
    wait = longest_wait_at(course.policy, latest.stage, incident.severity)
    if not incident.is_open or wait is None:
        return None
    promised = _next_update(incident, latest, now)
    return promised or _due(incident, Awaited.UPDATE, latest.at, latest.at + wait, now, promised=False)


def _of_maintenance(course: MaintenanceCourse) -> Iterator[Due]:
    """A promise that was given, and the end of the window; one that says nothing but that end is told once."""
    if course.is_over:
        return
    maintenance, window, now = course.maintenance, course.maintenance.window, course.now
    update = _next_update(maintenance, maintenance.latest, now)
    if update is not None and (window is None or update.by != window.to):
        yield update
    if window is not None:
        yield _due(maintenance, Awaited.COMPLETION, window.from_, window.to, now)


def _next_update(communication: Incident | Maintenance, update: AnyUpdate, now: datetime) -> Due | None:
    promised = update.said.promised_at
    return _due(communication, Awaited.UPDATE, update.at, promised, now) if promised is not None else None


def _due(
    communication: Incident | Maintenance,
    awaited: Awaited,
    since: datetime,
    by: datetime,
    now: datetime,
    promised: bool = True,
) -> Due:
    late_by = max(now - by, timedelta(0))
    interval = by - since
    missed = -(-late_by // interval) if interval > timedelta(0) else int(now > by)
    if missed:
        timing = Timing.STALE if missed > 1 else Timing.OVERDUE
    else:
        timing = Timing.DUE if by - now <= SOON else Timing.WAITING
    return Due(communication, awaited, promised, since, by, timing, late_by, missed)
