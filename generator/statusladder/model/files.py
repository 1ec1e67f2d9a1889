"""Files of a site's folder: which names are nobody's content, and what a proposed change made of each of the others.

Reading, watching and git pass over the same names.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import translate

LEFT_BEHIND = (
    "[Tt]humbs.db",
    "ehthumbs.db",
    "[Dd]esktop.ini",
    ".DS_Store",
    "._*",
    "Icon[! -~]",
    "__MACOSX",
    "*~",
    "~$*",
    ".~lock.*",
    ".#*",
    "[#]*[#]",
    "*.sw[a-p]",
    "*.tmp",
    "*.bak",
    "*.orig",
    "*.rej",
    "*_BACKUP_[0-9]*",
    "*_BASE_[0-9]*",
    "*_LOCAL_[0-9]*",
    "*_REMOTE_[0-9]*",
)
"""What desktops, editors and merges leave beside a file, as patterns that git understands as well.

No file of the format can have one of these names. That of a folder's icon on a Mac ends in a carriage return, which is
told by not being printable, as it would break a line of `.gitignore`.
"""

_LEFT_BEHIND = re.compile("|".join(map(translate, LEFT_BEHIND)))

WELL_KNOWN = ".well-known"
"""The one name with a dot that the web itself gives to addresses (RFC 8615)."""


def is_passed_over(name: str) -> bool:
    """Whether it is a dot file other than the one that is an address, or what a desktop, an editor or a merge left."""
    if name == WELL_KNOWN:
        return False
    return name.startswith(".") or _LEFT_BEHIND.match(name) is not None


class Fate(StrEnum):
    """What became of a file since the revision."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    DELETED = "deleted"


@dataclass(frozen=True, order=True)
class ChangedFile:
    """One file, its path relative to the site's folder with `/`; `old_path` is set where it was renamed."""

    path: str
    fate: Fate
    old_path: str | None = None
