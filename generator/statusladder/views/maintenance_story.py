"""A maintenance as its page tells it: window, promise, rungs, facts."""

from datetime import datetime, timedelta
from functools import cached_property

from statusladder.ladder.course import MaintenanceCourse
from statusladder.model.vocabulary import (
    ComponentState,
    Stage,
)
from statusladder.views import urls, wording
from statusladder.views.panel import Panel, build_panel
from statusladder.views.story import Story, Surroundings
from statusladder.views.story_words import NextUpdate, find_promised_next, outcome_of_maintenance
from statusladder.views.timeline import TimeView


class MaintenanceStory(Story):
    """The story of a maintenance at the clock's moment."""

    def __init__(self, course: MaintenanceCourse, beside: Surroundings) -> None:
        super().__init__(course, beside)
        self._course: MaintenanceCourse = course
        self._window = course.maintenance.window

    @property
    def is_maintenance(self) -> bool:
        return True

    @property
    def kind(self) -> str:
        return self._voice.say("story.maintenance")

    @property
    def state(self) -> ComponentState:
        return ComponentState.UNDER_MAINTENANCE

    @property
    def url(self) -> str:
        return urls.of_maintenance(self.id)

    @property
    def stage(self) -> Stage:
        return self._course.stage

    @property
    def label(self) -> str:
        return self._voice.say(f"stage.{self.stage.value}")

    @property
    def is_open(self) -> bool:
        return self._course.has_begun

    @property
    def is_planned(self) -> bool:
        return not (self._course.has_begun or self._course.is_over)

    @property
    def is_overrun(self) -> bool:
        return self._course.has_overrun

    @property
    def happened(self) -> datetime:
        return self._window.from_ if self._window is not None else self.first_at

    @cached_property
    def since(self) -> TimeView:
        return TimeView(self._voice.since(self.happened, self._voice.now), wording.stamp_of(self.happened))

    @cached_property
    def elapsed(self) -> str:
        return self._voice.length(max(timedelta(0), self._voice.now - self.happened))

    @cached_property
    def next_update(self) -> NextUpdate | None:
        return None if self._course.is_over else find_promised_next(self._course, self._voice)

    @cached_property
    def panel(self) -> Panel:
        return build_panel(self._course.maintenance, self._settings, self._voice, ended=self._course.is_over)

    @cached_property
    def outcome(self) -> str:
        return outcome_of_maintenance(self._course, self._voice)

    @property
    def window(self) -> str | None:
        return self._voice.window(self._window.from_, self._window.to) if self._window is not None else None

    @property
    def opens(self) -> datetime | None:
        return self._window.from_ if self._window is not None else None

    @property
    def closes(self) -> datetime | None:
        return self._window.to if self._window is not None else None
