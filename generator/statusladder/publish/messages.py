"""The story of `messages`: what is news, whom it reaches, and what each channel says of it, as files.

No network is asked and no secret is read: what the files say is decided by the content alone, so that it can be
reviewed, and sent later by a machine that knows nothing of the site.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from statusladder.channels.interface import MessageFile
from statusladder.ladder.publication import public_part_of
from statusladder.model.kept import EMPTY_SHELF
from statusladder.model.problem import Gate, Problem
from statusladder.model.routes import ROUTES, RouteRow, Routes
from statusladder.model.site import Library, Settings
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.composing import Composer, Message
from statusladder.publish.judgement import judge_site
from statusladder.publish.news import News
from statusladder.publish.theme import find_theme, find_theme_problems
from statusladder.publish.writer import Outcome, publish_artifacts
from statusladder.theming.theme import Theme
from statusladder.views.announcements import Announcement
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.wording import stamp_of

_CONTENT = "content/"
"""Where a Problem is of one folder or page; elsewhere it is of the whole site."""


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

    Of an incident or maintenance in which a Problem stops a build nothing is said, since a build that keeps going
    publishes nothing new of it either; what stops all of a build stops all messages. A message that is beyond a limit
    is written and not to be sent, one that contradicts the facts is not written.
    """
    judged = judge_site(root, clock, Gate.BUILD, shelf=cache if cache.keeps else EMPTY_SHELF)
    blocking = judged.blocking(Gate.BUILD)
    library = judged.library
    if library is None:
        return Written(blocking or judged.problems, (), None)
    if faults := find_theme_problems(root, library.settings):
        return Written(tuple(sorted({*blocking, *faults})), (), None)
    sound = _without_blocked(library, blocking)
    if sound is None:
        return Written(blocking, (), None)
    theme = find_theme(root, library.settings.theme, library.settings.site.logo)
    messages = tuple(compose_messages(sound, now, theme, find_news(library)))
    outcome = publish_artifacts(_artifacts(messages, library.settings), destination, internal=True)
    withheld = {problem for one in messages for problem in one.problems}
    return Written(tuple(sorted({*blocking, *withheld})), messages, outcome)


def _without_blocked(library: Library, blocking: Sequence[Problem]) -> Library | None:
    """The library without the folders in which a Problem stands; None where one is of the whole site."""
    folders = {one.path for one in library.communications}
    faulty = {problem.place.path for problem in blocking}
    stopped = {folder for folder in folders for path in faulty if path == folder or path.startswith(f"{folder}/")}
    elsewhere = [path for path in faulty if not any(path == one or path.startswith(f"{one}/") for one in stopped)]
    if any(not path.startswith(_CONTENT) for path in elsewhere):
        return None
    return replace(
        library,
        incidents=tuple(one for one in library.incidents if one.path not in stopped),
        maintenances=tuple(one for one in library.maintenances if one.path not in stopped),
    )


def compose_messages(library: Library, now: datetime, theme: Theme, news: News) -> Iterator[Message]:
    """The messages about all that is news, oldest first, to each channel in the order of site.yaml."""
    composer = Composer(public_part_of(library, now), now, theme, whole=library)
    told = [(story.id, one.anchor) for story, one in _find_told(composer.shown, news)]
    for story_id, anchor in told:
        yield from composer.compose(story_id, anchor)


def _find_told(snapshot: Snapshot, news: News) -> list[tuple[Story, Announcement]]:
    concerned = (story for story in snapshot.stories if news.concerns(story))
    found = [(story, told) for story in concerned for told in story.announcements if news.holds(story, told)]
    return sorted(found, key=lambda pair: (pair[1].moment, pair[0].id, pair[1].anchor))


def _artifacts(messages: Sequence[Message], settings: Settings) -> Iterator[Artifact]:
    for message in messages:
        for file in _files(message):
            yield Artifact(f"{message.folder}/{file.name}", file.data)
    routes = Routes(site=settings.site.url, routes=tuple(_row(one) for one in messages)).model_dump_json(indent=1)
    # The last file that is written, so that it never names one that is not.
    yield Artifact(ROUTES, f"{routes}\n".encode(), Rank.FEED)


def _files(message: Message) -> tuple[MessageFile, ...]:
    return message.files if not message.contradictions else ()


def _row(message: Message) -> RouteRow:
    bulletin, channel = message.bulletin, message.channel
    return RouteRow(
        incident=bulletin.story,
        update=bulletin.update,
        id=bulletin.id,
        sequence=bulletin.sequence,
        at=stamp_of(bulletin.moment),
        stage=bulletin.stage,
        severity=bulletin.severity,
        audience=channel.audience,
        channel=channel.id,
        kind=channel.kind,
        speaks=message.silence is None and message.withheld is None,
        silent=message.withheld or message.silence,
        files=tuple(f"{message.folder}/{file.name}" for file in _files(message)),
        permalink=bulletin.url,
        facts=bulletin.facts,
        correction=message.correction,
    )
