"""Remembers what this program wrote into the published folder, so that nothing else is ever overwritten or deleted.

Of each file it keeps a digest: a name alone does not say whose bytes stand there today.
"""

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.paths import check_path

_VERSION, _WITHOUT_DIGESTS = 2, 1
_DIGESTS = re.compile(r"[0-9a-f]{64}(?: [0-9a-f]{64})*", re.ASCII)

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a ledger that is read: half a million files, far more than any host takes."""

Digests = frozenset[str]
"""SHA-256 of the bytes that a file of ours may have, in figures of base 16."""


@dataclass(frozen=True)
class Ledger:
    """What earlier builds wrote, by path below the folder, and whether those were internal builds.

    A file has two digests while a build replaces it, and none where an earlier version wrote the ledger, which kept
    paths alone.
    """

    files: Mapping[str, Digests]
    internal: bool = False


def digest_of(data: bytes) -> str:
    """The digest by which the ledger knows these bytes."""
    return sha256(data).hexdigest()


def read_ledger(path: Path) -> Ledger | None:
    """What earlier builds wrote, or None when there is no ledger.

    Raises PublishError for a ledger that is not as we write it: guessing could delete somebody's file.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is no plain file")
        if status.st_size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES:,} bytes")
        return _ledger_from(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise PublishError(
            f"the ledger {path} cannot be used, {error}; {UNCHANGED}",
            "restore the ledger, or delete both it and the published folder and build anew",
        ) from error


def ledger_as_bytes(files: Mapping[str, Digests], *, internal: bool = False) -> bytes:
    """The ledger that owns these files, each with at least one digest; the same bytes for the same files."""
    told = {path: " ".join(sorted(files[path])) for path in sorted(files)}
    ledger: dict[str, object] = {"version": _VERSION, "files": told}
    if internal:
        ledger["internal"] = True
    return (json.dumps(ledger, ensure_ascii=False, indent=1) + "\n").encode()


def _ledger_from(ledger: object) -> Ledger:
    if not isinstance(ledger, dict) or ledger.get("version") not in (_VERSION, _WITHOUT_DIGESTS):
        raise ValueError("its version is unknown")
    internal = ledger.get("internal", False)
    if not isinstance(internal, bool):
        raise ValueError(f"'internal' is {internal!r}")
    return Ledger(_paths_in(ledger) if ledger["version"] == _WITHOUT_DIGESTS else _files_in(ledger), internal)


def _files_in(ledger: Mapping[str, object]) -> dict[str, Digests]:
    files = ledger.get("files")
    if not isinstance(files, dict):
        raise ValueError("its list of files is missing")
    for path, digests in files.items():
        # A path such as `../x` in an edited ledger would let pruning leave the folder.
        check_path(path)
        if not isinstance(digests, str) or _DIGESTS.fullmatch(digests) is None:
            raise ValueError(f"the digest of {path!r} is none")
    return {path: frozenset(digests.split(" ")) for path, digests in files.items()}


def _paths_in(ledger: Mapping[str, object]) -> dict[str, Digests]:
    paths = ledger.get("paths")
    if not isinstance(paths, list):
        raise ValueError("its list of paths is missing")
    for path in paths:
        if not isinstance(path, str):
            raise ValueError(f"{path!r} is not a path")
        check_path(path)
    return dict.fromkeys(paths, frozenset())
