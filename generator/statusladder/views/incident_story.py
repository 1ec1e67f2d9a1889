"""An incident as its page tells it: verdict, promise, compact ladder, rungs, facts, record."""

from datetime import datetime
from functools import cached_property

from statusladder.ladder.course import IncidentCourse
from statusladder.model.vocabulary import (
    ComponentState,
    IncidentKind,
    Severity,
    Stage,
)
from statusladder.views import urls, wording
from statusladder.views.feedback import RatingView, build_rating, find_report_link
from statusladder.views.glance import Glance, build_glance
from statusladder.views.lanes import LaneRow, build_lanes
from statusladder.views.panel import Panel, build_panel
from statusladder.views.promise import rhythm_words
from statusladder.views.reach import ReachView, build_reach
from statusladder.views.report import ReportView, build_report, has_report
from statusladder.views.story import Story, Surroundings
from statusladder.views.story_words import (
    NextUpdate,
    RecurrenceView,
    Step,
    build_recurrence,
    find_promised_next,
    outcome_of,
    record_in_full,
    say_first_affected,
    say_what_comes_then,
    steps_of,
)
from statusladder.views.timeline import Change, TimeView, build_estimates


class IncidentStory(Story):
    """The story of an incident at the clock's moment, with what happened before it and how readers rated it."""

    def __init__(self, course: IncidentCourse, beside: Surroundings) -> None:
        super().__init__(course, beside)
        self._course: IncidentCourse = course
        self._incident = course.incident

    @property
    def is_maintenance(self) -> bool:
        return False

    @property
    def url(self) -> str:
        return urls.of_incident(self.id)

    @property
    def kind(self) -> str:
        return self._voice.say(f"kind.{(self._incident.facts.kind or IncidentKind.INCIDENT).value}")

    @property
    def stage(self) -> Stage:
        return self._incident.stage

    @property
    def label(self) -> str:
        return self._voice.say(f"stage.{self._incident.closing.stage.value}")

    @property
    def severity(self) -> Severity:
        return self._incident.severity

    @property
    def severity_label(self) -> str:
        return self._voice.say(f"severity.{self._incident.severity.value}")

    @property
    def severity_in_text(self) -> str:
        return self._voice.say(f"severity_in_text.{self._incident.severity.value}")

    @property
    def is_open(self) -> bool:
        return self._incident.is_open

    @property
    def state(self) -> ComponentState:
        return self._course.state

    @property
    def happened(self) -> datetime:
        return self._incident.started_at

    @cached_property
    def since(self) -> TimeView:
        return TimeView(self._voice.since(self._opened, self._voice.now), wording.stamp_of(self._opened))

    @cached_property
    def elapsed(self) -> str:
        return self._voice.length(self._voice.now - self._opened)

    @cached_property
    def next_update(self) -> NextUpdate | None:
        return find_promised_next(self._course, self._voice) if self.is_open else None

    @cached_property
    def rhythm(self) -> str | None:
        return (
            rhythm_words(self._incident, self._beside.library.policy, self._settings, self._voice)
            if self.is_open
            else None
        )

    @cached_property
    def reach(self) -> ReachView | None:
        return build_reach(self._course, self._settings, self._voice)

    @cached_property
    def tell_us(self) -> str | None:
        if not self.is_open:
            return None
        return find_report_link(self._settings, self.id, say_first_affected(self.panel), self._voice)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self._incident, self._voice) if self.is_open else ()

    @cached_property
    def then(self) -> str | None:
        return say_what_comes_then(self._incident, self._beside.library.policy, self.steps, self._voice)

    @cached_property
    def glance(self) -> Glance | None:
        if not self.is_open:
            return None
        return build_glance(self._incident, self.panel, self._settings, self._beside.standing.states, self._voice)

    @cached_property
    def estimates(self) -> tuple[Change, ...]:
        return build_estimates(self._incident, self._voice)

    @cached_property
    def panel(self) -> Panel:
        return build_panel(self._incident, self._settings, self._voice)

    @cached_property
    def outcome(self) -> str:
        return outcome_of(self._course, self._voice)

    @cached_property
    def record(self) -> str | None:
        return record_in_full(self._course, self._voice)

    @cached_property
    def report(self) -> ReportView | None:
        return build_report(self._course, self._settings, self._voice)

    @property
    def report_url(self) -> str | None:
        return urls.of_postmortem(self.id) if has_report(self._incident) else None

    @cached_property
    def lanes(self) -> tuple[LaneRow, ...]:
        return build_lanes(self._incident, self._voice) if self.report is not None else ()

    @property
    def merged_into(self) -> tuple[str, str] | None:
        merged = self._incident.latest.said.merged_into
        return next(self._named([merged] if merged is not None else []), None)

    @cached_property
    def recurring(self) -> tuple[RecurrenceView, ...]:
        return tuple(build_recurrence(one, self._settings, self._voice) for one in self._beside.before[self.id])

    @cached_property
    def ratings(self) -> tuple[RatingView, ...]:
        """How readers rated it, once it is over."""
        rated = self._beside.ratings.get(self.id, ())
        return tuple(build_rating(one, self._voice) for one in rated) if not self.is_open else ()

    @property
    def _opened(self) -> datetime:
        return self._course.open_times[-1].start
