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
    yield from _beginning(incident)
    updates = len(incident.ladder)
    if updates > 1:
        yield f"{updates} updates from the first notice to the end"
    if kept.made:
        yield f"{kept.kept} of {wording.say_count(kept.made, 'promised update')} came in time"
    for promise in course.promises:
        if promise.outcome is Outcome.LATE:
            when = voice.since(promise.promised_at, incident.first.at)
            yield f"The update promised for {when} came {wording.say_duration(promise.late_by)} late"
    if kept.longest_silence is not None:
        yield f"Longest silence: {wording.say_duration(kept.longest_silence)}"


def _beginning(incident: Incident) -> Iterator[str]:
    """How soon we knew and wrote, by the time at which impact began; nothing where nobody stated that time."""
    started, detected, told = incident.facts.started_at, incident.facts.detected_at, incident.first.at
    if started is None:
        return
    if detected is not None and detected.at < started.at:
        about = "about " if started.estimated or detected.estimated else ""
        yield f"Detected {about}{wording.say_duration(started.at - detected.at)} before customers were affected"
    if told < started.at:
        yield f"First notice {wording.say_duration(started.at - told)} before customers were affected"
    elif told > started.at:
        words = f"First notice {wording.say_duration(told - started.at)} after impact began"
        if detected is not None and detected.at <= told and detected.at != started.at:
            words += f", {wording.say_duration(told - detected.at)} after we detected it"
        yield words


def _estimates(course: IncidentCourse, voice: Voice) -> Iterator[str]:
    for one in measure_estimates(course).estimates:
        window = wording.say_estimate(one.eta, voice, one.made_at)
        sure = f", {one.confidence.value} confidence" if one.confidence is not None else ""
        words = f"At {voice.since(one.made_at, course.incident.first.at)} we expected recovery {window}{sure}"
        if one.restored_at is not None and one.error is not None:
            words += f"; it came at {voice.since(one.restored_at, one.made_at)}, {_judged(one.error)}"
        yield words


def _judged(error: timedelta) -> str:
    if not error:
        return "within that time"
    return f"{wording.say_duration(abs(error))} {'later' if error > timedelta(0) else 'earlier'}"
