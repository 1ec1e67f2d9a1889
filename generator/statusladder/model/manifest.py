"""What `/manifest.json` says: how old a site is, when it changes next, and all that it published, told by digests.

One declaration serves twice: a build writes it, and `check --published` reads what is live. Keys of a later version are
ignored, so that an older program can still read what a newer one published.
"""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from statusladder.model.communication import Update
from statusladder.model.differences import BODY, as_written, is_prose
from statusladder.model.facts import Correction
from statusladder.model.rewording import words_of
from statusladder.model.update import UpdateKeys

DIGESTS = 1
"""The version of how digests are made; those of another version cannot be compared."""

_NOT_HELD = frozenset({"corrections", "related", "merged_into"})
"""Corrections may join; what names other incidents is shown as far as those are public, which changes with time."""

_SHORT = 6
"""Hexadecimal digits of a key's digest: against an edit by mistake, and one in 16 million is not noticed."""


class UpdateMark(BaseModel):
    """One published update: the digest of its facts, one of each key that it states and of its words, and of its
    corrections."""

    model_config = ConfigDict(frozen=True)

    facts: str
    said: dict[str, str]
    corrections: tuple[str, ...] = ()


class Manifest(BaseModel):
    """The whole file; `updates` holds the marks by page and by anchor, `addresses` are paths below the site.

    `authority` is the name in the ids of feed entries; older versions did not write it.
    """

    model_config = ConfigDict(frozen=True)

    generator: str
    authority: str | None = None
    now: str
    updated_at: str | None
    policy_version: str | None
    next_change_at: str
    digests: int = 0
    addresses: tuple[str, ...] = ()
    updates: dict[str, dict[str, UpdateMark]] = Field(default_factory=dict)


def said_marks(update: Update[Any]) -> dict[str, str]:
    """The short digest of each key that a file states, by name, and of its words as `body`.

    Equal for what reads alike: white space within sentences tells nothing.
    """
    said: UpdateKeys = update.said
    defaults = _defaults(type(said))
    stated = {name: getattr(said, name) for name in defaults if name in said.model_fields_set}
    marks = {name: value_mark(value) for name, value in stated.items() if value != defaults[name]}
    return marks | {BODY: _short(words_of(update.body))} if update.body.strip() else marks


@cache
def _defaults(keys: type[UpdateKeys]) -> dict[str, Any]:
    """The default of each key that is held to what was published, in the order of the model."""
    return {name: field.default for name, field in keys.model_fields.items() if name not in _NOT_HELD}


def value_mark(value: Any) -> str:
    """The short digest of one value."""
    text = as_written(value)
    return _short(words_of(text) if is_prose(value) else [text])


def correction_mark(correction: Correction) -> str:
    return _short([correction.at.isoformat(), correction.field, correction.was, correction.now, correction.why])


def facts_digest(facts: Any) -> str:
    """SHA-256 of facts in canonical JSON: sorted keys, no spaces, UTF-8 (channels.md)."""
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _short(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:_SHORT]
