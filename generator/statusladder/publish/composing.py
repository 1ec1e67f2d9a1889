"""What each channel says of an update: composed in one way for `messages`, for previews, and for `check`.

No network is asked and no secret is read: it is decided by the content alone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.discovery import find_members
from statusladder.ladder.publication import public_part_of
from statusladder.ladder.reach import Route, routes_of, routes_of_correction
from statusladder.model.communication import Communication, Incident, Maintenance, Update
from statusladder.model.problem import Place, Problem
from statusladder.model.reach import THROUGH_PEOPLE, Channel
from statusladder.model.site import Library
from statusladder.publish.message_facts import MessageFacts
from statusladder.theming.theme import Theme
from statusladder.views.announcements import Announcement
from statusladder.views.bulletins import Bulletin, build_bulletin
from statusladder.views.snapshot import Snapshot, take
from statusladder.views.story import Story
from statusladder.voice.catalogue import spoken

C = TypeVar("C", bound=Communication[Any])


@dataclass(frozen=True)
class Message:
    """What one channel says of one update, or why it is silent; `files` are empty where it is.

    `language` is that of its strings. `contradictions` are what it says otherwise than the facts of its update.
    `correction` is the mark of what is corrected, as the manifest has it; None of an update.
    """

    bulletin: Bulletin
    channel: Channel
    silence: str | None
    files: tuple[MessageFile, ...]
    place: Place
    language: str
    contradictions: tuple[Problem, ...] = ()

    correction: str | None = None

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{self.bulletin.story}/{self.bulletin.id}/{self.channel.id}"

    @property
    def withheld(self) -> str | None:
        """Why it is not to be sent although its channel speaks; None where it is."""
        return "contradiction" if self.contradictions else "beyond_limit" if self.problems else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of it is beyond a limit of its medium, and what contradicts the facts."""
        fix = "shorten the title, the names of the components that it lists, or a string of yours in it"
        faults = (fault for file in self.files for fault in file.faults)
        return (*(Problem(self.place, code, sentence, fix) for code, sentence in faults), *self.contradictions)


class Composer:
    """Says what each channel says of an announcement, to its audience and in its language.

    `public` is what everybody may read, or what a preview shows. With the `whole` library colleagues are spoken to as
    well, and those of whom the public may not know. With `only`, the ids of some stories, nothing can be asked of
    others.
    """

    def __init__(
        self,
        public: Library,
        now: datetime,
        theme: Theme,
        *,
        whole: Library | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self._public, self._whole, self._knows_all = public, whole or public, whole is not None
        self._now, self._theme, self._only = now, theme, only
        self._media = find_members("statusladder.channels", "CHANNEL", Medium, "statusladder.channels")
        self._private = {one.id for one in self._whole.settings.audiences if not one.public}
        self._taken: dict[tuple[str | None, str], Snapshot] = {}
        self._facts: dict[tuple[str | None, str], MessageFacts] = {}

    @cached_property
    def shown(self) -> Snapshot:
        """The site as everybody may read it, in its own language."""
        return self._take(None, self._whole.settings.site.language)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Those that are spoken through, in the order of site.yaml."""
        channels = self._whole.settings.channels
        return channels if self._knows_all else tuple(one for one in channels if one.kind not in THROUGH_PEOPLE)

    def compose(self, story_id: str, anchor: str) -> Iterator[Message]:
        """What is said of an announcement in each channel that it reaches."""
        for channel in self.channels:
            message = self._message(story_id, anchor, channel)
            if message is not None:
                yield message

    def _take(self, audience: str | None, language: str) -> Snapshot:
        key = (audience, language)
        if key not in self._taken:
            part = self._public if audience is None else public_part_of(self._whole, self._now, audience)
            part = _narrowed(part, self._only) if self._only is not None else part
            site = part.settings.site.model_copy(update={"language": language})
            # The strings that a site replaces are in its own language.
            is_own = spoken(language) == spoken(part.settings.site.language)
            strings = part.settings.strings if is_own else {}
            part = replace(part, settings=part.settings.model_copy(update={"site": site, "strings": strings}))
            self._taken[key] = take(part, self._now, catalogue=self._theme.catalogue_for(language))
            self._facts[key] = MessageFacts(self._taken[key])
        return self._taken[key]

    def _message(self, story_id: str, anchor: str, channel: Channel) -> Message | None:
        """What a channel says of an announcement; None where that does not reach it."""
        private = channel.audience if channel.audience in self._private else None
        language = channel.language or self._whole.settings.site.language
        snapshot = self._take(private, language)
        known = next(one for one in _story(self.shown, story_id).announcements if one.anchor == anchor)
        found = _find(snapshot, story_id, known)
        route = _route(*found, channel, snapshot) if found is not None else None
        if found is None or route is None:
            return None
        story, told = found
        course = next(one for one in snapshot.courses.every if one.communication.id == story_id)
        bulletin = build_bulletin(story, told, course, snapshot.settings, snapshot.voice, channel.audience)
        files: tuple[MessageFile, ...] = ()
        if route.silence is None:
            # The settings as they are say which language the words of the company are in.
            sending = Sending(channel, self._whole.settings, snapshot.voice.at(told.moment), self._theme)
            of_kind = (medium for medium in self._media if medium.kind is channel.kind)
            files = tuple(file for medium in of_kind for file in medium.compose(bulletin, sending))
        path = next(one.path for one in story.communication.updates if one.id == told.rung.id)
        wrong = tuple(self._facts[private, language].find(story, told, bulletin, channel, files))
        mark = told.correction.mark if told.correction is not None else None
        return Message(bulletin, channel, route.silence, files, Place(path), snapshot.voice.tag, wrong, mark)


def _story(snapshot: Snapshot, story_id: str) -> Story:
    return next(one for one in snapshot.stories if one.id == story_id)


def _find(snapshot: Snapshot, story_id: str, known: Announcement) -> tuple[Story, Announcement] | None:
    """An announcement in another look at the site, with its story; None where it is not there, as a draft.

    Its anchor may be another one there: what only some may read is counted among the corrections.
    """
    if not any(one.id == story_id for one in snapshot.stories):
        return None
    story, mark = _story(snapshot, story_id), _mark_of(known)
    told = next((one for one in story.announcements if _mark_of(one) == mark), None)
    return (story, told) if told is not None else None


def _mark_of(told: Announcement) -> tuple[str, str | None]:
    """By what an announcement is known in each look at a site: its update, and the mark of what is corrected."""
    return told.rung.id, told.correction.mark if told.correction is not None else None


def _narrowed(part: Library, only: Collection[str]) -> Library:
    """The library with these incidents and maintenances alone."""
    return replace(
        part,
        incidents=tuple(one for one in part.incidents if one.id in only),
        maintenances=tuple(one for one in part.maintenances if one.id in only),
    )


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


def find_beyond_limits(
    public: Library, whole: Library, now: datetime, theme: Theme, files: Collection[str] | None = None
) -> Iterator[Problem]:
    """What is beyond a limit in the messages about the updates in these files, else about the newest of what is open.

    They are composed as `messages` does it; of nothing else any is.
    """
    asked = {one.id: tuple(_asked(one, files)) for one in public.communications}
    asked = {story_id: updates for story_id, updates in asked.items() if updates}
    if not (asked and whole.settings.channels):
        return
    composer = Composer(public, now, theme, whole=whole, only=asked)
    for story in composer.shown.stories:
        for update_id in asked[story.id]:
            told = newest_about(story, update_id)
            for message in composer.compose(story.id, told.anchor) if told is not None else ():
                yield from message.problems


def _asked(communication: Incident | Maintenance, files: Collection[str] | None) -> Iterator[str]:
    if files is not None:
        yield from (update.id for update in communication.updates if update.path in files)
    elif isinstance(communication, Incident) and communication.is_open:
        yield communication.latest.id


def newest_about(story: Story, update_id: str) -> Announcement | None:
    """What was announced last of an update: it, or a correction of it; None of one that was imported."""
    return next((one for one in story.announcements if one.rung.id == update_id), None)
