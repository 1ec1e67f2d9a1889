"""The audiences that have a page: what updates say to them beside what they say to all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from statusladder.model.site import DEFAULT_AUDIENCES, Settings
from statusladder.views import urls
from statusladder.views.story import Story


@dataclass(frozen=True)
class AudienceView:
    """One audience, and the incidents and maintenance that ever spoke to it, newest first."""

    id: str
    url: str
    name: str
    stories: tuple[Story, ...]


def audiences(settings: Settings, stories: Iterable[Story]) -> Iterator[AudienceView]:
    """Those that site.yaml names for itself, so that they can be followed ahead of the first incident.

    Of those that every site has, only those that an update has spoken to: a calm site has no empty pages.
    """
    told = tuple(stories)
    for audience in settings.audiences:
        own = tuple(story for story in told if audience.id in _spoken_to(story))
        if own or audience not in DEFAULT_AUDIENCES:
            yield AudienceView(audience.id, urls.audience(audience.id), audience.name, own)


def _spoken_to(story: Story) -> set[str]:
    return {audience for update in story.communication.updates for audience in update.said.audiences or ()}
