"""Where an author's words stand, and how they are shown: pictures in their size, links that lead to one place.

An address in a file counts from the page of its incident, maintenance or page, wherever the words are shown. Only in an
postmortem an anchor alone is one of the report's page.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from statusladder.markup.html import PICTURE_TAG, attributes_of, to_html
from statusladder.markup.prose import words_of
from statusladder.model.communication import Incident, Maintenance, Picture, Update
from statusladder.model.report import ActionItem
from statusladder.model.site import Library
from statusladder.model.vocabulary import Stage
from statusladder.views import urls

# A tag of our own safe HTML: `<` stands nowhere else, and values are in double quotes.
_LINKING_TAG = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')
_ADDRESS = re.compile(r'( (?:href|src)=")([^"]*)')
_RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|/)", re.IGNORECASE)


@dataclass(frozen=True)
class PlacedText:
    """A Markdown text as it was typed: the file and the line at which it begins, and the page its addresses count from.

    `anchors_of` is the page of anchors alone. `pictures` are the names of those beside the file, None where there can
    be none.
    """

    text: str
    path: str
    line: int
    page: str
    anchors_of: str
    imported: bool = False
    pictures: tuple[str, ...] | None = None


def place_texts(library: Library) -> Iterator[PlacedText]:
    """Every Markdown text: of pages, and of each update its body, what is said to audiences, evidence of actions."""
    for page in library.pages:
        url = urls.of_own_page(page.id)
        yield PlacedText(page.body, page.path, page.body_line, url, url)
    for one in library.communications:
        url, names = story_page_of(one), tuple(picture.name for picture in one.pictures)
        for update in one.updates:
            anchors_of = urls.of_postmortem(one.id) if update.stage is Stage.POSTMORTEM else url
            for text, line in _texts_of(update):
                yield PlacedText(text, update.path, line, url, anchors_of, update.imported, names)


def _texts_of(update: Update[Any]) -> Iterator[tuple[str, int]]:
    yield update.body, update.body_line
    for audience, text in (update.said.audiences or {}).items():
        yield text, update.place(f"audiences.{audience}").line
    items: tuple[ActionItem, ...] = getattr(update.said, "action_items", None) or ()
    for item in items:
        if item.verification is not None and item.verification.evidence is not None:
            yield item.verification.evidence, update.place("action_items").line


def story_page_of(one: Incident | Maintenance) -> str:
    return urls.of_incident(one.id) if isinstance(one, Incident) else urls.of_maintenance(one.id)


def place_html(text: str, pictures: Iterable[Picture], *, top_heading: int, stage: Stage | None = None) -> str:
    """The words of a file as its page shows them; `pictures` are those beside it, and one that is not among them has
    its words alone."""
    html = to_html(text, top_heading=top_heading)
    if "<img " in html:
        known = {picture.name: picture for picture in pictures}
        html = PICTURE_TAG.sub(lambda tag: _sized(tag[0], known), html)
    if stage is Stage.POSTMORTEM:
        html = _readdressed(html, lambda address: f"postmortem/{address}" if address.startswith("#") else address)
    return html


def move_html(html: str, site_url: str, page: str, to: str) -> str:
    """The words of `page` as they stand on the page `to`: their relative addresses lead where they did."""

    def turned(address: str) -> str:
        target = urls.find_target(site_url, page, address) if _RELATIVE.match(address) else None
        return address if target is None else urls.make_relative(to, target)

    return _readdressed(html, turned)


def with_whole_addresses(html: str, site_url: str, page: str) -> str:
    """The words of `page` as they stand outside of the site, in a feed."""
    whole = urls.make_absolute(site_url, page)
    return _readdressed(html, lambda address: urljoin(whole, address))


def place_prose(html: str, site_url: str, page: str) -> str:
    """The words of `page` where only words can go; of a picture its words and where it is."""
    whole = urls.make_absolute(site_url, page)
    return words_of(_readdressed(html, lambda address: urljoin(whole, address), PICTURE_TAG))


def _readdressed(html: str, change: Callable[[str], str], tags: re.Pattern[str] = _LINKING_TAG) -> str:
    def changed(found: re.Match[str]) -> str:
        return found[1] + escape(change(unescape(found[2])))

    return tags.sub(lambda tag: _ADDRESS.sub(changed, tag[0]), html)


def _sized(tag: str, known: dict[str, Picture]) -> str:
    """A picture beside the file with its size, so that the page does not jump when it comes."""
    attributes = attributes_of(tag)
    name = attributes.get("src", "").removeprefix("./")
    if "/" in name:
        return tag
    picture = known.get(name)
    if picture is None:
        return escape(attributes.get("alt", ""))
    return f'{tag[:-1]} width="{picture.width}" height="{picture.height}" loading="lazy">'
