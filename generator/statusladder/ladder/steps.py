"""The rungs of the ladder, what may follow each, and all other structure that only the ladder can judge.

It judges steps, the order of times, whether windows and estimates can exist, and whether titles and summaries are short
enough for every channel. Imported files are exempt: what another tool's history did cannot be undone by a rule of ours.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from statusladder.model.communication import Communication, Incident, Maintenance, Update
from statusladder.model.problem import Problem
from statusladder.model.site import Library
from statusladder.model.update import LONGEST, IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import (
    INCIDENT_STAGES,
    MAINTENANCE_STAGES,
    OPEN_STAGES,
    PLANNED_STAGES,
    REPORT_STAGES,
    RUNNING_STAGES,
    ComponentState,
    ReportVersion,
    Severity,
    Stage,
)

LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.NOTICE: "Early notice",
        Stage.INVESTIGATING: "Investigating",
        Stage.IDENTIFIED: "Identified",
        Stage.MITIGATING: "Mitigating",
        Stage.MONITORING: "Monitoring",
        Stage.RESOLVED: "Resolved",
        Stage.POSTMORTEM: "Postmortem",
        Stage.FOLLOW_UP: "Progress report",
        Stage.RETRACTED: "Retracted",
        Stage.MERGED: "Merged",
        Stage.SCHEDULED: "Scheduled",
        Stage.RESCHEDULED: "Rescheduled",
        Stage.IN_PROGRESS: "In progress",
        Stage.EXTENDED: "Extended",
        Stage.VERIFYING: "Verifying",
        Stage.COMPLETED: "Completed",
        Stage.CANCELLED: "Cancelled",
    }
)
"""What customers read for each stage."""

_RETRACTABLE = (Stage.NOTICE, Stage.INVESTIGATING)
"""Once a failure is identified it was no false alarm."""


def _after_incident_stage(stage: Stage) -> tuple[Stage, ...]:
    if stage in OPEN_STAGES:
        forward = (*OPEN_STAGES[OPEN_STAGES.index(stage) :], Stage.RESOLVED)
        return (*forward, Stage.RETRACTED, Stage.MERGED) if stage in _RETRACTABLE else (*forward, Stage.MERGED)
    closed = (Stage.RESOLVED, *REPORT_STAGES)
    return closed[closed.index(stage) :] if stage in closed else ()


def _after_maintenance_stage(stage: Stage) -> tuple[Stage, ...]:
    ends = (Stage.COMPLETED, Stage.CANCELLED)
    if stage in PLANNED_STAGES:
        return (*PLANNED_STAGES, *RUNNING_STAGES, *ends)
    if stage in RUNNING_STAGES:
        return (*RUNNING_STAGES, *ends)
    return (Stage.COMPLETED,) if stage is Stage.COMPLETED else ()


_NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    **{stage: _after_incident_stage(stage) for stage in INCIDENT_STAGES},
    **{stage: _after_maintenance_stage(stage) for stage in MAINTENANCE_STAGES},
}


def legal_after(stage: Stage) -> tuple[Stage, ...]:
    """The stages that may follow without a reason, in ladder order, staying included; empty where nothing follows.

    Backward steps and re-opening need a stated reason, so they are not in here: ladder.steps judges those. A
    maintenance may alternate between its running stages, because verification can send the work back.
    """
    return _NEXT[stage]


AHEAD = timedelta(minutes=5)
"""How far `at` may lie ahead of the clock and still count as now, because clocks differ a little."""

REOPEN_WITHIN = timedelta(hours=72)
"""How long after its resolution an incident may be re-opened; later it is a new, related one."""

IncidentUpdate = Update[IncidentKeys]
MaintenanceUpdate = Update[MaintenanceKeys]


def find_missteps(library: Library, clock: datetime | None) -> list[Problem]:
    """Every illegal step and impossible time. With `clock`, a file dated more than `AHEAD` after it is one too.

    A draft may be dated ahead: its time is that of a publication still to come.
    """
    problems: list[Problem] = []
    for incident in (*library.incidents, *library.drills):
        problems += _incident_steps(incident)
        problems += _times(incident, clock)
        for update in incident.updates:
            problems += _estimate(update)
    for maintenance in library.maintenances:
        problems += _maintenance_steps(maintenance)
        problems += _times(maintenance, clock)
        problems += _windows(maintenance)
    return problems


def _misstep(update: IncidentUpdate | MaintenanceUpdate, sentence: str, fix: str) -> Problem:
    return Problem(update.place("stage"), "C004", sentence, fix)


def _incident_steps(incident: Incident) -> Iterator[Problem]:
    first = incident.first
    if not first.imported:
        if first.stage is Stage.RESOLVED and not first.said.backfilled:
            sentence = "the first update of an incident is already 'resolved'"
            yield _misstep(first, sentence, "add 'backfilled: true' if the incident is told afterwards")
        elif first.stage not in (*OPEN_STAGES, Stage.RESOLVED):
            yield _misstep(first, f"an incident cannot begin with '{first.stage}'", _one_of(OPEN_STAGES))
    for before, update in pairwise(incident.updates):
        if not update.imported:
            yield from _step(incident, before, update)


def _step(incident: Incident, before: IncidentUpdate, update: IncidentUpdate) -> Iterator[Problem]:
    step = f"'{before.stage}' → '{update.stage}'"
    legal = legal_after(before.stage)
    key = licence_for(before.stage, update.stage)
    if key == "reopened":
        yield from _reopening(incident, before, update, step)
    elif key in ("regression", "diagnosis_withdrawn"):
        if getattr(update.said, key) is None:
            yield _misstep(update, f"the step {step} gives no reason", f"add '{key}: …', why the ladder goes back")
        if key == "regression" and _severity_drops(before, update):
            sentence = "the severity drops in the same update that reports a regression"
            yield Problem(
                update.place("severity"), "C004", sentence, "keep the severity, and lower it in a later update"
            )
    elif update.stage not in legal:
        yield _misstep(update, f"the ladder has no step {step}", _one_of(legal))
    elif update.stage is Stage.RETRACTED:
        yield from _retraction(before, update)
    elif update.stage is Stage.MERGED and update.said.merged_into is None:
        yield _misstep(update, "the merged incident does not say into which", "add 'merged_into: ID of that incident'")
    elif _version(before) is ReportVersion.FINAL and _version(update) is ReportVersion.PRELIMINARY:
        yield Problem(
            update.place("version"), "C004", "a preliminary report follows the final one", "write 'version: final'"
        )


_LICENCES = {
    (Stage.IDENTIFIED, Stage.INVESTIGATING): "diagnosis_withdrawn",
    (Stage.MITIGATING, Stage.IDENTIFIED): "regression",
    (Stage.MONITORING, Stage.INVESTIGATING): "regression",
    (Stage.MONITORING, Stage.IDENTIFIED): "regression",
    (Stage.MONITORING, Stage.MITIGATING): "regression",
}
"""The legal backward steps, each with the key that has to give the reason."""


def licence_for(before: Stage, after: Stage) -> str | None:
    """The key whose reason a step needs: of a step back, a re-opening or a retraction; None where it needs none."""
    if after is Stage.RETRACTED:
        return "retracted"
    if after in OPEN_STAGES and before in (Stage.RESOLVED, *REPORT_STAGES):
        return "reopened"
    return _LICENCES.get((before, after))


def licensed_after(stage: Stage) -> tuple[Stage, ...]:
    """The stages that may follow when a reason is given, in ladder order: steps back and re-openings."""
    return tuple(after for after in OPEN_STAGES if licence_for(stage, after) is not None)


def _reopening(incident: Incident, before: IncidentUpdate, update: IncidentUpdate, step: str) -> Iterator[Problem]:
    later = "open a new incident and name this one under 'related'"
    index = incident.updates.index(update)
    resolved = [other.at for other in incident.updates[:index] if other.stage is Stage.RESOLVED]
    if update.said.reopened is None:
        yield _misstep(update, f"the step {step} gives no reason", "add 'reopened: …', why it is not over")
    if any(_version(other) is ReportVersion.FINAL for other in incident.updates[:index]):
        yield _misstep(update, "an incident is re-opened after its final report", later)
    elif resolved and update.at - resolved[-1] > REOPEN_WITHIN:
        yield _misstep(update, "an incident is re-opened more than 72 hours after it was resolved", later)


def _retraction(before: IncidentUpdate, update: IncidentUpdate) -> Iterator[Problem]:
    if update.said.retracted is None:
        yield _misstep(update, "the retraction gives no reason", "add 'retracted: …', what made it a false alarm")
    stated = before.facts.components.states.values() if before.facts.components else ()
    if before.stage is not Stage.NOTICE and any(
        fact.status not in (ComponentState.AFFECTED, ComponentState.OPERATIONAL) for fact in stated
    ):
        sentence = "an incident is retracted although a component was not operational"
        yield _misstep(update, sentence, "resolve it: customers saw an effect")


def _version(update: IncidentUpdate) -> ReportVersion | None:
    return update.facts.version if update.stage in REPORT_STAGES else None


def _severity_drops(before: IncidentUpdate, update: IncidentUpdate) -> bool:
    order = list(Severity)
    old, new = before.facts.severity, update.facts.severity
    return old is not None and new is not None and order.index(new) > order.index(old)


def _maintenance_steps(maintenance: Maintenance) -> Iterator[Problem]:
    first = maintenance.first
    if not first.imported and first.stage is not Stage.SCHEDULED and first.said.emergency is None:
        sentence = f"a maintenance cannot begin with '{first.stage}'"
        yield _misstep(first, sentence, "begin with 'scheduled', or add 'emergency: …', why it was not announced")
    for before, update in pairwise(maintenance.updates):
        if not update.imported and update.stage not in (legal := legal_after(before.stage)):
            yield _misstep(update, f"the ladder has no step '{before.stage}' → '{update.stage}'", _one_of(legal))


def _windows(maintenance: Maintenance) -> Iterator[Problem]:
    first = maintenance.first
    if first.facts.window is None and not first.imported:
        fix = "add 'window:' with 'from:' and 'to:', each with a zone"
        yield Problem(first.place("window"), "T013", "the maintenance does not say when", fix)
    for update in maintenance.updates:
        window = update.said.window
        if window is not None and window.to <= window.from_ and not update.imported:
            yield Problem(update.place("window"), "T013", "the window ends before it begins", "check 'from' and 'to'")
        if window is None and update.stage in (Stage.RESCHEDULED, Stage.EXTENDED) and not update.imported:
            sentence = f"'{update.stage}' does not say the new window"
            yield Problem(update.place("stage"), "T013", sentence, "add 'window:' with 'from:' and 'to:'")


def _times(
    communication: Communication[IncidentKeys] | Communication[MaintenanceKeys], clock: datetime | None
) -> Iterator[Problem]:
    updates: tuple[IncidentUpdate | MaintenanceUpdate, ...] = communication.updates
    for before, update in pairwise(updates):
        if update.at < before.at:
            sentence = f"this update is dated before {before.id}, which has the lower number"
            yield Problem(
                update.place("at"), "T009", sentence, "check 'at', or number the files in the order of their times"
            )
    for update in updates:
        if clock is not None and update.at > clock + AHEAD and not update.said.draft:
            sentence = "'at' lies in the future"
            yield Problem(
                update.place("at"), "T009", sentence, "write the time of publication; a window goes into 'window'"
            )
        promised = update.said.promised_at
        if promised is not None and promised <= update.at and not update.imported:
            sentence = "the next update is promised for no later than this one"
            yield Problem(update.place("next_update"), "T005", sentence, "write a later time, or a duration as 30m")
        if not update.imported:
            yield from _event_order(update)


_EVENTS = ("started_at", "detected_at", "first_report_at", "mitigated_at", "resolved_at")

_ORDERS = (("started_at", "mitigated_at", "resolved_at"), ("detected_at", "resolved_at"))
"""Events that can only come in this order.

A risk may be detected before customers are affected, and their impact may end before anybody detects it; normal service
cannot be confirmed before.
"""


def _event_order(update: IncidentUpdate | MaintenanceUpdate) -> Iterator[Problem]:
    """Events in an impossible order, judged where a file states one of them, and events that have not happened."""
    for order in _ORDERS:
        known = [(name, time) for name in order if (time := getattr(update.facts, name)) is not None]
        for (earlier, first), (later, second) in pairwise(known):
            stated = [name for name in (later, earlier) if name in update.lines]
            if second.at < first.at and stated:
                sentence = f"'{later}' lies before '{earlier}'"
                yield Problem(update.place(stated[0]), "T009", sentence, "check both times and their zones")
    for name in _EVENTS:
        time = getattr(update.said, name)
        if time is not None and time.at > update.at + AHEAD:
            sentence = f"'{name}' lies after this update's own time"
            yield Problem(update.place(name), "T009", sentence, "report an event only once it has happened")


def _estimate(update: IncidentUpdate) -> Iterator[Problem]:
    eta = update.said.eta
    if eta is None or eta.from_ is None or eta.to is None:
        return
    if eta.to <= eta.from_:
        sentence = "the estimate is a single point" if eta.to == eta.from_ else "the estimate ends before it begins"
        yield Problem(update.place("eta"), "T016", sentence, "write a window: 'to' later than 'from'")


def _one_of(stages: tuple[Stage, ...]) -> str:
    if not stages:
        return "nothing follows this stage; open a new incident and name this one under 'related'"
    return f"write one of {', '.join(stages)}"


def find_overlong(library: Library) -> Iterator[Problem]:
    """Titles and summaries beyond `LONGEST`, but for imported ones."""
    updates = (update for communication in library.communications for update in communication.updates)
    for file in (*(update for update in updates if not update.imported), *library.pages):
        for key, limit in LONGEST.items():
            text = getattr(file.said, key)
            if text is not None and len(text) > limit:
                sentence = f"the {key} is {len(text)} characters long"
                yield Problem(file.place(key), "F016", sentence, f"say it in {limit} or fewer")
