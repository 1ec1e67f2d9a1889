"""The ownership map in words and as data: the same for the internal page, the internal file and the command."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from statusladder.ladder.ownership import DecisionRight, Ownership
from statusladder.model.site import Settings, Team
from statusladder.model.vocabulary import Stage
from statusladder.views.policy_words import say_role
from statusladder.views.wording import capitalise


def role_words(role: str) -> str:
    """`incident commander`."""
    return role.replace("_", " ")


def team_words(team: str, teams: Iterable[Team]) -> str:
    """The name of a team, for people; of one that is not listed all that is known is what it was called by."""
    return next((one.name for one in teams if one.id == team), team)


def owner_words(owner: str, settings: Settings) -> str:
    """The name of whoever does an action item, a team or a role; as it was typed where site.yaml does not name it."""
    name = team_words(owner, settings.teams)
    role = say_role(owner, settings)
    return capitalise(role) if name == owner != role else name


def rights_by_stages(rights: Sequence[DecisionRight]) -> tuple[tuple[tuple[str, ...], DecisionRight], ...]:
    """Each right with the stages that it holds for: stages that follow each other and have the same are told as one."""
    of_stage: dict[Stage, list[DecisionRight]] = {}
    for right in rights:
        of_stage.setdefault(right.stage, []).append(right)
    rows = []
    for _, stages in groupby(of_stage, key=lambda stage: [_who(one) for one in of_stage[stage]]):
        same = tuple(stages)
        rows += [(tuple(stage.value for stage in same), right) for right in of_stage[same[0]]]
    return tuple(rows)


def _who(right: DecisionRight) -> tuple[tuple[str, ...], ...]:
    return right.severities, right.responsible, right.accountable, right.consulted, right.informed


def ownership_as_data(ownership: Ownership, settings: Settings) -> dict[str, object]:
    """The map as JSON can hold it; docs/reference/outputs.md lists the keys."""
    return {
        "site": settings.site.name,
        "policy_version": settings.ladder.policy_version,
        "teams": [
            {
                "id": one.team.id,
                "name": one.team.name,
                "codeowners": list(one.team.codeowners),
                "components": list(one.components),
                "roles": list(one.roles),
            }
            for one in ownership.holdings
        ],
        "components": [{"id": one, "name": name, "team": team} for one, name, team in ownership.components],
        "roles": [{"id": role.id, "purpose": role.purpose, "team": role.team} for role in ownership.roles],
        "decision_rights": [
            {
                "stage": right.stage.value,
                "severities": [severity.value for severity in right.severities],
                "responsible": list(right.responsible),
                "accountable": list(right.accountable),
                "consulted": list(right.consulted),
                "informed": list(right.informed),
            }
            for right in ownership.decision_rights
        ],
    }
