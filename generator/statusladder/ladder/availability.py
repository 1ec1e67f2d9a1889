"""The uptime of a component over a window and on each of its days; docs/explanation/numbers.md has the formula."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from statusladder.ladder.spans import Span
from statusladder.model.vocabulary import ComponentState

Weight = Callable[[Span], float]
"""The share of a minute in a span that counts as lost, from 0 to 1."""


def weigh_states(partial: float) -> Weight:
    """The weight of each state: 1 for a major outage, `partial` (`metrics.partial_weight`) for a partial one, else 0.

    Announced maintenance weighs nothing; past its window `under_maintenance` weighs 1, other states as ever.
    """
    whole = {ComponentState.MAJOR_OUTAGE: 1.0, ComponentState.PARTIAL_OUTAGE: partial}

    def weight(span: Span) -> float:
        if span.announced:
            return 0.0
        return 1.0 if span.overrun and span.state is ComponentState.UNDER_MAINTENANCE else whole.get(span.state, 0.0)

    return weight


@dataclass(frozen=True)
class Day:
    """One day of the site's zone: its worst state, minutes by state, causes. The state is None before the component's
    first day, and where it may not have been as well as is known.

    `is_measured`: every minute of it can be counted. Of what made it worst, some was maintenance outside its window
    (`overrun`), or past its planned end (`past_end`).
    """

    date: date
    worst: ComponentState | None
    minutes: Mapping[ComponentState, float]
    sources: tuple[str, ...]
    is_measured: bool = True
    overrun: bool = False
    past_end: bool = False

    @property
    def is_outside(self) -> bool:
        """Whether maintenance outside its window is the worst of it."""
        return self.past_end or (self.overrun and self.worst is ComponentState.UNDER_MAINTENANCE)


def measure_days(
    spans: Iterable[Span],
    zone: ZoneInfo,
    now: datetime,
    since: date | None,
    count: int = 90,
    in_doubt_since: date | None = None,
) -> tuple[Day, ...]:
    """The last `count` days, oldest first; the last is today, until `now`. A day is as long as its zone makes it, and
    one that the zone skipped never was. From `in_doubt_since` on none is measured, nor said to be calm."""
    today = now.astimezone(zone).date()
    first, tomorrow = today - timedelta(days=count - 1), today + timedelta(days=1)
    # Of years most lies before: each day looks at the others alone.
    told = tuple(span for span in spans if span.touches(midnight_of(first, zone), midnight_of(tomorrow, zone)))
    found = []
    days = [first + timedelta(days=number) for number in range(count + 1)]
    for (day, start), (_, end) in pairwise((day, midnight_of(day, zone)) for day in days):
        if start >= end:
            continue
        known = since is None or day >= since
        one = _day(day, start, end, told, now) if known else Day(day, None, {}, ())
        found.append(_doubted(one) if known and in_doubt_since is not None and day >= in_doubt_since else one)
    return tuple(found)


def _doubted(day: Day) -> Day:
    worst = None if day.worst is ComponentState.OPERATIONAL else day.worst
    return replace(day, worst=worst, is_measured=False)


def midnight_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether a zone has that day: some that crossed the date line skipped one."""
    return midnight_of(day, zone) < midnight_of(day + timedelta(days=1), zone)


def _day(day: date, start: datetime, end: datetime, spans: tuple[Span, ...], now: datetime) -> Day:
    # A span that begins at this very moment belongs to today, though no minute of it has passed.
    here = [span for span in spans if span.start <= now and span.touches(start, end)]
    if not here:
        return Day(day, ComponentState.OPERATIONAL, {}, ())
    minutes: dict[ComponentState, float] = {}
    for piece_start, piece_end, covering in cut_into_pieces(here, start, min(end, now)):
        state = max((_shown_state(span) for span in covering), key=lambda state: state.rank)
        minutes[state] = minutes.get(state, 0.0) + (piece_end - piece_start) / timedelta(minutes=1)
    worst = max((_shown_state(span) for span in here), key=lambda state: state.rank)
    return Day(
        day,
        worst,
        minutes,
        tuple(dict.fromkeys(span.source for span in here)),
        is_measured=all(span.is_measured for span in here),
        overrun=any(span.overrun and _shown_state(span) is worst for span in here),
        past_end=any(span.past_end and _shown_state(span) is worst for span in here),
    )


def _shown_state(span: Span) -> ComponentState:
    """What the day's bar shows: announced work is maintenance, whatever state it was expected to bring."""
    return ComponentState.UNDER_MAINTENANCE if span.announced else span.state


def find_window_start(count: int, zone: ZoneInfo, now: datetime, since: date | None = None) -> datetime:
    """Where the last `count` days begin, the last of which is today, or later where less is known."""
    first = now.astimezone(zone).date() - timedelta(days=count - 1)
    return midnight_of(first if since is None else max(first, since), zone)


def measure_availability(spans: Iterable[Span], start: datetime, end: datetime, weight: Weight) -> float | None:
    """1 - sum(weight x time) / window, of 0 to 1; None for an empty window. The heaviest span at an instant counts."""
    if end <= start:
        return None
    lost = timedelta(0)
    for piece_start, piece_end, covering in cut_into_pieces(spans, start, end):
        lost += (piece_end - piece_start) * max(map(weight, covering))
    return 1.0 - lost / (end - start)


def cut_into_pieces(
    spans: Iterable[Span], start: datetime, end: datetime
) -> Iterable[tuple[datetime, datetime, tuple[Span, ...]]]:
    """The window cut at every beginning and end of a span: each piece with the spans that cover all of it."""
    inside = [span for span in spans if span.start < end and (span.end is None or span.end > start)]
    cuts = {start, end}
    for span in inside:
        cuts.add(max(span.start, start))
        cuts.add(min(span.end or end, end))
    # A span is looked at in its own pieces alone: of a whole site there may be thousands, and as many cuts.
    later = sorted(enumerate(inside), key=lambda numbered: numbered[1].start, reverse=True)
    covering: list[tuple[int, Span]] = []
    for piece_start, piece_end in pairwise(sorted(cuts)):
        covering = [(number, span) for number, span in covering if span.end is None or span.end >= piece_end]
        while later and later[-1][1].start <= piece_start:
            number, span = later.pop()
            if span.end is None or span.end >= piece_end:
                covering.append((number, span))
        if covering:
            yield piece_start, piece_end, tuple(span for _, span in sorted(covering, key=lambda numbered: numbered[0]))


def percent_text(share: float) -> str:
    """A share as a percentage, cut and not rounded to two decimals: 0.99999 is 99.99, and only all of it is 100."""
    if share >= 1:
        return "100"
    hundredths = int(share * 10_000 + 1e-9)
    return f"{hundredths // 100}.{hundredths % 100:02}"
