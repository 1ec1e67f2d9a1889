"""The fixed words of the field: stages, severities, component states; each value is what people type in a file."""

from enum import StrEnum


class Stage(StrEnum):
    """A rung of the ladder; incidents and maintenance each have their own (`INCIDENT_STAGES`, `MAINTENANCE_STAGES`)."""

    NOTICE = "notice"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MITIGATING = "mitigating"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    FOLLOW_UP = "follow_up"
    RETRACTED = "retracted"
    MERGED = "merged"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    IN_PROGRESS = "in_progress"
    EXTENDED = "extended"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN_STAGES: tuple[Stage, ...] = (
    Stage.NOTICE,
    Stage.INVESTIGATING,
    Stage.IDENTIFIED,
    Stage.MITIGATING,
    Stage.MONITORING,
)
REPORT_STAGES: tuple[Stage, ...] = (Stage.POSTMORTEM, Stage.FOLLOW_UP)
INCIDENT_STAGES: tuple[Stage, ...] = (*OPEN_STAGES, Stage.RESOLVED, *REPORT_STAGES, Stage.RETRACTED, Stage.MERGED)
PLANNED_STAGES: tuple[Stage, ...] = (Stage.SCHEDULED, Stage.RESCHEDULED)
RUNNING_STAGES: tuple[Stage, ...] = (Stage.IN_PROGRESS, Stage.EXTENDED, Stage.VERIFYING)
MAINTENANCE_STAGES: tuple[Stage, ...] = (*PLANNED_STAGES, *RUNNING_STAGES, Stage.COMPLETED, Stage.CANCELLED)
CLOSING_STAGES: frozenset[Stage] = frozenset(
    {Stage.RESOLVED, Stage.RETRACTED, Stage.MERGED, Stage.COMPLETED, Stage.CANCELLED}
)
"""Entering one of them closes an incident or maintenance: what was said of its course no longer holds."""


class Severity(StrEnum):
    """How bad an incident is for customers, worst first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class ComponentState(StrEnum):
    """What a component can do for customers, best to worst as the Statuspage API orders them.

    `affected` is written where a source names a component without a state: it is shown as such, and its minutes cannot
    be counted.
    """

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    AFFECTED = "affected"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def rank(self) -> int:
        """0 for the best state, rising as it gets worse."""
        return _RANKS[self]


_RANKS = {state: rank for rank, state in enumerate(ComponentState)}


MEASURED_STATES = tuple(state for state in ComponentState if state is not ComponentState.AFFECTED)
"""The states that people choose from, best first."""


class IncidentKind(StrEnum):
    INCIDENT = "incident"
    SECURITY = "security"
    DATA = "data"


class Basis(StrEnum):
    MEASURED = "measured"
    ESTIMATED = "estimated"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DataLoss(StrEnum):
    NONE = "none"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


class Detection(StrEnum):
    MONITORING = "monitoring"
    CUSTOMER = "customer"
    STAFF = "staff"
    THIRD_PARTY = "third_party"


class ReportVersion(StrEnum):
    PRELIMINARY = "preliminary"
    FINAL = "final"


class ActionType(StrEnum):
    BUG_FIX = "bug_fix"
    INFRASTRUCTURE = "infrastructure"
    PROCESS = "process"


class ActionEffect(StrEnum):
    PREVENTS = "prevents"
    MITIGATES = "mitigates"
    DETECTS = "detects"
    RESPONDS_FASTER = "responds_faster"


class ActionPriority(StrEnum):
    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


class ActionStatus(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected. `done` is not settled: only what was verified counts as kept."""
        return self in (ActionStatus.VERIFIED, ActionStatus.DROPPED, ActionStatus.SUPERSEDED)


class Visibility(StrEnum):
    """Whether the repository that holds the content can be read by the world."""

    PRIVATE = "private"
    PUBLIC = "public"
