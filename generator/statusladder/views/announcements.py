"""What those who follow an incident or maintenance are told, one after the other: its updates, and later corrections.

Each is made of what was known when it was published, so that no update that follows changes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.steps import AHEAD
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity
from statusladder.views.core_lines import CoreLine, build_core_lines
from statusladder.views.corrections import LateCorrection, title_at
from statusladder.views.timeline import Rung
from statusladder.voice.voice import Voice

_SERIOUS = frozenset({Severity.CRITICAL, Severity.MAJOR})
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Announcement:
    """An update, or the `correction` that it was given later.

    `moment` differs from that of every other of its story: times are written to the minute, and readers sort by them.
    What was imported keeps the times of its source, since it is no news.
    `title` says what kind of news it is. `stage`, `component_ids` and `topics`, their names, are what was known then,
    and so are `core`, the core lines.
    `is_serious`: the severity was major or critical, then or before. `spoken_to` are the audiences for which something
    was added, then or before.
    """

    rung: Rung
    correction: LateCorrection | None
    moment: datetime
    title: str
    stage: str
    component_ids: tuple[str, ...]
    topics: tuple[str, ...]
    core: tuple[CoreLine, ...]
    is_serious: bool
    spoken_to: frozenset[str]

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its story, and its name among all of that story's news."""
        return self.correction.anchor if self.correction is not None else self.rung.id


def build_announcements(
    course: IncidentCourse | MaintenanceCourse, rungs: tuple[Rung, ...], settings: Settings, voice: Voice
) -> tuple[Announcement, ...]:
    """Every announcement of a course up to now, newest first; `rungs` are its updates, newest first."""
    told: list[Announcement] = []
    courses: Iterator[IncidentCourse | MaintenanceCourse] = course.as_published()
    published = {rung.id: then for rung, then in zip(reversed(rungs), courses, strict=True)}
    for at, rung, correction in _in_time(rungs, voice.now):
        moment, then = max(at, told[-1].moment + _A_MOMENT) if told else at, published[rung.id]
        if correction is None:
            if then.communication.latest.imported:
                moment = rung.moment
            title = title_at(course.communication, rung.moment)
            told.append(_update(then, rung, title, told, moment, settings, voice))
        else:
            title = voice.say("timeline.news.correction", title=title_at(course.communication, correction.at))
            told.append(replace(told[-1], rung=rung, correction=correction, moment=moment, title=title))
    return tuple(reversed(told))


def _in_time(rungs: tuple[Rung, ...], now: datetime) -> Iterator[tuple[datetime, Rung, LateCorrection | None]]:
    """The time of each update, in their order, and of each correction, which comes behind the updates of its minute."""
    rows: list[tuple[datetime, int, Rung, LateCorrection | None]] = []
    for rung in reversed(rungs):
        # What was imported need not be in the order of its times.
        at = max(rung.moment, rows[-1][0]) if rows else rung.moment
        rows.append((at, 0, rung, None))
    for rung in rungs:
        rows += [(fix.at, 1, rung, fix) for fix in rung.corrections if fix.at <= now + AHEAD]
    for at, _, rung, correction in sorted(rows, key=lambda row: row[:2]):
        yield at, rung, correction


def _update(
    then: IncidentCourse | MaintenanceCourse,
    rung: Rung,
    title: str,
    before: list[Announcement],
    moment: datetime,
    settings: Settings,
    voice: Voice,
) -> Announcement:
    """The newest update of a course that ends with it, `before` being all that was told until then."""
    latest, last = then.communication.latest, before[-1:]
    label = voice.say("timeline.note.reopened") if latest.said.reopened else rung.label
    return Announcement(
        rung=rung,
        correction=None,
        moment=moment,
        title=voice.say("timeline.news.update", label=label, title=title),
        stage=voice.say(f"stage.{rung.stage.value}"),
        component_ids=then.communication.component_ids,
        topics=rung.topics,
        core=build_core_lines(then, settings, voice),
        is_serious=rung.severity in _SERIOUS or any(one.is_serious for one in last),
        spoken_to=frozenset(one.audience for one in rung.overlays).union(*(one.spoken_to for one in last)),
    )
