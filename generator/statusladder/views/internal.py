"""What an internal build shows beside the public site, which no public output is ever handed.

That is what the team keeps about an incident or maintenance: decisions, approvals, notes, debt, and promises kept; and
what it has to do now (views.desk).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.coming import find_coming
from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.dues import find_dues
from statusladder.ladder.nudging import find_nudges
from statusladder.ladder.outlook import Outlook
from statusladder.ladder.ownership import Approval, Ownership, approvals_of, ownership_of
from statusladder.ladder.promises import Outcome, Promise
from statusladder.ladder.signals import signals_of
from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.policy import Demand, Policy
from statusladder.model.problem import Problem
from statusladder.model.site import Library, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.views import urls, wording
from statusladder.views.core_lines import say_contacts
from statusladder.views.desk import AtHand, Desk, ReminderView, build_desk, build_reminders, pages_of
from statusladder.views.ownership import team_words
from statusladder.views.placing import place_html
from statusladder.views.policy_words import say_audience, say_shipped_role
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]


@dataclass(frozen=True)
class PromiseView:
    """One announced next update and what came of it; `is_broken` when it came late or has not come."""

    text: str
    text_in_sentence: str
    at: TimeView
    is_broken: bool


@dataclass(frozen=True)
class UpdateRow:
    """Who approved an update, who has still to, and who has read it; `wanted` is None where nobody has to approve."""

    label: str
    at: TimeView
    wanted: str | None
    given: tuple[str, ...]
    missing: tuple[str, ...]
    acks: tuple[str, ...]


@dataclass(frozen=True)
class DecisionView:
    at: TimeView
    what: str
    by_role: str


@dataclass(frozen=True)
class NoteView:
    """Words for the team alone: `html` is safe to be shown, `rows` are the keys and values of a mapping."""

    heading: str
    html: str = ""
    rows: tuple[tuple[str, str], ...] = ()


LOOKED_BACK = timedelta(days=3)
"""How long the messages about what is over can be looked at: on Monday still those of Friday night."""


def has_messages(story: Story, settings: Settings, now: datetime) -> bool:
    """Whether there is a page of what its newest update says in each channel."""
    is_of_now = story.is_open or story.is_planned or now - story.updated_at <= LOOKED_BACK
    return bool(is_of_now and settings.channels and story.announcements)


@dataclass(frozen=True)
class InternalRecord:
    """Everything internal about one incident or maintenance. `public_url` is None while the public does not see it.

    `messages_url` leads to what the newest update says in each channel, None where there is no such page.
    `owners` are its components, each with the team that owns it; `roles` the teams that fill roles in it. `owed` are
    the roles without whose approval its end or report stands. `debt` is what the fast lane let pass.
    """

    url: str
    public_url: str | None
    messages_url: str | None
    title: str
    label: str
    severity_label: str | None
    severity_in_sentence: str | None
    is_open: bool
    updated: TimeView
    promises: tuple[PromiseView, ...]
    owners: tuple[tuple[str, str | None], ...]
    roles: tuple[tuple[str, str], ...]
    updates: tuple[UpdateRow, ...]
    owed: tuple[str, ...]
    decisions: tuple[DecisionView, ...]
    notes: tuple[NoteView, ...]
    debt: tuple[Problem, ...]
    desk: Desk

    @property
    def next_update(self) -> PromiseView | None:
        """The promise that stands; None where nothing is promised, or no longer."""
        return self.promises[-1] if self.is_open and self.promises else None


def build_record(
    course: IncidentCourse | MaintenanceCourse,
    library: Library,
    owned: Ownership,
    debt: Sequence[Problem],
    desk: Desk,
    shown: Mapping[str, Story],
    voice: Voice,
) -> InternalRecord:
    """The record at the voice's moment; `shown` is what the public can see, by id."""
    told, incident = course.communication, course.incident if isinstance(course, IncidentCourse) else None
    page = urls.of_incident(told.id) if incident else urls.of_maintenance(told.id)
    told_of = told.id in shown and has_messages(shown[told.id], library.settings, voice.now)
    asked = approvals_of(incident, library.policy) if incident else ()
    stage = course.incident.closing.stage if isinstance(course, IncidentCourse) else course.stage
    return InternalRecord(
        url=urls.of_internal_record(page),
        public_url=page if told.id in shown else None,
        messages_url=urls.of_messages(page) if told_of else None,
        title=told.title,
        label=voice.say(f"stage.{stage.value}"),
        severity_label=voice.say(f"severity.{incident.severity.value}") if incident else None,
        severity_in_sentence=voice.say(f"severity_in_text.{incident.severity.value}") if incident else None,
        is_open=course.incident.is_open if isinstance(course, IncidentCourse) else not course.is_over,
        updated=_moment(told.latest, voice),
        promises=tuple(_promises(course.promises, voice)),
        owners=tuple(_owners(told, library, owned)),
        roles=tuple(_roles(told, library, owned, voice)),
        updates=tuple(_updates(told, asked, voice)),
        owed=_named(_owed(asked), voice),
        decisions=tuple(_decisions(told, voice)),
        notes=tuple(note for update in told.updates for note in _notes(update, library, voice)),
        debt=tuple(problem for problem in debt if problem.place.path.startswith(f"{told.path}/")),
        desk=desk,
    )


def _moment(update: AnyUpdate, voice: Voice) -> TimeView:
    return TimeView(voice.full(update.at), wording.stamp_of(update.at))


def _promises(made: Iterable[Promise], voice: Voice) -> Iterator[PromiseView]:
    for promise in made:
        at = TimeView(voice.full(promise.promised_at), wording.stamp_of(promise.promised_at))
        late, outcome = voice.length(promise.late_by), promise.outcome.value
        yield PromiseView(
            voice.say(f"internal.promise.{outcome}", late=late),
            voice.say(f"internal_pages.promise_in_text.{outcome}", late=late),
            at,
            promise.outcome in (Outcome.LATE, Outcome.OVERDUE),
        )


def _owners(told: Incident | Maintenance, library: Library, owned: Ownership) -> Iterator[tuple[str, str | None]]:
    teams = library.settings.all_teams
    for component, name, team in owned.components:
        if component in told.component_ids:
            yield name, team_words(team, teams) if team is not None else None


def _roles(told: Incident | Maintenance, library: Library, owned: Ownership, voice: Voice) -> Iterator[tuple[str, str]]:
    for role, team in owned.teams_in_roles(told.facts.roles).items():
        yield say_shipped_role(role, voice), team_words(team, library.settings.all_teams)


def _named(roles: Iterable[str], voice: Voice) -> tuple[str, ...]:
    return tuple(say_shipped_role(role, voice) for role in roles)


def _updates(told: Incident | Maintenance, asked: Sequence[Approval], voice: Voice) -> Iterator[UpdateRow]:
    approval_of = {approval.update.id: approval for approval in asked}
    for update in told.updates:
        approval = approval_of.get(update.id)
        given = approval.given if approval else tuple(update.said.approved_by or ())
        yield UpdateRow(
            label=voice.say(f"stage.{update.stage.value}"),
            at=_moment(update, voice),
            wanted=voice.say(f"internal_pages.demand.{approval.demand.value}") if approval and approval.asked else None,
            given=_named(given, voice),
            missing=_named(approval.missing, voice) if approval else (),
            acks=_named(update.said.acks or (), voice),
        )


def _owed(asked: Sequence[Approval]) -> tuple[str, ...]:
    """What is missing where it is required, at the newest update of which that holds."""
    return next((one.missing for one in reversed(asked) if one.demand is Demand.REQUIRED), ())


def _decisions(told: Incident | Maintenance, voice: Voice) -> Iterator[DecisionView]:
    decided = [decision for update in told.updates for decision in update.said.decisions or ()]
    for one in sorted(decided, key=lambda decision: decision.at):
        at = TimeView(voice.full(one.at), wording.stamp_of(one.at))
        yield DecisionView(at, one.what, say_shipped_role(one.by_role, voice))


def _notes(update: AnyUpdate, library: Library, voice: Voice) -> Iterator[NoteView]:
    """The key `internal`, internal blocks of the body, and what is said to audiences that are not public."""
    heading = voice.say("internal.note", stage=voice.say(f"stage.{update.stage.value}"), time=voice.full(update.at))
    said = update.said
    if isinstance(said.internal, dict):
        yield NoteView(heading, rows=tuple(_rows(said.internal)))
    elif said.internal is not None:
        yield NoteView(heading, _html(said.internal))
    for note in update.internal_notes:
        yield NoteView(heading, _html(note))
    for audience in library.settings.audiences:
        if audience.public or audience.id not in update.audiences:
            continue
        title = voice.say("internal.note_for", note=heading, audience=say_audience(audience, voice))
        if text := (said.audiences or {}).get(audience.id):
            yield NoteView(title, _html(text))
        contacts = library.settings.find_contacts(update.facts.contacts, update.facts.severity, audience.id)
        if contacts:
            yield NoteView(title, rows=((voice.say("panel.urgent"), say_contacts(contacts, voice)),))


def _html(text: str) -> str:
    # A picture that only the team's notes refer to is published nowhere.
    return place_html(text, (), top_heading=4)


def _rows(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a mapping with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _rows(inner, f"{name} / {key}" if name else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _rows(inner, name)
    else:
        yield name, str(value)


@dataclass(frozen=True)
class InternalSnapshot:
    """The site at a moment as its own people read it: `public` is the frame, the rest is for them alone.

    `settings` and `policy` are those of the whole library. `records` are of all incidents and maintenances, newest
    update first. `reminders` are of all that there is, also of what has no record, such as the rules of the ladder.
    """

    public: Snapshot
    settings: Settings
    policy: Policy
    ownership: Ownership
    records: tuple[InternalRecord, ...]
    reminders: tuple[ReminderView, ...]


def look_inside(outlook: Outlook, public: Snapshot) -> InternalSnapshot:
    """The internal view of a library at the moment of the public one."""
    voice, courses = public.voice, outlook.courses
    library, debt = courses.library, outlook.debt
    owned = ownership_of(library.settings, library.policy)
    shown = {story.id: story for story in public.stories}
    told = sorted(courses.every, key=lambda one: (one.communication.latest.at, one.communication.id), reverse=True)
    at_hand, pages = _at_hand(outlook), pages_of(told)
    records = tuple(
        build_record(one, library, owned, debt, build_desk(one, at_hand, pages, voice), shown, voice) for one in told
    )
    return InternalSnapshot(
        public, library.settings, library.policy, owned, records, build_reminders(at_hand.nudges, pages, voice)
    )


def _at_hand(outlook: Outlook) -> AtHand:
    signals = outlook.library.signals
    return AtHand(
        nudges=find_nudges(outlook),
        dues=find_dues(outlook.courses),
        coming=find_coming(outlook.library, outlook.courses),
        signals={one.id: signals_of(one, signals, outlook.now) for one in outlook.incidents},
        playbooks={one.name: one for one in outlook.playbooks},
    )
