"""What the rest of the site repeats of a story, so that nobody has to make all of the story for it.

Short because feeds, the API and the manifest each know how to say their part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from statusladder.model.manifest import UpdateMark, correction_mark, facts_digest, said_marks
from statusladder.model.site import Settings
from statusladder.views.fact_tuple import fact_tuple
from statusladder.views.feeds import Headlines, headlines_of
from statusladder.views.statuspage_components import Row
from statusladder.views.statuspage_incidents import update_rows
from statusladder.views.story import Story


@dataclass(frozen=True)
class Gist:
    """What feeds tell of a story, its updates as the API has them, and the marks by which each is known when published.

    `marks` are by the id of the update.
    """

    headlines: Headlines
    api_updates: list[Row]
    marks: Mapping[str, UpdateMark]


def gist_of(story: Story, settings: Settings) -> Gist:
    """The gist of a story at the moment of its clock."""
    return Gist(
        headlines=headlines_of(story, settings),
        api_updates=update_rows(story.communication, story.url, settings),
        marks=_marks(story, settings),
    )


def _marks(story: Story, settings: Settings) -> dict[str, UpdateMark]:
    marks = {}
    for update in story.communication.updates:
        facts = facts_digest(fact_tuple(story.communication, update, story.url, settings.site.url))
        corrections = tuple(correction_mark(fix) for fix in update.said.corrections or ())
        marks[update.id] = UpdateMark(facts=facts, said=said_marks(update), corrections=corrections)
    return marks


class Gists(dict[str, Gist]):
    """The gists of stories by their pages; one that is not known yet is made when it is first asked for."""

    def __init__(self, stories: Mapping[str, Story], settings: Settings) -> None:
        super().__init__()
        self._stories, self._settings = stories, settings

    def __missing__(self, page: str) -> Gist:
        made = self[page] = gist_of(self._stories[page], self._settings)
        return made
