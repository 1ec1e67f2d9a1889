"""Who practised what and when, and who has not practised for longer than the site wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from statusladder.model.communication import Drill
from statusladder.model.site import Library


@dataclass(frozen=True)
class OverdueDrill:
    """A function that should have practised by `due`; None where it never did. Without functions, the whole team."""

    function: str | None
    last: date | None
    due: date | None


def functions(library: Library) -> tuple[str, ...]:
    """The roles and teams that have to practise: those that site.yaml names, else all that ever took part."""
    named = library.settings.drills.functions
    return named or tuple(sorted({name for drill in library.drills for name in taking_part(drill)}))


def taking_part(drill: Drill) -> frozenset[str]:
    """The roles of a drill, and the teams that filled them."""
    roles = drill.facts.roles
    return frozenset({*roles.teams, *roles.teams.values()}) if roles is not None else frozenset()


def practised(library: Library, today: date) -> tuple[tuple[date, Drill], ...]:
    """The drills begun by that day of the site's zone that are over, oldest first: half a drill is no practice."""
    zone = library.settings.zone
    days = ((drill.begins.astimezone(zone).date(), drill) for drill in library.drills if not drill.is_open)
    return tuple(sorted(((day, drill) for day, drill in days if day <= today), key=lambda pair: (pair[0], pair[1].id)))


Coverage = Mapping[tuple[str, str], tuple[tuple[date, Drill], ...]]
"""Scenario and function → the drills of it in which the function took part, oldest first."""


def coverage(library: Library, today: date) -> Coverage:
    """Which function practised which scenario, a playbook's name; what was never practised has no entry."""
    found: dict[tuple[str, str], tuple[tuple[date, Drill], ...]] = {}
    for day, drill in practised(library, today):
        scenario = drill.facts.playbook
        if scenario is not None:
            for function in taking_part(drill):
                found[scenario, function] = (*found.get((scenario, function), ()), (day, drill))
    return found


def overdue_drills(library: Library, today: date) -> tuple[OverdueDrill, ...]:
    """Who has to practise again; nobody where site.yaml does not say how often.

    Without named functions any drill is one of the whole team.
    """
    keys = library.settings.drills
    if keys.every is None:
        return ()
    late = []
    for function in keys.functions or (None,):
        days = [day for day, drill in practised(library, today) if function is None or function in taking_part(drill)]
        last = days[-1] if days else None
        due = last + keys.every if last is not None else None
        if due is None or due < today:
            late.append(OverdueDrill(function, last, due))
    return tuple(late)
