"""The one table of headers that a site is answered with; what each host is told, in its own form, is made of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from statusladder.model.manifest import SHARDS
from statusladder.model.settings import Redirect
from statusladder.model.site import Settings
from statusladder.outputs.embed_script import read_banner_script
from statusladder.theming.theme import Theme
from statusladder.views import urls

CONTENT_TYPE = "Content-Type"
_ANY = ":id"


@dataclass(frozen=True)
class HeaderRule:
    """Headers of some addresses below the site; `*` ends a pattern and stands for the rest, `:id` stands for a name.

    No two rules name the same header for one address, since hosts differ in what they make of that: Cloudflare joins
    both values by a comma, others take the last.
    """

    patterns: tuple[str, ...]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Hosting:
    """All that a host has to be told of a site; `base` is where it lies on the host: `/`, or a path as `/status/`."""

    base: str
    rules: tuple[HeaderRule, ...]
    redirects: tuple[Redirect, ...]

    @property
    def not_found(self) -> str:
        return self.base + urls.NOT_FOUND

    @property
    def typed(self) -> tuple[HeaderRule, ...]:
        """Rules that say of what kind a file is; servers and stores have ways of their own for that."""
        return tuple(rule for rule in self.rules if CONTENT_TYPE in rule.headers)

    @property
    def plain(self) -> tuple[HeaderRule, ...]:
        return tuple(rule for rule in self.rules if CONTENT_TYPE not in rule.headers)


def make_hosting(settings: Settings, theme: Theme) -> Hosting:
    return Hosting(urls.base_path_of(settings.site.url), make_header_rules(theme), settings.redirects)


def make_header_rules(theme: Theme) -> tuple[HeaderRule, ...]:
    """The table.

    A minute of cache for all, badges included: whoever keeps a copy asks again as often as the page itself, and no
    badge says another thing than the page for longer. The policy allows all that any page loads.
    """
    policy = f"{theme.policy_for(read_banner_script())}; frame-ancestors 'none'"
    everywhere = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "public, max-age=60",
    }
    return (
        HeaderRule(("*",), everywhere),
        HeaderRule(_OPEN, {"Access-Control-Allow-Origin": "*"}),
        HeaderRule(_EMBEDDED, {"Cross-Origin-Resource-Policy": "cross-origin"}),
        *(HeaderRule(patterns, {CONTENT_TYPE: kind}) for kind, patterns in _TYPES.items()),
    )


_FEEDS_OF_STORIES = tuple(urls.atom_of(page) for page in (urls.of_incident(_ANY), urls.of_maintenance(_ANY)))
_FEEDS = tuple(zip(urls.feeds_of(urls.of_component(_ANY)), urls.feeds_of(urls.of_audience(_ANY)), strict=True))
_ATOM = (urls.HISTORY_ATOM, urls.UPDATES_ATOM, urls.MAJOR_ATOM, urls.LESSONS_ATOM, *_FEEDS_OF_STORIES, *_FEEDS[0])
_RSS = (urls.HISTORY_RSS, urls.UPDATES_RSS, urls.MAJOR_RSS, *_FEEDS[1])
_JSON_FEED = (urls.UPDATES_JSON, *_FEEDS[2])
_CALENDARS = (urls.CALENDAR, urls.calendar_of(urls.of_component(_ANY)), urls.calendar_of(urls.IMPROVEMENTS))
_EMBEDDED = (f"{urls.EMBED}*", "badges/*")
"""What pages of others load, also those that take in nothing which does not say so itself (COEP)."""
_OPEN = (f"{urls.API}*", *_EMBEDDED, urls.MANIFEST, f"{SHARDS}*", *_ATOM, *_RSS, *_JSON_FEED, *_CALENDARS)
"""What scripts of any origin may read.

Not the pages: those of an internal build are answered by these rules too, and any page of the web that somebody opens
inside of the company's network could read them.
"""
_TYPES: Mapping[str, tuple[str, ...]] = {
    "application/atom+xml": _ATOM,
    "application/rss+xml": _RSS,
    "application/feed+json": _JSON_FEED,
    "text/calendar; charset=utf-8": _CALENDARS,
    "application/manifest+json": (urls.WEB_MANIFEST,),
    "text/plain; charset=utf-8": (urls.SECURITY_TXT,),
}
"""Kinds that some hosts do not know, or of which they do not say how the text is coded."""


def as_expression(patterns: Iterable[str], base: str) -> str:
    """The patterns as one regular expression over paths of the host, in the words that all engines share."""
    parts = (re.escape(pattern).replace(r"\*", ".*").replace(":id", "[^/]+") for pattern in patterns)
    return f"^{re.escape(base)}(?:{'|'.join(parts)})$"


def headers_by_pattern(rules: Iterable[HeaderRule], base: str) -> dict[str, dict[str, str]]:
    """All headers of each pattern, as a path of the host, for hosts that take one pattern at a time."""
    gathered: dict[str, dict[str, str]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            gathered.setdefault(base + pattern, {}).update(rule.headers)
    return gathered


def make_headers_file(rules: Iterable[HeaderRule], base: str) -> str:
    """The file `_headers` of hosts that read one."""
    rows: list[str] = []
    for pattern, headers in headers_by_pattern(rules, base).items():
        rows += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(rows) + "\n"
