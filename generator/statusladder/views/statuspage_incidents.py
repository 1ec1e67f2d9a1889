"""Incidents and maintenance as the Statuspage API tells them: its stages, its impact, its affected components."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.windows import maintenance_state_of
from statusladder.model.communication import Communication, Update
from statusladder.model.facts import Components, EventTime
from statusladder.model.site import Library, Settings
from statusladder.model.update import MaintenanceKeys
from statusladder.model.vocabulary import OPEN_STAGES, REPORT_STAGES, RUNNING_STAGES, ComponentState, Severity, Stage
from statusladder.views import urls
from statusladder.views.core_lines import CoreLine
from statusladder.views.placing import place_html, place_prose
from statusladder.views.statuspage_components import Row
from statusladder.views.statuspage_ids import derive_communication_id, derive_component_id, derive_id, derive_update_id
from statusladder.views.wording import precise_stamp_of, say_told_us
from statusladder.voice.voice import Voice

STATUSES: Mapping[Stage, str] = {
    Stage.NOTICE: "investigating",
    Stage.INVESTIGATING: "investigating",
    Stage.IDENTIFIED: "identified",
    Stage.MITIGATING: "identified",
    Stage.MONITORING: "monitoring",
    Stage.RESOLVED: "resolved",
    Stage.RETRACTED: "resolved",
    Stage.MERGED: "resolved",
    Stage.POSTMORTEM: "postmortem",
    Stage.FOLLOW_UP: "postmortem",
    Stage.SCHEDULED: "scheduled",
    Stage.RESCHEDULED: "scheduled",
    Stage.IN_PROGRESS: "in_progress",
    Stage.EXTENDED: "in_progress",
    Stage.VERIFYING: "verifying",
    Stage.COMPLETED: "completed",
    Stage.CANCELLED: "completed",
}
"""Our stages in the words of the API, which has fewer."""

_LONGEST_NAME = 255


def build_incident_row(
    course: IncidentCourse, library: Library, components: Mapping[str, Row], updates: Sequence[Row]
) -> Row:
    """One incident. It has no impact while only a risk is seen, and none when it was a false alarm."""
    incident = course.incident
    retracted = incident.closing.stage is Stage.RETRACTED
    is_risk = incident.is_early_notice or incident.stage is Stage.NOTICE
    harmless = is_risk or retracted or incident.severity is Severity.INFO
    return {
        **_shared(course, urls.of_incident(incident.id), library, components, updates),
        "status": STATUSES[incident.stage],
        "started_at": precise_stamp_of(incident.started_at),
        "monitoring_at": _stamp(_mitigated(incident) or course.legs[-1].watched_from),
        "resolved_at": _stamp(incident.closed_at),
        "impact": "none" if harmless else incident.severity.value,
    }


def build_maintenance_row(
    course: MaintenanceCourse, library: Library, components: Mapping[str, Row], updates: Sequence[Row]
) -> Row:
    """One maintenance, where the clock has it. A missing window is the time of its announcement."""
    maintenance, window = course.maintenance, course.maintenance.window
    verifying = (update.at for update in maintenance.updates if update.stage is Stage.VERIFYING)
    return {
        **_shared(course, urls.of_maintenance(maintenance.id), library, components, updates),
        "status": STATUSES[course.stage],
        "started_at": precise_stamp_of(maintenance.first.at),
        "monitoring_at": _stamp(_mitigated(maintenance) or next(verifying, None)),
        "resolved_at": _stamp(course.windows.over_at),
        "impact": "maintenance",
        "scheduled_for": precise_stamp_of(window.from_ if window is not None else maintenance.first.at),
        "scheduled_until": precise_stamp_of(window.to if window is not None else maintenance.first.at),
    }


def _shared(
    course: IncidentCourse | MaintenanceCourse,
    page: str,
    library: Library,
    components: Mapping[str, Row],
    updates: Sequence[Row],
) -> Row:
    one, authority = course.communication, library.settings.authority
    return {
        "id": derive_communication_id(one, authority),
        "name": one.title[:_LONGEST_NAME],
        "created_at": precise_stamp_of(one.first.at),
        "updated_at": precise_stamp_of(course.updated_at),
        "shortlink": urls.make_absolute(library.settings.site.url, page),
        "page_id": derive_id("page", authority),
        "incident_updates": updates,
        "components": [components[name] for name in components if name in one.component_ids],
    }


def build_update_rows(
    one: Communication[Any], page: str, core: Mapping[str, Sequence[CoreLine]], settings: Settings, voice: Voice
) -> list[Row]:
    """The rows of all updates of what has its page there, newest first, each with what it changed of the components.

    `core` are the core lines of each update by its id.
    """
    return list(reversed(list(_updates(one, page, core, settings, voice))))


def _updates(
    one: Communication[Any], page: str, core: Mapping[str, Sequence[CoreLine]], settings: Settings, voice: Voice
) -> Iterator[Row]:
    own_id = derive_communication_id(one, settings.authority)
    before: dict[str, ComponentState] = {}
    for update in one.updates:
        states = _states(update)
        moment = precise_stamp_of(update.at)
        yield {
            "id": derive_update_id(one, update, settings.authority),
            "status": STATUSES[update.stage],
            "body": _body(one, update, page, core[update.id], settings, voice),
            "incident_id": own_id,
            "created_at": moment,
            "updated_at": moment,
            "display_at": moment,
            "affected_components": None if update.stage in REPORT_STAGES else _affected(before, states, settings),
            "deliver_notifications": update.said.notify and not update.said.backfilled,
            "custom_tweet": None,
            "tweet_id": None,
        }
        before |= states


def _body(
    one: Communication[Any], update: Update[Any], page: str, core: Sequence[CoreLine], settings: Settings, voice: Voice
) -> str:
    """The words of an update, and below them its core lines: clients show this text and few of the other keys."""
    html = place_html(update.body, one.pictures, top_heading=1)
    parts = (place_prose(html, settings.site.url, page), say_told_us(update.said, voice))
    return "\n\n".join(filter(None, (*parts, "\n".join(line.text for line in core))))


def _states(update: Update[Any]) -> dict[str, ComponentState]:
    """The state of each component after an update; one that is only named counts as degraded.

    One that an early notice names is only at risk.
    """
    facts = update.facts
    named: Components | None = facts.components
    at_risk = ComponentState.OPERATIONAL if update.stage is Stage.NOTICE else ComponentState.DEGRADED_PERFORMANCE
    found = {
        name: at_risk if fact.status is ComponentState.AFFECTED else fact.status
        for name, fact in (named.states.items() if named is not None else ())
    }
    if isinstance(facts, MaintenanceKeys):
        expected = facts.expected.states if facts.expected is not None else {}
        found = {name: maintenance_state_of(fact.status) for name, fact in expected.items()} | found
    if update.stage not in (*OPEN_STAGES, *RUNNING_STAGES):
        return dict.fromkeys(found, ComponentState.OPERATIONAL)
    return found


def _affected(
    before: Mapping[str, ComponentState], states: Mapping[str, ComponentState], settings: Settings
) -> list[Row] | None:
    rows = [
        {
            "code": derive_component_id(component, settings.authority),
            "name": settings.name_of(component.id),
            "old_status": before.get(component.id, ComponentState.OPERATIONAL).value,
            "new_status": states[component.id].value,
        }
        for component in settings.components
        if component.id in states
    ]
    return rows or None


def _mitigated(one: Communication[Any]) -> datetime | None:
    stated: EventTime | None = one.facts.mitigated_at
    return stated.at if stated is not None else None


def _stamp(moment: datetime | None) -> str | None:
    return precise_stamp_of(moment) if moment is not None else None
