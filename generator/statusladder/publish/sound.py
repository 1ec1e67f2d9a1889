"""A folder or page of the site as it was at the newest commit at which nothing in it would have stopped a build."""

import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from statusladder.content.settings import SETTINGS_FILE
from statusladder.content.tree import FEEDBACK, PAGES, SECTIONS
from statusladder.history.changes import commits_of, files_at, is_shallow
from statusladder.history.git import GitError, run_git_for_bytes
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library, Page
from statusladder.publish.judgement import judge_site

Part = Incident | Maintenance | Page

_CONTENT = "content"
_DEPTH = 3
"""Parts of the path of an incident's folder, or of a page: what is left out or put back as a whole."""


@dataclass(frozen=True)
class Found:
    """The part of the site that was sound at a commit, and its files then; without a part, why there is none.

    `needs_other_settings`: it was sound at the commit only with the site.yaml of then. `is_cut_short`: git lacks older
    commits.
    """

    part: Part | None = None
    commit: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    needs_other_settings: bool = False
    is_cut_short: bool = False


def unit_of(problem: Problem) -> str | None:
    """The folder or file that the problem is of; None where it is one of the site as a whole."""
    parts = problem.place.path.split("/")[:_DEPTH]
    is_strange = len(parts) < _DEPTH and problem.code == "D012"
    return "/".join(parts) if parts[0] == _CONTENT and (len(parts) == _DEPTH or is_strange) else None


def find_newest_sound(root: Path, unit: str, known: Collection[str], clock: datetime | None) -> Found:
    """Goes back through the commits that changed the unit; without a history there is nothing to go back to.

    `known` are the ids of incidents that it may name.
    """
    needing = ""
    try:
        for commit in commits_of(root, unit):
            files = _files_at(root, commit, unit)
            if not files:
                continue
            part = _sound_part(root, unit, files, known, (root / SETTINGS_FILE).read_bytes(), clock)
            if part is not None:
                return Found(part, commit, files)
            settings = run_git_for_bytes(root, "show", f"{commit}:./{SETTINGS_FILE}")
            if not needing and _sound_part(root, unit, files, known, settings, clock) is not None:
                needing = commit
        return Found(commit=needing, needs_other_settings=bool(needing), is_cut_short=is_shallow(root))
    except GitError:
        return Found(commit=needing, needs_other_settings=bool(needing), is_cut_short=True)


def _files_at(root: Path, commit: str, unit: str) -> dict[str, bytes]:
    folder = PAGES if unit.startswith(PAGES) else unit
    files = files_at(root, commit, folder, {folder})
    return {path: data for path, data in files.items() if path == unit or path.startswith(f"{unit}/")}


def _sound_part(
    root: Path,
    unit: str,
    files: Mapping[str, bytes],
    known: Collection[str],
    settings: bytes,
    clock: datetime | None,
) -> Part | None:
    """What the files say if nothing in them stops a build; read as any site is, beside the incidents that they name."""
    with TemporaryDirectory(prefix="statusladder-") as made:
        place = Path(made)
        (place / SETTINGS_FILE).write_bytes(settings)
        for name in known:
            if any(name.encode() in data for data in files.values()):
                (place / SECTIONS["incidents"] / name).mkdir(parents=True)
        if (root / FEEDBACK).is_dir():
            shutil.copytree(root / FEEDBACK, place / FEEDBACK, symlinks=True)
        for path, data in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        judged = judge_site(place, clock, Gate.BUILD)
    stops = any(unit_of(problem) in (unit, None) for problem in judged.blocking(Gate.BUILD))
    if stops or judged.library is None:
        return None
    return next((_with_pictures(part, root, files) for part in _parts(judged.library, unit)), None)


def _with_pictures(part: Part, root: Path, files: Mapping[str, bytes]) -> Part:
    """The part with those of its pictures that still lie in the site as they were; readers get the words of others."""
    if isinstance(part, Page):
        return part
    same = (one for one in part.pictures if _read(root / one.path) == files[one.path])
    return replace(part, pictures=tuple(same))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _parts(library: Library, path: str) -> Iterator[Part]:
    yield from (one for one in library.incidents if one.path == path)
    yield from (one for one in library.maintenances if one.path == path)
    yield from (one for one in library.pages if one.path == path)


def with_part(library: Library, part: Part | None) -> Library:
    if isinstance(part, Incident):
        incidents = sorted((*library.incidents, part), key=lambda one: one.id)
        return replace(library, incidents=tuple(incidents))
    if isinstance(part, Maintenance):
        maintenances = sorted((*library.maintenances, part), key=lambda one: one.id)
        return replace(library, maintenances=tuple(maintenances))
    if isinstance(part, Page):
        return replace(library, pages=tuple(sorted((*library.pages, part), key=lambda one: one.id)))
    return library
