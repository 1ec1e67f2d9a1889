"""What a maintenance means for its components by the clock: announced inside its window, an overrun past it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from statusladder.ladder.publication import as_of
from statusladder.ladder.spans import Span
from statusladder.model.communication import Maintenance
from statusladder.model.facts import Components
from statusladder.model.folding import RELEASING
from statusladder.model.vocabulary import PLANNED_STAGES, ComponentState


def maintenance_spans(maintenance: Maintenance, now: datetime) -> tuple[Span, ...]:
    """What the maintenance means for its components by the clock, up to `now`.

    The expected states hold from the window's start, or from an earlier `in_progress`, until it is completed or
    cancelled. Time inside a window that was announced before it passed is announced; time past it is an overrun.
    """
    known = as_of(maintenance, now)
    if known is None:
        return ()
    maintenance = known
    start, end = _start_of(maintenance), _end_of(maintenance)
    if start is None or start > now or (end is not None and end <= start):
        return ()
    until = end if end is not None else now
    spans = []
    for component, state in _expected(maintenance).items():
        for piece_start, piece_end, announced in _pieces(maintenance, start, until):
            last = None if end is None and piece_end == until else piece_end
            spans.append(Span(component, state, piece_start, last, maintenance.id, announced, not announced))
    return tuple(sorted(spans, key=lambda span: (span.start, span.component)))


def has_begun(maintenance: Maintenance, now: datetime) -> bool:
    """Whether the work runs at `now`: somebody said so, or the clock has passed the window's start."""
    opening = maintenance.window.from_ if maintenance.window is not None else maintenance.first.at
    return maintenance.stage not in PLANNED_STAGES or opening <= now


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
