"""What the messages about one update say: the same facts in every channel, ordered for those that have little room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.markup.prose import words_of
from statusladder.model.site import Settings
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, ComponentState, Severity, Stage
from statusladder.views import urls
from statusladder.views.announcements import Announcement
from statusladder.views.briefing import Briefing, build_briefing
from statusladder.views.core_lines import CoreLine
from statusladder.views.entries import build_words
from statusladder.views.short_forms import ShortForm, build_short_form
from statusladder.views.story import Story
from statusladder.views.timeline import Rung
from statusladder.voice.voice import Voice

_OVER = CLOSING_STAGES | frozenset(REPORT_STAGES)


@dataclass(frozen=True)
class Bulletin:
    """One update, or the correction of one, as messages say it; every text is ready to be shown.

    `id` is unique within its story, whose id is `story`; `thread` are names that never change, oldest first: of what
    was said about it before, and last its own. `headline` is its title with the stage in front. `html` is what the
    update says besides its `core` lines, with whole addresses, and `text` the same in prose. `url` leads to the update,
    `page` to its story. `facts` is the digest of the facts of its update. `severity` is None for maintenance. `keys`
    are its facts as data, `promised_at` the time of the next update, and `states` those of its components, as far as
    anybody said. `briefing` is for people inside.
    """

    story: str
    id: str
    thread: tuple[str, ...]
    update: str
    sequence: int
    is_correction: bool
    is_reopening: bool
    moment: datetime
    title: str
    headline: str
    stage: Stage
    severity: Severity | None
    is_over: bool
    component_ids: tuple[str, ...]
    states: Mapping[str, ComponentState]
    keys: UpdateKeys
    promised_at: datetime | None
    briefing: Briefing
    html: str
    text: str
    core: tuple[CoreLine, ...]
    signature: str | None
    short: ShortForm
    url: str
    page: str
    facts: str


def build_bulletin(
    story: Story,
    told: Announcement,
    course: IncidentCourse | MaintenanceCourse,
    settings: Settings,
    voice: Voice,
    audience: str | None = None,
) -> Bulletin:
    """An announcement of a story, which has that course, to all or with what is added for an audience."""
    then = _course_at(course, told.rung)
    before = [one.anchor for one in story.announcements]
    # A correction is of one update, and is told beside what the newest one says.
    newest = next(one.rung for one in story.announcements[before.index(told.anchor) :] if one.correction is None)
    standing = then if newest is told.rung else _course_at(course, newest)
    html = build_words(settings, story, told, voice.at(told.moment), audience, beside_core=True)
    links = [urls.make_absolute(settings.site.url, urls.of_update(story.url, told.anchor))]
    links += [urls.make_absolute(settings.site.url, story.url), f"{settings.site.url}/"]
    return Bulletin(
        story=story.id,
        id=told.anchor,
        thread=tuple(map(_lasting_name, reversed(story.announcements[before.index(told.anchor) :]))),
        update=told.rung.id,
        sequence=then.communication.latest.number,
        is_correction=told.correction is not None,
        is_reopening=told.correction is None and bool(then.communication.latest.said.reopened),
        moment=told.moment,
        title=then.communication.title,
        headline=told.title,
        stage=told.rung.stage,
        severity=told.rung.severity if not story.is_maintenance else None,
        is_over=told.rung.stage in _OVER,
        component_ids=told.component_ids,
        states=_states(then, is_over=told.rung.stage in _OVER),
        keys=then.communication.latest.facts,
        promised_at=then.communication.latest.said.promised_at,
        briefing=build_briefing(then, settings, voice.at(told.moment)) if told.correction is None else Briefing(),
        html=html,
        text=words_of(html),
        core=told.core,
        signature=told.rung.signature if told.correction is None else None,
        short=build_short_form(told, standing, settings, voice.at(told.moment), links, is_over=newest.stage in _OVER),
        url=links[0],
        page=links[1],
        facts=story.digests[told.rung.id],
    )


def _lasting_name(told: Announcement) -> str:
    """Corrections are numbered by their time, so one that joins can change the number of another."""
    return told.rung.id if told.correction is None else f"{told.rung.id}/{told.correction.mark}"


def _course_at(course: IncidentCourse | MaintenanceCourse, rung: Rung) -> IncidentCourse | MaintenanceCourse:
    """What was known when an update was published."""
    courses: Iterator[IncidentCourse | MaintenanceCourse] = course.as_published()
    return next(then for then in courses if then.communication.latest.id == rung.id)


def _states(then: IncidentCourse | MaintenanceCourse, *, is_over: bool) -> dict[str, ComponentState]:
    """The state of each component at the moment of a course; at the end what is not said to last is over."""
    said = then.communication.facts.components
    states = {name: fact.status for name, fact in said.states.items()} if said is not None else {}
    if is_over:
        states = dict.fromkeys(then.communication.component_ids, ComponentState.OPERATIONAL)
    return states | {span.component: span.state for span in then.spans if span.end is None}
