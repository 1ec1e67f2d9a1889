"""When time alone changes the page next: what a schedule must know so that no page says for long what is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statusladder.ladder.availability import midnight
from statusladder.ladder.promises import Outcome, promises
from statusladder.ladder.publication import as_of, is_embargoed
from statusladder.ladder.steps import AHEAD
from statusladder.ladder.windows import edges
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library

SECOND = timedelta(seconds=1)
"""What the command line's clock counts in, and so every moment here."""


def next_change_at(library: Library, now: datetime) -> datetime:
    """The earliest whole second after `now` at which time alone may change what the public reads.

    Of a library as it was read this includes the end of an embargo and what is dated ahead: not to be published. Of its
    public part (ladder.publication) it holds only what the public knows. There always is one, because bars and lists of
    days move on at midnight in the site's zone. Figures that run with the clock, as how long something has lasted, do
    not count; nor do the minutes by which an update may be dated ahead and still count as now (content.md, Time).
    """
    zone = library.settings.zone
    new_day = midnight(now.astimezone(zone).date() + timedelta(days=1), zone)
    moments = [_new_offset(zone, now, new_day)]
    told: tuple[Incident | Maintenance, ...] = (*library.incidents, *library.maintenances)
    for communication in told:
        moments += _moments(communication, now)
    return min(moment for moment in moments if moment > now)


def _moments(communication: Incident | Maintenance, now: datetime) -> Iterator[datetime]:
    for update in communication.updates:
        yield _from(update.at - AHEAD)
    known = as_of(communication, now)
    if known is None:
        return
    if is_embargoed(known, now):
        embargo = known.facts.embargoed_until
        if embargo is not None and embargo.until is not None:
            yield _from(embargo.until)
        return
    for promise in promises(known, now):
        if promise.outcome is Outcome.WAITING:
            yield _after(promise.promised_at)
    if known.facts.estimate_ends_at is not None:
        yield _after(known.facts.estimate_ends_at)
    if isinstance(known, Maintenance):
        for edge in edges(known, now):
            yield _from(edge)


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
