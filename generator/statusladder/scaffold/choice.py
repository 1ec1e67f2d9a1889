"""Which sets of files there are to choose from, which of them a site was given, and what all of them come to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from statusladder.discovery import find_members
from statusladder.model.site import Settings
from statusladder.scaffold.interface import Files, Scaffold

NO_HOST, CMS = "none", "cms"

Sets = Mapping[str, Files]
"""What each set of files comes to for one site, by the name of the set."""

RETIRED = frozenset({".statusladder/still_current.py", ".statusladder/ping.py"})
"""What earlier versions wrote and no set of this one does: never leave out one, so that `upgrade` can remove it."""


@cache
def members() -> Mapping[str, Scaffold]:
    """Every set of files by its name."""
    return {member.name: member for member in find_members("statusladder.scaffold", "SCAFFOLD", Scaffold)}


def host_names() -> tuple[str, ...]:
    """What `--host` takes."""
    return (*(name for name, member in members().items() if member.is_host), NO_HOST)


def every_set(settings: Settings) -> Sets:
    """What each set comes to for a site of these settings."""
    return {name: member.make(settings) for name, member in members().items()}


def files_for(sets: Sets, host: str, *, cms: bool) -> Files:
    """The files of the host, of the web editor where `cms` asks for it, and of the sets that every site is given."""
    chosen = {host} | ({CMS} if cms else set())
    given = [files for name, files in sets.items() if name in chosen or not (members()[name].is_host or name == CMS)]
    return {path: text for files in given for path, text in files.items()}


def every_path(sets: Sets) -> frozenset[str]:
    """Each path that this version or an earlier one writes for any choice, but for those of wheels."""
    return RETIRED.union(*sets.values())


def find_hosts(root: Path, sets: Sets) -> list[str]:
    """The hosts of whose own lines the site has more than half: those that no other host's files have there."""
    lines = {name: set(_lines(files)) for name, files in sets.items() if members()[name].is_host}
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
