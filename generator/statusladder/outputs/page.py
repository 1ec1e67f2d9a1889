"""How every page is made: the frame's values, links relative to the page, and one file at the end."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from statusladder.model.site import Settings
from statusladder.outputs.interface import Artifact, Rank
from statusladder.theming.theme import Theme
from statusladder.theming.words import words_for
from statusladder.views import urls
from statusladder.views.charts import STATE_CLASSES
from statusladder.views.frame import Frame
from statusladder.views.linked_data import as_script
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice

_UNITS = ("length.days", "length.hours", "length.minutes")
"""What lengths of time are said in; the script of a page says them anew as time goes on."""

OPEN_EVERY, CALM_EVERY = 60, 300
"""Seconds after which an open page asks whether it is the newest: while something goes on, and while all is well."""


@dataclass(frozen=True)
class FeedLink:
    """A feed as pages announce it: `title` for feed readers, `short` where people click, if it is named there."""

    url: str
    title: str
    short: str | None = None

    @property
    def type(self) -> str:
        return feed_type_of(self.url)


@dataclass(frozen=True)
class NavEntry:
    """An entry of the main navigation."""

    url: str
    text: str


FEEDS = (urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON, urls.MAJOR_ATOM, urls.MAJOR_RSS)
"""What every page announces: each has an entry for each update, so that whoever follows one misses none.

The history has one for each incident, of which most readers show the first words only; no page offers it.
"""


def _site_feeds(voice: Voice) -> Iterator[FeedLink]:
    """The feeds of the whole site, of which the foot of a page names the first two."""
    for path in FEEDS:
        form = form_of(path, voice)
        is_major = path in (urls.MAJOR_ATOM, urls.MAJOR_RSS)
        name = voice.say("feed_link.major") if is_major else voice.say("feed_link.every_update")
        is_named = path in (urls.UPDATES_ATOM, urls.UPDATES_RSS)
        short = voice.say("feed_link.updates", form=form) if is_named else None
        yield FeedLink(path, voice.say("feed_link.title", name=name, form=form), short)


def _navigation(settings: Settings, voice: Voice) -> Iterator[NavEntry]:
    yield NavEntry(urls.HOME, voice.say("frame.status"))
    yield NavEntry(urls.HISTORY, voice.say("frame.history"))
    if settings.pages.subscribe:
        yield NavEntry(urls.SUBSCRIBE, voice.say("frame.subscribe"))


def _units(voice: Voice) -> str:
    units = [*(voice.templates(key, "%") for key in _UNITS), voice.say("length.moment"), voice.locale]
    return json.dumps(units, ensure_ascii=False, separators=(",", ":"))


def feed_type_of(path: str) -> str:
    """The media type of a feed; that of JSON Feed is not registered, but it is what its readers look for."""
    ending = path.rpartition(".")[2]
    return "application/feed+json" if ending == "json" else f"application/{ending}+xml"


def form_of(path: str, voice: Voice) -> str:
    """What people call the form of a file that is read again and again."""
    return voice.say(f"feed_link.form.{path.rpartition('.')[2]}")


def build_feed_links(name: str, paths: tuple[str, ...], voice: Voice) -> tuple[FeedLink, ...]:
    """The feeds of one page alone, of which the foot of the page names the first."""
    links = [(path, form_of(path, voice)) for path in paths]
    first = voice.say("feed_link.only_this", form=links[0][1])
    return tuple(
        FeedLink(path, voice.say("feed_link.title", name=name, form=form), first if path == paths[0] else None)
        for path, form in links
    )


def title_of(page: str, frame: Frame) -> str:
    """The title of a page as browsers show it."""
    return frame.voice.say("frame.title", page=page, site=frame.settings.site.name)


def make_page(
    snapshot: Snapshot,
    theme: Theme,
    page: str,
    template: str,
    title: str,
    description: str,
    rank: Rank,
    *,
    scripts: Sequence[str] = (),
    **values: object,
) -> Artifact:
    """A page that tells of the whole site; it may load the site's files with the texts `scripts`."""
    told = {"snapshot": snapshot, **values}
    return make_page_in(snapshot.frame, theme, page, template, title, description, rank, scripts=scripts, **told)


def make_page_in(
    frame: Frame,
    theme: Theme,
    page: str,
    template: str,
    title: str,
    description: str,
    rank: Rank,
    *,
    scripts: Sequence[str] = (),
    **values: object,
) -> Artifact:
    """A page that knows of the site what its frame tells; links are relative but on the 404 page, served anywhere."""
    site, shows = frame.settings.site, frame.settings.pages
    is_error_page = page == urls.NOT_FOUND
    foreign = site.language if frame.voice.tag != site.language else None
    link = partial(urls.make_absolute, site.url) if is_error_page else partial(urls.make_relative, page)
    told: dict[str, object] = {
        "site": site,
        "frame": frame,
        "zone_name": frame.zone_name,
        "page": page,
        "title": title,
        "description": description,
        "canonical": None if is_error_page else urls.make_absolute(site.url, str(values.get("target", page))),
        "absolute": partial(urls.make_absolute, site.url),
        "linked_data": None,
        "web_manifest": urls.WEB_MANIFEST,
        "own_feeds": (),
        "every": None,
        "seen": frame.seen if values.get("every") is not None else None,
        "api_status": urls.API_STATUS,
        "how_we_communicate": urls.HOW_WE_COMMUNICATE,
        "improvements": urls.IMPROVEMENTS,
        "feeds": tuple(_site_feeds(frame.voice)),
        "nav": tuple(_navigation(frame.settings, frame.voice)),
        "shows": shows,
        "link": link,
        "css": STATE_CLASSES.__getitem__,
        **words_for(frame.voice, foreign),
        "language": frame.voice.tag,
        "units": _units(frame.voice),
        "direction": frame.voice.direction,
    }
    if isinstance(data := values.get("linked_data"), dict):
        values["linked_data"] = as_script(data)
    return Artifact(urls.file_of(page), theme.render(template, told | values, scripts), rank)
