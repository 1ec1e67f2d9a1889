"""Which criteria for escalating the clock alone will make hold, and when, so that nobody is surprised by one.

The criteria themselves are asked at later moments: so no threshold is counted in two places.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from statusladder.ladder.course import Courses
from statusladder.ladder.escalation import Escalation, Ground, find_escalations
from statusladder.ladder.publication import written_part_of
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library

LOOKS_AHEAD = 24 * 60 * 60
"""Seconds: how far ahead it is of use to know that a criterion will hold."""


@dataclass(frozen=True)
class Coming:
    """A criterion that will hold from a moment on, to the second, if nothing is published until then."""

    code: str
    communication: Incident | Maintenance
    at: datetime
    held: Ground


def find_coming(library: Library, courses: Courses) -> tuple[Coming, ...]:
    """The criteria that do not hold yet and will within LOOKS_AHEAD, the soonest first.

    The arguments are those of `find_escalations`. What the clock once makes hold goes on to hold.
    """
    written = written_part_of(library, courses.now)
    found: list[Coming] = []
    for name in _open_in(courses):
        found += _Ahead(_alone(courses.library, name), _alone(written, name), courses.now).coming
    return tuple(sorted(found, key=lambda one: (one.at, one.communication.id, one.code)))


def _open_in(courses: Courses) -> Iterator[str]:
    yield from (course.incident.id for course in courses.incidents if course.incident.is_open)
    yield from (course.maintenance.id for course in courses.maintenances if not course.is_over)


def _alone(library: Library, name: str) -> Library:
    return replace(
        library,
        incidents=tuple(one for one in library.incidents if one.id == name),
        maintenances=tuple(one for one in library.maintenances if one.id == name),
        drills=(),
    )


@dataclass(frozen=True)
class _Ahead:
    """One incident or maintenance as it stands now, at moments that are still to come."""

    told: Library
    written: Library
    now: datetime

    @property
    def coming(self) -> Iterator[Coming]:
        holding = self.held_at(self.now)
        for code in self.held_at(self.after(LOOKS_AHEAD)):
            if code not in holding:
                at = self.after(bisect_left(range(LOOKS_AHEAD), True, key=self._holds(code)))
                one = self.held_at(at)[code]
                yield Coming(code, one.communication, at, one.held)

    def after(self, seconds: int) -> datetime:
        return self.now.replace(microsecond=0) + timedelta(seconds=seconds)

    def held_at(self, moment: datetime) -> Mapping[str, Escalation]:
        if moment not in self._held:
            self._held[moment] = {one.code: one for one in find_escalations(self.written, Courses(self.told, moment))}
        return self._held[moment]

    @cached_property
    def _held(self) -> dict[datetime, Mapping[str, Escalation]]:
        return {}

    def _holds(self, code: str) -> Callable[[int], bool]:
        return lambda seconds: code in self.held_at(self.after(seconds))
