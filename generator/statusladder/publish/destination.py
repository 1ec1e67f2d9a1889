"""Guards the folder that a site is published to: some are refused, and only one build at a time writes there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from statusladder.content.tree import STATIC
from statusladder.locking import try_lock
from statusladder.publish.error import PublishError
from statusladder.publish.paths import is_git
from statusladder.theming.layer import theme_folders_of

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def hold_lock(path: Path, destination: Path) -> Iterator[None]:
    """Hold the lock file `path` while publishing to `destination`; the file is gone afterwards.

    The lock belongs to the open file, not to its existence: when a build is killed the system releases it, so a file
    left behind never has to be removed by hand.

    Raises PublishError when another build holds it, OSError when the file cannot be made.
    """
    descriptor = _acquire(path)
    if descriptor is None:
        raise PublishError(
            f"another build is publishing to {destination}; this one changed nothing",
            "wait until the other build has finished, then build again",
        )
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _acquire(path: Path) -> int | None:
    """The descriptor that holds the lock, or None when somebody else does."""
    while True:
        descriptor = os.open(path, _FLAGS, 0o644)
        try:
            if not try_lock(descriptor):
                os.close(descriptor)
                return None
            # The holder before us may have removed the file between our open and our lock; a lock on a file that has
            # lost its name locks nobody out, so it counts only while the name still leads to it.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                    return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


_OTHER_FOLDER = "choose a folder of its own with -o, as public"


def keep_apart(root: Path, destination: Path) -> None:
    """Raises PublishError where what is written would come among what is read, or among what git keeps for itself.

    `root` is the folder of the site. Refused are the site's folder and those above it, the content, static files and
    themes, all that lies in them or around them, and the inside of a repository.
    """
    target = Path(os.path.realpath(destination))
    own = [Path(os.path.realpath(folder)) for folder in _own_folders(root)]
    if _is_within(Path(os.path.realpath(root)), target) or any(
        _is_within(target, folder) or _is_within(folder, target) for folder in own
    ):
        raise PublishError(f"{destination} would mix the published site with the site's own files", _OTHER_FOLDER)
    if any(map(_is_inside_of_git, (target, *target.parents))):
        raise PublishError(f"{destination} lies among the files that git keeps for itself", _OTHER_FOLDER)


def _own_folders(root: Path) -> Iterator[Path]:
    """What a site is made of; the folders in it as well, because each of them may be a link to one elsewhere."""
    for folder in (root / "content", root / STATIC, *theme_folders_of(root)):
        yield folder
        if folder.is_dir():
            yield from (entry for entry in folder.iterdir() if entry.is_dir())


def _is_within(path: Path, folder: Path) -> bool:
    return any(_is_same(above, folder) for above in (path, *path.parents))


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or os.path.samefile(one, other)
    except OSError:
        return False


def _is_inside_of_git(folder: Path) -> bool:
    """Whether it is called as git's folder is, or holds what makes a folder of any name one, as a bare repository."""
    if is_git(folder.name):
        return True
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
