"""What the policy in force asks of an update: the facts that it owes, and by when the one after it is promised."""

from datetime import timedelta

from statusladder.model.policy import Demand, FactName, Policy
from statusladder.model.vocabulary import Severity, Stage


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
