"""The ids under which feed readers know old entries: of a saved Atom feed, so that no old entry comes up as new."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from statusladder.importers.interface import SourceError
from statusladder.model.characters import make_fit
from statusladder.model.imported import Imported, ImportedFolder

MAX_BYTES = 16 * 1024 * 1024
"""The largest feed that is read; that of a page of 25 long incidents has 0.3 million."""

_ATOM = "{http://www.w3.org/2005/Atom}"


def with_feed_ids(imported: Imported, feed: Path) -> Imported:
    """The import with the id of its Atom entry in each incident that the feed links to.

    Known by the path of its old address: a page may have moved to another host since. Raises SourceError.
    """
    ids = dict(_ids(feed))
    folders = tuple(_with_id(folder, ids) for folder in imported.folders)
    kept = sum(folder is not before for folder, before in zip(folders, imported.folders, strict=True))
    if not kept:
        raise SourceError(
            f"no entry of {feed} is of an incident that is imported", "save history.atom of the same page"
        )
    note = f"{kept} of the {len(ids)} entries of {feed} are imported and keep their ids"
    return replace(imported, folders=folders, notes=(*imported.notes, note))


def _ids(feed: Path) -> Iterator[tuple[str, str]]:
    """Of each entry the path that it links to, and its id."""
    try:
        if feed.stat().st_size > MAX_BYTES:
            raise SourceError(f"{feed} is larger than any feed of a status page", "name the saved history.atom")
        data = feed.read_bytes()
    except OSError as failure:
        raise SourceError(f"{feed} cannot be read ({failure.strerror})", "name the saved history.atom") from None
    try:
        if b"<!ENTITY" in data:
            raise ValueError("it declares entities")
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError) as wrong:
        raise SourceError(f"{feed} is not XML ({wrong})", "save history.atom again, whole and as it comes") from None
    if root.tag != f"{_ATOM}feed":
        raise SourceError(f"{feed} is no Atom feed", "save history.atom; ids in RSS are the old addresses, which stay")
    for entry in root.iter(f"{_ATOM}entry"):
        known = make_fit(entry.findtext(f"{_ATOM}id") or "").strip()
        for link in entry.iter(f"{_ATOM}link"):
            if known and link.get("rel", "alternate") == "alternate":
                yield _path(link.get("href", "")), known


def _with_id(folder: ImportedFolder, ids: Mapping[str, str]) -> ImportedFolder:
    first, *others = folder.updates
    origin = first.keys.get("imported_from")
    url = origin.get("url") if isinstance(origin, dict) else None
    if not isinstance(origin, dict) or not isinstance(url, str) or _path(url) not in ids:
        return folder
    keys = {**first.keys, "imported_from": {**origin, "atom_id": ids[_path(url)]}}
    return replace(folder, updates=(replace(first, keys=keys), *others))


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""
