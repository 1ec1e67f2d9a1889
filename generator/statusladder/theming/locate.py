"""Where a theme lies: the site's own first, then the installed package's, then the checkout's."""

from pathlib import Path

import statusladder

_PACKAGE = Path(statusladder.__file__).resolve().parent

SETTINGS = "theme.yaml"

_LONGEST_NAME = 60
"""Characters: at four bytes each still a name that every file system takes."""


OWN = "themes"
"""Where a site's own themes lie, below its folder."""


def theme_folders(site_root: Path | None) -> tuple[Path, ...]:
    """The folders that may hold themes, in the order of their say; without a site those of this program alone."""
    shipped = (_PACKAGE / "_themes", _PACKAGE.parent.parent / "themes")
    return shipped if site_root is None else (site_root / OWN, *shipped)


def find_theme_folder(name: str, site_root: Path | None) -> Path | None:
    """The folder of the theme called `name`; None when there is none, or when the name is a path."""
    if name != Path(name).name or name in (".", "..") or len(name) > _LONGEST_NAME:
        return None
    candidates = (folder / name for folder in theme_folders(site_root))
    return next((folder for folder in candidates if (folder / SETTINGS).is_file()), None)


def theme_names(site_root: Path | None) -> tuple[str, ...]:
    """The names of all themes that can be found, for the near miss."""
    found = {file.parent.name for folder in theme_folders(site_root) for file in folder.glob(f"*/{SETTINGS}")}
    return tuple(sorted(found))


def is_shipped(folder: Path) -> bool:
    """Whether the theme in a folder came with this program, though a site may look for it in the same place."""
    return any(folder.resolve() == (place / folder.name).resolve() for place in theme_folders(None))
