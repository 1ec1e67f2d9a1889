"""Files that are published as they lie in the site: pictures beside updates, and the folder `static/`."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from statusladder.content.picture_file import PictureError, clean_picture
from statusladder.content.tree import STATIC, find_static
from statusladder.markup.html import PICTURE_TAG, attributes_of, to_fragment
from statusladder.markup.links import lines_with
from statusladder.model.addresses import as_browsed, is_foreign
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library, Settings
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.paths import fold, folders_above
from statusladder.views import urls
from statusladder.views.placing import PlacedText, place_texts, story_page_of


def find_picture_problems(library: Library, files: Collection[str] | None = None) -> Iterator[Problem]:
    """Pictures without words, pictures of other hosts, and pictures that nobody sees; of imported texts nothing.

    With `files`, texts are judged in these paths only.
    """
    for text in place_texts(library):
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
            if f"{story_page_of(one)}{picture.name}" not in shown:
                fix = f"write ![what it shows]({picture.name}) where it belongs, or delete it"
                sentence = f"no text refers to '{picture.name}', so it is not published"
                yield Problem(Place(picture.path), "I003", sentence, fix)


def make_pictures(root: Path, public: Library) -> Iterator[Artifact]:
    """The pictures that a public text refers to, below the page of the incident or maintenance they lie beside.

    Raises PublishError where one changed since it was read.
    """
    shown = _referred(public)
    for one in public.communications:
        for picture in one.pictures:
            address = f"{story_page_of(one)}{picture.name}"
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
        urls.find_target(site_url, text.page, address.text)
        for text in place_texts(library)
        for address in to_fragment(text.text).addresses
    )
    return frozenset(target for target in targets if target is not None)


def find_static_problems(root: Path, settings: Settings) -> list[Problem]:
    """What cannot be copied: links out of the site, and names that are or may one day be those of our own files.

    That is told by the first part of the address alone, so that a file which was sound when it was added never meets
    the page of a later incident.
    """
    paths, problems = find_static(root)
    old = {fold(urls.file_of(urls.of_old_page(redirect.from_))): redirect.from_ for redirect in settings.redirects}
    spelled: dict[str, str] = {}
    for path in paths:
        place = Place(f"{STATIC}/{path}")
        first = fold(path.partition("/")[0])
        if first in urls.TAKEN or (fold(path) == urls.SECURITY_TXT and settings.security is not None):
            sentence = f"'/{path.partition('/')[0] if first in urls.TAKEN else path}' is an address of the site itself"
            problems.append(Problem(place, "D013", sentence, "give the file or its folder another name"))
        elif fold(path) in old:
            sentence = f"the file stands where site.yaml redirects '{old[fold(path)]}'"
            problems.append(Problem(place, "D013", sentence, "remove the file or the redirect"))
        else:
            for name in (path, *folders_above(path)):
                other = spelled.setdefault(fold(name), name)
                if other != name:
                    sentence = f"'{name}' and '{other}' are one name on some file systems"
                    problems.append(Problem(place, "D013", sentence, "rename one of them"))
    return problems


def make_static_files(root: Path, produced: Iterable[Artifact]) -> Iterator[Artifact]:
    """The files as they are; `produced` are the site's own.

    Raises PublishError where a file would take the place of one that another distribution's output makes.
    """
    paths, _ = find_static(root)
    if not paths:
        return
    own = {fold(name) for one in produced for name in (one.path, *folders_above(one.path))}
    own_files = {fold(one.path) for one in produced}
    for path in paths:
        if fold(path) in own or not own_files.isdisjoint(map(fold, folders_above(path))):
            sentence = f"{STATIC}/{path} would take the place of a file of the site itself; {UNCHANGED}"
            raise PublishError(sentence, "give the file another name")
        yield Artifact(path, (root / STATIC / path).read_bytes(), Rank.FILE)
