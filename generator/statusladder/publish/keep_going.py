"""The story of `build --keep-going`: what stops a build is shown as it was when it was sound last."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from statusladder.content.feedback import NO_FEEDBACK
from statusladder.content.settings import SETTINGS_FILE
from statusladder.content.tree import FEEDBACK, PAGES, PLAYBOOKS, SECTIONS, folder_names
from statusladder.history.base import files_at
from statusladder.history.changes import commits_of, is_shallow
from statusladder.history.git import GitError, git_bytes
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.page import Page
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library
from statusladder.publish.doubt import find_gap
from statusladder.publish.judgement import Judged, judge_site

_Part = Incident | Maintenance | Page

_CONTENT = "content"
_DEPTH = 3
"""Parts of the path of an incident's folder, or of a page: what is left out or put back as a whole."""

_PRIVATE = (PLAYBOOKS, FEEDBACK, SECTIONS["drills"])
"""Where nothing lies that the public reads, so that nothing is missing when it is left out."""


@dataclass(frozen=True)
class Rest:
    """What can be published all the same; `told` says of each folder that is not as it stands what became of it."""

    library: Library
    told: tuple[str, ...]


def keep_going(root: Path, judged: Judged, now: datetime, clock: datetime | None) -> Rest | None:
    """The library with each folder that stops the build as it was at the newest commit at which it was sound.

    None where the fault is not one of a single folder or page: site.yaml, a section that cannot be read, or a change of
    site.yaml that makes what was published unsound. Then nothing may be published.
    """
    blocking = judged.blocking(Gate.BUILD)
    if any(problem.place.path.startswith(FEEDBACK) for problem in blocking):
        # The answer that is named may be one that could not be read; who names it has made no mistake.
        blocking = tuple(problem for problem in blocking if not problem.sentence.startswith(NO_FEEDBACK))
    units = {_unit(problem) for problem in blocking}
    if judged.library is None or None in units:
        return None
    library, told = judged.library, []
    faulty = sorted(unit for unit in units if unit is not None)
    library = replace(
        library,
        incidents=tuple(one for one in library.incidents if one.path not in faulty),
        maintenances=tuple(one for one in library.maintenances if one.path not in faulty),
        drills=tuple(one for one in library.drills if one.path not in faulty),
        pages=tuple(one for one in library.pages if one.path not in faulty),
    )
    for unit in faulty:
        if unit.startswith(_PRIVATE):
            continue
        found = _newest_sound(root, unit, clock)
        if found.needs_other_settings:
            return None
        if _is_taken(found.part, library):
            found = _Found()
        told.append(_told(unit, found))
        library = _with(library, found.part)
        gap = find_gap(root, unit, found.files, library.settings, now) if not unit.startswith(PAGES) else None
        library = replace(library, gaps=(*library.gaps, *([gap] if gap is not None else [])))
    return Rest(library, tuple(told))


@dataclass(frozen=True)
class _Found:
    """The part of the site that was sound at a commit, and its files then; without a part, why there is none.

    `needs_other_settings`: it was sound only with the site.yaml of then. `is_cut_short`: git lacks older commits.
    """

    part: _Part | None = None
    commit: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    needs_other_settings: bool = False
    is_cut_short: bool = False


def _unit(problem: Problem) -> str | None:
    """The folder or file that the problem is of; None where it is one of the site as a whole."""
    parts = problem.place.path.split("/")[:_DEPTH]
    is_strange = len(parts) < _DEPTH and problem.code == "D012"
    return "/".join(parts) if parts[0] == _CONTENT and (len(parts) == _DEPTH or is_strange) else None


def _newest_sound(root: Path, unit: str, clock: datetime | None) -> _Found:
    """Goes back through the commits that changed the unit; without a history there is nothing to go back to."""
    needs_other_settings = False
    try:
        for commit in commits_of(root, unit):
            files = _files_at(root, commit, unit)
            if not files:
                continue
            part = _sound_part(root, unit, files, (root / SETTINGS_FILE).read_bytes(), clock)
            if part is not None:
                return _Found(part, commit, files)
            settings = git_bytes(root, "show", f"{commit}:./{SETTINGS_FILE}")
            needs_other_settings |= _sound_part(root, unit, files, settings, clock) is not None
        return _Found(needs_other_settings=needs_other_settings, is_cut_short=is_shallow(root))
    except GitError:
        return _Found(needs_other_settings=needs_other_settings, is_cut_short=True)


def _files_at(root: Path, commit: str, unit: str) -> dict[str, bytes]:
    folder = PAGES if unit.startswith(PAGES) else unit
    files = files_at(root, commit, _CONTENT, {folder})
    return {path: data for path, data in files.items() if path == unit or path.startswith(f"{unit}/")}


def _sound_part(
    root: Path, unit: str, files: dict[str, bytes], settings: bytes, clock: datetime | None
) -> _Part | None:
    """What the files say if nothing in them stops a build; read as any site is, beside the names of the others."""
    with TemporaryDirectory(prefix="statusladder-") as made:
        place = Path(made)
        (place / SETTINGS_FILE).write_bytes(settings)
        for name in folder_names(root, "incidents"):
            (place / SECTIONS["incidents"] / name).mkdir(parents=True)
        if (root / FEEDBACK).is_dir():
            shutil.copytree(root / FEEDBACK, place / FEEDBACK, symlinks=True)
        for path, data in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        judged = judge_site(place, clock, Gate.BUILD)
    stops = any(_unit(problem) in (unit, None) for problem in judged.blocking(Gate.BUILD))
    if stops or judged.library is None:
        return None
    return next((_with_pictures(part, root, files) for part in _parts(judged.library, unit)), None)


def _with_pictures(part: _Part, root: Path, files: Mapping[str, bytes]) -> _Part:
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


def _parts(library: Library, path: str) -> Iterator[_Part]:
    yield from (one for one in library.incidents if one.path == path)
    yield from (one for one in library.maintenances if one.path == path)
    yield from (one for one in library.pages if one.path == path)


def _is_taken(part: _Part | None, library: Library) -> bool:
    """Whether another folder of the site has the id."""
    return isinstance(part, Incident | Maintenance) and part.id in {one.id for one in library.communications}


def _with(library: Library, part: _Part | None) -> Library:
    if isinstance(part, Incident):
        incidents = sorted((*library.incidents, part), key=lambda one: one.id)
        return replace(library, incidents=tuple(incidents))
    if isinstance(part, Maintenance):
        maintenances = sorted((*library.maintenances, part), key=lambda one: one.id)
        return replace(library, maintenances=tuple(maintenances))
    if isinstance(part, Page):
        return replace(library, pages=tuple(sorted((*library.pages, part), key=lambda one: one.id)))
    return library


def _told(unit: str, found: _Found) -> str:
    if found.part is not None:
        return f"{unit} is shown as it was at commit {found.commit[:12]}."
    if found.is_cut_short:
        return f"{unit} is left out: git has no older version of it here (check out the whole history)."
    return f"{unit} is left out: it was never sound."
