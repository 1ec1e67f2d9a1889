"""From when to when a component was in which state, as one incident or maintenance tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.facts import Components
from statusladder.model.folding import RELEASING
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import PLANNED_STAGES, REPORT_STAGES, ComponentState, Stage


@dataclass(frozen=True, order=True)
class Span:
    """A component in one state that is not operational, from `start` until `end` (None: still).

    `source` is the id of the incident or maintenance. `announced` marks a maintenance inside its announced window,
    `overrun` one beyond it.
    """

    component: str
    start: datetime
    end: datetime | None
    state: ComponentState
    source: str
    announced: bool = False
    overrun: bool = False


def incident_spans(incident: Incident, now: datetime) -> tuple[Span, ...]:
    """What the incident says of each component. A retracted incident was a false alarm: it says nothing of any."""
    if incident.stage is Stage.RETRACTED:
        return ()
    open_since: dict[str, tuple[ComponentState, datetime]] = {}
    spans: list[Span] = []
    for index, update in enumerate(incident.ladder):
        at = min(update.at, now)
        start = min(incident.started_at, at) if index == 0 else at
        stated = _stated(update)
        for component, (state, since) in list(open_since.items()):
            after = stated.get(component, ComponentState.OPERATIONAL)
            if after is not state:
                end = _recovery(update, since, at) if after is ComponentState.OPERATIONAL else at
                spans.append(Span(component, since, end, state, incident.id))
                del open_since[component]
        for component, state in stated.items():
            if state is not ComponentState.OPERATIONAL and component not in open_since:
                open_since[component] = (state, start)
    spans += [Span(component, since, None, state, incident.id) for component, (state, since) in open_since.items()]
    return tuple(sorted(span for span in spans if span.end is None or span.end > span.start))


def _stated(update: Update[IncidentKeys]) -> dict[str, ComponentState]:
    """The states that hold after an update; a closing one releases all, and `affected` counts for nothing."""
    if update.stage in RELEASING or update.stage in REPORT_STAGES or update.facts.components is None:
        return {}
    states = update.facts.components.states.items()
    return {component: fact.status for component, fact in states if fact.status is not None}


def _recovery(update: Update[IncidentKeys], since: datetime, at: datetime) -> datetime:
    """When a component that this update shows as working did recover: at the event's time where that is given."""
    event = update.facts.resolved_at if update.stage in RELEASING else update.facts.mitigated_at
    return at if event is None else min(max(event.at, since), at)


def maintenance_spans(maintenance: Maintenance, now: datetime) -> tuple[Span, ...]:
    """What the maintenance means for its components by the clock, up to `now`.

    The expected states hold from the window's start, or from an earlier `in_progress`, until it is completed or
    cancelled. Time inside a window that was announced before it passed is announced; time past it is an overrun.
    """
    start = _start_of(maintenance)
    end = _end_of(maintenance)
    if start is None or start > now or (end is not None and end <= start):
        return ()
    until = end if end is not None else now
    spans = []
    for component, state in _expected(maintenance).items():
        for piece_start, piece_end, announced in _pieces(maintenance, start, until):
            still = end is None and piece_end == until
            spans.append(
                Span(
                    component,
                    piece_start,
                    None if still else piece_end,
                    state,
                    maintenance.id,
                    announced,
                    not announced,
                )
            )
    return tuple(sorted(spans))


def _expected(maintenance: Maintenance) -> dict[str, ComponentState]:
    """The expected states; a component that is only named is under maintenance."""
    stated: dict[str, ComponentState] = {}
    for spoken_of in (maintenance.facts.components, maintenance.facts.expected):
        for component, fact in spoken_of.states.items() if isinstance(spoken_of, Components) else ():
            if fact.status is ComponentState.OPERATIONAL and spoken_of is maintenance.facts.components:
                continue
            stated[component] = fact.status or ComponentState.UNDER_MAINTENANCE
    return {component: state for component, state in stated.items() if state is not ComponentState.OPERATIONAL}


def _start_of(maintenance: Maintenance) -> datetime | None:
    """When the work begins: said to be in progress, or by the clock at the window's start, whichever is first."""
    said = [update.at for update in maintenance.updates if update.stage not in (*PLANNED_STAGES, *RELEASING)]
    windows = list(_windows(maintenance))
    clock = [windows[-1][1]] if windows else []
    if said:
        # The window that was announced when the work began, not one that a later extension moved.
        clock = [opening for told, opening, _ in windows if told <= said[0]][-1:] or clock
    return min([*said[:1], *clock], default=None)


def _end_of(maintenance: Maintenance) -> datetime | None:
    for update in maintenance.updates:
        if update.stage in RELEASING:
            stated = update.facts.resolved_at
            return stated.at if stated is not None else update.at
    return None


def _windows(maintenance: Maintenance) -> Iterator[tuple[datetime, datetime, datetime]]:
    """Each announced window: when it was told, from when, until when."""
    for update in maintenance.updates:
        if update.said.window is not None:
            yield update.at, update.said.window.from_, update.said.window.to


def _pieces(maintenance: Maintenance, start: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    """The time from `start` to `until`, cut where announced time and overrun meet; the last flag is `announced`."""
    announced = [(max(told, opening, start), min(to, until)) for told, opening, to in _windows(maintenance)]
    covered = merged_intervals((from_, to) for from_, to in announced if from_ < to)
    moment = start
    for from_, to in covered:
        if from_ > moment:
            yield moment, from_, False
        yield from_, to, True
        moment = to
    if moment < until:
        yield moment, until, False


def merged_intervals(intervals: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The union of intervals, in order, with touching ones joined."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
