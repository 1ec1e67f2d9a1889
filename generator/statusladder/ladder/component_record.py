"""How a component did over a window: its availability, how many customers felt it, its worst hour, day and week."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from statusladder.ladder.availability import Weight, availability, by_state, first_named, midnight, pieces, window_start
from statusladder.ladder.publication import as_of
from statusladder.ladder.spans import Span
from statusladder.ladder.standing import component_spans
from statusladder.model.communication import Incident
from statusladder.model.facts import Range
from statusladder.model.site import Component, Library
from statusladder.model.vocabulary import ComponentState, Stage

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
    state other than operational, without announced maintenance. `stateless` counts the incidents of the window that
    name the component without ever giving it a state: nothing of them could be counted.
    """

    days: int | None
    start: datetime
    end: datetime
    availability: float
    band: Band | None
    worst: Mapping[str, Stretch]
    impact: Mapping[ComponentState, timedelta]
    stateless: int

    @property
    def impact_time(self) -> timedelta:
        return sum(self.impact.values(), NOTHING)


@dataclass(frozen=True)
class ComponentRecord:
    """`since` is the first known day, None where nothing is known; there are then no windows: grey, never green.

    `name` is what it is called where it stands alone (`Settings.name_of`).
    """

    component: Component
    name: str
    since: date | None
    windows: tuple[WindowRecord, ...]
    in_period: WindowRecord | None


def component_records(library: Library, days: int | None, now: datetime) -> tuple[ComponentRecord, ...]:
    """Every component in service, in the order of site.yaml, over the usual windows and the last `days` (None: all)."""
    spans, today = component_spans(library, now), now.astimezone(library.settings.zone).date()
    known = [found for incident in library.incidents if (found := as_of(incident, now)) is not None]
    shares = _shares(known)
    return tuple(
        _record(one, library, _Known(spans[one.id], shares, _stateless(one.id, known)), days, now)
        for one in library.settings.in_service(today)
    )


@dataclass(frozen=True)
class _Known:
    """What is known of one component: its spans, the customers hit by each incident, and when it was only named."""

    spans: Sequence[Span]
    shares: Mapping[str, Range]
    only_named: Sequence[datetime]


def _record(component: Component, library: Library, known: _Known, days: int | None, now: datetime) -> ComponentRecord:
    name = library.settings.name_of(component.id)
    zone, weight = library.settings.zone, by_state(library.settings.metrics.partial_weight)
    since = component.since or first_named(component, library)
    if since is None or midnight(since, zone) >= now:
        return ComponentRecord(component, name, since, (), None)

    def over(count: int | None) -> WindowRecord:
        start = midnight(since, zone) if count is None else window_start(count, zone, now, since)
        return _window(count, known, start, now, weight)

    return ComponentRecord(component, name, since, tuple(map(over, WINDOWS)), over(days))


def _window(days: int | None, known: _Known, start: datetime, end: datetime, weight: Weight) -> WindowRecord:
    spans = known.spans
    lost = [(begin, stop, max(map(weight, covering))) for begin, stop, covering in pieces(spans, start, end)]
    worst = {name: worst_stretch(lost, start, end, length) for name, length in STRETCHES.items()}
    return WindowRecord(
        days=days,
        start=start,
        end=end,
        availability=availability(spans, start, end, weight) or 0.0,
        band=_band(spans, start, end, weight, known.shares),
        worst={name: stretch for name, stretch in worst.items() if stretch is not None},
        impact=_impact(spans, start, end),
        stateless=sum(start <= moment for moment in known.only_named),
    )


def _shares(incidents: Iterable[Incident]) -> dict[str, Range]:
    """The share of customers that each incident was told to hit, by the newest word on it: the measured one at last."""
    impacts = ((incident.id, incident.facts.impact) for incident in incidents)
    return {name: impact.share for name, impact in impacts if impact is not None and impact.share is not None}


def _stateless(component: str, incidents: Iterable[Incident]) -> list[datetime]:
    """When each incident was first told that names the component as affected, and never says how."""
    found = []
    for incident in incidents:
        told = [update.said.components.states for update in incident.updates if update.said.components is not None]
        named = [states[component].status for states in told if component in states]
        if named and not any(named) and incident.stage not in (Stage.RETRACTED, Stage.MERGED):
            found.append(incident.first.at)
    return found


def _band(
    spans: Sequence[Span], start: datetime, end: datetime, weight: Weight, shares: Mapping[str, Range]
) -> Band | None:
    """None where nobody said of any impact how many customers it hit."""
    told = untold = NOTHING
    for begin, stop, covering in pieces(_felt(spans), start, end):
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

        return availability(spans, start, end, by_customers) or 0.0

    return Band(weighed(1), weighed(0.5), weighed(0), told, untold)


def _impact(spans: Sequence[Span], start: datetime, end: datetime) -> dict[ComponentState, timedelta]:
    found: dict[ComponentState, timedelta] = {}
    for begin, stop, covering in pieces(_felt(spans), start, end):
        state = max((span.state for span in covering), key=lambda state: state.rank)
        found[state] = found.get(state, NOTHING) + (stop - begin)
    return dict(sorted(found.items(), key=lambda entry: -entry[0].rank))


def _felt(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if not span.announced]


def worst_stretch(
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
