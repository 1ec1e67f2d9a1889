"""Where a theme lies: the site's own first, then the installed package's, then the checkout's."""

from pathlib import Path

import statusladder

_PACKAGE = Path(statusladder.__file__).resolve().parent


def theme_folders(site_root: Path) -> tuple[Path, ...]:
    """The folders that may hold themes, in the order of their say."""
    return (site_root / "themes", _PACKAGE / "_themes", _PACKAGE.parent.parent / "themes")


def find_theme_folder(name: str, site_root: Path) -> Path | None:
    """The folder of the theme called `name`; None when there is none, or when the name is a path."""
    if name != Path(name).name or name in (".", ".."):
        return None
    candidates = (folder / name for folder in theme_folders(site_root))
    return next((folder for folder in candidates if (folder / "theme.yaml").is_file()), None)


def theme_names(site_root: Path) -> tuple[str, ...]:
    """The names of all themes that can be found, for the near miss."""
    found = {file.parent.name for folder in theme_folders(site_root) for file in folder.glob("*/theme.yaml")}
    return tuple(sorted(found))
