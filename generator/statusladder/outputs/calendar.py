"""Calendars to subscribe to: maintenance windows, of the whole site and of each component, and verification dates."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.events import EventView
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice

_PRODUCT = "-//statusladder//maintenance//EN"
_ASK_EVERY = timedelta(hours=1)


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    yield Artifact(
        urls.CALENDAR, _calendar(voice.say("calendar.maintenance", site=name), snapshot.events, voice), Rank.FEED
    )
    if snapshot.settings.pages.improvements:
        proofs = _calendar(voice.say("calendar.proofs", site=name), snapshot.proofs, voice)
        yield Artifact(urls.IMPROVEMENTS_CALENDAR, proofs, Rank.FEED)
    for view in snapshot.components:
        own = (event for event in snapshot.events if view.id in event.component_ids)
        title = voice.say("calendar.maintenance_of", site=name, component=view.full_name)
        yield Artifact(urls.calendar_of(view.url), _calendar(title, own, voice), Rank.FEED)


def _calendar(name: str, events: Iterable[EventView], voice: Voice) -> bytes:
    """The file in UTC throughout, so that it needs no description of any time zone (RFC 5545, 3.3.5 form 2)."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _ASK_EVERY, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, voice))
    data: bytes = calendar.to_ical()
    return data


def _event(view: EventView, voice: Voice) -> Event:
    event = Event()
    event.add("uid", view.uid)
    event.add("sequence", view.sequence)
    event.add("status", "CANCELLED" if view.is_cancelled else "CONFIRMED")
    event.add("summary", voice.say("calendar.cancelled", title=view.title) if view.is_cancelled else view.title)
    event.add("description", view.description)
    event.add("url", view.url)
    for name, when in (
        ("dtstart", view.start),
        ("dtend", view.end),
        ("dtstamp", view.changed),
        ("created", view.created),
        ("last-modified", view.changed),
    ):
        event.add(name, when.astimezone(UTC) if isinstance(when, datetime) else when)
    # Nobody is busy because a service is maintained, or a change is proved.
    event.add("transp", "TRANSPARENT")
    if view.components:
        event.add("categories", list(view.components))
    return event


OUTPUT = Output("calendar", _produce)
