"""Turns the HTML and plain text of a source into Markdown that shows exactly the same words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from justhtml import stream

_ANYWHERE = re.compile(r"([\\`*~\[\]]|!$)|(?<![A-Za-z0-9])(_)|(_)(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"(?<![\w.+/-])https?://[^\W_][^\s<>\"`*\[\]|\\]*(?<![.,;:!?'_~])", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LIKE_A_BLOCK = re.compile(r"=|:+")
"""What a line may not begin with: what underlines a heading, or begins what is not for customers."""
_ENTITY_BEHIND = re.compile(r"[.,;:!?'_~]*[|<&]")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
_AS_ENTITY = {"|": "&#124;", "<": "&lt;"}
_HTML = re.compile(r"</?(?:p|br|a|b|i|em|strong|ul|ol|li|h[1-6]|div|table)\b[^<>]*>", re.IGNORECASE)
_SPACES = re.compile("[ \t\xa0]+")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(")
_STARS = ("*", "_")
_SIGNS = frozenset("*_`~\\[]!")
_PARAGRAPHS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr"})
_LISTS = frozenset({"ul", "ol"})
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SILENT = frozenset(
    {"span", "small", "var", "font", "u", "tbody", "thead", "td", "th", "time", "center", "code", "kbd", "tt"}
)
_NAMES = "|".join(sorted({*_PARAGRAPHS, *_LISTS, *_EMPHASIS, *_SILENT, "a", "br", "img", "li"}))
_NO_TAG = re.compile(rf"<(?!/?(?:{_NAMES})(?=[\s/>])(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*+>)", re.IGNORECASE | re.ASCII)
"""A `<` that begins no whole tag of those that are known. Each look ahead ends at the next `<`, so that all of them
together read a text once."""

_SHOWN_OTHERWISE = re.compile(r"^[<|>](?=[<|>]{6}(?: |$))|<(?=!--)", re.MULTILINE)
"""What our own reader would take out or refuse, and a source shows: comments, and what is left of torn merges."""


@dataclass(frozen=True)
class _Look:
    """How a piece of text is shown: its emphasis (`*`, `**` or nothing) and where it leads."""

    emphasis: str = ""
    address: str = ""


@dataclass(frozen=True)
class _Piece:
    text: str
    look: _Look


class _Reader:
    """Collects paragraphs of pieces from the events of a text's tags and words."""

    def __init__(self, page: str) -> None:
        self._page = page
        self.paragraphs: list[tuple[str, list[_Piece]]] = [("", [])]
        self._emphasis: Counter[str] = Counter()
        self._addresses: list[str] = []
        self._counters: list[int | None] = []

    def read(self, source: str) -> None:
        """Reads a text; what is no tag of HTML was meant as words, so it is shown as typed."""
        for event in stream(_NO_TAG.sub("&lt;", source)):
            if event[0] == "start":
                self._open(*event[1])
            elif event[0] == "end":
                self._close(event[1])
            elif event[0] == "text":
                self._say(event[1])

    def _open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "br":
            self._add("\n", _Look())
        elif tag == "li":
            self._begin(self._next_marker())
        elif tag in _LISTS:
            self._counters.append(0 if tag == "ol" else None)
            self._begin()
        elif tag in _PARAGRAPHS:
            self._begin()
        elif tag in _EMPHASIS:
            self._emphasis[_EMPHASIS[tag]] += 1
        elif tag == "a":
            address = _whole(attributes.get("href") or "", self._page)
            self._addresses.append(address if _linkable(address) else "")
        elif tag == "img" and _linkable(address := attributes.get("src") or ""):
            # No page shows a picture of another host, so its words lead there.
            self._add(attributes.get("alt") or address, _Look(address=address))

    def _close(self, tag: str) -> None:
        if tag in _LISTS:
            del self._counters[-1:]
            self._begin()
        elif tag in _PARAGRAPHS:
            self._begin()
        elif tag in _EMPHASIS:
            self._emphasis -= Counter([_EMPHASIS[tag]])
        elif tag == "a":
            del self._addresses[-1:]

    def _say(self, words: str) -> None:
        look = _Look(max(self._emphasis, default=""), self._addresses[-1] if self._addresses else "")
        first, *others = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", words)
        self._add(first, look)
        for part in others:
            self._begin()
            self._add(part, look)

    def _add(self, text: str, look: _Look) -> None:
        # Editors write a no-break space wherever somebody typed two; it would tear holes and hold lines together.
        self.paragraphs[-1][1].append(_Piece(_SPACES.sub(" ", text), look))

    def _begin(self, marker: str = "") -> None:
        self.paragraphs.append((marker, []))

    def _next_marker(self) -> str:
        count = self._counters[-1] if self._counters else None
        if count is None:
            return "- "
        self._counters[-1] = count + 1
        return f"{count + 1}. "


def markdown_of(source: str) -> str:
    """A text that is Markdown where it comes from, as it is: its headings, lists, tables and links.

    A picture becomes a link to it, since pages show none of another host. A text of HTML is read as such.
    """
    if _HTML.search(source):
        return to_markdown(source)
    text = source.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    text = _PICTURE.sub(lambda found: f"[{found[1].strip() or 'Picture'}](", text)
    return _SHOWN_OTHERWISE.sub(lambda found: f"&#{ord(found[0])};", text)


def to_markdown(source: str, page: str = "") -> str:
    """The Markdown of a body: its paragraphs, its line breaks, its links and lists, and not one word more or less.

    `page` is the address that its relative links count from; without one their words stay, and lead nowhere.
    """
    reader = _Reader(page)
    reader.read(source.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    written: list[str] = []
    item_before = ""
    for marker, pieces in reader.paragraphs:
        lines = [line for line in (_line(line) for line in _lines(pieces)) if line]
        if not lines:
            continue
        # Items of one line stand right below each other; a longer one needs its blank line.
        is_next_item = marker and marker[-2:] == item_before
        written.append(("\n" if is_next_item else "\n\n") if written else "")
        written.append(marker + "  \n".join(lines))
        item_before = marker[-2:] if len(lines) == 1 else ""
    return "".join(written)


def escape_words(text: str) -> str:
    """Words with all that Markdown could read as markup made harmless, but for what counts at a line's start."""
    kept, position = [], 0
    for address in _ADDRESS.finditer(text):
        kept.append(_escaped_words(text[position : address.start()]))
        # A bare address becomes a link as it stands, but would take an entity in or right behind it for its own.
        has_entity = _ENTITY_LIKE.search(text, address.start(), address.end() + 1)  # whose `;` ends no address
        is_bare = not has_entity and not _ENTITY_BEHIND.match(text, address.end())
        kept.append(address[0] if is_bare else _linked(address[0], address[0]))
        position = address.end()
    return "".join([*kept, _escaped_words(text[position:])])


def _escaped_words(text: str) -> str:
    text = _ENTITY_LIKE.sub("&amp;", _ANYWHERE.sub(lambda match: f"\\{match[0]}", text))
    return "".join(_AS_ENTITY.get(character, character) for character in text)


def _lines(pieces: list[_Piece]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(_Piece(first, piece.look))
        lines += [[_Piece(part, piece.look)] for part in others]
    return lines


def _line(pieces: list[_Piece]) -> str:
    """One line, harmless at its start; what has the same look is one piece, however many tags it took."""
    joined = [
        _Piece("".join(piece.text for piece in group), look)
        for look, group in groupby(pieces, lambda piece: piece.look)
    ]
    return _harmless_start("".join(_shown(joined)).strip())


def _shown(pieces: list[_Piece]) -> Iterator[str]:
    """Markdown of each piece; emphasis is given up where it would touch another star, or its signs would be shown."""
    before = ""
    for number, piece in enumerate(pieces):
        shown, inner = piece.text, piece.text.strip()
        if inner:
            start = shown.index(inner)
            lead, trail = shown[:start], shown[start + len(inner) :]
            after = trail or "".join(later.text for later in pieces[number + 1 : number + 2])
            outside = (lead or before)[-1:], after[:1]
            words = _linked(inner, piece.look.address) if piece.look.address else escape_words(inner)
            is_shown = _can_mark(words[0], outside[0]) and _can_mark(words[-1], outside[1])
            # A bare address may take the signs behind it for its own where they stand within a word.
            is_shown &= not (_ADDRESS.search(inner) and any(map(str.isalnum, outside)))
            touches = not {*outside}.isdisjoint(_STARS)
            emphasis = "" if touches or not is_shown or {inner[0], inner[-1]} & _SIGNS else piece.look.emphasis
            shown = f"{lead}{emphasis}{words}{emphasis}{trail}"
        yield shown
        before = shown or before


def _can_mark(inner: str, outer: str) -> bool:
    """Whether emphasis holds between two characters: CommonMark's flanking rule, where any sign is punctuation."""
    return inner.isalnum() or not outer.isalnum()


def _linked(text: str, address: str) -> str:
    target = re.sub(r"[\s<>\\]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)
    return f"[{_escaped_words(text)}]({f'<{target}>' if re.search(r'[()]', target) else target})"


def _whole(address: str, page: str) -> str:
    try:
        return urljoin(page, address) if address else ""
    except ValueError:
        return address


def _linkable(address: str) -> bool:
    return re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE) is not None


def _harmless_start(line: str) -> str:
    line = _NUMBERED.sub(r"\1\\\2", line)
    if line[:1] in ("#", ">", "+", "-"):
        return f"\\{line}"
    start = _LIKE_A_BLOCK.match(line)
    return "".join(f"&#{ord(sign)};" for sign in start[0]) + line[start.end() :] if start else line
