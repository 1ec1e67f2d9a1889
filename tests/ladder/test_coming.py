"""Criteria that the clock alone will make hold: the minute at which each does, and nothing that holds already."""

from datetime import timedelta
from typing import Any

from factory import at, courses_of, incident, library, maintenance, stamp
from statusladder.ladder.coming import find_coming
from statusladder.ladder.escalation import find_escalations
from statusladder.model.communication import Incident, Maintenance

OPEN: dict[str, Any] = {"stage": "investigating", "at": stamp("09:00"), "title": "X", "next_update": "20h"}


SECOND = timedelta(seconds=1)


def _coming(told: Incident | Maintenance, clock: str) -> list[tuple[str, str, str]]:
    whole = library(told)
    found = find_coming(whole, courses_of(whole, at(clock)))
    return [(one.code, f"{one.at:%d %H:%M}", one.held.proposes) for one in found]


def test_an_outage_of_a_core_component_and_an_unknown_cause_each_have_their_minute() -> None:
    told = incident(OPEN | {"severity": "major", "components": {"sign-in": "major_outage"}})

    assert _coming(told, "09:10") == [
        ("E02", "14 09:30", "severity critical"),
        ("E06", "14 11:00", "severity critical"),
    ]
    assert _coming(told, "10:00") == [("E06", "14 11:00", "severity critical")]


def test_the_second_named_is_the_first_at_which_the_criterion_holds() -> None:
    told = incident(OPEN | {"severity": "minor"})
    whole = library(told)

    (one,) = find_coming(whole, courses_of(whole, at("09:10")))

    assert (one.code, one.at) == ("E06", at("13:00") + SECOND)
    assert find_escalations(whole, courses_of(whole, at("13:00"))) == ()
    assert [held.code for held in find_escalations(whole, courses_of(whole, at("13:00") + SECOND))] == ["E06"]


def test_updates_that_do_not_come_are_foreseen() -> None:
    told = incident(OPEN | {"severity": "critical", "next_update": "15m"})

    assert ("E09", "14 09:30", "page the incident commander") in _coming(told, "09:10")


def test_what_is_further_off_than_a_day_over_or_in_time_is_not_named() -> None:
    window = {"from": stamp("22:00", 20), "to": stamp("23:00", 20)}
    plan = maintenance({"stage": "scheduled", "at": stamp("09:00", 10), "title": "Move", "window": window})

    assert _coming(plan, "09:00") == []
    assert _coming(incident(OPEN | {"severity": "major"}, {"stage": "resolved", "at": stamp("10:00")}), "10:30") == []


def test_a_maintenance_that_will_run_over_is_named() -> None:
    window = {"from": stamp("10:00"), "to": stamp("11:00")}
    plan = maintenance({"stage": "scheduled", "at": stamp("09:00", 10), "title": "Move", "window": window})

    assert _coming(plan, "10:30") == [("E14", "14 11:15", "open an incident and link it")]
