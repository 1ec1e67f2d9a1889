"""How often the same part failed of late: what turns one incident after the other into a pattern that readers see."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.spans import stated_states
from statusladder.model.communication import Incident
from statusladder.model.vocabulary import OPEN_STAGES, ComponentState, Severity, Stage

LOOKBACK = timedelta(days=90)


@dataclass(frozen=True)
class Recurrence:
    """Components that failed before, and the incidents in which they did, newest first; the present one not among them.

    So the present incident is one more than there are `earlier` ones.
    """

    components: tuple[str, ...]
    earlier: tuple[Incident, ...]


def recurrences(incidents: Iterable[Incident]) -> Mapping[str, tuple[Recurrence, ...]]:
    """By the id of each incident what of it happened before, within LOOKBACK of its start; what did most often first.

    Later incidents never change it, so that a page which said so goes on saying it.
    """
    found = {}
    window: deque[tuple[Incident, tuple[str, ...]]] = deque()
    for incident in sorted(incidents, key=lambda one: (one.started_at, one.id)):
        while window and window[-1][0].started_at < incident.started_at - LOOKBACK:
            window.pop()
        failed = _failed(incident)
        found[incident.id] = _recurring(failed, window)
        if failed:
            window.appendleft((incident, failed))
    return found


def _recurring(failed: Iterable[str], before: Collection[tuple[Incident, tuple[str, ...]]]) -> tuple[Recurrence, ...]:
    """Components with the same past are told together."""
    grouped: dict[tuple[int, ...], list[str]] = {}
    for component in failed:
        places = tuple(place for place, (_, parts) in enumerate(before) if component in parts)
        if places:
            grouped.setdefault(places, []).append(component)
    past = [incident for incident, _ in before] if grouped else []
    found = (
        Recurrence(tuple(components), tuple(past[place] for place in places)) for places, components in grouped.items()
    )
    return tuple(sorted(found, key=lambda one: -len(one.earlier)))


def _failed(incident: Incident) -> tuple[str, ...]:
    """The components that it gave a state other than operational, in the order of first mention.

    None of a false alarm, of one that went on in another, of what was for information, or only a notice.
    """
    stages = {update.stage for update in incident.updates}
    if incident.severity is Severity.INFO or stages & {Stage.RETRACTED, Stage.MERGED}:
        return ()
    if stages & set(OPEN_STAGES) == {Stage.NOTICE}:
        return ()
    named: dict[str, None] = {}
    for update in incident.updates:
        for component, state in stated_states(update.said.components).items():
            if state is not ComponentState.OPERATIONAL:
                named[component] = None
    return tuple(named)
