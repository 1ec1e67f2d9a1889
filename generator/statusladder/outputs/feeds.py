"""Feeds: every way to be told by a feed reader, as Atom, RSS 2.0 and JSON Feed 1.1."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from statusladder.markup.prose import words_of
from statusladder.model.site import Settings
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import feed_type_of
from statusladder.theming.theme import Theme
from statusladder.views import urls, wording
from statusladder.views.entries import EXTENSION, EntryView
from statusladder.views.feeds import FeedView, build_feeds, feed_of
from statusladder.views.frame import Frame
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.wording import BEGINNING
from statusladder.voice.voice import Voice

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LINK = "{http://www.w3.org/2005/Atom}link"


def _of_site(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    for view in build_feeds(snapshot):
        yield from _written(view, snapshot.settings, snapshot.voice)


def _of_story(story: Story, frame: Frame, theme: Theme) -> Iterator[Artifact]:
    yield from _written(feed_of(story, frame.settings, frame.voice), frame.settings, frame.voice)


def _written(view: FeedView, settings: Settings, voice: Voice) -> Iterator[Artifact]:
    for path in view.paths:
        document = _FORMS[path.rpartition(".")[2]](view, path, settings, voice)
        yield Artifact(path, document if document.endswith(b"\n") else document + b"\n", Rank.FEED)


def _json(view: FeedView, path: str, settings: Settings, voice: Voice) -> bytes:
    site = settings.site
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": urls.make_absolute(site.url, view.page),
        "feed_url": urls.make_absolute(site.url, path),
        "description": _description(settings, voice),
        "language": site.language,
        "authors": [{"name": site.name}],
    }
    if view.hub is not None:
        feed["hubs"] = [{"type": "WebSub", "url": view.hub}]
    feed["items"] = [_item(entry) for entry in view.entries]
    return json.dumps(feed, ensure_ascii=False).encode()


def _item(entry: EntryView) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": _text(entry.html),
        "date_published": wording.stamp_of(entry.published),
        "date_modified": wording.stamp_of(entry.updated),
        "tags": entry.categories,
        **({EXTENSION: {"facts": entry.facts}} if entry.facts is not None else {}),
    }


@lru_cache(maxsize=1024)
def _text(html: str) -> str:
    """The same entry is in several feeds."""
    return words_of(html)


def _atom(view: FeedView, path: str, settings: Settings, voice: Voice) -> bytes:
    document: bytes = _generator(view, path, settings, voice).atom_str(pretty=True)
    return document


def _rss(view: FeedView, path: str, settings: Settings, voice: Voice) -> bytes:
    document: bytes = _generator(view, path, settings, voice).rss_str(pretty=True)
    return document


@dataclass(frozen=True)
class _HubOfRss:
    """Of the links of an RSS feed, feedgen writes its own address and no hub."""

    url: str

    def extend_ns(self) -> Mapping[str, str]:
        return {}

    def extend_rss(self, rss: Any) -> Any:
        rss[0].find(_LINK).addnext(xml_elem(_LINK, href=self.url, rel="hub"))
        return rss


def _generator(view: FeedView, path: str, settings: Settings, voice: Voice) -> FeedGenerator:
    site = settings.site
    feed = FeedGenerator()
    feed.id(f"tag:{settings.authority},2000-01-01:{path}")
    feed.title(view.title)
    feed.description(_description(settings, voice))
    feed.language(site.language)
    feed.author({"name": site.name})
    feed.generator("statusladder")
    if view.rights is not None:
        feed.rights(view.rights)
    feed.link(href=urls.make_absolute(site.url, path), rel="self", type=feed_type_of(path))
    if view.hub is not None:
        feed.link(href=view.hub, rel="hub")
        feed.register_extension("hub", partial(_HubOfRss, view.hub), atom=False)
    # The alternate link last: in RSS the last link wins.
    feed.link(href=urls.make_absolute(site.url, view.page), rel="alternate", type="text/html")
    for entry in view.entries:
        feed.add_entry(_entry(entry, path, site.name), order="append")
    # feedgen's default for both is the clock.
    newest = max((entry.updated for entry in view.entries), default=BEGINNING)
    feed.updated(newest)
    feed.pubDate(newest)
    return feed


def _entry(entry: EntryView, path: str, site_name: str) -> FeedEntry:
    made = FeedEntry()
    # To feedgen both are one, so the form decides.
    known = entry.atom_id or entry.id if path.endswith(".atom") else entry.id
    made.id(known)
    made.guid(known, permalink=False)
    made.title(_printable(entry.title))
    made.link(href=entry.url, rel="alternate")
    made.content(_printable(entry.html), type="html" if path.endswith(".atom") else None)
    made.published(entry.published)
    made.pubDate(entry.published)
    made.updated(entry.updated)
    # All at once: feedgen goes through those it has again at each call.
    made.category([{"term": category} for category in entry.categories])
    if path.endswith(".rss"):
        # RSS has an address of mail in <author>, and the site has none.
        made.load_extension("dc", atom=False)
        made.dc.dc_creator(site_name)
    return made


def _description(settings: Settings, voice: Voice) -> str:
    return settings.site.description or voice.say("feed.description", site=settings.site.name)


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold at all."""
    return _UNPRINTABLE.sub("", text)


_FORMS: Mapping[str, Callable[[FeedView, str, Settings, Voice], bytes]] = {"atom": _atom, "rss": _rss, "json": _json}

OUTPUT = Output("feeds", _of_site, _of_story)
