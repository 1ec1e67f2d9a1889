"""The story of a preview: what changed, what of it is public, and which problems may be told to the world."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.channels.interface import MessageFile
from statusladder.history.changes import find_base, find_changed_files
from statusladder.ladder.publication import public_part_of
from statusladder.model.files import ChangedFile
from statusladder.model.problem import Gate, Kind, Problem, blocks
from statusladder.model.site import Library
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.composing import Composer, newest_about
from statusladder.publish.judgement import judge_site
from statusladder.publish.live import judge_build
from statusladder.publish.message_pages import POSTS, say_counts
from statusladder.publish.theme import find_theme
from statusladder.theming.layer import ThemeError
from statusladder.views.embeds import say_line
from statusladder.views.preview import SETTINGS, Excerpt, Proposal, preview_text
from statusladder.views.reach import say_channel
from statusladder.views.story import Story
from statusladder.views.wording import capitalise


def preview_site(
    root: Path,
    since: str,
    now: datetime,
    clock: datetime | None,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> str:
    """What customers will read at `now` of everything that changed since a revision. Raises GitError.

    `trusts_theme` and `cache` are as in `judge_build`.
    An incident or maintenance in which a problem stops a build is not shown: nothing of it would be published.
    """
    files = find_changed_files(root, find_base(root, since))
    paths = [file.path for file in files]
    found = judge_site(root, clock, Gate.CHECK, paths, cache)
    judged = judge_build(root, found, now, paths, trusts_theme=trusts_theme, cache=cache)
    public = public_part_of(judged.library, now) if judged.library else None
    concerned = [problem for problem in judged.problems if _concerns(problem, files)]
    quoted = tuple(problem for problem in concerned if public and _may_be_quoted(problem, public, judged.problems))
    hidden = tuple(sorted((problem.code, problem.meaning) for problem in concerned if problem not in quoted))
    shown = _without_blocked(public, judged.problems) if public else None
    messages = _excerpts_of(root, shown, now, paths, trusts_theme=trusts_theme) if shown else {}
    return preview_text(shown, Proposal(since, files, quoted, hidden, judged.debt, messages), now)


def _excerpts_of(
    root: Path, shown: Library, now: datetime, paths: Collection[str], *, trusts_theme: bool
) -> dict[str, tuple[Excerpt, ...]]:
    """What the updates in these files say in short, by file; nothing where the theme is at fault."""
    changed = {one.id for one in shown.communications if any(update.path in paths for update in one.updates)}
    if not changed:
        return {}
    try:
        theme = find_theme(root, shown.settings.theme, shown.settings.site.logo, trusted=trusts_theme)
        composer = Composer(shown, now, theme, only=changed)
        return {
            update.path: tuple(_excerpts(composer, story, update.id))
            for story in composer.shown.stories
            for update in story.communication.updates
            if update.path in paths
        }
    except ThemeError:
        return {}


def _excerpts(composer: Composer, story: Story, update_id: str) -> Iterator[Excerpt]:
    """The email, the SMS, the first post, and the line on other pages, if the update is the newest."""
    told, snapshot = newest_about(story, update_id), composer.shown
    found: dict[str, tuple[str, MessageFile]] = {}
    for message in composer.compose(story.id, told.anchor) if told is not None else ():
        for file in message.files:
            found.setdefault(file.name, (capitalise(say_channel(message.channel, snapshot.voice)), file))
    if "subject.txt" in found and "body.txt" in found:
        (name, subject), (_, body) = found["subject.txt"], found["body.txt"]
        yield Excerpt(f"{name}: {_text(subject)}", _text(body))
    posts = [post for post in POSTS if post in found][:1]
    for name, file in (found[one] for one in ("sms.txt", *posts) if one in found):
        title = f"{name}, {POSTS[file.name]}" if file.name in POSTS else name
        yield Excerpt(", ".join([title, *say_counts(file, snapshot.voice)]), _text(file))
    if update_id == story.communication.latest.id:
        line = say_line(story, snapshot.settings, snapshot.courses.library.policy, snapshot.voice)
        if line is not None:
            yield Excerpt(capitalise(snapshot.voice.say("reach.kind.banner")), line)


def _text(file: MessageFile) -> str:
    return file.data.decode().rstrip("\n")


def _concerns(problem: Problem, files: tuple[ChangedFile, ...]) -> bool:
    """Whether it stands in a changed file or its folder, or in the settings, without which nothing can be read."""
    path = problem.place.path
    return path == SETTINGS or any(file.path == path or file.path.startswith(f"{path}/") for file in files)


def _may_be_quoted(problem: Problem, public: Library, problems: tuple[Problem, ...]) -> bool:
    """Whether its words and place can hold nothing that is hidden.

    A problem of form may quote any key, and where one stands nobody knows what the file would have hidden. One of
    safety may quote the very secret.
    """
    if problem.kind is Kind.SAFETY:
        return False
    for one in public.communications:
        if problem.place.path in (one.path, *(update.path for update in one.updates)):
            return not any(other.kind is Kind.FORM for other in problems if _stands_in(other, one.path))
    return False


def _without_blocked(public: Library, problems: tuple[Problem, ...]) -> Library:
    stopping = [problem for problem in problems if blocks(problem, Gate.BUILD)]

    def is_well(folder: str) -> bool:
        return not any(_stands_in(problem, folder) for problem in stopping)

    return replace(
        public,
        incidents=tuple(incident for incident in public.incidents if is_well(incident.path)),
        maintenances=tuple(maintenance for maintenance in public.maintenances if is_well(maintenance.path)),
    )


def _stands_in(problem: Problem, folder: str) -> bool:
    return problem.place.path == folder or problem.place.path.startswith(f"{folder}/")
