"""The severity whose definition the facts of an incident meet (`severities` in the policy), with the policy's numbers.

Only what the facts state outright counts. A share whose range includes a bound is a doubt, which criterion E01 reports.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from statusladder.ladder.escalation import find_core_components
from statusladder.ladder.impact import fold_names, range_as_written
from statusladder.model.criteria import CriterionCode
from statusladder.model.definitions import DefinitionName
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
    """Every shipped definition that is met, those of the worst severity first; a site's own are for people to judge."""
    for severity in (Severity.CRITICAL, Severity.MAJOR):
        for definition in policy.severities[severity]:
            find = _FINDERS.get(definition.name) if definition.name is not None else None
            if find is not None:
                yield from (Met(severity, key, fact) for key, fact in find(facts, settings, policy))


Facts = Iterator[tuple[str, str]]
"""What meets a definition: the key, and the fact in words."""


def _down_for_half(facts: IncidentKeys, settings: Settings, policy: Policy) -> Facts:
    regions = facts.impact.regions if facts.impact is not None else None
    for component in _core(facts, settings, policy, ComponentState.MAJOR_OUTAGE):
        if _at_least(facts) >= _bound(policy, Severity.CRITICAL):
            yield "impact.share", f"{component.name} is down {_extent(facts)}"
        if regions:
            yield "impact.regions", f"{component.name} is down in a whole region ({', '.join(regions)})"


def _down_for_some(facts: IncidentKeys, settings: Settings, policy: Policy) -> Facts:
    at_least = _at_least(facts)
    for component in _core(facts, settings, policy, ComponentState.MAJOR_OUTAGE):
        if at_least >= _bound(policy, Severity.MAJOR):
            yield "impact.share", f"{component.name} is down {_extent(facts)}"
    for component in _core(facts, settings, policy, ComponentState.PARTIAL_OUTAGE):
        if at_least >= _bound(policy, Severity.CRITICAL):
            yield "impact.share", f"{component.name} is partly down {_extent(facts)}"


def _data_lost(facts: IncidentKeys, settings: Settings, policy: Policy) -> Facts:
    if facts.data_loss is DataLoss.CONFIRMED:
        yield "data_loss", "data loss is confirmed"


def _data_suspected(facts: IncidentKeys, settings: Settings, policy: Policy) -> Facts:
    if facts.data_loss is DataLoss.SUSPECTED:
        yield "data_loss", "data loss is suspected"


def _no_workaround(facts: IncidentKeys, settings: Settings, policy: Policy) -> Facts:
    failing = fold_names(facts.impact.workflows if facts.impact is not None else None)
    for component in (one for state in _OUT for one in _core(facts, settings, policy, state)):
        for workflow in component.workflows or () if facts.workarounds == () else ():
            if fold_names((workflow,)) <= failing:
                fact = f"'{workflow}' is a core workflow ({component.name}) and has no workaround"
                yield "impact.workflows", fact


_FINDERS: Mapping[DefinitionName, Callable[[IncidentKeys, Settings, Policy], Facts]] = {
    DefinitionName.DOWN_FOR_HALF: _down_for_half,
    DefinitionName.DATA_LOST: _data_lost,
    DefinitionName.DOWN_FOR_SOME: _down_for_some,
    DefinitionName.DATA_SUSPECTED: _data_suspected,
    DefinitionName.NO_WORKAROUND: _no_workaround,
}
"""The definitions that facts can meet; the others say what is less than these."""


def _bound(policy: Policy, severity: Severity) -> int:
    return policy.escalation[CriterionCode.UNSURE].count(severity)


def _at_least(facts: IncidentKeys) -> float:
    return facts.impact.share.low if facts.impact is not None and facts.impact.share is not None else 0


def _extent(facts: IncidentKeys) -> str:
    share = facts.impact.share if facts.impact is not None else None
    return f"for {range_as_written(share)}% of customers" if share is not None else ""


_OUT = (ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE)


def _core(facts: IncidentKeys, settings: Settings, policy: Policy, state: ComponentState) -> Iterator[Component]:
    """The core components that the incident puts into this state."""
    core = find_core_components(settings, policy)
    stated = facts.components.states if facts.components is not None else {}
    for component in settings.components:
        fact = stated.get(component.id)
        if fact is not None and fact.status is state and component.id in core:
            yield component
