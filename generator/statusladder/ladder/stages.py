"""The rungs of the ladder: their public names, and what may follow each (ladder.md)."""

from collections.abc import Mapping
from types import MappingProxyType

from statusladder.model.vocabulary import (
    INCIDENT_STAGES,
    MAINTENANCE_STAGES,
    OPEN_STAGES,
    PLANNED_STAGES,
    REPORT_STAGES,
    RUNNING_STAGES,
    Stage,
)

LABELS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.NOTICE: "Early notice",
        Stage.INVESTIGATING: "Investigating",
        Stage.IDENTIFIED: "Identified",
        Stage.MITIGATING: "Recovering",
        Stage.MONITORING: "Monitoring",
        Stage.RESOLVED: "Resolved",
        Stage.POSTMORTEM: "Incident report",
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


def legal_next(stage: Stage) -> tuple[Stage, ...]:
    """The stages that may follow without a reason, in ladder order, staying included; empty where nothing follows.

    Backward steps and re-opening need a stated reason, so they are not in here: ladder.steps judges those. A
    maintenance may alternate between its running stages, because verification can send the work back.
    """
    return _NEXT[stage]
