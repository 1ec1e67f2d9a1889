"""What of a site is news: its updates and corrections that were not published before, by git or by a live manifest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from os.path import isdir
from pathlib import Path

from statusladder.ladder.publication import public_part_of
from statusladder.model.manifest import Manifest, UpdateMark, mark_of_correction, said_marks_of
from statusladder.model.problem import Stopped
from statusladder.model.site import Library
from statusladder.publish.append_only import read_base
from statusladder.views import urls
from statusladder.views.announcements import Announcement
from statusladder.views.placing import story_page_of
from statusladder.views.story import Story

Known = Mapping[str, Mapping[str, UpdateMark]]
"""What was published: by the page of a story, the marks of its updates by their ids."""

_Mark = tuple[str | None, str | None]
"""The digests of an update's time and stage, by which it is known wherever it lies."""

_OF_STORIES = tuple(f"{page.rstrip('/')}/" for page in (urls.of_incident(""), urls.of_maintenance("")))
"""How the addresses of pages of incidents and maintenance begin."""


@dataclass(frozen=True)
class News:
    """What was published before, as far as it was looked at; `within` are the folders that may hold news, None for all.

    `only` narrows it to the story with that id. `moved` are the corrections of updates whose story is gone, by their
    marks: who renames a folder, or a file of one, tells nobody anything new.
    """

    known: Known
    within: Collection[str] | None = None
    only: str | None = None
    moved: Mapping[_Mark, Collection[str]] = field(default_factory=dict)

    def concerns(self, story: Story) -> bool:
        """Whether anything of a story may be news: asked of all of them, so nothing of a story is made for it."""
        if self.only is not None and story.id != self.only:
            return False
        if self.within is not None and story.communication.path not in self.within:
            return False
        known, updates = self._known_of(story), story.communication.updates
        return any(update.id not in known or update.said.corrections for update in updates)

    def holds(self, story: Story, told: Announcement) -> bool:
        """Whether an announcement of a story that they concern is news."""
        marks = self._known_of(story).get(told.rung.id)
        if told.correction is None or marks is None:
            return marks is None
        return told.correction.mark not in marks

    def _known_of(self, story: Story) -> Mapping[str, Collection[str]]:
        """The updates of a story that were published, by the ids that they have now, with their corrections."""
        published, updates = self.known.get(story.url), story.communication.updates
        if published is None:
            told, moved = {}, self.moved
        else:
            told = {name: mark.corrections for name, mark in published.items()}
            moved = _by_mark(published[name] for name in published.keys() - {one.id for one in updates})
        if not moved:
            return told
        marks = {one.id: _mark_of(said_marks_of(one)) for one in updates if one.id not in told}
        return {**told, **{name: moved[mark] for name, mark in marks.items() if mark in moved}}


def _mark_of(said: Mapping[str, str]) -> _Mark:
    return said.get("at"), said.get("stage")


def _by_mark(marks: Iterable[UpdateMark]) -> dict[_Mark, Collection[str]]:
    return {_mark_of(one.said): one.corrections for one in marks}


def find_news_since(root: Path, library: Library, since: str, now: datetime, only: str | None = None) -> News:
    """What a change brings. Raises GitError."""
    before, folders = read_base(root, library, since)
    published = {
        story_page_of(one): {
            update.id: UpdateMark(
                facts="",
                said=said_marks_of(update),
                corrections=tuple(mark_of_correction(fix) for fix in update.said.corrections or ()),
            )
            for update in one.updates
        }
        for one in public_part_of(before, now).communications
    }
    return _news_beyond(published, root, folders, only)


NOTHING_NEW = News({}, within=())
"""For a site that was never published: what it held before that is no news to anybody."""


def find_news_beyond(manifest: Manifest, root: Path, only: str | None = None) -> News:
    """What a live site does not have yet of that in `root`.

    Raises Stopped where its manifest knows no updates although there are pages of some: all of them would seem new, and
    everybody would be sent updates that are years old.
    """
    if not manifest.updates and any(one.startswith(_OF_STORIES) and one.endswith("/") for one in manifest.addresses):
        sentence = "the live manifest lists incidents without their updates, so what is new cannot be told"
        raise Stopped(sentence, "publish once with this version, then messages can be compared with what is live")
    return _news_beyond(manifest.updates, root, None, only)


def _news_beyond(
    published: Mapping[str, Mapping[str, UpdateMark]],
    root: Path,
    within: Collection[str] | None,
    only: str | None,
) -> News:
    """What is not among the marks of what was published, by its pages."""
    # What cannot be read is there all the same. Anybody may answer at the site's address, so a name may be any text.
    gone = (mark for page, of in published.items() if not isdir(root / "content" / page) for mark in of.values())
    return News(published, within, only, _by_mark(gone))
