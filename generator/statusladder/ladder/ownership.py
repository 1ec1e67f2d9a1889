"""Who owns which component, who fills which role, who decides what, and who approved what: from settings and policy.

The policy names who writes an update and who approves it. Of the other roles, some are consulted because of what they
are for, and the rest are informed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile

from statusladder.model.communication import Incident, Update
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Policy
from statusladder.model.site import Settings, Team
from statusladder.model.update import IncidentKeys, Roles
from statusladder.model.vocabulary import REPORT_STAGES, Severity, Stage

COMMANDER, OPERATIONS_LEAD = "incident_commander", "operations_lead"
COMMUNICATIONS_LEAD, SPONSOR = "communications_lead", "executive_sponsor"

CONSULTED = (COMMANDER, OPERATIONS_LEAD)
"""Asked before the words go out: who decides what is done, and who has the facts."""

CONSULTED_AFTERWARDS = ("scribe",)
"""Asked for the report too: the record is what its timeline is made of."""


@dataclass(frozen=True)
class RoleHolder:
    """A role and the team that fills it, if one is named. `own_name` is what the site calls one that no policy has."""

    id: str
    own_name: str | None
    team: str | None


@dataclass(frozen=True)
class Holding:
    """A team with all that it has: the ids of its components and roles."""

    team: Team
    components: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class DecisionRight:
    """Who does what for an update of a stage, as roles, for the severities that share it (RACI).

    Responsible: writes it and answers for it. Accountable: approves it, or where nobody has to, is who writes it.
    Consulted: is asked before. Informed: is told. All are empty where the policy names nobody.
    """

    stage: Stage
    severities: tuple[Severity, ...]
    responsible: tuple[str, ...]
    accountable: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@dataclass(frozen=True)
class Ownership:
    """The ownership map of a site. `components` gives the owner of each, in the order of site.yaml, None for nobody."""

    components: tuple[tuple[str, str, str | None], ...]
    roles: tuple[RoleHolder, ...]
    holdings: tuple[Holding, ...]
    decision_rights: tuple[DecisionRight, ...]

    def team_of(self, role: str) -> str | None:
        """The team that fills a role, None where nobody said."""
        return next((holder.team for holder in self.roles if holder.id == role), None)

    def teams_in_roles(self, said: Roles | None) -> dict[str, str]:
        """The team in each role of an incident: as the incident says, else as site.yaml does."""
        usual = {role.id: role.team for role in self.roles if role.team is not None}
        return usual | (said.teams if said is not None else {})


def ownership_of(settings: Settings, policy: Policy) -> Ownership:
    """The map of the settings and the policy in force; only of a whole library, since the public part has no owners."""
    roles = _roles(settings, policy)
    holdings = tuple(
        Holding(
            team,
            tuple(component.id for component in settings.components if component.owner == team.id),
            tuple(role.id for role in roles if role.team == team.id),
        )
        for team in settings.all_teams
    )
    components = tuple((one.id, settings.name_of(one.id), one.owner) for one in settings.components)
    names = tuple(role.id for role in roles)
    return Ownership(components, roles, holdings, tuple(_decision_rights(policy, names)))


def _roles(settings: Settings, policy: Policy) -> tuple[RoleHolder, ...]:
    """The roles of the policy, then those that only the site has."""
    own = {role.id: role for role in settings.roles}
    teams = {name: role.team for name, role in own.items()}
    shipped = [RoleHolder(name, None, teams.get(name)) for name in policy.roles]
    added = [RoleHolder(role.id, role.name, role.team) for role in own.values() if role.id not in policy.roles]
    return (*shipped, *added)


def _decision_rights(policy: Policy, roles: Iterable[str]) -> Iterator[DecisionRight]:
    """Stage by stage, worst severity first; severities in which the same roles do the same are told as one."""
    names = tuple(roles)
    for stage in POLICY_STAGES:
        for rights, severities in groupby(Severity, key=lambda severity: _rights(policy, stage, severity, names)):
            yield DecisionRight(stage, tuple(severities), *rights)


def _rights(
    policy: Policy, stage: Stage, severity: Severity, roles: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    writer = policy.owners[stage].get(severity)
    approvers = policy.approvers_of(stage, severity)
    responsible = (writer,) if writer is not None else ()
    accountable = approvers or responsible
    if not accountable:
        return (), (), (), ()
    asked = (*CONSULTED, *(CONSULTED_AFTERWARDS if stage is Stage.POSTMORTEM else ()))
    others = [role for role in roles if role not in (*responsible, *accountable)]
    consulted = tuple(role for role in others if role in asked)
    return responsible, accountable, consulted, tuple(role for role in others if role not in consulted)


DECISIVE = (Stage.RESOLVED, Stage.POSTMORTEM)
"""Stages at which somebody speaks for the company; their approval may also be given by a later file."""


@dataclass(frozen=True)
class Approval:
    """The roles that the policy asks to approve an update, those that did, and how much that is wanted."""

    update: Update[IncidentKeys]
    asked: tuple[str, ...]
    given: tuple[str, ...]
    demand: Demand

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(role for role in self.asked if role not in self.given)


def approvals_of(incident: Incident, policy: Policy) -> tuple[Approval, ...]:
    """One for each update, in their order. Of imported ones nothing is asked."""
    return tuple(_approval(incident, index, policy) for index in range(len(incident.updates)))


def find_last_decision(incident: Incident, policy: Policy) -> Approval | None:
    """The approval of the file that ends an incident or reports on it, whichever is the newer; None where nothing of it
    is decided yet."""
    if incident.stage not in (Stage.RESOLVED, *REPORT_STAGES):
        return None
    decided = [approval for approval in approvals_of(incident, policy) if approval.update.stage in DECISIVE]
    return decided[-1] if decided else None


def unread_by(incident: Incident, policy: Policy) -> tuple[Update[IncidentKeys], tuple[str, ...]]:
    """The file by which an incident entered its stage, and the approvers who have neither approved nor acknowledged
    it, or one since; nobody once it is not open."""
    of_stage = tuple(takewhile(lambda update: update.stage is incident.stage, reversed(incident.updates)))
    heard = {role for update in of_stage for role in (*(update.said.approved_by or ()), *(update.said.acks or ()))}
    asked = policy.approvers_of(incident.stage, incident.severity) if incident.is_open else ()
    return of_stage[-1], tuple(role for role in asked if role not in heard)


def _approval(incident: Incident, index: int, policy: Policy) -> Approval:
    update, later = incident.updates[index], incident.updates[index + 1 :]
    severity = update.facts.severity
    counted = [update]
    if update.stage in DECISIVE:
        # What is decided anew wants an approval of its own.
        counted += takewhile(lambda other: other.stage not in DECISIVE, later)
    return Approval(
        update,
        () if update.imported else policy.approvers_of(update.stage, severity),
        _each_once(role for one in counted for role in one.said.approved_by or ()),
        policy.demand(FactName.APPROVED_BY, update.stage, severity),
    )


def _each_once(roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(roles))
