"""Checks who owns what: every team that is named exists, and no component of site.yaml is left to nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.model.communication import Incident
from statusladder.model.policy import Policy
from statusladder.model.problem import CODES, Level, Place, Problem
from statusladder.model.site import Settings
from statusladder.model.values import suggest

ENOUGH_TO_PASS_THE_BUCK = 2
"""Teams from which on a component without an owner is one that each of them believes to be another's."""


def find_roles(settings: Settings, policy: Policy) -> list[str]:
    """The ids of all roles: those of the policy, then those that the site adds."""
    return list(dict.fromkeys([*policy.roles, *(role.id for role in settings.roles)]))


def find_unknown_teams(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    """Owners and teams of roles that are not among `teams`; where the site lists none, every name is one."""
    known = list(dict.fromkeys(team.id for team in settings.teams))
    named = [("components", "owner", [component.owner for component in settings.components])]
    named.append(("roles", "team", [role.team for role in settings.roles]))
    for key, inner, names in named if known else ():
        for index, name in enumerate(names):
            if name is not None and name not in known:
                place = Place(path, line_of(tree, (key, index, inner)))
                yield Problem(place, "D011", f"no team is called '{name}'", suggest(name, known))


def find_ownerless(tree: Mapping, settings: Settings, path: str) -> Iterator[Problem]:
    """Components without an owner: a warning, and an error from two teams on. A site that names no team has no need.

    Nor has a component that is retired, or is to be.
    """
    teams = [team.id for team in settings.all_teams]
    level = Level.ERROR if len(teams) >= ENOUGH_TO_PASS_THE_BUCK else Level.WARNING
    for index, component in enumerate(settings.components if teams else ()):
        if component.owner is None and component.until is None:
            place = Place(path, line_of(tree, ("components", index, "id")))
            sentence = f"no team owns the component '{component.id}'"
            fix = f"add 'owner: …' to it; {suggest('', teams)}"
            yield Problem(place, "G006", sentence, fix, replace(CODES["G006"], level=level))


def find_unknown_owners(incidents: Iterable[Incident], settings: Settings, policy: Policy) -> Iterator[Problem]:
    """Owners of action items that are neither one of the site's `teams` nor a role.

    Only items that are still to be done count: a team that was renamed or dissolved leaves its finished work behind,
    and published files do not change.
    """
    teams = [team.id for team in settings.teams]
    known = list(dict.fromkeys([*teams, *find_roles(settings, policy)]))
    for incident in incidents if teams else ():
        for item in incident.facts.action_items or ():
            is_settled = item.status is not None and item.status.is_settled
            if item.owner is not None and item.owner not in known and not is_settled:
                sentence = f"no team or role is called '{item.owner}', the owner of {item.id}"
                yield Problem(_where_owned(incident, item.id), "D011", sentence, suggest(item.owner, known))


def _where_owned(incident: Incident, item_id: str) -> Place:
    """Where the owner of an action item was stated last."""
    stating = (
        update
        for update in reversed(incident.updates)
        for item in update.said.action_items or ()
        if item.id == item_id and item.owner is not None
    )
    return next(stating).place("action_items")
