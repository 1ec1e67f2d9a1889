"""A proposed change to a site: which files differ from an earlier revision, and what became of each."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a file since the revision."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    DELETED = "deleted"


@dataclass(frozen=True, order=True)
class ChangedFile:
    """One file, its path relative to the site's folder with `/`; `old_path` is set where it was renamed."""

    path: str
    fate: Fate
    old_path: str | None = None
