"""Waits until the page shows what is about to be announced: nobody is sent to a page that says nothing of it yet.

Short because it asks the page, and all else here sends.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped
from statusladder.model.routes import RouteRow

EVERY = 10.0
"""Seconds between two questions to the page."""

_MANIFEST = "manifest.json"


def wait_until_live(
    site: str,
    rows: Sequence[RouteRow],
    seconds: float,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    *,
    own_network: bool = False,
) -> None:
    """Returns once the manifest of the page has all of the rows. Raises Stopped when it has not after so many seconds.

    `clock` counts seconds from any beginning.
    """
    end, asked = clock() + seconds, 0
    while True:
        asked += 1
        # A question that no cache can know the answer to.
        question = urlencode({"asked": f"{rows[0].facts[:12]}-{clock():.0f}-{asked}"}) if rows else ""
        try:
            manifest = read_manifest(f"{site}/{_MANIFEST}?{question}", own_network=own_network)
            missing = next((row for row in rows if not _has(manifest, row, site)), None)
            why = f"it does not show {missing.incident}/{missing.id} yet" if missing is not None else None
        except ManifestError as unread:
            why = unread.sentence
        if why is None:
            return
        if clock() + EVERY > end:
            fix = "see whether the deployment succeeded, then announce again"
            raise Stopped(f"the page at {site} was not ready in time ({why}); nothing was sent", fix)
        sleep(EVERY)


def _has(manifest: Manifest, row: RouteRow, site: str) -> bool:
    page = row.permalink.removeprefix(f"{site}/").partition("#")[0]
    mark = manifest.updates.get(page, {}).get(row.update)
    if mark is None or mark.facts != row.facts:
        return False
    return row.correction is None or row.correction in mark.corrections
