"""What was published before, as the live site tells: its manifest, from a file or from its address."""

import urllib.request
from http.client import HTTPException
from pathlib import Path

from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped

_SECONDS = 20
"""How long a host may keep us waiting."""

_LARGEST = 256 * 2**20
"""Bytes; the manifest of fifty thousand updates has about 15 million."""


class ManifestError(Stopped):
    """There is no manifest, or none that can be read."""


def read_manifest(source: str) -> Manifest:
    """The manifest at a web address or in a file. Raises ManifestError."""
    is_address = source.startswith(("https://", "http://"))
    try:
        data = fetch(source) if is_address else Path(source).read_bytes()
    except (OSError, ValueError, HTTPException) as failure:
        reason = getattr(failure, "strerror", None) or getattr(failure, "reason", None) or failure
        mend = "see that the page is up, or name a copy of its manifest.json" if is_address else "name manifest.json"
        raise ManifestError(f"{source} cannot be read ({reason})", mend) from None
    try:
        return Manifest.model_validate_json(data)
    except ValueError:
        mend = "name the manifest.json of a site that statusladder built"
        raise ManifestError(f"{source} is no manifest of a site", mend) from None


def last_manifest(file: Path) -> Manifest | None:
    """The manifest of a folder that was published, where there is one."""
    try:
        return read_manifest(str(file))
    except ManifestError:
        return None


def fetch(address: str, form: bytes | None = None) -> bytes:
    """What a host answers now, not what a cache on the way may hold; with `form` it is posted there first.

    Raises OSError, ValueError or HTTPException.
    """
    request = urllib.request.Request(address, form, headers={"Cache-Control": "no-cache", "User-Agent": "statusladder"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        data: bytes = answer.read(_LARGEST)
    return data
