"""The site in the words of the Statuspage API v2, which dashboards, bots and exporters ask for, and examples of it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from statusladder.ladder.course import Courses
from statusladder.ladder.standing import Indicator, Standing
from statusladder.markup.prose import shorten
from statusladder.model.vocabulary import ComponentState
from statusladder.views import urls
from statusladder.views.statuspage_components import Row, api_state_of, build_component_rows, build_retired_rows
from statusladder.views.statuspage_ids import derive_id
from statusladder.views.statuspage_incidents import STATUSES, build_incident_row, build_maintenance_row
from statusladder.views.wording import BEGINNING, precise_stamp_of
from statusladder.voice.voice import Voice

PAGE_SIZE = 50
"""Incidents in one answer; older ones follow on pages that the original API does not have."""


@dataclass(frozen=True)
class Statuspage:
    """Rows as the API has them; incidents and maintenances newest first, by the time of their first words.

    `headline` is what `status` describes, for people: in the language of the site.
    """

    headline: str
    page: Row
    status: Row
    components: tuple[Row, ...]
    incidents: tuple[Row, ...]
    maintenances: tuple[Row, ...]

    @property
    def unresolved(self) -> tuple[Row, ...]:
        return tuple(row for row in self.incidents if row["resolved_at"] is None)

    @property
    def upcoming(self) -> tuple[Row, ...]:
        return tuple(row for row in self.maintenances if row["status"] == "scheduled")

    @property
    def active(self) -> tuple[Row, ...]:
        return tuple(row for row in self.maintenances if row["status"] in ("in_progress", "verifying"))


def build_statuspage(
    courses: Courses, standing: Standing, updates: Mapping[str, Sequence[Row]], voice: Voice
) -> Statuspage:
    """Every row at the moment of the courses, which may only be of the public part of a library.

    `updates` are the rows of the updates of each incident and maintenance, by its page.
    """
    library = courses.library
    site, authority = library.settings.site, library.settings.authority
    components = build_component_rows(courses, standing)
    every = components | build_retired_rows(courses)
    updated_at = max((course.updated_at for course in courses.every), default=BEGINNING)
    headline = _headline(standing)
    incomplete = voice.say("not_shown.short") if standing.is_incomplete else None
    return Statuspage(
        headline=incomplete or voice.say(f"headline.{headline.value}"),
        page={
            "id": derive_id("page", authority),
            "name": site.name,
            "url": site.url,
            "time_zone": site.timezone,
            "updated_at": precise_stamp_of(updated_at),
        },
        status={
            "indicator": standing.indicator.value,
            "description": incomplete or API_HEADLINES[headline],
        },
        components=tuple(components.values()),
        incidents=_newest_first(
            build_incident_row(one, library, every, updates[urls.of_incident(one.incident.id)])
            for one in courses.incidents
        ),
        maintenances=_newest_first(
            build_maintenance_row(one, library, every, updates[urls.of_maintenance(one.maintenance.id)])
            for one in courses.maintenances
        ),
    )


def _newest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    by_id = sorted(rows, key=lambda row: str(row["id"]))
    return tuple(sorted(by_id, key=lambda row: str(row["created_at"]), reverse=True))


def build_further_pages(name: str, rows: tuple[Row, ...]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The addresses of what the first answer has no room for, in order, each with its rows."""
    for start in range(PAGE_SIZE, len(rows), PAGE_SIZE):
        yield urls.of_api(f"{name}/page-{start // PAGE_SIZE + 1}"), rows[start : start + PAGE_SIZE]


class Headline(StrEnum):
    """What can be said of a whole site in a few words: one for each indicator of the API, three for `minor`."""

    OPERATIONAL = "operational"
    MAINTENANCE = "maintenance"
    PARTLY_DEGRADED = "partly_degraded"
    DEGRADED = "degraded"
    MINOR_OUTAGE = "minor_outage"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"


API_HEADLINES: Mapping[Headline, str] = {
    Headline.OPERATIONAL: "All Systems Operational",
    Headline.MAINTENANCE: "Service Under Maintenance",
    Headline.PARTLY_DEGRADED: "Partially Degraded Service",
    Headline.DEGRADED: "Degraded System Service",
    Headline.MINOR_OUTAGE: "Minor Service Outage",
    Headline.PARTIAL_OUTAGE: "Partial System Outage",
    Headline.MAJOR_OUTAGE: "Major System Outage",
}
"""The sentences by which clients of the API know them, whatever the language of the site."""


def _headline(standing: Standing) -> Headline:
    """A component that is in doubt has the state of an impact, but no update reported one."""
    told = (
        ComponentState.OPERATIONAL if component in standing.in_doubt else api_state_of(state)
        for component, state in standing.states.items()
    )
    return choose_headline(standing.indicator, told)


def choose_headline(indicator: Indicator, states: Iterable[ComponentState]) -> Headline:
    """The headline of an indicator and the states of all components, which matter where it is `minor`."""
    if indicator is Indicator.MINOR:
        told = set(states)
        if ComponentState.DEGRADED_PERFORMANCE not in told:
            return Headline.MINOR_OUTAGE
        return Headline.DEGRADED if len(told) == 1 else Headline.PARTLY_DEGRADED
    return {
        Indicator.NONE: Headline.OPERATIONAL,
        Indicator.MAINTENANCE: Headline.MAINTENANCE,
        Indicator.MAJOR: Headline.PARTIAL_OUTAGE,
        Indicator.CRITICAL: Headline.MAJOR_OUTAGE,
    }[indicator]


LONGEST_TEXT = 120
"""Characters of a text in an example that is shortened: enough to see what kind of text it is."""


@dataclass(frozen=True)
class ApiGuide:
    """`status` is an answer as it is; `incident` that of an open incident, else of the newest, one row of each list.

    `older` are the addresses of the further pages of history, `stages` each word of the API with ours.
    """

    status: str
    incident_url: str | None
    incident: str | None
    older: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]


def build_api_guide(api: Statuspage, voice: Voice) -> ApiGuide:
    """All of it as it stands at the snapshot's moment."""
    told = next(iter((*api.unresolved, *api.incidents)), None)
    lists = {"incidents": api.incidents, "scheduled-maintenances": api.maintenances}
    return ApiGuide(
        status=_as_text({"page": api.page, "status": api.status}),
        incident_url=urls.of_api(f"incidents/{told['id']}") if told is not None else None,
        incident=_as_text(_shortened({"page": api.page, "incident": told})) if told is not None else None,
        older=tuple(address for name, rows in lists.items() for address, _ in build_further_pages(name, rows)),
        stages=tuple((word, _stages(word, voice)) for word in dict.fromkeys(STATUSES.values())),
    )


def _stages(word: str, voice: Voice) -> str:
    return voice.comma_separated(voice.say(f"stage.{stage.value}") for stage in STATUSES if STATUSES[stage] == word)


def _shortened(value: object) -> object:
    """The same with the first row of each list and the beginning of each long text."""
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value[:1]]
    return shorten(value, LONGEST_TEXT) if isinstance(value, str) and " " in value else value


def _as_text(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)
