"""Turns the HTML and plain text of a source into Markdown that shows exactly the same words."""

import re
from html.parser import HTMLParser

_ANYWHERE = re.compile(r"([\\`*\[\]])|(?<![A-Za-z0-9])(_)|(_)(?![A-Za-z0-9])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s)")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
_AS_ENTITY = {"|": "&#124;", "<": "&lt;"}
_PARAGRAPHS = frozenset(
    {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr"}
)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SILENT = frozenset(
    {"span", "small", "var", "font", "u", "tbody", "thead", "td", "th", "time", "center", "code", "kbd", "tt"}
)

_BREAK = "\x00"
"""Marks a line break until whitespace is settled; a NUL in the source is dropped first."""


class _Writer(HTMLParser):
    """Collects Markdown; a tag that HTML does not have was meant as words, so it is shown as typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append(_BREAK)
        elif tag == "li":
            self.parts.append("\n\n- ")
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _EMPHASIS:
            self.parts.append(_EMPHASIS[tag])
        elif tag == "a":
            address = dict(attrs).get("href")
            self._links.append(address)
            if _linkable(address):
                self.parts.append("[")
        elif tag not in _SILENT:
            self.parts.append(escaped(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _EMPHASIS:
            self.parts.append(_EMPHASIS[tag])
        elif tag == "a":
            address = self._links.pop() if self._links else None
            if _linkable(address) and address is not None:
                self.parts.append(f"](<{address}>)" if re.search(r"[\s()]", address) else f"]({address})")
        elif tag not in _SILENT and tag not in ("li", "br"):
            self.parts.append(escaped(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        self.parts.append(escaped(data))

    def handle_comment(self, data: str) -> None:
        self.parts.append(escaped(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(escaped(f"<!{decl}>"))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(escaped(f"<![{data}]>"))

    def handle_pi(self, data: str) -> None:
        self.parts.append(escaped(f"<?{data}>"))


def _linkable(address: str | None) -> bool:
    return address is not None and re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE) is not None


def escaped(text: str) -> str:
    """Words with all that Markdown could read as markup made harmless, but for what counts at a line's start."""
    text = _ANYWHERE.sub(lambda match: f"\\{match[0]}", text)
    text = _ENTITY_LIKE.sub("&amp;", text)
    return "".join(_AS_ENTITY.get(character, character) for character in text)


def to_markdown(source: str) -> str:
    """The Markdown of a body: its paragraphs, its line breaks, its links and lists, and not one word more or less."""
    writer = _Writer()
    writer.feed(source.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))
    writer.close()
    joined = "".join(writer.parts)
    paragraphs = (_paragraph(part) for part in re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", joined))
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(part for part in paragraphs if part))


def _paragraph(text: str) -> str:
    """One paragraph: each line trimmed and harmless at its start, the breaks between lines kept (two spaces)."""
    lines = [line.strip() for line in re.split(rf"\n|{_BREAK}", text)]
    is_item = lines[0].startswith("- ")
    kept = [_line(line, is_item and number == 0) for number, line in enumerate(lines) if line]
    return "  \n".join(kept)


def _line(line: str, is_item: bool) -> str:
    if is_item:
        return f"- {_line(line[2:].strip(), is_item=False)}"
    line = _NUMBERED.sub(r"\1\\\2", line)
    if line[:1] in "#>+-":
        return f"\\{line}"
    if line[:1] in "=~:":
        return f"&#{ord(line[0])};{line[1:]}"
    return line
