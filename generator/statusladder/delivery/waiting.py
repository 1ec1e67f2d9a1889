"""Waits until the page shows what the messages link to: nobody is sent to a page that does not know the update yet.

Short because it asks the page, and all else here sends.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from statusladder.delivery.announcing import Patience
from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped
from statusladder.model.routes import RouteRow

INTERVAL = 10.0
"""Seconds between two questions."""


def wait_until_live(
    site: str, rows: Iterable[RouteRow], longest: timedelta, patience: Patience, *, own_network: bool = False
) -> None:
    """Returns when the live manifest has each update with the same facts.

    Raises Stopped where it has not after that time; it is asked once in any case.
    """
    wanted = tuple(dict.fromkeys(rows))
    if not wanted:
        return
    end = patience.clock() + longest.total_seconds()
    while True:
        missing = _ask(site, wanted, own_network)
        if missing is None:
            return
        if patience.clock() + INTERVAL > end:
            raise Stopped(f"nothing was sent: {missing}", "check that the page is published, then run this again")
        patience.sleep(INTERVAL)


def _ask(site: str, wanted: Sequence[RouteRow], own_network: bool) -> str | None:
    """What the live site lacks, None where it has all. No cache has an answer to what was never asked."""
    address = f"{site.rstrip('/')}/manifest.json?asked={secrets.token_hex(8)}"
    try:
        manifest = read_manifest(address, own_network=own_network)
    except ManifestError as failure:
        return failure.sentence
    for row in wanted:
        if not _has(manifest, row):
            return f"{site} does not show {row.incident}/{row.id} with the facts of the messages"
    return None


def _has(manifest: Manifest, row: RouteRow) -> bool:
    for page, updates in manifest.updates.items():
        mark = updates.get(row.update)
        if page.rstrip("/").rpartition("/")[2] == row.incident and mark is not None:
            return mark.facts == row.facts and (row.correction is None or row.correction in mark.corrections)
    return False
