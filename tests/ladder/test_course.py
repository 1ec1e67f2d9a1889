"""The one account of an incident: when customers were affected, for how long, and when that ended."""

from datetime import datetime, timedelta
from typing import Any

from factory import at, course, incident, stamp
from statusladder.ladder.course import IncidentCourse

OPEN = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor", "started_at": stamp("08:50")}
DOWN = {"components": {"sign-in": "major_outage"}}
WATCH, END = {"stage": "monitoring", "at": stamp("09:30")}, {"stage": "resolved", "at": stamp("10:00")}
NOW = at("12:00", 20)


def _course(*files: dict[str, Any], first: dict[str, Any] = OPEN, now: datetime = NOW) -> IncidentCourse:
    return course(incident(first, *files), now)


def _impact(found: IncidentCourse) -> list[tuple[str, str | None]]:
    return [(f"{one.start:%H:%M}", f"{one.end:%H:%M}" if one.end else None) for one in found.impact]


def _minutes(found: IncidentCourse) -> float | None:
    return None if found.length is None else found.length / timedelta(minutes=1)


def test_without_a_state_impact_ends_when_it_is_stated_else_with_the_watch_else_with_the_incident() -> None:
    back = {"stage": "mitigating", "at": stamp("09:35"), "regression": "It fails again"}

    assert _impact(_course({**WATCH, "mitigated_at": stamp("09:20")}, END)) == [("08:50", "09:20")]
    assert _impact(_course(WATCH, {**WATCH, "at": stamp("09:40")}, END)) == [("08:50", "09:30")]
    assert _impact(_course(WATCH, back, END)) == [("08:50", "09:30"), ("09:35", "10:00")]
    assert _impact(_course(END)) == [("08:50", "10:00")]
    report = {"stage": "postmortem", "at": stamp("12:00"), "mitigated_at": stamp("09:25")}
    assert _impact(_course(WATCH, END, report)) == [("08:50", "09:25")]


def test_while_customers_are_affected_there_is_no_end() -> None:
    found = _course(now=at("09:20"))

    assert (_impact(found), found.impact_lasts, found.impact_ended) == ([("08:50", None)], True, None)
    assert _minutes(found) == 30


def test_the_time_between_the_end_and_a_re_opening_was_none_of_it() -> None:
    found = _course(
        {"stage": "resolved", "at": stamp("10:00"), "mitigated_at": stamp("09:50")},
        {"stage": "investigating", "at": stamp("11:00"), "reopened": "It is back"},
        {"stage": "resolved", "at": stamp("11:30")},
    )

    assert _impact(found) == [("08:50", "09:50"), ("11:00", "11:30")]
    assert _minutes(found) == 90


def test_a_component_s_state_says_when_impact_ended() -> None:
    well = {**WATCH, "components": {"sign-in": "operational"}}

    assert _impact(_course(WATCH, END, first=OPEN | DOWN)) == [("08:50", "10:00")]
    assert _impact(_course(well, END, first=OPEN | DOWN)) == [("08:50", "09:30")]


def test_a_recovery_that_is_stated_later_than_the_state_ends_it() -> None:
    """Recovered after 18 minutes, closed 13 hours later."""
    late = {"stage": "resolved", "at": stamp("22:00"), "mitigated_at": stamp("09:08"), "resolved_at": stamp("22:00")}
    contained = {**WATCH, "mitigated_at": stamp("09:25"), "components": {"sign-in": "degraded_performance"}}

    assert _minutes(_course(late, first=OPEN | DOWN)) == 18
    assert _minutes(_course(late, first=OPEN | DOWN, now=at("21:00"))) == 12 * 60 + 10
    assert _impact(_course(contained, END, first=OPEN | DOWN)) == [("08:50", "10:00")]


def test_a_leg_without_a_state_counts_beside_one_that_has_some() -> None:
    back = {"stage": "investigating", "at": stamp("11:00"), "reopened": "Again", "components": {"sign-in": "affected"}}
    found = _course(END, back, {"stage": "resolved", "at": stamp("11:30")}, first=OPEN | DOWN)

    assert _impact(found) == [("08:50", "10:00"), ("11:00", "11:30")]


def test_what_was_only_reported_afterwards_has_no_length() -> None:
    told = {"stage": "resolved", "at": stamp("10:00"), "severity": "minor", "backfilled": True, **DOWN}

    assert (_course(first=told).length, _course(first=told).impact_ended) == (None, None)
    assert _minutes(_course(first={**told, "started_at": stamp("09:15")})) == 45


def test_what_was_told_afterwards_twice_still_has_no_length() -> None:
    told = {"stage": "resolved", "at": stamp("10:00"), "severity": "minor", "backfilled": True, **DOWN}
    again = _course({"stage": "resolved", "at": stamp("16:00"), "resolved_at": stamp("15:55")}, first=told)

    assert (again.length, again.impact_ended) == (None, None)


def test_a_false_alarm_and_a_notice_affected_nobody() -> None:
    notice = {"stage": "notice", "at": stamp("09:00"), "severity": "minor", "components": {"sign-in": "affected"}}
    real = {"stage": "investigating", "at": stamp("09:20")}

    assert _course(first=notice).length is None
    assert _course({"stage": "retracted", "at": stamp("09:30"), "retracted": "No"}).length is None
    assert _impact(_course(real, END, first=notice)) == [("09:20", "10:00")]
