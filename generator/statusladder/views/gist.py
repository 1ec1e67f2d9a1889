"""What the rest of the site repeats of a story, so that nobody has to make all of the story for it.

Short because it is the record that is kept of a story, and is made of parts that stand elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from statusladder.model.manifest import UpdateMark, mark_of_correction, said_marks_of
from statusladder.model.site import Settings
from statusladder.views.feeds import Headlines, headlines_of
from statusladder.views.statuspage_components import Row
from statusladder.views.statuspage_incidents import build_update_rows
from statusladder.views.story import Story
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Gist:
    """What feeds tell of a story, its updates as the API has them, and the marks by which each is known when published.

    `marks` are by the id of the update.
    """

    headlines: Headlines
    api_updates: list[Row]
    marks: Mapping[str, UpdateMark]


def gist_of(story: Story, settings: Settings, voice: Voice) -> Gist:
    """The gist of a story at the moment of its clock."""
    return Gist(
        headlines=headlines_of(story, settings, voice),
        api_updates=build_update_rows(story.communication, story.url, story.core_lines, settings, voice),
        marks=_marks(story),
    )


def _marks(story: Story) -> dict[str, UpdateMark]:
    marks = {}
    for update in story.communication.updates:
        corrections = tuple(mark_of_correction(fix) for fix in update.said.corrections or ())
        facts = story.digests[update.id]
        marks[update.id] = UpdateMark(facts=facts, said=said_marks_of(update), corrections=corrections)
    return marks


class Gists(dict[str, Gist]):
    """The gists of stories by their pages; one that is not known yet is made when it is first asked for."""

    def __init__(self, stories: Mapping[str, Story], settings: Settings, voice: Voice) -> None:
        super().__init__()
        self._stories, self._settings, self._voice = stories, settings, voice

    def __missing__(self, page: str) -> Gist:
        made = self[page] = gist_of(self._stories[page], self._settings, self._voice)
        return made
