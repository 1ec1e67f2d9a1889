"""What the policy in force asks of an update: the facts that it owes, and by when the one after it is promised."""

from datetime import timedelta

from statusladder.model.communication import Update
from statusladder.model.policy import Demand, FactName, Policy
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import Severity, Stage

ROUNDING = timedelta(minutes=5)
"""People promise round times, and a few minutes are no broken word to argue about."""


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


def exceeded_wait(policy: Policy, update: Update[IncidentKeys] | Update[MaintenanceKeys]) -> timedelta | None:
    """The longest wait of its stage, where the update promises the next one for later; else None."""
    limit, promised = longest_wait(policy, update.stage, update.facts.severity), update.said.promised_at
    if limit is None or promised is None or promised - update.at <= limit + ROUNDING:
        return None
    return limit


def may_slow_down(policy: Policy, stage: Stage, lasted: timedelta) -> bool:
    """Whether an incident that lasted so long may be told of less often, where the words say so."""
    relaxation = policy.relaxation
    return lasted >= relaxation.with_reason_after or (stage in relaxation.stages and lasted >= relaxation.never_within)
