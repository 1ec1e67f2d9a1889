"""What can still be told of folders that cannot be read as a whole, so that one mistake hides no other.

A folder with a mistake of form is no part of the library. Its files are read once more without the keys that are
mistaken: only to be judged, never to be shown.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from statusladder.content.keyed_file import read_data, take_rest
from statusladder.content.reader import fold_drafts
from statusladder.content.tree import SECTIONS, find_folder, find_folder_names
from statusladder.model.communication import Drill, Incident, Maintenance, Update
from statusladder.model.problem import Problem
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys

K = TypeVar("K", bound=UpdateKeys)

_OF_ONE_FILE = frozenset({"D008", "D011", "D013", "D018", "S011", "G005", "T005", "T016"})
"""What can be judged of a file whatever stands in the others."""


@dataclass(frozen=True)
class Remainder:
    """A folder as far as it can be read, alone as a library.

    `mistaken` are the keys that were left out; not `is_whole` means that files were, too.
    """

    library: Library
    mistaken: frozenset[str]
    is_whole: bool

    def is_told(self, problem: Problem) -> bool:
        """Whether a problem of it is one of the folder itself, and not of what was left out."""
        words = f"{problem.sentence} {problem.fix}"
        if any(re.search(rf"\b{re.escape(key)}\b", words) for key in self.mistaken):
            return False
        return self.is_whole or problem.code in _OF_ONE_FILE


def read_remainders(root: Path, library: Library) -> list[Remainder]:
    """The folders below `root` that are not in its library, those of which nothing can be read left out."""
    read = {one.path for one in library.communications}
    alone = Library(library.settings, library.policy)
    found = []
    for section in ("incidents", "drills"):
        for folder, told, mistaken, is_whole in _rest(root, section, IncidentKeys, library, read):
            if section == "drills":
                part = replace(alone, drills=(Drill(folder.rpartition("/")[2], folder, told),))
            else:
                part = replace(alone, incidents=(Incident(folder.rpartition("/")[2], folder, told),))
            found.append(Remainder(part, mistaken, is_whole))
    for folder, planned, mistaken, is_whole in _rest(root, "maintenance", MaintenanceKeys, library, read):
        part = replace(alone, maintenances=(Maintenance(folder.rpartition("/")[2], folder, planned),))
        found.append(Remainder(part, mistaken, is_whole))
    return found


def _rest(
    root: Path, section: str, keys: type[K], library: Library, read: set[str]
) -> list[tuple[str, tuple[Update[K], ...], frozenset[str], bool]]:
    found = []
    for name in find_folder_names(root, section):
        if f"{SECTIONS[section]}/{name}" in read:
            continue
        folder, _ = find_folder(root, section, name)
        updates: list[Update[K]] = []
        mistaken: frozenset[str] = frozenset()
        for file in folder.files:
            data, _ = read_data(root, file.path)
            rest, wrong = take_rest(data, file.path, keys, library.settings.zone) if data else (None, frozenset())
            mistaken |= wrong
            if rest is not None:
                said, words = rest.said, rest.words
                where = (file.id, file.number, file.path, rest.lines)
                updates.append(Update(*where, said, said, words.public, rest.line, words.internal))
        if updates:
            found.append((folder.path, fold_drafts(updates), mistaken, len(updates) == len(folder.files)))
    return found
