"""Which sets of files there are to choose from, which of them a site was given, and what all of them come to.

The files that every new site has are told here too, and what stands in their way.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from statusladder.content.settings import SETTINGS_FILE, UNUSED_HOST
from statusladder.discovery import find_members
from statusladder.model.files import LEFT_BEHIND
from statusladder.model.schema import make_modeline
from statusladder.model.site import Settings
from statusladder.scaffold.hosts import ANNOUNCERS
from statusladder.scaffold.interface import Files, Scaffold

NO_HOST, CMS = "none", "cms"

Sets = Mapping[str, Files]
"""What each set of files comes to for one site, by the name of the set."""

RETIRED = frozenset({".statusladder/still_current.py", ".statusladder/ping.py"})
"""What earlier versions wrote and no set of this one does: never leave out one, so that `upgrade` can remove it."""


@cache
def find_sets() -> Mapping[str, Scaffold]:
    """Every set of files by its name."""
    return {member.name: member for member in find_members("statusladder.scaffold", "SCAFFOLD", Scaffold)}


def find_host_names() -> tuple[str, ...]:
    """What `--host` takes."""
    return (*(name for name, member in find_sets().items() if member.is_host), NO_HOST)


def make_sets(settings: Settings) -> Sets:
    """What each set comes to for a site of these settings."""
    return {name: member.make(settings) for name, member in find_sets().items()}


def files_for(sets: Sets, host: str, *, cms: bool) -> Files:
    """The files of the host, of the web editor where `cms` asks for it, and of the sets that every site is given."""
    chosen = {host} | ({CMS} if cms else set())
    given = [files for name, files in sets.items() if name in chosen or not (find_sets()[name].is_host or name == CMS)]
    return {path: text for files in given for path, text in files.items()}


def paths_of(sets: Sets) -> frozenset[str]:
    """Each path that this version or an earlier one writes for any choice, but for those of wheels."""
    return RETIRED.union({ANNOUNCERS}, *sets.values())


def find_hosts(root: Path, sets: Sets) -> list[str]:
    """The hosts of whose own lines the site has more than half: those that no other host's files have there."""
    lines = {name: set(_lines(files)) for name, files in sets.items() if find_sets()[name].is_host}
    shared = Counter(line for every in lines.values() for line in every)
    found = []
    for name, every in lines.items():
        own = {line for line in every if shared[line] == 1}
        present = set(_lines({path: _text(root / path) for path in {path for path, _ in own}}))
        if 2 * len(own & present) > len(own):
            found.append(name)
    return found


def has_cms(root: Path, sets: Sets) -> bool:
    """Whether the site has a file of the web editor."""
    return any((root / path).is_file() for path in sets.get(CMS, {}))


def _lines(files: Files) -> Iterator[tuple[str, str]]:
    return ((path, line.strip()) for path, text in files.items() for line in text.splitlines() if line.strip())


def _text(file: Path) -> str:
    """Empty where there is no file that can be read."""
    try:
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        return ""


SITE_YAML = f"""\
site:
  name: Example status
  url: https://{UNUSED_HOST}
  timezone: UTC
feeds:
  # The host of your url, and part of the ids of all feed entries: never change it once you have published.
  authority: {UNUSED_HOST}
components:
  - id: website
    name: Website
  - id: api
    name: API
contacts:
  - text: Support portal
    url: https://example.com/support
"""

_FIRST_NOTICE = """\
---
{modeline}
stage: investigating
at: {at}
title: "Example: pages load slowly"
severity: minor
components:
  website: degraded_performance
next_update: 60m
---
Pages take longer than usual to load. The API answers as usual. We are finding out why.
"""

IGNORE_FILE = ".gitignore"
IGNORED = ("/public/", "/.public.statusladder*", "/private/", "/.private.statusladder*")
"""What git must not keep: the built pages, and what lies beside them."""


def make_first_files(now: datetime) -> Files:
    """Settings, a first notice as an example, and what git is to ignore: what is built, what others leave behind."""
    notice = f"content/incidents/{now:%Y-%m-%d}-example/01-investigating.md"
    return {
        SETTINGS_FILE: f"{make_modeline('site', SETTINGS_FILE)}\n{SITE_YAML}",
        notice: _FIRST_NOTICE.format(modeline=make_modeline("incident", notice), at=f"{now:%Y-%m-%dT%H:%M:%SZ}"),
        IGNORE_FILE: "".join(f"{line}\n" for line in (*IGNORED, *LEFT_BEHIND)),
    }


def find_obstacles(folder: Path, names: Iterable[str]) -> list[Path]:
    """What stands where one of `names`, or a folder above it, has to come."""
    found = set()
    for name in names:
        path = folder / name
        if os.path.lexists(path):
            found.add(path)
        above = [folder.joinpath(*path.relative_to(folder).parts[:depth]) for depth in range(len(Path(name).parts))]
        found.update(parent for parent in above if os.path.lexists(parent) and not parent.is_dir())
    return sorted(found)
