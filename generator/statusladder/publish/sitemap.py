"""`/sitemap.xml`: made of what was produced, so that no page can be missing, and each with when its words changed."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable
from datetime import datetime

from statusladder.outputs.interface import Artifact, Rank
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_of(snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Artifact:
    """Every page but the one for errors and those at old addresses."""
    left_out = {urls.NOT_FOUND, *(urls.old_page(redirect.from_) for redirect in snapshot.settings.redirects)}
    pages = {urls.page_of(one.path) for one in artifacts if one.path.endswith(".html")} - left_out
    changes = dict(_changes(snapshot))
    root = etree.Element("urlset", xmlns=_NAMESPACE)
    for page in sorted(pages):
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = urls.absolute(snapshot.settings.site.url, page)
        if page in changes:
            etree.SubElement(entry, "lastmod").text = wording.stamp(changes[page])
    etree.indent(root)
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Artifact(urls.SITEMAP, document + b"\n", Rank.FEED)


def _changes(snapshot: Snapshot) -> Iterable[tuple[str, datetime]]:
    """When the words of a page changed; a page that only the clock or an edit of the site changes has no such time."""
    if snapshot.updated_at is not None:
        yield from ((page, snapshot.updated_at) for page in (urls.HOME, urls.HISTORY))
    if snapshot.lessons is not None:
        yield urls.LESSONS, snapshot.lessons.updated_at
    for month in snapshot.months:
        yield month.url, max(story.updated_at for day in month.days for story in day.stories)
    for story in snapshot.stories:
        yield story.url, story.updated_at
        if story.report_url is not None:
            yield story.report_url, story.updated_at
