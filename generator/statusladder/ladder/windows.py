"""What a maintenance means by the clock: how long before its window to announce it, what holds inside it and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from statusladder.ladder.spans import Span, states_in
from statusladder.model.communication import Maintenance, Update
from statusladder.model.facts import Window
from statusladder.model.folding import RELEASING
from statusladder.model.policy import Announcement
from statusladder.model.update import MaintenanceKeys
from statusladder.model.vocabulary import PLANNED_STAGES, RUNNING_STAGES, ComponentState, Stage


@dataclass(frozen=True)
class _Segment:
    """What is known from one update until the next: states, announced windows, and whether the work runs anyway."""

    start: datetime
    states: Mapping[str, ComponentState]
    windows: tuple[Window, ...]
    underway: bool

    def runs_at(self, moment: datetime) -> bool:
        return self.underway or any(window.from_ <= moment for window in self.windows)


class Windows:
    """What holds when in a maintenance up to `now`; an update a little ahead of the clock counts as now."""

    def __init__(self, maintenance: Maintenance, now: datetime) -> None:
        self.source, self.now = maintenance.id, now
        self._segments = _segments(maintenance, now)
        self._closing = next((update for update in maintenance.updates if update.stage in RELEASING), None)
        self.over_at = self._over_at(maintenance, now)

    def _over_at(self, maintenance: Maintenance, now: datetime) -> datetime | None:
        """When somebody said that it was over, or when its window ended if it was to complete by itself."""
        ends = [end for end in (_completes_at(maintenance),) if end is not None and end <= now]
        if self._closing is not None:
            stated = maintenance.facts.resolved_at
            ends = [stated.at] if stated is not None else [*ends, self._closing.at]
        return min([*ends, now]) if ends else None

    def spans(self) -> tuple[Span, ...]:
        """What the maintenance means for its components by the clock, sorted by start, then component.

        The expected states hold from the window's start, or from an earlier `in_progress`, until it is completed or
        cancelled; states stated while the work runs hold from their update on. Time inside a window that was announced
        by then is `announced`, all other time an `overrun`.
        """
        spans: list[Span] = []
        lasting: dict[str, Span] = {}
        for moment in self._turning_points():
            seen = {span.component: span for span in self._spans_from(moment)}
            for component in list(lasting):
                before = lasting[component]
                if component not in seen or replace(seen[component], start=before.start) != before:
                    spans.append(replace(lasting.pop(component), end=moment))
            lasting = seen | lasting
        return tuple(sorted([*spans, *lasting.values()], key=lambda span: (span.start, span.component)))

    def edges(self) -> tuple[datetime, ...]:
        """The beginnings and ends of the windows that hold now, in order; none once somebody said that it is over."""
        windows = () if self._closing is not None else self._segments[-1].windows
        return tuple(sorted({edge for window in windows for edge in (window.from_, window.to)}))

    def _turning_points(self) -> list[datetime]:
        """Every moment up to now at which something may change, in order."""
        windows = {window for segment in self._segments for window in segment.windows}
        points = {self.now, *(segment.start for segment in self._segments)}
        points |= {edge for window in windows for edge in (window.from_, window.to)}
        points |= {self.over_at} if self.over_at else set()
        return sorted(point for point in points if self._segments[0].start <= point <= self.now)

    def runs_at(self, moment: datetime) -> bool:
        segment = self._segment_at(moment)
        return segment is not None and segment.runs_at(moment)

    def _spans_from(self, moment: datetime) -> Iterator[Span]:
        """The components that are not operational at the moment, each as a span that begins there."""
        segment = self._segment_at(moment)
        if segment is None or not segment.runs_at(moment):
            return
        announced = any(window.from_ <= moment < window.to for window in segment.windows)
        past_end = not announced and any(window.to <= moment for window in segment.windows)
        for component, state in segment.states.items():
            if state is not ComponentState.OPERATIONAL:
                yield Span(component, state, moment, None, self.source, announced, not announced, past_end)

    def _segment_at(self, moment: datetime) -> _Segment | None:
        if self.over_at is not None and moment >= self.over_at:
            return None
        return next((segment for segment in reversed(self._segments) if segment.start <= moment), None)


def _completes_at(maintenance: Maintenance) -> datetime | None:
    """The end of the window of a maintenance with `auto_complete`; None where an update says later that it goes on."""
    window = maintenance.window
    if window is None or not maintenance.facts.auto_complete:
        return None
    goes_on = any(update.stage in RUNNING_STAGES and update.at >= window.to for update in maintenance.updates)
    return None if goes_on else window.to


def _segments(maintenance: Maintenance, now: datetime) -> list[_Segment]:
    first, window = maintenance.first, maintenance.first.facts.window
    segments: list[_Segment] = []
    if window and window.from_ < min(first.at, now) and first.stage is not Stage.CANCELLED:
        # Told after it began: the time before was not announced, unless it was in the tool this was imported from.
        windows = (window,) if first.imported else ()
        segments.append(_Segment(window.from_, _expected(first, {}), windows, underway=True))
    observed: dict[str, ComponentState] = {}
    for update in maintenance.updates:
        start = min(update.at, now)
        before = segments[-1] if segments else _Segment(start, {}, (), underway=False)
        if update.stage in RUNNING_STAGES:
            observed |= states_in(update.said.components)
        segments.append(_Segment(start, _expected(update, observed), *_announced(before, update, start)))
    return segments


def _announced(before: _Segment, update: Update[MaintenanceKeys], start: datetime) -> tuple[tuple[Window, ...], bool]:
    """The windows that hold from this update on, and whether the work runs whatever they say.

    A plan replaces the window; an extension adds to it, because what was announced stays announced.
    """
    window = update.facts.window
    stated = (window,) if window else ()
    if update.stage in PLANNED_STAGES:
        return stated, False
    windows = before.windows if window in before.windows else (*before.windows, *stated)
    said_so = update.stage in RUNNING_STAGES and update.stage is not Stage.EXTENDED
    return windows, said_so or before.runs_at(start)


def maintenance_state_of(state: ComponentState) -> ComponentState:
    """A component that a maintenance only names is under maintenance."""
    return ComponentState.UNDER_MAINTENANCE if state is ComponentState.AFFECTED else state


def _expected(update: Update[MaintenanceKeys], observed: Mapping[str, ComponentState]) -> dict[str, ComponentState]:
    """The states while the work runs: as expected, else as named; what was told during the work overrules both."""
    states: dict[str, ComponentState] = {}
    for spoken_of in (update.facts.components, update.facts.expected):
        named = spoken_of.states if spoken_of else {}
        states |= {component: maintenance_state_of(fact.status) for component, fact in named.items()}
    return states | dict(observed)


OPENS, CLOSES = time(9), time(17)
"""Business hours, in the site's zone, from Monday to Friday."""

_SATURDAY = 5
_WEEK = 7


def lead_time_of(window: Window, rules: Announcement, zone: ZoneInfo) -> timedelta:
    """The time between the announcement and the start of the window.

    Whether the work breaks what customers have built is not known: no key says so.
    """
    is_long = window.to - window.from_ > rules.long
    return rules.lead_if_long if is_long or is_in_business_hours(window, zone) else rules.lead


def is_in_business_hours(window: Window, zone: ZoneInfo) -> bool:
    """Whether any of the window falls into business hours."""
    first = window.from_.astimezone(zone).date()
    last = window.to.astimezone(zone).date()
    days = (first + timedelta(days=number) for number in range(min((last - first).days, _WEEK) + 1))
    return any(
        window.from_ < datetime.combine(day, CLOSES, zone) and datetime.combine(day, OPENS, zone) < window.to
        for day in days
        if day.weekday() < _SATURDAY
    )
