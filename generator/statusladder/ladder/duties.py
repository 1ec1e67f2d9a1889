"""What the policy in force asks of an update: its facts, who approves it, and by when the next is promised."""

from datetime import timedelta
from itertools import takewhile

from statusladder.model.communication import Incident, Update
from statusladder.model.policy import Demand, FactName, Policy
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import REPORT_STAGES, Severity, Stage


def owed(policy: Policy, stage: Stage, severity: Severity | None, *, is_first: bool = False) -> tuple[FactName, ...]:
    """The facts that must stand after an update of the stage; the very first file of an incident owes fewer."""
    softened = policy.first_file if is_first else {}
    return tuple(
        fact
        for fact in policy.facts
        if policy.demand(fact, stage, severity) is Demand.REQUIRED and softened.get(fact) is not Demand.OPTIONAL
    )


def longest_wait(policy: Policy, stage: Stage, severity: Severity | None) -> timedelta | None:
    """The longest time until the update that follows; None where a stage promises none."""
    return policy.cadence[severity or Severity.MINOR].get(stage)


_DECIDED = (Stage.RESOLVED, Stage.POSTMORTEM)


def missing_approvals(policy: Policy, incident: Incident) -> tuple[Update[IncidentKeys], tuple[str, ...]]:
    """The file that ends an incident or reports on it, whichever is the newer, and who has yet to approve it.

    The newest file and nobody, where nothing of it is decided yet.
    """
    decided = [index for index, update in enumerate(incident.updates) if update.stage in _DECIDED]
    if not decided or incident.stage not in (Stage.RESOLVED, *REPORT_STAGES):
        return incident.latest, ()
    since = incident.updates[decided[-1] :]
    given = {role for update in since for role in update.said.approved_by or ()}
    asked = policy.approvers_of(since[0].stage, incident.severity)
    return since[0], tuple(role for role in asked if role not in given)


def unread_by(policy: Policy, incident: Incident) -> tuple[Update[IncidentKeys], tuple[str, ...]]:
    """The file by which an incident entered its stage, and the approvers who have neither approved nor acknowledged
    it, or one since; nobody once it is not open."""
    of_stage = tuple(takewhile(lambda update: update.stage is incident.stage, reversed(incident.updates)))
    heard = {role for update in of_stage for role in (*(update.said.approved_by or ()), *(update.said.acks or ()))}
    asked = policy.approvers_of(incident.stage, incident.severity) if incident.is_open else ()
    return of_stage[-1], tuple(role for role in asked if role not in heard)
