"""A component as readers see it: its state in a word, its last 90 days, and how much of them it was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.availability import Day, measure_days, percent_text
from statusladder.ladder.component_record import ComponentRecord
from statusladder.ladder.course import Courses
from statusladder.ladder.standing import Standing
from statusladder.model.site import Library
from statusladder.model.vocabulary import ComponentState
from statusladder.views import urls, wording
from statusladder.views.charts import draw_bars, draw_day_links
from statusladder.views.component_windows import (
    SHOWN_DAYS,
    assumed_words,
    build_windows_table,
    unmeasured_words,
    uptime_words,
    window_of,
)
from statusladder.views.tables import Table
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice


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
    """One row of the list: `bars` is a finished picture (SVG), `summary` says the same in words.

    It has its `name` below the heading of its group, its `full_name` where it stands alone (`Settings.name_of`), and
    `badge` for its badges. `label` is its state, `label_in_text` the same within a sentence. `uptime` is the figure of
    the last 90 days, None where there is none, `uptime_value` that for programs; `unmeasured` says why it was not
    measured. `gap` says that words of ours about it are not shown. `assumed` says for how many incidents of
    the longest window a state was assumed; None where there are none. `workflows` are what customers use it for,
    `options` what they can do while it is unavailable.
    """

    id: str
    url: str
    name: str
    full_name: str
    badge: str
    description: str | None
    state: ComponentState
    label: str
    label_in_text: str
    days: tuple[Day, ...]
    disrupted: tuple[DisruptedDay, ...]
    bars: str
    day_links: str
    summary: str
    gap: str | None
    uptime: str | None
    uptime_value: str | None
    unmeasured: str | None
    windows: Table | None
    assumed: str | None
    workflows: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True)
class RetiredView:
    """A component that is in service no longer: its page stays, and the addresses that lead to it."""

    id: str
    url: str
    full_name: str
    badge: str
    description: str | None
    retired: TimeView


@dataclass(frozen=True)
class GroupView:
    """Components under one heading; the heading is None for those without a group."""

    name: str | None
    components: tuple[ComponentView, ...]

    @property
    def is_well(self) -> bool:
        return not self.affected

    @property
    def affected(self) -> int:
        """How many of them are not operational."""
        return sum(view.state is not ComponentState.OPERATIONAL for view in self.components)

    @property
    def worst(self) -> ComponentView:
        return max(self.components, key=lambda view: view.state.rank)


def build_groups(
    courses: Courses, standing: Standing, records: Iterable[ComponentRecord], voice: Voice
) -> tuple[GroupView, ...]:
    """All components in the order of their records, each group where its first component stands."""
    gathered: dict[str | None, list[ComponentView]] = {}
    for record in records:
        gathered.setdefault(record.component.group, []).append(_view(record, courses, standing, voice))
    return tuple(GroupView(name, tuple(views)) for name, views in gathered.items())


def build_retired(courses: Courses, voice: Voice) -> tuple[RetiredView, ...]:
    """The components that are retired, the last one first."""
    found = [(one, one.until) for one in courses.retired if one.until is not None]
    return tuple(
        RetiredView(
            id=one.id,
            url=urls.of_component(one.id),
            full_name=courses.settings.name_of(one.id),
            badge=one.badge,
            description=one.description,
            retired=TimeView(voice.day(until), until.isoformat()),
        )
        for one, until in sorted(found, key=lambda pair: pair[1], reverse=True)
    )


def _view(record: ComponentRecord, courses: Courses, standing: Standing, voice: Voice) -> ComponentView:
    component, zone, now = record.component, courses.zone, courses.now
    known_since = record.since if record.since is not None else now.astimezone(zone).date()
    doubtful = courses.in_doubt_since(component)
    days = measure_days(courses.spans[component.id], zone, now, known_since, SHOWN_DAYS, doubtful)
    window = window_of(record, SHOWN_DAYS)
    state = standing.states[component.id]
    shown_as = _show_as(component.id, state, standing)
    links = [(day, _day_label(day, voice), _day_link(day, component.id, courses.library)) for day in days]
    return ComponentView(
        component.id,
        urls.of_component(component.id),
        component.name,
        record.name,
        component.badge,
        component.description,
        state,
        voice.say(f"state.{shown_as}"),
        voice.say(f"state_in_text.{shown_as}"),
        days,
        tuple(_disrupted(day, voice) for day in reversed(days) if day.sources),
        draw_bars(days),
        draw_day_links(links, voice.say("component.bars")),
        _summary(days, voice, is_whole=doubtful is None),
        wording.say_not_shown(courses.library.gaps_of(component.id), courses.settings, voice),
        uptime_words(window, voice) if window is not None else None,
        percent_text(window.availability) if window is not None and window.availability is not None else None,
        unmeasured_words(window, voice),
        build_windows_table(record, voice),
        assumed_words(record.windows[-1] if record.windows else None, voice),
        component.workflows or (),
        component.options,
    )


def _show_as(component_id: str, state: ComponentState, standing: Standing) -> str:
    """What it is said to be, as strings have it: its state, or what stands instead of one."""
    if component_id in standing.in_doubt:
        return "not_known"
    return "past_end" if component_id in standing.overrun else state.value


def _day_label(day: Day, voice: Voice) -> str | None:
    """`10 February 2026: Major outage, 48 min`; None for a day on which nothing was wrong."""
    if not day.sources:
        return None
    told = _disrupted(day, voice)
    return voice.say("component.bar", day=told.label, state=told.state_label, length=told.lasted)


def _day_link(day: Day, component_id: str, library: Library) -> str:
    """The page of what made the day what it was; where there are several, the row that links to each."""
    if len(day.sources) != 1:
        return f"#d-{day.date.isoformat()}"
    (source,) = day.sources
    page = urls.of_incident(source) if source in library.titles else urls.of_maintenance(source)
    return urls.make_relative(urls.of_component(component_id), page)


def _disrupted(day: Day, voice: Voice) -> DisruptedDay:
    worst, minutes = _worst(day), sum(day.minutes.values())
    # A day that only has a report of something past has no minute of it: nobody knows how long it was.
    is_known = minutes or day.is_measured
    lasted = voice.length(timedelta(minutes=minutes)) if is_known else voice.say("component.no_length")
    state = voice.say(f"state.{_show_day_as(day)}")
    return DisruptedDay(voice.day(day.date), day.date.isoformat(), worst, state, lasted, day.sources)


def _worst(day: Day) -> ComponentState:
    return day.worst or ComponentState.OPERATIONAL


def _show_day_as(day: Day) -> str:
    """As `_show_as`, of the worst of a day."""
    if day.is_outside:
        return "past_end" if day.past_end else "outside"
    return _worst(day).value


def _summary(shown: Iterable[Day], voice: Voice, *, is_whole: bool) -> str:
    """The picture in words, and whether words of ours are missing."""
    summary = _say_known(shown, voice)
    return summary if is_whole else voice.say("component.not_shown", summary=summary)


def _say_known(shown: Iterable[Day], voice: Voice) -> str:
    """On how many of the known days something was wrong."""
    known = [day for day in shown if day.worst is not None]
    if not known:
        return voice.say("component.no_records")
    calm = (ComponentState.OPERATIONAL, ComponentState.UNDER_MAINTENANCE)
    troubled = [day for day in known if day.worst not in calm or day.overrun]
    period = voice.say("component.period", n=len(known))
    if not troubled:
        return voice.say("component.calm", period=period)
    worst = _show_day_as(max(troubled, key=lambda day: _worst(day).rank))
    state = voice.say(f"state_in_text.{worst}")
    return voice.say("component.disrupted", n=len(troubled), period=period, state=state)
