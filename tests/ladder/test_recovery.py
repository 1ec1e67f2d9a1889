"""From when to when customers felt it, and how near each estimate came."""

from typing import Any

from factory import at, incident, stamp
from statusladder.ladder.recovery import impact_times, restored_at

OPEN = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor", "started_at": stamp("08:50")}


def _restored(*files: dict[str, Any]) -> Any:
    return restored_at(incident(OPEN, *files))


def test_recovery_is_what_is_stated_else_the_watch_else_the_end() -> None:
    watch, end = {"stage": "monitoring", "at": stamp("09:30")}, {"stage": "resolved", "at": stamp("10:00")}
    back = {"stage": "mitigating", "at": stamp("09:35"), "regression": "It fails again"}

    assert _restored({**watch, "mitigated_at": stamp("09:20")}, end) == at("09:20")
    assert _restored(watch, {**watch, "at": stamp("09:40")}, end) == at("09:30")
    assert _restored(watch, back, end) == at("10:00")
    assert _restored(end) == at("10:00")
    assert _restored(watch, end, {"stage": "postmortem", "at": stamp("12:00"), "mitigated_at": stamp("09:25")}) == at(
        "09:25"
    )
    assert _restored() is None


def test_the_time_between_the_end_and_a_re_opening_was_none_of_it() -> None:
    told = incident(
        OPEN,
        {"stage": "resolved", "at": stamp("10:00"), "mitigated_at": stamp("09:50")},
        {"stage": "investigating", "at": stamp("11:00"), "reopened": "It is back"},
        {"stage": "resolved", "at": stamp("11:30")},
    )

    assert impact_times(told, at("12:00")) == ((at("08:50"), at("09:50")), (at("11:00"), at("11:30")))
    assert impact_times(incident(OPEN), at("12:00")) == ((at("08:50"), at("12:00")),)
