"""What the rest of the site repeats of a story, so that nobody has to make all of the story for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from statusladder.model.communication import Communication, Update
from statusladder.model.differences import as_written
from statusladder.model.manifest import UpdateMark, digest_of_facts, mark_of_correction, said_marks_of
from statusladder.model.site import Settings
from statusladder.model.update import MaintenanceKeys
from statusladder.views import urls
from statusladder.views.feeds import Headlines, headlines_of
from statusladder.views.statuspage_components import Row
from statusladder.views.statuspage_incidents import build_update_rows
from statusladder.views.story import Story
from statusladder.voice.voice import Voice

_SAID = ("eta", "progress", "data_loss", "workarounds", "customer_actions", "contacts")
_TIMES = ("started_at", "mitigated_at", "resolved_at")


def build_fact_tuple(
    communication: Communication[Any], update: Update[Any], page: str, site_url: str
) -> dict[str, Any]:
    """The fact tuple after an update: texts as people write them, times in UTC, null for what is unsaid.

    Of a maintenance the window is one of the facts.
    """
    facts = update.facts
    impact = facts.impact
    states = facts.components.states if facts.components is not None else {}
    told = {name: _written(getattr(facts, name)) for name in (*_SAID, *_TIMES)}
    if isinstance(facts, MaintenanceKeys):
        told["window"] = _written(facts.window)
    return told | {
        "incident": communication.id,
        "sequence": update.number,
        "stage": update.stage.value,
        "severity": facts.severity.value if facts.severity is not None else None,
        "components": {name: as_written(state) for name, state in states.items()},
        "symptom": impact.symptom if impact is not None else None,
        "impact": {
            name: _written(getattr(impact, name)) for name in ("share", "accounts", "basis") if impact is not None
        },
        "regions": list(impact.regions or ()) if impact is not None else [],
        "next_update": _written(update.said.promised_at),
        "permalink": urls.make_absolute(site_url, urls.of_update(page, update.id)),
    }


def _written(value: Any) -> str | None:
    return None if value is None else as_written(value)


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
        api_updates=build_update_rows(story.communication, story.url, settings, voice),
        marks=_marks(story, settings),
    )


def _marks(story: Story, settings: Settings) -> dict[str, UpdateMark]:
    marks = {}
    for update in story.communication.updates:
        facts = digest_of_facts(build_fact_tuple(story.communication, update, story.url, settings.site.url))
        corrections = tuple(mark_of_correction(fix) for fix in update.said.corrections or ())
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
