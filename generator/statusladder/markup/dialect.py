"""The Markdown that people may write here: Python-Markdown without raw HTML, bounded, with every address noted."""

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE, AtomicString, code_escape

MAX_LENGTH = 200_000
"""Characters of one text that are read as Markdown; a longer one is shown as typed."""

MAX_DEPTH = 40
"""Elements inside each other (a list item makes two); a text nested deeper is shown as typed. Far below the depth at
which the library's own guard starts to depend on its caller, so that the same text always gives the same page."""

MAX_LINK_WORK = 5_000_000
"""Open `[` and links of a paragraph times its characters: the steps that the search for their ends may take (about a
second); a paragraph of 20,000 characters may have 250 links."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DIRECTED = frozenset({"p", "li", "blockquote", "td", "th", *HEADINGS})
"""Elements that find their own direction, so that Arabic and English can stand in one update."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SAFE_IMAGE = re.compile(r"https://|(?![^/?#]*:)", re.IGNORECASE)
_BARE_ADDRESS = r"(?i:(?<![\w.+/-])https?://[^\W_][^\s<>\"`*\[\]|\\\x02\x03]*)"
_BEHIND_ADDRESS = ".,;:!?'_~…。，、；：！？”’»؟،"
_FIRST_ITEM = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]+\S")
_ANY_ITEM = re.compile(r"(?:[-*+]|\d+\.)[ \t]+\S")
_INDENTED = re.compile(r" {4}|\t")
_NO_PARAGRAPH = re.compile(r"[ \t]|>|[-*+][ \t]|\d+\.[ \t]")
_TABLE_RULE = re.compile(r"[ \t|:-]+$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")


@dataclass(frozen=True)
class Address:
    """What a link or an image points to, as a browser reads it."""

    text: str
    is_image: bool


@dataclass(frozen=True)
class Converted:
    """HTML that is not yet sanitised, and the addresses in it, those of unused reference definitions last.

    Without headings it is the same whatever `top_heading` was.
    """

    fragment: str
    addresses: tuple[Address, ...]
    has_headings: bool


class _BeyondReason(Exception):
    """The text is nested deeper than any person's, or would take too long."""


def convert(text: str, top_heading: int = 1) -> Converted | None:
    """The HTML of a Markdown text, or None when it is beyond `MAX_LENGTH`, `MAX_DEPTH` or `MAX_LINK_WORK`.

    One converter serves all texts of a process, because making one costs more than a page; it forgets each text
    before the next. It must not be shared between threads.
    """
    if len(text) > MAX_LENGTH:
        return None
    converter, finisher = _converter()
    converter.reset()
    finisher.top_heading = top_heading
    finisher.found = []
    finisher.has_headings = False
    try:
        fragment = converter.convert(only_text(text))
    except (RecursionError, _BeyondReason):
        # What a conversion leaves half done must not reach the next text.
        _converter.cache_clear()
        return None
    defined = (Address(_as_read(address), is_image=False) for address, _ in converter.references.values())
    known = {address.text for address in finisher.found}
    addresses = (*finisher.found, *(address for address in defined if address.text not in known))
    return Converted(fragment, addresses, finisher.has_headings)


def only_text(text: str) -> str:
    """The text with control characters and halves of characters made visible: XML, so a feed, cannot carry them."""
    return _NOT_TEXT.sub("\ufffd", text)


def _as_read(address: str) -> str:
    return html.unescape(address.replace(AMP_SUBSTITUTE, "&"))


@cache
def _converter() -> tuple[markdown.Markdown, "_Finisher"]:
    converter = markdown.Markdown(extensions=["sane_lists", "tables", "fenced_code"])
    converter.preprocessors.deregister("html_block")
    converter.preprocessors.register(_BlocksOfTheirOwn(converter), "blocks_of_their_own", 20)
    converter.parser.blockprocessors.register(_Heading(converter.parser), "hashheader", 70)
    converter.inlinePatterns.register(_TypedTag(HTML_RE, converter), "html", 96)
    converter.inlinePatterns.register(_BareAddress(_BARE_ADDRESS, converter), "bare_address", 95)
    converter.treeprocessors.register(_Guard(converter), "guard", 30)
    finisher = _Finisher(converter)
    converter.treeprocessors.register(finisher, "finisher", -10)
    return converter, finisher


class _BlocksOfTheirOwn(Preprocessor):
    """Gives a heading or list item the blank line above that the library needs and that Git hosts do not ask for.

    A list may begin right below a paragraph, and an item right below an indented block of the item before it.
    """

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        wants_blank_before: re.Pattern[str] | None = None
        for line in lines:
            begins_block = not kept or not kept[-1].strip()
            if _HEADING.match(line):
                kept.append("")
                wants_blank_before = _FIRST_ITEM
            elif begins_block:
                wants_blank_before = (
                    _ANY_ITEM if _INDENTED.match(line) else None if _NO_PARAGRAPH.match(line) else _FIRST_ITEM
                )
            elif wants_blank_before and wants_blank_before.match(line) and not _TABLE_RULE.match(line):
                kept.append("")
                wants_blank_before = None
            kept.append(line)
        return kept


class _Heading(HashHeaderProcessor):
    """A heading has a space behind its `#`, so that a line may begin with "#42"."""

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{1,6})(?=[ \t\n]|$)(?P<header>[^\n]*?)(?:(?<=[^#\\])#+)?(?:\n|$)",
    )


class _TypedTag(InlineProcessor):
    """What looks like a tag, a comment or an instruction is shown letter by letter."""

    def handleMatch(  # type: ignore[override]  # the library types its two kinds of patterns as one
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        # A span is not among the allowed elements: the sanitiser leaves its words only.
        element = etree.Element("span")
        element.text = AtomicString(code_escape(match[0]))
        return element, match.start(0), match.end(0)


class _BareAddress(InlineProcessor):
    """A web address in running text becomes a link; the full stop or bracket behind it does not belong to it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # the library types its two kinds of patterns as one
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        address = match[0].rstrip(_BEHIND_ADDRESS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_BEHIND_ADDRESS)
        element = etree.Element("a", {"href": address})
        element.text = AtomicString(address)
        return element, match.start(0), match.start(0) + len(address)


class _Guard(Treeprocessor):
    """Refuses a text before the costly part: links and emphasis are still to be found when this runs."""

    def run(self, root: etree.Element) -> None:
        for element, depth in _with_depth(root):
            if depth > MAX_DEPTH:
                raise _BeyondReason
            for words in (element.text, element.tail):
                if not words or isinstance(words, AtomicString):
                    continue
                if _searches(words) * len(words) > MAX_LINK_WORK:
                    raise _BeyondReason


class _Finisher(Treeprocessor):
    """Shifts headings, lets blocks find their direction and notes every address."""

    top_heading = 1
    has_headings = False
    found: list[Address]

    def run(self, root: etree.Element) -> None:
        inheriting = set()
        typed = sorted({element.tag for element in root.iter() if element.tag in HEADINGS})
        self.has_headings = bool(typed)
        shown = {tag: f"h{min(6, self.top_heading + rank)}" for rank, tag in enumerate(typed)}
        for element, depth in _with_depth(root):
            if depth > MAX_DEPTH:
                raise _BeyondReason
            if element.tag in HEADINGS:
                element.tag = shown[element.tag]
            # The library puts a code block in the place of a paragraph that has no attributes.
            is_code = not len(element) and HTML_PLACEHOLDER_RE.fullmatch(element.text or "")
            if element.tag in DIRECTED and element not in inheriting and not is_code:
                element.set("dir", "auto")
            if element.tag in ("li", "blockquote") and len(element) and not (element.text or "").strip():
                # A browser skips children that have a `dir` when it looks for the direction of their parent: the
                # first has none, so that the list's marker and the quote's bar stand on the right side.
                inheriting.add(element[0])
            if element.tag == "th":
                element.set("scope", "col")
            if "href" in element.attrib:
                self.found.append(Address(_as_read(element.attrib["href"]), is_image=False))
            if element.tag == "img":
                self._finish_image(element)

    def _finish_image(self, image: etree.Element) -> None:
        address = Address(_as_read(image.get("src", "")), is_image=True)
        self.found.append(address)
        if not _SAFE_IMAGE.match(address.text):
            image.tag, image.text = "span", AtomicString(image.get("alt", ""))
            image.attrib.clear()


def _with_depth(root: etree.Element) -> Iterator[tuple[etree.Element, int]]:
    """Each element below the root in the order of the text, with its depth from 1."""
    waiting = [(child, 1) for child in reversed(root)]
    while waiting:
        element, depth = waiting.pop()
        yield element, depth
        waiting += [(child, depth + 1) for child in reversed(element)]


def _searches(words: str) -> int:
    """How often the library looks through all of the words for the end of a bracket, at worst."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[\]]", words):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest + words.count("](")
