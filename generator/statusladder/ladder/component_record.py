"""How a component did over a window: its availability, how many customers felt it, its worst hour, day and week."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from statusladder.ladder.availability import (
    Weight,
    cut_into_pieces,
    find_window_start,
    measure_availability,
    midnight_of,
    weigh_states,
)
from statusladder.ladder.course import Courses
from statusladder.ladder.spans import Span
from statusladder.model.communication import Incident
from statusladder.model.facts import Range
from statusladder.model.site import Component
from statusladder.model.vocabulary import ComponentState

SHORTEST = timedelta(days=1)
"""A share of less time than this says nothing: an outage in the first minute would be 0%."""

WINDOWS = (30, 90, 365)
"""Days over which availability is told, whatever the period."""

STRETCHES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Band:
    """The availability where a minute weighs as many customers as it was told to hit, by the range that was told.

    `told` is the time of impact whose share of customers is known; the rest of it, `untold`, weighs by state.
    """

    low: float
    middle: float
    high: float
    told: timedelta
    untold: timedelta


@dataclass(frozen=True)
class Stretch:
    """The part of the window, as long as its name says, that lost most, wherever it begins; and where its loss does."""

    start: datetime
    end: datetime
    lost_from: datetime
    availability: float


@dataclass(frozen=True)
class WindowRecord:
    """`days` is what was asked for, None for all; the window begins later where less is known.

    `worst` has no stretch that is longer than the window, and none where nothing was lost. `impact` is the time in each
    state other than operational, without announced maintenance. `unmeasured` counts the incidents of the window that
    name the component without a state or without a length, and those whose words are not shown and may be about it:
    then there is no availability, as leaving their minutes out would flatter. `assumed` counts those of which an import
    assumed the component's state.
    """

    days: int | None
    start: datetime
    end: datetime
    availability: float | None
    band: Band | None
    worst: Mapping[str, Stretch]
    impact: Mapping[ComponentState, timedelta]
    unmeasured: int
    assumed: int

    @property
    def impact_time(self) -> timedelta:
        return sum(self.impact.values(), NOTHING)


@dataclass(frozen=True)
class ComponentRecord:
    """`since` is the first known day, None where nothing is known: grey, never green.

    `name` is what it is called where it stands alone (`Settings.name_of`).
    There are no windows where site.yaml does not say since when the component is watched, nor in its first day.
    """

    component: Component
    name: str
    since: date | None
    windows: tuple[WindowRecord, ...]
    in_period: WindowRecord | None


def measure_components(courses: Courses, days: int | None) -> tuple[ComponentRecord, ...]:
    """The record of every component in service, in their order, over the usual windows and the last `days` days."""
    incidents = [course.incident for course in courses.incidents]
    shares, assumed = _shares(incidents), _assumed(incidents)

    def known(name: str) -> _Known:
        gaps = frozenset(gap.id for gap in courses.library.gaps_of(name))
        return _Known(courses.spans[name], shares, assumed.get(name, frozenset()), gaps)

    return tuple(_record(one, courses, known(one.id), days) for one in courses.in_service)


@dataclass(frozen=True)
class _Known:
    """What is known of one component: its spans, the customers affected by each incident, the ids of the incidents of
    which its state was assumed, and those of gaps that may be about it."""

    spans: Sequence[Span]
    shares: Mapping[str, Range]
    assumed: frozenset[str]
    gaps: frozenset[str]


def _record(component: Component, courses: Courses, known: _Known, days: int | None) -> ComponentRecord:
    zone, now, since = courses.zone, courses.now, courses.since(component)
    name, weight = courses.settings.name_of(component.id), weigh_states(courses.settings.metrics.partial_weight)
    if component.since is None or now - midnight_of(component.since, zone) < SHORTEST:
        return ComponentRecord(component, name, since, (), None)

    def over(count: int | None) -> WindowRecord:
        first = midnight_of(component.since, zone) if component.since is not None else now
        start = first if count is None else find_window_start(count, zone, now, component.since)
        return _window(count, known, start, now, weight)

    return ComponentRecord(component, name, since, tuple(map(over, WINDOWS)), over(days))


def _window(days: int | None, known: _Known, start: datetime, end: datetime, weight: Weight) -> WindowRecord:
    spans = known.spans
    # Every window ends now, and so does every gap: what it tells of may last.
    unmeasured = known.gaps | _unmeasured(spans, start, end)
    lost = [(begin, stop, max(map(weight, covering))) for begin, stop, covering in cut_into_pieces(spans, start, end)]
    worst = (
        {} if unmeasured else {name: find_worst_stretch(lost, start, end, length) for name, length in STRETCHES.items()}
    )
    return WindowRecord(
        days=days,
        start=start,
        end=end,
        availability=None if unmeasured else measure_availability(spans, start, end, weight),
        band=None if unmeasured else _band(spans, start, end, weight, known.shares),
        worst={name: stretch for name, stretch in worst.items() if stretch is not None},
        impact=_impact(spans, start, end),
        unmeasured=len(unmeasured),
        assumed=len({span.source for span in spans if span.source in known.assumed and span.touches(start, end)}),
    )


def _unmeasured(spans: Iterable[Span], start: datetime, end: datetime) -> set[str]:
    return {span.source for span in spans if not span.is_measured and span.touches(start, end)}


def find_measured_since(courses: Courses, component: str | None) -> datetime | None:
    """Since when the availability of a component in service is known, or, for None, that of the site: since the first
    day of any, once every one has a first day. None where nobody can say."""
    days = [one.since for one in courses.in_service if component in (None, one.id)]
    known = [day for day in days if day is not None]
    return midnight_of(min(known), courses.zone) if known and len(known) == len(days) else None


def availability_between(courses: Courses, component: str | None, start: datetime, end: datetime) -> float | None:
    """The availability of a component, or, for None, of the site: of all components that were ever there, taken
    together, so that a minute in which one of them is out is one of the site.

    None where that time is too short, not known, or cannot be measured.
    """
    since = find_measured_since(courses, component)
    gaps = courses.library.gaps_of(component) if component is not None else courses.library.gaps
    spans = [span for name, found in courses.spans.items() if component in (None, name) for span in found]
    if since is None or since > start or end - start < SHORTEST or gaps or _unmeasured(spans, start, end):
        return None
    return measure_availability(spans, start, end, weigh_states(courses.settings.metrics.partial_weight))


def _shares(incidents: Iterable[Incident]) -> dict[str, Range]:
    """The share of customers that each incident was told to hit, by the newest word on it: the measured one at last."""
    impacts = ((incident.id, incident.facts.impact) for incident in incidents)
    return {name: impact.share for name, impact in impacts if impact is not None and impact.share is not None}


def _assumed(incidents: Iterable[Incident]) -> dict[str, frozenset[str]]:
    """By component, the ids of the incidents of which an import assumed the component's state."""
    found: dict[str, frozenset[str]] = {}
    for incident in incidents:
        origins = (update.said.imported_from for update in incident.updates)
        for name in {name for origin in origins if origin is not None for name in origin.assumed or ()}:
            found[name] = found.get(name, frozenset()) | {incident.id}
    return found


def _band(
    spans: Sequence[Span], start: datetime, end: datetime, weight: Weight, shares: Mapping[str, Range]
) -> Band | None:
    """None where nobody said of any impact how many customers it hit."""
    told = untold = NOTHING
    for begin, stop, covering in cut_into_pieces(_felt(spans), start, end):
        if all(span.source in shares for span in covering):
            told += stop - begin
        else:
            untold += stop - begin
    if not told:
        return None

    def weighed(part: float) -> float:
        """The availability where each range counts with its lower end (0), its upper one (1), or between."""

        def by_customers(span: Span) -> float:
            share = shares.get(span.source)
            if share is None:
                return weight(span)
            return (share.low + part * (share.high - share.low)) / 100

        return measure_availability(spans, start, end, by_customers) or 0.0

    return Band(weighed(1), weighed(0.5), weighed(0), told, untold)


def _impact(spans: Sequence[Span], start: datetime, end: datetime) -> dict[ComponentState, timedelta]:
    found: dict[ComponentState, timedelta] = {}
    for begin, stop, covering in cut_into_pieces(_felt(spans), start, end):
        state = max((span.state for span in covering), key=lambda state: state.rank)
        found[state] = found.get(state, NOTHING) + (stop - begin)
    return dict(sorted(found.items(), key=lambda entry: -entry[0].rank))


def _felt(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if not span.announced]


def find_worst_stretch(
    lost: Sequence[tuple[datetime, datetime, float]], start: datetime, end: datetime, length: timedelta
) -> Stretch | None:
    """The stretch of that length within the window that lost most; None where none lost any.

    `lost` are pieces in order that do not overlap, each with its weight. The loss of a sliding stretch changes its
    slope only where one of its ends meets that of a piece, so only such stretches can be the worst. Of several, one
    that begins with a loss reads best, and the earliest of these.
    """
    if end - start < length or not any(weight for _, _, weight in lost):
        return None
    starts = [begin for begin, _, _ in lost]
    sums = list(accumulate(((stop - begin) * weight for begin, stop, weight in lost), initial=NOTHING))

    def until(moment: datetime) -> timedelta:
        index = bisect_right(starts, moment) - 1
        if index < 0:
            return NOTHING
        begin, stop, weight = lost[index]
        return sums[index] + (min(moment, stop) - begin) * weight

    edges = {edge for begin, stop, _ in lost for edge in (begin, stop)}
    candidates = sorted({min(max(edge - back, start), end - length) for edge in edges for back in (NOTHING, length)})
    loss = {begin: until(begin + length) - until(begin) for begin in candidates}
    worst = max(candidates, key=lambda begin: (loss[begin], begin in starts))
    lost_from = next(max(begin, worst) for begin, stop, weight in lost if weight and stop > worst)
    return Stretch(worst, worst + length, lost_from, 1.0 - loss[worst] / length)
