"""Refuses folders into which no site must ever be published, by whatever way: a link, a mount, another case."""

import os
from collections.abc import Iterator
from pathlib import Path

from statusladder.content.tree import STATIC
from statusladder.publish.error import PublishError
from statusladder.publish.paths import is_git
from statusladder.theming.layer import theme_folders

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
    for folder in (root / "content", root / STATIC, *theme_folders(root)):
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
