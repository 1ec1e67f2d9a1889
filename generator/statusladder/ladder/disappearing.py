"""What was published and is no longer there: called otherwise, deleted, or hidden again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from statusladder.ladder.publication import internal_part, is_embargoed, public_part
from statusladder.model.communication import Communication, Update
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library

AnyUpdate = Update[Any]
AnyFolder = Communication[Any]

_PUT_BACK = "put it back as it was, and say what was wrong in a later update with 'corrections'"
_RENAME_BACK = "rename it back: an id is permanent, and no redirect replaces it"


class Present:
    """What stands now, by path: all of it, and what the public may read at `now`.

    `moved` says where a file that was published is now, `gone` which of them are nowhere. What site.yaml names as
    `removed` may be deleted.
    """

    def __init__(self, library: Library, now: datetime, moved: Mapping[str, str], gone: Collection[str]) -> None:
        self.now = now
        self.removed = frozenset(library.settings.removed)
        self.moved = moved
        self.gone = frozenset(gone)
        public: tuple[AnyFolder, ...] = public_part(library, now).communications
        self.public = by_path(public)
        self.public_folders = {folder.path: folder for folder in public}
        self.whole = by_path(library.communications)
        written: tuple[AnyFolder, ...] = internal_part(library, now).communications
        self.written = {folder.path: folder for folder in written}

    def still_public(self, path: str) -> AnyUpdate | None:
        """The update at a path if the public may read it, and it is the one that always stood there."""
        return self.public.get(path) if path not in self.moved else None


def by_path(folders: tuple[AnyFolder, ...]) -> dict[str, AnyUpdate]:
    return {update.path: update for folder in folders for update in folder.updates}


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def find_disappeared(folder: str, paths: Sequence[str], present: Present) -> Iterator[Problem]:
    """Every way in which the published files of a folder are gone; one problem where all went the same way."""
    moved = present.moved
    here = present.written.get(folder)
    target = folder_of(moved.get(paths[0], ""))
    if target and [moved.get(path) for path in paths] == [path.replace(folder, target, 1) for path in paths]:
        sentence = f"the published folder '{folder}' is called '{target}' now, so its address changes"
        yield Problem(Place(target), "C006", sentence, _RENAME_BACK)
    elif present.gone.issuperset(paths) and not moved.keys() & set(paths) and here is None:
        if (name := folder.rpartition("/")[2]) not in present.removed:
            fix = f"put it back as it was, or add {name} to 'removed' in site.yaml to take it down"
            yield Problem(Place(folder), "C006", "this folder was published and is deleted", fix)
    elif here is not None and is_embargoed(here, present.now):
        yield _embargoed(here)
    else:
        for path in paths:
            yield from _update(path, present)


def _embargoed(folder: AnyFolder) -> Problem:
    keys = ("embargoed_until", "kind")
    said = ((update, key) for update in reversed(folder.updates) for key in keys if key in update.lines)
    update, key = next(said, (folder.latest, ""))
    sentence = "what was published already is embargoed now, and would disappear"
    return Problem(update.place(key), "C006", sentence, "write 'embargoed_until: none': it was read already")


def _update(path: str, present: Present) -> Iterator[Problem]:
    if path in present.moved:
        sentence = f"the published update '{path}' is called '{present.moved[path]}' now, so its address changes"
        yield Problem(Place(present.moved[path]), "C006", sentence, _RENAME_BACK)
    elif path in present.gone:
        yield Problem(Place(path), "C006", "this update was published and is deleted", _PUT_BACK)
    elif path not in present.public and path in present.whole:
        yield _hidden(present.whole[path])
    # What cannot be read as it is now has Problems of its own, and stops both gates until it can be compared.


def _hidden(update: AnyUpdate) -> Problem:
    if update.said.draft:
        sentence, fix = "this update was published and is a draft now, so it would disappear", "delete this line"
        return Problem(update.place("draft"), "C006", sentence, fix)
    sentence = "this update was published and is dated ahead now, so it would disappear"
    return Problem(update.place("at"), "C006", sentence, "put the time back as it was")
