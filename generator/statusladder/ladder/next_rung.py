"""What makes an open incident more serious next: the criterion that holds by the clock alone, when, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statusladder.ladder.course import Courses, IncidentCourse
from statusladder.ladder.escalation import CRITERIA, Case
from statusladder.ladder.publication import may_be_named
from statusladder.ladder.reach import Reach, reach_at
from statusladder.model.criteria import Criterion
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class NextRung:
    """A criterion that proposes a higher severity from `at` on unless something changes; `at` may be past.

    `reach` is what the policy asks of an update at that severity, at the stage in which the incident is.
    """

    code: str
    at: datetime
    severity: Severity
    reach: Reach


def find_next_rung(course: IncidentCourse, settings: Settings) -> NextRung | None:
    """The next one, or the worst of those that hold already; None while nothing but new facts would raise it.

    The course is asked at the moments at which a length of the policy ends, with the facts as they are now.
    """
    rungs = find_rungs(course, settings)
    held = [rung for rung in rungs if rung.at < course.now]
    if held:
        return min(held, key=lambda rung: list(Severity).index(rung.severity))
    return rungs[0] if rungs else None


def find_rungs(course: IncidentCourse, settings: Settings) -> tuple[NextRung, ...]:
    """One for each criterion that holds by the clock alone, past or ahead, the earliest first; none once it is over."""
    if not course.incident.is_open:
        return ()
    return tuple(sorted(_rungs(course, settings), key=lambda rung: (rung.at, rung.code)))


def find_ahead(courses: Courses, settings: Settings) -> tuple[tuple[IncidentCourse, NextRung], ...]:
    """What makes each open incident more serious next and is still ahead, soonest first: nothing to remind of yet.

    In a public repository nothing embargoed is named.
    """
    found = []
    for course in courses.incidents:
        rung = find_next_rung(course, settings) if may_be_named(course.incident, settings, courses.now) else None
        if rung is not None and rung.at >= courses.now:
            found.append((course, rung))
    return tuple(sorted(found, key=lambda one: (one[1].at, one[0].incident.id)))


def _rungs(course: IncidentCourse, settings: Settings) -> Iterator[NextRung]:
    incident, policy = course.incident, course.policy
    for code in CRITERIA:
        criterion = policy.criterion(code)
        if criterion is None:
            continue
        for moment in _moments(course, criterion):
            later = replace(course, now=moment + _SECOND)
            held = CRITERIA[code](Case(settings, later, incident), criterion)
            if held is not None and held.severity is not None:
                yield NextRung(code, moment, held.severity, reach_at(policy, settings, incident.stage, held.severity))
                break


def _moments(course: IncidentCourse, criterion: Criterion) -> list[datetime]:
    """When a length of the criterion ends, counted from the beginning, from an update or from a component's state."""
    incident = course.incident
    begins = {incident.started_at, *(update.at for update in incident.updates), *(span.start for span in course.spans)}
    lengths = [number for number in criterion.numbers.values() if isinstance(number, timedelta)]
    return sorted({moment + length for moment in begins for length in lengths})
