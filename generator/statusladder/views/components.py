"""A component as readers see it: its state in a word, its last 90 days, and how much of them it was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.availability import (
    Day,
    availability,
    by_state,
    days,
    first_named,
    percent_text,
    window_start,
)
from statusladder.ladder.spans import Span
from statusladder.ladder.standing import Standing
from statusladder.model.site import Component, Library
from statusladder.model.vocabulary import ComponentState
from statusladder.views import urls, wording
from statusladder.views.charts import bars, day_links

WINDOW_DAYS = 90


@dataclass(frozen=True)
class DisruptedDay:
    """A day on which something was wrong: how bad at worst, for how long in all, and because of which incidents."""

    label: str
    stamp: str
    state: ComponentState
    state_label: str
    lasted: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ComponentView:
    """One row of the list: `bars` is a finished picture (SVG), `summary` says the same in words."""

    id: str
    url: str
    name: str
    description: str | None
    state: ComponentState
    label: str
    days: tuple[Day, ...]
    disrupted: tuple[DisruptedDay, ...]
    bars: str
    day_links: str
    summary: str
    percent: str | None


@dataclass(frozen=True)
class GroupView:
    """Components under one heading; the heading is None for those without a group."""

    name: str | None
    components: tuple[ComponentView, ...]

    @property
    def is_well(self) -> bool:
        return all(view.state is ComponentState.OPERATIONAL for view in self.components)


def groups(library: Library, standing: Standing) -> tuple[GroupView, ...]:
    """All components in the order of site.yaml, each group where its first component stands."""
    gathered: dict[str | None, list[ComponentView]] = {}
    for component in library.settings.components:
        gathered.setdefault(component.group, []).append(_view(component, library, standing))
    return tuple(GroupView(name, tuple(views)) for name, views in gathered.items())


def _view(component: Component, library: Library, standing: Standing) -> ComponentView:
    zone, now = library.settings.zone, standing.now
    spans = standing.spans[component.id]
    first_day = component.since or first_named(component, library)
    known_since = first_day if first_day is not None else now.astimezone(zone).date()
    shown = days(spans, zone, now, known_since, WINDOW_DAYS)
    start = window_start(WINDOW_DAYS, zone, now, known_since)
    weight = by_state(library.settings.metrics.partial_weight)
    share = availability(spans, start, now, weight) if first_day is not None else None
    state = standing.states[component.id]
    return ComponentView(
        component.id,
        urls.component(component.id),
        component.name,
        component.description,
        state,
        wording.STATE_LABELS[state],
        shown,
        tuple(_disrupted(day) for day in reversed(shown) if day.sources),
        bars(shown),
        day_links([(day, _day_label(day)) for day in shown]),
        _summary(shown, spans, start, now),
        f"{percent_text(share)} %" if share is not None else None,
    )


def _day_label(day: Day) -> str | None:
    """`10 February 2026: Major outage, 48 min`; None for a day on which nothing was wrong."""
    if not day.sources:
        return None
    disrupted = _disrupted(day)
    return f"{disrupted.label}: {disrupted.state_label}, {disrupted.lasted}"


def _disrupted(day: Day) -> DisruptedDay:
    worst = day.worst or ComponentState.OPERATIONAL
    lasted = wording.duration(timedelta(minutes=sum(day.minutes.values())))
    label = wording.long_date(day.date)
    return DisruptedDay(label, day.date.isoformat(), worst, wording.STATE_LABELS[worst], lasted, day.sources)


def _summary(shown: Iterable[Day], spans: Iterable[Span], start: datetime, now: datetime) -> str:
    """The picture in words: on how many of the known days something was wrong."""
    known = [day for day in shown if day.worst is not None]
    if not known:
        return "No records yet"
    troubled = [day for day in known if day.worst not in (ComponentState.OPERATIONAL, ComponentState.UNDER_MAINTENANCE)]
    period = f"last {wording.counted(len(known), 'day')}"
    if not troubled:
        return f"No disruption in the {period}"
    worst = max((day.worst for day in troubled if day.worst is not None), key=lambda state: state.rank)
    days_words = wording.counted(len(troubled), "day")
    return f"Disrupted on {days_words} of the {period}, at worst: {wording.STATE_LABELS[worst].lower()}"
