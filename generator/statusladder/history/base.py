"""What stood in the files that a change began with, whatever became of them since."""

from collections.abc import Collection
from pathlib import Path

from statusladder.history.git import git_bytes, run_git

_FILES = ("100644", "100755")
"""Git's modes of what is a file: no link, and no repository within the repository."""


def file_at(root: Path, commit: str, name: str) -> bytes | None:
    """What stood in a file of the folder `root` itself, None where there was none. Raises GitError."""
    kept = run_git(root, "ls-tree", "-z", commit, "--", name).partition("\t")[0].split()
    return git_bytes(root, "cat-file", "blob", kept[2]) if kept and kept[0] in _FILES else None


def files_at(root: Path, commit: str, within: str, folders: Collection[str]) -> dict[str, bytes]:
    """The files of these folders, all of them below the folder `within`, as a commit has them. Raises GitError.

    Git is asked twice, however many files there are: which, and what stands in them.
    """
    listed = run_git(root, "ls-tree", "-r", "-z", commit, "--", f"{within}/")
    names = {}
    for entry in listed.split("\0")[:-1]:
        kept, _, path = entry.partition("\t")
        mode, _, name = kept.split()
        if mode in _FILES and path.rpartition("/")[0] in folders:
            names[path] = name
    if not names:
        return {}
    told = git_bytes(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names.values()).encode())
    found, start = {}, 0
    for path in names:
        begin = told.index(b"\n", start) + 1
        end = begin + int(told[start:begin].split()[2])
        found[path], start = told[begin:end], end + 1
    return found
