"""What stops a publication, in words that a person can act on.

Short because every file that reads or writes for a publication raises it.
"""

import errno
from pathlib import Path

from statusladder.model.problem import Stopped


class PublishError(Stopped):
    """The world, not the content, stopped a publication."""


UNCHANGED = "the site there is as it was"

_FREE_SPACE = "free some space, then build again"
_ALLOW = "give yourself write permission there, or choose another folder with -o"
_OTHER_FOLDER = "choose another folder with -o"
_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", _FREE_SPACE),
    errno.EDQUOT: ("the disk quota is used up", _FREE_SPACE),
    errno.EFBIG: ("a file is larger than the system allows", "raise the limit (ulimit -f), then build again"),
    errno.EACCES: ("permission is denied", _ALLOW),
    errno.EPERM: ("permission is denied", _ALLOW),
    errno.EROFS: ("the file system is read-only", _OTHER_FOLDER),
    errno.EXDEV: (
        "the folder is a mount point, and files cannot be swapped in from beside it",
        "publish into a folder inside the mount",
    ),
    errno.ENAMETOOLONG: ("a name is too long for the file system", "shorten the name, or choose another folder"),
    errno.ENOTDIR: ("a file stands where a folder is needed", _OTHER_FOLDER),
    errno.EEXIST: ("a file stands where a folder is needed", _OTHER_FOLDER),
}


def in_words(error: OSError, destination: Path, state: str = UNCHANGED) -> PublishError:
    """The error of the system as a `PublishError`; `state` says in what condition the published folder is now."""
    fallback = (error.strerror or type(error).__name__, "fix that, then build again")
    what, fix = _WORDS.get(error.errno or 0, fallback)
    where = f" at {error.filename}" if error.filename is not None else ""
    return PublishError(f"publishing to {destination} stopped, {what}{where}; {state}", fix)
