"""Whether all that a build would publish agrees on the facts of each update; what does not is never published.

The digest of the facts in the manifest is what every other artifact is held to. Each story is judged as it is made, so
that one that is taken from the cache was judged when it was put there; what tells of many is judged at the end. Why,
and what is judged elsewhere, is in docs/explanation/agreement.md.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from html import escape, unescape
from itertools import pairwise
from typing import Any

from statusladder.content.settings import SETTINGS_FILE
from statusladder.model.communication import Update
from statusladder.model.manifest import UpdateMark, shard_file_of
from statusladder.model.problem import Place, Problem, Stopped
from statusladder.model.site import Settings
from statusladder.outputs.interface import Artifact
from statusladder.publish.normalising import Strange
from statusladder.theming.layer import SETTINGS, TEMPLATES, is_shipped
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.entries import EXTENSION
from statusladder.views.gist import Gist
from statusladder.views.story import Story
from statusladder.views.wording import precise_stamp_of, stamp_of
from statusladder.voice.voice import Voice

_TEMPLATE = "story.html"
_TAG = re.compile(r"<[a-z][^<>]*\sdata-facts\s*=[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = r"""\s{}\s*=\s*["']?([^"'\s>]*)"""
_FACTS, _ID = re.compile(_ATTRIBUTE.format("data-facts")), re.compile(_ATTRIBUTE.format("id"))
_TIME, _STAMP = re.compile(r"<time\b", re.IGNORECASE), re.compile(_ATTRIBUTE.format("datetime"), re.IGNORECASE)
_END_OF_TIME = re.compile(r"</time\b", re.IGNORECASE)
_MARK, _CLOCK = re.compile(r"<[^<>]*>"), re.compile(r"(?<![\d:])\d{1,2}:\d\d(?![\d:])")

_REPORT = "report this as a fault of statusladder"
_KEEP_DIGEST = 'write data-facts="{{ story.digests[rung.id] }}" on the element that has the id of the update'
_KEEP_TIME = "print it in a <time> with its stamp and its text, as moment(rung.at) does"
_STRINGS = f"take the figure out of the string if you replaced it; otherwise {_REPORT}"


class Disagreement(Stopped):
    """Two artifacts disagree; each of the `problems` names both, and the fact."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].sentence, problems[0].fix)
        self.problems = tuple(problems)


class StoryCheck:
    """Holds what is made of each story of a site to its marks."""

    def __init__(self, settings: Settings, theme: Theme, voice: Voice) -> None:
        self._voice, self._strange, self._template = voice, Strange(settings, voice), _own_template(theme)

    def check(self, story: Story, gist: Gist, made: Iterable[Artifact]) -> None:
        """Looks at the page of a story, its feed entries and its rows of the API. Raises Disagreement."""
        page = next((one for one in made if one.path == urls.file_of(story.url)), None)
        problems = list(_Page(story, page, gist, self._voice).problems(self._template)) if page is not None else []
        problems += _find_lost_lines(story, gist)
        problems += self._find_strange_lines(story)
        if problems:
            raise Disagreement(problems)

    def _find_strange_lines(self, story: Story) -> Iterator[Problem]:
        for update, line, strange in self._strange.find(story.communication.updates, story.core_lines):
            facts = f"the facts of '{update.id}' in {shard_file_of(story.id[:4])} do not"
            sentence = f"{urls.atom_of(story.url)} says '{line.text}' with '{strange}', which {facts}"
            yield Problem(Place(update.path), "C023", sentence, _STRINGS)


def check_site(marks: Mapping[str, Mapping[str, UpdateMark]], made: Iterable[Artifact], site_url: str) -> None:
    """Holds the banner and JSON feeds to the marks of all stories, by their pages. Raises Disagreement."""
    problems = [problem for one in made for problem in _find_stale(one, marks, site_url)]
    if problems:
        raise Disagreement(problems)


class _Page:
    """The page of a story as it is published."""

    def __init__(self, story: Story, page: Artifact, gist: Gist, voice: Voice) -> None:
        self._story, self._marks, self._voice = story, gist.marks, voice
        self._path, self._manifest = page.path, shard_file_of(story.id[:4])
        self._html = page.data.decode()
        self._times = list(_find_times(self._html))
        self._digests: dict[str, str] = {}
        self._starts: list[int] = []
        for start, name, digest in _find_digests(self._html):
            if name not in self._digests:
                self._digests[name] = digest
                self._starts.append(start)

    def problems(self, template: Place | None) -> Iterator[Problem]:
        """What the page lacks or says otherwise, at the template where the site has its own, else at the update."""
        for update in self._story.communication.updates:
            for sentence, fix in (*self._digest(update), *self._time(update)):
                yield Problem(template or Place(update.path), "C023", sentence, fix)
        for sentence, fix in (*self._order(), *self._turned_times(), *self._next_update()):
            yield Problem(template or Place(self._story.communication.latest.path), "C023", sentence, fix)

    def _digest(self, update: Update[Any]) -> Iterator[tuple[str, str]]:
        named = self._digests.get(update.id)
        if named is None:
            yield f"{self._path} lacks the digest of facts that {self._manifest} has of '{update.id}'", _KEEP_DIGEST
        elif named != self._marks[update.id].facts:
            yield f"{self._path} and {self._manifest} have different digests of facts of '{update.id}'", _KEEP_DIGEST

    def _time(self, update: Update[Any]) -> Iterator[tuple[str, str]]:
        """A page may have the time above what it is of, or as words alone, before any other."""
        if update.id not in self._digests:
            return
        place, starts = list(self._digests).index(update.id), [0, *self._starts, len(self._html)]
        stamps = {stamp for start, stamp, _ in self._times if starts[place] <= start < starts[place + 2]}
        words = self._html[starts[place + 1] : starts[place + 2]].partition("<time")[0]
        if stamp_of(update.at) not in stamps and self._voice.bare_time(update.at) not in words:
            feed, time = urls.atom_of(self._story.url), self._voice.full(update.at)
            yield f"{self._path} does not give {time} as the time of '{update.id}', as {feed} does", _KEEP_TIME

    def _order(self) -> Iterator[tuple[str, str]]:
        """One sequence of updates, whichever end of it a page begins with."""
        ids = [update.id for update in self._story.communication.updates]
        shown = [name for name in self._digests if name in ids]
        if set(shown) == set(ids) and shown not in (ids, ids[::-1]):
            feed = urls.atom_of(self._story.url)
            yield f"{self._path} has the updates in another order than {feed}", "list story.rungs in their order"

    def _turned_times(self) -> Iterator[tuple[str, str]]:
        """Times that readers see as another one than programs do."""
        for _, stamp, html in self._times:
            shown = unescape(_MARK.sub("", html))
            clocks = [clock.zfill(5) for clock in _CLOCK.findall(shown)]
            with suppress(ValueError):
                moment = datetime.fromisoformat(stamp)
                if "T" in stamp and clocks and self._voice.bare_time(moment) not in clocks:
                    facts = f"{self._voice.time(moment)}, as {self._manifest} has it"
                    yield f"{self._path} says '{shown.strip()}' of a time that is {facts}", _KEEP_TIME

    def _next_update(self) -> Iterator[tuple[str, str]]:
        due = self._story.next_update
        if due is not None and due.at.stamp not in self._html and escape(due.text) not in self._html:
            sentence = f"{self._path} does not say '{due.text}', which {urls.BANNER} and the API do"
            yield sentence, "call promise(story), or print story.next_update.text"


def _find_digests(html: str) -> Iterator[tuple[int, str, str]]:
    """Where each element begins that has both an id and a digest, and what they are."""
    for tag in _TAG.finditer(html):
        digest, anchor = _FACTS.search(tag[0]), _ID.search(tag[0])
        if digest is not None and anchor is not None:
            yield tag.start(), unescape(anchor[1]), digest[1]


def _find_times(html: str) -> Iterator[tuple[int, str, str]]:
    """Where each element of a time begins, its stamp, and what is in it."""
    starts = [found.start() for found in _TIME.finditer(html)]
    for start, end in pairwise([*starts, len(html)]):
        tag, _, inside = html[start:end].partition(">")
        stamp = _STAMP.search(tag)
        if stamp is not None:
            yield start, stamp[1], _END_OF_TIME.split(inside, maxsplit=1)[0]


def _own_template(theme: Theme) -> Place | None:
    """Where the site has a template of its own that pages of incidents may be made of."""
    for layer in theme.layers:
        if not is_shipped(layer.folder) and (layer.folder / TEMPLATES).is_dir():
            own = f"{TEMPLATES}/{_TEMPLATE}"
            return Place(layer.shown(own if (layer.folder / own).is_file() else SETTINGS))
    return None


def _find_lost_lines(story: Story, gist: Gist) -> Iterator[Problem]:
    """Core lines that an entry of a feed or a row of the API lacks, and entries of other facts than the manifest's."""
    feed, manifest = urls.atom_of(story.url), shard_file_of(story.id[:4])
    updates: tuple[Update[Any], ...] = story.communication.updates
    for told, news in zip(story.announcements, gist.headlines.news, strict=True):
        place, name = Place(story.communication.path), f"'{told.rung.id}'"
        # What is added for an audience is added to all of it.
        to_audiences = {urls.atom_of(urls.of_audience(audience)): entry for audience, entry in news.to.items()}
        for where, entry in {feed: news.entry, **to_audiences}.items():
            for line in told.core:
                if escape(line.text) not in entry.html:
                    yield Problem(place, "C023", f"{where} lacks '{line.text}' of {name}, which the API has", _REPORT)
            if entry.facts != gist.marks[told.rung.id].facts:
                sentence = f"{where} and {manifest} have different digests of facts of {name}"
                yield Problem(place, "C023", sentence, _REPORT)
    for update, row in zip(reversed(updates), gist.api_updates, strict=True):
        if row["display_at"] != precise_stamp_of(update.at):
            sentence = f"the API has the updates in another order than {feed}, from '{update.id}' on"
            yield Problem(Place(update.path), "C023", sentence, _REPORT)
        lines = "\n".join(line.text for line in story.core_lines[update.id])
        if not str(row["body"]).endswith(lines):
            sentence = f"the API lacks core lines of '{update.id}' that {feed} has"
            yield Problem(Place(update.path), "C023", sentence, _REPORT)


def _find_stale(one: Artifact, marks: Mapping[str, Mapping[str, UpdateMark]], site_url: str) -> Iterator[Problem]:
    """What the banner or a JSON feed tells of updates by other digests than the manifest."""
    if one.path == urls.BANNER:
        told = [(row["url"], row["facts"]) for row in json.loads(one.data)["banners"] if row["facts"] is not None]
    elif one.path == urls.UPDATES_JSON or one.path.endswith("/feed.json"):
        told = [(row["url"], row.get(EXTENSION, {}).get("facts")) for row in json.loads(one.data)["items"]]
    else:
        return
    for url, facts in told:
        page, _, anchor = url.removeprefix(f"{site_url}/").partition("#")
        known = marks.get(page, {})
        # A correction has an anchor of its own, and a line of the banner none: it is of the newest update.
        expected = {mark.facts for name, mark in known.items() if not anchor or anchor.startswith(name)}
        newest = [mark.facts for mark in known.values()][-1:]
        if facts not in (newest if one.path == urls.BANNER else expected):
            year = shard_file_of(page.partition("/")[2][:4])
            sentence = f"{one.path} and {year} have different digests of facts of {page}{'#' if anchor else ''}{anchor}"
            yield Problem(Place(SETTINGS_FILE), "C023", sentence, f"build with --no-cache, and {_REPORT}")
