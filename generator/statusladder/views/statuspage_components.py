"""Components as the Statuspage API tells them: one row each, and one for each group of them."""

from datetime import UTC, date
from typing import Any

from statusladder.ladder.availability import first_named, midnight
from statusladder.ladder.standing import Standing, state_at
from statusladder.model.site import Component, Library
from statusladder.model.vocabulary import ComponentState
from statusladder.views.statuspage_ids import component_id, derived_id, group_id
from statusladder.views.wording import BEGINNING, precise_stamp

Row = dict[str, Any]


def component_rows(library: Library, standing: Standing) -> dict[str, Row]:
    """The row of every component in service by our id, as listed on the page; a group's own row comes before its first.

    The keys of group rows begin with a space, so that no component can have them. Positions count from 1, those within
    a group anew.
    """
    rows: dict[str, Row] = {}
    gathered: dict[str | None, list[Component]] = {}
    for component in library.settings.in_service(_today(library, standing)):
        gathered.setdefault(component.group, []).append(component)
    position = 0
    for name, components in gathered.items():
        if name is None:
            own = {one.id: _row(one, library, standing, number) for number, one in enumerate(components, position + 1)}
            position += len(components)
            rows |= own
        else:
            own = {one.id: _row(one, library, standing, number) for number, one in enumerate(components, 1)}
            position += 1
            rows |= {f" {name}": _group_row(name, list(own.values()), library, position), **own}
    return rows


def retired_rows(library: Library, standing: Standing) -> dict[str, Row]:
    """The rows of components that are retired, which only their incidents have; no group lists them any more."""
    gone = library.settings.retired(_today(library, standing))
    return {one.id: {**_row(one, library, standing, number), "group_id": None} for number, one in enumerate(gone, 1)}


def _today(library: Library, standing: Standing) -> date:
    return standing.now.astimezone(library.settings.zone).date()


def _row(component: Component, library: Library, standing: Standing, position: int) -> Row:
    authority = library.settings.authority
    since = component.since or first_named(component, library)
    created = midnight(since, library.settings.zone).astimezone(UTC) if since is not None else BEGINNING
    edges = (edge for span in standing.spans[component.id] for edge in (span.start, span.end) if edge is not None)
    changed = max((edge for edge in edges if edge <= standing.now), default=created)
    return {
        "id": component_id(component, authority),
        "name": component.name,
        "status": state_at(standing.spans[component.id], standing.now).value,
        "created_at": precise_stamp(created),
        "updated_at": precise_stamp(max(changed, created)),
        "position": position,
        "description": component.description,
        "showcase": True,
        "start_date": since.isoformat() if since is not None else None,
        "group_id": group_id(component.group, authority) if component.group is not None else None,
        "page_id": derived_id("page", authority),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group_row(name: str, members: list[Row], library: Library, position: int) -> Row:
    authority = library.settings.authority
    return {
        "id": group_id(name, authority),
        "name": name,
        "status": max((ComponentState(row["status"]) for row in members), key=lambda state: state.rank).value,
        "created_at": min(row["created_at"] for row in members),
        "updated_at": max(row["updated_at"] for row in members),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": derived_id("page", authority),
        "group": True,
        "only_show_if_degraded": False,
        "components": [row["id"] for row in members],
    }
