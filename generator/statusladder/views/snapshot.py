"""Everything an output may show of a site at a moment, made once; outputs only arrange it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from statusladder.ladder.course import Courses
from statusladder.ladder.next_change import find_next_change
from statusladder.ladder.recurrence import find_recurrences
from statusladder.ladder.reliability import Selection, measure_reliability, ratings_by_incident
from statusladder.ladder.standing import Indicator, Standing, standing_of
from statusladder.model.communication import Incident
from statusladder.model.site import Library, Settings
from statusladder.model.vocabulary import ComponentState
from statusladder.views import wording
from statusladder.views.action_items import ImprovementsView, build_improvements
from statusladder.views.components import ComponentView, GroupView, RetiredView, build_groups, build_retired
from statusladder.views.events import EventView, build_events, build_proofs
from statusladder.views.frame import Frame, PageView, build_own_page
from statusladder.views.gist import Gists
from statusladder.views.history import (
    AudienceView,
    DayRow,
    MonthView,
    build_audiences,
    build_months,
    build_recent_days,
    lingers,
)
from statusladder.views.incident_story import IncidentStory
from statusladder.views.lessons import LessonsView, build_lessons
from statusladder.views.maintenance_story import MaintenanceStory
from statusladder.views.policy import PolicyView, build_policy
from statusladder.views.reliability import ReliabilityView, build_reliability
from statusladder.views.statuspage import Statuspage, build_statuspage
from statusladder.views.story import Story, Surroundings
from statusladder.views.timeline import MANY_AFFECTED
from statusladder.views.wording import BEGINNING
from statusladder.voice.catalogue import Catalogue, catalogue_for
from statusladder.voice.voice import Voice, speak_for

MANY_COMPONENTS = 20
"""Components that a page lists in full; about two screens of a phone."""


@dataclass(frozen=True)
class Snapshot:
    """The public site at `now`. Every tuple of stories is in the order in which it is shown.

    `incidents` and `maintenances` hold all, newest first; `open_incidents` worst first; `planned` soonest first.
    `lingering` are over, newest first, and name something that is not back to normal.
    `updated_at` is the newest publication, None on a site that never said anything. `next_change_at` is when time alone
    changes a page next, as far as the public may know. `frozen`: this is a look at another moment than the present one,
    so time on its pages runs on from `now`, whatever the reader's voice says. `gap` says that words of ours are not
    shown, None where all are. `gists` are by the page of each story; `courses` and `standing` are what all of it was
    made of.
    """

    settings: Settings
    voice: Voice
    gap: str | None
    indicator: Indicator
    verdict: str
    verdict_state: ComponentState
    groups: tuple[GroupView, ...]
    retired: tuple[RetiredView, ...]
    open_incidents: tuple[Story, ...]
    running: tuple[Story, ...]
    planned: tuple[Story, ...]
    incidents: tuple[Story, ...]
    maintenances: tuple[Story, ...]
    audiences: tuple[AudienceView, ...]
    lingering: tuple[Story, ...]
    recent: tuple[DayRow, ...]
    months: tuple[MonthView, ...]
    pages: tuple[PageView, ...]
    gists: Gists
    events: tuple[EventView, ...]
    proofs: tuple[EventView, ...]
    improvements: ImprovementsView
    policy: PolicyView
    reliability: ReliabilityView
    lessons: LessonsView | None
    updated_at: datetime | None
    next_change_at: datetime
    frozen: bool
    courses: Courses
    standing: Standing

    @property
    def now(self) -> datetime:
        """The moment of the snapshot."""
        return self.voice.now

    @property
    def components(self) -> tuple[ComponentView | RetiredView, ...]:
        """Every component that has a page: those in service as they are listed, then those that are retired."""
        return (*(view for group in self.groups for view in group.components), *self.retired)

    @property
    def has_many_components(self) -> bool:
        """Whether the list is so long that groups in which all is well are folded."""
        return sum(len(group.components) for group in self.groups) > MANY_COMPONENTS

    @property
    def has_many_affected(self) -> bool:
        """Whether so many are not operational that all groups are folded."""
        return sum(group.affected for group in self.groups) > MANY_AFFECTED

    @cached_property
    def statuspage(self) -> Statuspage:
        """The site in the words of the Statuspage API."""
        return build_statuspage(
            self.courses,
            self.standing,
            {story.url: self.gists[story.url].api_updates for story in self.stories},
            self.voice,
        )

    @cached_property
    def frame(self) -> Frame:
        """What stands around every page."""
        return Frame(
            settings=self.settings,
            voice=self.voice,
            frozen=self.frozen,
            zone_name=_zone(self.settings, self.voice),
            pages=self.pages,
            has_improvements=bool(self.improvements.count),
            has_lessons=self.lessons is not None,
            changed_at=self.changed_at,
            indicator=self.indicator,
        )

    @property
    def changed_at(self) -> datetime:
        """When something was last published."""
        return self.updated_at or BEGINNING

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Incidents and maintenance together, newest first."""
        return tuple(sorted((*self.incidents, *self.maintenances), key=_newest_first))


def take(library: Library, now: datetime, frozen: bool = False, catalogue: Catalogue | None = None) -> Snapshot:
    """The snapshot of a library, of which only the public part may be given (ladder.publication).

    It is told in the strings of the `catalogue`, else in those that are shipped for the site's language.
    """
    voice = speak_for(library.settings, catalogue or catalogue_for(library.settings.site.language), now)
    courses = Courses(library, now)
    now_standing, reliability = standing_of(courses), measure_reliability(courses, Selection())
    before, ratings = find_recurrences(library.incidents), ratings_by_incident(library.feedback)
    beside = Surroundings(library, now_standing, voice, before, ratings)
    incidents = {one.incident.id: IncidentStory(one, beside) for one in courses.incidents}
    maintenances = {one.maintenance.id: MaintenanceStory(one, beside) for one in courses.maintenances}
    stories: list[Story] = sorted((*incidents.values(), *maintenances.values()), key=_newest_first)
    open_incidents = tuple(incidents[course.incident.id] for course in now_standing.open_incidents)
    running = tuple(maintenances[course.maintenance.id] for course in now_standing.running)
    verdict, state = _verdict(open_incidents, running, now_standing, library, voice)
    return Snapshot(
        settings=library.settings,
        voice=voice,
        gap=wording.say_not_shown(library.gaps, library.settings, voice),
        indicator=now_standing.indicator,
        verdict=verdict,
        verdict_state=state,
        groups=build_groups(courses, now_standing, reliability.components, voice),
        retired=build_retired(courses, voice),
        open_incidents=open_incidents,
        running=running,
        planned=tuple(maintenances[course.maintenance.id] for course in now_standing.planned),
        incidents=tuple(sorted(incidents.values(), key=_newest_first)),
        maintenances=tuple(sorted(maintenances.values(), key=_newest_first)),
        audiences=tuple(build_audiences(library.settings, stories, voice)),
        lingering=tuple(_lingering(stories, voice)),
        recent=tuple(_recent(stories, voice, courses)),
        months=build_months(stories, voice),
        pages=tuple(build_own_page(page) for page in library.pages),
        gists=Gists({story.url: story for story in stories}, library.settings, voice),
        events=build_events(library, voice),
        proofs=build_proofs(courses, voice),
        improvements=build_improvements(
            (one for course in courses.incidents for one in course.actions), voice.day_of(now), library.settings, voice
        ),
        policy=build_policy(library.settings, library.policy, voice),
        reliability=build_reliability(reliability, voice),
        lessons=build_lessons(library, voice) if library.settings.pages.lessons else None,
        updated_at=max((story.updated_at for story in stories), default=None),
        next_change_at=find_next_change(library, courses),
        frozen=frozen,
        courses=courses,
        standing=now_standing,
    )


def _recent(stories: Sequence[Story], voice: Voice, courses: Courses) -> Iterator[DayRow]:
    """The recent days; nobody can say of a day that it was quiet while something is not shown."""
    rows = build_recent_days(stories, voice, courses.known_since)
    yield from (row for row in rows if row.stories or not courses.library.gaps)


def _lingering(stories: Sequence[Story], voice: Voice) -> Iterator[Story]:
    for story in stories:
        if isinstance(story.communication, Incident) and lingers(story.communication, voice):
            yield story


def _newest_first(story: Story) -> tuple[float, str]:
    return -story.happened.timestamp(), story.id


def _zone(settings: Settings, voice: Voice) -> str:
    name = voice.zone_name(voice.now)
    return name if settings.site.timezone in ("UTC", "Etc/UTC") else f"{settings.site.timezone} ({name})"


def _verdict(
    open_incidents: Sequence[Story], running: Sequence[Story], standing: Standing, library: Library, voice: Voice
) -> tuple[str, ComponentState]:
    """The one sentence in large type, in customers' words, and the state that colours it."""
    worst = max(standing.states.values(), key=lambda one: one.rank, default=ComponentState.OPERATIONAL)
    if open_incidents:
        first = open_incidents[0]
        return first.title, first.state
    if running:
        return voice.say("home.maintenance_runs", title=running[0].title), worst
    if library.gaps:
        return voice.say("not_shown.short"), ComponentState.AFFECTED
    return voice.say("home.all_is_well"), ComponentState.OPERATIONAL
