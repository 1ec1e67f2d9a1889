"""Markdown to safe HTML: what people type as HTML is shown as typed, and no address can carry a script."""

import html
import re
import xml.etree.ElementTree as etree
from functools import cache

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

SAFE_SCHEMES = ("http", "https", "mailto", "tel")

MAX_QUOTE_DEPTH = 20
"""Nesting of quotes and lists beyond which a text is shown as typed: the parser's recursion is not endless."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DIRECTED = frozenset({"p", "li", "blockquote", "td", "th", *_HEADINGS})
_TAGS = _DIRECTED | {
    "a", "br", "code", "em", "hr", "img", "ol", "pre", "strong", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_BARE_ADDRESS = r"(https?://[^\s<>\[\]()\"'`]*[^\s<>\[\]()\"'`.,;:!?*_])"
_DEEP = re.compile(rf"^(?:[ \t]*>){{{MAX_QUOTE_DEPTH},}}|^(?: {{4}}|\t){{{MAX_QUOTE_DEPTH},}}", re.MULTILINE)
_MANY_OPENERS = re.compile(r"[\[*_`]{64}")


def to_html(text: str, *, heading_offset: int = 0) -> str:
    """A safe HTML fragment of Markdown (lists, tables, fenced code, bare web addresses as links).

    Headings move down by `heading_offset` levels, h6 at most, so that a page keeps its one h1. Paragraphs find their
    own direction, for right-to-left words. Text nested beyond reason is shown as typed.
    """
    fragment, _ = _convert(text, heading_offset)
    return _cleaner().clean(fragment)


def addresses(text: str) -> tuple[str, ...]:
    """Every address that the Markdown links to or shows as an image, as a browser would read it."""
    _, found = _convert(text, 0)
    return found


def unsafe_scheme(address: str) -> str | None:
    """The scheme of an address when it is not a safe one; hidden characters in it count as a browser counts them."""
    match = _SCHEME.match(_UNSEEN.sub("", address))
    scheme = match[1].lower() if match else None
    return None if scheme is None or scheme in SAFE_SCHEMES else scheme


def _convert(text: str, heading_offset: int) -> tuple[str, tuple[str, ...]]:
    converter, finisher = _converter()
    if _DEEP.search(text) or _MANY_OPENERS.search(text):
        return _as_typed(text), ()
    finisher.heading_offset = heading_offset
    finisher.found = []
    try:
        fragment = converter.reset().convert(text)
    except RecursionError:
        return _as_typed(text), ()
    return fragment, tuple(finisher.found)


def _as_typed(text: str) -> str:
    paragraphs = (part for part in re.split(r"\n\s*\n", text) if part.strip())
    return "\n".join(f'<p dir="auto">{html.escape(part)}</p>' for part in paragraphs)


class _Finisher(Treeprocessor):
    """Shifts headings, lets blocks find their direction and notes every address."""

    heading_offset = 0
    found: list[str]

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.tag in _HEADINGS:
                level = min(6, int(element.tag[1]) + self.heading_offset)
                element.tag = f"h{level}"
            if element.tag in _DIRECTED:
                element.set("dir", "auto")
            if element.tag == "th":
                element.set("scope", "col")
            for name in ("href", "src"):
                address = element.get(name)
                if address is not None:
                    self.found.append(html.unescape(address))


class _BareAddress(InlineProcessor):
    """A web address in running text becomes a link; the full stop behind it does not belong to it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # the library's name
        address = self.unescape(match[1])
        element = etree.Element("a", {"href": address})
        element.text = markdown.util.AtomicString(address)
        return element, match.start(0), match.end(0)


@cache
def _converter() -> tuple[markdown.Markdown, _Finisher]:
    """One converter for all texts of this process (not for several threads): making one costs more than a page."""
    converter = markdown.Markdown(extensions=["sane_lists", "tables", "fenced_code"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.register(_BareAddress(_BARE_ADDRESS, converter), "bare_address", 95)
    finisher = _Finisher(converter)
    # After everything else, so that addresses are seen as they will stand.
    converter.treeprocessors.register(finisher, "finisher", -1)
    return converter, finisher


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: {"dir"} for tag in _DIRECTED}
    attributes["th"] = {"dir", "scope"}
    attributes["a"] = {"href"}
    attributes["img"] = {"src", "alt"}
    return nh3.Cleaner(tags=set(_TAGS), attributes=attributes, url_schemes=set(SAFE_SCHEMES), link_rel="noopener")
