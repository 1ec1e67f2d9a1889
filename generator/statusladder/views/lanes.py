"""The timeline of a postmortem: what happened and what we said about it, side by side, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from statusladder.model.communication import Incident
from statusladder.views import urls, wording
from statusladder.views.timeline import TimeView
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_EVENTS = ("started_at", "first_report_at", "detected_at", "mitigated_at", "resolved_at")
"""The facts that are events, each with a string of its own."""


@dataclass(frozen=True)
class LaneRow:
    """One row: an event, or something that we published (`url` leads to it). `day` is set where the day changes."""

    at: TimeView
    day: str | None
    text: str
    is_estimated: bool
    url: str | None


def build_lanes(incident: Incident, voice: Voice) -> tuple[LaneRow, ...]:
    """All rows of the incident up to its last report, oldest first; of two at one moment the event comes first."""
    rows = sorted((*_events(incident, voice), *_publications(incident, voice)), key=lambda row: row[0])
    shown = []
    last_day = None
    for moment, text, is_estimated, url in rows:
        day = voice.day_of(moment)
        label = voice.day(day) if day != last_day else None
        shown.append(LaneRow(TimeView(voice.time(moment), wording.stamp_of(moment)), label, text, is_estimated, url))
        last_day = day
    return tuple(shown)


def _events(incident: Incident, voice: Voice) -> Iterator[tuple[datetime, str, bool, str | None]]:
    facts = incident.facts
    for key in _EVENTS:
        event = getattr(facts, key)
        if event is not None:
            text = voice.say(f"postmortem.event.{key}")
            if key == "detected_at" and facts.detection is not None:
                text = voice.say("postmortem.detected", how=voice.say(f"detection.{facts.detection.value}"))
            yield event.at, text, event.estimated, None
    for told in facts.timeline or ():
        yield told.at, Own(told.what), told.estimated, None
    for milestone in facts.milestones or ():
        if milestone.done_at is not None:
            reached = voice.say("postmortem.milestone_done", milestone=Own(milestone.name))
            yield milestone.done_at, reached, False, None


def _publications(incident: Incident, voice: Voice) -> Iterator[tuple[datetime, str, bool, str | None]]:
    for update in incident.updates:
        stage, words = voice.say(f"stage.{update.stage.value}"), wording.in_short(update.said.summary, update.body)
        text = voice.say("postmortem.published_at_stage", stage=stage, words=Own(words)) if words else stage
        yield update.at, text, False, urls.of_update(urls.of_incident(incident.id), update.id)
