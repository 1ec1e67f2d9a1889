"""Puts imported updates beside those that are there: each at its place in time, none twice, and no edit undone."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from statusladder.content.front_matter import read_document
from statusladder.content.strict_yaml import as_plain
from statusladder.content.tree import SECTIONS, UpdateFile, find_folders
from statusladder.content.writer import document_text
from statusladder.model.imported import ImportedFolder, ImportedUpdate
from statusladder.model.problem import Place, Problem
from statusladder.model.values import parse_moment
from statusladder.model.vocabulary import ComponentState, Severity

Assumption: TypeAlias = Mapping[Severity, ComponentState]
"""The state to assume, by the severity of the incident; components of other severities stay without a state."""

NO_ASSUMPTION: Assumption = {}

_ATOM_ID = re.compile(r"^ +atom_id: .*\n", re.MULTILINE)


@dataclass
class UpdatesPlan:
    """What becomes of the updates, gathered folder by folder; `moved` is each page of the import with its page here."""

    assumption: Assumption
    files: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
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


def plan_updates(
    root: Path, folders: Iterable[ImportedFolder], names: Mapping[str, str], assumption: Assumption
) -> UpdatesPlan:
    """Compares imported folders with those of the site in `root`; `names` are our ids of the imported components."""
    present = list(_present_files(root))
    by_folder: dict[str, list[_Present]] = {}
    for file in present:
        by_folder.setdefault(_folder(file), []).append(file)
    by_source = {file.source_id: file.path for file in present if file.source_id is not None}
    plan = UpdatesPlan(assumption)
    for folder in folders:
        here = _folder_of(folder, by_source)
        if here is None and (root / SECTIONS[folder.section] / folder.id).exists():
            path = f"{SECTIONS[folder.section]}/{folder.id}"
            sentence = "this folder is already there and did not come from this import"
            plan.problems.append(Problem(Place(path), "D013", sentence, "rename it, then import again"))
            continue
        target = here or f"{SECTIONS[folder.section]}/{folder.id}"
        plan.moved[f"/{folder.section}/{folder.id}/"] = f"/{folder.section}/{target.rpartition('/')[2]}/"
        ours = replace(folder, updates=tuple(_renamed(update, names) for update in folder.updates))
        _compare(plan, root, ours, target, by_folder.get(target, []))
    return plan


def _present_files(root: Path) -> Iterator[_Present]:
    """Every file of an incident or maintenance that the site holds, whoever wrote it."""
    for section in ("incidents", "maintenance"):
        for folder in find_folders(root, section)[0]:
            for file in folder.files:
                yield _present(root, file)


def _present(root: Path, file: UpdateFile) -> _Present:
    document, _ = read_document((root / file.path).read_bytes(), file.path)
    values = as_plain(document.matter) if document else {}
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


def _compare(plan: UpdatesPlan, root: Path, folder: ImportedFolder, target: str, here: list[_Present]) -> None:
    """Adds to the plan how many files are as they would be written, which are new, and which cannot be written."""
    by_source = {file.source_id: file for file in here if file.source_id is not None}
    free = FreeNumbers((file.number, file.at) for file in here)
    before = 0
    for update, written in zip(folder.updates, _assumed_in(folder, plan.assumption), strict=True):
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
    states = ComponentState if _unstated(update) else ()
    for form in (update, *(_with_state(update, state) for state in states)):
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


def _assumed_in(folder: ImportedFolder, assumption: Assumption) -> Iterator[ImportedUpdate]:
    """The updates of an incident or maintenance, each with the states that are assumed at its severity."""
    severity: object = None
    for update in folder.updates:
        severity = update.keys.get("severity", severity)
        state = next((state for one, state in assumption.items() if one == severity), None)
        yield update if state is None else _with_state(update, state)


def _with_state(update: ImportedUpdate, state: ComponentState) -> ImportedUpdate:
    """The update with this state for each component that it names without one, and a record of which these are."""
    names = _unstated(update)
    components, origin = update.keys.get("components"), update.keys.get("imported_from")
    if not names or not isinstance(components, dict) or not isinstance(origin, dict):
        return update
    stated = {**components, **dict.fromkeys(names, state.value)}
    return replace(update, keys={**update.keys, "components": stated, "imported_from": {**origin, "assumed": [*names]}})


def _unstated(update: ImportedUpdate) -> tuple[str, ...]:
    """The components that an update names without a state."""
    components = update.keys.get("components")
    if not isinstance(components, dict):
        return ()
    return tuple(name for name, state in components.items() if state == ComponentState.AFFECTED)


class FreeNumbers:
    """The numbers of a folder's files, with their times where these are known; a file that comes takes one more.

    Each question takes two comparisons of times, however many files there are: known are the latest time up to each
    number and the earliest from it on. A file that comes at its place changes neither for the others.
    """

    def __init__(self, files: Iterable[tuple[int, datetime | None]]) -> None:
        numbers = dict(files)
        timed = sorted((number, at) for number, at in numbers.items() if at is not None)
        times = [at for _, at in timed]
        self._taken = set(numbers)
        self._last = max(numbers, default=0)
        self._timed = [number for number, _ in timed]
        self._latest = list(accumulate(times, max))
        self._earliest = list(accumulate(reversed(times), min))[::-1]

    def take(self, at: datetime, before: int) -> int | None:
        """Takes the number right behind `before`, else the one behind all, and returns it; None where neither fits."""
        for number in (before + 1, self._last + 1):
            place = bisect_left(self._timed, number)
            if number not in self._taken and self._is_in_order(place, at):
                self._taken.add(number)
                self._last = max(self._last, number)
                for kept, value in ((self._latest, at), (self._earliest, at)):
                    kept.insert(place, value)
                self._timed.insert(place, number)
                return number
        return None

    def _is_in_order(self, place: int, at: datetime) -> bool:
        is_after = place == 0 or self._latest[place - 1] <= at
        return is_after and (place == len(self._timed) or at <= self._earliest[place])
