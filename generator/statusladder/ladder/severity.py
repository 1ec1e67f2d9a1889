"""The severity whose definition the facts of an incident meet (`severities` in the policy), with the policy's numbers.

Only what the facts state outright counts. A share whose range includes a bound is a doubt, which criterion E01 reports.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.ladder.escalation import core_components_of
from statusladder.ladder.impact import fold_names, range_as_written
from statusladder.model.facts import Impact
from statusladder.model.policy import Policy
from statusladder.model.site import Component, Settings
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ComponentState, DataLoss, Severity


@dataclass(frozen=True)
class Met:
    """A definition that is met: of which severity, by which key, and the fact in words."""

    severity: Severity
    key: str
    fact: str


def find_definition_met(facts: IncidentKeys, settings: Settings, policy: Policy) -> Met | None:
    """The worst severity whose definition is met; None where none of `critical` and `major` is."""
    return next(_definitions_met(facts, settings, policy), None)


def _definitions_met(facts: IncidentKeys, settings: Settings, policy: Policy) -> Iterator[Met]:
    """Every definition that is met, those of the worst severity first."""
    impact = facts.impact or Impact()
    bounds = policy.escalation["E01"]
    half, some = bounds.count(Severity.CRITICAL), bounds.count(Severity.MAJOR)
    at_least = impact.share.low if impact.share is not None else 0
    extent = f"for {range_as_written(impact.share)}% of customers" if impact.share is not None else ""
    down, partly = (list(_core(facts, settings, policy, state)) for state in _OUT)
    for component in down:
        if at_least >= half:
            yield Met(Severity.CRITICAL, "impact.share", f"{component.name} is down {extent}")
        if impact.regions:
            regions = ", ".join(impact.regions)
            yield Met(Severity.CRITICAL, "impact.regions", f"{component.name} is down in a whole region ({regions})")
    if facts.data_loss is DataLoss.CONFIRMED:
        yield Met(Severity.CRITICAL, "data_loss", "data loss is confirmed")
    for component in down:
        if at_least >= some:
            yield Met(Severity.MAJOR, "impact.share", f"{component.name} is down {extent}")
    for component in partly:
        if at_least >= half:
            yield Met(Severity.MAJOR, "impact.share", f"{component.name} is partly down {extent}")
    if facts.data_loss is DataLoss.SUSPECTED:
        yield Met(Severity.MAJOR, "data_loss", "data loss is suspected")
    for component in (*down, *partly) if facts.workarounds == () else ():
        for workflow in component.workflows or ():
            if fold_names((workflow,)) <= fold_names(impact.workflows):
                fact = f"'{workflow}' is a core workflow ({component.name}) and has no workaround"
                yield Met(Severity.MAJOR, "impact.workflows", fact)


_OUT = (ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE)


def _core(facts: IncidentKeys, settings: Settings, policy: Policy, state: ComponentState) -> Iterator[Component]:
    """The core components that the incident puts into this state."""
    core = core_components_of(settings, policy.escalation["E02"].count("priority"))
    stated = facts.components.states if facts.components is not None else {}
    for component in settings.components:
        fact = stated.get(component.id)
        if fact is not None and fact.status is state and component.id in core:
            yield component
