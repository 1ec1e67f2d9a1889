"""The one front door from disk to model: reads a whole site, keeps every Problem, skips no file."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from statusladder.content.feedback import check_causes, check_feedback, read_feedback
from statusladder.content.front_matter import read_document
from statusladder.content.keyed_file import read_data, read_file, take_apart
from statusladder.content.picture_file import read_picture
from statusladder.content.playbooks import read_own_playbooks
from statusladder.content.policies import policy_in_force
from statusladder.content.references import check_references
from statusladder.content.settings import read_settings
from statusladder.content.strict_yaml import Scalar
from statusladder.content.tree import (
    SECTIONS,
    Folder,
    UpdateFile,
    find_folder,
    find_folder_names,
    find_folders,
    find_pages,
    find_strays,
    update_at,
)
from statusladder.model.communication import (
    Communication,
    Drill,
    Incident,
    Maintenance,
    Picture,
    Script,
    ScriptKeys,
    Update,
)
from statusladder.model.folding import fold
from statusladder.model.kept import EMPTY_SHELF, NotKept, Shelf, updates_as_bytes, updates_of
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library, Page, PageKeys
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys

K = TypeVar("K", bound=UpdateKeys)


@dataclass(frozen=True)
class Reading:
    """What was read: all that could be understood (None without settings), and why it is not all, if it is not."""

    library: Library | None
    problems: tuple[Problem, ...]


def read_library(root: Path, shelf: Shelf = EMPTY_SHELF) -> Reading:
    """Reads site.yaml and every folder below content/, in sorted order; never stops at the first Problem.

    A folder whose files are as they were when it was kept (`keep_reading`) is taken from the `shelf`.
    """
    settings, problems = read_settings(root)
    zone = settings.zone if settings else None
    incidents = [
        Incident(folder.id, folder.path, updates, pictures=_read_pictures(root, folder, problems), digest=digest)
        for folder, updates, digest in _read_section(root, "incidents", IncidentKeys, zone, problems, shelf)
    ]
    maintenances = [
        Maintenance(folder.id, folder.path, updates, pictures=_read_pictures(root, folder, problems), digest=digest)
        for folder, updates, digest in _read_section(root, "maintenance", MaintenanceKeys, zone, problems, shelf)
    ]
    drills = [
        Drill(
            folder.id,
            folder.path,
            updates,
            _read_script(root, folder, zone, problems),
            pictures=_read_pictures(root, folder, problems),
        )
        for folder, updates, _ in _read_section(root, "drills", IncidentKeys, zone, problems, EMPTY_SHELF)
    ]
    pages = _read_pages(root, problems)
    # Playbooks are for the team alone: they are held to their form here, and no part of what is handed on.
    playbooks, found = read_own_playbooks(root, settings)
    problems += found
    feedback, found = read_feedback(root, zone)
    problems += found
    problems += find_strays(root)
    problems += _colliding_ids([*incidents, *maintenances, *drills])
    if settings is None:
        return Reading(None, tuple(sorted(set(problems))))
    policy = policy_in_force(settings.ladder)
    library = Library(
        settings,
        policy,
        tuple(incidents),
        tuple(maintenances),
        tuple(drills),
        pages,
        feedback.answers,
        feedback.signals,
    )
    problems += check_names(root, library)
    problems += check_causes(root, library, playbooks)
    return Reading(library, tuple(sorted(set(problems))))


def check_names(root: Path, library: Library) -> list[Problem]:
    """What `check_references` and `check_feedback` find in a library that was read in `root`.

    What could not be read is there all the same, and what was taken down was there: naming it is no mistake.
    """
    removed = library.settings.removed
    present = [name for section in SECTIONS for name in find_folder_names(root, section)]
    present += [one.id for one in library.communications if one.id not in present]
    return [
        *check_references(library, [*find_folder_names(root, "incidents"), *removed]),
        *check_feedback(library, [*present, *removed]),
    ]


def read_communication(
    root: Path, section: str, name: str, zone: ZoneInfo | None
) -> tuple[Incident | Maintenance | None, list[Problem]]:
    """One folder alone, for commands that touch no other; None when a file of it could not be read."""
    folder, problems = find_folder(root, section, name)
    if section == "maintenance":
        planned, found, _ = _read_folder(root, folder, MaintenanceKeys, zone)
        return (Maintenance(name, folder.path, planned) if planned else None), [*problems, *found]
    told, found, _ = _read_folder(root, folder, IncidentKeys, zone)
    kind = Drill if section == "drills" else Incident
    return (kind(name, folder.path, told) if told else None), [*problems, *found]


def read_next(
    before: Incident | Maintenance | None, section: str, file: UpdateFile, data: bytes, zone: ZoneInfo | None
) -> tuple[Incident | Maintenance | None, list[Problem]]:
    """What a folder would be with one more file, which is not on disk yet; `before` is None for a new folder."""
    path = file.path.rpartition("/")[0]
    name = path.rpartition("/")[2]
    if section == "maintenance":
        planned, problems = _read_update(data, file, MaintenanceKeys, zone)
        earlier = before.updates if isinstance(before, Maintenance) else ()
        return (Maintenance(name, path, fold_drafts([*earlier, planned])) if planned else None), problems
    told, problems = _read_update(data, file, IncidentKeys, zone)
    updates = before.updates if isinstance(before, Incident) else ()
    kind = Drill if section == "drills" else Incident
    return (kind(name, path, fold_drafts([*updates, told])) if told else None), problems


def read_committed(files: Mapping[str, bytes], zone: ZoneInfo) -> tuple[tuple[Incident, ...], tuple[Maintenance, ...]]:
    """The incidents and maintenances of files that need not be on disk, as far as they are without a fault.

    With one, a file was not published as it stood there, so what it said binds nobody.
    """
    incidents = _committed(files, "incidents", IncidentKeys, zone)
    maintenances = _committed(files, "maintenance", MaintenanceKeys, zone)
    return (
        tuple(Incident(path.rpartition("/")[2], path, updates) for path, updates in incidents),
        tuple(Maintenance(path.rpartition("/")[2], path, updates) for path, updates in maintenances),
    )


def _committed(
    files: Mapping[str, bytes], section: str, keys: type[K], zone: ZoneInfo
) -> list[tuple[str, tuple[Update[K], ...]]]:
    folders: dict[str, list[UpdateFile]] = {}
    for path in files:
        if (file := update_at(section, path)) is not None:
            folders.setdefault(path.rpartition("/")[0], []).append(file)
    read = []
    for folder, inside in sorted(folders.items()):
        updates = []
        for file in inside:
            update, problems = _read_update(files[file.path], file, keys, zone)
            if update is not None and not problems:
                updates.append(update)
        if updates:
            read.append((folder, fold_drafts(updates)))
    return read


def read_stage_and_time(data: bytes) -> tuple[str, str] | None:
    """What tells an update from every other one wherever it stands: its stage and its time, as they are typed."""
    document, _ = read_document(data, "")
    stage, at = (document.matter.get(key) if document else None for key in ("stage", "at"))
    return (stage.text, at.text) if isinstance(stage, Scalar) and isinstance(at, Scalar) else None


def _read_section(
    root: Path, section: str, keys: type[K], zone: ZoneInfo | None, problems: list[Problem], shelf: Shelf
) -> list[tuple[Folder, tuple[Update[K], ...], str]]:
    """Each folder that could be read, with its updates and the digest of its files."""
    folders, found = find_folders(root, section)
    problems += found
    read = []
    for folder in folders:
        updates, found, digest = _read_folder(root, folder, keys, zone, shelf)
        problems += found
        if updates:
            read.append((folder, updates, digest))
    return read


def _read_folder(
    root: Path, folder: Folder, keys: type[K], zone: ZoneInfo | None, shelf: Shelf = EMPTY_SHELF
) -> tuple[tuple[Update[K], ...], list[Problem], str]:
    """The folder's updates with their facts folded, and the digest of its files.

    Without updates where a file could not be read, which Problems then name.
    """
    drafts: list[Update[K]] = []
    problems: list[Problem] = []
    files = [(file, *read_data(root, file.path)) for file in folder.files]
    digest = _digest_of_files((file.path, data) for file, data, _ in files)
    if digest and (kept := shelf.get(*_read_from(keys, digest))) is not None:
        with suppress(NotKept):
            return updates_of(kept, keys), [], digest
    for file, data, found in files:
        problems += found
        update, found = _read_update(data, file, keys, zone) if data is not None else (None, [])
        problems += found
        if update is not None:
            drafts.append(update)
    if len(drafts) < len(folder.files) or not drafts:
        return (), problems, digest
    return fold_drafts(drafts), problems, digest


def keep_reading(one: Incident | Maintenance, shelf: Shelf) -> None:
    """Keeps a folder as it was read without a Problem, for the next `read_library`."""
    keys = type(one.first.said)
    made_of = _read_from(keys, one.digest)
    if one.digest and shelf.get(*made_of) is None:
        shelf.put(updates_as_bytes(one.updates, keys), *made_of)


def _read_from(keys: type[UpdateKeys], digest: str) -> tuple[str, ...]:
    return "read", keys.__name__, digest


def _digest_of_files(files: Iterable[tuple[str, bytes | None]]) -> str:
    """Empty where not all of them could be read: what the others say is not what the folder says."""
    whole = sha256()
    for path, data in files:
        if data is None:
            return ""
        whole.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        whole.update(data)
    return whole.hexdigest()


def fold_drafts(drafts: list[Update[K]]) -> tuple[Update[K], ...]:
    """The updates of a folder in their order, each with the facts that stand after it."""
    in_order = sorted(drafts, key=lambda update: update.order)
    facts = fold(update.said for update in in_order)
    return tuple(replace(update, facts=known) for update, known in zip(in_order, facts, strict=True))


def _read_update(
    data: bytes, file: UpdateFile, keys: type[K], zone: ZoneInfo | None
) -> tuple[Update[K] | None, list[Problem]]:
    read, problems = take_apart(data, file.path, keys, zone)
    if read is None:
        return None, problems
    words = read.words
    return (
        Update(
            file.id, file.number, file.path, read.lines, read.said, read.said, words.public, read.line, words.internal
        ),
        problems,
    )


def _read_script(root: Path, folder: Folder, zone: ZoneInfo | None, problems: list[Problem]) -> Script | None:
    if folder.script is None:
        return None
    read, found = read_file(root, folder.script, ScriptKeys, zone)
    problems += found
    return Script(folder.script, read.said, read.body) if read is not None else None


def _read_pictures(root: Path, folder: Folder, problems: list[Problem]) -> tuple[Picture, ...]:
    pictures = []
    for path in folder.pictures:
        picture, found = read_picture(root, path)
        problems += found
        if picture is not None:
            pictures.append(picture)
    return tuple(pictures)


def _read_pages(root: Path, problems: list[Problem]) -> tuple[Page, ...]:
    paths, found = find_pages(root)
    problems += found
    pages = []
    for path in paths:
        read, found = read_file(root, path, PageKeys, None)
        problems += found
        if read is not None:
            words = read.words
            pages.append(Page(Path(path).stem, path, read.lines, read.said, words.public, read.line, words.internal))
    return tuple(pages)


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
