"""What was published stays as it was: an edit is told by a correction that readers see, and nothing goes away.

Both sides are compared as the public may read them, in parsed meaning: so a comment, an internal note or another order
of keys is no edit, and a draft is nobody's business yet. Gone is what is called otherwise, deleted, or hidden again.
Nor may an update say that it was published earlier than anybody could have read it: promises rest on honest times.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from statusladder.ladder.publication import internal_part_of, is_embargoed, public_part_of
from statusladder.model.communication import Communication, Incident, Maintenance, Update
from statusladder.model.differences import (
    BODY,
    Difference,
    Rewording,
    find_differences,
    find_untold_rewording,
    speaks_of,
    tells,
)
from statusladder.model.facts import Correction
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library
from statusladder.model.values import describe

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
        public: tuple[AnyFolder, ...] = public_part_of(library, now).communications
        self.public = updates_by_path(public)
        self.public_folders = {folder.path: folder for folder in public}
        self.whole = updates_by_path(library.communications)
        written: tuple[AnyFolder, ...] = internal_part_of(library, now).communications
        self.written = {folder.path: folder for folder in written}

    def still_public(self, path: str) -> AnyUpdate | None:
        """The update at a path if the public may read it, and it is the one that always stood there."""
        return self.public.get(path) if path not in self.moved else None


def updates_by_path(folders: tuple[AnyFolder, ...]) -> dict[str, AnyUpdate]:
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


_SHORT = 60
"""Characters of a text that are quoted as a whole; of a longer one only what changed."""


@dataclass(frozen=True)
class Rewrite:
    """The folders that a change touches: as the base has them, as far as it could be read, and as they are.

    `moved` says where a file of the base is now, `gone` which of them are nowhere.
    """

    before: Library
    after: Library
    moved: Mapping[str, str]
    gone: frozenset[str]


@dataclass(frozen=True)
class Held:
    """What came of holding a change to what was published: its problems, and its corrections that readers see."""

    problems: tuple[Problem, ...]
    corrections: tuple[Correction, ...]


def hold_rewrite(rewrite: Rewrite, now: datetime) -> Held:
    """Finds every way in which a change takes back what was public before it and would be at `now`."""
    sides = _Sides(rewrite, now)
    problems = [problem for folder in sides.published for problem in _folder(folder, sides)]
    corrections = (fix for update in sides.present.public.values() for fix in sides.added_corrections(update))
    return Held(tuple(problems), tuple(corrections))


class _Sides:
    """Both sides of a rewrite by path: all of it, and what the public may read."""

    def __init__(self, rewrite: Rewrite, now: datetime) -> None:
        self.present = Present(rewrite.after, now, rewrite.moved, rewrite.gone)
        self.published: tuple[AnyFolder, ...] = public_part_of(rewrite.before, now).communications
        self.was_public = updates_by_path(self.published)
        self.whole_before = updates_by_path(rewrite.before.communications)
        self._came_from = {new: old for old, new in rewrite.moved.items()}

    def added_corrections(self, update: AnyUpdate) -> tuple[Correction, ...]:
        before = self.was_public.get(self._came_from.get(update.path, update.path))
        known = (before.said.corrections or ()) if before is not None else ()
        return tuple(fix for fix in update.said.corrections or () if fix not in known)

    def corrections_of(self, update: AnyUpdate) -> tuple[Correction, ...]:
        """The new corrections that may speak of an update: its own, and those of files that the change publishes."""
        beside = self.present.public_folders[folder_of(update.path)].updates
        speaking = (one for one in beside if one.path == update.path or one.path not in self.was_public)
        return tuple(fix for one in speaking for fix in self.added_corrections(one))


def _folder(published: AnyFolder, sides: _Sides) -> Iterator[Problem]:
    yield from find_disappeared(published.path, [update.path for update in published.updates], sides.present)
    for update in published.updates:
        if (now := sides.present.still_public(update.path)) is not None:
            yield from _edits(update, now, sides)


def _edits(published: AnyUpdate, update: AnyUpdate, sides: _Sides) -> Iterator[Problem]:
    corrections = sides.corrections_of(update)
    before, after = sides.whole_before[update.path].said, sides.present.whole[update.path].said
    # A reference that stood there all along may be shown now, since what it leads to became public: that is no edit.
    typed = {_key(difference) for difference in find_differences(before, after)}
    for difference in find_differences(published.said, update.said):
        if _key(difference) in typed:
            yield from _edit(difference, update, corrections)
    if any(fix not in (after.corrections or ()) for fix in published.said.corrections or ()):
        sentence = "a correction that was published is gone or reads otherwise"
        yield Problem(update.place("corrections"), "C006", sentence, "put it back as it was, and add another one")
    quotations = [(fix.was, fix.now) for fix in corrections if fix.field == BODY]
    if (rewording := find_untold_rewording(published.body, update.body, quotations)) is not None:
        line = update.body_line + update.body[: rewording.offset].count("\n")
        yield _silent(Place(update.path, line), BODY, rewording.was, rewording.now, told=bool(quotations))


def _key(difference: Difference) -> str:
    return difference.field.partition(".")[0]


def _edit(difference: Difference, update: AnyUpdate, corrections: tuple[Correction, ...]) -> Iterator[Problem]:
    field = difference.field
    speaking = [fix for fix in corrections if speaks_of(fix, field)]
    untold: Rewording | None = None
    if difference.prose is None:
        is_told = any(tells(fix, difference, update.said) for fix in speaking)
    else:
        untold = find_untold_rewording(*difference.prose, [(fix.was, fix.now) for fix in speaking])
        is_told = untold is None and bool(speaking)
    if not is_told:
        was, now = difference.written(difference.was), difference.written(difference.now)
        if untold is not None and max(len(was), len(now)) > _SHORT:
            was, now = untold.was, untold.now
        yield _silent(update.place(field), field, was, now, told=bool(speaking))


def _silent(place: Place, field: str, was: str, now: str, told: bool) -> Problem:
    subject = "the words" if field == BODY else field
    verb = ("were", "are") if field == BODY else ("was", "is")
    if was and now:
        what = f"{subject} {verb[0]} {describe(was)} and {verb[1]} {describe(now)}"
    else:
        what = f"{subject} lost {describe(was)}" if was else f"{subject} gained {describe(now)}"
    why = "the correction says otherwise" if told else "no correction says so"
    fix = (
        "let 'was' and 'now' of the correction quote all that changed, or put the old words back"
        if told
        else f"put it back and write a later update with 'corrections', or add a correction of '{field}' to this file"
    )
    return Problem(place, "C006", f"{what}, and {why}", fix)


UNNOTICED = 10
"""Minutes that may pass between `at` and the first commit before T014 speaks: time to write, commit and push."""


def find_antedated(library: Library, committed: Mapping[str, datetime]) -> Iterator[Problem]:
    """Updates whose `at` lies well before their file was committed first; `committed` says when, by path.

    What is told afterwards or was imported says so itself, and a drill promises nobody anything.
    """
    told: list[Incident | Maintenance] = [*library.incidents, *library.maintenances]
    for communication in told:
        for update in communication.updates:
            moment = committed.get(update.path)
            if moment is None or update.imported or update.said.backfilled:
                continue
            minutes = (moment - update.at) // timedelta(minutes=1)  # `at` is mostly cut to the minute
            if minutes > UNNOTICED:
                sentence = f"'at' lies {minutes} min before this file was committed"
                fix = "write when customers can read it; when it happened goes into 'started_at' and the like"
                yield Problem(update.place("at"), "T014", sentence, fix)
