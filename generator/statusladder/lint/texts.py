"""What of a file a rule looks through: all that the public can read, or only its words, each with its place.

Rules of safety look through code and the targets of links too; for rules of wording these and quotations are no prose.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import count, repeat
from operator import itemgetter
from typing import Any

from statusladder.ladder.publication import said_in_public
from statusladder.markup.blocks import without_comments
from statusladder.markup.prose import split_sentences
from statusladder.model.communication import Drill, Incident, Maintenance, Update
from statusladder.model.facts import Fact
from statusladder.model.forms import Kind, forms_of
from statusladder.model.keys import CLAIM, PROSE
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Place
from statusladder.model.site import Page, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys


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


def texts_of_update(
    update: Update[Any], communication: Incident | Maintenance, settings: Settings
) -> Iterator[PublicText]:
    """The texts of an update; none of a drill, as none is ever published."""
    if isinstance(communication, Drill):
        return
    yield from _keys(said_in_public(update, communication, settings), update.place)
    yield PublicText(update.body, Place(update.path, update.body_line), is_body=True)


def texts_of_page(page: Page) -> Iterator[PublicText]:
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


AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]

_FENCE = compile_late(r"\s*(?:```|~~~)")
_NOT_PROSE = compile_late(
    r"`[^`]*`"  # code
    r"|~~[^~]*~~"  # what is struck out
    r"|(?<=\])\([^()\s]*\)"  # the target of a link
    r"|<?https?://[^\s>]+>?"  # an address
    r"|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}"  # marks of emphasis
    r"|[\[\]]"
)
_MARKS = ("`", "*", "_", "[", "]", "://", "~~")
"""What is no prose holds one of them."""
LONGEST_WORDS, LONGEST_SENTENCE = 2000, 1000
"""Characters that are judged at once: nobody writes a longer paragraph or sentence, and one that went on for ever would
be searched for ever."""
_QUOTATION, _ITEM = compile_late(r"\s{0,3}>"), compile_late(r"\s*(?:[-*+]|\d+[.)])\s+|#{1,6}\s+")


@dataclass(frozen=True)
class Words:
    """A paragraph, an item or a fact: `text` on one line, and the line of the file on which each part of it stands.

    `key` is the fact's key, or `body`.
    """

    text: str
    key: str
    path: str
    lines: tuple[tuple[int, int], ...]

    def place(self, offset: int = 0) -> Place:
        """Where the character at `offset` stands."""
        return Place(self.path, self.lines[bisect_right(self.lines, offset, key=itemgetter(0)) - 1][1])

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Each sentence with the offset at which it begins."""
        found: list[tuple[int, str]] = []
        start = 0
        for sentence in split_sentences(self.text):
            start = self.text.index(sentence, start)
            found += ((start + offset, part) for offset, part in _parts(sentence, LONGEST_SENTENCE))
            start += len(sentence)
        return tuple(found)


def words_of_body(update: AnyUpdate) -> tuple[Words, ...]:
    """The paragraphs and items of what stands below the front matter."""
    return tuple(_blocks(update.body, "body", update.path, count(update.body_line)))


def texts_of(keys: UpdateKeys) -> Iterator[tuple[str, str]]:
    """Each text in what a file says, or in the facts that stand, with its key. What is said to audiences is Markdown
    and left out."""
    for key, parts in _prose_in(type(keys)):
        value = getattr(keys, key)
        for item in value if isinstance(value, tuple) else (value,):
            for text in (getattr(item, part, None) for part in parts) if parts else (item,):
                if text is not None:
                    yield key, text


@cache
def _prose_in(model: type[UpdateKeys]) -> list[tuple[str, tuple[str, ...]]]:
    """The keys that hold prose, with the parts that do: single texts, then records, then lists of either."""
    held = [(key, form) for key, form in forms_of(model).items() if form.is_marked(CLAIM | PROSE)]
    held.sort(key=lambda one: (one[1].kind is Kind.LIST, bool(one[1].inner)))
    return [
        (key, tuple(name for name, part in form.inner.items() if part.key.marks & (CLAIM | PROSE)))
        for key, form in held
    ]


def words_of_fact(text: str, key: str, place: Place) -> Words:
    """A text that stands on one line."""
    return Words(_plain(text), key, place.path, ((0, place.line),))


def in_pieces(words: Words) -> Iterator[Words]:
    """The words as they are, or in parts of `LONGEST_WORDS`."""
    if len(words.text) <= LONGEST_WORDS:
        yield words
        return
    for start, part in _parts(words.text, LONGEST_WORDS):
        first = bisect_right(words.lines, start, key=itemgetter(0)) - 1
        after = bisect_left(words.lines, start + len(part), key=itemgetter(0))
        lines = tuple((max(0, offset - start), line) for offset, line in words.lines[first:after])
        yield Words(part, words.key, words.path, lines)


def _parts(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """The text in parts that end before a blank where there is one, each with its offset."""
    start = 0
    while len(text) - start > longest:
        end = text.rfind(" ", start + 1, start + longest + 1)
        end = end if end > 0 else start + longest
        yield start, text[start:end]
        start = end + (text[end] == " ")
    if start < len(text):
        yield start, text[start:]


def words_of_facts(update: AnyUpdate) -> Iterator[Words]:
    """The facts that this file states, and what it says to audiences; nothing that only carries over."""
    for key, text in texts_of(update.said):
        yield from in_pieces(words_of_fact(text, key, update.place(key)))
    for name, text in (update.said.audiences or {}).items():
        key = f"audiences.{name}"
        yield from _blocks(without_comments(text).text, key, update.path, repeat(update.place(key).line))


def _blocks(markdown: str, key: str, path: str, numbers: Iterable[int]) -> Iterator[Words]:
    """The paragraphs and items of a text; `numbers` gives the line of the file on which each of its lines stands."""
    text, fenced, listed = "", False, False
    lines: list[tuple[int, int]] = []
    for number, line in zip(numbers, markdown.split("\n"), strict=False):
        # What is indented is code, unless it belongs to an item or goes on with a paragraph.
        indented = line.startswith("    ") and not listed and not text
        fence = _FENCE.match(line) and not indented
        if fence:
            fenced = not fenced
        silent = fenced or fence or _QUOTATION.match(line) or indented
        item = _ITEM.match(line) if not silent else None
        if item:
            listed = "#" not in item[0]
        elif line.strip() and not line.startswith(" "):
            listed = False
        if text and (silent or item or not line.strip()):
            yield from in_pieces(Words(text, key, path, tuple(lines)))
            text, lines = "", []
        if not silent and line.strip():
            if text:
                text += " "
            lines.append((len(text), number))
            text += _plain(line[item.end() :] if item else line)
    if text:
        yield from in_pieces(Words(text, key, path, tuple(lines)))


def _plain(text: str) -> str:
    is_marked = any(mark in text for mark in _MARKS)
    return " ".join((_NOT_PROSE.sub("", text) if is_marked else text).split())
