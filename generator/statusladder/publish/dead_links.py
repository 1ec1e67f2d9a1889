"""Finds links into the site, pictures of it and footnotes that lead to nothing which a build would publish."""

import html
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

from statusladder.markup.dialect import Address
from statusladder.markup.html import to_fragment
from statusladder.markup.links import find_footnotes, may_hold_addresses
from statusladder.model.addresses import is_foreign
from statusladder.model.kept import EMPTY_SHELF, NotKept, Shelf, as_bytes, of_bytes
from statusladder.model.problem import Problem
from statusladder.model.site import Library
from statusladder.model.values import suggest
from statusladder.outputs.interface import Artifact
from statusladder.publish.copied_files import place_of
from statusladder.views import urls
from statusladder.views.placing import PlacedText, place_texts, story_page_of

_ID = re.compile(rb'\sid="([^"]*)"')

Produce = Callable[[], Mapping[str, Artifact]]
"""Every file of the site by its path."""


def find_dead_links(
    public: Library, produce: Produce, files: Collection[str] | None = None, shelf: Shelf = EMPTY_SHELF
) -> list[Problem]:
    """Of what may be shown: addresses within the site at which nothing is, anchors that a page lacks, and footnotes.

    Imported texts are passed over, since nobody can write another tool's history anew. `produce` is only called where
    an address is not plainly that of an incident, a maintenance or a page. With `files`, only these paths
    are judged. The `shelf` keeps which addresses a text holds.
    """
    index = _Index(public, produce)
    site_url = public.settings.site.url
    problems = set()
    for text in place_texts(public):
        if text.imported or not (files is None or text.path in files) or not may_hold_addresses(text.text):
            continue
        footnotes = find_footnotes(text.text, text.path, text.line)
        problems.update(footnotes)
        # A note of one word is read as an address, of which no more needs to be said.
        told = {footnote.place for footnote in footnotes}
        for address in _addresses_in(text.text, shelf):
            if address.is_image and is_foreign(address.text):
                continue  # No page shows it, wherever it is.
            page = text.anchors_of if address.text.startswith("#") else text.page
            target = urls.find_target(site_url, page, address.text)
            if target is None:
                words = _words_outside(address, index, site_url)
            else:
                missing = index.missing_at(target)
                words = _words(text, address, missing) if missing is not None else None
            if words is not None and (place := place_of(text, address.text)) not in told:
                problems.add(Problem(place, "C019", *words))
    return sorted(problems)


def _addresses_in(text: str, shelf: Shelf) -> tuple[Address, ...]:
    if (kept := shelf.get("addresses", text)) is not None:
        with suppress(NotKept):
            return of_bytes(kept, _Addresses).all
    found = to_fragment(text).addresses
    shelf.put(as_bytes(_Addresses(found), _Addresses), "addresses", text)
    return found


@dataclass(frozen=True)
class _Addresses:
    all: tuple[Address, ...]


class _Index:
    """What there is at each address; the files themselves are made only when somebody asks for more than pages."""

    def __init__(self, public: Library, produce: Produce) -> None:
        self._produce = produce
        self._files: Mapping[str, Artifact] | None = None
        self._anchors: dict[str, frozenset[str]] = {}
        self._moved = {urls.file_of(urls.of_old_page(redirect.from_)) for redirect in public.settings.redirects}
        self._sure: dict[str, frozenset[str]] = {urls.HOME: frozenset(), urls.HISTORY: frozenset()}
        self._sure |= {urls.of_own_page(page.id): frozenset() for page in public.pages}
        self._sure |= {
            story_page_of(one): frozenset(update.id for update in one.updates) for one in public.communications
        }

    def missing_at(self, target: str) -> str | None:
        """What is missing, `/path` or `#anchor`; None where all is there."""
        typed, _, anchor = target.partition("#")
        path, anchor = unquote(typed), unquote(anchor)
        if path in self._sure and (not anchor or anchor in self._sure[path]):
            return None
        file = self._file(path)
        if file is None:
            return f"/{path}"
        # An old address hands its anchor on; `#top` is every page's, and `:~:` asks for words.
        if not anchor or anchor == "top" or ":~:" in anchor or file in self._moved or not file.endswith(".html"):
            return None
        return None if anchor in self._anchors_of(file) else f"#{anchor}"

    def _file(self, path: str) -> str | None:
        if self._files is None:
            self._files = self._produce()
        # Hosts answer for a folder without its slash as well.
        candidates = (urls.file_of(path), f"{path}/index.html") if not path.startswith(urls.INTERNAL) else ()
        return next((file for file in candidates if file in self._files), None)

    def _anchors_of(self, file: str) -> frozenset[str]:
        if file not in self._anchors:
            data = self._files[file].data if self._files is not None else b""
            self._anchors[file] = frozenset(html.unescape(name.decode()) for name in _ID.findall(data))
        return self._anchors[file]


def _words_outside(address: Address, index: _Index, site_url: str) -> tuple[str, str] | None:
    """Of an address from the root of the host that leaves out the path of the site, where the site has it."""
    path, base = address.text, urls.base_path_of(site_url)
    if not path.startswith("/") or is_foreign(path) or index.missing_at(path[1:]) is not None:
        return None
    return f"the link '{path}' leads out of the site, which lies at {base}", f"write {base}{path[1:]}"


def _words(text: PlacedText, address: Address, missing: str) -> tuple[str, str]:
    """What is wrong with an address, and what to do about it; of what is not public nothing is told."""
    what = "picture" if address.is_image else "link"
    if address.is_image and "/" not in address.text:
        sentence = f"no picture '{address.text}' that can be published lies beside this file"
        if text.pictures is None:
            return sentence, f"put it into static/ and write ../../{address.text}"
        fix = f"put the file into {text.path.rpartition('/')[0]}"
        return sentence, suggest(address.text, text.pictures) if text.pictures else fix
    if missing.startswith("#"):
        fix = "link to the page alone, or to an update by its file's name, as #02-identified"
        return f"the {what} '{address.text}' leads to a page without the anchor '{missing}'", fix
    fix = "correct it or take it out; what is not public yet has no address"
    return f"the {what} '{address.text}' leads nowhere: the site has no '{missing}'", fix
