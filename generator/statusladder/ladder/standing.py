"""What state every component is in, and was in since when: the one place where words in files become time on a clock.

Times follow content.md (Time): a state runs from its update's `at`, the first one from `started_at`, and recovery
counts from `mitigated_at` and `resolved_at` where they are given, as far as they are known by now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from statusladder.ladder.publication import as_of
from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.facts import Components, EventTime, Window
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import (
    OPEN_STAGES,
    PLANNED_STAGES,
    REPORT_STAGES,
    RUNNING_STAGES,
    ComponentState,
    Severity,
    Stage,
)

_WELL = ComponentState.OPERATIONAL
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """A component in one state other than operational over [start, end); `end` is None while it lasts.

    `source` is the id of the incident or maintenance that says so. `announced` marks time inside an announced
    maintenance window, which never counts as downtime; `overrun` marks maintenance past its window, which does.
    """

    component: str
    state: ComponentState
    start: datetime
    end: datetime | None
    source: str
    announced: bool = False
    overrun: bool = False


class Indicator(StrEnum):
    """The state of the whole site in one word, best to worst; the words are those of the Statuspage API."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Standing:
    """Everything that holds at `now`.

    `states` has every component of site.yaml in its order. `open_incidents` come worst first (severity, worst component
    state, newest start). `running` is maintenance whose window the clock has started and that is not over, overruns
    included; `planned` is the rest of what is to come, soonest first.
    """

    now: datetime
    states: Mapping[str, ComponentState]
    spans: Mapping[str, tuple[Span, ...]]
    open_incidents: tuple[Incident, ...]
    running: tuple[Maintenance, ...]
    planned: tuple[Maintenance, ...]
    indicator: Indicator


def standing(library: Library, now: datetime) -> Standing:
    """The standing of the site at `now`, an aware time; updates that were not written by then do not exist."""
    spans = component_spans(library, now)
    states = {component: state_at(found, now) for component, found in spans.items()}
    incidents = [known for incident in library.incidents if (known := as_of(incident, now))]
    maintenances = [known for maintenance in library.maintenances if (known := as_of(maintenance, now))]
    still = [incident for incident in incidents if incident.is_open]
    to_come = [maintenance for maintenance in maintenances if not maintenance.is_over]
    running = [maintenance for maintenance in to_come if _Course(maintenance, now).runs_at(now)]
    planned = [maintenance for maintenance in to_come if maintenance not in running]
    return Standing(
        now=now,
        states=states,
        spans=spans,
        open_incidents=tuple(sorted(still, key=lambda incident: _urgency(incident, now))),
        running=tuple(sorted(running, key=_begins)),
        planned=tuple(sorted(planned, key=_begins)),
        indicator=_indicator(states.values(), still, bool(running)),
    )


def component_spans(library: Library, now: datetime) -> dict[str, tuple[Span, ...]]:
    """The spans of every component of site.yaml, in its order, each sorted by start, then source."""
    found: dict[str, list[Span]] = {component.id: [] for component in library.settings.components}
    for incident in library.incidents:
        for span in incident_spans(incident, now):
            found.setdefault(span.component, []).append(span)
    for maintenance in library.maintenances:
        for span in maintenance_spans(maintenance, now):
            found.setdefault(span.component, []).append(span)
    return {
        component.id: tuple(sorted(found[component.id], key=lambda span: (span.start, span.source)))
        for component in library.settings.components
    }


def state_at(spans: Iterable[Span], moment: datetime) -> ComponentState:
    """The worst state of the spans that cover the moment; operational when none does."""
    covering = (span.state for span in spans if span.start <= moment and (span.end is None or moment < span.end))
    return max(covering, key=lambda state: state.rank, default=_WELL)


def impact_intervals(incident: Incident, now: datetime) -> tuple[tuple[datetime, datetime | None], ...]:
    """When at least one component was not operational, as disjoint intervals; the last may still run (None)."""
    merged: list[tuple[datetime, datetime | None]] = []
    for span in incident_spans(incident, now):
        start, end = merged[-1] if merged else (span.start, span.start)
        if merged and (end is None or span.start <= end):
            merged[-1] = (start, None if end is None or span.end is None else max(end, span.end))
        else:
            merged.append((span.start, span.end))
    return tuple(merged)


def _urgency(incident: Incident, now: datetime) -> tuple[int, int, float, str]:
    worst = state_at(incident_spans(incident, now), now)
    return list(Severity).index(incident.severity), -worst.rank, -incident.started_at.timestamp(), incident.id


def _begins(maintenance: Maintenance) -> tuple[datetime, str]:
    return maintenance.window.from_ if maintenance.window else _END_OF_TIME, maintenance.id


def _indicator(states: Iterable[ComponentState], still: Iterable[Incident], maintenance_runs: bool) -> Indicator:
    """The worst of what the components and the open incidents say (outputs.md, Statuspage API v2).

    Components: all in major outage → critical; any in major or partial outage → major; any degraded → minor; any under
    maintenance, or a maintenance running → maintenance. An open incident says at least its own severity. Neither `info`
    nor the stage `notice` adds anything: both speak of no confirmed impact (ladder.md).
    """
    told = set(states)
    found = [Indicator.NONE]
    if told == {ComponentState.MAJOR_OUTAGE}:
        found.append(Indicator.CRITICAL)
    if told & {ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE}:
        found.append(Indicator.MAJOR)
    if ComponentState.DEGRADED_PERFORMANCE in told:
        found.append(Indicator.MINOR)
    if maintenance_runs or ComponentState.UNDER_MAINTENANCE in told:
        found.append(Indicator.MAINTENANCE)
    for incident in still:
        if incident.stage is not Stage.NOTICE and incident.severity is not Severity.INFO:
            found.append(Indicator(incident.severity))
    return max(found, key=list(Indicator).index)


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
    for number, leg in enumerate(_legs(known.updates)):
        started_at = known.facts.started_at if number == 0 else None
        _trace_leg(traces, leg, started_at, now)
    spans = (span for component, trace in traces.items() for span in trace.spans(component, incident.id))
    return tuple(sorted(spans, key=lambda span: (span.start, span.component)))


def _legs(updates: Sequence[Update[IncidentKeys]]) -> list[list[Update[IncidentKeys]]]:
    """The updates, cut where a regression or a re-opening sets the incident back.

    Times of recovery belong to one leg: those told before a setback say nothing of the recovery after it.
    """
    legs = [[updates[0]]]
    for before, update in pairwise(updates):
        left_monitoring = before.stage is Stage.MONITORING and update.stage is not Stage.MONITORING
        if update.stage in OPEN_STAGES and (left_monitoring or before.stage not in OPEN_STAGES):
            legs.append([])
        legs[-1].append(update)
    return legs


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
        states = _stated(update.facts.components)
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


def _stated(components: Components | None) -> dict[str, ComponentState]:
    stated = components.states.items() if components else ()
    return {component: fact.status for component, fact in stated if fact.status is not None}


@dataclass(frozen=True)
class _Segment:
    """What is announced from one update of a maintenance until the next."""

    start: datetime
    states: Mapping[str, ComponentState]
    windows: tuple[Window, ...] = ()
    underway: bool = False

    def runs_at(self, moment: datetime) -> bool:
        return self.underway or any(window.from_ <= moment for window in self.windows)


@dataclass(frozen=True)
class _Phase:
    """How a component stands within a maintenance; spans are the runs of equal phases."""

    state: ComponentState
    announced: bool
    overrun: bool
