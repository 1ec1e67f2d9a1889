"""From when to when a component was in which state: the one place where words in files become time on a clock.

A state runs from its update's `at`, the first one from `started_at`, and recovery counts from `mitigated_at` and
`resolved_at` where they are given, as far as they are known by now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from statusladder.model.communication import Incident, Update
from statusladder.model.facts import Components
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, REPORT_STAGES, ComponentState, Stage

IncidentUpdate = Update[IncidentKeys]

_WELL = ComponentState.OPERATIONAL


@dataclass(frozen=True)
class Span:
    """A component in one state other than operational over [start, end); `end` is None while it lasts.

    `source` is the id of the incident or maintenance that says so. `announced` marks time inside an announced
    maintenance window, which never counts as downtime; `overrun` marks maintenance outside it, which does, `past_end`
    the part of it that is past a planned end. Of what was only reported afterwards, without a beginning, `start` and
    `end` are the same: nobody knows how long it was.
    """

    component: str
    state: ComponentState
    start: datetime
    end: datetime | None
    source: str
    announced: bool = False
    overrun: bool = False
    past_end: bool = False

    @property
    def is_measured(self) -> bool:
        """Whether its minutes can be counted: its state and its length are known."""
        return self.state is not ComponentState.AFFECTED and self.start != self.end

    def touches(self, start: datetime, end: datetime) -> bool:
        """Whether any of it lies in [start, end)."""
        return self.start < end and (self.end is None or self.end > start or self.start >= start)


@dataclass(frozen=True)
class Leg:
    """The updates of an incident until a regression or a re-opening sets it back; reports belong to the last leg.

    Times of recovery belong to one leg: those stated before a setback say nothing of the recovery after it. `begins` is
    when its impact began, as far as it had any.
    """

    updates: tuple[IncidentUpdate, ...]
    begins: datetime
    started: bool

    @property
    def facts(self) -> IncidentKeys:
        return self.updates[-1].facts

    @cached_property
    def ends(self) -> datetime | None:
        """`resolved_at`, else the publication of the closing update; None while the incident is open, or was set back
        before it was closed."""
        if self.updates[-1].stage in OPEN_STAGES:
            return None
        closing = (update for update in self.updates if update.stage not in (*OPEN_STAGES, *REPORT_STAGES))
        stated = self.facts.resolved_at
        return stated.at if stated else next(closing, self.updates[0]).at

    @cached_property
    def watched_from(self) -> datetime | None:
        """When monitoring began."""
        return next((update.at for update in self.updates if update.stage is Stage.MONITORING), None)

    @property
    def is_told_afterwards(self) -> bool:
        """Whether nothing was published while it lasted, and nobody said when it began."""
        return not self.started and self.updates[0].stage not in OPEN_STAGES

    def mitigated_after(self, moment: datetime) -> datetime | None:
        """`mitigated_at`, unless it lies before the moment and so belongs to an earlier recovery."""
        stated = self.facts.mitigated_at
        return stated.at if stated is not None and stated.at >= moment else None


def legs_of(incident: Incident) -> tuple[Leg, ...]:
    """The legs of an incident; there is always one."""
    found = [[incident.first]]
    for before, update in pairwise(incident.updates):
        left_monitoring = before.stage is Stage.MONITORING and update.stage is not Stage.MONITORING
        if update.stage in OPEN_STAGES and (left_monitoring or before.stage not in OPEN_STAGES):
            found.append([])
        found[-1].append(update)
    first, *others = found
    stated = incident.facts.started_at
    begins = stated.at if stated else first[0].at
    return Leg(tuple(first), begins, stated is not None), *(Leg(tuple(leg), leg[0].at, False) for leg in others)


class _Trace:
    """How the state of one component changes over one incident; `said` is the order of the file that stated it last."""

    def __init__(self) -> None:
        self.points: list[tuple[datetime, ComponentState]] = []
        self.fell_at: datetime | None = None
        self.said: tuple[int, datetime, str] | None = None

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


def spans_of(incident: Incident, parts: Sequence[Leg], now: datetime) -> tuple[Span, ...]:
    """What an incident did to its components up to `now`, sorted by start, then component.

    A retracted incident was a false alarm and leaves none. Between a resolution and a re-opening there is no impact.
    """
    if any(update.stage is Stage.RETRACTED for update in incident.updates):
        return ()
    traces: dict[str, _Trace] = {}
    for leg in parts:
        if not leg.is_told_afterwards:
            _trace_leg(traces, leg, now)
    spans = [span for component, trace in traces.items() for span in trace.spans(component, incident.id)]
    first = parts[0]
    if first.is_told_afterwards and first.ends is not None:
        over = min(first.ends, now)
        stated = states_in(first.updates[0].facts.components).items()
        spans += (Span(name, state, over, over, incident.id) for name, state in stated if state is not _WELL)
    return tuple(sorted(spans, key=lambda span: (span.start, span.component)))


def _trace_leg(traces: dict[str, _Trace], leg: Leg, now: datetime) -> None:
    begin = min(leg.begins, now)
    # An incident whose beginning is known may consist of its closing file alone, which then states what was affected.
    telling = [update for update in leg.updates if update.stage in OPEN_STAGES] or leg.updates[:1]
    for update in telling:
        published = max(min(update.at, now), begin)
        nothing_yet = leg.started and not any(trace.points for trace in traces.values())
        states = states_in(update.facts.components)
        if update.stage is Stage.NOTICE:  # What a notice only names is at risk.
            states = {name: state for name, state in states.items() if state is not ComponentState.AFFECTED}
        said = states_in(update.said.components)
        for component in {**traces, **states}:
            trace = traces.setdefault(component, _Trace())
            state = states.get(component, _WELL)
            at = begin if nothing_yet else published
            if state is _WELL and update.stage is Stage.MONITORING:
                # A later file, such as the postmortem, may know that it was later than the update thought.
                at = min(leg.mitigated_after(max(begin, trace.fell_at or begin)) or published, now)
            # Who states a recovery beside some states has left the other components as they are.
            if update.stage in OPEN_STAGES and (component in said or (said and update.said.mitigated_at is not None)):
                trace.said = update.order
            trace.turn(at, state)
    if leg.ends is not None:
        end = max(min(leg.ends, now), begin)
        mitigating = max((one.order for one in leg.updates if one.said.mitigated_at is not None), default=None)
        for trace in traces.values():
            # Recovery was stated after the last state, so that state held until then and not until all was closed.
            is_later = mitigating is not None and (trace.said is None or mitigating > trace.said)
            recovered = leg.mitigated_after(trace.fell_at or begin) if is_later else None
            trace.release(max(min(recovered or end, end), begin))


def states_in(components: Components | None) -> dict[str, ComponentState]:
    stated = components.states.items() if components else ()
    return {component: fact.status for component, fact in stated}
