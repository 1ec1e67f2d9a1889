"""The one place that runs git: with fixed arguments, no shell, no prompt, and its refusals in words.

What a merge could not join is told here: files that two people wrote at once, as git keeps them until somebody decides.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from statusladder.model.problem import Stopped

_TURNED_AWAY = re.compile(r"! \[.*\(([^(]+)\)")
"""The line on a branch that a remote does not take, and in brackets why."""


class GitError(Stopped):
    """Git is not there, or refused."""


def run_git(root: Path, *arguments: str) -> str:
    """What `git` prints when it is run in `root`, as text. Raises GitError."""
    return run_git_for_bytes(root, *arguments).decode("utf-8", "replace")


def run_git_for_bytes(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What `git` prints when it is run in `root` and reads what is `given`. Raises GitError.

    Git never asks for a password here: at 3 a.m. a prompt that nobody sees is a notice that nobody reads.
    """
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise GitError("git is not installed, or the folder is not there", "install git, or do without it") from None
    if done.returncode:
        reason = _reason(done.stderr.decode("utf-8", "replace")) or f"exit code {done.returncode}"
        raise GitError(f"git {arguments[0]} refused: {reason}", "fix that, then do it by hand: the file is on disk")
    return done.stdout


def _reason(told: str) -> str:
    """Why git refuses: what a remote says, or its own last sentence without the hints that follow, or all it told."""
    lines = [line.strip() for line in told.splitlines() if line.strip() and not line.startswith("hint:")]
    turned_away = [found[1] for found in map(_TURNED_AWAY.match, lines) if found]
    refusals = [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "error: "))]
    return next(iter(turned_away or refusals[-1:]), " ".join(lines))


def folder_in_repository(root: Path) -> str:
    """The path of `root` below its repository with a `/` at its end; empty when they are the same. Raises GitError."""
    return run_git(root, "rev-parse", "--show-prefix").removesuffix("\n")


_OURS, _THEIRS = "2", "3"
"""Git's names of the two sides; a third one, the base, is there only where both changed what was there before."""


_REBASES = ("rebase-merge", "rebase-apply")
"""Folders that git keeps while a rebase goes on."""


@dataclass(frozen=True)
class Conflict:
    """One file in conflict, by its path below the site; `sides` are the names of its contents in git.

    `finish` is the command that ends the merge or rebase in which it arose.
    """

    path: str
    sides: tuple[str, ...]
    has_base: bool
    finish: str

    @property
    def are_two_files(self) -> bool:
        """Whether two people made a file of this name, so that both are whole and can be kept."""
        return len(self.sides) > 1 and not self.has_base

    @property
    def sentence(self) -> str:
        if self.are_two_files:
            return f"two updates were written at once, and git holds both of them as {self.path}"
        return f"{self.path} was changed by two people at once, and git could not join that"

    @property
    def fix(self) -> str:
        folder = self.path.rpartition("/")[0]
        if self.are_two_files:
            return f"keep both: 'statusladder renumber {folder.rpartition('/')[2]}', then '{self.finish}'"
        return (
            f"choose one: 'git checkout --ours {self.path}' or '--theirs', then 'git add {self.path}' and "
            f"'{self.finish}'"
        )


def find_conflicts(root: Path, folder: str) -> tuple[Conflict, ...]:
    """The files in conflict in a folder below `root`, by path; none where there is no git."""
    try:
        told = run_git(root, "ls-files", "--unmerged", "-z", "--", folder)
    except GitError:
        return ()
    found: dict[str, dict[str, str]] = {}
    for entry in told.split("\0")[:-1]:
        kept, _, path = entry.partition("\t")
        _, name, side = kept.split()
        found.setdefault(path, {})[side] = name
    finish = _finish(root) if found else ""
    return tuple(
        Conflict(path, tuple(names[side] for side in (_OURS, _THEIRS) if side in names), "1" in names, finish)
        for path, names in sorted(found.items())
    )


def _finish(root: Path) -> str:
    try:
        rebases = [root / run_git(root, "rev-parse", "--git-path", name).rstrip("\n") for name in _REBASES]
    except GitError:
        rebases = []
    return "git rebase --continue" if any(folder.is_dir() for folder in rebases) else "git commit --no-edit"


def contents_of(root: Path, conflict: Conflict) -> tuple[bytes, ...]:
    """What stands in each side. Raises GitError."""
    return tuple(run_git_for_bytes(root, "cat-file", "blob", name) for name in conflict.sides)


def settle(root: Path, folder: str) -> str:
    """Tells git that the files of a folder below `root` are as they are to be, and returns what ends the merge.

    Raises GitError.
    """
    run_git(root, "add", "--all", "--", folder)
    return _finish(root)
