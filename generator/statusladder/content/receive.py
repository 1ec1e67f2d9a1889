"""Writes what an importer read: all is checked first, a person's edit is never overwritten, and nothing comes twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from statusladder.content.assuming import NO_ASSUMPTION, Assumption, assumed_in, unstated, with_state
from statusladder.content.body import as_words, value_as_words
from statusladder.content.free_numbers import FreeNumbers
from statusladder.content.front_matter import read_document
from statusladder.content.keyed_file import take_apart
from statusladder.content.receive_feedback import NO_FEEDBACK, ReceivedFeedback, plan_feedback
from statusladder.content.redirects import REDIRECTS_FILE, read_redirects, redirects_of
from statusladder.content.settings import SETTINGS_FILE, read_settings, settings_of
from statusladder.content.site_text import NotABlockList, append_items
from statusladder.content.strict_yaml import plain
from statusladder.content.tree import SECTIONS, UpdateFile, find_folders, update_at
from statusladder.content.write_together import write_together
from statusladder.content.writer import document_text
from statusladder.model.characters import made_fit, made_value
from statusladder.model.imported import (
    Imported,
    ImportedComponent,
    ImportedFolder,
    ImportedUpdate,
    PlainValue,
    rewritten,
)
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.values import parse_moment
from statusladder.model.vocabulary import ComponentState

_NEW_REDIRECTS = """\
# Old addresses of what was imported, and where they lead now. More of your own fit here, or into site.yaml.
redirects:
"""

_ATOM_ID = re.compile(r"^ +atom_id: .*\n", re.MULTILINE)


@dataclass(frozen=True)
class Reception:
    """What an import would write: new files, site.yaml and the redirects where they change, and feedback.

    Any Problem stops all of it.

    `assumed` counts the new files with an assumed state, `unassumed` the files that are already there and name a
    component without a state although one is to be assumed: an import never changes a file.
    """

    files: Mapping[str, str]
    settings_text: str | None
    redirects_text: str | None
    unchanged: int
    components: tuple[str, ...]
    problems: tuple[Problem, ...]
    feedback: ReceivedFeedback
    assumed: int = 0
    unassumed: int = 0


@dataclass
class _Plan:
    """What becomes of the updates, gathered folder by folder."""

    assumption: Assumption
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    assumed: int = 0
    unassumed: int = 0


@dataclass(frozen=True)
class _Present:
    """A file that the site holds: its number, its time where it can be read, and its source id if it was imported."""

    path: str
    number: int
    at: datetime | None
    source_id: str | None


def plan_reception(root: Path, imported: Imported, assumption: Assumption = NO_ASSUMPTION) -> Reception:
    """Compares an import with the site in `root`; writes nothing.

    `assumption` gives a state to the components of new files that the source names without one.
    """
    imported = rewritten(imported, _value, _words)
    settings, problems = read_settings(root, is_growing=bool(imported.components))
    if settings is None:
        return Reception({}, None, None, 0, (), tuple(problems), NO_FEEDBACK)
    names = _component_names(settings, imported.components)
    present = list(_present_files(root))
    by_folder: dict[str, list[_Present]] = {}
    for file in present:
        by_folder.setdefault(_folder(file), []).append(file)
    by_source = {file.source_id: file.path for file in present if file.source_id is not None}
    plan = _Plan(assumption, problems=problems)
    moved: dict[str, str] = {}
    for folder in imported.folders:
        here = _folder_of(folder, by_source)
        if here is None and (root / SECTIONS[folder.section] / folder.id).exists():
            path = f"{SECTIONS[folder.section]}/{folder.id}"
            sentence = "this folder is already there and did not come from this import"
            problems.append(Problem(Place(path), "D013", sentence, "rename it, then import again"))
            continue
        target = here or f"{SECTIONS[folder.section]}/{folder.id}"
        moved[f"/{folder.section}/{folder.id}/"] = f"/{folder.section}/{target.rpartition('/')[2]}/"
        ours = replace(folder, updates=tuple(_renamed(update, names) for update in folder.updates))
        _compare(plan, root, ours, target, by_folder.get(target, []))
    text, found = _settings_text(root, settings, imported, names)
    redirects, unplaced = _redirects_text(root, settings, imported, moved)
    added = tuple(names[one.id] for one in imported.components if settings.component(names[one.id]) is None)
    feedback = plan_feedback(root, settings, imported.answers) if imported.answers else NO_FEEDBACK
    wrong = [*problems, *found, *unplaced, *feedback.problems]
    if not wrong:
        wrong = _misread(root, text, redirects, plan.files, settings)
    return Reception(
        plan.files, text, redirects, plan.unchanged, added, tuple(wrong), feedback, plan.assumed, plan.unassumed
    )


def _value(text: str) -> str:
    return value_as_words(made_value(text))


def _words(text: str) -> str:
    return as_words(made_fit(text))


def _misread(
    root: Path, settings_text: str | None, redirects_text: str | None, files: Mapping[str, str], settings: Settings
) -> list[Problem]:
    """What our own reader would refuse of the files to be: found before a byte is written, whatever the source held."""
    if settings_text is None and redirects_text is None:
        problems: list[Problem] = []
    else:
        redirects = read_redirects(root) if redirects_text is None else redirects_of(_encoded(redirects_text))
        before = (root / SETTINGS_FILE).read_bytes()
        _, problems = settings_of(before if settings_text is None else _encoded(settings_text), *redirects)
    for path, text in files.items():
        keys = MaintenanceKeys if path.startswith(SECTIONS["maintenance"]) else IncidentKeys
        problems += _wrong_name(path)
        problems += take_apart(_encoded(text), path, keys, settings.zone)[1]
    return problems


def _wrong_name(path: str) -> Iterator[Problem]:
    folder, _, name = path.rpartition("/")
    if not any(update_at(section, path) is not None for section in SECTIONS):
        sentence = f"'{name}' in '{folder.rpartition('/')[2]}' is no name of an update"
        yield Problem(Place(path), "D012", sentence, "give it another title in the source, or leave it out")


def _encoded(text: str) -> bytes:
    """The bytes of a text; half of a pair of surrogates, which UTF-8 has no bytes for, as bytes that are refused."""
    return text.encode("utf-8", "surrogatepass")


def write_reception(root: Path, reception: Reception) -> None:
    """Writes all that was planned, or nothing. Raises OSError.

    site.yaml comes first, so that no file ever names a component that is not there yet.
    """
    grown = {
        **({SETTINGS_FILE: reception.settings_text} if reception.settings_text is not None else {}),
        **({REDIRECTS_FILE: reception.redirects_text} if reception.redirects_text is not None else {}),
        **reception.feedback.files,
    }
    write_together(root, grown, reception.files)


def _component_names(settings: Settings, components: tuple[ImportedComponent, ...]) -> dict[str, str]:
    """Our id for each imported one: that of the site's component with the same origin, else its own."""
    origins = {component.imported_from: component.id for component in settings.components if component.imported_from}
    taken = {component.id: component.imported_from for component in settings.components}
    names = {}
    for component in components:
        name = origins.get(component.imported_from, component.id)
        if taken.get(name) not in (None, component.imported_from):
            # Another imported component has this id: two pages call different things by one name.
            name = f"{name}-{re.sub(r'[^a-z0-9]+', '-', component.imported_from.lower()).strip('-')}"
        names[component.id] = name
    return names


def _present_files(root: Path) -> Iterator[_Present]:
    """Every file of an incident or maintenance that the site holds, whoever wrote it."""
    for section in ("incidents", "maintenance"):
        for folder in find_folders(root, section)[0]:
            for file in folder.files:
                yield _present(root, file)


def _present(root: Path, file: UpdateFile) -> _Present:
    document, _ = read_document((root / file.path).read_bytes(), file.path)
    values = plain(document.matter) if document else {}
    said = values if isinstance(values, dict) else {}
    origin = said.get("imported_from")
    source_id = origin.get("id") if isinstance(origin, dict) else None
    try:
        at = parse_moment(said.get("at"))
    except ValueError:
        at = None
    return _Present(file.path, file.number, at, source_id if isinstance(source_id, str) else None)


def _folder(file: _Present) -> str:
    return file.path.rpartition("/")[0]


def _folder_of(folder: ImportedFolder, present: Mapping[str, str]) -> str | None:
    paths = (present[update.source_id] for update in folder.updates if update.source_id in present)
    return next((path.rpartition("/")[0] for path in paths), None)


def _compare(plan: _Plan, root: Path, folder: ImportedFolder, target: str, here: list[_Present]) -> None:
    """Adds to the plan how many files are as they would be written, which are new, and which cannot be written."""
    by_source = {file.source_id: file for file in here if file.source_id is not None}
    free = FreeNumbers((file.number, file.at) for file in here)
    before = 0
    for update, written in zip(folder.updates, assumed_in(folder, plan.assumption), strict=True):
        present = by_source.get(update.source_id)
        if present is not None:
            before = present.number
        if present is None:
            number = free.take(parse_moment(update.keys["at"]), before)
            if number is None:
                sentence = f"the source now has an update of {update.keys['at']}, between those that are here"
                fix = "delete the imported files of this folder and import again, so that all are numbered by time"
                plan.problems.append(Problem(Place(target), "T009", sentence, fix))
                continue
            before = number
            plan.files[f"{target}/{number:02}-{update.stage.replace('_', '-')}.md"] = _text(written)
            plan.assumed += written is not update
        elif (form := _form_of(root / present.path, update)) is not None:
            plan.unchanged += 1
            plan.unassumed += form is update and written is not update
        else:
            sentence = "this file is not as the source has it: it was edited here, or changed there"
            fix = "keep your edit and leave this incident out of the import, or delete the file and import again"
            plan.problems.append(Problem(Place(present.path), "D013", sentence, fix))


def _form_of(file: Path, update: ImportedUpdate) -> ImportedUpdate | None:
    """The form of the update in which a file has it: as its source does, or with an assumed state; None if edited.

    A file may lack the promise, since people may take a wrong reading out. Whether it has the id of an Atom entry
    depends on whether a feed was read with it.
    """
    here = _without_atom_id(file.read_bytes().replace(b"\r\n", b"\n").decode("utf-8", "replace"))
    states = ComponentState if unstated(update) else ()
    for form in (update, *(with_state(update, state) for state in states)):
        unread = replace(form, keys={key: value for key, value in form.keys.items() if key != "next_update"})
        if here in (_without_atom_id(_text(form)), _without_atom_id(_text(unread))):
            return form
    return None


def _without_atom_id(text: str) -> str:
    return _ATOM_ID.sub("", text, count=1)


def _renamed(update: ImportedUpdate, names: Mapping[str, str]) -> ImportedUpdate:
    """The update with our ids of components."""
    keys = dict(update.keys)
    for key in ("components", "expected"):
        if isinstance(value := keys.get(key), dict):
            keys[key] = {names.get(name, name): state for name, state in value.items()}
    return replace(update, keys=keys)


def _text(update: ImportedUpdate) -> str:
    return document_text(update.keys, update.body)


def _settings_text(
    root: Path, settings: Settings, imported: Imported, names: Mapping[str, str]
) -> tuple[str | None, list[Problem]]:
    """site.yaml with the missing components, or None when it lacks none."""
    components = [
        _component(component, names[component.id])
        for component in imported.components
        if settings.component(names[component.id]) is None
    ]
    before = (root / SETTINGS_FILE).read_bytes().decode("utf-8")  # With its mark and line ends, which stay.
    return _grown(SETTINGS_FILE, before, "components", components)


def _redirects_text(
    root: Path, settings: Settings, imported: Imported, moved: Mapping[str, str]
) -> tuple[str | None, list[Problem]]:
    """The file of redirects with those that no file states yet, or None when there are none."""
    known = {redirect.from_ for redirect in settings.redirects}
    redirects: list[dict[str, PlainValue]] = [
        {"from": old, "to": moved[new]} for old, new in imported.redirects if old not in known and new in moved
    ]
    file = root / REDIRECTS_FILE
    before = file.read_bytes().decode("utf-8", "replace") if file.is_file() else _NEW_REDIRECTS
    return _grown(REDIRECTS_FILE, before, "redirects", redirects)


def _grown(file: str, before: str, key: str, items: list[dict[str, PlainValue]]) -> tuple[str | None, list[Problem]]:
    try:
        return (append_items(before, key, items) if items else None), []
    except NotABlockList:
        sentence = f"{key} stand in brackets, so that none can be added as text"
        return None, [Problem(Place(file), "D010", sentence, "write each on a line of its own with '- '")]


def _component(component: ImportedComponent, name: str) -> dict[str, PlainValue]:
    facts = {
        "id": name,
        "name": component.name,
        "group": component.group,
        "description": component.description,
        "since": component.since,
        "imported_from": component.imported_from,
    }
    return {key: value for key, value in facts.items() if value is not None}
