"""Hands what was written to git: one commit of that alone, on a branch for review or straight on the way to readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from statusladder.history.git import GitError, run_git
from statusladder.model.communication import Incident, Maintenance

LONGEST_SUBJECT = 72
"""Characters of a commit's first line that every tool shows whole."""

NAMELESS = "if git does not know you, 'git config user.name' and 'git config user.email' tell it; then commit the file"
TURNED_AWAY = (
    "the file is committed; if somebody else was faster: 'git pull --rebase', 'statusladder check', 'git push'; "
    "if only pull requests are let in: 'git push origin HEAD:NAME'"
)
"""The fixes of what most often stops a commit and a push."""

MAIN = "main"
"""What readers' pages are built from where the remote does not say which branch is its first."""


@dataclass(frozen=True)
class Committed:
    """The branch that the commit is on, whether it was pushed, and whether readers' pages are built from it."""

    branch: str
    pushed: bool
    is_main: bool


def commit_message(communication: Incident | Maintenance, label: str) -> str:
    """`Sign-in fails for some accounts: Identified`, then the words of the update."""
    title = f"{communication.title}: {label}"
    subject = title if len(title) <= LONGEST_SUBJECT else f"{title[: LONGEST_SUBJECT - 1]}…"
    words = communication.latest.said.summary or communication.latest.body.strip()
    return f"{subject}\n\n{words}\n" if words else f"{subject}\n"


def commit_files(root: Path, paths: Sequence[str], message: str, branch: str | None, push: bool) -> Committed:
    """Commits the files at `paths` and nothing else, on a new `branch` if one is named; pushes when asked to.

    What else is staged stays staged. Raises GitError; the files stay on disk whatever happens.
    """
    if branch is not None:
        run_git(root, "switch", "--quiet", "--create", branch)
    run_git(root, "add", "--", *paths)
    _step(root, NAMELESS, "commit", "--quiet", "--message", message, "--only", "--", *paths)
    if push:
        _step(root, TURNED_AWAY, "push", "--quiet", "--set-upstream", "origin", "HEAD")
    on = run_git(root, "rev-parse", "--abbrev-ref", "HEAD").strip()
    return Committed(on, push, on == main_branch(root))


def main_branch(root: Path) -> str:
    try:
        told = run_git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    except GitError:
        return MAIN
    return told.strip().removeprefix("origin/")


def _step(root: Path, fix: str, *arguments: str) -> None:
    try:
        run_git(root, *arguments)
    except GitError as refused:
        raise GitError(refused.sentence, fix) from None
