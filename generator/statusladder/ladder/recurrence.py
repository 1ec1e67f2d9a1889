"""How often the same part failed of late: what turns one incident after the other into a pattern that readers see."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.spans import states_in
from statusladder.model.communication import Incident
from statusladder.model.vocabulary import ComponentState, Severity, Stage

LOOKBACK = timedelta(days=90)


@dataclass(frozen=True)
class Recurrence:
    """Components that failed before, and the incidents in which they did, newest first; the present one not among them.

    So the present incident is one more than there are `earlier` ones.
    """

    components: tuple[str, ...]
    earlier: tuple[Incident, ...]


def find_recurrences(incidents: Iterable[Incident]) -> Mapping[str, tuple[Recurrence, ...]]:
    """By the id of each incident what of it happened before, within LOOKBACK of its start; what did most often first.

    Later incidents never change it, so that a page which said so goes on saying it.
    """
    found = {}
    past: dict[str, deque[Incident]] = {}
    for incident in sorted(incidents, key=lambda one: (one.started_at, one.id)):
        failed = _failed(incident)
        for component in failed:
            before = past.setdefault(component, deque())
            while before and before[-1].started_at < incident.started_at - LOOKBACK:
                before.pop()
        found[incident.id] = _recurring(failed, past)
        for component in failed:
            past[component].appendleft(incident)
    return found


def _recurring(failed: Iterable[str], past: Mapping[str, Collection[Incident]]) -> tuple[Recurrence, ...]:
    """What failed before, the components with the same past together."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for component in failed:
        if past[component]:
            grouped.setdefault(tuple(one.id for one in past[component]), []).append(component)
    found = (Recurrence(tuple(components), tuple(past[components[0]])) for components in grouped.values())
    return tuple(sorted(found, key=lambda one: -len(one.earlier)))


def _failed(incident: Incident) -> tuple[str, ...]:
    """The components that it gave a state other than operational, in the order of first mention.

    None of a false alarm, of one that went on in another, of what was for information, or only a notice.
    """
    stages = {update.stage for update in incident.updates}
    if incident.severity is Severity.INFO or incident.is_early_notice or stages & {Stage.RETRACTED, Stage.MERGED}:
        return ()
    named: dict[str, None] = {}
    for update in incident.updates:
        for component, state in states_in(update.said.components).items():
            if state not in (ComponentState.OPERATIONAL, ComponentState.AFFECTED):
                named[component] = None
    return tuple(named)
