"""From when to when a component was in which state: the one place where words in files become time on a clock.

Times follow content.md (Time): a state runs from its update's `at`, the first one from `started_at`, and recovery
counts from `mitigated_at` and `resolved_at` where they are given, as far as they are known by now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from statusladder.ladder.publication import as_of
from statusladder.model.communication import Incident, Update
from statusladder.model.facts import Components, EventTime
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, REPORT_STAGES, ComponentState, Stage

_WELL = ComponentState.OPERATIONAL


@dataclass(frozen=True)
class Span:
    """A component in one state other than operational over [start, end); `end` is None while it lasts.

    `source` is the id of the incident or maintenance that says so. `announced` marks time inside an announced
    maintenance window, which never counts as downtime; `overrun` marks maintenance outside it (past its end, or begun
    before it), which does.
    """

    component: str
    state: ComponentState
    start: datetime
    end: datetime | None
    source: str
    announced: bool = False
    overrun: bool = False


class _Trace:
    """How the state of one component changes over one incident."""

    def __init__(self) -> None:
        self.points: list[tuple[datetime, ComponentState]] = []
        self.fell_at: datetime | None = None

    @property
    def state(self) -> ComponentState:
        return self.points[-1][1] if self.points else _WELL

    def turn(self, at: datetime, state: ComponentState) -> None:
        """From `at`, but never before the present state began, the component is in `state`."""
        if state is self.state:
            return
        at = max(at, self.points[-1][0]) if self.points else at
        if self.state is _WELL:
            self.fell_at = at
        self.points.append((at, state))

    def release(self, at: datetime) -> None:
        """At `at` all was well: what was said to begin later did not happen."""
        while self.points and self.points[-1][0] >= at:
            self.points.pop()
        self.turn(at, _WELL)

    def spans(self, component: str, source: str) -> Iterator[Span]:
        for (start, state), (end, _) in pairwise([*self.points, (None, _WELL)]):
            if start is not None and state is not _WELL and (end is None or start < end):
                yield Span(component, state, start, end, source)


def incident_spans(incident: Incident, now: datetime) -> tuple[Span, ...]:
    """What an incident did to its components up to `now`, sorted by start, then component.

    A retracted incident was a false alarm and leaves none. `affected` and `unknown` components count nothing. Between a
    resolution and a re-opening there is no impact.
    """
    known = as_of(incident, now)
    if known is None or any(update.stage is Stage.RETRACTED for update in known.updates):
        return ()
    traces: dict[str, _Trace] = {}
    for number, leg in enumerate(legs(known.updates)):
        started_at = known.facts.started_at if number == 0 else None
        _trace_leg(traces, leg, started_at, now)
    spans = (span for component, trace in traces.items() for span in trace.spans(component, incident.id))
    return tuple(sorted(spans, key=lambda span: (span.start, span.component)))


def legs(updates: Sequence[Update[IncidentKeys]]) -> list[list[Update[IncidentKeys]]]:
    """The updates, cut where a regression or a re-opening sets the incident back.

    Times of recovery belong to one leg: those told before a setback say nothing of the recovery after it.
    """
    found = [[updates[0]]]
    for before, update in pairwise(updates):
        left_monitoring = before.stage is Stage.MONITORING and update.stage is not Stage.MONITORING
        if update.stage in OPEN_STAGES and (left_monitoring or before.stage not in OPEN_STAGES):
            found.append([])
        found[-1].append(update)
    return found


def _trace_leg(
    traces: dict[str, _Trace], leg: Sequence[Update[IncidentKeys]], started_at: EventTime | None, now: datetime
) -> None:
    facts = leg[-1].facts
    begin = min(started_at.at if started_at else leg[0].at, now)
    # An incident told afterwards may consist of its closing file alone, which then states what was affected.
    telling = [update for update in leg if update.stage in OPEN_STAGES] or leg[:1]
    for update in telling:
        published = max(min(update.at, now), begin)
        nothing_yet = started_at is not None and not any(trace.points for trace in traces.values())
        states = stated_states(update.facts.components)
        for component in {**traces, **states}:
            trace = traces.setdefault(component, _Trace())
            state = states.get(component, _WELL)
            at = begin if nothing_yet else published
            if state is _WELL and update.stage is Stage.MONITORING:
                at = _recovered_at(trace, facts.mitigated_at, begin, published)
            trace.turn(at, state)
    if leg[-1].stage not in OPEN_STAGES:
        ends = (update for update in leg if update.stage not in (*OPEN_STAGES, *REPORT_STAGES))
        closing = next(ends, telling[-1])
        end = facts.resolved_at.at if facts.resolved_at else closing.at
        for trace in traces.values():
            trace.release(max(min(end, now), begin))


def _recovered_at(trace: _Trace, mitigated_at: EventTime | None, begin: datetime, published: datetime) -> datetime:
    """`mitigated_at`, unless it lies before this fall of the component and so belongs to an earlier recovery."""
    if mitigated_at is None or mitigated_at.at < max(begin, trace.fell_at or begin):
        return published
    return min(mitigated_at.at, published)


def stated_states(components: Components | None) -> dict[str, ComponentState]:
    """The states that are given; a component that is only named (`affected`) has none."""
    stated = components.states.items() if components else ()
    return {component: fact.status for component, fact in stated if fact.status is not None}
