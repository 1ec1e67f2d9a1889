"""Works out what a publication has to change, by looking only: everything that can be refused is refused here."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusladder.outputs.interface import Artifact
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.paths import fold, folders_above

_NAMED = 5


@dataclass(frozen=True)
class Plan:
    """The changes in the order in which they are safe: swap in the one after the other, then remove what is stale.

    `obstacles` has an entry for each artifact whose name is taken by something else of ours, because the name turned
    from file to folder or back or changed its case: the files to be removed first (none for an empty folder).
    """

    swaps: tuple[Artifact, ...]
    obstacles: Mapping[str, tuple[str, ...]]
    stale: tuple[str, ...]
    unchanged: int


def plan_swaps(produced: Mapping[str, Artifact], destination: Path, owned: frozenset[str]) -> Plan:
    """Compare the artifacts with the folder, byte by byte.

    The order keeps every link that a reader can follow whole. First come the files that are new, which nothing links
    to yet; then the changed ones, whose new targets all exist by now; in both, the rank of the artifact decides.
    Removals come last, when no file of the new site links to them. The one exception is a name that turns from file
    to folder or back: it cannot be both, so its old file goes a moment before its new one comes.

    Raises PublishError when a file that is not ours would be overwritten, when a symbolic link or a mount point lies
    in the way, or when a folder to be changed may not be written; OSError when the folder cannot be read.
    """
    ground = _Ground(destination, owned)
    keyed: list[tuple[bool, bool, int, str]] = []
    obstacles: dict[str, tuple[str, ...]] = {}
    for path, artifact in produced.items():
        blockers = ground.blockers_of(path)
        if blockers is not None:
            obstacles[path] = blockers
        present = blockers is None and ground.holds_file(path)
        if present and ground.has_bytes(path, artifact.data):
            continue
        if present and path not in owned:
            ground.foreign.add(path)
        keyed.append((present, blockers is not None, int(artifact.rank), path))
    if ground.foreign:
        raise _overwriting(destination, sorted(ground.foreign))
    stale = tuple(sorted(owned - produced.keys() - ground.respelled))
    changing = [path for *_, path in sorted(keyed)]
    ground.require_permission((*changing, *(path for path in stale if holds_plain_file(destination, path))))
    return Plan(tuple(produced[path] for path in changing), obstacles, stale, len(produced) - len(changing))


class _Ground:
    """The published folder as it stands; each folder in it is looked at once."""

    def __init__(self, destination: Path, owned: frozenset[str]) -> None:
        self.foreign: set[str] = set()
        self.respelled: set[str] = set()
        self._destination = destination
        self._owned = owned
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
            self.foreign.update(set(inside) - self._owned)
            return inside
        # Where case does not count, the file found may be one of ours under its old spelling.
        old = self._owned_folded.get(fold(path), path)
        if path in self._owned or old == path or not holds_plain_file(self._destination, old):
            return None
        if not os.path.samefile(self._full(old), self._full(path)):
            return None
        self.respelled.add(old)
        return (old,)

    def holds_file(self, path: str) -> bool:
        return self._is_folder(path.rpartition("/")[0]) and self._status(path) is not None

    def has_bytes(self, path: str, data: bytes) -> bool:
        status = self._status(path)
        if status is None or not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
            return False
        with open(self._full(path), "rb", buffering=0) as file:
            return file.read() == data

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
            if folder not in self._owned:
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

    def _entries_below(self, folder: str) -> Iterator[str]:
        for parent, folders, files in os.walk(self._full(folder)):
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
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(status.st_mode) and not crosses_link(destination, path)


def _overwriting(destination: Path, foreign: list[str]) -> PublishError:
    named = ", ".join(foreign[:_NAMED]) + (f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else "")
    return PublishError(
        f"statusladder did not write all of {destination} and would have to overwrite {named}; {UNCHANGED}",
        "choose another folder with -o, or delete these files; a restored folder needs its ledger restored beside it",
    )
