"""One account of an incident or a maintenance at a moment: made once, and what every page, feed and figure goes by.

A course is made of what was known at the moment (ladder.publication); nothing here looks at later updates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Generic, Self, TypeVar
from zoneinfo import ZoneInfo

from statusladder.ladder.action_items import Action, actions_of
from statusladder.ladder.promises import Pause, Promise, PromiseRecord, pauses_of, promises_of, record_of
from statusladder.ladder.spans import Leg, Span, legs_of, spans_of
from statusladder.ladder.windows import Windows
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.folding import RELEASING
from statusladder.model.policy import Policy
from statusladder.model.site import Component, Library, Settings
from statusladder.model.vocabulary import OPEN_STAGES, PLANNED_STAGES, ComponentState, Stage

C = TypeVar("C", Incident, Maintenance)

NOTHING = timedelta(0)

_FELT = frozenset(OPEN_STAGES) - {Stage.NOTICE}


@dataclass(frozen=True)
class Interval:
    """A time of impact; `end` is None while it lasts."""

    start: datetime
    end: datetime | None

    def length(self, now: datetime) -> timedelta:
        return (self.end or now) - self.start


@dataclass(frozen=True)
class Course(Generic[C]):
    """What happened up to `now`, an aware time, in an incident or a maintenance; days are those of the zone."""

    communication: C
    policy: Policy
    zone: ZoneInfo
    now: datetime

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """Every next update that was promised, oldest first."""
        return promises_of(self.communication, self.now)

    def as_published(self) -> Iterator[Self]:
        """The course as it was when each update was published, oldest first."""
        updates = self.communication.updates
        for count, update in enumerate(updates, start=1):
            yield replace(self, communication=replace(self.communication, updates=updates[:count]), now=update.at)


class IncidentCourse(Course[Incident]):
    """The course of an incident."""

    @property
    def incident(self) -> Incident:
        return self.communication

    @property
    def updated_at(self) -> datetime:
        return self.incident.latest.at

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        return pauses_of(self.incident, self.policy, self.now)

    @cached_property
    def record(self) -> PromiseRecord:
        return record_of(self.incident, self.promises, self.now)

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        return legs_of(self.incident)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What it did to its components, sorted by start, then component."""
        return spans_of(self.incident, self.legs, self.now)

    @cached_property
    def impact(self) -> tuple[Interval, ...]:
        """When customers were affected: disjoint intervals in order, of which the last may still run.

        A component's state tells it. In a leg without any, customers are affected from its beginning until
        `mitigated_at`, else until monitoring begins, else until it is over. A false alarm affected nobody, a notice
        nobody yet; of an incident that was reported afterwards without a beginning no length is known.
        """
        found = [(span.start, span.end) for span in self.spans if span.start != span.end]
        for leg, following in zip_longest(self.legs, self.legs[1:]):
            until = following.begins if following is not None else None
            if not any(_overlap(start, end, leg.begins, until) for start, end in found):
                found += self._impact_by_stage(leg)
        return _merged(found)

    def _impact_by_stage(self, leg: Leg) -> Iterator[tuple[datetime, datetime | None]]:
        felt = [update for update in leg.updates if update.stage in _FELT or leg.started]
        if self.incident.stage is Stage.RETRACTED or {update.stage for update in felt} <= {Stage.NOTICE}:
            return
        start = min(leg.begins if leg.started else felt[0].at, self.now)
        end = leg.mitigated_after(start) or leg.watched_from or leg.ends
        if end is None or end > start:
            yield start, min(end, self.now) if end is not None else None

    @cached_property
    def open_times(self) -> tuple[Interval, ...]:
        """When the incident was open, from the beginning of its impact where that is known."""
        times: list[tuple[datetime, datetime | None]] = []
        for leg, following in zip_longest(self.legs, self.legs[1:]):
            begin = min(leg.begins, self.now)
            end = leg.ends or (following.begins if following is not None else None)
            times.append((begin, max(min(end, self.now), begin) if end is not None else None))
        return _merged(times)

    @property
    def impact_lasts(self) -> bool:
        return bool(self.impact) and self.impact[-1].end is None

    @property
    def impact_ended(self) -> datetime | None:
        """When customers were last affected; None while they are, and where nobody was or no time is known."""
        return self.impact[-1].end if self.impact else None

    @property
    def length(self) -> timedelta | None:
        """For how long customers were affected, pauses left out; None where that is unknown, or nobody was."""
        return sum((interval.length(self.now) for interval in self.impact), NOTHING) if self.impact else None

    @property
    def state(self) -> ComponentState:
        """The worst that it does to a component now, or did at worst once it does nothing any more; of an incident that
        gives no component a state nobody can say more than that something is affected."""
        lasting = [span for span in self.spans if span.end is None]
        states = [span.state for span in lasting or self.spans]
        is_real = self.incident.stage is not Stage.RETRACTED and self.impact
        unknown = ComponentState.AFFECTED if is_real else ComponentState.OPERATIONAL
        return max(states, key=lambda state: state.rank, default=unknown)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        return actions_of(self.incident, self.zone)


class MaintenanceCourse(Course[Maintenance]):
    """The course of a maintenance, by its updates and by the clock."""

    @property
    def maintenance(self) -> Maintenance:
        return self.communication

    @cached_property
    def windows(self) -> Windows:
        return Windows(self.maintenance, self.now)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return self.windows.spans()

    @property
    def is_over(self) -> bool:
        return self.windows.over_at is not None

    @property
    def stage(self) -> Stage:
        """Where the clock has it: one may begin and complete without a word, and be extended before it begins."""
        stage = self.maintenance.stage
        if self.is_over:
            return stage if stage in RELEASING else Stage.COMPLETED
        if self.has_begun:
            return Stage.IN_PROGRESS if stage in PLANNED_STAGES else stage
        return Stage.SCHEDULED if stage is Stage.EXTENDED else stage

    @property
    def open_times(self) -> tuple[Interval, ...]:
        """From the start of its window until it was over, or is to be; of one that was cancelled its start alone."""
        window, over_at = self.maintenance.window, self.windows.over_at
        start = window.from_ if window is not None else self.maintenance.first.at
        if self.maintenance.stage is Stage.CANCELLED:
            return (Interval(start, start),)
        if over_at is not None:
            return (Interval(start, max(start, over_at)),)
        return (Interval(start, None if self.has_begun or window is None else window.to),)

    @property
    def updated_at(self) -> datetime:
        """When it last changed: by an update, or by the clock, which begins and ends its window."""
        passed = (edge for edge in self.windows.edges() if edge <= self.now)
        return max((self.maintenance.latest.at, *passed))

    @cached_property
    def has_begun(self) -> bool:
        """Whether the work goes on: somebody said so, or the clock has passed the start of its window."""
        return self.windows.runs_at(self.now)

    @property
    def has_overrun(self) -> bool:
        window = self.maintenance.window
        return self.has_begun and window is not None and window.to <= self.now


@dataclass(frozen=True)
class Courses:
    """The course of everything in a library, which was cut at `now` before (ladder.publication), in its order."""

    library: Library
    now: datetime

    @cached_property
    def incidents(self) -> tuple[IncidentCourse, ...]:
        return tuple(IncidentCourse(one, self.library.policy, self.zone, self.now) for one in self.library.incidents)

    @cached_property
    def maintenances(self) -> tuple[MaintenanceCourse, ...]:
        policy = self.library.policy
        return tuple(MaintenanceCourse(one, policy, self.zone, self.now) for one in self.library.maintenances)

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.library.settings.zone

    @property
    def settings(self) -> Settings:
        return self.library.settings

    @cached_property
    def in_service(self) -> tuple[Component, ...]:
        """The components that are not retired today, in the order of site.yaml."""
        return tuple(one for one in self.settings.components if not one.is_retired(self._today))

    @cached_property
    def retired(self) -> tuple[Component, ...]:
        """The others."""
        return tuple(one for one in self.settings.components if one.is_retired(self._today))

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def every(self) -> tuple[IncidentCourse | MaintenanceCourse, ...]:
        return (*self.incidents, *self.maintenances)

    @cached_property
    def _named(self) -> Mapping[str, date]:
        """The day in the site's zone on which each component was first affected, or named by a maintenance."""
        found: dict[str, date] = {}
        for one in self.library.communications:
            day = (one.started_at if isinstance(one, Incident) else one.first.at).astimezone(self.zone).date()
            for name in one.component_ids:
                found[name] = min(day, found.get(name, day))
        return found

    def since(self, component: Component) -> date | None:
        """The first day of which something is known of a component; None where nothing is."""
        return component.since or self._named.get(component.id)

    def in_doubt_since(self, component: Component) -> date | None:
        """The first day of which nobody can say that a component was well, since words of ours are not shown."""
        moments = (gap.since or self.now for gap in self.library.gaps_of(component.id))
        return min((moment.astimezone(self.zone).date() for moment in moments), default=None)

    @property
    def known_since(self) -> date | None:
        """The first day of which anything is known."""
        days = (self.since(component) for component in self.library.settings.components)
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def spans(self) -> Mapping[str, tuple[Span, ...]]:
        """The spans of every component of site.yaml, in its order, each sorted by start, then source."""
        found: dict[str, list[Span]] = {component.id: [] for component in self.library.settings.components}
        for course in self.every:
            for span in course.spans:
                found.setdefault(span.component, []).append(span)
        return {
            component.id: tuple(sorted(found[component.id], key=lambda span: (span.start, span.source)))
            for component in self.library.settings.components
        }


def _overlap(start: datetime, end: datetime | None, begin: datetime, until: datetime | None) -> bool:
    return (until is None or start < until) and (end is None or end > begin)


def _merged(times: Iterable[tuple[datetime, datetime | None]]) -> tuple[Interval, ...]:
    """Disjoint intervals in order of their start."""
    merged: list[Interval] = []
    for start, end in sorted(times, key=lambda time: time[0]):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and start > last.end):
            merged.append(Interval(start, end))
        else:
            merged[-1] = Interval(last.start, None if last.end is None or end is None else max(last.end, end))
    return tuple(merged)
