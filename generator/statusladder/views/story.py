"""What a page or feed says about one incident or maintenance, each part made when it is asked for."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from statusladder.ladder.course import IncidentCourse, Interval, MaintenanceCourse
from statusladder.ladder.recurrence import Recurrence
from statusladder.ladder.reliability import Rated
from statusladder.ladder.standing import Standing
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import ImportedFrom
from statusladder.model.site import Library
from statusladder.model.vocabulary import (
    ComponentState,
    Severity,
    Stage,
)
from statusladder.views import urls, wording
from statusladder.views.announcements import Announcement, build_announcements
from statusladder.views.core_lines import CoreLine, build_core_lines
from statusladder.views.entries import EntryView, build_entry
from statusladder.views.fact_tuple import digest_facts
from statusladder.views.feedback import RatingView
from statusladder.views.glance import Glance
from statusladder.views.lanes import LaneRow
from statusladder.views.panel import Panel
from statusladder.views.reach import ReachView
from statusladder.views.report import ReportView
from statusladder.views.story_words import (
    NextUpdate,
    RecurrenceView,
    Step,
)
from statusladder.views.timeline import Change, Rung, TimeView, build_rungs
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Surroundings:
    """What a story is told beside: the site, how it stands, what happened before, and how readers rated which incident.

    `standing` is that of the moment of the `voice`.
    """

    library: Library
    standing: Standing
    voice: Voice
    before: Mapping[str, tuple[Recurrence, ...]]
    ratings: Mapping[str, tuple[Rated, ...]]


class Story(ABC):
    """Everything a page or feed says about one incident or maintenance; all words are ready to be shown.

    Each part is made when it is first asked for: lists ask a thousand stories for a line, and one page for all of it.

    `state` is the worst that it does to a component now, or did when it is over. `happened` is the day it is filed
    under: the day of its start, or of a maintenance's window, which is from `opens` to `closes`; `times` are when it
    was open, on all of whose days it is listed. `since` is when it began, or was re-opened. `record` tells in full
    what `outcome` tells in lists. `rhythm` is how often we write at this stage, `reach` whom else updates go to,
    `tell_us` where readers tell us what they see. `gap` says that words of ours about it are not shown. `origin` is
    where it was imported from.
    """

    def __init__(self, course: IncidentCourse | MaintenanceCourse, beside: Surroundings) -> None:
        self._course: IncidentCourse | MaintenanceCourse = course
        self._beside = beside
        self._voice = beside.voice
        self._settings = beside.library.settings

    def at(self, now: datetime) -> "Story":
        """The same story, made anew at another moment."""
        return type(self)(replace(self._course, now=now), replace(self._beside, voice=self._voice.at(now)))

    @property
    def communication(self) -> Incident | Maintenance:
        """What it tells of."""
        return self._course.communication

    @property
    def id(self) -> str:
        return self._course.communication.id

    @property
    def title(self) -> str:
        return self._course.communication.title

    @property
    def first_at(self) -> datetime:
        return self._course.communication.first.at

    @property
    def updated_at(self) -> datetime:
        return self._course.updated_at

    @cached_property
    def day(self) -> TimeView:
        return TimeView.of_day(self._voice.day_of(self.happened), self._voice)

    @property
    def times(self) -> tuple[Interval, ...]:
        return self._course.open_times

    @cached_property
    def summary(self) -> str:
        """The newest news in a sentence; those of a draft say that they are."""
        news = self._course.communication.news
        words = wording.in_short(news.said.summary, news.body)
        return self._voice.say("story.draft", summary=words) if news.said.draft else words

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        return build_rungs(self._course, self._settings, self._voice)

    @cached_property
    def announcements(self) -> tuple[Announcement, ...]:
        return build_announcements(self._course, self.rungs, self._settings, self._voice)

    @cached_property
    def entries(self) -> tuple[EntryView, ...]:
        """Each announcement as the entry that all feeds have of it."""
        return tuple(build_entry(self._settings, self, told, self._voice) for told in self.announcements)

    @cached_property
    def core_lines(self) -> Mapping[str, tuple[CoreLine, ...]]:
        """The core lines of each update, by its id."""
        return {told.rung.id: told.core for told in self.announcements if told.correction is None}

    @cached_property
    def core_now(self) -> tuple[CoreLine, ...]:
        """The core lines as they stand at the moment of the clock, by which alone a window may have begun."""
        return build_core_lines(self._course, self._settings, self._voice)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of the facts after each update, by its id."""
        one, site_url = self._course.communication, self._settings.site.url
        return {update.id: digest_facts(one, update, self.url, site_url) for update in one.updates}

    @cached_property
    def related(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._named(self._course.communication.facts.related or ()))

    @property
    def origin(self) -> ImportedFrom | None:
        return self._course.communication.first.said.imported_from

    @property
    def component_ids(self) -> tuple[str, ...]:
        return self._course.communication.component_ids

    @cached_property
    def gap(self) -> str | None:
        gaps = [gap for gap in self._beside.library.gaps if gap.id == self.id]
        return wording.say_not_shown(gaps, self._settings, self._voice)

    @property
    def original_url(self) -> str | None:
        """Where it was first published."""
        return self.origin.url if self.origin is not None else None

    @property
    def original_id(self) -> str | None:
        """The id by which feed readers already know it: the source's own when that is one, else its old address."""
        if self.origin is not None and self.origin.id.startswith("tag:"):
            return self.origin.id
        return self.original_url

    @property
    def original_atom_id(self) -> str | None:
        """The id by which they know it in Atom, where that is another one."""
        return self.origin.atom_id if self.origin is not None else None

    def _named(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pages and titles of incidents, of those of the names that are there."""
        titles = self._beside.library.titles
        yield from ((urls.of_incident(name), titles[name]) for name in names if name in titles)

    @property
    @abstractmethod
    def is_maintenance(self) -> bool: ...

    @property
    @abstractmethod
    def url(self) -> str: ...

    @property
    @abstractmethod
    def kind(self) -> str: ...

    @property
    @abstractmethod
    def stage(self) -> Stage: ...

    @property
    @abstractmethod
    def label(self) -> str: ...

    @property
    def severity(self) -> Severity | None:
        return None

    @property
    def severity_label(self) -> str | None:
        return None

    @property
    def severity_in_text(self) -> str | None:
        return None

    @property
    @abstractmethod
    def is_open(self) -> bool: ...

    @property
    def is_planned(self) -> bool:
        return False

    @property
    def is_overrun(self) -> bool:
        return False

    @property
    @abstractmethod
    def state(self) -> ComponentState: ...

    @property
    @abstractmethod
    def happened(self) -> datetime: ...

    @property
    @abstractmethod
    def since(self) -> TimeView: ...

    @property
    @abstractmethod
    def elapsed(self) -> str: ...

    @property
    @abstractmethod
    def next_update(self) -> NextUpdate | None: ...

    @property
    def rhythm(self) -> str | None:
        return None

    @property
    def reach(self) -> ReachView | None:
        return None

    @property
    def tell_us(self) -> str | None:
        return None

    @property
    def steps(self) -> tuple[Step, ...]:
        return ()

    @property
    def then(self) -> str | None:
        return None

    @property
    def glance(self) -> Glance | None:
        return None

    @property
    def estimates(self) -> tuple[Change, ...]:
        return ()

    @property
    @abstractmethod
    def panel(self) -> Panel: ...

    @property
    @abstractmethod
    def outcome(self) -> str: ...

    @property
    def has_outcome(self) -> bool:
        """Whether `outcome` says more than the stage."""
        return self.outcome != self._voice.say("outcome.stage", stage=self.label)

    @property
    def record(self) -> str | None:
        return None

    @property
    def report(self) -> ReportView | None:
        return None

    @property
    def report_url(self) -> str | None:
        return None

    @property
    def lanes(self) -> tuple[LaneRow, ...]:
        return ()

    @property
    def window(self) -> str | None:
        return None

    @property
    def merged_into(self) -> tuple[str, str] | None:
        return None

    @property
    def recurring(self) -> tuple[RecurrenceView, ...]:
        return ()

    @property
    def ratings(self) -> tuple[RatingView, ...]:
        return ()

    @property
    def opens(self) -> datetime | None:
        return None

    @property
    def closes(self) -> datetime | None:
        return None
