"""The ownership map in words and as data: the same for the internal page, the internal file and the command."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from statusladder.ladder.ownership import DecisionRight, Ownership, RoleHolder
from statusladder.model.site import Settings, Team
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.policy_words import say_role
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice


def team_words(team: str, teams: Iterable[Team]) -> str:
    """The name of a team, for people; of one that is not listed all that is known is what it was called by."""
    return next((one.name for one in teams if one.id == team), team)


def say_purpose(role: RoleHolder, voice: Voice) -> str:
    """What a role is for; of one that only the site has, what it is called."""
    return Own(role.own_name) if role.own_name is not None else voice.say(f"preset.task.{role.id}")


def owner_words(owner: str, settings: Settings, voice: Voice) -> str:
    """The name of whoever does an action item, a team or a role; as it was typed where site.yaml does not name it."""
    name = team_words(owner, settings.teams)
    role = say_role(owner, settings, voice)
    return capitalise(role) if name == owner != role else name


@dataclass(frozen=True)
class RightView:
    """Who does what, as roles, for updates of some stages; `severities` is None where it holds for every one."""

    stages: str
    severities: str | None
    right: DecisionRight


def rights_by_stages(rights: Sequence[DecisionRight], voice: Voice) -> tuple[RightView, ...]:
    """Each right with the stages that it holds for: stages that follow each other and have the same are told as one."""
    of_stage: dict[Stage, list[DecisionRight]] = {}
    for right in rights:
        of_stage.setdefault(right.stage, []).append(right)
    rows = []
    for _, stages in groupby(of_stage, key=lambda stage: [_who(one) for one in of_stage[stage]]):
        same, comma = tuple(stages), voice.say("frame.comma")
        named = comma.join(voice.say(f"stage.{stage.value}") for stage in same)
        for right in of_stage[same[0]]:
            some = comma.join(voice.say(f"severity_in_text.{severity.value}") for severity in right.severities)
            rows.append(RightView(named, some if len(right.severities) < len(Severity) else None, right))
    return tuple(rows)


def _who(right: DecisionRight) -> tuple[tuple[str, ...], ...]:
    return right.severities, right.responsible, right.accountable, right.consulted, right.informed


def ownership_as_data(ownership: Ownership, settings: Settings, voice: Voice) -> dict[str, object]:
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
        "roles": [{"id": role.id, "purpose": say_purpose(role, voice), "team": role.team} for role in ownership.roles],
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
