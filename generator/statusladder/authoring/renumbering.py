"""Gives the updates of a folder numbers in the order of their times; the name of what is published is never touched."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statusladder.authoring.commit import main_branch
from statusladder.authoring.target import Target
from statusladder.content.tree import SECTIONS
from statusladder.history.base import files_at
from statusladder.history.changes import find_base
from statusladder.history.git import GitError, run_git
from statusladder.model.communication import Update
from statusladder.model.manifest import Manifest


@dataclass(frozen=True)
class Rename:
    """One file that gets another number: its name now, and its new one, both without the folder."""

    old: str
    new: str


def published_in_git(root: Path, target: Target, since: str | None) -> frozenset[str]:
    """The names of the folder's files that readers may know: those at `since`.

    Without it, those of the remote's main branch; where there is no remote, all that is committed. Raises GitError.
    """
    folder = f"{SECTIONS[target.section]}/{target.id}"
    files = files_at(root, find_base(root, since or _published_branch(root)), folder, {folder})
    return frozenset(path.rpartition("/")[2] for path in files)


def published_live(manifest: Manifest, target: Target) -> frozenset[str]:
    """The names of the folder's files that the live site has."""
    return frozenset(f"{stem}.md" for stem in manifest.updates.get(f"{target.section}/{target.id}/", ()))


def plan_renames(updates: Sequence[Update[Any]], published: Collection[str]) -> tuple[Rename, ...]:
    """The files that get another number, in the order of their times.

    As few as possible. Where no number is free between two published files, the later of these shares its own: the
    times order the two.
    """
    in_time = sorted(updates, key=lambda update: (update.at, *update.order))
    taken = {_name(update) for update in updates}
    renames = []
    last = 0
    for index, update in enumerate(in_time):
        number = update.number
        if _name(update) not in published:
            later = [other.number for other in in_time[index + 1 :] if _name(other) in published]
            number = _number_between(last, number, min(later, default=None))
            if number != update.number:
                new = _free_name(number, _name(update).partition("-")[2].removesuffix(".md"), taken)
                taken = taken - {_name(update)} | {new}
                renames.append(Rename(_name(update), new))
        last = max(last, number)
    return tuple(renames)


def rename_files(folder: Path, renames: Sequence[Rename]) -> None:
    """Gives the files their new names, none over another. Raises OSError."""
    waiting = {rename.old: rename.new for rename in renames}
    while waiting:
        old = next((old for old, new in waiting.items() if not (folder / new).exists()), None)
        if old is None:  # Each waits for the name of another: one steps aside.
            old, new = waiting.popitem()
            _move(folder, old, f".{old}")
            waiting[f".{old}"] = new
        else:
            _move(folder, old, waiting.pop(old))


def _published_branch(root: Path) -> str:
    branch = f"refs/remotes/origin/{main_branch(root)}"
    try:
        run_git(root, "rev-parse", "--verify", "--quiet", branch)
    except GitError:
        return "HEAD"
    return branch


def _number_between(last: int, own: int, limit: int | None) -> int:
    """The own number if it lies between both, else the next that does; else one that is shared with the limit."""
    wanted = own if own > last else last + 1
    return wanted if limit is None or wanted < limit else min(last + 1, max(limit, last))


def _name(update: Update[Any]) -> str:
    return f"{update.id}.md"


def _free_name(number: int, stage: str, taken: Collection[str]) -> str:
    name, count = f"{number:02}-{stage}.md", 2
    while name in taken:
        name, count = f"{number:02}-{stage}-{count}.md", count + 1
    return name


def _move(folder: Path, old: str, new: str) -> None:
    """Renames a file; unlike `os.rename` never over one that came meanwhile."""
    os.link(folder / old, folder / new)
    os.unlink(folder / old)
