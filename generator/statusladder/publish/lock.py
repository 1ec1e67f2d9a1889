"""Lets only one build publish to a folder at a time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from statusladder.publish.error import PublishError

if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        # Windows has no flock; builds work there, but two at a time are not noticed.
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


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
            if not _try_lock(descriptor):
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
