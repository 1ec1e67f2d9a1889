"""What an import assumes about components that its source names without a state, and how the file says that it did."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from statusladder.model.imported import ImportedFolder, ImportedUpdate
from statusladder.model.vocabulary import ComponentState, Severity

Assumption: TypeAlias = Mapping[Severity, ComponentState]
"""The state to assume, by the severity of the incident; components of other severities stay without a state."""

NO_ASSUMPTION: Assumption = {}


def assumed_in(folder: ImportedFolder, assumption: Assumption) -> Iterator[ImportedUpdate]:
    """The updates of an incident or maintenance, each with the states that are assumed at its severity."""
    severity: object = None
    for update in folder.updates:
        severity = update.keys.get("severity", severity)
        state = next((state for one, state in assumption.items() if one == severity), None)
        yield update if state is None else with_state(update, state)


def with_state(update: ImportedUpdate, state: ComponentState) -> ImportedUpdate:
    """The update with this state for each component that it names without one, and a record of which these are."""
    names = unstated(update)
    components, origin = update.keys.get("components"), update.keys.get("imported_from")
    if not names or not isinstance(components, dict) or not isinstance(origin, dict):
        return update
    stated = {**components, **dict.fromkeys(names, state.value)}
    return replace(update, keys={**update.keys, "components": stated, "imported_from": {**origin, "assumed": [*names]}})


def unstated(update: ImportedUpdate) -> tuple[str, ...]:
    """The components that an update names without a state."""
    components = update.keys.get("components")
    if not isinstance(components, dict):
        return ()
    return tuple(name for name, state in components.items() if state == ComponentState.AFFECTED)
