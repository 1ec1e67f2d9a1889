"""What static hosts and crawlers look for: robots.txt, a picture, and headers for hosts that read them from a file."""

import json
from collections.abc import Iterator

from statusladder.outputs.header_rules import make_header_rules, make_headers_file
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot

_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M5 1v18M15 1v18M5 5h10M5 10h10M5 15h10" '
    'fill="none" stroke="#678" stroke-width="2.2" stroke-linecap="round"/></svg>\n'
)


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    site_url = snapshot.settings.site.url
    robots = f"User-agent: *\nAllow: /\nSitemap: {urls.make_absolute(site_url, urls.SITEMAP)}\n"
    yield Artifact("robots.txt", robots.encode(), Rank.FEED)
    yield Artifact("_headers", make_headers_file(make_header_rules(theme), "/").encode(), Rank.FEED)
    yield Artifact(urls.FAVICON, _FAVICON.encode(), Rank.PAGE)
    yield Artifact(urls.WEB_MANIFEST, _web_manifest(snapshot).encode(), Rank.FEED)


def _web_manifest(snapshot: Snapshot) -> str:
    """What a phone needs to put the page on its first screen (W3C Web Application Manifest)."""
    site = snapshot.settings.site
    manifest = {
        "name": site.name,
        "lang": site.language,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "icons": [{"src": urls.FAVICON, "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


OUTPUT = Output("host_files", _produce)
