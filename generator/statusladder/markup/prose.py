"""Markdown to plain prose: for feeds, descriptions and messages, where only words can go."""

import re
from html.parser import HTMLParser

from statusladder.markup.html import to_html

_BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]*[^\W\d_a-z]|\d)")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|incl|no|vs|cf|ca|St|Mr|Ms|Dr)|\b\w)\.$", re.IGNORECASE)


class _Reader(HTMLParser):
    """Collects the words of our own safe HTML, with blank lines between blocks and a dash before list items."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._address: str | None = None
        self._link_start = 0
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in ("br", "tr"):
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "img":
            self.parts.append(values.get("alt") or "")
        elif tag == "a":
            self._address, self._link_start = values.get("href"), len(self.parts)
        self._verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        self._verbatim -= tag == "pre"
        if tag == "a" and self._address is not None:
            shown = "".join(self.parts[self._link_start :]).strip()
            address = self._address.removeprefix("mailto:").removeprefix("tel:")
            if address != shown:
                self.parts.append(f" ({address})")
            self._address = None

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self._verbatim else re.sub(r"\s+", " ", data))


def to_prose(text: str) -> str:
    """The words of a Markdown text: blocks apart by a blank line, list items as `- item`, addresses behind links."""
    reader = _Reader()
    reader.feed(to_html(text))
    reader.close()
    joined = "".join(reader.parts)
    joined = re.sub(r"[ \t]*\n[ \t]*", "\n", joined)
    joined = re.sub(r"- \n+", "- ", joined)
    return re.sub(r"\n{3,}", "\n\n", joined).strip()


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown text as prose; an abbreviation or a decimal point does not end it."""
    paragraph = to_prose(text).split("\n\n")[0].replace("\n", " ")
    for match in _SENTENCE_END.finditer(paragraph):
        if not _ABBREVIATION.search(paragraph[: match.start()]):
            return paragraph[: match.start()].rstrip()
    return paragraph


def shorten(text: str, limit: int) -> str:
    """Prose in at most `limit` characters, cut between words and marked with an ellipsis when it had to be cut."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    kept = words[:limit].rsplit(" ", 1)[0] if " " in words[:limit] else words[: limit - 1]
    return f"{kept[: limit - 1].rstrip(' .,;:')}…"
