"""Maintenance as an event of a calendar: one that is moved, extended or cancelled in place by its permanent id."""

from dataclasses import dataclass
from datetime import datetime

from statusladder.model.communication import Maintenance
from statusladder.model.site import Library
from statusladder.model.vocabulary import Stage
from statusladder.views import urls, wording


@dataclass(frozen=True)
class EventView:
    """`sequence` rises with every update; `changed` is the time of the newest, `created` of the first."""

    uid: str
    title: str
    start: datetime
    end: datetime
    sequence: int
    is_cancelled: bool
    created: datetime
    changed: datetime
    url: str
    description: str
    component_ids: tuple[str, ...]
    components: tuple[str, ...]


def events(library: Library) -> tuple[EventView, ...]:
    """Every maintenance whose window is known, soonest first."""
    found = [event for one in library.maintenances if (event := _event(one, library)) is not None]
    return tuple(sorted(found, key=lambda event: (event.start, event.uid)))


def _event(maintenance: Maintenance, library: Library) -> EventView | None:
    window = maintenance.window
    if window is None:
        return None
    settings = library.settings
    names = tuple(one.name for one in settings.components if one.id in maintenance.component_ids)
    url = urls.absolute(settings.site.url, urls.maintenance(maintenance.id))
    words = wording.in_short(maintenance.latest.said.summary, maintenance.latest.body)
    lines = (words, f"Affected: {wording.listed(names)}" if names else "", url)
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
