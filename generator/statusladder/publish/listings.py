"""The files that list all others, made last: `/sitemap.xml` for crawlers, `/manifest.json` for programs."""

import json
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from datetime import datetime

from statusladder import __version__
from statusladder.model.manifest import DIGESTS, Head, Marks, Shard, shard_file_of
from statusladder.outputs.interface import Artifact, Rank
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_of(snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Artifact:
    """Every page but the one for errors and those at old addresses."""
    left_out = {urls.NOT_FOUND, *(urls.of_old_page(redirect.from_) for redirect in snapshot.settings.redirects)}
    pages = {urls.page_of(one.path) for one in artifacts if one.path.endswith(".html")} - left_out
    changes = dict(_changes(snapshot))
    root = etree.Element("urlset", xmlns=_NAMESPACE)
    for page in sorted(pages):
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = urls.make_absolute(snapshot.settings.site.url, page)
        if page in changes:
            etree.SubElement(entry, "lastmod").text = wording.stamp_of(changes[page])
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


def manifest_of(snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """The manifest of a site, made of what it tells and of every other file: a file for each year, then the head."""
    shards: dict[str, str] = {}
    for year, marks in sorted(_marks(snapshot).items()):
        shard = _as_json(shard_file_of(year), Shard(updates=marks), Rank.INDEX)
        shards[year] = shard.digest
        yield shard
    updated_at = snapshot.updated_at
    head = Head(
        generator=f"statusladder {__version__}",
        authority=snapshot.settings.authority,
        now=wording.stamp_of(snapshot.now),
        updated_at=wording.stamp_of(updated_at) if updated_at is not None else None,
        policy_version=snapshot.settings.ladder.policy_version,
        next_change_at=wording.stamp_of(snapshot.next_change_at),
        digests=DIGESTS,
        addresses=addresses_of(artifacts),
        shards=shards,
    )
    # It names the files of the years by their digests, so it comes after them.
    yield _as_json(urls.MANIFEST, head, Rank.FEED)


def _as_json(path: str, part: Head | Shard, rank: Rank) -> Artifact:
    text = json.dumps(part.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Artifact(path, f"{text}\n".encode(), rank)


def addresses_of(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The addresses that readers and programs may keep; not those that only a host reads, as `_headers`."""
    paths = (artifact.path for artifact in artifacts)
    return tuple(sorted(urls.page_of(path) for path in paths if path[0] != "_" and path != urls.NOT_FOUND))


def _marks(snapshot: Snapshot) -> dict[str, Marks]:
    """By the year that an id begins with: of incidents, then of maintenance, each in the order of their ids."""
    told = snapshot.courses.library
    pages = [(one.id, urls.of_incident(one.id)) for one in told.incidents]
    pages += [(one.id, urls.of_maintenance(one.id)) for one in told.maintenances]
    marks: dict[str, Marks] = {}
    for story_id, page in pages:
        marks.setdefault(story_id[:4], {})[page] = dict(snapshot.gists[page].marks)
    return marks
