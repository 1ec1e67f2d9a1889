"""How we communicated during an incident, as its report tells it: computed, never typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.estimates import measure_estimates
from statusladder.ladder.promises import Outcome
from statusladder.model.communication import Incident
from statusladder.model.site import Settings
from statusladder.views import wording
from statusladder.views.corrections import correction_words
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class CommunicationRecord:
    """How soon, how reliably and how rightly we wrote; a list each, empty where there is nothing to tell."""

    lines: tuple[str, ...]
    estimates: tuple[str, ...]
    corrections: tuple[str, ...]


def build_communication_record(course: IncidentCourse, settings: Settings, voice: Voice) -> CommunicationRecord:
    corrections = (fix for update in course.incident.updates for fix in update.said.corrections or ())
    return CommunicationRecord(
        tuple(_lines(course, voice)),
        tuple(_estimates(course, voice)),
        tuple(correction_words(fix, settings, voice) for fix in corrections),
    )


def _lines(course: IncidentCourse, voice: Voice) -> Iterator[str]:
    incident, kept = course.incident, course.record
    yield from _beginning(incident, voice)
    updates = len(incident.ladder)
    if updates > 1:
        yield voice.say("record.updates", n=updates)
    if kept.made:
        yield voice.say("record.in_time", n=kept.made, kept=kept.kept)
    for promise in course.promises:
        if promise.outcome is Outcome.LATE:
            when = voice.since(promise.promised_at, incident.first.at)
            yield voice.say("record.late", time=when, late=voice.length(promise.late_by))
    if kept.longest_silence is not None:
        yield voice.say("record.longest_gap", length=voice.length(kept.longest_silence))


def _beginning(incident: Incident, voice: Voice) -> Iterator[str]:
    """How soon we knew and wrote, by the time at which impact began; nothing where nobody stated that time."""
    started, detected, told = incident.facts.started_at, incident.facts.detected_at, incident.first.at
    if started is None:
        return
    if detected is not None and detected.at < started.at:
        length = voice.length(started.at - detected.at)
        is_rough = started.estimated or detected.estimated
        yield voice.say("record.detected_about" if is_rough else "record.detected", length=length)
    if told < started.at:
        yield voice.say("record.notice_before", length=voice.length(started.at - told))
    elif told > started.at and detected is not None and detected.at <= told and detected.at != started.at:
        since = voice.length(told - detected.at)
        yield voice.say("record.notice_after_both", length=voice.length(told - started.at), detected=since)
    elif told > started.at:
        yield voice.say("record.notice_after", length=voice.length(told - started.at))


def _estimates(course: IncidentCourse, voice: Voice) -> Iterator[str]:
    for one in measure_estimates(course).estimates:
        window = wording.say_estimate(one.eta, voice, one.made_at)
        if one.confidence is not None:
            window = voice.say("record.sure", window=window, confidence=voice.say(f"confidence.{one.confidence.value}"))
        made = voice.since(one.made_at, course.incident.first.at)
        if one.restored_at is None or one.error is None:
            yield voice.say("record.expected", time=made, window=window)
        else:
            came = voice.since(one.restored_at, one.made_at)
            yield voice.say("record.came", time=made, window=window, came=came, judged=_judged(one.error, voice))


def _judged(error: timedelta, voice: Voice) -> str:
    if not error:
        return voice.say("record.within")
    return voice.say("record.later" if error > timedelta(0) else "record.earlier", length=voice.length(abs(error)))
