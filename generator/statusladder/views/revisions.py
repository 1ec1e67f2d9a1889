"""How a report came to be what it is: each version and progress report, and what it changed against the one before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from statusladder.model.communication import Incident, Update
from statusladder.model.differences import Difference, as_written, find_differences, has_same_words, is_prose
from statusladder.model.facts import Concession, EventTime
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import Stage
from statusladder.views import wording
from statusladder.views.policy_words import say_concession
from statusladder.views.timeline import Change, TimeView
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

COMPARED = (
    *("trigger", "contributing_factors", "safeguards", "governance_changes", "lessons", "improvement_targets"),
    *("feedback_answered", "withheld", "timeline", "concessions", "impact.symptom", "impact.share", "impact.accounts"),
    *("started_at", "detected_at", "mitigated_at", "resolved_at", "data_loss", "severity"),
)
"""What a new version is compared by, besides the action items and the sections of its text."""

_SHORTER = {
    "contributing_factors": "factors",
    "governance_changes": "governance",
    "improvement_targets": "targets",
    "feedback_answered": "feedback",
}
"""Fields whose strings have another name; sites replace strings by their names, so these stay."""

_SECTION = re.compile(r"^##? +(.+?) *#*$", re.MULTILINE)


@dataclass(frozen=True)
class Revision:
    """One version or progress report; `changes` is what it changed, empty for the first version."""

    label: str
    at: TimeView
    changes: tuple[Change, ...]


def build_revisions(incident: Incident, settings: Settings, voice: Voice) -> tuple[Revision, ...]:
    """The newest last. A progress report changes action items; its words stand on the page in full."""
    found: list[Revision] = []
    before: Update[IncidentKeys] | None = None
    for update in incident.reports:
        is_paper = update.stage is Stage.POSTMORTEM
        changes = tuple(_changes(before, update, is_paper, settings, voice)) if before is not None else ()
        label = say_version(update, voice) if is_paper else voice.say("stage.follow_up")
        found.append(Revision(label, TimeView(voice.full(update.at), wording.stamp_of(update.at)), changes))
        before = update
    return tuple(found)


def label_of(field: str) -> str:
    """The string that names a field which versions are compared by."""
    return f"revision.{_SHORTER.get(field, field.rpartition('.')[2])}"


def say_version(paper: Update[IncidentKeys], voice: Voice) -> str:
    version = paper.facts.version
    words = voice.say(f"revision.version.{version.value}") if version is not None else voice.say("stage.postmortem")
    return voice.say("revision.draft", report=words) if paper.said.draft else words


def _changes(
    before: Update[IncidentKeys], update: Update[IncidentKeys], is_paper: bool, settings: Settings, voice: Voice
) -> Iterator[Change]:
    differences = list(find_differences(before.facts, update.facts))
    for field in COMPARED:
        for difference in differences:
            if difference.field == field:
                yield _change(voice.say(label_of(field)), difference, settings, voice)
    yield from _action_changes(before, update, voice)
    if is_paper:
        yield from _section_changes(_sections(before.body, voice), _sections(update.body, voice), voice)


def _change(label: str, difference: Difference, settings: Settings, voice: Voice) -> Change:
    """A value with the one that it replaced; of a list, what left it and what came."""
    was, now = difference.was, difference.now
    if isinstance(was, tuple) and isinstance(now, tuple):
        old, new = ([_item(one, settings, voice) for one in some] for some in (was, now))
        gone = [text for text in old if not any(has_same_words(text, other) for other in new)]
        come = [text for text in new if not any(has_same_words(text, other) for other in old)]
        nothing = voice.say("revision.shorter") if gone else voice.say("revision.another_order")
        return Change(label, voice.semicolon_separated(gone) or None, voice.semicolon_separated(come) or nothing)
    if isinstance(now, tuple) and was is None:
        return Change(label, None, voice.say("revision.added"))
    before = _written(difference, was, voice) if was is not None else None
    after = _written(difference, now, voice) if now is not None else voice.say("revision.taken_out")
    return Change(label, before, after)


def _item(value: object, settings: Settings, voice: Voice) -> str:
    return say_concession(value, settings, voice) if isinstance(value, Concession) else Own(as_written(value))


def _written(difference: Difference, value: object, voice: Voice) -> str:
    if isinstance(value, EventTime):
        return wording.say_event_time(value, voice)
    return Own(difference.written(value)) if is_prose(value) else difference.written(value)


def _action_changes(before: Update[IncidentKeys], update: Update[IncidentKeys], voice: Voice) -> Iterator[Change]:
    old = {item.id: item for item in before.facts.action_items or () if item.public}
    new = {item.id: item for item in update.facts.action_items or () if item.public}
    added = [name for name in new if name not in old]
    if added:
        items = voice.comma_separated(added)
        yield Change(
            voice.say("revision.actions"), None, voice.say("revision.actions_added", n=len(added), items=items)
        )
    for name, item in new.items():
        earlier = old.get(name)
        if earlier is None:
            continue
        if item.status is not None and item.status is not earlier.status:
            was = voice.say(f"action.status.{earlier.status.value}") if earlier.status is not None else None
            yield Change(name, was, voice.say(f"action.status.{item.status.value}"))
        if item.due is not None and item.due != earlier.due:
            why = next((one.why for one in item.due_history or () if one.was == earlier.due), None)
            day = voice.say("revision.due", day=voice.day(earlier.due)) if earlier.due is not None else None
            yield Change(name, day, voice.say("revision.due", day=voice.day(item.due)), reason=why)
        if item.title is not None and earlier.title is not None and not has_same_words(item.title, earlier.title):
            yield Change(name, Own(earlier.title), Own(item.title))


def _sections(body: str, voice: Voice) -> dict[str, str]:
    """The sections of a text by their headings; what stands above the first is called the beginning."""
    parts = _SECTION.split(body)
    sections = {voice.say("revision.beginning"): parts[0]} if parts[0].strip() else {}
    return {**sections, **dict(zip(map(Own, parts[1::2]), parts[2::2], strict=True))}


def _section_changes(old: Mapping[str, str], new: Mapping[str, str], voice: Voice) -> Iterator[Change]:
    groups = {
        "revision.new_sections": [name for name in new if name not in old],
        "revision.rewritten_sections": [
            name for name in new if name in old and not has_same_words(old[name], new[name])
        ],
        "revision.sections_taken_out": [name for name in old if name not in new],
    }
    for label, names in groups.items():
        if names:
            yield Change(voice.say(label), None, voice.comma_separated(names))
