"""The rungs of one incident or maintenance: each update with what changed since the last, newest first.

Long because all that a page shows of an update is made here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.promises import Outcome
from statusladder.model.communication import Communication, Drill, Incident, Maintenance, Update
from statusladder.model.differences import has_same_words
from statusladder.model.facts import ComponentFact, Window
from statusladder.model.folding import RELEASING
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.vocabulary import OPEN_STAGES, PLANNED_STAGES, REPORT_STAGES, ComponentState, Severity, Stage
from statusladder.views import wording
from statusladder.views.corrections import LateCorrection, build_late_corrections, correction_words
from statusladder.views.feedback import Rating, build_ratings
from statusladder.views.overlays import Overlay, build_overlays
from statusladder.views.placing import place_html
from statusladder.views.policy_words import say_signature
from statusladder.views.promise import outcome_words
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

C = TypeVar("C", bound=Communication[Any])
_CONFIRMED = frozenset(OPEN_STAGES) - {Stage.NOTICE}

_AFTERWARDS = frozenset({Stage.RESOLVED, *REPORT_STAGES})
"""What an update of these stages says of the extent is said of the whole, not of the present."""

MANY_AFFECTED = 100
"""Components that a page lists openly; more of them fold, since they would bury everything that follows."""

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]


@dataclass(frozen=True)
class TimeView:
    """A moment as text and as the value of `<time datetime>`."""

    text: str
    stamp: str

    @classmethod
    def of_day(cls, day: date, voice: Voice) -> "TimeView":
        return cls(voice.day(day), day.isoformat())


@dataclass(frozen=True)
class Change:
    """One fact that an update changed: its old value where there was one, its new value, and the reason given."""

    label: str
    before: str | None
    after: str
    state: ComponentState | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Note:
    """Something that readers must see about an update: a correction, a re-opening, a retraction.

    `id` is its anchor on the page, where it was added after the update was published.
    """

    label: str
    text: str
    id: str | None = None


@dataclass(frozen=True)
class Rung:
    """One update as it is shown; `topics` are the names of all components that were named up to it.

    `announced`: it is news for those who follow every update; not so what says `notify: false`, or came afterwards.
    `corrections` are those that it was given once it was published. `signature` says by role who posted and approved
    it.
    """

    id: str
    stage: Stage
    label: str
    is_new_stage: bool
    severity: Severity | None
    moment: datetime
    at: TimeView
    full_at: str
    html: str
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]
    gap: str | None
    announced: bool
    source_url: str | None
    told_us: str | None
    signature: str | None
    corrections: tuple[LateCorrection, ...]
    topics: tuple[str, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    promised: str | None = None
    promise: str | None = None
    promise_kept: bool = False
    promise_broken: bool = False
    ratings: tuple[Rating, ...] = ()

    @property
    def folded(self) -> tuple[Change, ...]:
        """The changes of components where they are so many that the page folds them."""
        states = tuple(row for row in self.changes if row.state is not None)
        return states if len(states) > MANY_AFFECTED else ()

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that the page lists openly."""
        return tuple(row for row in self.changes if row.state is None) if self.folded else self.changes


def build_rungs(course: IncidentCourse | MaintenanceCourse, settings: Settings, voice: Voice) -> tuple[Rung, ...]:
    """Every update as a rung, newest first. Customers rate what we say of incidents, once we said it here first."""
    communication, policy = course.communication, course.policy
    made = {promise.update_id: promise for promise in course.promises}
    built = []
    previous: AnyUpdate | None = None
    for so_far in replay(communication):
        update: AnyUpdate = so_far.latest
        rung = _rung(communication, update, previous, policy, settings, voice)
        further: dict[str, Any] = {
            "topics": tuple(map(settings.name_of, so_far.component_ids)),
            "overlays": tuple(build_overlays(so_far, settings, voice)),
        }
        promise = made.get(update.id)
        if promise is not None:
            further["promised"] = voice.since(promise.promised_at, promise.made_at)
            further["promise"] = outcome_words(promise, update, policy, settings, voice)
            further["promise_kept"] = promise.outcome is Outcome.KEPT
            further["promise_broken"] = promise.outcome in (Outcome.LATE, Outcome.OVERDUE)
        if isinstance(communication, Incident) and not update.imported:
            further["ratings"] = build_ratings(settings, communication.id, update.id, voice)
        if isinstance(so_far, Incident) and update.stage in _AFTERWARDS:
            further["changes"] = (*rung.changes, *_extent(so_far, voice))
        further["notes"] = (*_unpublished(communication, update, voice), *rung.notes)
        built.append(replace(rung, **further))
        previous = update
    return tuple(reversed(built))


def replay(communication: C) -> Iterator[C]:
    """The communication as it stood after each of its updates."""
    for count in range(1, len(communication.updates) + 1):
        yield replace(communication, updates=communication.updates[:count])


def _extent(so_far: Incident, voice: Voice) -> Iterator[Change]:
    """How many it affected at worst as far as was known then, where the newest update says how many."""
    said, worst = so_far.latest.said.impact, wording.say_size_at_worst(so_far, voice)
    if worst is not None and said is not None and wording.say_impact_size(said, voice) is not None:
        yield Change(voice.say("timeline.affected_at_worst"), None, worst, reason=so_far.latest.said.impact_reason)


def _rung(
    communication: Incident | Maintenance,
    update: AnyUpdate,
    previous: AnyUpdate | None,
    policy: Policy,
    settings: Settings,
    voice: Voice,
) -> Rung:
    placed = partial(place_html, pictures=communication.pictures, top_heading=4, stage=update.stage)
    is_new = previous is None or previous.stage is not update.stage
    source = update.said.imported_from
    corrections = tuple(build_late_corrections(update, settings, voice))
    stage = voice.say(f"stage.{update.stage.value}")
    return Rung(
        id=update.id,
        stage=update.stage,
        label=stage if is_new else voice.say("timeline.further", stage=stage),
        is_new_stage=is_new,
        severity=update.facts.severity,
        moment=update.at,
        at=TimeView(_said_at(update, previous, voice), wording.stamp_of(update.at)),
        full_at=voice.full(update.at),
        html=placed(update.body),
        changes=tuple(_changes(update, previous, settings, voice)),
        notes=(
            *_notes(update, settings, voice),
            *(Note(voice.say("timeline.note.correction"), fix.text, fix.anchor) for fix in corrections),
        ),
        gap=voice.length(update.at - previous.at) if previous is not None else None,
        announced=update.said.notify and not update.said.backfilled and not update.imported,
        source_url=source.url if source else None,
        told_us=wording.say_told_us(update.said, voice),
        signature=say_signature(update, policy, settings, voice),
        corrections=corrections,
    )


def _said_at(update: AnyUpdate, previous: AnyUpdate | None, voice: Voice) -> str:
    """With the date on the first update and wherever the day changes; else the time alone."""
    if previous is not None and voice.day_of(previous.at) == voice.day_of(update.at):
        return voice.time(update.at)
    return voice.full(update.at)


def _unpublished(communication: Incident | Maintenance, update: AnyUpdate, voice: Voice) -> Iterator[Note]:
    """What a preview says of words that no customer reads; of a public part there is nothing to say."""
    if isinstance(communication, Drill):
        yield Note(voice.say("timeline.note.drill"), voice.say("timeline.not_published"))
    if update.said.draft:
        yield Note(voice.say("timeline.note.draft"), voice.say("timeline.not_published"))


def _notes(update: AnyUpdate, settings: Settings, voice: Voice) -> Iterator[Note]:
    said = update.said
    reasons = {
        "timeline.note.reopened": said.reopened,
        "timeline.note.setback": said.regression,
        "timeline.note.retracted": said.retracted,
        "timeline.note.diagnosis_withdrawn": said.diagnosis_withdrawn,
        "timeline.note.emergency": said.emergency if isinstance(said, MaintenanceKeys) else None,
    }
    yield from (Note(voice.say(label), Own(wording.capitalise(text))) for label, text in reasons.items() if text)
    if said.backfilled:
        yield Note(voice.say("timeline.note.backfilled"), voice.say("timeline.backfilled"))
    if said.imported_from is not None and said.imported_from.assumed:
        names = list(map(settings.name_of, said.imported_from.assumed))
        assumed = voice.say("timeline.assumed", n=len(names), components=voice.listed(names))
        yield Note(voice.say("timeline.note.imported"), assumed)
    for correction in said.corrections or ():
        if correction.at <= update.at:
            yield Note(voice.say("timeline.note.correction"), correction_words(correction, settings, voice))


def _changes(update: AnyUpdate, previous: AnyUpdate | None, settings: Settings, voice: Voice) -> Iterator[Change]:
    """What this update says differently from what stood before it, in the order that readers ask."""
    said, before = update.said, previous.facts if previous is not None else None
    facts = update.facts
    if previous is not None and said.title is not None and before and said.title != before.title:
        yield Change(voice.say("timeline.title"), Own(before.title), Own(said.title))
    # What an early notice named without a state is affected once the incident is real, stated anew or not.
    confirms = before is not None and before.stage is Stage.NOTICE and update.stage in _CONFIRMED
    # After a closing update all components worked again, so a re-opening starts from there.
    held = dict(before.components_by_key) if before is not None and before.stage not in RELEASING else {}
    for key, stated in (facts if confirms else said).components_by_key:
        old = held.get(key)
        known = old.states if old is not None else {}
        new = {name: fact for name, fact in stated.states.items() if known.get(name) != fact}
        if confirms:
            new |= {name: fact for name, fact in stated.states.items() if fact.status is ComponentState.AFFECTED}
        if stated.unknown and not (old is not None and old.unknown):
            yield Change(voice.say("timeline.components"), None, voice.say("timeline.not_known_yet"))
        is_ahead = key == "expected" and update.stage in PLANNED_STAGES
        for row in _component_changes(new, known, settings, update.stage, voice):
            yield replace(row, label=voice.say("timeline.expected", component=row.label)) if is_ahead else row
    if said.severity is not None and (before is None or said.severity is not before.severity):
        old_label = voice.say(f"severity.{before.severity.value}") if before and before.severity else None
        new_label = voice.say(f"severity.{said.severity.value}")
        yield Change(voice.say("timeline.severity"), old_label, new_label, reason=said.severity_reason)
    if said.impact is not None and facts.impact is not None and update.stage not in _AFTERWARDS:
        new_size = wording.say_impact_size(facts.impact, voice)
        old_size = wording.say_impact_size(before.impact, voice) if before and before.impact else None
        if new_size is not None and new_size != old_size:
            yield Change(voice.say("timeline.affected"), old_size, new_size, reason=said.impact_reason)
    if said.eta is not None and (before is None or before.eta != said.eta):
        old_eta = wording.say_estimate(before.eta, voice, update.at) if before is not None and before.eta else None
        new_eta = wording.say_estimate(said.eta, voice, update.at)
        yield Change(voice.say("timeline.recovery"), old_eta, new_eta, reason=said.eta_reason)
    if said.progress is not None:
        percent, work = voice.percent(said.progress.percent), Own(said.progress.of)
        done = voice.say("timeline.progress_of", percent=percent, work=work)
        yield Change(voice.say("timeline.progress"), None, done)
    if before is not None:
        yield from _news(said, before, voice)
    window, old_window = _window(said), _window(before)
    if window is not None:
        old_words = voice.window(old_window.from_, old_window.to) if old_window else None
        yield Change(voice.say("timeline.window"), old_words, voice.window(window.from_, window.to))


def _window(keys: UpdateKeys | None) -> Window | None:
    return keys.window if isinstance(keys, MaintenanceKeys) else None


def _news(said: UpdateKeys, before: UpdateKeys, voice: Voice) -> Iterator[Change]:
    """What came to be known, reached or found since the last update, an item a row; what is said again is no news."""
    for label, texts in (
        ("timeline.milestone", _reached),
        ("timeline.known", lambda keys: keys.known),
        ("timeline.ruled_out", lambda keys: keys.ruled_out),
        ("timeline.workaround", lambda keys: [one.text for one in keys.workarounds or ()]),
        ("timeline.remaining", lambda keys: keys.remaining),
    ):
        old = texts(before) or ()
        for text in texts(said) or ():
            if not any(has_same_words(text, other) for other in old):
                yield Change(voice.say(label), None, Own(text))


def _reached(keys: UpdateKeys) -> list[str]:
    return [milestone.name for milestone in keys.milestones or () if milestone.done_at is not None]


def _component_changes(
    new: Mapping[str, ComponentFact],
    known: Mapping[str, ComponentFact],
    settings: Settings,
    stage: Stage,
    voice: Voice,
) -> Iterator[Change]:
    at_risk = []
    for component_id, fact in new.items():
        name = settings.name_of(component_id)
        before = known[component_id].status if component_id in known else None
        if fact.status is ComponentState.AFFECTED and stage is Stage.NOTICE:
            at_risk.append(name)
            continue
        old_words = voice.say(f"state.{before.value}") if before is not None and before is not fact.status else None
        words = voice.say(f"state.{fact.status.value}")
        if fact.recovered is not None:
            words = voice.say("timeline.recovered", state=words, percent=voice.percent(fact.recovered))
        yield Change(name, old_words, words, fact.status)
    if at_risk:
        yield Change(voice.say("state.at_risk"), None, voice.listed(at_risk))


def build_estimates(incident: Incident, voice: Voice) -> tuple[Change, ...]:
    """How the estimate moved: each statement of it after the first, with what it replaced and why."""
    stated = [update for update in incident.ladder if update.said.eta is not None]
    moved = []
    for before, update in pairwise(stated):
        if before.said.eta is not None and update.said.eta is not None and before.said.eta != update.said.eta:
            old = wording.say_estimate(before.said.eta, voice, update.at)
            new = wording.say_estimate(update.said.eta, voice, update.at)
            moved.append(Change(voice.since(update.at, incident.first.at), old, new, reason=update.said.eta_reason))
    return tuple(moved)
