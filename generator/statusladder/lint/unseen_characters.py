"""Characters that nobody sees in a text: those that hide words or turn their order, and those that are merely there.

Many are letters of somebody's language: joiners in Persian, Hindi and emoji, marks of direction beside Arabic and
Hebrew, breaks between words in Thai. There they are no finding.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from statusladder.model.pattern import compile_late
from statusladder.model.problem import Level

_WORTH_A_LOOK = compile_late(
    "[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS, _END_OF_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_DIRECTIONS = f"{_EMBEDDINGS}{_END_OF_EMBEDDING}{_ISOLATES}{_END_OF_ISOLATE}\u061c\u200e\u200f"
_PARAGRAPH = compile_late(r"\n[ \t]*\n")

_HIDING = compile_late(
    "[\u200b-\u200d\u2060-\u2064\ufeff]{4,}"  # a message in characters of no width
    "|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"  # one in variants of a sign, of which each sign has one
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    "|[\U000e0000-\U000e007f]+"  # one in tags, which are letters of flags alone
)
_FLAGS = compile_late("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
_WITHOUT_SPACES = compile_late(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\u3040-\u30ff\u3400-\u9fff\ua9e0-\uaadf]"
)
"""Letters of scripts that part words by nothing, or by a break of no width."""


@dataclass(frozen=True)
class Unseen:
    """A character and its offset, what is wrong with it in words that follow its name, and how much that weighs."""

    start: int
    character: str
    what: str
    level: Level


def find_unseen_characters(text: str) -> Iterator[Unseen]:
    """Each such character of a Markdown text once; offsets keep their line where an entity stood for one."""
    shown = unescape(text) if "&" in text else text
    if shown.isascii() or not _WORTH_A_LOOK.search(shown):
        return
    told: set[str] = set()
    for found in (_hiding(shown), _turning(shown), _merely_there(shown)):
        for one in found:
            if one.character not in told:
                told.add(one.character)
                yield one


def _hiding(text: str) -> Iterator[Unseen]:
    for match in _HIDING.finditer(_FLAGS.sub(lambda flag: "-" * len(flag[0]), text)):
        yield Unseen(match.start(), match[0][0], "hides something that nobody sees", Level.ERROR)


def _turning(text: str) -> Iterator[Unseen]:
    """What shows words in another order: overrides, and what is not closed before its paragraph ends."""
    start = 0
    for paragraph in _PARAGRAPH.split(text):
        offset = text.index(paragraph, start)
        start = offset + len(paragraph)
        opened: list[int] = []
        isolates = 0
        for match in re.finditer(f"[{_DIRECTIONS}]", paragraph):
            sign = match[0]
            if sign in _OVERRIDES:
                what = "shows the words behind it in another order than they were typed"
                yield Unseen(offset + match.start(), sign, what, Level.ERROR)
            if sign in _EMBEDDINGS or sign in _ISOLATES:
                opened.append(match.start())
                isolates += sign in _ISOLATES
            elif opened and sign in _END_OF_EMBEDDING and paragraph[opened[-1]] in _EMBEDDINGS:
                opened.pop()
            elif sign in _END_OF_ISOLATE and isolates:
                isolates -= 1
                while paragraph[opened.pop()] not in _ISOLATES:
                    pass
        for at in opened:
            yield Unseen(offset + at, paragraph[at], "turns the direction of reading and is not closed", Level.ERROR)


def _merely_there(text: str) -> Iterator[Unseen]:
    """What has no use where it stands, and does little harm."""
    reads_leftward = any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text if letter not in _DIRECTIONS
    )
    for match in _WORTH_A_LOOK.finditer(text):
        sign, before, behind = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if sign in _DIRECTIONS:
            is_of_use = reads_leftward
        elif sign in "\u200c\u200d":
            is_of_use = _joins(before)
        elif sign == "\u200b":
            is_of_use = _WITHOUT_SPACES.search(before + behind) is not None
        else:
            is_of_use = "\ufe00" <= sign <= "\ufe0f" or sign >= "\U000e0000"
        if not is_of_use:
            yield Unseen(match.start(), sign, "cannot be seen", Level.WARNING)


def _joins(before: str) -> bool:
    """Whether a joiner behind this character is a letter of its script, or part of an emoji."""
    if not before:
        return False
    is_letter = unicodedata.category(before)[0] in "LM" and not unicodedata.name(before, "").startswith(
        ("LATIN", "GREEK", "CYRILLIC")
    )
    return is_letter or unicodedata.category(before) in ("So", "Sk")
