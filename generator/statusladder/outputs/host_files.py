"""What static hosts and crawlers look for: robots.txt, a site map, and headers for hosts that read them from a file."""

import json
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from datetime import datetime

from statusladder.outputs.embed_script import banner_script
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot

SITEMAP = "sitemap.xml"
_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M5 1v18M15 1v18M5 5h10M5 10h10M5 15h10" '
    'fill="none" stroke="#678" stroke-width="2.2" stroke-linecap="round"/></svg>\n'
)
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    site_url = snapshot.settings.site.url
    robots = f"User-agent: *\nAllow: /\nSitemap: {urls.absolute(site_url, SITEMAP)}\n"
    yield Artifact("robots.txt", robots.encode(), Rank.FEED)
    yield Artifact(SITEMAP, _sitemap(snapshot), Rank.FEED)
    yield Artifact("_headers", _headers(snapshot, theme).encode(), Rank.FEED)
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


def _sitemap(snapshot: Snapshot) -> bytes:
    """Every page with the time of its newest words; a page that only the clock changes has none."""
    pages: list[tuple[str, datetime | None]] = [(urls.HOME, snapshot.updated_at), (urls.HISTORY, snapshot.updated_at)]
    pages += [(urls.SUBSCRIBE, None), (urls.HOW_WE_COMMUNICATE, None), (urls.EMBED, None)]
    pages.append((urls.API, snapshot.updated_at))
    pages += [(urls.LESSONS, snapshot.lessons.updated_at)] if snapshot.lessons is not None else []
    pages += [(month.url, None) for month in snapshot.months]
    pages += [(view.url, None) for group in snapshot.groups for view in group.components]
    pages += [(view.url, None) for view in snapshot.pages]
    for story in snapshot.stories:
        pages.append((story.url, story.updated_at))
        if story.report_url is not None:
            pages.append((story.report_url, story.updated_at))
    root = etree.Element("urlset", xmlns=_NAMESPACE)
    for page, changed in pages:
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = urls.absolute(snapshot.settings.site.url, page)
        if changed is not None:
            etree.SubElement(entry, "lastmod").text = wording.stamp(changed)
    etree.indent(root)
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _headers(snapshot: Snapshot, theme: Theme) -> str:
    """The pages' own policy as a header too, with all that any of them loads; feeds and API open to every origin.

    Nothing is kept longer than a minute.
    """
    policy = f"{theme.policy_for(banner_script())}; frame-ancestors 'none'"
    everywhere = (
        f"Content-Security-Policy: {policy}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Cache-Control: public, max-age=60",
    )
    rows = ["/*", *(f"  {line}" for line in everywhere)]
    feeds: tuple[str, ...] = (urls.HISTORY_ATOM, urls.HISTORY_RSS, urls.UPDATES_ATOM, urls.UPDATES_RSS)
    feeds += (urls.LESSONS_ATOM,) if snapshot.lessons is not None else ()
    for open_to_all in ("embed/*", f"{urls.API}*", *feeds):
        rows += [f"/{open_to_all}", "  Access-Control-Allow-Origin: *"]
    return "\n".join(rows) + "\n"


OUTPUT = Output("host_files", _produce)
