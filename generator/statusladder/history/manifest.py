"""What was published before, as the live site tells: its manifest, from a file or from its address."""

from http.client import HTTPException
from pathlib import Path

from statusladder.history.fetching import LARGEST, OwnNetwork, fetch
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped


class ManifestError(Stopped):
    """There is no manifest, or none that can be read."""


def read_manifest(source: str, *, own_network: bool = False) -> Manifest:
    """The manifest at a web address or in a file; `own_network` is as in `fetch`. Raises ManifestError."""
    is_address = source.lower().startswith(("https://", "http://"))
    try:
        data = fetch(source, own_network=own_network) if is_address else _read(Path(source))
    except OwnNetwork as refused:
        raise ManifestError(f"{source} is not asked: {refused}", "add --own-network if that is meant") from None
    except (OSError, ValueError, HTTPException) as failure:
        reason = getattr(failure, "strerror", None) or getattr(failure, "reason", None) or failure
        fix = "see that the page is up, or name a copy of its manifest.json" if is_address else "name manifest.json"
        raise ManifestError(f"{source} cannot be read ({reason})", fix) from None
    try:
        return Manifest.model_validate_json(data)
    except ValueError:
        fix = "name the manifest.json of a site that statusladder built"
        raise ManifestError(f"{source} is no manifest of a site", fix) from None


def last_manifest(file: Path) -> Manifest | None:
    """The manifest of a folder that was published, where there is one."""
    try:
        return read_manifest(str(file))
    except ManifestError:
        return None


def _read(file: Path) -> bytes:
    """Raises OSError, ValueError."""
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 2**20} MB")
    return data
