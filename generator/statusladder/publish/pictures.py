"""Pictures beside updates: what is wrong with them, or with what texts say of them, and the files to publish."""

from collections.abc import Collection, Iterator
from pathlib import Path

from statusladder.content.picture_file import PictureError, clean_picture
from statusladder.markup.html import PICTURE_TAG, attributes_of, to_fragment
from statusladder.markup.links import lines_with
from statusladder.model.addresses import as_browsed, is_foreign
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.views import urls
from statusladder.views.placing import PlacedText, placed_texts, story_page


def find_picture_problems(library: Library, files: Collection[str] | None = None) -> Iterator[Problem]:
    """Pictures without words, pictures of other hosts, and pictures that nobody sees; of imported texts nothing.

    With `files`, texts are judged in these paths only.
    """
    for text in placed_texts(library):
        if "![" in text.text and not text.imported and (files is None or text.path in files):
            yield from _of_text(text)
    yield from _unseen(library)


def place_of(text: PlacedText, address: str) -> Place:
    """Where an address in a text is written."""
    return Place(text.path, text.line + lines_with(text.text, address)[0])


def _of_text(text: PlacedText) -> Iterator[Problem]:
    fragment = to_fragment(text.text)
    for address in sorted({one.text for one in fragment.addresses if one.is_image}):
        # Of an address that is not safe at all, G005 tells.
        if is_foreign(address) and as_browsed(address).lower().startswith(("https://", "//")):
            sentence = f"the picture '{address}' is on another host, so readers see a link in its place"
            fix = "put the picture beside the update and write ![what it shows](name.png)"
            yield Problem(place_of(text, address), "I002", sentence, fix)
    for tag in PICTURE_TAG.findall(fragment.html):
        picture = attributes_of(tag)
        if not picture.get("alt", "").strip():
            address = picture.get("src", "")
            sentence = f"the picture '{address}' has no words for those who cannot see it"
            fix = f"write between the brackets what it shows, as ![Load times fell at 10:20 UTC]({address})"
            yield Problem(place_of(text, address), "I001", sentence, fix)


def _unseen(library: Library) -> Iterator[Problem]:
    shown = _referred(library)
    for one in library.communications:
        for picture in one.pictures:
            if f"{story_page(one)}{picture.name}" not in shown:
                fix = f"write ![what it shows]({picture.name}) where it belongs, or delete it"
                sentence = f"no text refers to '{picture.name}', so it is not published"
                yield Problem(Place(picture.path), "I003", sentence, fix)


def picture_artifacts(root: Path, public: Library) -> Iterator[Artifact]:
    """The pictures that a public text refers to, below the page of the incident or maintenance they lie beside.

    Raises PublishError where one changed since it was read.
    """
    shown = _referred(public)
    for one in public.communications:
        for picture in one.pictures:
            address = f"{story_page(one)}{picture.name}"
            if address not in shown:
                continue
            try:
                clean = clean_picture(picture.name, (root / picture.path).read_bytes())
            except PictureError as wrong:
                raise PublishError(f"{picture.path} {wrong}; {UNCHANGED}", "build again") from wrong
            yield Artifact(address, clean.data, Rank.FILE)


def _referred(library: Library) -> frozenset[str]:
    """Every address within the site that a text of the library shows or leads to; of a site without pictures none."""
    if not any(one.pictures for one in library.communications):
        return frozenset()
    site_url = library.settings.site.url
    targets = (
        urls.target(site_url, text.page, address.text)
        for text in placed_texts(library)
        for address in to_fragment(text.text).addresses
    )
    return frozenset(target for target in targets if target is not None)
