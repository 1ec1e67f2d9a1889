"""What is asked of a published site: whether it has to be built anew (`still-current`), and that hubs tell (`ping`)."""

import json
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from statusladder.content.reader import read_library
from statusladder.content.settings import read_settings
from statusladder.history.fetching import fetch
from statusladder.history.manifest import ManifestError, read_head, read_manifest
from statusladder.ladder.course import Courses
from statusladder.ladder.next_change import find_next_change
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped
from statusladder.model.values import parse_moment
from statusladder.outputs.page import FEEDS
from statusladder.views import urls


def find_reason_to_build(root: Path, now: datetime) -> str | None:
    """Why the site in `root` has to be built anew, None where its published page is what it should be.

    The page says in its manifest when time changes it next. What the public may not know yet, as the end of an embargo,
    is not in there, so the content is asked too. Whatever is in doubt is a reason: a build costs a minute, and a page
    that is wrong costs more.
    """
    settings, _ = read_settings(root)
    if settings is None:
        return "site.yaml cannot be read"
    try:
        head = read_head(_past_caches(f"{settings.site.url}/{urls.MANIFEST}", now))
        built, changes_at = parse_moment(head.now), parse_moment(head.next_change_at)
    except ManifestError as doubt:
        return doubt.sentence
    except ValueError as doubt:
        return f"its manifest names a time that is none ({doubt})"
    if changes_at <= now:
        return "the page should have changed by now"
    library = read_library(root).library
    if library is not None and find_next_change(library, Courses(library, built)) <= now:
        return "a time that the content names has passed since the page was built"
    return None


def read_live_manifest(root: Path, now: datetime, *, own_network: bool = False) -> Manifest:
    """The manifest that the site in `root` has at its address. Raises ManifestError, and Stopped without site.yaml."""
    settings, _ = read_settings(root)
    if settings is None:
        raise Stopped("site.yaml cannot be read", "run 'statusladder check', which says why")
    return read_manifest(_past_caches(f"{settings.site.url}/{urls.MANIFEST}", now), own_network=own_network)


_NAMING = (*FEEDS, urls.HISTORY_ATOM, urls.HISTORY_RSS)
"""The feeds of the site that name its hub: those that every page announces, and the history."""


def tell_hubs(root: Path, now: datetime, *, own_network: bool = False) -> tuple[str, ...]:
    """Tells each hub that the published feeds of the site in `root` name; gives their addresses.

    The published feed is asked, and not site.yaml: a hub that readers do not know yet has nobody to tell.
    `own_network` is as in `fetch`. Raises Stopped.
    """
    settings, _ = read_settings(root)
    if settings is None:
        raise Stopped("the hub was not told: site.yaml cannot be read", "run 'statusladder check', which says why")
    address = settings.site.url
    try:
        feed = json.loads(fetch(_past_caches(f"{address}/{urls.UPDATES_JSON}", now), own_network=own_network))
        hubs = tuple(str(hub["url"]) for hub in feed.get("hubs", ()))
        for hub in hubs:
            for url in _NAMING:
                told = urlencode({"hub.mode": "publish", "hub.url": f"{address}/{url}"})
                fetch(hub, told.encode(), own_network=own_network)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, HTTPException) as failure:
        fix = "the page is published, and feed readers find the news when they next ask"
        raise Stopped(f"the hub was not told: {failure}", fix) from None
    return hubs


def _past_caches(url: str, now: datetime) -> str:
    """The address with a question that was never asked before, since a cache on the way may hold an old answer."""
    return f"{url}?asked={now.timestamp():.0f}"
