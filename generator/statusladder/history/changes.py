"""Which files of a site differ from an earlier revision: those committed since, and those that only lie on disk."""

from pathlib import Path

from statusladder.history.git import GitError, run_git
from statusladder.model.change import ChangedFile, Fate

_FATES = {"A": Fate.ADDED, "R": Fate.RENAMED, "D": Fate.DELETED}
"""Git's letters; every other one (a changed mode, a merge not done) is a change."""


def changed_files(root: Path, revision: str) -> tuple[ChangedFile, ...]:
    """Every file below `root` that differs between the revision and the working tree, by path. Raises GitError."""
    commit = _commit(root, revision)
    told = run_git(root, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", "--relative", commit, "--")
    untracked = run_git(root, "ls-files", "--others", "--exclude-standard", "-z")
    fresh = (ChangedFile(path, Fate.ADDED) for path in untracked.split("\0") if path)
    return tuple(sorted((*_told_by_git(told), *fresh), key=lambda file: file.path))


def _commit(root: Path, revision: str) -> str:
    try:
        shallow = run_git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except GitError as refused:
        raise GitError(refused.sentence, "run this in the git repository that holds the site") from None
    try:
        # What begins with a dash is a revision here, and never an option.
        return run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except GitError:
        if shallow:
            mend = "fetch all of it: 'git fetch --unshallow', or 'fetch-depth: 0' where a workflow checks out"
            raise GitError(f"this clone holds only the newest commits, and '{revision}' is not in it", mend) from None
        mend = "name a branch, a tag or a commit that was fetched, as origin/main"
        raise GitError(f"git knows no revision '{revision}'", mend) from None


def _told_by_git(told: str) -> list[ChangedFile]:
    """The fields that `-z` separates: a letter and a path, or, of a rename, a letter and both paths."""
    fields = iter(told.split("\0")[:-1])
    found = []
    for letters in fields:
        fate = _FATES.get(letters[:1], Fate.CHANGED)
        old_path = next(fields) if fate is Fate.RENAMED else None
        found.append(ChangedFile(next(fields), fate, old_path))
    return found
