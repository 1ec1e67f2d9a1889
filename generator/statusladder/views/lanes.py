"""The timeline of an incident report: what happened and what we said about it, side by side, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.steps import LABELS
from statusladder.model.communication import Incident
from statusladder.views import urls, wording
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice

_EVENTS = (
    ("started_at", "It began for customers"),
    ("first_report_at", "The first customer reported it"),
    ("detected_at", "We noticed it"),
    ("mitigated_at", "Customers no longer felt it"),
    ("resolved_at", "It was over"),
)


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
    rows = sorted((*_events(incident), *_publications(incident)), key=lambda row: row[0])
    shown = []
    last_day = None
    for moment, text, is_estimated, url in rows:
        day = voice.day_of(moment)
        label = wording.say_date(day) if day != last_day else None
        shown.append(LaneRow(TimeView(voice.time(moment), wording.stamp_of(moment)), label, text, is_estimated, url))
        last_day = day
    return tuple(shown)


def _events(incident: Incident) -> Iterator[tuple[datetime, str, bool, str | None]]:
    facts = incident.facts
    for key, label in _EVENTS:
        event = getattr(facts, key)
        if event is not None:
            how = facts.detection if key == "detected_at" else None
            text = f"Noticed {wording.DETECTION_LABELS[how]}" if how is not None else label
            yield event.at, text, event.estimated, None
    for told in facts.timeline or ():
        yield told.at, told.what, told.estimated, None
    for milestone in facts.milestones or ():
        if milestone.done_at is not None:
            yield milestone.done_at, f"Done: {milestone.name}", False, None


def _publications(incident: Incident) -> Iterator[tuple[datetime, str, bool, str | None]]:
    for update in incident.updates:
        words = wording.in_short(update.said.summary, update.body)
        text = f"{LABELS[update.stage]}: {words}" if words else LABELS[update.stage]
        yield update.at, text, False, urls.of_update(urls.of_incident(incident.id), update.id)
