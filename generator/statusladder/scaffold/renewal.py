"""What an upgrade would change in a site: what `init` would write today against what is there, and against the record.

The record is what `init` and `upgrade` note of the files they wrote, so that the next upgrade knows what was changed
since.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from statusladder import __version__
from statusladder.content.write_together import write_together
from statusladder.model.problem import Stopped
from statusladder.model.schema import SCHEMA_FOLDER
from statusladder.scaffold.choice import RETIRED
from statusladder.scaffold.hosts import REQUIREMENTS
from statusladder.scaffold.own_wheel import is_vendored, vendored_in

RECORD = f"{SCHEMA_FOLDER}/written.json"

_LARGEST = 1_000_000
_RELEASE = re.compile(r"\d{1,9}(?:\.\d{1,9})*", re.ASCII)


@dataclass(frozen=True)
class UpgradeRecord:
    """`version` wrote the site for `host`; `digests` are those of our own texts, by path.

    A path has the digest of the text that was last written or shown, empty where the site had no such file.
    """

    version: str
    host: str
    digests: Mapping[str, str]


def release_of(version: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version, to be compared; none where it begins with something else."""
    found = _RELEASE.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()


def digest_of(content: str | bytes) -> str:
    """The SHA-256 of a file in hexadecimal digits. Of a text, which holds no NUL, Git may change the line ends: they do
    not count."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data if b"\0" in data else data.replace(b"\r\n", b"\n")).hexdigest()


def record_text(record: UpgradeRecord) -> str:
    """The record as it is written into a site."""
    digests = dict(sorted(record.digests.items()))
    return json.dumps({"version": record.version, "host": record.host, "files": digests}, indent=2) + "\n"


def find_record(root: Path) -> UpgradeRecord | None:
    """The record of a site, None where there is none. Raises Stopped where there is something else."""
    try:
        with open(root / RECORD, "rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("too long")
        return _record_of(json.loads(data))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        fix = "take it from Git again, or delete it: then each file that is not as it would be written counts as yours"
        raise Stopped(f"{RECORD} is not what init and upgrade write there", fix) from None


def _record_of(value: object) -> UpgradeRecord:
    """Raises ValueError where the value has another form."""
    match value:
        case {"version": str(version), "host": str(host), "files": dict(files)} if all(
            isinstance(digest, str) for digest in files.values()
        ):
            return UpgradeRecord(version, host, files)
    raise ValueError("no record")


class Fate(Enum):
    """What an upgrade does with a file."""

    SAME = auto()
    WRITE = auto()
    KEEP = auto()
    """It is the team's, and we have another text than the one that was last shown."""
    SETTLED = auto()
    """It is the team's, and our text is the one that was last shown."""


@dataclass(frozen=True)
class Change:
    """A file that differs; `before` is None where there is none, `after` where there is to be none."""

    path: str
    fate: Fate
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Renewal:
    """What differs, in order of path, and the record as it is to be; `is_noted` says that it is so already."""

    changes: tuple[Change, ...]
    record: UpgradeRecord
    is_noted: bool

    def of(self, fate: Fate) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.fate is fate)

    @property
    def is_nothing(self) -> bool:
        return self.is_noted and not self.of(Fate.WRITE) and not self.of(Fate.KEEP)


def plan_renewal(
    root: Path,
    given: Mapping[str, str | bytes],
    host: str,
    record: UpgradeRecord | None,
    known: Collection[str],
    names: Collection[str],
) -> Renewal:
    """Compares the site with the files `given`, those of `host`; writes nothing.

    Only what is among the paths `known` is ever removed. With `names` only these files, and those in folders of these
    names, are looked at, and written whoever changed them. Raises Stopped where a path leads through a symbolic link,
    or to something else than a file.
    """
    site = _Site(root, given, record, known)
    keeps_list = site.fate(REQUIREMENTS, bool(names)) in (Fate.KEEP, Fate.SETTLED)
    scope = [path for path in sorted(site.paths) if not names or is_named(_leader(path), names)]
    digests = dict(record.digests) if record is not None else dict.fromkeys(given.keys() - set(scope), "")
    changes = []
    for path in scope:
        if keeps_list and _leader(path) != path:
            continue  # the list that the team keeps goes on naming the wheel that is there
        digests.pop(path, None)
        if path in given:
            digests[path] = digest_of(given[path])
        fate = site.fate(path, bool(names))
        if fate is not Fate.SAME:
            changes.append(Change(path, fate, site.present.get(path), site.wanted(path)))
    renewed = UpgradeRecord(__version__, host, {path: digests[path] for path in digests.keys() & site.paths})
    is_noted = record is not None and (record.host, record.digests) == (host, renewed.digests)
    return Renewal(tuple(changes), renewed, is_noted)


def write_renewal(root: Path, renewal: Renewal) -> None:
    """Writes and removes what the renewal says, and the record; all of it or nothing.

    Raises OSError, and Stopped where a file is no longer what it was compared with.
    """
    for change in renewal.of(Fate.WRITE):
        if _read(root, change.path) != change.before:
            raise Stopped(
                f"{root / change.path} was changed meanwhile, so nothing was written", "look at it, and upgrade again"
            )
    written = {change.path: change.after for change in renewal.of(Fate.WRITE) if change.after is not None}
    gone = [change.path for change in renewal.of(Fate.WRITE) if change.after is None]
    write_together(root, {**written, RECORD: record_text(renewal.record)}, {}, gone)


def is_named(path: str, names: Collection[str]) -> bool:
    """Whether a file, or a folder that it lies in, is among the names; `.` is the site itself."""
    return "." in names or any(path == name or path.startswith(f"{name}/") for name in names)


class _Site:
    """The files of a site as they are, and what is known of them."""

    def __init__(
        self, root: Path, given: Mapping[str, str | bytes], record: UpgradeRecord | None, known: Collection[str]
    ) -> None:
        digests = dict(record.digests) if record is not None else dict.fromkeys(RETIRED, "")
        requirements = _read(root, REQUIREMENTS) if REQUIREMENTS in given else None
        self._digests = {**digests, **vendored_in(requirements or b"")}
        self._has_record = record is not None
        self._given = given
        self.paths = given.keys() | {path for path in self._digests if path in known or is_vendored(path)}
        present = {path: _read(root, path) for path in self.paths | {RECORD}}
        self.present: Mapping[str, bytes] = {path: data for path, data in present.items() if data is not None}

    def wanted(self, path: str) -> bytes | None:
        """What the file is to hold, with the line ends that it has now."""
        content, before = self._given.get(path), self.present.get(path, b"")
        if isinstance(content, str):
            return (content.replace("\n", "\r\n") if b"\r\n" in before else content).encode()
        return content

    def fate(self, path: str, is_named: bool) -> Fate:
        before, after = self.present.get(path), self._given.get(path)
        now = None if before is None else digest_of(before)
        ours = None if after is None else digest_of(after)
        noted = self._digests.get(path)
        if now == ours:
            return Fate.SAME
        was_ours = now == noted if now is not None else self._has_record and noted is None
        if is_named or was_ours or (is_vendored(path) and after is not None):
            return Fate.WRITE
        return Fate.SETTLED if noted == ours else Fate.KEEP


def _leader(path: str) -> str:
    """The file that is written or kept together with this one: a wheel is of no use without the list that names it."""
    return REQUIREMENTS if is_vendored(path) else path


def _read(root: Path, path: str) -> bytes | None:
    """The bytes of a file of the site, None where there is none. Raises Stopped where it is no file of the site."""
    file = root
    try:
        for part in path.split("/"):
            file /= part
            if file.is_symlink():
                fix = "put the file or folder itself there"
                raise Stopped(f"{file} is a symbolic link, and upgrade follows none", fix)
            if not file.exists():
                return None
            if file.is_file() != (file == root / path):
                raise Stopped(f"{file} is in the way of {path}", "move it away, and upgrade again")
        return file.read_bytes()
    except OSError as failure:
        raise Stopped(f"{file} cannot be read ({failure.strerror})", "check that you may read it") from None
