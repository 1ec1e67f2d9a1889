"""How every page is made: the frame's values, links relative to the page, and one file at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from statusladder.outputs.interface import Artifact, Rank
from statusladder.theming.sandbox import make_say
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.charts import STATE_CLASSES
from statusladder.views.frame import Frame
from statusladder.views.linked_data import as_script
from statusladder.views.snapshot import Snapshot

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
    """An entry of the main navigation; `key` names its word in the theme's strings."""

    url: str
    key: str


FEEDS = (
    FeedLink(urls.UPDATES_ATOM, "Every update (Atom)", "Updates, Atom"),
    FeedLink(urls.UPDATES_RSS, "Every update (RSS)", "Updates, RSS"),
    FeedLink(urls.UPDATES_JSON, "Every update (JSON)"),
    FeedLink(urls.MAJOR_ATOM, "Major incidents (Atom)"),
    FeedLink(urls.MAJOR_RSS, "Major incidents (RSS)"),
)
"""What every page announces: each has an entry for each update, so that whoever follows one misses none.

The history has one for each incident, of which most readers show the first words only; no page offers it.
"""

NAVIGATION = (NavEntry(urls.HOME, "status"), NavEntry(urls.HISTORY, "history"), NavEntry(urls.SUBSCRIBE, "subscribe"))


def feed_type_of(path: str) -> str:
    """The media type of a feed; that of JSON Feed is not registered, but it is what its readers look for."""
    ending = path.rpartition(".")[2]
    return "application/feed+json" if ending == "json" else f"application/{ending}+xml"


def form_of(path: str) -> str:
    """What people call the form of a file that is read again and again."""
    return {"atom": "Atom", "rss": "RSS", "json": "JSON", "ics": "Calendar"}[path.rpartition(".")[2]]


def build_feed_links(name: str, paths: tuple[str, ...]) -> tuple[FeedLink, ...]:
    """The feeds of one page alone, of which the foot of the page names the first."""
    first, *others = paths
    return (
        FeedLink(first, f"{name} ({form_of(first)})", f"Only this, {form_of(first)}"),
        *(FeedLink(path, f"{name} ({form_of(path)})") for path in others),
    )


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
    """One page as an artifact, which knows of the site what its frame tells.

    All links are relative, but on the 404 page, which is served at any address.
    """
    site, shows = frame.settings.site, frame.settings.pages
    is_error_page = page == urls.NOT_FOUND
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
        "feeds": FEEDS,
        "nav": [entry for entry in NAVIGATION if shows.subscribe or entry.url != urls.SUBSCRIBE],
        "shows": shows,
        "link": link,
        "css": STATE_CLASSES.__getitem__,
        "say": make_say(frame.voice),
    }
    if isinstance(data := values.get("linked_data"), dict):
        values["linked_data"] = as_script(data)
    return Artifact(urls.file_of(page), theme.render(template, told | values, scripts), rank)
