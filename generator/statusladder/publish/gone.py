"""What was published and has no folder any more: its page stays as it was until somebody decides that it goes.

What was published is read from the history of the branch: a folder of incidents or maintenance that held something
public when it was deleted. Without a history only the manifest of the last build tells.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from statusladder.content.reader import check_names
from statusladder.content.settings import SETTINGS_FILE, line_in_settings
from statusladder.content.tree import SECTIONS, find_folder_names, is_folder_name, update_at
from statusladder.history.changes import find_committed_names, find_deleted_files, is_shallow
from statusladder.history.git import GitError
from statusladder.ladder.publication import public_part_of
from statusladder.model.communication import Communication, Incident, Maintenance
from statusladder.model.manifest import Manifest
from statusladder.model.problem import CODES, Level, Place, Problem
from statusladder.model.site import Library
from statusladder.model.values import find_near_miss
from statusladder.model.vocabulary import Stage
from statusladder.publish.judgement import Judged
from statusladder.publish.sound import Found, find_newest_sound, with_part
from statusladder.views import urls

_CONTENT = "content"
_BEFORE_PAGE = f"{_CONTENT}/"
"""What the path of a folder has before the address of its page."""

_PUBLISHED = ("incidents", "maintenance")
"""Sections of which anything is published; drills never are."""

_MAY_GO = (Stage.RETRACTED, Stage.MERGED)
"""Of these nobody misses the page: a false alarm, and what another incident tells."""

_OF_NO_WEIGHT = replace(CODES["D011"], level=Level.WARNING)
"""A name in `removed` that means nothing keeps no page from being published."""


@dataclass(frozen=True)
class Gone:
    """What is shown although its folder is gone, and what is to be said about that."""

    parts: tuple[Incident | Maintenance, ...]
    problems: tuple[Problem, ...]


def keep_gone(
    root: Path,
    judged: Judged,
    now: datetime,
    clock: datetime | None,
    last: Manifest | None,
    removed: Collection[str] = (),
) -> Judged:
    """A judged site with what was published and has no folder any more, as it was at its newest sound commit.

    `last` is the manifest of the last build. `removed` are ids that are taken down for this time, beside those that
    site.yaml names. Naming what is kept, or was taken down, is no mistake.
    """
    before = judged.library
    if before is None:
        return judged
    settings = before.settings.model_copy(update={"removed": (*before.settings.removed, *removed)})
    library = replace(before, settings=settings)
    gone = find_gone(root, library, now, clock, last, removed)
    for part in gone.parts:
        library = with_part(library, part)
    problems = judged.problems
    if gone.parts or removed:
        still = {_mistake(problem) for problem in check_names(root, library)}
        cleared = {one for one in map(_mistake, check_names(root, before)) if one not in still}
        problems = tuple(problem for problem in problems if _mistake(problem) not in cleared)
    return Judged(library, tuple(sorted({*problems, *gone.problems})))


def find_gone(
    root: Path,
    library: Library,
    now: datetime,
    clock: datetime | None,
    last: Manifest | None,
    flags: Collection[str] = (),
) -> Gone:
    """What is gone from the library that was read in `root`; `removed` of its settings holds the `flags` too."""
    on_disk = frozenset(name for section in SECTIONS for name in find_folder_names(root, section))
    past = _no_longer_there(root.resolve(), on_disk)
    listed = {f"{_BEFORE_PAGE}{page.rstrip('/')}" for page in last.updates} if last is not None else set()
    gone = {path for path in {*(past or ()), *listed} if _name(path) not in on_disk}
    problems = [*_wrong_flags(flags, gone, on_disk), *_wrong_names(root, library, flags, gone, on_disk)]
    moved = {urls.of_old_page(redirect.from_) for redirect in library.settings.redirects}
    awaited = sorted(
        path
        for path in gone
        if _name(path) not in library.settings.removed and f"{path.removeprefix(_BEFORE_PAGE)}/" not in moved
    )
    known = {*find_folder_names(root, "incidents"), *map(_name, gone), *library.settings.removed}
    others: list[Incident | Maintenance] = [*library.incidents, *library.maintenances]
    lost = [path for path in awaited if path not in (past or {})]
    if past is None or (lost and is_shallow(root)):
        problems += map(_lost, lost)
    parts: list[Incident | Maintenance] = []
    # What was taken down is read too where anything is awaited: that may be the same under an earlier name.
    for path, moment in sorted((past or {}).items(), key=_newest_first) if len(awaited) > len(lost) else ():
        sound = find_newest_sound(root, path, known, clock)
        if isinstance(sound.part, Incident | Maintenance):
            is_shown = _is_missed(sound.part, others, library, min(now, moment or now))
            others.append(sound.part)
            if is_shown and path in awaited:
                parts.append(sound.part)
                problems.append(_kept(path, sound))
        elif path in awaited and sound.needs_other_settings:
            problems.append(_unsound(path, sound))
        elif path in awaited and path in listed and sound.is_cut_short:
            problems.append(_lost(path))
    return Gone(tuple(parts), tuple(problems))


def _newest_first(deleted: tuple[str, datetime | None]) -> tuple[bool, float, str]:
    path, moment = deleted
    return moment is not None, -moment.timestamp() if moment is not None else 0.0, path


@lru_cache(maxsize=1)
def _no_longer_there(root: Path, on_disk: frozenset[str]) -> Mapping[str, datetime | None] | None:
    """The folders that git knows and that are not on disk, by path: when a commit deleted them, None where none did.

    None where git cannot tell. Who watches a site asks git again only after a folder came or went.
    """
    try:
        deleted = find_deleted_files(root, _CONTENT)
        committed = find_committed_names(root, [SECTIONS[section] for section in _PUBLISHED])
    except GitError:
        return None
    found: dict[str, datetime | None] = {}
    for path, moment in deleted.items():
        if any(update_at(section, path) is not None for section in _PUBLISHED):
            folder = path.rpartition("/")[0]
            found[folder] = max(moment, found.get(folder) or moment)
    found |= dict.fromkeys(committed)
    return {
        path: moment for path, moment in found.items() if is_folder_name(_name(path)) and _name(path) not in on_disk
    }


def _is_missed(
    part: Incident | Maintenance, others: Sequence[Incident | Maintenance], library: Library, then: datetime
) -> bool:
    """Whether readers could read it when it was deleted, and it is none of the others under an earlier name."""
    alone = replace(library, incidents=(), maintenances=(), drills=(), feedback=(), signals=(), pages=())
    public: Sequence[Communication[Any]] = public_part_of(with_part(alone, part), then).communications
    if not public or public[0].stage in _MAY_GO:
        return False
    return not any(_is_same(part, other) for other in others)


def _is_same(part: Incident | Maintenance, other: Incident | Maintenance) -> bool:
    """Whether a folder is another one under a new name: it has its id, or begins with the same update."""
    if part.id == other.id:
        return True
    was, now = part.first, other.first
    is_same_moment = (was.stage, was.at) == (now.stage, now.at)
    return is_same_moment and (was.said.title == now.said.title or was.body == now.body)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _mistake(problem: Problem) -> tuple[Place, str, str]:
    """What tells a mistake from others; which near miss it names depends on what else is there."""
    return problem.place, problem.code, problem.sentence


def _kept(path: str, sound: Found) -> Problem:
    sentence = f"this folder was published and is gone; its page stays as it was at commit {sound.commit[:12]}"
    return Problem(Place(path), "C021", sentence, f"{_restore(path, sound)}; {_take_down(path)}")


def _unsound(path: str, sound: Found) -> Problem:
    sentence = "this folder was published and is gone, and so is its page, which site.yaml no longer allows as it was"
    return Problem(Place(path), "C021", sentence, f"{_restore(path, sound)} and run 'check'; {_take_down(path)}")


def _lost(path: str) -> Problem:
    sentence = "this folder was published by the last build and is gone, and so is its page: git has no history of it"
    return Problem(Place(path), "C021", sentence, f"check out the whole history, or put it back; {_take_down(path)}")


def _restore(path: str, sound: Found) -> str:
    return f"restore it with 'git checkout {sound.commit[:12]} -- {path}'"


def _take_down(path: str) -> str:
    name = _name(path)
    return f"to take it down, run 'statusladder build --remove {name}' and add {name} to 'removed' in site.yaml"


def _wrong_flags(flags: Collection[str], gone: Collection[str], on_disk: Collection[str]) -> Iterator[Problem]:
    """What is to be taken down and is either unknown or still there: nothing is published until that is clear."""
    names = {_name(path) for path in gone}
    for flag in sorted(set(flags) - names):
        if flag in on_disk:
            sentence, fix = f"--remove: the folder of '{flag}' is still there", "delete the folder, then build again"
        else:
            sentence = f"--remove: nothing that was published and is gone is called '{flag}'"
            fix = _meant(flag, names) or "leave it out: what has no folder and no history is not published"
        yield Problem(Place(SETTINGS_FILE), "D011", sentence, fix)


def _wrong_names(
    root: Path, library: Library, flags: Collection[str], gone: Collection[str], on_disk: Collection[str]
) -> Iterator[Problem]:
    """Names in `removed` of site.yaml that are still there, or that the whole history does not know."""
    names = {_name(path) for path in gone}
    for index, name in enumerate(library.settings.removed):
        if name in names or name in flags:
            continue
        if name in on_disk:
            sentence = f"removed: the folder of '{name}' is there, so it is published"
            fix = "delete the folder, or take the name from the list"
        elif (close := _meant(name, names)) is not None or _knows_all(root):
            sentence = f"removed: nothing that was published and is gone is called '{name}'"
            fix = close or "take it from the list"
        else:
            continue
        line = line_in_settings(root, "removed", index)
        yield Problem(Place(SETTINGS_FILE, line), "D011", sentence, fix, _OF_NO_WEIGHT)


def _meant(name: str, names: Collection[str]) -> str | None:
    close = find_near_miss(name, sorted(names))
    return f"did you mean '{close}'?" if close is not None else None


def _knows_all(root: Path) -> bool:
    try:
        return not is_shallow(root)
    except GitError:
        return False
