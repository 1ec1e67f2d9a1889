"""Markdown to safe HTML: what people type as HTML is shown as typed, and no address can carry a script."""

import html
import re
from functools import cache

import nh3

from statusladder.markup.dialect import DIRECTED, convert, only_text

SAFE_SCHEMES = ("https", "http", "mailto", "tel")
"""What a link may begin with; an image takes https only. Addresses without a scheme lie within the site."""

ALLOWED_TAGS = DIRECTED | {
    "a", "br", "code", "em", "hr", "img", "ol", "pre", "strong", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip

ALLOWED_ATTRIBUTES = {
    **{tag: {"dir"} for tag in sorted(DIRECTED)},
    "th": {"dir", "scope"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
"""Neither `id` nor `class` nor `style`: a body cannot collide with the page's anchors or borrow its looks."""


def to_html(text: str, *, top_heading: int = 1) -> str:
    """A safe HTML fragment of Markdown: lists, tables, fenced code, bare web addresses as links.

    The highest heading becomes `top_heading` and the others follow without a gap, h6 at most, so that a page keeps its
    one h1 and its order. HTML in the text is shown as typed, and so is, in paragraphs, all of a text beyond the limits
    of `markup.dialect`.
    """
    converted = convert(text, top_heading)
    fragment = _as_typed(text) if converted is None else converted.fragment
    # Character references can still spell what XML cannot carry, so the result is looked at once more.
    return only_text(_cleaner().clean(fragment))


def _as_typed(text: str) -> str:
    paragraphs = (part.strip() for part in re.split(r"\n[ \t]*\n", only_text(text)))
    return "\n".join(f'<p dir="auto">{html.escape(part)}</p>' for part in paragraphs if part)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS), attributes=ALLOWED_ATTRIBUTES, url_schemes=set(SAFE_SCHEMES), link_rel="noopener"
    )
