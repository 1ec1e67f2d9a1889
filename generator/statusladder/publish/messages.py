"""The story of `messages`: what is news, whom it reaches, and what each channel says of it, as files.

No network is asked and no secret is read: what the files say is decided by the content alone, so that it can be
reviewed, and sent later by a machine that knows nothing of the site.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.discovery import find_members
from statusladder.ladder.publication import public_part_of
from statusladder.ladder.reach import Route, routes_of, routes_of_correction
from statusladder.model.communication import Communication, Update
from statusladder.model.kept import EMPTY_SHELF
from statusladder.model.problem import Gate, Place, Problem
from statusladder.model.reach import Channel
from statusladder.model.site import Library, Settings
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.judgement import judge_site
from statusladder.publish.message_facts import MessageFacts
from statusladder.publish.news import News
from statusladder.publish.theme import find_theme, find_theme_problems
from statusladder.publish.writer import Outcome, publish_artifacts
from statusladder.theming.theme import Theme
from statusladder.views.announcements import Announcement
from statusladder.views.bulletins import Bulletin, build_bulletin
from statusladder.views.snapshot import Snapshot, take
from statusladder.views.story import Story
from statusladder.views.wording import stamp_of
from statusladder.voice.catalogue import spoken

ROUTES = "routes.json"
"""Where it stands which message goes where: the last file that is written, so that it never names one that is not."""

VERSION = 1

C = TypeVar("C", bound=Communication[Any])


@dataclass(frozen=True)
class Message:
    """What one channel says of one update, or why it is silent; `files` are empty where it is.

    `contradictions` are what it says otherwise than the facts of its update.
    """

    bulletin: Bulletin
    channel: Channel
    silence: str | None
    files: tuple[MessageFile, ...]
    place: Place
    contradictions: tuple[Problem, ...] = ()

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{self.bulletin.story}/{self.bulletin.id}/{self.channel.id}"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of it is beyond a limit of its medium."""
        fix = "shorten the title, the names of the components that it lists, or a string of yours in it"
        return tuple(Problem(self.place, code, sentence, fix) for file in self.files for code, sentence in file.faults)


@dataclass(frozen=True)
class Written:
    """What came of `messages`: `outcome` is None where a Problem stopped it, and then nothing was written."""

    problems: tuple[Problem, ...]
    messages: tuple[Message, ...]
    outcome: Outcome | None


def write_messages(
    root: Path,
    destination: Path,
    now: datetime,
    clock: datetime | None,
    find_news: Callable[[Library], News],
    cache: Cache = NO_CACHE,
) -> Written:
    """Writes the messages about all that is news into a folder. Raises Stopped, and Damaged where the cache is.

    What stops a build stops this too, since its page would not be there.
    """
    judged = judge_site(root, clock, Gate.BUILD, shelf=cache if cache.keeps else EMPTY_SHELF)
    blocking = judged.blocking(Gate.BUILD)
    if judged.library is None or blocking:
        return Written(blocking or judged.problems, (), None)
    if faults := find_theme_problems(root, judged.library.settings):
        return Written(tuple(faults), (), None)
    settings = judged.library.settings
    theme = find_theme(root, settings.theme, settings.site.logo)
    messages = tuple(compose_messages(judged.library, now, theme, find_news(judged.library)))
    if wrong := tuple(problem for one in messages for problem in one.contradictions):
        return Written(wrong, (), None)
    outcome = publish_artifacts(_artifacts(messages, settings), destination, internal=True)
    return Written(tuple(problem for one in messages for problem in one.problems), messages, outcome)


def compose_messages(library: Library, now: datetime, theme: Theme, news: News) -> Iterator[Message]:
    """The messages about all that is news, oldest first, to each channel in the order of site.yaml."""
    looks = _Looks(library, now, theme)
    told = [(story.id, one.anchor) for story, one in _find_told(looks.public, news)]
    for story_id, anchor in told:
        for channel in library.settings.channels:
            message = looks.message(story_id, anchor, channel)
            if message is not None:
                yield message


def _find_told(snapshot: Snapshot, news: News) -> list[tuple[Story, Announcement]]:
    concerned = (story for story in snapshot.stories if news.concerns(story))
    found = [(story, told) for story in concerned for told in story.announcements if news.holds(story, told)]
    return sorted(found, key=lambda pair: (pair[1].moment, pair[0].id, pair[1].anchor))


class _Looks:
    """The site as each audience may read it, in each language that it is told in."""

    def __init__(self, library: Library, now: datetime, theme: Theme) -> None:
        self._library, self._now, self._theme = library, now, theme
        self._media = find_members("statusladder.channels", "CHANNEL", Medium, "statusladder.channels")
        self._private = {one.id for one in library.settings.audiences if not one.public}
        self._taken: dict[tuple[str | None, str], Snapshot] = {}
        self._facts: dict[tuple[str | None, str], MessageFacts] = {}
        self.public = self._take(None, library.settings.site.language)

    def _take(self, audience: str | None, language: str) -> Snapshot:
        key = (audience, language)
        if key not in self._taken:
            part = public_part_of(self._library, self._now, audience)
            site = part.settings.site.model_copy(update={"language": language})
            # The strings that a site replaces are in its own language.
            is_own = spoken(language) == spoken(part.settings.site.language)
            strings = part.settings.strings if is_own else {}
            part = replace(part, settings=part.settings.model_copy(update={"site": site, "strings": strings}))
            self._taken[key] = take(part, self._now, catalogue=self._theme.catalogue_for(language))
            self._facts[key] = MessageFacts(self._taken[key])
        return self._taken[key]

    def message(self, story_id: str, anchor: str, channel: Channel) -> Message | None:
        """What a channel says of an announcement; None where that does not reach it."""
        private = channel.audience if channel.audience in self._private else None
        language = channel.language or self._library.settings.site.language
        snapshot = self._take(private, language)
        story = next(one for one in snapshot.stories if one.id == story_id)
        told = next(one for one in story.announcements if one.anchor == anchor)
        route = _route(story, told, channel, snapshot)
        if route is None:
            return None
        course = next(one for one in snapshot.courses.every if one.communication.id == story_id)
        bulletin = build_bulletin(story, told, course, snapshot.settings, snapshot.voice, channel.audience)
        files: tuple[MessageFile, ...] = ()
        if route.silence is None:
            # The settings as they are say which language the words of the company are in.
            sending = Sending(channel, self._library.settings, snapshot.voice.at(told.moment), self._theme)
            of_kind = (medium for medium in self._media if medium.kind is channel.kind)
            files = tuple(file for medium in of_kind for file in medium.compose(bulletin, sending))
        path = next(one.path for one in story.communication.updates if one.id == told.rung.id)
        wrong = tuple(self._facts[private, language].find(story, told, bulletin, channel, files))
        return Message(bulletin, channel, route.silence, files, Place(path), wrong)


def _route(story: Story, told: Announcement, channel: Channel, snapshot: Snapshot) -> Route | None:
    """The route of an announcement through a channel, at the moment at which it is made."""
    updates: tuple[Update[Any], ...] = story.communication.updates
    fix = told.correction
    newest = next(index for index, one in enumerate(updates) if one.id == told.rung.id)
    until = [one for index, one in enumerate(updates) if index <= newest or (fix is not None and one.at <= fix.at)]
    then = _with_updates(story.communication, tuple(until))
    find_routes = routes_of if fix is None else routes_of_correction
    routes = find_routes(then, snapshot.courses.library.policy, snapshot.settings)
    return next((one for one in routes if one.channel.id == channel.id), None)


def _with_updates(communication: C, updates: tuple[Update[Any], ...]) -> C:
    return replace(communication, updates=updates)


def _artifacts(messages: Sequence[Message], settings: Settings) -> Iterator[Artifact]:
    for message in messages:
        for file in message.files:
            yield Artifact(f"{message.folder}/{file.name}", file.data)
    routes = {"version": VERSION, "site": settings.site.url, "routes": [_row(one) for one in messages]}
    yield Artifact(ROUTES, f"{json.dumps(routes, ensure_ascii=False, indent=1)}\n".encode(), Rank.FEED)


def _row(message: Message) -> dict[str, object]:
    bulletin, channel = message.bulletin, message.channel
    return {
        "incident": bulletin.story,
        "update": bulletin.update,
        "id": bulletin.id,
        "sequence": bulletin.sequence,
        "at": stamp_of(bulletin.moment),
        "stage": bulletin.stage.value,
        "severity": bulletin.severity.value if bulletin.severity is not None else None,
        "audience": channel.audience,
        "channel": channel.id,
        "kind": channel.kind.value,
        "speaks": message.silence is None and not message.problems,
        "silent": "beyond_limit" if message.problems else message.silence,
        "files": [f"{message.folder}/{file.name}" for file in message.files],
        "permalink": bulletin.url,
        "facts": bulletin.facts,
    }
