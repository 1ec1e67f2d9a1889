"""Which files of a site a change touches, since the commit that it began at: committed ones, and those only on disk.

What stood in files at that commit is read here too, whatever became of them since.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from statusladder.history.git import GitError, run_git, run_git_for_bytes
from statusladder.model.files import ChangedFile, Fate

_FATES = {"A": Fate.ADDED, "R": Fate.RENAMED, "D": Fate.DELETED}
"""Git's letters; every other one (a changed mode, a merge not done) is a change."""


def find_commit(root: Path, revision: str) -> str:
    """The commit that a revision names. Raises GitError."""
    try:
        shallow = is_shallow(root)
    except GitError as refused:
        raise GitError(refused.sentence, "run this in the git repository that holds the site") from None
    try:
        # What begins with a dash is a revision here, and never an option.
        return run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except GitError:
        fix = "name a branch, a tag or a commit that was fetched, as origin/main"
        raise _too_shallow(revision) if shallow else GitError(f"git knows no revision '{revision}'", fix) from None


def find_base(root: Path, revision: str) -> str:
    """The commit at which what is checked out parted from a revision: what that got since is no part of the change.

    Raises GitError.
    """
    commit = find_commit(root, revision)
    try:
        return run_git(root, "merge-base", commit, "HEAD").strip()
    except GitError:
        fix = "name the branch that this change will be merged into, as origin/main"
        sentence = f"'{revision}' has no commit in common with what is checked out"
        raise _too_shallow(revision) if is_shallow(root) else GitError(sentence, fix) from None


def _too_shallow(revision: str) -> GitError:
    fix = "fetch all of it: 'git fetch --unshallow', or 'fetch-depth: 0' where a workflow checks out"
    return GitError(f"this clone holds only the newest commits, and '{revision}' is not in it", fix)


def find_changed_files(root: Path, commit: str) -> tuple[ChangedFile, ...]:
    """Every file below `root` that differs between a commit and the working tree, by path. Raises GitError."""
    told = run_git(root, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", "--relative", commit, "--")
    untracked = run_git(root, "ls-files", "--others", "--exclude-standard", "-z")
    fresh = (ChangedFile(path, Fate.ADDED) for path in untracked.split("\0") if path)
    return tuple(sorted((*_told_by_git(told), *fresh), key=lambda file: file.path))


def commits_of(root: Path, path: str) -> tuple[str, ...]:
    """The commits of this branch that changed what stands at a path below `root`, newest first. Raises GitError.

    What was merged counts as one: readers saw it so.
    """
    return tuple(run_git(root, "log", "--first-parent", "--format=%H", "--", path).split())


def is_shallow(root: Path) -> bool:
    """Whether git has only the newest commits of the repository. Raises GitError."""
    return run_git(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def committed_at(root: Path, commit: str) -> dict[str, datetime]:
    """When each file that was added since a commit was committed first, by its path below `root`. Raises GitError."""
    added = ("log", "--reverse", "--diff-filter=A", "--no-renames", "--format=@%ct", "--name-only", "--relative")
    first: dict[str, datetime] = {}
    moment = datetime.fromtimestamp(0, UTC)
    for line in run_git(root, *added, f"{commit}..HEAD", "--", ".").splitlines():
        if line.startswith("@"):
            moment = datetime.fromtimestamp(int(line[1:]), UTC)
        elif line:
            first.setdefault(line, moment)
    return first


def find_deleted_files(root: Path, within: str) -> dict[str, datetime]:
    """When each file of a folder below `root` that this branch deleted was deleted last, by its path. Raises GitError.

    What was merged counts as one commit, as in `commits_of`. Names that git puts in quotes are left out.
    """
    deleted = ("log", "--first-parent", "-m", "--diff-filter=D", "--no-renames", "--format=@%ct", "--name-only")
    last: dict[str, datetime] = {}
    moment = datetime.fromtimestamp(0, UTC)
    for line in run_git(root, *deleted, "--relative", "--", within).splitlines():
        if line.startswith("@"):
            moment = datetime.fromtimestamp(int(line[1:]), UTC)
        elif line and not line.startswith('"'):
            last.setdefault(line, moment)
    return last


def find_committed_names(root: Path, folders: Iterable[str]) -> tuple[str, ...]:
    """The paths of what lies in some folders below `root` as HEAD has them. Raises GitError."""
    told = run_git(root, "ls-tree", "-z", "--name-only", "HEAD", "--", *(f"{folder}/" for folder in folders))
    return tuple(told.split("\0")[:-1])


def _told_by_git(told: str) -> list[ChangedFile]:
    """The fields that `-z` separates: a letter and a path, or, of a rename, a letter and both paths."""
    fields = iter(told.split("\0")[:-1])
    found = []
    for letters in fields:
        fate = _FATES.get(letters[:1], Fate.CHANGED)
        old_path = next(fields) if fate is Fate.RENAMED else None
        found.append(ChangedFile(next(fields), fate, old_path))
    return found


_FILES = ("100644", "100755")
"""Git's modes of what is a file: no link, and no repository within the repository."""


def file_at(root: Path, commit: str, name: str) -> bytes | None:
    """What stood in a file of the folder `root` itself, None where there was none. Raises GitError."""
    kept = run_git(root, "ls-tree", "-z", commit, "--", name).partition("\t")[0].split()
    return run_git_for_bytes(root, "cat-file", "blob", kept[2]) if kept and kept[0] in _FILES else None


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
    told = run_git_for_bytes(
        root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names.values()).encode()
    )
    found, start = {}, 0
    for path in names:
        begin = told.index(b"\n", start) + 1
        end = begin + int(told[start:begin].split()[2])
        found[path], start = told[begin:end], end + 1
    return found
