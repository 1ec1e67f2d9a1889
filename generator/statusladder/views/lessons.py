"""What we learned, as one page tells it: the lessons of all final reports by tag, and what readers told us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from statusladder.model.communication import Incident, Update
from statusladder.model.report import FeedbackAnswer
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage
from statusladder.views import urls
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Learned:
    """The lessons of one report. `related` are other incidents that it names; `answers` what readers said to it."""

    incident_id: str
    url: str
    title: str
    day: TimeView
    published: datetime
    updated: datetime
    lessons: tuple[str, ...]
    tags: tuple[str, ...]
    related: tuple[tuple[str, str], ...]
    answers: tuple[FeedbackAnswer, ...]


@dataclass(frozen=True)
class Topic:
    """A tag and what was learned of it, the newest report first; `id` is its anchor.

    A report stands in full under the first of its topics alone; the others name it in `also`, with that topic's name.
    """

    id: str
    label: str
    learned: tuple[Learned, ...]
    also: tuple[tuple[Learned, str], ...] = ()


@dataclass(frozen=True)
class LessonsView:
    """`reports` are newest first; one that only answers readers has no lessons."""

    topics: tuple[Topic, ...]
    reports: tuple[Learned, ...]

    @property
    def answered(self) -> tuple[Learned, ...]:
        """The reports that answer what readers told us."""
        return tuple(report for report in self.reports if report.answers)

    @property
    def updated_at(self) -> datetime:
        return max(report.updated for report in self.reports)


def build_lessons(library: Library, voice: Voice) -> LessonsView | None:
    """All that the final reports teach; None while there is nothing to be learned from them."""
    titles = library.titles
    found = [_learned(incident, paper, titles, voice) for incident in library.incidents if (paper := _final(incident))]
    reports = sorted(
        (one for one in found if one.lessons or one.answers),
        key=lambda one: (one.published, one.incident_id),
        reverse=True,
    )
    return LessonsView(tuple(_topics(reports, voice)), tuple(reports)) if reports else None


def _final(incident: Incident) -> Update[IncidentKeys] | None:
    """The first report that was final: what a preliminary one teaches may still turn out otherwise."""
    papers = (update for update in incident.reports if update.stage is Stage.POSTMORTEM)
    return next((paper for paper in papers if paper.facts.version is not ReportVersion.PRELIMINARY), None)


def _learned(incident: Incident, paper: Update[IncidentKeys], titles: dict[str, str], voice: Voice) -> Learned:
    facts, day = incident.facts, voice.day_of(incident.started_at)
    return Learned(
        incident_id=incident.id,
        url=urls.of_postmortem(incident.id),
        title=incident.title,
        day=TimeView(voice.day(day), day.isoformat()),
        published=paper.at,
        updated=incident.reports[-1].at,
        lessons=tuple(dict.fromkeys(facts.lessons or ())),
        tags=facts.tags or (),
        related=tuple((urls.of_incident(name), titles[name]) for name in facts.related or () if name in titles),
        answers=facts.feedback_answered or (),
    )


def _topics(reports: Iterable[Learned], voice: Voice) -> list[Topic]:
    """By tag in the order of the alphabet, however a tag was capitalised; what has none comes last."""
    labels: dict[str, str] = {}
    grouped: dict[str, list[Learned]] = {}
    other = []
    for report in reports:
        if not report.lessons:
            continue
        names = {"-".join(tag.casefold().split()): tag for tag in report.tags}
        for name, tag in names.items():
            labels.setdefault(name, tag)
            grouped.setdefault(name, []).append(report)
        if not names:
            other.append(report)
    told_under: dict[str, str] = {}
    topics = []
    for name in sorted(grouped):
        new = tuple(report for report in grouped[name] if report.incident_id not in told_under)
        also = tuple((one, told_under[one.incident_id]) for one in grouped[name] if one.incident_id in told_under)
        told_under |= {report.incident_id: labels[name] for report in new}
        topics.append(Topic(f"tag-{name}", labels[name], new, also))
    return [*topics, Topic("other", voice.say("lessons.other"), tuple(other))] if other else topics
