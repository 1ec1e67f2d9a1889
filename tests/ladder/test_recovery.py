"""From when to when customers felt it, and how near each estimate came."""

from datetime import timedelta
from typing import Any

from factory import at, incident, stamp
from statusladder.ladder.recovery import estimate_record, impact_times, restored_at

OPEN = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor", "started_at": stamp("08:50")}


def _eta(since: str, to: str) -> dict[str, Any]:
    return {"eta": {"from": stamp(since), "to": stamp(to), "confidence": "low", "basis": "a guess"}}


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


def test_each_estimate_is_held_against_the_recovery_and_unknown_is_none() -> None:
    told = incident(
        {**OPEN, **_eta("09:10", "09:20")},
        {"stage": "identified", "at": stamp("09:05"), **_eta("09:10", "09:20")},
        {"stage": "identified", "at": stamp("09:15"), "eta": "unknown", "eta_reason": "It does not help"},
        {"stage": "identified", "at": stamp("09:20"), **_eta("09:30", "10:00")},
        {"stage": "identified", "at": stamp("09:25"), **_eta("10:00", "10:30")},
        {"stage": "resolved", "at": stamp("10:00"), "mitigated_at": stamp("09:45")},
    )

    record = estimate_record(told)

    assert [(one.made_at, one.missed_by) for one in record] == [
        (at("09:00"), timedelta(minutes=25)),
        (at("09:20"), timedelta(0)),
        (at("09:25"), timedelta(minutes=-15)),
    ]
    assert [one.held for one in record] == [False, True, False]
