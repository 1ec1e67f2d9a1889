"""Brings a file to disk: never over another one, never beside one that was written meanwhile, never losing a word.

From there git takes it: one commit of that alone, on a branch for review or straight on the way to readers.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from statusladder.authoring.entry import AuthoringError, Entry
from statusladder.content.tree import SECTIONS, find_folder
from statusladder.history.git import GitError, run_git
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.schema import SCHEMA_FOLDER

UNFINISHED = f"{SCHEMA_FOLDER}/unfinished"
"""Where words wait that could not be placed; below the site's folder, ignored by git, never read as content."""

if sys.platform == "win32":

    @contextmanager
    def _alone_in(folder: Path) -> Iterator[None]:
        # Windows cannot lock a folder; the exclusive creation of the file still protects what is there.
        yield

else:
    import fcntl

    @contextmanager
    def _alone_in(folder: Path) -> Iterator[None]:
        """Holds everybody else who places a file in the folder until this is done."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def keep_unfinished(root: Path, entry: Entry, text: str) -> Path:
    """Writes the text where it waits to be finished, beside what waits there already, and returns where.

    Raises OSError.
    """
    folder = root / UNFINISHED
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    name = f"{entry.folder}-{entry.stem}"
    number = 1
    while True:
        file = folder / (f"{name}-{number}.md" if number > 1 else f"{name}.md")
        try:
            _create(file, text)
        except FileExistsError:
            number += 1
        else:
            return file


def place(root: Path, entry: Entry, text: str) -> None:
    """Creates the entry's file with this text, and those beside it.

    Raises AuthoringError when somebody wrote to the folder since the entry was made, and OSError; then nothing there
    has changed.
    """
    folder = root / SECTIONS[entry.section] / entry.folder
    if entry.before is None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
        except FileExistsError:
            raise _overtaken(entry, "this incident") from None
    try:
        with _alone_in(folder):
            present, _ = find_folder(root, entry.section, entry.folder)
            known = {update.path for update in entry.before.updates} if entry.before is not None else set()
            new = [file.path for file in present.files if file.path not in known]
            if new:
                raise _overtaken(entry, new[0].rpartition("/")[2])
            for name, other in entry.beside.items():
                _create(folder / name, other)
            _create(root / entry.path, text)
    except OSError:
        with suppress(OSError):
            for name in entry.beside:
                (folder / name).unlink(missing_ok=True)
            if entry.before is None:
                folder.rmdir()
        raise


def _create(file: Path, text: str) -> None:
    """The whole file appears at once, and only where none is: half a notice must never be taken for a notice."""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with open(descriptor, "w", encoding="utf-8", newline="\n") as handle:
                handle.write(text)
            os.chmod(beside, 0o644)
            os.link(beside, file)
        finally:
            os.unlink(beside)
    except OSError as failure:
        # Named is the file that was wanted, not the one beside it that nobody knows of.
        raise OSError(failure.errno, failure.strerror, str(file)) from None


def _overtaken(entry: Entry, what: str) -> AuthoringError:
    sentence = f"somebody else wrote {what} while you were writing"
    return AuthoringError(sentence, f"read {SECTIONS[entry.section]}/{entry.folder}, then run the command again")


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


def message_for(communication: Incident | Maintenance, label: str) -> str:
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
    return Committed(on, push, on == find_main_branch(root))


def find_main_branch(root: Path) -> str:
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
