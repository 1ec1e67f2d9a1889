"""Who was to approve each update of an incident, and who did."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from statusladder.model.communication import Incident, Update
from statusladder.model.policy import Demand, FactName, Policy
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import REPORT_STAGES, Stage

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


def approvals(incident: Incident, policy: Policy) -> tuple[Approval, ...]:
    """One for each update, in their order. Of imported ones nothing is asked."""
    return tuple(_approval(incident, index, policy) for index in range(len(incident.updates)))


def last_decision(incident: Incident, policy: Policy) -> Approval | None:
    """The approval of the file that ends an incident or reports on it, whichever is the newer; None where nothing of it
    is decided yet."""
    if incident.stage not in (Stage.RESOLVED, *REPORT_STAGES):
        return None
    decided = [approval for approval in approvals(incident, policy) if approval.update.stage in DECISIVE]
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
