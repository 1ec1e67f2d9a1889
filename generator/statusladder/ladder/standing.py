"""How the site stands at a moment: each component's state, what is open, running and planned, and the worst of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.spans import Span
from statusladder.model.vocabulary import ComponentState, Severity, Stage

_WELL = ComponentState.OPERATIONAL
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Indicator(StrEnum):
    """The state of the whole site in one word, best to worst; the words are those of the Statuspage API."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Standing:
    """Everything that holds at the moment of the courses.

    `states` has every component in service, in the order of site.yaml, `overrun` those whose state is that of a
    maintenance past its planned end, `in_doubt` those of which nothing wrong is known, while words that are not shown
    may say otherwise: their state is that of an impact nobody measured. `is_incomplete`: words are not shown, and
    nothing that is shown tells of anything wrong. `open_incidents` come worst first (severity, worst component state,
    newest start).
    `running` is maintenance whose window the clock has started and that is not over, overruns included; `planned` is
    the rest of what is to come, soonest first.
    """

    states: Mapping[str, ComponentState]
    overrun: frozenset[str]
    in_doubt: frozenset[str]
    is_incomplete: bool
    open_incidents: tuple[IncidentCourse, ...]
    running: tuple[MaintenanceCourse, ...]
    planned: tuple[MaintenanceCourse, ...]
    indicator: Indicator


def standing_of(courses: Courses) -> Standing:
    """How the site stands."""
    told = {one.id: state_at(courses.spans[one.id], courses.now) for one in courses.in_service}
    in_doubt = frozenset(one for one in told if told[one] is _WELL and courses.library.gaps_of(one))
    states = told | dict.fromkeys(in_doubt, ComponentState.AFFECTED)
    still = [course for course in courses.incidents if course.incident.is_open]
    to_come = [course for course in courses.maintenances if not course.is_over]
    running = [course for course in to_come if course.has_begun]
    indicator = _indicator(told.values(), still, bool(running))
    is_incomplete = bool(courses.library.gaps) and indicator in (Indicator.NONE, Indicator.MAINTENANCE)
    return Standing(
        states=states,
        overrun=frozenset(
            component
            for component, state in states.items()
            for span in courses.spans[component]
            if span.past_end and span.end is None and span.state is state
        ),
        in_doubt=in_doubt,
        is_incomplete=is_incomplete,
        open_incidents=tuple(sorted(still, key=_urgency)),
        running=tuple(sorted(running, key=_begins)),
        planned=tuple(sorted((course for course in to_come if not course.has_begun), key=_begins)),
        indicator=Indicator.MINOR if is_incomplete else indicator,
    )


def state_at(spans: Iterable[Span], moment: datetime) -> ComponentState:
    """The worst state of the spans that cover the moment; operational when none does."""
    covering = (span.state for span in spans if span.start <= moment and (span.end is None or moment < span.end))
    return max(covering, key=lambda state: state.rank, default=_WELL)


def _urgency(course: IncidentCourse) -> tuple[int, int, float, str]:
    incident = course.incident
    return list(Severity).index(incident.severity), -course.state.rank, -incident.started_at.timestamp(), incident.id


def _begins(course: MaintenanceCourse) -> tuple[datetime, str]:
    maintenance = course.maintenance
    return maintenance.window.from_ if maintenance.window else _END_OF_TIME, maintenance.id


def _indicator(states: Iterable[ComponentState], still: Iterable[IncidentCourse], maintenance_runs: bool) -> Indicator:
    """The indicator of the Statuspage API: the worst of what the components and the open incidents say.

    Components: all in major outage → critical; any in major or partial outage → major; any degraded, or affected
    without a state → minor; any under maintenance, or a maintenance running → maintenance. An open incident says at
    least its own severity. Neither `info` nor the stage `notice` adds anything: neither has a confirmed
    impact.
    """
    told = set(states)
    found = [Indicator.NONE]
    if told == {ComponentState.MAJOR_OUTAGE}:
        found.append(Indicator.CRITICAL)
    if told & {ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE}:
        found.append(Indicator.MAJOR)
    if told & {ComponentState.DEGRADED_PERFORMANCE, ComponentState.AFFECTED}:
        found.append(Indicator.MINOR)
    if maintenance_runs or ComponentState.UNDER_MAINTENANCE in told:
        found.append(Indicator.MAINTENANCE)
    for incident in (course.incident for course in still):
        if incident.stage is not Stage.NOTICE and incident.severity is not Severity.INFO:
            found.append(Indicator(incident.severity))
    return max(found, key=list(Indicator).index)
