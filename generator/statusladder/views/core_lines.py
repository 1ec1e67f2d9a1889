"""The core lines of an update: the facts that every output about it gives, whether or not its text repeats them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.steps import LABELS
from statusladder.model.facts import Contact
from statusladder.model.site import Settings
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, Stage
from statusladder.views import wording
from statusladder.views.affected import Affected
from statusladder.views.glance import say_no_advice
from statusladder.views.panel import EstimateView, Panel, build_panel
from statusladder.voice.voice import Voice

_AT_THE_END = CLOSING_STAGES | frozenset(REPORT_STAGES)
_WITHOUT_IMPACT = frozenset({Stage.RETRACTED, Stage.MERGED})
"""A false alarm had no impact; what was merged goes on elsewhere."""


class CoreFact(StrEnum):
    """What a core line is about, in the order in which they are given."""

    STAGE = "stage"
    RISK = "risk"
    WINDOW = "window"
    COMPONENTS = "components"
    SIZE = "size"
    ADVICE = "advice"
    RECOVERY = "recovery"
    IMPACT = "impact"
    DATA = "data"
    REMAINING = "remaining"
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

    So they are made of nothing that came later, and are the same in every build. What nobody stated has no line.
    """
    return tuple(CoreLine(fact, text) for fact, text in _lines(course, settings, voice.at(course.now)))


def _lines(
    course: IncidentCourse | MaintenanceCourse, settings: Settings, voice: Voice
) -> Iterator[tuple[CoreFact, str]]:
    told = course.communication
    is_over, is_planned, window = told.stage in _AT_THE_END, False, None
    if isinstance(course, MaintenanceCourse):
        is_over, window = is_over or course.is_over, course.maintenance.window
        is_planned = not (is_over or course.has_begun)
    facts = build_panel(told, settings, voice, ended=is_over)
    yield CoreFact.STAGE, f"Status: {_status(told.stage, facts, is_present=not (is_over or is_planned))}"
    if facts.potential_impact is not None:
        yield CoreFact.RISK, f"What may happen: {facts.potential_impact}"
    if window is not None:
        yield CoreFact.WINDOW, f"Window: {voice.window(window.from_, window.to)}"
    for text in _components(facts, is_over=is_over, is_planned=is_planned):
        yield CoreFact.COMPONENTS, text
    if facts.size is not None:
        yield CoreFact.SIZE, f"{'Affected at worst' if is_over else 'Affected'}: {facts.size}"
    advice = "; ".join(text.rstrip(".") for text in facts.can_do) or say_no_advice(facts, voice)
    if advice is not None:
        yield CoreFact.ADVICE, f"What you can do: {advice}"
    if facts.estimate is not None:
        yield CoreFact.RECOVERY, f"Recovery expected: {_recovery(facts.estimate)}"
    if is_over:
        yield from _end(course, facts, voice)
    if (promised := told.latest.said.promised_at) is not None:
        yield CoreFact.NEXT_UPDATE, f"Next update by {voice.since(promised, course.now)}"
    if facts.contacts:
        ask = "Questions?" if is_over or is_planned else "Urgent?"
        yield CoreFact.CONTACT, f"{ask} {'; '.join(map(_contact, facts.contacts))}"


def _status(stage: Stage, facts: Panel, *, is_present: bool) -> str:
    """`Identified, major outage`: the stage, and the worst state while it lasts."""
    worst = facts.affected[0] if facts.affected and is_present else None
    return LABELS[stage] if worst is None else f"{LABELS[stage]}, {worst.label.lower()}"


def _components(facts: Panel, *, is_over: bool, is_planned: bool) -> Iterator[str]:
    """Those at risk apart from those that have a state; so many that pages fold them are counted."""
    label = "Affected components"
    if is_planned:
        label = wording.EXPECTED
    elif is_over:
        label = "Affected components (worst state)"
    if facts.many_affected is not None:
        yield f"{label}: {facts.many_affected}"
        return
    at_risk = [view.name for view in facts.affected if view.state is None]
    if at_risk:
        yield f"{'Was at risk' if is_over else wording.AT_RISK}: {wording.say_list(at_risk)}"
    stated = ", ".join(_with_state(view) for view in facts.affected if view.state is not None)
    if stated:
        yield f"{label}: {stated}"
    elif facts.components_unknown:
        yield f"{label}: not known yet"


def _with_state(view: Affected) -> str:
    return f"{view.name} ({view.label.lower()})"


def _recovery(estimate: EstimateView) -> str:
    if estimate.is_window:
        return f"{estimate.text}, {estimate.confidence} confidence" if estimate.confidence else estimate.text
    return f"{estimate.text}; we decide again by {estimate.review}" if estimate.review else estimate.text


def _end(course: IncidentCourse | MaintenanceCourse, facts: Panel, voice: Voice) -> Iterator[tuple[CoreFact, str]]:
    """What is known once it is over: from when to when it had an impact, what became of data, what remains."""
    if isinstance(course, IncidentCourse) and course.incident.closing.stage not in _WITHOUT_IMPACT:
        times = [voice.window(one.start, one.end) for one in course.impact if one.end is not None]
        started = course.incident.facts.started_at
        about = " (beginning estimated)" if started is not None and started.estimated else ""
        if times:
            yield CoreFact.IMPACT, f"Impact: {wording.say_list(times)}{about}"
    if facts.data_loss is not None:
        yield CoreFact.DATA, f"Data: {facts.data_loss}"
    for text in facts.remaining:
        yield CoreFact.REMAINING, f"Still not back to normal: {text}"


def _contact(contact: Contact) -> str:
    if contact.url is None:
        return contact.text
    address = contact.url.removeprefix("mailto:").removeprefix("tel:")
    return contact.text if address == contact.text else f"{contact.text} ({address})"
