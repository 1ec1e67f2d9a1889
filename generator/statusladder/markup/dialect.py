"""The Markdown that people may write here: blocks as a Git host reads them, no HTML, bounded, every address noted."""

import html
import re
import string
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import markdown
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import (
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString, code_escape

from statusladder.markup.blocks import (
    CODE_SPAN,
    COMMENT,
    MAX_DEPTH,
    TOO_DEEP,
    TOO_MUCH,
    BeyondLimits,
    find_code_end,
    parse_blocks,
)
from statusladder.markup.emphasis import MARKS, Emphasis
from statusladder.model.addresses import as_browsed
from statusladder.model.characters import make_fit
from statusladder.model.settings import HIGHEST

MAX_LINK_WORK = 5_000_000
"""Open `[` and links of a paragraph times its characters: the steps that the search for their ends may take (about a
second); a paragraph of 20,000 characters may have 250 links."""

MAX_SIGN_WORK = 100_000_000
"""Signs of Markdown in a paragraph times its characters, since each of them is found in all of the words (about a
second): every second character of 14,000, or 500 in a paragraph of 200,000."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DIRECTED = frozenset({"p", "li", "blockquote", "td", "th", *HEADINGS})
"""Elements that find their own direction, so that Arabic and English can stand in one update."""

_SAFE_IMAGE = re.compile(r"https://|(?![^/?#]*:)", re.IGNORECASE)
_BARE_ADDRESS = (
    r"(?i:(?<![\w.+/@-])(?:https?://|www\.)[^\W_][^\s<>\"`*\[\]|\\\x02\x03]*)"
    r"|(?<![\w.+/@:-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?<!-)(?![\w@/])"
)
_BEHIND_ADDRESS = ".,;:!?'_~…。，、；：！？”’»؟،"
_BLANK = re.compile(r"\s")
_SIGN = re.compile(r"[\\`\[<&*_~@]|://|www\.|  \n", re.IGNORECASE)
"""What the words of a block hold where any of the inline patterns can match; most words hold none."""
_TASK = re.compile(r"\[([ xX])\][ \t]")


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


def convert(text: str, top_heading: int = 1) -> Converted:
    """The HTML of a Markdown text. Raises BeyondLimits.

    One converter serves all texts of a process, because making one costs more than a page; it forgets each text
    before the next. It must not be shared between threads.
    """
    converter, finisher = _converter()
    converter.reset()
    finisher.top_heading = top_heading
    finisher.found = []
    finisher.has_headings = False
    finisher.most = HIGHEST.most_html(text)
    try:
        fragment = converter.convert(make_fit(text))
    except (RecursionError, BeyondLimits) as failure:
        # What a conversion leaves half done must not reach the next text.
        _converter.cache_clear()
        raise (failure if isinstance(failure, BeyondLimits) else BeyondLimits(TOO_DEEP)) from None
    defined = (Address(_as_read(address), is_image=False) for address, _ in converter.references.values())
    known = {address.text for address in finisher.found}
    addresses = (*finisher.found, *(address for address in defined if address.text not in known))
    return Converted(fragment, addresses, finisher.has_headings)


def _as_read(address: str) -> str:
    return html.unescape(address.replace(AMP_SUBSTITUTE, "&"))


@cache
def _converter() -> tuple[markdown.Markdown, "_Finisher"]:
    converter = markdown.Markdown()
    converter.parser = _Blocks(converter)
    converter.ESCAPED_CHARS = list(string.punctuation)
    converter.preprocessors.deregister("normalize_whitespace")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.register(_CodeSpan(CODE_SPAN, converter), "backtick", 190)
    converter.inlinePatterns.register(_Reference(REFERENCE_RE, converter), "reference", 170)
    converter.inlinePatterns.register(_Link(LINK_RE, converter), "link", 160)
    converter.inlinePatterns.register(_Image(IMAGE_LINK_RE, converter), "image_link", 150)
    converter.inlinePatterns.register(_ImageReference(IMAGE_REFERENCE_RE, converter), "image_reference", 140)
    converter.inlinePatterns.deregister("linebreak")
    converter.inlinePatterns.register(_TypedTag(HTML_RE, converter), "html", 96)
    converter.inlinePatterns.register(_BareAddress(_BARE_ADDRESS, converter), "bare_address", 95)
    converter.inlinePatterns.register(Emphasis(MARKS, converter), "em_strong", 60)
    converter.treeprocessors.register(_Guard(converter), "guard", 30)
    finisher = _Finisher(converter)
    converter.treeprocessors.register(finisher, "finisher", -10)
    return converter, finisher


class _Blocks(BlockParser):
    """Makes the tree of what a Git host reads as blocks; their words are left to the library's inline patterns."""

    def parseDocument(self, lines: Iterable[str]) -> "etree.ElementTree[etree.Element | None]":
        blocks = parse_blocks("\n".join(lines))
        # The library looks for labels in small letters.
        self.md.references = {label.lower(): (address, "") for label, address in blocks.definitions.items()}
        root = etree.Element(self.md.doc_tag)
        around = [root]
        for token in blocks.tokens:
            if token.type == "inline":
                _add_words(around, token.content)
            elif token.hidden or token.type == COMMENT:
                continue
            elif token.nesting > 0:
                numbered = {"start": str(token.attrs["start"])} if "start" in token.attrs else {}
                around.append(etree.SubElement(around[-1], token.tag, numbered))
            elif token.nesting < 0:
                around.pop()
            elif token.tag == "code":
                code = etree.SubElement(etree.SubElement(around[-1], "pre"), "code")
                code.text = AtomicString(code_escape(token.content))
            else:
                etree.SubElement(around[-1], token.tag)
        return etree.ElementTree(root)


def _add_words(around: list[etree.Element], words: str) -> None:
    """Adds the words of a block to the innermost of the elements around them, a task's with its sign."""
    parent = around[-1]
    item = parent if parent.tag == "li" else around[-2]
    is_first = not (item.text or len(parent)) and (item is parent or len(item) == 1)
    if item.tag == "li" and is_first and (task := _TASK.match(words)):
        words = f"{'☐' if task[1] == ' ' else '☑'} {words[task.end() :]}"
    if not _SIGN.search(words):
        words = AtomicString(words)
    if len(parent):
        parent[-1].tail = words
    else:
        parent.text = words


class _CodeSpan(InlineProcessor):
    """Code between as many backticks as it begins with."""

    def handleMatch(  # type: ignore[override]  # the library types its two kinds of patterns as one
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int, int]:
        end = find_code_end(data, match)
        if end is None:
            return None, match.start(), match.end()
        element = etree.Element("code")
        element.text = AtomicString(code_escape(data[match.end() : end - len(match[0])].strip()))
        return element, match.start(), end


class _Closed:
    """Of a link or an image: an address has no blank, unless it stands in angle brackets."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        address, title, end, handled = super().getLink(data, index)  # type: ignore[misc]
        is_bracketed = data[index:end].lstrip("( \n").startswith("<")
        return address, title, end, handled and (is_bracketed or not _BLANK.search(address))


class _Link(_Closed, LinkInlineProcessor):
    pass


class _Image(_Closed, ImageInlineProcessor):
    pass


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
    """An address in running text, of the web or of a mailbox, becomes a link; a full stop or bracket behind it is none
    of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # the library types its two kinds of patterns as one
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        address = match[0][: _end_of_address(match[0])]
        scheme = "" if "://" in address else "http://" if address[:4].lower() == "www." else "mailto:"
        element = etree.Element("a", {"href": scheme + address})
        element.text = AtomicString(address)
        return element, match.start(0), match.start(0) + len(address)


def _end_of_address(typed: str) -> int:
    """Where an address ends, before the signs behind it and every closing bracket that it does not open."""
    end, unopened = len(typed), typed.count(")") - typed.count("(")
    while end and (typed[end - 1] in _BEHIND_ADDRESS or (typed[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= typed[end] == ")"
    return end


_LABEL = re.compile(r"\[([^\[\]]*)\]")
"""The label of a reference stands right behind its text, without a bracket in it: `[x] [help page]` are two things."""


class _Reference(ReferenceInlineProcessor):
    RE_LINK = _LABEL


class _ImageReference(ImageReferenceInlineProcessor):
    RE_LINK = _LABEL


class _Guard(Treeprocessor):
    """Refuses a text before the costly part: links and emphasis are still to be found when this runs."""

    def run(self, root: etree.Element) -> None:
        for element, depth in _with_depth(root):
            if depth > MAX_DEPTH:
                raise BeyondLimits(TOO_DEEP)
            for words in (element.text, element.tail):
                if not words or isinstance(words, AtomicString):
                    continue
                if _searches(words) * len(words) > MAX_LINK_WORK:
                    raise BeyondLimits("has a paragraph of too many links or brackets")
                if len(_SIGN.findall(words)) * len(words) > MAX_SIGN_WORK:
                    raise BeyondLimits("has a paragraph of too many signs of Markdown")


class _Finisher(Treeprocessor):
    """Shifts headings, lets blocks find their direction and notes every address."""

    top_heading = 1
    has_headings = False
    most = 0
    found: list[Address]

    def run(self, root: etree.Element) -> None:
        inheriting = set()
        typed = sorted({element.tag for element in root.iter() if element.tag in HEADINGS})
        self.has_headings = bool(typed)
        shown = {tag: f"h{min(6, self.top_heading + rank)}" for rank, tag in enumerate(typed)}
        self._hold_to_limits(root)
        for element in root.iter():
            if element is root:
                continue
            if element.tag in HEADINGS:
                element.tag = shown[element.tag]
            if element.tag in DIRECTED and element not in inheriting:
                element.set("dir", "auto")
            if element.tag in ("li", "blockquote") and len(element) and not (element.text or "").strip():
                # A browser skips children that have a `dir` when it looks for the direction of their parent: the
                # first has none, so that the list's marker and the quote's bar stand on the right side.
                inheriting.add(element[0])
            if element.tag == "th":
                element.set("scope", "col")
            if "href" in element.attrib:
                self.found.append(Address(_plainly(element, "href"), is_image=False))
            if element.tag == "img":
                self._finish_image(element)

    def _hold_to_limits(self, root: etree.Element) -> None:
        """Before anything is copied: a definition is one address, however often a text refers to it."""
        made = 0
        for element, depth in _with_depth(root):
            if depth > MAX_DEPTH:
                raise BeyondLimits(TOO_DEEP)
            made += len(element.tag) + len(element.text or "") + len(element.tail or "")
            made += sum(map(len, element.attrib.values()))
            if made > self.most:
                raise BeyondLimits(TOO_MUCH)

    def _finish_image(self, image: etree.Element) -> None:
        address = Address(_plainly(image, "src"), is_image=True)
        self.found.append(address)
        if not _SAFE_IMAGE.match(address.text):
            image.tag, image.text = "span", AtomicString(image.get("alt", ""))
            image.attrib.clear()


def _plainly(element: etree.Element, name: str) -> str:
    """The address as it was typed; where a browser would fix it, the element has what a browser makes of it."""
    typed = _as_read(element.get(name, ""))
    if (browsed := as_browsed(typed)) != typed:
        element.set(name, browsed)
    return typed


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
