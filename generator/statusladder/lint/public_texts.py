"""Everything of a file that the public can read, code and link targets too: what the rules of safety look through."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from statusladder.ladder.publication import said_in_public
from statusladder.model.communication import Drill, Incident, Maintenance, Update
from statusladder.model.facts import Fact
from statusladder.model.page import Page
from statusladder.model.problem import Place
from statusladder.model.site import Settings


@dataclass(frozen=True)
class PublicText:
    """A text as it was typed. `first` is where it begins; of a body, each line of the text is one of the file."""

    text: str
    first: Place
    is_body: bool = False

    def place(self, offset: int) -> Place:
        below = bisect_left(self._line_ends, offset) if self.is_body else 0
        return Place(self.first.path, self.first.line + below)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]


@dataclass(frozen=True)
class Sighting:
    """What a rule of safety saw between two offsets of a text, and in words what that is."""

    start: int
    end: int
    what: str


@dataclass(frozen=True)
class Form:
    """A pattern and the signs, in lower case, of which every match holds one.

    Most texts hold none; to see that takes a hundredth of the time that a search for the pattern does.
    """

    pattern: re.Pattern[str]
    signs: tuple[str, ...]

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        return self.pattern.finditer(text) if any(map(_lowered(text).__contains__, self.signs)) else ()


@lru_cache(maxsize=256)
def _lowered(text: str) -> str:
    """The text in lower case, which every form asks for: rule after rule looks through the same few texts."""
    return text.lower()


def of_update(update: Update[Any], communication: Incident | Maintenance, settings: Settings) -> Iterator[PublicText]:
    """The texts of an update; none of a drill, as none is ever published."""
    if isinstance(communication, Drill):
        return
    yield from _keys(said_in_public(update, communication, settings), update.place)
    yield PublicText(update.body, Place(update.path, update.body_line), is_body=True)


def of_page(page: Page) -> Iterator[PublicText]:
    yield from _keys(page.said, page.place)
    yield PublicText(page.body, Place(page.path, page.body_line), is_body=True)


def _keys(said: Fact, place: Callable[[str], Place]) -> Iterator[PublicText]:
    stated = said.model_fields_set
    for key in type(said).model_fields:
        if key in stated:
            for path, text in _strings(getattr(said, key), key):
                yield PublicText(text, place(path))


def _strings(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Texts as people typed them; words of the vocabulary are none."""
    if type(value) is str:
        yield path, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, path)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, f"{path}.{name}")
    elif isinstance(value, Fact):
        for name, item in value:
            yield from _strings(item, f"{path}.{name}")
