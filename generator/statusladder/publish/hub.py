"""The story of `ping`: a WebSub hub is told that feeds have news, so that their readers have it within seconds."""

import json
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from statusladder.content.settings import read_settings
from statusladder.history.fetching import fetch
from statusladder.model.problem import Stopped
from statusladder.outputs.page import FEEDS
from statusladder.views import urls

_NAMING = (*(feed.url for feed in FEEDS), urls.HISTORY_ATOM, urls.HISTORY_RSS)
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
        # A cache on the way may hold an old answer; a question that was never asked before passes it by.
        feed = json.loads(fetch(f"{address}/{urls.UPDATES_JSON}?asked={now.timestamp():.0f}", own_network=own_network))
        hubs = tuple(str(hub["url"]) for hub in feed.get("hubs", ()))
        for hub in hubs:
            for url in _NAMING:
                told = urlencode({"hub.mode": "publish", "hub.url": f"{address}/{url}"})
                fetch(hub, told.encode(), own_network=own_network)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, HTTPException) as failure:
        fix = "the page is published, and feed readers find the news when they next ask"
        raise Stopped(f"the hub was not told: {failure}", fix) from None
    return hubs
