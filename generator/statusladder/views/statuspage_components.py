"""Components as the Statuspage API tells them: one row each, and one for each group of them."""

from datetime import UTC
from typing import Any

from statusladder.ladder.availability import midnight_of
from statusladder.ladder.course import Courses
from statusladder.ladder.standing import Standing, state_at
from statusladder.model.site import Component, Library
from statusladder.model.vocabulary import ComponentState
from statusladder.views.statuspage_ids import derive_component_id, derive_group_id, derive_id
from statusladder.views.wording import BEGINNING, precise_stamp_of

Row = dict[str, Any]


def api_state_of(state: ComponentState) -> ComponentState:
    """The API has no word for a component that is only named: it counts as degraded."""
    return ComponentState.DEGRADED_PERFORMANCE if state is ComponentState.AFFECTED else state


def build_component_rows(courses: Courses, standing: Standing) -> dict[str, Row]:
    """The row of every component in service by our id, as listed on the page; a group's own row comes before its first.

    The keys of group rows begin with a space, so that no component can have them. Positions count from 1, those within
    a group anew.
    """
    library, rows = courses.library, dict[str, Row]()
    gathered: dict[str | None, list[Component]] = {}
    for component in courses.in_service:
        gathered.setdefault(component.group, []).append(component)
    position = 0

    def rows_of(members: list[Component], first: int) -> dict[str, Row]:
        told = enumerate(members, first)
        return {one.id: _row(one, courses, standing.states[one.id], position) for position, one in told}

    for name, components in gathered.items():
        if name is None:
            own = rows_of(components, position + 1)
            position += len(components)
            rows |= own
        else:
            own = rows_of(components, 1)
            position += 1
            rows |= {f" {name}": _group_row(name, list(own.values()), library, position), **own}
    return rows


def build_retired_rows(courses: Courses) -> dict[str, Row]:
    """The rows of components that are retired, which only their incidents have; no group lists them any more."""
    rows = {}
    for number, component in enumerate(courses.retired, 1):
        state = state_at(courses.spans[component.id], courses.now)
        rows[component.id] = {**_row(component, courses, state, number), "group_id": None}
    return rows


def _row(component: Component, courses: Courses, state: ComponentState, position: int) -> Row:
    library, authority, since = courses.library, courses.library.settings.authority, courses.since(component)
    created = midnight_of(since, library.settings.zone).astimezone(UTC) if since is not None else BEGINNING
    edges = (edge for span in courses.spans[component.id] for edge in (span.start, span.end) if edge is not None)
    changed = max((edge for edge in edges if edge <= courses.now), default=created)
    return {
        "id": derive_component_id(component, authority),
        "name": component.name,
        "status": api_state_of(state).value,
        "created_at": precise_stamp_of(created),
        "updated_at": precise_stamp_of(max(changed, created)),
        "position": position,
        "description": component.description,
        "showcase": True,
        "start_date": since.isoformat() if since is not None else None,
        "group_id": derive_group_id(component.group, authority) if component.group is not None else None,
        "page_id": derive_id("page", authority),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group_row(name: str, members: list[Row], library: Library, position: int) -> Row:
    authority = library.settings.authority
    return {
        "id": derive_group_id(name, authority),
        "name": name,
        "status": max((ComponentState(row["status"]) for row in members), key=lambda state: state.rank).value,
        "created_at": min(row["created_at"] for row in members),
        "updated_at": max(row["updated_at"] for row in members),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": derive_id("page", authority),
        "group": True,
        "only_show_if_degraded": False,
        "components": [row["id"] for row in members],
    }
