"""Everything that is wrong with a site, from every room that can tell: what `check` prints and what stops `build`."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from statusladder.content.reader import keep_reading, read_library
from statusladder.content.references import check_first_file, check_references
from statusladder.content.remainder import read_remainders
from statusladder.content.settings import SETTINGS_FILE, find_unowned, line_in_settings
from statusladder.content.tree import find_folder_names
from statusladder.ladder.publication import draft_paths_of, lanes_of, without_drafts
from statusladder.ladder.steps import find_missteps, find_overlong
from statusladder.ladder.watched import watch_moment
from statusladder.lint.judge import has_foreign_rules, lint
from statusladder.markup.links import find_beyond_limits, find_unsafe_links
from statusladder.model.communication import Drill, Incident, Maintenance
from statusladder.model.kept import EMPTY_SHELF, Shelf, as_bytes, of_bytes
from statusladder.model.problem import Gate, Lane, Level, Place, Problem, blocks
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact
from statusladder.publish.copied_files import find_picture_problems, find_static_problems
from statusladder.publish.second_process import Pieces, make_in_two
from statusladder.views.placing import place_texts
from statusladder.voice.catalogue import shipped_languages, spoken

_TOGETHER = 10
"""Folders that are judged at a time, beside the drills, which are looked at once for all of them."""


@dataclass(frozen=True)
class Judged:
    """A site that was read and judged. `library` is None when site.yaml could not be read."""

    library: Library | None
    problems: tuple[Problem, ...]
    made: tuple[Artifact, ...] | None = field(default=None, compare=False)
    """Every file that a build would publish, once they were made to be judged as well."""

    def blocking(self, gate: Gate) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if blocks(one, gate, self._lanes.get(one.place.path, Lane.USUAL)))

    @property
    def debt(self) -> tuple[Problem, ...]:
        """What the fast lane lets pass and a later update has to clear."""
        stopping = frozenset(self.blocking(Gate.CHECK))
        return tuple(one for one in self.problems if one.level is Level.ERROR and one not in stopping)

    @cached_property
    def _lanes(self) -> dict[str, Lane]:
        return lanes_of(self.library) if self.library is not None else {}


def judge_site(
    root: Path,
    clock: datetime | None,
    gate: Gate,
    files: Collection[str] | None = None,
    shelf: Shelf = EMPTY_SHELF,
    folders: Collection[str] | None = None,
) -> Judged:
    """Reads the site in `root` and gathers every Problem that matters at the gate, in order of path and line.

    What the `shelf` knows to be without a fault is not judged again; it knows only of what stops a build.

    `files` are the paths whose words are judged, None for all: who owns what is judged with site.yaml. With `folders`,
    incidents and maintenances in these alone are judged, beside all others, and nothing of the site as a whole.

    `clock` is the present moment: updates dated after it are Problems. None when looking at another moment (`--now`),
    where such an update is merely not written yet.
    """
    reading = read_library(root, shelf)
    problems = list(reading.problems)
    if reading.library is not None:
        judged = reading.library if folders is None else only_folders(reading.library, folders)
        if gate is Gate.BUILD and files is None and shelf is not EMPTY_SHELF and not has_foreign_rules():
            problems += _judge_anew(reading.library, clock, shelf)
        else:
            problems += judge_library(judged, clock)
            problems += lint(reading.library, gate, files, folders)
        problems += _further(root, reading.library, clock, gate, files, problems)
        problems += find_static_problems(root, reading.library.settings)
        if gate is Gate.CHECK:
            problems += find_picture_problems(judged, files)
            problems += _beyond_limits(judged, files)
        if gate is Gate.CHECK and folders is None and (files is None or SETTINGS_FILE in files):
            problems += find_unowned(root, reading.library.settings)
        if folders is None and (files is None or SETTINGS_FILE in files):
            problems += _untranslated(root, reading.library.settings.site.language)
    return Judged(reading.library, tuple(sorted(set(problems))))


def _untranslated(root: Path, language: str) -> list[Problem]:
    """That the strings of pages are in English although the site's texts are in another language."""
    if spoken(language) is not None:
        return []
    place = Place(SETTINGS_FILE, line_in_settings(root, "site", "language"))
    sentence = f"there is no translation into '{language}': pages show your texts with English labels"
    begins, known = language.partition("-")[0].lower(), ", ".join(shipped_languages())
    fix = f"run 'statusladder strings {begins} --missing' to start a translation (available: {known})"
    return [Problem(place, "D026", sentence, fix)]


def _judge_anew(library: Library, clock: datetime | None, shelf: Shelf) -> list[Problem]:
    """What stops a build, of the folders that are not known to be sound; each is judged by itself at this gate."""
    # Besides its own files, a rule of what stops a build looks at the names of drills.
    beside = sha256(repr((library.settings, [drill.id for drill in library.drills])).encode()).hexdigest()
    pages = replace(library, incidents=(), maintenances=(), drills=())
    problems = judge_library(pages, clock)
    unknown = [one for one in library.communications if not _is_sound(one, beside, clock, shelf)]
    some = [unknown[start : start + _TOGETHER] for start in range(0, len(unknown), _TOGETHER)]
    with closing(make_in_two(some, partial(_judge_some, library, clock), _pack, _unpack, _TOGETHER)) as found:
        verdicts = list(found)
    problems += chain.from_iterable(verdict.problems for verdict in verdicts)
    problems += lint(pages, Gate.BUILD)
    faulty = {problem.place.path.rpartition("/")[0] for problem in problems}
    for one, span in zip(unknown, chain.from_iterable(verdict.spans for verdict in verdicts), strict=True):
        if one.digest and one.path not in faulty:
            shelf.put(span.encode(), "sound", beside, one.digest)
    return problems


@dataclass(frozen=True)
class _Verdict:
    """What is wrong with some folders, and of each from when until when nothing else is: empty if it never changes."""

    problems: tuple[Problem, ...]
    spans: tuple[str, ...]


def _judge_some(library: Library, clock: datetime | None, some: Sequence[Incident | Maintenance]) -> _Verdict:
    found: list[Problem] = []
    spans: list[str] = []
    for one in some:
        moment, validity = watch_moment(clock) if clock is not None else (None, None)
        found += judge_library(_alone(one, library), moment)
        spans.append(f"{validity.since.isoformat()} {validity.until.isoformat()}" if validity is not None else "")
    paths = {one.path for one in some}
    beside = only_folders(library, paths | {drill.path for drill in library.drills})
    return _Verdict((*found, *lint(beside, Gate.BUILD, folders=paths)), tuple(spans))


def _pack(verdict: _Verdict) -> Pieces:
    return (as_bytes(verdict, _Verdict),)


def _unpack(pieces: Pieces) -> _Verdict:
    return of_bytes(pieces[0], _Verdict)


def _is_sound(one: Incident | Maintenance, beside: str, clock: datetime | None, shelf: Shelf) -> bool:
    """Whether nothing was found in the folder when it was judged, at a moment that is like this one."""
    known = shelf.get("sound", beside, one.digest) if one.digest else None
    return known is not None and _holds(known, clock)


def keep_public_readings(judged: Judged, public: Library, shelf: Shelf) -> None:
    """Keeps what was read of each folder that has no fault and holds nothing but what is `public`.

    All else is read anew each time: what is kept may travel further than the content.
    """
    if judged.library is None:
        return
    faulty = {problem.place.path.rpartition("/")[0] for problem in judged.problems}
    told: tuple[Incident | Maintenance, ...] = (*public.incidents, *public.maintenances)
    shown = {one.path: one.updates for one in told}
    read: tuple[Incident | Maintenance, ...] = (*judged.library.incidents, *judged.library.maintenances)
    for one in read:
        if one.path not in faulty and shown.get(one.path) == one.updates:
            keep_reading(one, shelf)


def _holds(span: bytes, clock: datetime | None) -> bool:
    """Whether what was found then is found at this clock too; without one nothing is dated ahead."""
    since, _, until = span.decode("ascii", "replace").partition(" ")
    try:
        return clock is None or datetime.fromisoformat(since) <= clock < datetime.fromisoformat(until)
    except ValueError:
        return False


def _alone(one: Incident | Maintenance, library: Library) -> Library:
    alone = Library(library.settings, library.policy)
    if isinstance(one, Maintenance):
        return replace(alone, maintenances=(one,))
    return replace(alone, drills=(one,)) if isinstance(one, Drill) else replace(alone, incidents=(one,))


def only_folders(library: Library, paths: Collection[str]) -> Library:
    """The library with the incidents, maintenances and drills in these folders alone."""
    return replace(
        library,
        incidents=tuple(one for one in library.incidents if one.path in paths),
        maintenances=tuple(one for one in library.maintenances if one.path in paths),
        drills=tuple(one for one in library.drills if one.path in paths),
    )


def _further(
    root: Path,
    library: Library,
    clock: datetime | None,
    gate: Gate,
    files: Collection[str] | None,
    known: Sequence[Problem],
) -> list[Problem]:
    """What else is wrong in folders that have a mistake of form; of a line that is known to be wrong nothing more."""
    names = find_folder_names(root, "incidents")
    places = {problem.place for problem in known if problem.code.startswith("D")}
    found: list[Problem] = []
    for rest in read_remainders(root, library):
        judged = [
            *check_references(rest.library, names),
            *judge_library(rest.library, clock),
            *lint(rest.library, gate, files),
        ]
        found += (problem for problem in judged if rest.is_told(problem) and problem.place not in places)
    return found


def find_debt(library: Library) -> tuple[Problem, ...]:
    """What the fast lane let pass in a library; it may be one as of an earlier moment, which no `judge_site` reads."""
    return Judged(library, tuple(lint(library, Gate.CHECK))).debt


def judge_library(library: Library, clock: datetime | None) -> list[Problem]:
    """Every Problem of what could be read; names within it are the reader's to check (content.references)."""
    return [
        *find_missteps(library, clock),
        *_without_drafts(library, clock),
        *find_overlong(library),
        *_markdown(library),
    ]


def _without_drafts(library: Library, clock: datetime | None) -> list[Problem]:
    """What is wrong with what gets published: a draft may be the only file with the title, or a step between two."""
    if not draft_paths_of(library):
        return []
    published = without_drafts(library)
    missing = [found for communication in published.communications for found in check_first_file(communication)]
    return missing + find_missteps(published, clock)


def _markdown(library: Library) -> Iterator[Problem]:
    """Unsafe addresses in bodies and in the Markdown that stands in front matter."""
    for one in place_texts(library):
        yield from find_unsafe_links(one.text, one.path, one.line, imported=one.imported)


def _beyond_limits(library: Library, files: Collection[str] | None) -> Iterator[Problem]:
    """Texts that become more than they may; of imports nothing, since nobody can write them anew."""
    limits = library.settings.limits
    for one in place_texts(library):
        if not one.imported and (files is None or one.path in files):
            yield from find_beyond_limits(one.text, one.path, one.line, limits)
