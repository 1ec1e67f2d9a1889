"""How long customers wait for the next update at most, and what each stage owes them (ladder.md)."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage

_MINUTES = {
    Severity.CRITICAL: (30, 15, 20, 30, 60),
    Severity.MAJOR: (60, 30, 30, 30, 60),
    Severity.MINOR: (120, 60, 60, 120, 120),
    Severity.INFO: (240, 240, 480, 480, 1440),
}

CADENCE: Mapping[tuple[Severity, Stage], timedelta] = MappingProxyType(
    {
        (severity, stage): timedelta(minutes=minutes)
        for severity, row in _MINUTES.items()
        for stage, minutes in zip(OPEN_STAGES, row, strict=True)
    }
)
"""The longest time between two updates, by severity and open stage (ladder.md, cadence)."""

_SYMPTOM, _SHARE = "impact.symptom", "impact.share"
_TRIO = ("known", "unknown", "actions")
_HELP = ("workarounds", "customer_actions")

_OWED: Mapping[Stage, tuple[str, ...]] = {
    Stage.NOTICE: ("potential_impact", "watch_until"),
    Stage.INVESTIGATING: ("components", _SYMPTOM),
    Stage.IDENTIFIED: ("components", _SYMPTOM, _SHARE, "started_at", *_TRIO, *_HELP, "eta"),
    Stage.MITIGATING: ("components", _SYMPTOM, _SHARE, "started_at", *_TRIO, *_HELP, "eta", "progress"),
    Stage.MONITORING: (_SYMPTOM, _SHARE, "started_at", *_TRIO, "monitoring_until", "exit_criterion", "remaining"),
    Stage.RESOLVED: (_SYMPTOM, _SHARE, "started_at", "data_loss", "remaining"),
    Stage.POSTMORTEM: ("version", "trigger", "contributing_factors", "customer_actions", "data_loss", "remaining"),
}

_SHARE_OWED_BY = (Severity.CRITICAL, Severity.MAJOR)


def owed(stage: Stage, severity: Severity | None) -> tuple[str, ...]:
    """The facts that stand after an update of the stage, besides title, severity and the promise (ladder.md, R).

    Written as keys, `impact.share` for one within another. Of minor incidents the share is recommended, not owed.
    """
    return tuple(key for key in _OWED.get(stage, ()) if key != _SHARE or severity in _SHARE_OWED_BY)
