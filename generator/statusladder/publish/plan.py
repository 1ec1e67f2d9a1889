"""Works out what a publication has to change, by looking only: everything that can be refused is refused here."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path

from statusladder.outputs.interface import Artifact
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.ledger import Digests
from statusladder.publish.paths import fold, folders_above, is_git, some_of

_LOOKED_AT = 100
"""Files of others that are counted before the folder is refused: it could be somebody's home."""

_NOTHING = sha256().hexdigest()
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


@dataclass(frozen=True)
class Plan:
    """The changes in the order in which they are safe: swap in the one after the other, then remove what is stale.

    `obstacles` has an entry for each artifact whose name is taken by something else of ours, because the name turned
    from file to folder or back or changed its case: the files to be removed first (none for an empty folder).
    `left` are files under names that were ours, which somebody has changed and the site no longer has. `before` is the
    digest of each file of ours that is to be replaced or removed.
    """

    swaps: tuple[Artifact, ...]
    obstacles: Mapping[str, tuple[str, ...]]
    stale: tuple[str, ...]
    left: tuple[str, ...]
    unchanged: int
    before: Mapping[str, str]


def plan_swaps(produced: Mapping[str, Artifact], destination: Path, owned: Mapping[str, Digests] | None) -> Plan:
    """Compare the artifacts with the folder, byte by byte; `owned` is what the ledger knows, None without one.

    The order keeps every link that a reader can follow whole. First come the files that are new, which nothing links
    to yet; then the changed ones, whose new targets all exist by now; in both, the rank of the artifact decides.
    Removals come last, when no file of the new site links to them. The one exception is a name that turns from file
    to folder or back: it cannot be both, so its old file goes a moment before its new one comes.

    Raises PublishError when bytes that are not ours would be overwritten, when a folder that no ledger calls ours holds
    files of others, when a symbolic link or a mount point lies in the way, or when a folder to be changed may not be
    written; OSError when the folder cannot be read.
    """
    ground = _Ground(destination, owned or {})
    keyed: list[tuple[bool, bool, int, str]] = []
    obstacles: dict[str, tuple[str, ...]] = {}
    for path, artifact in produced.items():
        blockers = ground.blockers_of(path)
        if blockers is not None:
            obstacles[path] = blockers
        present = blockers is None and ground.holds_file(path)
        if present and ground.is_as_made(path, artifact):
            continue
        if present and not ground.may_be_replaced(path):
            ground.foreign.add(path)
        keyed.append((present, blockers is not None, int(artifact.rank), path))
    if owned is None and (others := list(islice(ground.others_than(produced), _LOOKED_AT))):
        raise _occupied(destination, others)
    if ground.foreign:
        raise _overwriting(destination, sorted(ground.foreign))
    gone = sorted(ground.owned.keys() - produced.keys() - ground.respelled)
    others_now = {path for path in gone if ground.holds_something_else(path)}
    stale = tuple(path for path in gone if path not in others_now)
    changing = [path for *_, path in sorted(keyed)]
    ground.require_permission((*changing, *(path for path in stale if holds_plain_file(destination, path))))
    swaps = tuple(produced[path] for path in changing)
    return Plan(swaps, obstacles, stale, tuple(sorted(others_now)), len(produced) - len(changing), ground.before)


class _Ground:
    """The published folder as it stands; each folder in it is looked at once.

    `foreign` are the paths at which something stands in the way that is not ours.
    """

    def __init__(self, destination: Path, owned: Mapping[str, Digests]) -> None:
        self.foreign: set[str] = set()
        self.respelled: set[str] = set()
        self.before: dict[str, str] = {}
        self.owned = owned
        self._destination = destination
        self._owned_folded = {fold(path): path for path in sorted(owned)}
        self._device = destination.parent.stat().st_dev
        self._folders: dict[str, bool] = {"": destination.is_dir()}
        self._files_as_folders: dict[str, str] = {}
        if self._folders[""] and destination.stat().st_dev != self._device:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(destination))

    def blockers_of(self, path: str) -> tuple[str, ...] | None:
        """Our files that must go before `path` can be a file, None when it can; those of others go to `foreign`."""
        folder = path.rpartition("/")[0]
        if not self._is_folder(folder):
            blocker = self._files_as_folders.get(folder)
            return None if blocker is None else (blocker,)
        status = self._status(path)
        if status is None:
            return None
        if stat.S_ISDIR(status.st_mode):
            inside = tuple(self._entries_below(path))
            self.foreign.update(one for one in inside if not self._is_as_written(one))
            return inside
        # Where case does not count, the file found may be one of ours under its old spelling.
        old = self._owned_folded.get(fold(path), path)
        if path in self.owned or old == path or not holds_plain_file(self._destination, old):
            return None
        if not os.path.samefile(self._full(old), self._full(path)):
            return None
        if not self._is_as_written(old):
            self.foreign.add(old)
        self.respelled.add(old)
        return (old,)

    def may_be_replaced(self, path: str) -> bool:
        """Whether what stands at `path`, where a file of the site has to come, is ours.

        A ledger without digests is taken at its word here, as its names are also those of the new site; else nobody
        could go on who built with the version before.
        """
        if self.owned.get(path) == frozenset():
            return self._note(path) is not None
        return self._is_as_written(path)

    def holds_something_else(self, path: str) -> bool:
        """Whether at `path`, once ours, stands a file or link of which nothing shows that we wrote it."""
        full = self._full(path)
        return os.path.lexists(full) and not _is_folder_itself(full) and not self._is_as_written(path)

    def others_than(self, produced: Mapping[str, Artifact]) -> Iterator[str]:
        """The files of a folder without a ledger, but for git's own and those that are as the site has them."""
        if not self._folders[""]:
            return
        for path in self._entries_below(""):
            if path not in produced or not self.is_as_made(path, produced[path]):
                yield path

    def holds_file(self, path: str) -> bool:
        return self._is_folder(path.rpartition("/")[0]) and self._status(path) is not None

    def is_as_made(self, path: str, artifact: Artifact) -> bool:
        """Whether the file at `path` has the bytes of the artifact."""
        status = self._status(path)
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        with open(self._full(path), "rb", buffering=0) as file:
            return file_digest(file, "sha256").hexdigest() == artifact.digest

    def require_permission(self, paths: tuple[str, ...]) -> None:
        """Raise PermissionError when a folder that has to change may not be written: later would be halfway."""
        if not self._folders[""]:
            return
        nearest = {next((folder for folder in folders_above(path) if self._is_folder(folder)), "") for path in paths}
        for folder in sorted(nearest):
            if not os.access(self._full(folder), os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), self._full(folder))

    def _is_folder(self, folder: str) -> bool:
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = self._look_at_folder(folder)
        return known

    def _look_at_folder(self, folder: str) -> bool:
        above = folder.rpartition("/")[0]
        if not self._is_folder(above):
            if above in self._files_as_folders:
                self._files_as_folders[folder] = self._files_as_folders[above]
            return False
        status = self._status(folder)
        if status is None:
            return False
        if not stat.S_ISDIR(status.st_mode):
            self._files_as_folders[folder] = folder
            if not self._is_as_written(folder):
                self.foreign.add(folder)
            return False
        if status.st_dev != self._device:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), self._full(folder))
        return True

    def _status(self, path: str) -> os.stat_result | None:
        try:
            status = os.lstat(self._full(path))
        except FileNotFoundError:
            return None
        if stat.S_ISLNK(status.st_mode):
            raise PublishError(
                f"{self._full(path)} is a symbolic link, and writing there could leave the folder; {UNCHANGED}",
                "replace the link by a plain file or folder, or choose another folder with -o",
            )
        return status

    def _is_as_written(self, path: str) -> bool:
        """Whether the bytes at `path` are those that we wrote; an empty file is what a loss of power leaves of them."""
        digests = self.owned.get(path, frozenset())
        return bool(digests) and self._note(path) in digests | {_NOTHING}

    def _note(self, path: str) -> str | None:
        """The digest of what stands at `path`, which is kept as well; None where it is no plain file of the folder."""
        if not holds_plain_file(self._destination, path):
            return None
        if path not in self.before:
            with open(self._full(path), "rb", buffering=0) as file:
                self.before[path] = file_digest(file, "sha256").hexdigest()
        return self.before[path]

    def _entries_below(self, folder: str) -> Iterator[str]:
        """All files and links below, in order; git's own in the published folder itself are not looked at."""
        for parent, folders, files in os.walk(self._full(folder), onerror=_raise):
            if parent == self._full(""):
                folders[:] = [name for name in folders if not is_git(name)]
                files = [name for name in files if not is_git(name)]
            folders.sort()
            links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
            for name in sorted(files + links):
                yield os.path.relpath(os.path.join(parent, name), self._destination).replace(os.sep, "/")

    def _full(self, path: str) -> str:
        return os.path.join(self._destination, path)


def crosses_link(destination: Path, path: str) -> bool:
    """Whether a symbolic link lies between the folder and `path`, so that `path` may be elsewhere."""
    return any(os.path.islink(os.path.join(destination, folder)) for folder in folders_above(path))


def holds_plain_file(destination: Path, path: str) -> bool:
    """Whether a regular file stands at `path` below the folder, and no symbolic link on the way to it."""
    try:
        status = os.lstat(os.path.join(destination, path))
    except OSError as failure:
        if failure.errno in _ABSENT:
            return False
        raise
    return stat.S_ISREG(status.st_mode) and not crosses_link(destination, path)


def _is_folder_itself(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _raise(failure: OSError) -> None:
    raise failure


def _overwriting(destination: Path, foreign: list[str]) -> PublishError:
    return PublishError(
        f"statusladder did not write {destination} as it stands and would have to overwrite {some_of(foreign)}; "
        f"{UNCHANGED}",
        "choose another folder with -o, or delete these files; a restored folder needs its ledger restored beside it",
    )


def _occupied(destination: Path, others: list[str]) -> PublishError:
    return PublishError(
        f"{destination} holds files that statusladder did not write: {some_of(others)}; {UNCHANGED}",
        "choose an empty folder with -o, and put files of your own into static/; "
        "a restored folder needs its ledger restored beside it",
    )
