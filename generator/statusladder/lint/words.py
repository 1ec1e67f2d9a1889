"""The words of an update that customers read, each with its place: code, quotations and link targets are no prose."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count, repeat
from operator import itemgetter

from statusladder.markup.comments import without_comments
from statusladder.markup.prose import sentences
from statusladder.model.communication import Update
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Place
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys

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

_TEXTS = ("title", "summary", "potential_impact", "cause", "exit_criterion", "emergency", "trigger")
_LISTS = (
    *("known", "unknown", "ruled_out", "actions", "customer_actions", "remaining", "concessions"),
    *("contributing_factors", "safeguards", "governance_changes", "lessons"),
)


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
        for sentence in sentences(self.text):
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
    texts: list[tuple[str, str | None]] = [(key, getattr(keys, key)) for key in _of(type(keys), _TEXTS)]
    texts.append(("impact", keys.impact.symptom if keys.impact is not None else None))
    texts.append(("eta", keys.eta.basis if keys.eta is not None else None))
    texts += [(key, item) for key in _of(type(keys), _LISTS) for item in getattr(keys, key) or ()]
    texts += [("workarounds", one.text) for one in keys.workarounds or ()]
    texts += [("qa", text) for one in keys.qa or () for text in (one.q, one.a)]
    yield from ((key, text) for key, text in texts if text is not None)


@cache
def _of(keys: type[UpdateKeys], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in keys.model_fields)


def of_fact(text: str, key: str, place: Place) -> Words:
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
        yield from in_pieces(of_fact(text, key, update.place(key)))
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
