"""Markdown to plain prose: for feeds, descriptions and messages, where only words can go."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

from statusladder.markup.html import attributes_of, to_html
from statusladder.model.pattern import compile_late

_SENTENCE_MARK = compile_late(r"(?<![.!?…])([.!?…]++[\"”’»)\]]*+)(?=\s|$)|[。！？।؟۔][”’»」』）]*")
_BEHIND = compile_late(r"\s*[\"'“‘«(\[]*(.?)", re.DOTALL)
"""What a sentence begins with behind its mark of opening."""
_LONGEST_ABBREVIATION = 24
_ABBREVIATION = compile_late(
    r"(?:^|[\s(\"“])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|vs|cf|ca|approx|incl|St|Mr|Mrs|Ms|Dr)\.$"
)
_HOUR = compile_late(r"\d\s*[ap]\.m\.$", re.IGNORECASE)
_BEFORE_NUMBER = compile_late(r"\b(?:no|nos|fig|sec|ver|v|p|pp)\.$", re.IGNORECASE)


def to_prose(text: str) -> str:
    """The words of a Markdown text: blocks apart by a blank line, list items as `- item`, table rows by ` | `.

    The address of a link or picture follows its words in brackets where they do not say it already; one within the
    site is left out, because where prose goes it leads nowhere. What is struck out is left out: without the line it
    would seem to hold.
    """
    return words_of(to_html(text))


def words_of(safe_html: str, width: int | None = None) -> str:
    """What `to_prose` makes of a text, made of its safe HTML; in lines of a width, but for code and long addresses."""
    prose = ""
    previous: _Block | None = None
    for block in _blocks(safe_html):
        together = previous is not None and block.kind is previous.kind and block.kind in (_Kind.ITEM, _Kind.ROW)
        text = block.text if width is None or block.kind is _Kind.CODE else wrap_lines(block.text, width)
        prose += ("" if previous is None else "\n" if together else "\n\n") + text
        previous = block
    return prose


def wrap_lines(text: str, width: int) -> str:
    """Each line of a text in lines of a width, at blanks only; what continues an item is indented as its words are."""
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> str:
    words = line.lstrip(" ")
    before = " " * (len(line) - len(words))
    hanging = before + ("  " if words.startswith("- ") else "")
    lines = [before]
    for word in words.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1].strip() not in ("", "-"):
            lines[-1] = lines[-1].rstrip(" ")
            lines.append(hanging)
        lines[-1] += f"{word} "
    return "\n".join(lines).rstrip(" ")


def first_sentence_of(text: str) -> str:
    """The first sentence of a Markdown text as prose: of its first paragraph, else of its first item or heading.

    Abbreviations, decimals, versions, addresses and times do not end it.
    """
    blocks = _blocks(to_html(text))
    chosen = next((block for block in blocks if block.kind is _Kind.PARAGRAPH), blocks[0] if blocks else None)
    if chosen is None:
        return ""
    words = " ".join(chosen.text.split())
    if chosen.kind is _Kind.ITEM:
        words = words.removeprefix("- ")
    return words[: next(_sentence_ends(words), len(words))]


def split_sentences(words: str) -> Iterator[str]:
    """The sentences of one line of prose, trimmed."""
    start = 0
    for end in (*_sentence_ends(words), len(words)):
        if words[start:end].strip():
            yield words[start:end].strip()
        start = end


def shorten(text: str, limit: int) -> str:
    """Prose in at most `limit` characters, on one line: whole words, and `…` at the end when some are left out.

    A cut behind a sentence is preferred when it keeps half of the room. Only a first word that is longer than the
    room itself is cut within.
    """
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    if limit < 1:
        return ""
    ends = [end for end in _sentence_ends(words) if limit // 2 <= end <= limit - 2]
    if ends:
        return f"{words[: ends[-1]]} …"
    kept = words[: limit - 1]
    if words[limit - 1] != " " and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return f"{kept.rstrip(' .,;:–—-([“«')}…"


def _sentence_ends(words: str) -> Iterator[int]:
    """Where sentences of one line of prose end, each position just behind its mark."""
    for match in _SENTENCE_MARK.finditer(words):
        end, behind = match.end(), _BEHIND.match(words, match.end())
        rest = behind[1] if behind else ""
        tail = words[max(0, end - _LONGEST_ABBREVIATION) : end]
        if not (rest.islower() or (match[1] == "." and _is_abbreviation(tail, rest))):
            yield end


def _is_abbreviation(tail: str, following: str) -> bool:
    if _BEFORE_NUMBER.search(tail):
        return following.isdigit()
    return bool(_ABBREVIATION.search(tail)) and not _HOUR.search(tail) and following != ""


class _Kind(Enum):
    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()
    ROW = auto()
    CODE = auto()


@dataclass(frozen=True)
class _Block:
    kind: _Kind
    text: str


def _blocks(safe_html: str) -> list[_Block]:
    reader = _Reader()
    read_to = 0
    for tag in _TAG.finditer(safe_html):
        reader.read_words(unescape(safe_html[read_to : tag.start()]))
        read_to = tag.end()
        if tag["closes"]:
            reader.end_tag(tag["name"])
        else:
            reader.start_tag(tag["name"], attributes_of(tag["attributes"]))
    reader.read_words(unescape(safe_html[read_to:]))
    reader.end_block()
    return reader.blocks


# Safe HTML is of one spelling: names in lower case, every value in double quotes, no comment. Python's reader of any
# HTML takes ten times as long.
_TAG = compile_late(r'<(?P<closes>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+="[^"]*")*)/?>')
_OPENS = {"p": _Kind.PARAGRAPH, "pre": _Kind.CODE, "tr": _Kind.ROW, "li": _Kind.ITEM} | {
    f"h{level}": _Kind.HEADING for level in range(1, 7)
}
_ENDS = frozenset({"ul", "ol", "blockquote", "table", "hr", *_OPENS})


class _Reader:
    """Collects the words of our own safe HTML, block by block."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._kind = _Kind.PARAGRAPH
        self._parts: list[str] = []
        self._list_depth = 0
        self._address = ""
        self._words_of_link = 0
        self._struck_out: list[int] = []

    def end_block(self) -> None:
        """Closes the block whose words were collected, if there are any."""
        words = "".join(self._parts)
        if self._kind is _Kind.CODE:
            words = words.strip("\n")
        else:
            words = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        if words.strip():
            mark = "  " * (self._list_depth - 1) + "- " if self._kind is _Kind.ITEM else ""
            self.blocks.append(_Block(self._kind, mark + words))
        self._parts, self._kind = [], _Kind.PARAGRAPH

    def start_tag(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in _ENDS and not self._is_first_in_item(tag):
            self.end_block()
            self._kind = _OPENS.get(tag, _Kind.PARAGRAPH)
        self._list_depth += tag in ("ul", "ol")
        if tag == "br":
            self._parts.append("\n")
        elif tag in ("td", "th") and self._has_words():
            self._parts.append(" | ")
        elif tag == "img":
            self._parts.append(_with_address(values.get("alt", ""), values.get("src", "")))
        elif tag == "a":
            self._address, self._words_of_link = values.get("href", ""), len(self._parts)
        elif tag == "del":
            self._struck_out.append(len(self._parts))

    def end_tag(self, tag: str) -> None:
        if tag in _ENDS:
            self.end_block()
        self._list_depth -= tag in ("ul", "ol")
        if tag == "del":
            del self._parts[self._struck_out.pop() :]
        elif tag == "a":
            words = "".join(self._parts[self._words_of_link :])
            self._parts.append(_with_address(words, self._address).removeprefix(words))

    def read_words(self, words: str) -> None:
        # White space is for `end_block` to make single; a line ends where a `<br>` says so.
        self._parts.append(words if self._kind is _Kind.CODE else words.replace("\n", " "))

    def _is_first_in_item(self, tag: str) -> bool:
        """A paragraph that opens a list item is the item itself."""
        return tag == "p" and self._kind is _Kind.ITEM and not self._has_words()

    def _has_words(self) -> bool:
        return any(map(str.strip, self._parts))


def _with_address(words: str, address: str) -> str:
    if not _adds_to(words, address):
        return words
    return f"{words} ({address.removeprefix('mailto:').removeprefix('tel:')})"


def _adds_to(words: str, address: str) -> bool:
    """Whether a link's address says more than its words, to a reader who has only the prose."""
    if not re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE):
        return False
    return _bare(address) != _bare(words)


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:|tel:)", "", address.strip(), flags=re.IGNORECASE).rstrip("/").casefold()
