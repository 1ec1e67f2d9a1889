"""Which files of a site's folder are content: a walk in sorted order that lets nothing out of place pass."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from statusladder.content.redirects import REDIRECTS_FILE
from statusladder.model.files import is_passed_over
from statusladder.model.problem import TWIN_TO_MEND, Place, Problem
from statusladder.model.values import suggest

SECTIONS = {"incidents": "content/incidents", "maintenance": "content/maintenance", "drills": "content/drills"}

PAGES = "content/pages"

PLAYBOOKS = "content/playbooks"

SCRIPT = "script.md"
"""What the leader of a drill tells the team; it stands beside the drill's updates."""

FEEDBACK = "content/feedback"

STATIC = "static"
"""What is copied to the root of the site as it is."""

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FOLDER = rf"(\d{{4}}-\d{{2}}-\d{{2}})-{SLUG}"
"""Patterns of names, in the form that browsers understand as well."""

_FOLDER = re.compile(FOLDER, re.ASCII)
_NAMED = {ending: re.compile(rf"{SLUG}\{ending}", re.ASCII) for ending in (".md", ".yaml")}
_FILE = re.compile(r"(\d{2,3})-[a-z0-9]+(?:[-_][a-z0-9]+)*\.md", re.ASCII)
_PICTURE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.(?:png|jpe?g)", re.ASCII)
_OTHER_PICTURES = frozenset({".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".apng"})

MAX_NAME = 120
"""Characters of a folder or file name: well below the 255 bytes that file systems and hosts allow."""


@dataclass(frozen=True)
class UpdateFile:
    """One file to read: its path below the site (with `/`), its stem and its number."""

    path: str
    id: str
    number: int


@dataclass(frozen=True)
class Folder:
    """One incident, maintenance or drill: its id, its path below the site, its files by number, a drill's script.

    `pictures` are the paths of the pictures beside its updates, in name order.
    """

    id: str
    path: str
    files: tuple[UpdateFile, ...]
    script: str | None = None
    pictures: tuple[str, ...] = ()


def find_strays(root: Path) -> list[Problem]:
    """What lies in content/ and is no part of the format: a misspelt folder would be an outage that nobody hears of."""
    problems: list[Problem] = []
    known = (*SECTIONS, "pages", "playbooks", "feedback")
    for entry in _entries(root, "content", problems):
        if f"content/{entry.name}" == REDIRECTS_FILE and entry.is_file():
            continue
        if entry.name not in known or not entry.is_dir():
            sentence = f"'{entry.name}' is not a folder of the format, so nothing in it would be published"
            problems.append(Problem(Place(f"content/{entry.name}"), "D012", sentence, suggest(entry.name, known)))
    return problems


def find_folders(root: Path, section: str) -> tuple[tuple[Folder, ...], list[Problem]]:
    """The folders of a section in name order; everything that is not one is a Problem."""
    base = SECTIONS[section]
    problems: list[Problem] = []
    folders = []
    for entry in _entries(root, base, problems):
        path = f"{base}/{entry.name}"
        if not entry.is_dir():
            sentence = f"'{entry.name}' stands outside of an incident's folder"
            problems.append(Problem(Place(path), "D012", sentence, "move it into a folder, one file an update"))
        elif (wrong := _wrong_folder_name(entry.name)) is not None:
            problems.append(Problem(Place(path), "D012", wrong, "rename it as 2026-03-14-sign-in-failures"))
        else:
            folders.append(_folder(root, section, entry.name, problems))
    return tuple(folders), problems


def find_folder_names(root: Path, section: str) -> tuple[str, ...]:
    """The ids of a section in order, without a look into the folders: what most commands have to know of the others."""
    entries = _entries(root, SECTIONS[section], [])
    return tuple(entry.name for entry in entries if entry.is_dir() and is_folder_name(entry.name))


def find_folder(root: Path, section: str, name: str) -> tuple[Folder, list[Problem]]:
    """One folder of a section, whether or not it is there; the name is one that `find_folders` would accept."""
    problems: list[Problem] = []
    return _folder(root, section, name, problems), problems


def update_at(section: str, path: str) -> UpdateFile | None:
    """The update of a section that a path stands for, whether or not it is there; None where it can be none."""
    folder, _, name = path.removeprefix(f"{SECTIONS[section]}/").partition("/")
    stands_there = path == f"{SECTIONS[section]}/{folder}/{name}" and is_folder_name(folder)
    return _named_file(path, name) if stands_there else None


def find_pages(root: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """The paths of the site's own pages in name order; everything that is not one is a Problem."""
    return _find_named(root, PAGES, "a page", "name pages how-to-reach-us.md, in small letters")


def find_own_playbooks(root: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """The paths of the site's own playbooks in name order; everything that is not one is a Problem."""
    return _find_named(root, PLAYBOOKS, "a playbook", "name playbooks sign-in.md, in small letters")


def find_feedback(root: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """The paths of the files of what readers sent, in name order; everything that is not one is a Problem."""
    return _find_named(root, FEEDBACK, "a file of feedback", "name files 2026-03.yaml, in small letters", ".yaml")


def find_static(root: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """The paths of all files below static/, in order; what no address or file system could hold is a Problem."""
    problems: list[Problem] = []
    paths: list[str] = []
    if (root / STATIC).is_symlink():
        sentence = "static/ is a link, and what it leads to may not be for everybody"
        return (), [Problem(Place(STATIC), "D014", sentence, "put the folder itself here")]
    waiting = [STATIC]
    while waiting:
        folder = waiting.pop()
        for entry in _entries(root, folder, problems):
            path = f"{folder}/{entry.name}"
            if entry.is_symlink() and not _stays_inside(root / STATIC, root / path):
                sentence = "this link leads out of static/, to what may not be for everybody"
                problems.append(Problem(Place(path), "D014", sentence, "put the file itself here"))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif not entry.is_file():
                sentence = f"'{entry.name}' is no file that can be copied"
                problems.append(
                    Problem(Place(path), "D012", sentence, "put a file or a folder here, and no link to one")
                )
            elif "\\" in entry.name:
                sentence = f"the name '{entry.name}' holds a backslash, which no address can"
                problems.append(Problem(Place(path), "D012", sentence, "rename it with small letters and digits"))
            else:
                paths.append(path.removeprefix(f"{STATIC}/"))
    return tuple(sorted(paths)), problems


def _find_named(
    root: Path, base: str, noun: str, fix: str, ending: str = ".md"
) -> tuple[tuple[str, ...], list[Problem]]:
    """The files of a folder that are called by their names alone."""
    problems: list[Problem] = []
    paths = []
    for entry in _entries(root, base, problems):
        path = f"{base}/{entry.name}"
        if entry.is_file() and _NAMED[ending].fullmatch(entry.name) and len(entry.name) <= MAX_NAME:
            paths.append(path)
        else:
            problems.append(Problem(Place(path), "D012", f"'{entry.name}' is not the name of {noun}", fix))
    return tuple(paths), problems


def _folder(root: Path, section: str, name: str, problems: list[Problem]) -> Folder:
    path = f"{SECTIONS[section]}/{name}"
    files = []
    pictures = []
    script = None
    before_this = len(problems)
    for entry in _entries(root, path, problems):
        inner = f"{path}/{entry.name}"
        file = _named_file(inner, entry.name)
        if section == "drills" and entry.name == SCRIPT and entry.is_file():
            script = inner
        elif entry.is_file() and _PICTURE.fullmatch(entry.name) and len(entry.name) <= MAX_NAME:
            pictures.append(inner)
        elif not entry.is_file() or file is None:
            problems.append(Problem(Place(inner), "D012", *_out_of_place(entry.name)))
        else:
            files.append(file)
    files.sort(key=lambda file: (file.number, file.id))
    for before, after in pairwise(files):
        if before.number == after.number:
            sentence = f"the number {after.number:02} is also that of {before.id}.md, so 'at' orders the two"
            fix = f"run 'statusladder renumber {name}' before both are published; a published name stays"
            problems.append(Problem(Place(after.path), "D013", sentence, fix, TWIN_TO_MEND))
    if not files and len(problems) == before_this:
        problems.append(
            Problem(Place(path), "D012", f"'{name}' holds no update", "add 01-investigating.md, or delete it")
        )
    return Folder(name, path, tuple(files), script, tuple(pictures))


def _out_of_place(name: str) -> tuple[str, str]:
    """Why a file has no place beside updates, and what to do about it."""
    ending = Path(name).suffix.lower()
    if ending == ".svg":
        return f"'{name}' is an SVG, which can carry a script", "save the picture as PNG"
    if ending in _OTHER_PICTURES:
        return f"'{name}' is a picture of a kind that is not published", "save it as PNG or JPEG"
    if ending in (".png", ".jpg", ".jpeg"):
        return f"'{name}' is not the name of a picture", "name pictures load-times.png, in small letters"
    return f"'{name}' is not the name of an update", "name updates 01-investigating.md, 02-identified.md"


def _named_file(path: str, name: str) -> UpdateFile | None:
    match = _FILE.fullmatch(name)
    if match is None or len(name) > MAX_NAME:
        return None
    return UpdateFile(path, name.removesuffix(".md"), int(match[1]))


def is_folder_name(name: str) -> bool:
    """Whether an incident's folder can be called that."""
    return _wrong_folder_name(name) is None


def _wrong_folder_name(name: str) -> str | None:
    match = _FOLDER.fullmatch(name)
    if match is None or len(name) > MAX_NAME:
        return f"'{name}' is not a date and a slug in small letters"
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return f"'{name}' does not begin with a day of the calendar"
    return None


def _entries(root: Path, path: str, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    """What a folder holds, in name order, but for what is passed over; links that leave the site are Problems."""
    try:
        with os.scandir(root / path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as failure:
        sentence = f"the folder cannot be read ({failure.strerror})"
        problems.append(Problem(Place(path), "D001", sentence, "check that it is a folder and may be read"))
        return
    for entry in entries:
        if is_passed_over(entry.name):
            continue
        if not entry.name.isprintable():
            sentence = f"the name {entry.name!a} holds characters that no address can"
            problems.append(Problem(Place(path), "D012", sentence, "rename it with small letters and digits"))
        elif entry.is_symlink() and not _stays_inside(root, root / path / entry.name):
            sentence = "this link leads out of the site's folder, or nowhere"
            problems.append(Problem(Place(f"{path}/{entry.name}"), "D014", sentence, "put the file itself here"))
        else:
            yield entry


def _stays_inside(folder: Path, link: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
