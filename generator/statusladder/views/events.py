"""Entries of calendars: maintenance and verification dates, each moved or cancelled in place by its permanent id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from statusladder.ladder.action_items import Action
from statusladder.ladder.course import Courses
from statusladder.markup.prose import to_prose
from statusladder.model.communication import Maintenance
from statusladder.model.site import Library
from statusladder.model.vocabulary import ActionStatus, Stage
from statusladder.views import urls
from statusladder.views.affected import build_affected
from statusladder.views.ownership import owner_words
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class EventView:
    """`sequence` rises with every update; `changed` is the time of the newest, `created` of the first.

    One whose `start` is a day lasts all of it, until `end`, which is the day after.
    """

    uid: str
    title: str
    start: date
    end: date
    sequence: int
    is_cancelled: bool
    created: datetime
    changed: datetime
    url: str
    description: str
    component_ids: tuple[str, ...]
    components: tuple[str, ...]


def build_events(library: Library, voice: Voice) -> tuple[EventView, ...]:
    """Every maintenance whose window is known, soonest first."""
    found = [event for one in library.maintenances if (event := _event(one, library, voice)) is not None]
    return tuple(sorted(found, key=_in_order))


def build_proofs(courses: Courses, voice: Voice) -> tuple[EventView, ...]:
    """The day by which each public action item is to be shown to work, soonest first."""
    public = (one for course in courses.incidents for one in course.actions if one.item.public)
    found = [event for one in public if (event := _proof(one, courses.library, voice)) is not None]
    return tuple(sorted(found, key=_in_order))


def _in_order(event: EventView) -> tuple[date, str]:
    return event.start, event.uid


def _proof(one: Action, library: Library, voice: Voice) -> EventView | None:
    """An item that is dropped or replaced is cancelled; one that is proved keeps its day, and its title says so."""
    item, incident, settings = one.item, one.incident, library.settings
    if item.verification is None or one.verify_by is None:
        return None
    url = urls.make_absolute(settings.site.url, urls.of_postmortem(incident.id))
    names = tuple(settings.name_of(part.id) for part in settings.components if part.id in incident.component_ids)
    name, is_verified = item.title or item.id, one.status is ActionStatus.VERIFIED
    lines = (
        voice.say("calendar.proof", method=item.verification.method, criterion=item.verification.criterion),
        voice.say("calendar.owner", owner=owner_words(item.owner, settings, voice)) if item.owner else "",
        voice.say("calendar.promised", incident=incident.title),
        url,
    )
    return EventView(
        uid=f"{incident.id}/{item.id}@{settings.authority}",
        title=voice.say("calendar.verified", action=name)
        if is_verified
        else voice.say("calendar.to_verify", action=name),
        start=one.verify_by,
        end=one.verify_by + timedelta(days=1),
        sequence=len(one.spoken) - 1,
        is_cancelled=one.status in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED),
        created=one.spoken[0].at,
        changed=one.spoken[-1].at,
        url=url,
        description="\n\n".join(line for line in lines if line),
        component_ids=incident.component_ids,
        components=names,
    )


def _announced(maintenance: Maintenance) -> str:
    """What the work is, as it was announced: no later update says it again."""
    first = maintenance.first
    return to_prose(first.body) or first.said.summary or ""


def _advice(maintenance: Maintenance, voice: Voice) -> Iterator[str]:
    """What customers can do, where the announcement does not say it in the same words."""
    facts, said = maintenance.facts, to_prose(maintenance.first.body)
    for text in (*(facts.customer_actions or ()), *(one.text for one in facts.workarounds or ())):
        if text.rstrip(".") not in said:
            yield voice.say("calendar.advice", text=text)


def _event(maintenance: Maintenance, library: Library, voice: Voice) -> EventView | None:
    window = maintenance.window
    if window is None:
        return None
    settings = library.settings
    names = tuple(settings.name_of(one.id) for one in settings.components if one.id in maintenance.component_ids)
    url = urls.make_absolute(settings.site.url, urls.of_maintenance(maintenance.id))
    touched = voice.listed(view.name for view in build_affected(maintenance, settings, voice))
    lines = (
        _announced(maintenance),
        *_advice(maintenance, voice),
        to_prose(maintenance.news.body) if maintenance.news is not maintenance.first else "",
        voice.say("calendar.affected", components=touched) if touched else "",
        url,
    )
    return EventView(
        uid=f"{maintenance.id}@{settings.authority}",
        title=maintenance.title,
        start=window.from_,
        end=window.to,
        sequence=len(maintenance.updates) - 1,
        is_cancelled=maintenance.stage is Stage.CANCELLED,
        created=maintenance.first.at,
        changed=maintenance.latest.at,
        url=url,
        description="\n\n".join(line for line in lines if line),
        component_ids=maintenance.component_ids,
        components=names,
    )
