"""The core lines of an update: the facts that every output about it gives, whether or not its text repeats them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.model.communication import Incident
from statusladder.model.facts import Contact
from statusladder.model.site import Settings
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, Stage
from statusladder.views.glance import has_recovered, say_no_advice
from statusladder.views.panel import CoreFacts, EstimateView, build_core_facts
from statusladder.views.wording import say_event_time, say_size_at_worst
from statusladder.voice.voice import Voice

_AT_THE_END = CLOSING_STAGES | frozenset(REPORT_STAGES)
_WITHOUT_IMPACT = frozenset({Stage.RETRACTED, Stage.MERGED})
"""A false alarm had no impact; what was merged goes on elsewhere."""


class CoreFact(StrEnum):
    """What a core line is about, in the order in which they are given."""

    STAGE = "stage"
    SEVERITY = "severity"
    RISK = "risk"
    WINDOW = "window"
    COMPONENTS = "components"
    SYMPTOM = "symptom"
    SIZE = "size"
    ADVICE = "advice"
    RECOVERY = "recovery"
    PROGRESS = "progress"
    MONITORING = "monitoring"
    TIME = "time"
    IMPACT = "impact"
    DATA = "data"
    REMAINING = "remaining"
    KNOWN = "known"
    UNKNOWN = "unknown"
    ACTIONS = "actions"
    NEXT_UPDATE = "next update"
    CONTACT = "contact"


@dataclass(frozen=True)
class CoreLine:
    """One line as people read it, on one line and without markup."""

    fact: CoreFact
    text: str


def build_core_lines(
    course: IncidentCourse | MaintenanceCourse, settings: Settings, voice: Voice
) -> tuple[CoreLine, ...]:
    """The core lines of the newest update of a course, whose moment is that of the update.

    So they are made of nothing that came later, and are the same in every build. What nobody stated has no line. What
    was imported has none: it was written by another policy than ours.
    """
    if course.communication.latest.imported:
        return ()
    return tuple(CoreLine(fact, on_one_line(text)) for fact, text in _lines(course, settings, voice.at(course.now)))


def on_one_line(text: str) -> str:
    """A text without the line ends that its author typed."""
    return " ".join(map(str.strip, text.split("\n"))) if "\n" in text else text


def _lines(
    course: IncidentCourse | MaintenanceCourse, settings: Settings, voice: Voice
) -> Iterator[tuple[CoreFact, str]]:
    told = course.communication
    is_over, is_planned, window = told.stage in _AT_THE_END, False, None
    if isinstance(course, MaintenanceCourse):
        is_over, window = is_over or course.is_over, course.maintenance.window
        is_planned = not (is_over or course.has_begun)
    facts = build_core_facts(told, settings, voice, ended=is_over)
    yield CoreFact.STAGE, _status(told.stage, facts, voice, is_present=not (is_over or is_planned))
    if isinstance(course, IncidentCourse):
        severity = voice.say(f"severity.{course.incident.severity.value}")
        yield CoreFact.SEVERITY, _labelled("timeline.severity", severity, voice)
    if facts.potential_impact is not None:
        yield CoreFact.RISK, voice.say("core.may_happen", impact=facts.potential_impact)
    if window is not None:
        yield CoreFact.WINDOW, voice.say("core.window", window=voice.window(window.from_, window.to))
    for text in _components(facts, voice, is_over=is_over, is_planned=is_planned):
        yield CoreFact.COMPONENTS, text
    size, was_felt = facts.size, is_over
    if isinstance(told, Incident) and not is_over and has_recovered(told, facts):
        size, was_felt = say_size_at_worst(told, voice), True
    if facts.symptom is not None:
        yield CoreFact.SYMPTOM, _labelled("panel.symptom_past" if was_felt else "panel.symptom", facts.symptom, voice)
    if size is not None:
        yield CoreFact.SIZE, voice.say("core.size_at_worst" if was_felt else "core.size", size=size)
    advice = _in_one(facts.can_do, voice) or _say_nothing_to_do(facts, voice, is_over=is_over)
    if advice is not None:
        yield CoreFact.ADVICE, voice.say("core.advice", advice=advice)
    if facts.estimate is not None:
        yield CoreFact.RECOVERY, voice.say("core.recovery", estimate=_recovery(facts.estimate, voice))
    if facts.progress is not None:
        yield CoreFact.PROGRESS, _labelled("panel.progress", facts.progress.text, voice)
    if facts.monitoring is not None:
        yield CoreFact.MONITORING, _labelled("panel.monitoring", facts.monitoring, voice)
    yield from _times(told.facts, voice, is_over=is_over)
    yield from _consequences(course, facts, voice, is_over=is_over)
    for fact, texts in (
        (CoreFact.KNOWN, facts.known),
        (CoreFact.UNKNOWN, facts.unknown),
        (CoreFact.ACTIONS, facts.actions if not is_over else ()),
    ):
        if texts:
            yield fact, _labelled(f"panel.{fact.value}", _in_one(texts, voice), voice)
    if (promised := told.latest.said.promised_at) is not None:
        yield CoreFact.NEXT_UPDATE, voice.say("next_update.by", time=voice.since(promised, course.now))
    if facts.contacts:
        contacts = say_contacts(facts.contacts, voice)
        may_wait = is_over or is_planned
        yield CoreFact.CONTACT, voice.say("core.contacts" if may_wait else "core.urgent", contacts=contacts)


def _status(stage: Stage, facts: CoreFacts, voice: Voice, *, is_present: bool) -> str:
    """`Status: Identified, major outage`: the stage, and the worst state while it lasts."""
    word = voice.say(f"stage.{stage.value}")
    if not (facts.affected and is_present):
        return voice.say("core.status", stage=word)
    return voice.say("core.status_with_state", stage=word, state=facts.affected[0].in_text)


def _components(facts: CoreFacts, voice: Voice, *, is_over: bool, is_planned: bool) -> Iterator[str]:
    """Those at risk apart from those that have a state; so many that pages fold them are counted."""
    when = "expected" if is_planned else "at_worst" if is_over else "now"
    if facts.many_affected is not None:
        yield voice.say(f"core.components.{when}", components=facts.many_affected)
        return
    at_risk = voice.listed(view.name for view in facts.affected if view.state is None)
    if at_risk:
        yield voice.say("core.components.was_at_risk" if is_over else "core.components.at_risk", components=at_risk)
    stated = voice.comma_separated(
        voice.say("postmortem.header.component", name=view.name, state=view.in_text)
        for view in facts.affected
        if view.state is not None
    )
    if stated:
        yield voice.say(f"core.components.{when}", components=stated)
    elif facts.components_unknown:
        yield voice.say(f"core.components.{when}", components=voice.say("core.components.not_known"))


def _say_nothing_to_do(facts: CoreFacts, voice: Voice, *, is_over: bool) -> str | None:
    """That there is no workaround helps nobody once it is over."""
    if not is_over:
        return say_no_advice(facts, voice)
    return voice.say("advice.no_action") if facts.no_action else None


def _recovery(estimate: EstimateView, voice: Voice) -> str:
    text = estimate.text
    if estimate.is_window:
        return voice.say(f"core.estimate.{estimate.confidence}", window=text) if estimate.confidence else text
    return voice.say("core.estimate.decision", estimate=text, time=estimate.review) if estimate.review else text


def _labelled(label: str, text: str, voice: Voice) -> str:
    return voice.say("timeline.change.line", label=voice.say(label), after=text)


def _in_one(texts: Iterable[str], voice: Voice) -> str:
    """Sentences as one text; empty where there are none."""
    return voice.semicolon_separated(text.rstrip(".") for text in texts)


def _times(facts: UpdateKeys, voice: Voice, *, is_over: bool) -> Iterator[tuple[CoreFact, str]]:
    """When it began and no longer hurt, while it is open; afterwards `_consequences` says both, and this when it was
    over."""
    stated = (
        [("panel.resolved", facts.resolved_at)]
        if is_over
        else [("panel.began", facts.started_at), ("panel.mitigated", facts.mitigated_at)]
    )
    for label, event in stated:
        if event is not None:
            yield CoreFact.TIME, _labelled(label, say_event_time(event, voice), voice)


def _consequences(
    course: IncidentCourse | MaintenanceCourse, facts: CoreFacts, voice: Voice, *, is_over: bool
) -> Iterator[tuple[CoreFact, str]]:
    """Once it is over, from when to when it had an impact; what became of data, what remains."""
    if is_over and isinstance(course, IncidentCourse) and course.incident.closing.stage not in _WITHOUT_IMPACT:
        times = [voice.window(one.start, one.end) for one in course.impact if one.end is not None]
        started = course.incident.facts.started_at
        about = started is not None and started.estimated
        if times:
            words = voice.say("core.impact_estimated" if about else "core.impact", times=voice.listed(times))
            yield CoreFact.IMPACT, words
    if facts.data_loss is not None:
        yield CoreFact.DATA, voice.say("core.data", data=facts.data_loss)
    for text in facts.remaining:
        yield CoreFact.REMAINING, voice.say("core.remaining", what=text)


def say_contacts(contacts: Iterable[Contact], voice: Voice) -> str:
    """Each with its address, on one line."""
    return voice.semicolon_separated(map(_contact, contacts))


def _contact(contact: Contact) -> str:
    if contact.url is None:
        return contact.text
    address = contact.url.removeprefix("mailto:").removeprefix("tel:")
    return contact.text if address == contact.text else f"{contact.text} ({address})"
