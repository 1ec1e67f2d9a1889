"""How the site stands at a moment: each component's state, what is open, running and planned, and the worst of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from statusladder.ladder.publication import as_of
from statusladder.ladder.spans import Span, incident_spans
from statusladder.ladder.windows import has_begun, maintenance_spans
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library
from statusladder.model.vocabulary import ComponentState, Severity, Stage

_WELL = ComponentState.OPERATIONAL
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


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

    `states` has every component in service, in the order of site.yaml, `spans` those that are retired too.
    `open_incidents` come worst first (severity, worst component state, newest start). `running` is maintenance whose
    window the clock has started and that is not over, overruns included; `planned` is the rest of what is to come,
    soonest first.
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
    today = now.astimezone(library.settings.zone).date()
    states = {one.id: state_at(spans[one.id], now) for one in library.settings.in_service(today)}
    incidents = (as_of(incident, now) for incident in library.incidents)
    maintenances = (as_of(maintenance, now) for maintenance in library.maintenances)
    still = [incident for incident in incidents if incident is not None and incident.is_open]
    to_come = [maintenance for maintenance in maintenances if maintenance is not None and not maintenance.is_over]
    running = [maintenance for maintenance in to_come if has_begun(maintenance, now)]
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
