"""Decides which paths an artifact may have, before any of them meets a disk."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from statusladder.outputs.interface import Artifact

_NAMED = 5


def check_path(path: str) -> None:
    """Raise ValueError unless `path` is relative, with `/` between its parts, and stays below its folder."""
    is_plain = path.isascii() and path.isprintable()
    if not is_plain and any(unicodedata.category(character) in {"Cc", "Cs"} for character in path):
        raise ValueError(f"the path {path!r} holds a control character or half a surrogate pair")
    if "\\" in path:
        raise ValueError(f"the path {path!r} holds a backslash")
    if any(part in {"", ".", ".."} for part in path.split("/")):
        raise ValueError(f"the path {path!r} is not plainly relative: it has an empty part, '.' or '..'")
    if any(is_git(part) for part in path.split("/")):
        raise ValueError(f"the path {path!r} leads to what git keeps for itself")


def is_git(name: str) -> bool:
    """Whether a file or folder of this name is git's own, on a file system that knows no case or short names too."""
    return name.casefold() in {".git", "git~1"}


def some_of(paths: Sequence[str]) -> str:
    """The first five paths for a sentence, and how many more there are; no name can break or colour a line."""
    named = ", ".join(path if path.isprintable() else repr(path) for path in paths[:_NAMED])
    return named + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def gather_artifacts(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    """All artifacts by path, each path checked, and no two that would meet on any file system.

    Names are compared as the file systems of macOS and Windows do, without case and in one Unicode form: a site must
    not depend on where it was built. Raises ValueError, since only an output can be at fault.
    """
    gathered: dict[str, Artifact] = {}
    spelled: dict[str, str] = {}
    for artifact in artifacts:
        check_path(artifact.path)
        if artifact.path in gathered:
            raise ValueError(f"two artifacts have the path {artifact.path!r}")
        gathered[artifact.path] = artifact
        for name in (artifact.path, *folders_above(artifact.path)):
            other = spelled.setdefault(fold(name), name)
            if other != name:
                raise ValueError(f"the paths {other!r} and {name!r} are one on some file systems")
    folders = {folder for path in gathered for folder in folders_above(path)}
    for path in gathered:
        if path in folders:
            raise ValueError(f"the path {path!r} is both a file and a folder")
    return gathered


def folders_above(path: str) -> Iterator[str]:
    """The folders that `path` lies in, the innermost first, without the published folder itself."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def fold(path: str) -> str:
    """`path` as a file system sees it that ignores case and Unicode form."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
