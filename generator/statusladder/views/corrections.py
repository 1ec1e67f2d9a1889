"""What was said wrongly, in words: corrections as readers see them, and what stood before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statusladder.model.communication import Communication, Update
from statusladder.model.facts import Correction
from statusladder.model.manifest import mark_of_correction
from statusladder.model.site import Settings
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

NAMED = frozenset({"impact.share", "impact.accounts", "impact.regions", "impact.symptom", "components", "eta", "body"})
NAMED |= {"started_at", "mitigated_at", "resolved_at"}
"""The fields that are corrected most, which have words of their own; the others are said by their key."""


@dataclass(frozen=True)
class LateCorrection:
    """A correction that an update was given after it was published.

    `id` tells it from the others of its update, `anchor` is where it stands on the page, and `mark` is that by which
    the manifest knows it.
    """

    id: str
    anchor: str
    at: datetime
    text: str
    mark: str


def build_late_corrections(update: Update[Any], settings: Settings, voice: Voice) -> Iterator[LateCorrection]:
    """Oldest first; what an update corrects when it is written is no edit of it.

    They are numbered by their time, so that one that joins changes the number of none.
    """
    late = [fix for fix in update.said.corrections or () if fix.at > update.at]
    for number, fix in enumerate(sorted(late, key=lambda fix: fix.at), start=1):
        name = f"correction-{number}"
        words = correction_words(fix, settings, voice)
        yield LateCorrection(name, f"{update.id}-{name}", fix.at, words, mark_of_correction(fix))


def title_at(communication: Communication[Any], at: datetime) -> str:
    """The title as readers knew it at a moment: without what was corrected in it later."""
    stated = [update.said.title for update in communication.updates if update.at <= at and update.said.title]
    title: str = stated[-1] if stated else communication.title
    fixes = (fix for update in communication.updates for fix in update.said.corrections or ())
    later = (fix for fix in fixes if fix.field == "title" and fix.at > at)
    for fix in sorted(later, key=lambda fix: fix.at, reverse=True):
        if fix.now == title:
            title = fix.was
    return title


def correction_words(correction: Correction, settings: Settings, voice: Voice) -> str:
    return voice.say(
        "correction.text",
        time=voice.full(correction.at),
        field=_field_words(correction.field, settings, voice),
        was=Own(correction.was),
        now=Own(correction.now),
        why=Own(capitalise(correction.why)),
    )


def _field_words(field: str, settings: Settings, voice: Voice) -> str:
    key, _, inner = field.partition(".")
    if key == "components" and settings.component(inner) is not None:
        return voice.say("correction.field.state", component=settings.name_of(inner))
    if field in NAMED:
        return voice.say(f"correction.field.{field.rpartition('.')[2]}")
    return voice.say("correction.field.other", key=(inner or key).replace("_", " ").replace(".", " "))
