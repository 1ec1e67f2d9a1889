"""The one place that runs git: with fixed arguments, no shell, no prompt, and its refusals in words."""

import os
import re
import subprocess
from pathlib import Path

_TURNED_AWAY = re.compile(r"! \[.*\(([^(]+)\)")
"""The line on a branch that a remote does not take, and in brackets why."""


class GitError(Exception):
    """Git is not there, or refused: one sentence on what happened and one on the fix, as a `Problem` has them."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fix = fix


def run_git(root: Path, *arguments: str) -> str:
    """What `git` prints when it is run in `root`, as text. Raises GitError."""
    return git_bytes(root, *arguments).decode("utf-8", "replace")


def git_bytes(root: Path, *arguments: str, given: bytes = b"") -> bytes:
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
