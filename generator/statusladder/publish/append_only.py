"""The story of `check --since`: what a change makes of that which was published before it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.content.keyed_file import read_data
from statusladder.content.reader import read_committed, read_stage_and_time
from statusladder.content.settings import SETTINGS_FILE, authority_of, find_new_ids
from statusladder.content.tree import SECTIONS
from statusladder.history.changes import committed_at, file_at, files_at, find_base, find_changed_files
from statusladder.ladder.append_only import Held, Rewrite, find_antedated, hold_rewrite
from statusladder.model.files import ChangedFile, Fate
from statusladder.model.problem import Gate
from statusladder.model.site import Library
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.judgement import Judged, judge_site
from statusladder.publish.live import judge_build

_CONTENT = "content"
_PUBLISHED = tuple(f"{SECTIONS[section]}/" for section in ("incidents", "maintenance"))
"""Where what is published lies; drills never are."""

_NEW = (Fate.ADDED, Fate.RENAMED)


def judge_change(
    root: Path,
    since: str,
    now: datetime,
    clock: datetime | None,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> tuple[Judged, int]:
    """As `judge_site` for `check`, with what rewrites the published; and how many corrections the change makes.

    Words are judged in the files that changed since a revision only; `trusts_theme` and `cache` are as in
    `judge_build`. Raises GitError.
    """
    base = find_base(root, since)
    files = [file.path for file in find_changed_files(root, base)]
    found = judge_site(root, clock, Gate.CHECK, files, cache)
    judged = judge_build(root, found, now, files, trusts_theme=trusts_theme, cache=cache)
    if judged.library is None:
        return judged, 0
    held = hold_change(root, judged.library, since, now)
    before = file_at(root, base, SETTINGS_FILE)
    moved = find_new_ids(root, judged.library.settings, authority_of(before)) if before is not None else ()
    antedated = find_antedated(judged.library, committed_at(root, base))
    problems = {*judged.problems, *held.problems, *antedated, *moved}
    return replace(judged, problems=tuple(sorted(problems))), len(held.corrections)


def hold_change(root: Path, library: Library, since: str, now: datetime) -> Held:
    """Compares the library that was read in `root` with what it began as, at `since`. Raises GitError.

    `now` decides what of the base is published: an embargo that has ended no longer shields an edit.
    """
    base = find_base(root, since)
    changed = find_changed_files(root, base)
    folders = _folders_of(changed)
    files = files_at(root, base, _CONTENT, folders)
    fresh = [file.path for file in changed if file.fate in _NEW and file.path.startswith(f"{_CONTENT}/")]
    rewrite = Rewrite(
        before=_as_committed(files, library),
        after=Library(
            library.settings,
            library.policy,
            tuple(incident for incident in library.incidents if incident.path in folders),
            tuple(maintenance for maintenance in library.maintenances if maintenance.path in folders),
        ),
        moved=_moved(root, files, fresh),
        gone=frozenset(path for path in files if not (root / path).is_file()),
    )
    return hold_rewrite(rewrite, now)


def read_base(root: Path, library: Library, since: str) -> tuple[Library, frozenset[str]]:
    """The incidents and maintenance of the folders that a change touches, as they were at its base, and these folders.

    Raises GitError.
    """
    base = find_base(root, since)
    folders = _folders_of(find_changed_files(root, base))
    return _as_committed(files_at(root, base, _CONTENT, folders), library), folders


def _folders_of(changed: Iterable[ChangedFile]) -> frozenset[str]:
    paths = {path for file in changed for path in (file.path, file.old_path) if path and path.startswith(_PUBLISHED)}
    return frozenset(path.rpartition("/")[0] for path in paths)


def _as_committed(files: Mapping[str, bytes], library: Library) -> Library:
    incidents, maintenances = read_committed(files, library.settings.zone)
    return Library(library.settings, library.policy, incidents, maintenances)


def _moved(root: Path, files: Mapping[str, bytes], fresh: list[str]) -> dict[str, str]:
    """Where a file of the base is that is no longer where it was: a new file has its stage and its time."""
    places: dict[tuple[str, str], list[str]] = {}
    for path in fresh:
        if (mark := _mark(_data(root, path))) is not None:
            places.setdefault(mark, []).append(path)
    moved = {}
    for path, before in files.items() if places else ():
        data, mark = _data(root, path), _mark(before)
        if mark in places and data != before and _mark(data) != mark:
            name = path.rpartition("/")[2]
            moved[path] = min(places[mark], key=lambda place: (place.rpartition("/")[2] != name, place))
    return moved


def _mark(data: bytes | None) -> tuple[str, str] | None:
    return read_stage_and_time(data) if data is not None else None


def _data(root: Path, path: str) -> bytes | None:
    """What stands in a file now; None of what is none, as a link that leads anywhere and would be read for ever."""
    whole = root / path
    return read_data(root, path)[0] if whole.is_file() and not whole.is_symlink() else None
