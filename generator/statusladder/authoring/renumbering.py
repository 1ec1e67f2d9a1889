"""Gives the updates of a folder numbers in the order of their times; the name of what is published is never touched."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from statusladder.authoring.placing import find_main_branch
from statusladder.authoring.target import Target
from statusladder.content.reader import read_stage_and_time
from statusladder.content.tree import SECTIONS, find_folder
from statusladder.history.changes import files_at, find_commit
from statusladder.history.git import GitError, contents_of, find_conflicts, run_git
from statusladder.model.communication import Update
from statusladder.model.manifest import Manifest
from statusladder.model.values import parse_moment

Published = Mapping[str, bytes | None]
"""The files of a folder that are published, by name, and what stands in them where that is known."""


@dataclass(frozen=True)
class Rename:
    """One file that gets another number: its name now, and its new one, both without the folder."""

    old: str
    new: str


def published_in_git(root: Path, target: Target, since: str | None) -> Published:
    """The folder's files that readers may know: those at `since`.

    Without it, those of the remote's main branch; where there is no remote, all that is committed. Raises GitError.
    """
    folder = f"{SECTIONS[target.section]}/{target.id}"
    files = files_at(root, find_commit(root, since or _published_branch(root)), folder, {folder})
    return {path.rpartition("/")[2]: data for path, data in files.items()}


def published_in_manifest(manifest: Manifest, target: Target) -> Published:
    """The folder's files that the live site has."""
    return {f"{stem}.md": None for stem in manifest.updates.get(f"{target.section}/{target.id}/", ())}


def untangle(root: Path, target: Target, published: Published) -> tuple[Rename, ...]:
    """Makes two files of each that two people wrote under one name; the other one gets the next number.

    The name stays with the one that is published, else with the earlier one. Raises GitError and OSError.
    """
    folder = f"{SECTIONS[target.section]}/{target.id}"
    made = []
    for conflict in find_conflicts(root, folder):
        if conflict.are_two_files:
            name = conflict.path.rpartition("/")[2]
            live = published.get(name)
            first, second = sorted(contents_of(root, conflict), key=partial(_rank, live))
            numbers = [file.number for file in find_folder(root, target.section, target.id)[0].files]
            other = f"{max(numbers) + 1:02}-{name.partition('-')[2]}"
            with open(root / folder / other, "xb") as file:
                file.write(second)
            (root / conflict.path).write_bytes(first)
            made.append(Rename(name, other))
    return tuple(made)


def _rank(live: bytes | None, data: bytes) -> tuple[bool, str]:
    """What keeps the name comes first."""
    return data != live, _at(data)


def _at(data: bytes) -> str:
    """The time that a file states, as it is typed, in UTC where it can be read."""
    said = read_stage_and_time(data)
    try:
        return parse_moment(said[1]).isoformat() if said is not None else ""
    except ValueError:
        return ""


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
    branch = f"refs/remotes/origin/{find_main_branch(root)}"
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
