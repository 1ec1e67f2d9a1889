"""Remembers which files of the published folder are ours, so that nothing else is ever overwritten or deleted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.paths import check_path

_VERSION = 1


@dataclass(frozen=True)
class Ledger:
    """The paths below the folder that earlier builds wrote, and whether those were internal builds."""

    paths: frozenset[str]
    internal: bool = False


def read_ledger(path: Path) -> Ledger | None:
    """What earlier builds wrote, or None when there is no ledger.

    Raises PublishError for a ledger that is not as we write it: guessing could delete somebody's file.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        ledger = json.loads(text)
        if not isinstance(ledger, dict) or ledger.get("version") != _VERSION:
            raise ValueError("its version is unknown")
        paths = ledger.get("paths")
        if not isinstance(paths, list):
            raise ValueError("its list of paths is missing")
        for owned in paths:
            if not isinstance(owned, str):
                raise ValueError(f"{owned!r} is not a path")
            # A path such as `../x` in an edited ledger would let pruning leave the folder.
            check_path(owned)
        internal = ledger.get("internal", False)
        if not isinstance(internal, bool):
            raise ValueError(f"'internal' is {internal!r}")
    except (ValueError, RecursionError) as error:
        raise PublishError(
            f"the ledger {path} cannot be used, {error}; {UNCHANGED}",
            "restore the ledger, or delete both it and the published folder and build anew",
        ) from error
    return Ledger(frozenset(paths), internal)


def ledger_bytes(paths: Iterable[str], *, internal: bool = False) -> bytes:
    """The ledger that owns these paths, the same bytes for the same paths."""
    ledger: dict[str, object] = {"version": _VERSION, "paths": sorted(set(paths))}
    if internal:
        ledger["internal"] = True
    return (json.dumps(ledger, ensure_ascii=False, indent=1) + "\n").encode()
