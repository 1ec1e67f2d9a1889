"""Whether a message says the facts of its update and no others: what contradicts one of them is never written.

The text of an update is the company's own, and the lint judges it. All else in a message is made of core lines, of the
catalogue and of templates that a theme may replace, so a figure, a time, a component or a state in it has to be one
that the update has. Of a short text every word is of the title, of a core line or of the site's name.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email import message_from_bytes, policy
from functools import cached_property
from html import unescape
from itertools import chain
from typing import Any
from unicodedata import category, normalize

from statusladder.channels.interface import MessageFile
from statusladder.model.communication import Update
from statusladder.model.manifest import shard_file_of
from statusladder.model.problem import Place, Problem
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.vocabulary import ComponentState, Stage
from statusladder.publish.normalising import FIGURE, Strange, moments_of, own_texts_of
from statusladder.views.announcements import Announcement
from statusladder.views.bulletins import Bulletin
from statusladder.views.short_forms import ShortForm
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.voice.catalogue import shipped

_SHORT = frozenset({ChannelKind.SMS, ChannelKind.SOCIAL})
"""Channels whose files are short texts."""

_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_WORD = re.compile(r"[^\W_]+")
_DIGEST = re.compile(r"\b[0-9a-f]{16,}\b")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_PLAIN = str.maketrans({"×": "x"})
"""Signs for which an alphabet of little room has a letter."""

_VALUE = re.compile(r"[a-z_]+")
"""A value of a key that programs read, such as `major_outage`."""

_NOT_SHOWN = frozenset({"$schema", "version", "color"})
"""Keys of JSON whose values no reader sees."""

_FIX = "take it out of the template or string if you replaced it; otherwise report this as a fault of statusladder"
_Found = tuple[str, str]
"""A line, and what in it is no fact."""


class MessageFacts:
    """Holds messages to the facts of their updates; one for each look at a site."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._settings, self._voice = snapshot.settings, snapshot.voice
        self._strange = Strange(snapshot.settings, snapshot.voice)
        self._in_core_lines: dict[str, tuple[Problem, ...]] = {}
        self._within: dict[str, frozenset[str]] = {}

    def find(
        self, story: Story, told: Announcement, bulletin: Bulletin, channel: Channel, files: Iterable[MessageFile]
    ) -> Iterator[Problem]:
        """What of a message is no fact of its update, and what of the core lines of its story is."""
        about = next(one for one in story.communication.updates if one.id == told.rung.id)
        folder, place = f"{story.id}/{bulletin.id}/{channel.id}", Place(about.path)
        facts = "which the facts of '{}' in " + shard_file_of(story.id[:4]) + " do not"
        if story.id not in self._in_core_lines:
            self._in_core_lines[story.id] = tuple(
                Problem(
                    Place(update.path),
                    "C023",
                    f"{folder} says '{core.text}' with '{what}', {facts.format(update.id)}",
                    _FIX,
                )
                for update, core, what in self._strange.find(story.communication.updates, story.core_lines)
            )
        yield from self._in_core_lines[story.id]
        written = (*self._written(bulletin, channel), *own_texts_of(about, self._settings), *_titles(story))
        for file in files:
            lines = [line for text in _texts_of(file) for line in _without_addresses(text).splitlines()]
            found = self._contradictions(lines, written, story, told)
            if channel.kind in _SHORT:
                found = chain(found, self._uncovered(lines, (*written, *_parts(bulletin.short))))
            for line, what in found:
                sentence = f"{folder}/{file.name} says '{line.strip()}' with '{what}', {facts.format(bulletin.update)}"
                yield Problem(place, "C023", sentence, _FIX)
                break

    def _written(self, bulletin: Bulletin, channel: Channel) -> Iterator[str]:
        """What the company wrote for the update and the site, and the lines that are made of facts alone."""
        site = self._settings.site
        yield from (bulletin.title, bulletin.text, bulletin.signature or "", *(line.text for line in bulletin.core))
        yield self._voice.say(f"stage.{bulletin.stage.value}")
        yield from map(self._settings.name_of, bulletin.component_ids)
        yield from (*bulletin.briefing.decisions, bulletin.briefing.signs or "")
        yield from (bulletin.keys.impact.regions or ()) if bulletin.keys.impact is not None else ()
        yield from (bulletin.story, bulletin.id, bulletin.update, str(bulletin.sequence), *bulletin.thread)
        yield from filter(None, (site.name, site.description, channel.id, channel.name, channel.sender, channel.to))

    def _contradictions(
        self, lines: Iterable[str], written: Sequence[str], story: Story, told: Announcement
    ) -> Iterator[_Found]:
        """Times and figures that are no facts, and components, states and stages of which nothing was written."""
        so_far = _so_far(story, told)
        moments = {told.moment, *chain.from_iterable(map(moments_of, so_far))}
        figures = self._strange.figures_of(so_far)
        for text in (*written, *map(self._voice.full, moments)):
            figures.update(FIGURE.findall(text), FIGURE.findall(text.translate(_SPACES)))
        names = {name for text in (*written, *self._frame) for name in self._names_in(text)}
        for line in lines:
            for stamp in _STAMP.findall(line):
                if datetime.fromisoformat(stamp) not in moments:
                    yield line, stamp
            for figure in FIGURE.findall(_STAMP.sub(" ", line)):
                if figure not in figures:
                    yield line, figure
            for found in self._named.finditer(line):
                if found[0] not in names:
                    yield line, found[0]

    def _uncovered(self, lines: Iterable[str], written: Sequence[str]) -> Iterator[_Found]:
        """Words of short texts that are of nothing that was written, nor of our own strings for messages."""
        parts = [_words(_without_addresses(part)) for part in (*written, *self._frame)]
        title = parts[0]
        for line in lines:
            words = _words(line)
            cut = next((title[:end] for end in range(len(title), 0, -1) if title[:end] in words), "")
            covered = {place for part in (*parts, cut) for place in _places(words, part)}
            for word in _WORD.finditer(words):
                if not covered.issuperset(range(*word.span())):
                    yield line, word[0]

    @cached_property
    def _frame(self) -> tuple[str, ...]:
        """Our own strings for messages as they are shipped: what a site or a theme says instead is looked at."""
        messages = shipped(self._voice.catalogue.language).messages
        own = (message for key, message in messages.items() if key.startswith("message."))
        return tuple(part for message in own for parts in message.forms.values() for part in parts[::2])

    def _names_in(self, text: str) -> Iterator[str]:
        """What stands in a text by its name, and what stands in such a name: markup may take the rest of it apart."""
        for found in self._named.finditer(text):
            if found[0] not in self._within:
                inner = (name for name in self._names if name in found[0] and re.search(_whole(name), found[0]))
                self._within[found[0]] = frozenset(inner)
            yield from self._within[found[0]]

    @cached_property
    def _names(self) -> list[str]:
        """Every component, state and stage by its name, the longest first."""
        states = [state for state in ComponentState if state is not ComponentState.AFFECTED]
        names = [component.name for component in self._settings.components]
        names += [self._voice.say(f"{of}.{state.value}") for state in states for of in ("state", "state_in_text")]
        names += [self._voice.say(f"stage.{stage.value}") for stage in Stage]
        return sorted(names, key=len, reverse=True)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(_whole(*self._names))


def _whole(*names: str) -> str:
    """The pattern of names that stand by themselves."""
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"


def _so_far(story: Story, told: Announcement) -> Sequence[Update[Any]]:
    """The updates up to the one that is announced, or that were there when it was corrected."""
    updates: tuple[Update[Any], ...] = story.communication.updates
    last, fix = [one.id for one in updates].index(told.rung.id), told.correction
    return [one for place, one in enumerate(updates) if place <= last or (fix is not None and one.at <= fix.at)]


def _titles(story: Story) -> Iterator[str]:
    """Every title that a story has had, corrected or not."""
    for update in story.communication.updates:
        yield update.said.title or ""
        for fix in update.said.corrections or ():
            yield from (fix.was, fix.now) if fix.field == "title" else ()


def _parts(short: ShortForm) -> Iterator[str]:
    """All that a short text is made of."""
    yield from (short.heading, short.lead(short.title), *short.what, short.vital, *chain(*short.due), *short.further)


def _without_addresses(text: str) -> str:
    """A text without what leads somewhere or names something to programs."""
    return _DIGEST.sub(" ", _ADDRESS.sub(" ", text))


def _texts_of(file: MessageFile) -> Iterator[str]:
    """What readers see of a file."""
    kind = file.name.rpartition(".")[2]
    if kind == "eml":
        mail = message_from_bytes(file.data, policy=policy.default)
        yield str(mail["Subject"])
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                text = part.get_content()
                yield _seen(text) if part.get_content_subtype() == "html" else text
    elif kind == "json":
        yield from _leaves(json.loads(file.data))
    else:
        text = file.data.decode()
        yield _seen(text) if kind == "html" else text


def _seen(html: str) -> str:
    """The words of an HTML document; those of two elements never run into each other."""
    return unescape(_UNSEEN.sub(" ", html))


def _leaves(value: object) -> Iterator[str]:
    """Every text in what JSON holds."""
    if isinstance(value, str):
        if not _VALUE.fullmatch(value):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in _NOT_SHOWN:
                yield from _leaves(one)


def _words(text: str) -> str:
    """The words of a text between single spaces, whichever typography its medium has."""
    plain = "".join(" " if category(sign) == "Zs" else sign for sign in text if category(sign) != "Cf")
    return f" {' '.join(_WORD.findall(normalize('NFKC', plain.translate(_PLAIN)).casefold()))} "


def _places(words: str, part: str) -> Iterator[int]:
    start = words.find(part)
    while start >= 0:
        yield from range(start, start + len(part))
        start = words.find(part, start + 1)
