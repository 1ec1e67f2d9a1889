"""Markdown to safe HTML: what people type as HTML is shown as typed, and no address can carry a script."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import nh3

from statusladder.markup.blocks import TOO_MUCH, BeyondLimits, without_comments
from statusladder.markup.dialect import DIRECTED, Address, convert
from statusladder.model.addresses import is_foreign
from statusladder.model.characters import make_fit
from statusladder.model.settings import HIGHEST

SAFE_SCHEMES = ("https", "http", "mailto", "tel")
"""What a link may begin with. Addresses without a scheme lie within the site, and only pictures of the site are shown:
the policy of our pages lets no browser load another, and elsewhere it would tell its host who reads."""

ALLOWED_TAGS = DIRECTED | {
    "a", "br", "code", "del", "em", "hr", "img", "ol", "pre", "strong", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip

ALLOWED_ATTRIBUTES = {
    **{tag: {"dir"} for tag in sorted(DIRECTED)},
    "th": {"dir", "scope"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
"""Neither `id` nor `class` nor `style`: a body cannot collide with the page's anchors or borrow its looks."""


REMEMBERED = 2**16
"""Texts whose HTML is kept, the ones used last. Checks, pages, feeds and the API all ask for it, and converting is the
costly part. Each of them goes through all updates of a site before the next one starts, so a limit below the number of
texts would drop every text before it is asked for again. There is room for 10,000 incidents of six updates; each takes
a few hundred bytes, and its HTML, which the pages hold as well."""


# Safe HTML is of one spelling: `<` stands nowhere else, names are in lower case and values in double quotes.
PICTURE_TAG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_LINK_OR_PICTURE = re.compile(rf"<a [^<>]*>|</a>|{PICTURE_TAG.pattern}")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Fragment:
    """A safe HTML fragment, and every address in it as its author meant it, safe or not.

    `beyond` says, in words that follow "the text", why it is shown as typed, if it is.
    """

    html: str
    addresses: tuple[Address, ...]
    has_headings: bool
    beyond: str | None = None


def to_html(text: str, *, top_heading: int = 1) -> str:
    """A safe HTML fragment of Markdown: CommonMark with tables, `~~` and bare web addresses as links, no comment.

    The highest heading becomes `top_heading` and the others follow without a gap, h6 at most, so that a page keeps its
    one h1 and its order. HTML in the text is shown as typed, and so is, in paragraphs, all of a text beyond the limits
    of `markup.blocks` and `markup.dialect`.
    """
    fragment = to_fragment(text)
    return _to_fragment(text, top_heading).html if fragment.has_headings else fragment.html


def to_fragment(text: str) -> Fragment:
    """What `to_html` makes of a text for the top of a page, with the addresses in it; converted once."""
    return _to_fragment(text, 1)


@lru_cache(maxsize=REMEMBERED)
def _to_fragment(text: str, top_heading: int) -> Fragment:
    text = without_comments(text).text
    try:
        converted = convert(text, top_heading)
        safe = _safe(converted.fragment)
        if len(safe) > HIGHEST.most_html(text):
            raise BeyondLimits(TOO_MUCH)
    except BeyondLimits as failure:
        return Fragment(_safe(_as_typed(text)), (), has_headings=False, beyond=str(failure))
    return Fragment(safe, converted.addresses, converted.has_headings)


def _safe(fragment: str) -> str:
    # Character references can still spell what XML cannot carry, so the result is looked at once more. No browser would
    # show a picture of another site.
    return without_pictures(make_fit(_cleaner().clean(fragment)), is_foreign)


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a tag of safe HTML, as a browser reads them."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def without_pictures(safe_html: str, where: Callable[[str], bool] = lambda address: True) -> str:
    """The HTML with a link in the place of each picture whose address is one of `where`; within a link, its words."""
    if "<img " not in safe_html:
        return safe_html
    within_link = False

    def shown(tag: re.Match[str]) -> str:
        nonlocal within_link
        if not tag[0].startswith("<img"):
            within_link = not tag[0].startswith("</")
            return tag[0]
        picture = attributes_of(tag[0])
        address = picture.get("src", "")
        if not where(address):
            return tag[0]
        words = html.escape(picture.get("alt") or address)
        return words if within_link else f'<a href="{html.escape(address)}" rel="noopener">{words}</a>'

    return _LINK_OR_PICTURE.sub(shown, safe_html)


def _as_typed(text: str) -> str:
    paragraphs = (part.strip() for part in re.split(r"\n[ \t]*\n", make_fit(text)))
    return "\n".join(f'<p dir="auto">{html.escape(part)}</p>' for part in paragraphs if part)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS), attributes=ALLOWED_ATTRIBUTES, url_schemes=set(SAFE_SCHEMES), link_rel="noopener"
    )
