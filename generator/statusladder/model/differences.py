"""What differs between two readings of one update, each difference named as a correction names it: `impact.share`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ValidationError

from statusladder.model.facts import ComponentFact, Components, Correction, Eta, EventTime, Milestone, Range
from statusladder.model.report import ActionItem
from statusladder.model.update import Embargo, Roles, UpdateKeys

_TOKEN = re.compile(r"\w+|[^\w\s]")
"""A word, or a single sign: white space tells nothing, so a text may be wrapped anew."""

_MANY = 5000
"""Words above which frequent ones are compared less closely: a file of nothing but commas must not stall a check."""


@dataclass(frozen=True)
class Rewording:
    """The words that were and those that are, from the first that changed to the last; `offset` is where they stand."""

    was: str
    now: str
    offset: int


def words_of(text: str) -> list[str]:
    """The words and single signs of a text, which are all that counts of it."""
    return _TOKEN.findall(text)


def has_same_words(one: str, other: str) -> bool:
    return one == other or words_of(one) == words_of(other)


def find_untold_rewording(was: str, now: str, quotations: Iterable[tuple[str, str]]) -> Rewording | None:
    """What changed between two texts and is not told; None where nothing is left to tell.

    A quotation is the words as they were and as they are. Each word that is gone has to stand in one of the first, each
    that came in one of the second: so nobody has to repeat a whole text, and nothing changes under cover.
    """
    old, new = list(_TOKEN.finditer(was)), list(_TOKEN.finditer(now))
    old_words, new_words = [token[0] for token in old], [token[0] for token in new]
    if old_words == new_words:
        return None
    told = list(quotations)
    gone = _quoted(old_words, [words for words, _ in told])
    come = _quoted(new_words, [words for _, words in told])
    untold = []
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=max(len(old), len(new)) > _MANY)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_told = gone.issuperset(range(old_from, old_to)) and come.issuperset(range(new_from, new_to))
        if tag != "equal" and not is_told:
            untold.append((old_from, old_to, new_from, new_to))
    if not untold:
        return None
    old_from, _, new_from, _ = untold[0]
    _, old_to, _, new_to = untold[-1]
    offset = new[min(new_from, len(new) - 1)].start() if new else 0
    return Rewording(_passage(was, old[old_from:old_to]), _passage(now, new[new_from:new_to]), offset)


def _quoted(words: Sequence[str], quotations: Iterable[str]) -> set[int]:
    """The places of all words that stand in one of the quotations."""
    places: set[int] = set()
    for quotation in quotations:
        quoted = words_of(quotation)
        for start in range(len(words) - len(quoted) + 1):
            if words[start : start + len(quoted)] == quoted:
                places.update(range(start, start + len(quoted)))
    return places


def _passage(text: str, tokens: Sequence[re.Match[str]]) -> str:
    return " ".join(text[tokens[0].start() : tokens[-1].end()].split()) if tokens else ""


BODY = "body"
"""What a correction of the words below the front matter names."""

_SHARE = "impact.share"


@dataclass(frozen=True)
class Difference:
    """A value that is not what it was; None where it was not stated, or is no more."""

    field: str
    was: Any
    now: Any

    @property
    def prose(self) -> tuple[str, str] | None:
        """Both values where people wrote sentences, else None."""
        if all(value is None or is_prose(value) for value in (self.was, self.now)):
            return as_written(self.was), as_written(self.now)
        return None

    def written(self, value: Any) -> str:
        """One of the two values as people write it, on one line."""
        text = "; ".join(as_written(value).split("\n"))
        return f"{text}%" if self.field == _SHARE and text else text


def find_differences(before: UpdateKeys, after: UpdateKeys) -> Iterator[Difference]:
    """What differs in meaning, key by key, in parts where a key has some; `corrections` are not compared.

    Both are of the same section: a file that went to another one is another file.
    """
    for key in type(before).model_fields:
        if key != "corrections":
            yield from _in_parts(key, getattr(before, key), getattr(after, key))


def speaks_of(correction: Correction, field: str) -> bool:
    """Whether a correction speaks of a field: it names it, or the whole that it is a part of."""
    return field == correction.field or field.startswith(f"{correction.field}.")


def tells(correction: Correction, difference: Difference, said: UpdateKeys) -> bool:
    """Whether the old and the new value of a correction are those of the difference.

    They may be written as problems write them, which is the only way for a list of records. Else only what can be read
    as a value of the field is compared: `09:00 UTC` is for readers, and no time of ours.
    """
    pairs = ((correction.was, difference.was), (correction.now, difference.now))
    return all(
        value is None
        or has_same_words(text, difference.written(value))
        or _could_be(text, value, difference.field, said)
        for text, value in pairs
    )


def _could_be(text: str, value: Any, field: str, said: UpdateKeys) -> bool:
    try:
        return bool(read_as(text, field, said) == value)
    except ValidationError:
        return True


def read_as(text: str, field: str, said: UpdateKeys) -> Any:
    """A text of a correction as a value of the field, in a file that says this. Raises ValidationError."""
    key, _, part = field.partition(".")
    keys = {"stage": said.stage.value, "at": said.at, key: {part: text} if part else text}
    read = getattr(type(said).model_validate(keys), key)
    return (_parts(read) or {}).get(part) if part else read


def _in_parts(key: str, was: Any, now: Any) -> Iterator[Difference]:
    if was == now or _same_prose(was, now):
        return
    old, new = _parts(was), _parts(now)
    if isinstance(was or now, dict):  # Texts by audience: each stands for itself, also the first and the last one.
        old, new = old or {}, new or {}
    if old is None or new is None:
        yield Difference(key, was, now)
        return
    differing = [part for part in {**old, **new} if old.get(part) != new.get(part)]
    for part in differing:
        yield Difference(f"{key}.{part}", old.get(part), new.get(part))
    if not differing:  # The parts are the same, and stand in another order.
        yield Difference(key, was, now)


def _parts(value: Any) -> Mapping[str, Any] | None:
    """The parts that a value is written in; None of what is written as one, as a time or the word `unknown`."""
    if isinstance(value, Components):
        return None if value.unknown else value.states
    if isinstance(value, Roles):
        return {**value.teams, "executive_sponsor": value.executive_sponsor}
    if isinstance(value, EventTime) or (isinstance(value, Eta) and value.unknown):
        return None
    if isinstance(value, BaseModel):
        return {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
    if isinstance(value, dict):
        return value
    if isinstance(value, tuple):
        named = {item.name if isinstance(item, Milestone) else item.id: item for item in value if _has_name(item)}
        return named if len(named) == len(value) else None
    return None


def _has_name(item: Any) -> bool:
    return isinstance(item, Milestone | ActionItem)


def is_prose(value: Any) -> bool:
    """Whether people wrote it in sentences, so that only its words count."""
    return _items(value) is not None


def _items(value: Any) -> tuple[str, ...] | None:
    """The sentences of a value that is nothing else."""
    items = value if isinstance(value, tuple) else (value,)
    sentences = tuple(text for item in items if (text := _sentence_alone(item)) is not None)
    return sentences if len(sentences) == len(items) else None


def _sentence_alone(item: Any) -> str | None:
    """A sentence, also where a record says nothing besides one, as it may then be written without its key."""
    if isinstance(item, str):
        return item if not isinstance(item, StrEnum) else None
    if not isinstance(item, BaseModel):
        return None
    stated = {name: value for name, value in item if value is not None}
    alone = stated.get("text", stated.get("offer"))
    return alone if len(stated) == 1 and isinstance(alone, str) else None


def _same_prose(was: Any, now: Any) -> bool:
    old, new = _items(was), _items(now)
    if old is None or new is None or len(old) != len(new) or not old:
        return False
    return all(has_same_words(one, other) for one, other in zip(old, new, strict=True))


def as_written(value: Any) -> str:
    """A value in the form in which people write it, a list one item a line; empty for None."""
    match value:  # The kinds that most values are of come first.
        case str():
            return str(value)
        case tuple():
            return "\n".join(as_written(item) for item in value) or "none"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case timedelta():
            return _length(value)
        case Range():
            low, high = (f"{figure:g}" if figure < 10**5 else f"{figure:.0f}" for figure in (value.low, value.high))
            return low if low == high else f"{low}-{high}"
        case Embargo():
            return as_written(value.until) or "none"
        case ComponentFact(status=status, recovered=None):
            return status
        case Components(unknown=True) | Eta(unknown=True):
            return "unknown"
        case EventTime(estimated=False):
            return as_written(value.at)
        case BaseModel() if (alone := _sentence_alone(value)) is not None:
            return alone
        case BaseModel() | dict():
            stated = {part: inner for part, inner in (_parts(value) or dict(value)).items() if inner is not None}
            return ", ".join(f"{part}: {as_written(inner)}" for part, inner in stated.items())
    return str(value)


def _length(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"
