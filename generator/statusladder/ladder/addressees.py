"""Who has to act on a reminder: a role, the team that fills it, and the handles on which a code host notifies it.

Roles and teams only, never people: an executive sponsor is a role here, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from statusladder.ladder.ownership import COMMUNICATIONS_LEAD, ownership_of
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.policy import POLICY_STAGES, Policy
from statusladder.model.site import Library, Team
from statusladder.model.vocabulary import Severity, Stage


@dataclass(frozen=True)
class Addressee:
    """A role with the team that fills it, or a team alone. `team` is None where nobody fills the role.

    `handles` are what the code host calls the team: `@tern/identity`, or an email address.
    """

    role: str | None
    team: Team | None
    handles: tuple[str, ...] = ()

    @property
    def mentionable(self) -> "Addressee":
        """The same with those handles only that a mention in an issue reaches, and that anybody may read."""
        return replace(self, handles=tuple(handle for handle in self.handles if handle.startswith("@")))


class Directory:
    """The roles and teams of a site by their ids, and who fills each role: as the incident says, else site.yaml."""

    def __init__(self, library: Library) -> None:
        self._policy = library.policy
        self._ownership = ownership_of(library.settings, library.policy)
        self._teams = {team.id: team for team in library.settings.all_teams}
        self._assigned = frozenset(_roles_with_duties(library.policy))

    def find(self, names: Iterable[str], told: Incident | Maintenance | None = None) -> tuple[Addressee, ...]:
        """Each name, of a role or a team, once."""
        return tuple(self._addressee(name, told) for name in dict.fromkeys(names))

    def find_deciders(self, roles: Iterable[str], told: Incident | Maintenance | None = None) -> tuple[Addressee, ...]:
        """The roles without those that nobody fills and that have no duty by the policy: a small team lacks them."""
        return tuple(one for one in self.find(roles, told) if one.team is not None or one.role in self._assigned)

    def find_writers(self, told: Incident | Maintenance, stage: Stage | None = None) -> tuple[Addressee, ...]:
        """Who writes the next update, or that of another stage; nobody where the policy names no owner for it.

        Maintenance has no stages in the policy, so that who writes an early notice writes about it.
        """
        if isinstance(told, Maintenance):
            writer = self._policy.owners[Stage.NOTICE].get(told.facts.severity or Severity.INFO)
        else:
            entered = stage or told.stage
            known = entered if entered in POLICY_STAGES else Stage.POSTMORTEM
            writer = self._policy.owners[known].get(told.severity)
        return self.find([writer] if writer is not None else [], told)

    def find_keepers(self) -> tuple[Addressee, ...]:
        """Who looks after what the site itself promises: its rules, and its contact for security."""
        return self.find_deciders([COMMUNICATIONS_LEAD])

    def _addressee(self, name: str, told: Incident | Maintenance | None) -> Addressee:
        is_role = any(role.id == name for role in self._ownership.roles)
        filled = self._ownership.teams_in_roles(told.facts.roles if told is not None else None)
        team_id = filled.get(name) if is_role else name
        team = self._teams.get(team_id, Team(id=team_id, name=team_id)) if team_id is not None else None
        return Addressee(name if is_role else None, team, team.codeowners if team is not None else ())


def _roles_with_duties(policy: Policy) -> Iterator[str]:
    """Every role that writes or approves anything."""
    for owners in policy.owners.values():
        yield from (role for role in owners.values() if role is not None)
    for approvers in policy.approvers.values():
        for roles in approvers.values():
            yield from roles
