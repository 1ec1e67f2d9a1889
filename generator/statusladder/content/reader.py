"""The one front door from disk to model: reads a whole site, keeps every Problem, skips no file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from statusladder.content.body import Body, split_body
from statusladder.content.front_matter import read_document
from statusladder.content.references import check_references
from statusladder.content.settings import read_settings
from statusladder.content.strict_yaml import Mapping
from statusladder.content.tree import Folder, UpdateFile, find_folders, find_pages, find_strays
from statusladder.content.validation import validate
from statusladder.model.communication import Communication, Drill, Incident, Maintenance, Update
from statusladder.model.facts import Fact
from statusladder.model.folding import fold
from statusladder.model.page import Page, PageKeys
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys

K = TypeVar("K", bound=UpdateKeys)
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Reading:
    """What was read: all that could be understood (None without settings), and why it is not all, if it is not."""

    library: Library | None
    problems: tuple[Problem, ...]


def read_library(root: Path) -> Reading:
    """Reads site.yaml and every folder below content/, in sorted order; never stops at the first Problem."""
    settings, problems = read_settings(root)
    zone = settings.zone if settings else None
    incidents = [
        Incident(folder.id, folder.path, updates)
        for folder, updates in _read_section(root, "incidents", IncidentKeys, zone, problems)
    ]
    maintenances = [
        Maintenance(folder.id, folder.path, updates)
        for folder, updates in _read_section(root, "maintenance", MaintenanceKeys, zone, problems)
    ]
    drills = [
        Drill(folder.id, folder.path, updates)
        for folder, updates in _read_section(root, "drills", IncidentKeys, zone, problems)
    ]
    pages = _read_pages(root, problems)
    problems += find_strays(root)
    problems += _colliding_ids([*incidents, *maintenances, *drills])
    if settings is None:
        return Reading(None, tuple(sorted(set(problems))))
    library = Library(settings, tuple(incidents), tuple(maintenances), tuple(drills), pages)
    problems += check_references(library)
    return Reading(library, tuple(sorted(set(problems))))


def _read_section(
    root: Path, section: str, keys: type[K], zone: ZoneInfo | None, problems: list[Problem]
) -> list[tuple[Folder, tuple[Update[K], ...]]]:
    folders, found = find_folders(root, section)
    problems += found
    read = []
    for folder in folders:
        updates, found = _read_folder(root, folder, keys, zone)
        problems += found
        if updates:
            read.append((folder, updates))
    return read


def _read_folder(
    root: Path, folder: Folder, keys: type[K], zone: ZoneInfo | None
) -> tuple[tuple[Update[K], ...], list[Problem]]:
    """The folder's updates with their facts folded; empty when a file could not be read, which Problems then name."""
    drafts: list[Update[K]] = []
    problems: list[Problem] = []
    for file in folder.files:
        update, found = _read_update(root, file, keys, zone)
        problems += found
        if update is not None:
            drafts.append(update)
    numbers = {file.number for file in folder.files}
    if len(drafts) < len(folder.files) or len(numbers) < len(folder.files) or not drafts:
        return (), problems
    facts = fold(update.said for update in drafts)
    return tuple(_with_facts(update, known) for update, known in zip(drafts, facts, strict=True)), problems


def _with_facts(update: Update[K], facts: K) -> Update[K]:
    return Update(**(update.__dict__ | {"facts": facts}))


def _read_update(
    root: Path, file: UpdateFile, keys: type[K], zone: ZoneInfo | None
) -> tuple[Update[K] | None, list[Problem]]:
    read, problems = _read_file(root, file.path, keys, zone)
    if read is None:
        return None, problems
    words = read.words
    return (
        Update(
            file.id, file.number, file.path, read.lines, read.said, read.said, words.public, read.line, words.internal
        ),
        problems,
    )


def _read_pages(root: Path, problems: list[Problem]) -> tuple[Page, ...]:
    paths, found = find_pages(root)
    problems += found
    pages = []
    for path in paths:
        read, found = _read_file(root, path, PageKeys, None)
        problems += found
        if read is not None:
            words = read.words
            pages.append(Page(Path(path).stem, path, read.lines, read.said, words.public, read.line, words.internal))
    return tuple(pages)


@dataclass(frozen=True)
class _File(Generic[F]):
    """A file taken apart: its keys and their lines, its words and the line on which they begin."""

    said: F
    lines: dict[str, int]
    words: Body
    line: int


def _read_file(root: Path, path: str, keys: type[F], zone: ZoneInfo | None) -> tuple[_File[F] | None, list[Problem]]:
    try:
        data = (root / path).read_bytes()
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(path), "D001", sentence, "check that it may be read")]
    document, problems = read_document(data, path)
    if document is None:
        return None, problems
    said, found = validate(keys, document.matter, path, zone)
    # What YAML itself stumbled over is not judged again: a second sentence on the same line would only confuse.
    stumbled = {problem.place.line for problem in problems}
    problems += [problem for problem in found if problem.place.line not in stumbled]
    words, found = split_body(document.body, path, document.body_line)
    problems += found
    if said is None:
        return None, problems
    return _File(said, _lines(document.matter), words, document.body_line), problems


def _lines(matter: Mapping) -> dict[str, int]:
    """The line of each key, and of each key one level down as `components.sign-in`."""
    lines = {}
    for key, node in matter.entries:
        lines[key.text] = key.line
        if isinstance(node, Mapping):
            lines |= {f"{key.text}.{inner.text}": inner.line for inner, _ in node.entries}
    return lines


def _colliding_ids(communications: list[Communication[IncidentKeys] | Communication[MaintenanceKeys]]) -> list[Problem]:
    """Incidents, maintenance and drills share one name space: their ids stand in feeds and the API side by side."""
    problems = []
    first: dict[str, str] = {}
    for communication in communications:
        if communication.id in first:
            sentence = f"the id '{communication.id}' is also that of {first[communication.id]}"
            problems.append(
                Problem(Place(communication.path), "D013", sentence, "rename the folder that is not published yet")
            )
        first.setdefault(communication.id, communication.path)
    return problems
