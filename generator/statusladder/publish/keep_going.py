"""The story of `build --keep-going`: what stops a build is shown as it was when it was sound last."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from statusladder.content.feedback import NO_FEEDBACK
from statusladder.content.tree import FEEDBACK, PAGES, PLAYBOOKS, SECTIONS, find_folder_names
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library
from statusladder.publish.doubt import find_gap
from statusladder.publish.judgement import Judged
from statusladder.publish.sound import Found, Part, find_newest_sound, unit_of, with_part

T = TypeVar("T")
Make: TypeAlias = Callable[[Library], tuple[T | None, tuple[Problem, ...]]]
"""Makes every file of a library; None and why not where one cannot be made."""

_PRIVATE = (PLAYBOOKS, FEEDBACK, SECTIONS["drills"])
"""Where nothing lies that the public reads, so that nothing is missing when it is left out."""


@dataclass(frozen=True)
class Rest:
    """What can be published all the same; `told` says of each folder that is not as it stands what became of it."""

    library: Library
    told: tuple[str, ...]


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A site of which all is made that can be: `made` is None, and `failed` says why, where nothing may be published.

    `judged` also holds what could not be made of the site as it stands.
    """

    judged: Judged
    rest: Rest | None
    made: T | None
    failed: tuple[Problem, ...]


def make_site(
    root: Path, judged: Judged, now: datetime, clock: datetime | None, make: Make[T], *, keeps_going: bool
) -> Kept[T]:
    """Makes the site as it stands; where that cannot be, and it `keeps_going`, without what stops it.

    Each folder or page that does is then as it was when it was sound last. One of which a file cannot be made is kept
    like any other that stops a build; where its sound version fails too, it is left out.
    """
    failed: tuple[Problem, ...] = ()
    if judged.library is not None and not judged.blocking(Gate.BUILD):
        made, failed = make(judged.library)
        if made is not None:
            return Kept(judged, None, made, ())
    return _keep_going(root, judged, failed, now, clock, make) if keeps_going else Kept(judged, None, None, failed)


def _keep_going(
    root: Path, judged: Judged, failed: tuple[Problem, ...], now: datetime, clock: datetime | None, make: Make[T]
) -> Kept[T]:
    unmade: frozenset[str | None] = frozenset()
    while True:
        judged = replace(judged, problems=tuple(sorted({*judged.problems, *failed})))
        rest = _rest(root, judged, now, clock, unmade)
        if rest is None:
            return Kept(judged, None, None, failed)
        made, failed = make(rest.library)
        failing = {unit_of(problem) for problem in failed}
        if made is not None or None in failing or failing <= unmade:
            return Kept(judged, rest, made, failed)
        unmade |= failing & {unit_of(problem) for problem in judged.blocking(Gate.BUILD)}


def _rest(
    root: Path, judged: Judged, now: datetime, clock: datetime | None, unmade: Collection[str | None]
) -> Rest | None:
    """The library with each folder that stops the build as it was at the newest commit at which it was sound.

    None where the fault is not one of a single folder or page: site.yaml, a section that cannot be read, or a change of
    site.yaml that makes what was published unsound. Then nothing may be published. Of what is `unmade`, that version
    cannot be shown either.
    """
    blocking = judged.blocking(Gate.BUILD)
    if any(problem.place.path.startswith(FEEDBACK) for problem in blocking):
        # The answer that is named may be one that could not be read; who names it has made no mistake.
        blocking = tuple(problem for problem in blocking if not problem.sentence.startswith(NO_FEEDBACK))
    units = {unit_of(problem) for problem in blocking}
    if judged.library is None or None in units:
        return None
    library, told = judged.library, []
    kept = (incident.id for incident in library.incidents)
    known = {*find_folder_names(root, "incidents"), *kept, *library.settings.removed}
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
        found = find_newest_sound(root, unit, known, clock) if unit not in unmade else Found()
        if found.needs_other_settings:
            return None
        if _is_taken(found.part, library):
            found = Found()
        told.append(_told(unit, found))
        library = with_part(library, found.part)
        gap = find_gap(root, unit, found.files, library.settings, now) if not unit.startswith(PAGES) else None
        library = replace(library, gaps=(*library.gaps, *([gap] if gap is not None else [])))
    return Rest(library, tuple(told))


def _is_taken(part: Part | None, library: Library) -> bool:
    """Whether another folder of the site has the id."""
    return isinstance(part, Incident | Maintenance) and part.id in {one.id for one in library.communications}


def _told(unit: str, sound: Found) -> str:
    if sound.part is not None:
        return f"{unit} is shown as it was at commit {sound.commit[:12]}."
    if sound.is_cut_short:
        return f"{unit} is left out: git has no older version of it here (check out the whole history)."
    return f"{unit} is left out: it was never sound."
