"""When time alone changes the page next: what a schedule must know so that no page says for long what is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statusladder.ladder.availability import midnight_of
from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.next_rung import find_rungs
from statusladder.ladder.promises import Outcome
from statusladder.ladder.publication import is_embargoed
from statusladder.ladder.steps import AHEAD
from statusladder.model.site import Library, Settings

SECOND = timedelta(seconds=1)
"""What the command line's clock counts in, and so every moment here."""


def find_next_change(library: Library, courses: Courses) -> datetime:
    """The earliest whole second after the moment of the courses at which time alone may change what the public reads.

    Of a library as it was read this includes the end of an embargo and what is dated ahead: not to be published. Of its
    public part (ladder.publication) it holds only what the public knows. There always is one, because bars and lists of
    days move on at midnight in the site's zone. Figures that run with the clock, as how long something has lasted, do
    not count; nor do the minutes by which an update may be dated ahead and still count as now (`AHEAD`).
    """
    now, zone = courses.now, courses.zone
    new_day = midnight_of(now.astimezone(zone).date() + timedelta(days=1), zone)
    moments = [_new_offset(zone, now, new_day)]
    moments += (_from(update.at - AHEAD) for one in library.communications for update in one.updates)
    for course in courses.every:
        moments += _moments(course, library.settings)
    return min(moment for moment in moments if moment > now)


def _moments(course: IncidentCourse | MaintenanceCourse, settings: Settings) -> Iterator[datetime]:
    facts = course.communication.facts
    if is_embargoed(course.communication, course.now):
        if facts.embargoed_until is not None and facts.embargoed_until.until is not None:
            yield _from(facts.embargoed_until.until)
        return
    for promise in course.promises:
        if promise.outcome is Outcome.WAITING:
            yield _after(promise.promised_at)
    if facts.estimate_ends_at is not None:
        yield _after(facts.estimate_ends_at)
    if facts.watch_until is not None:
        yield _from(facts.watch_until)
    if isinstance(course, MaintenanceCourse):
        yield from map(_from, course.windows.edges())
    else:
        yield from (_after(rung.at) for rung in find_rungs(course, settings))


def _from(moment: datetime) -> datetime:
    """The first whole second that is not before the moment."""
    return _after(moment - timedelta.resolution)


def _after(moment: datetime) -> datetime:
    """The first whole second after the moment: what is due at this very moment is not late yet."""
    return moment.replace(microsecond=0) + SECOND


def _new_offset(zone: ZoneInfo, now: datetime, new_day: datetime) -> datetime:
    """The second until midnight from which the zone has another offset, which every page names; else midnight.

    It is halved towards, since zone data answer only what holds at a moment.
    """
    before, offset = now.replace(microsecond=0), now.astimezone(zone).utcoffset()
    while new_day.astimezone(zone).utcoffset() != offset and new_day - before > SECOND:
        middle = before + (new_day - before) // (2 * SECOND) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            new_day = middle
    return new_day
