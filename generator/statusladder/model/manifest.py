"""What `/manifest.json` says: how old a site is, when it changes next, and all that it published, told by digests.

The digests lie in a file for each year beside it, so that an edit rewrites those of one year, and whoever only asks how
old the site is reads none of them.

One declaration serves twice: a build writes it, and `check --published` reads what is live. Keys of a later version are
ignored, so that an older program can still read what a newer one published.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from statusladder.model.characters import find_unfit
from statusladder.model.communication import Update
from statusladder.model.differences import BODY, as_written, is_prose, words_of
from statusladder.model.facts import Correction
from statusladder.model.update import UpdateKeys

DIGESTS = 3
"""The version of how digests are made; the third has more facts in the digest of facts. Those of keys can be compared
with those of each version in `PASSED_OVER` but for the keys that it names; with others they cannot."""

PASSED_OVER = {1: frozenset({"roles"}), 2: frozenset[str](), DIGESTS: frozenset[str]()}
"""Keys whose digests say nothing, by version: the first one told of the teams in `roles` too, which nobody may read."""

_UNSHOWN = frozenset({"draft", "embargoed_until", "no_change", "notify"})
"""What no page says. A digest of what few values could be is the value itself: whoever tries them all knows it."""

_NOT_HELD = frozenset({"corrections", "related", "merged_into"}) | _UNSHOWN
"""Corrections may join; what names other incidents is shown as far as those are public, which changes with time."""

SHARDS = "manifest/"
"""The folder beside `manifest.json` in which the files of the years lie."""

_SHORT = 6
"""Hexadecimal digits of a key's digest: against an edit by mistake, and one in 16 million is not noticed.

No salt: only what every reader can look up is told of, so that nothing is left to guess. One that stays the same from
build to build and that nobody can guess would be one more secret to keep.
"""


def _name(text: str) -> str:
    if "\n" in text or find_unfit(text) is not None:
        raise ValueError("a name holds a line end, or a character that cannot be shown")
    return text


_Name = Annotated[str, AfterValidator(_name)]
"""A name that messages repeat: whoever answers at the site's address wrote it."""


class UpdateMark(BaseModel):
    """One published update: the digest of its facts, one of each key that it states and of its words, and of its
    corrections."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    facts: str
    said: dict[_Name, str]
    corrections: tuple[str, ...] = ()


Marks = dict[_Name, dict[_Name, UpdateMark]]
"""The marks of updates, by the page and the anchor."""


class Head(BaseModel):
    """The file `manifest.json`; `addresses` are paths below the site, `shards` the SHA-256 of each year's file.

    `authority` is the name in the ids of feed entries; older versions did not write it.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    generator: str
    authority: _Name | None = None
    now: str
    updated_at: str | None
    policy_version: str | None
    next_change_at: str
    digests: int = 0
    addresses: tuple[_Name, ...] = ()
    shards: dict[
        Annotated[str, StringConstraints(pattern="^[0-9]{4}$")],
        Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")],
    ] = Field(default_factory=dict)


class Shard(BaseModel):
    """The file of one year: the marks of the incidents and maintenance whose ids begin with it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    updates: Marks


class Manifest(Head):
    """All that a site says of itself: its head, and the marks of every year. Older versions wrote both as one file."""

    updates: Marks = Field(default_factory=dict)


def shard_file_of(year: str) -> str:
    """Where the file of a year lies, from the folder of `manifest.json`."""
    return f"{SHARDS}{year}.json"


def held_marks_of(said: Mapping[str, str], digests: int) -> dict[str, str]:
    """The marks of an update that can be compared with those of a site that has `digests`."""
    passed_over = _NOT_HELD | PASSED_OVER[digests]
    return {key: mark for key, mark in said.items() if key not in passed_over}


def said_marks_of(update: Update[Any]) -> dict[str, str]:
    """The short digest of each key that a file states and pages show, by name, and of its words as `body`.

    `update` is of what is public.
    Equal for what reads alike: white space within sentences tells nothing.
    """
    said: UpdateKeys = update.said
    defaults = _defaults(type(said))
    stated = {name: getattr(said, name) for name in defaults if name in said.model_fields_set}
    marks = {name: mark_of_value(value) for name, value in stated.items() if value != defaults[name]}
    return marks | {BODY: _short(words_of(update.body))} if update.body.strip() else marks


@cache
def _defaults(keys: type[UpdateKeys]) -> dict[str, Any]:
    """The default of each key that is held to what was published, in the order of the model."""
    return {name: field.default for name, field in keys.model_fields.items() if name not in _NOT_HELD}


def mark_of_value(value: Any) -> str:
    """The short digest of one value."""
    text = as_written(value)
    return _short(words_of(text) if is_prose(value) else [text])


def mark_of_correction(correction: Correction) -> str:
    return _short([correction.at.isoformat(), correction.field, correction.was, correction.now, correction.why])


def digest_of_facts(facts: Any) -> str:
    """SHA-256 of facts in canonical JSON: sorted keys, no spaces, UTF-8."""
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _short(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:_SHORT]
