"""An incident or maintenance as its page tells it: verdict, promise, compact ladder, rungs, facts, record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statusladder.ladder.course import IncidentCourse, Interval, MaintenanceCourse
from statusladder.ladder.promises import Outcome
from statusladder.ladder.recurrence import Recurrence
from statusladder.ladder.reliability import Rated
from statusladder.ladder.standing import Standing
from statusladder.ladder.steps import LABELS
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import ImportedFrom
from statusladder.model.policy import Policy
from statusladder.model.site import Library, Settings
from statusladder.model.vocabulary import (
    INCIDENT_STAGES,
    OPEN_STAGES,
    ComponentState,
    IncidentKind,
    Severity,
    Stage,
)
from statusladder.views import urls, wording
from statusladder.views.announcements import Announcement, announcements
from statusladder.views.feedback import report_link
from statusladder.views.glance import Glance, glance
from statusladder.views.lanes import LaneRow, lanes
from statusladder.views.panel import Panel, panel
from statusladder.views.promise import record_words, rhythm_words
from statusladder.views.ratings import RatingView, rating_view
from statusladder.views.recurrence import RecurrenceView, recurrence_view
from statusladder.views.report import ReportView, report
from statusladder.views.timeline import Change, Rung, TimeView, estimates, rungs
from statusladder.views.wording import Clock


@dataclass(frozen=True)
class NextUpdate:
    """The promise that stands: in words with its zone, and whether it is overdue at the moment of the build.

    `late_text` is what the words become once it is overdue.
    """

    text: str
    late_text: str
    at: TimeView
    is_overdue: bool


@dataclass(frozen=True)
class Step:
    """One rung of the compact ladder; `progress` is done, now or next."""

    label: str
    at: TimeView | None
    progress: str


@dataclass(frozen=True)
class Story:
    """Everything a page or feed says about one incident or maintenance; all words are ready to be shown.

    `state` is the worst that it does to a component now, or did when it is over. `happened` is the day it is filed
    under: the day of its start, or of a maintenance's window, which is from `opens` to `closes`; `times` are when it
    was open, on all of whose days it is listed. `since` is when it began, or was re-opened. `record` tells in full what
    `outcome` tells in lists. `rhythm` is how often we write at this stage, `tell_us` where readers tell us what
    they see. `gap` says that words of ours about it are not shown. `origin` is where it was imported from.
    """

    id: str
    url: str
    is_maintenance: bool
    title: str
    stage: Stage
    label: str
    severity: Severity | None
    severity_label: str | None
    is_open: bool
    is_planned: bool
    is_overrun: bool
    state: ComponentState
    happened: datetime
    first_at: datetime
    updated_at: datetime
    day: TimeView
    since: TimeView
    elapsed: str
    times: tuple[Interval, ...]
    summary: str
    next_update: NextUpdate | None
    rhythm: str | None
    tell_us: str | None
    steps: tuple[Step, ...]
    then: str | None
    glance: Glance | None
    rungs: tuple[Rung, ...]
    announcements: tuple[Announcement, ...]
    estimates: tuple[Change, ...]
    panel: Panel
    outcome: str
    record: str | None
    report: ReportView | None
    report_url: str | None
    lanes: tuple[LaneRow, ...]
    window: str | None
    merged_into: tuple[str, str] | None
    related: tuple[tuple[str, str], ...]
    origin: ImportedFrom | None
    component_ids: tuple[str, ...]
    recurring: tuple[RecurrenceView, ...] = ()
    ratings: tuple[RatingView, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    kind: str = "Maintenance"
    gap: str | None = None

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


def incident_story(course: IncidentCourse, library: Library, standing: Standing, clock: Clock) -> Story:
    """The story of an incident at the clock's moment."""
    incident, settings, since = course.incident, library.settings, course.open_times[-1].start
    facts, steps = panel(incident, settings, clock), _steps(incident, clock) if incident.is_open else ()
    paper, source = report(course, settings, clock), incident.first.said.imported_from
    merged, updates = incident.latest.said.merged_into, rungs(course, settings, clock)
    return Story(
        id=incident.id,
        url=urls.incident(incident.id),
        is_maintenance=False,
        kind=wording.KIND_LABELS[incident.facts.kind or IncidentKind.INCIDENT],
        title=incident.title,
        stage=incident.stage,
        label=LABELS[incident.closing.stage],
        severity=incident.severity,
        severity_label=wording.SEVERITY_LABELS[incident.severity],
        is_open=incident.is_open,
        is_planned=False,
        is_overrun=False,
        state=course.state,
        happened=incident.started_at,
        first_at=incident.first.at,
        updated_at=course.updated_at,
        day=TimeView.of_day(clock.day_of(incident.started_at)),
        since=TimeView(clock.since(since, clock.now), wording.stamp(since)),
        elapsed=wording.duration(clock.now - since),
        times=course.open_times,
        summary=_summary(incident),
        next_update=_next_update(course, clock) if incident.is_open else None,
        rhythm=rhythm_words(incident, library.policy, settings) if incident.is_open else None,
        tell_us=report_link(settings, incident.id, _first_affected(facts)) if incident.is_open else None,
        steps=steps,
        then=_then(incident, library.policy, steps),
        glance=glance(incident, facts, settings, standing.states) if incident.is_open else None,
        rungs=updates,
        announcements=announcements(course, updates, settings, clock.now),
        estimates=estimates(incident, clock),
        panel=facts,
        outcome=_outcome(course),
        record=_record(course),
        report=paper,
        report_url=urls.postmortem(incident.id) if paper else None,
        lanes=lanes(incident, clock) if paper else (),
        window=None,
        merged_into=next(iter(_named([merged] if merged is not None else [], library)), None),
        related=tuple(_named(incident.facts.related or (), library)),
        origin=source,
        component_ids=incident.component_ids,
        gap=_gap(incident, library),
    )


def among_others(
    story: Story, before: Iterable[Recurrence], ratings: Iterable[Rated], settings: Settings, clock: Clock
) -> Story:
    """The story with what of it happened before, and, once it is over, how readers rated it."""
    return replace(
        story,
        recurring=tuple(recurrence_view(one, settings, clock) for one in before),
        ratings=tuple(rating_view(one) for one in ratings) if not story.is_open else (),
    )


def maintenance_story(course: MaintenanceCourse, library: Library, clock: Clock) -> Story:
    """The story of a maintenance at the clock's moment."""
    maintenance, window, begun = course.maintenance, course.maintenance.window, course.has_begun
    happened = window.from_ if window is not None else maintenance.first.at
    source, updates = maintenance.first.said.imported_from, rungs(course, library.settings, clock)
    return Story(
        id=maintenance.id,
        url=urls.maintenance(maintenance.id),
        is_maintenance=True,
        title=maintenance.title,
        stage=course.stage,
        label=LABELS[course.stage],
        severity=None,
        severity_label=None,
        is_open=begun,
        is_planned=not (begun or course.is_over),
        is_overrun=course.has_overrun,
        state=ComponentState.UNDER_MAINTENANCE,
        happened=happened,
        first_at=maintenance.first.at,
        updated_at=course.updated_at,
        day=TimeView.of_day(clock.day_of(happened)),
        since=TimeView(clock.since(happened, clock.now), wording.stamp(happened)),
        elapsed=wording.duration(max(timedelta(0), clock.now - happened)),
        times=course.open_times,
        summary=_summary(maintenance),
        next_update=None if course.is_over else _next_update(course, clock),
        rhythm=None,
        tell_us=None,
        steps=(),
        then=None,
        glance=None,
        rungs=updates,
        announcements=announcements(course, updates, library.settings, clock.now),
        estimates=(),
        panel=panel(maintenance, library.settings, clock, ended=course.is_over),
        outcome=_maintenance_outcome(course),
        record=None,
        report=None,
        report_url=None,
        lanes=(),
        window=clock.window(window.from_, window.to) if window is not None else None,
        opens=window.from_ if window is not None else None,
        closes=window.to if window is not None else None,
        merged_into=None,
        related=tuple(_named(maintenance.facts.related or (), library)),
        origin=source,
        component_ids=maintenance.component_ids,
        gap=_gap(maintenance, library),
    )


def _gap(communication: Incident | Maintenance, library: Library) -> str | None:
    gaps = [gap for gap in library.gaps if gap.id == communication.id]
    return wording.not_shown(gaps, library.settings)


def _named(names: Iterable[str], library: Library) -> Iterator[tuple[str, str]]:
    """The pages and titles of incidents, of those of the names that are there."""
    yield from ((urls.incident(name), library.titles[name]) for name in names if name in library.titles)


def _summary(communication: Incident | Maintenance) -> str:
    """The newest news in a sentence; those of a draft say that they are."""
    news = communication.news
    words = wording.in_short(news.said.summary, news.body)
    return f"Draft. {words}" if news.said.draft else words


def _next_update(course: IncidentCourse | MaintenanceCourse, clock: Clock) -> NextUpdate | None:
    made = course.promises
    if not made or made[-1].outcome not in (Outcome.WAITING, Outcome.OVERDUE):
        return None
    when = clock.since(made[-1].promised_at, clock.now)
    overdue = made[-1].outcome is Outcome.OVERDUE
    late_text = f"The update promised for {when} is late"
    text = late_text if overdue else f"Next update by {when}"
    return NextUpdate(text, late_text, TimeView(when, wording.stamp(made[-1].promised_at)), overdue)


def _steps(incident: Incident, clock: Clock) -> tuple[Step, ...]:
    """The stages entered since it opened, the current one, and those that are still to come."""
    entered: list[tuple[Stage, datetime]] = []
    for update in incident.ladder:
        if not entered or entered[-1][0] is not update.stage:
            entered.append((update.stage, update.at))
    done = [Step(LABELS[stage], TimeView(clock.bare_time(at), wording.stamp(at)), "done") for stage, at in entered]
    done[-1] = Step(done[-1].label, done[-1].at, "now")
    ahead = [*OPEN_STAGES, Stage.RESOLVED]
    coming = [stage for stage in ahead if INCIDENT_STAGES.index(stage) > INCIDENT_STAGES.index(incident.stage)]
    return (*done, *(Step(LABELS[stage], None, "next") for stage in coming))


def _then(incident: Incident, policy: Policy, steps: tuple[Step, ...]) -> str | None:
    """What is still to come after the next update: `Then: Monitoring, Resolved, and an incident report …`."""
    coming = [step.label for step in steps if step.progress == "next"]
    due = policy.reports.get(incident.severity)
    if due is not None and due.final is not None:
        coming.append(f"an incident report within {due.final.days} days")
    return f"Then: {wording.listed(coming)}." if coming else None


def _first_affected(facts: Panel) -> str:
    return facts.affected[0].id if facts.affected else ""


def _ended(course: IncidentCourse) -> str:
    """How it ended, or how far it is: `Resolved after 2 h 10 min.`, of which the length is that of its impact."""
    incident = course.incident
    if incident.is_open:
        return f"{LABELS[incident.stage]}."
    if incident.stage is Stage.RETRACTED:
        return "Retracted: a false alarm."
    if incident.stage is Stage.MERGED:
        return "Merged into another incident."
    if course.length is None or incident.closed_at is None:
        return "Resolved."
    length, whole = wording.duration(course.length), wording.duration(incident.closed_at - incident.started_at)
    if len(course.impact) > 1:
        return f"Resolved. Impact lasted {length} in {len(course.impact)} periods."
    return f"Resolved after {whole}." if length == whole else f"Resolved after {whole}, impact lasted {length}."


def _outcome(course: IncidentCourse) -> str:
    """How it went, for lists: `Resolved after 2 h 10 min. First notice after 9 min, 5 of 5 promises kept.`"""
    kept = record_words(course, in_full=False)
    return f"{_ended(course)} {kept}" if kept else _ended(course)


def _record(course: IncidentCourse) -> str | None:
    """The same in full, for the page of an incident; while it is open without the stage, which the page says above."""
    kept = record_words(course, in_full=True)
    return f"{_ended(course)} {kept}" if kept and not course.incident.is_open else kept


def _maintenance_outcome(course: MaintenanceCourse) -> str:
    window, over_at = course.maintenance.window, course.windows.over_at
    if course.stage is not Stage.COMPLETED:
        return f"{wording.PAST_END}." if course.has_overrun else f"{LABELS[course.stage]}."
    if not course.maintenance.is_over:
        return "Completed at the end of its window."
    late = over_at - window.to if window is not None and over_at is not None else timedelta(0)
    return f"Completed, {wording.duration(late)} after the window." if late > timedelta(minutes=1) else "Completed."
