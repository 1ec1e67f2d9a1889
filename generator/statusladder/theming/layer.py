"""One theme of a chain: where it lies, and the one way to its files, inside its folder, regular, of a bounded size.

A site's own themes are found first, then those of the installed package, then those of the checkout.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import statusladder
from statusladder.model.problem import Place, Problem, Stopped
from statusladder.model.settings import ThemeKeys

_PACKAGE = Path(statusladder.__file__).resolve().parent

SETTINGS = "theme.yaml"

_LONGEST_NAME = 60
"""Characters: at four bytes each still a name that every file system takes."""


OWN = "themes"
"""Where a site's own themes lie, below its folder."""


def theme_folders_of(site_root: Path | None) -> tuple[Path, ...]:
    """The folders that may hold themes, in the order of their say; without a site those of this program alone."""
    shipped = (_PACKAGE / "_themes", _PACKAGE.parent.parent / "themes")
    return shipped if site_root is None else (site_root / OWN, *shipped)


def find_theme_folder(name: str, site_root: Path | None) -> Path | None:
    """The folder of the theme called `name`; None when there is none, or when the name is a path."""
    if name != Path(name).name or name in (".", "..") or len(name) > _LONGEST_NAME:
        return None
    candidates = (folder / name for folder in theme_folders_of(site_root))
    return next((folder for folder in candidates if (folder / SETTINGS).is_file()), None)


def find_theme_names(site_root: Path | None) -> tuple[str, ...]:
    """The names of all themes that can be found, for the near miss."""
    found = {file.parent.name for folder in theme_folders_of(site_root) for file in folder.glob(f"*/{SETTINGS}")}
    return tuple(sorted(found))


def is_shipped(folder: Path) -> bool:
    """Whether the theme in a folder came with this program, though a site may look for it in the same place."""
    return any(folder.resolve() == (place / folder.name).resolve() for place in theme_folders_of(None))


TEMPLATES, STYLE, SCRIPT = "templates", "assets/style.css", "assets/page.js"

MOST_BYTES = 256 * 1024
"""Of one file of a theme; the largest of the default theme has 19 kB."""


class ThemeError(Stopped):
    """A theme cannot be found, read or rendered; `problem` says it with its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.place}: {problem.sentence}", problem.fix)
        self.problem = problem


def make_fault(path: str, line: int, sentence: str, fix: str, code: str = "D025") -> ThemeError:
    """The error of a theme at a line of one of its files."""
    return ThemeError(Problem(Place(path, line), code, sentence, fix))


@dataclass(frozen=True)
class Layer:
    """One theme of the chain: its folder and its settings."""

    folder: Path
    keys: ThemeKeys

    def shown(self, path: str) -> str:
        """A file of the theme as Problems name it, wherever the theme lies."""
        return f"themes/{self.folder.name}/{path}"

    def text(self, path: str) -> str | None:
        """A file of the theme, None when it has none. Raises ThemeError."""
        data = read_inside(self.folder, path, self.shown(path), MOST_BYTES)
        try:
            return data.decode("utf-8-sig") if data is not None else None
        except UnicodeDecodeError as failure:
            line = failure.object[: failure.start].count(b"\n") + 1
            sentence = f"the byte {failure.object[failure.start]:#04x} is not UTF-8"
            raise make_fault(self.shown(path), line, sentence, "save the file as UTF-8", "D001") from None


def read_inside(folder: Path, path: str, shown: str, most_bytes: int) -> bytes | None:
    """The file at `path` in a folder, None when there is none; `shown` is how Problems name it.

    Raises ThemeError where a symbolic link leads out of the folder, and where it is no file, too large or unreadable.
    """
    file = folder / path
    try:
        if not os.path.lexists(file):
            return None
        real = file.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            sentence = "the file is or lies behind a link that leads out of its folder"
            raise make_fault(shown, 1, sentence, "put the file itself there", "D014")
        if not real.is_file():
            raise make_fault(shown, 1, "a file has to be here", "put a plain file here", "D001")
        with real.open("rb") as opened:
            data = opened.read(most_bytes + 1)
    except (OSError, RuntimeError) as failure:  # a link that leads to itself is one or the other, by version
        sentence = f"the file cannot be read ({getattr(failure, 'strerror', None) or 'its links lead in a circle'})"
        raise make_fault(shown, 1, sentence, "put a plain file here that may be read, and no link", "D001") from None
    if len(data) > most_bytes:
        sentence = f"the file is {file.stat().st_size:,} bytes long; the limit is {most_bytes:,}"
        raise make_fault(shown, 1, sentence, "make it smaller", "D001")
    return data
