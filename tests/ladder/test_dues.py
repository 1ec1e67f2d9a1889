"""What is waited for beyond what the hand-worked incidents show: cadence without a promise, and maintenance."""

from dataclasses import replace
from datetime import timedelta

import pytest

from factory import at, courses, courses_of, incident, library, maintenance, stamp
from statusladder.ladder.dues import Awaited, Timing, find_dues
from statusladder.model.communication import Drill

WINDOW = {"from": stamp("22:00"), "to": stamp("23:00")}
PLAN = {"stage": "scheduled", "at": stamp("09:00", 10), "title": "Move", "window": WINDOW}


@pytest.mark.parametrize(
    ("severity", "stage", "clock", "timing"),
    [
        # The cadence of a critical incident is 15 minutes at investigating, of a minor one 60.
        ("critical", "investigating", "09:09", Timing.WAITING),
        ("critical", "investigating", "09:10", Timing.DUE),
        ("critical", "investigating", "09:15", Timing.DUE),
        ("critical", "investigating", "09:16", Timing.OVERDUE),
        ("critical", "investigating", "09:30", Timing.OVERDUE),
        ("critical", "investigating", "09:31", Timing.STALE),
        ("critical", "monitoring", "09:31", Timing.WAITING),
        ("minor", "investigating", "09:31", Timing.WAITING),
    ],
)
def test_without_a_promise_the_cadence_counts_from_the_last_update(
    severity: str, stage: str, clock: str, timing: Timing
) -> None:
    (due,) = find_dues(courses(at(clock), incident({"stage": stage, "at": stamp("09:00"), "severity": severity})))

    assert (due.timing, due.promised, due.since) == (timing, False, at("09:00"))


def test_a_promise_counts_before_the_cadence_and_a_draft_makes_none() -> None:
    told = incident(
        {"stage": "investigating", "at": stamp("09:00"), "severity": "critical", "next_update": "2h"},
        {"stage": "identified", "at": stamp("09:30"), "next_update": "5m", "draft": "true"},
    )

    (due,) = find_dues(courses(at("10:00"), told))

    assert (due.timing, due.promised, due.by) == (Timing.WAITING, True, at("11:00"))


@pytest.mark.parametrize("stage", ["resolved", "retracted", "postmortem"])
def test_what_is_not_open_is_not_waited_for(stage: str) -> None:
    first = {"stage": "investigating", "at": stamp("09:00"), "next_update": "10m"}
    end = {"stage": stage, "at": stamp("09:20"), "next_update": "10m"}

    assert find_dues(courses(at("12:00"), incident(first, end))) == ()


def test_a_drill_is_not_waited_for() -> None:
    told = incident({"stage": "investigating", "at": stamp("09:00"), "next_update": "10m"})
    drill = Drill(told.id, told.path, told.updates)

    assert find_dues(courses_of(replace(library(), drills=(drill,)), at("12:00"))) == ()


@pytest.mark.parametrize(
    ("clock", "timing"),
    [
        ("22:40", Timing.WAITING),  # nobody wrote that it began: the clock began it
        ("22:55", Timing.DUE),
        ("23:01", Timing.OVERDUE),
        ("23:59", Timing.OVERDUE),
    ],
)
def test_a_maintenance_is_waited_for_until_its_window_ends(clock: str, timing: Timing) -> None:
    (due,) = find_dues(courses(at(clock), maintenance(PLAN)))

    assert (due.awaited, due.timing, due.by) == (Awaited.COMPLETION, timing, at("23:00"))


def test_twice_its_window_a_maintenance_is_stale_and_completed_it_is_not_waited_for() -> None:
    done = {"stage": "completed", "at": stamp("00:30", 15)}

    (due,) = find_dues(courses(at("00:01", 15), maintenance(PLAN)))

    assert (due.timing, due.late_by) == (Timing.STALE, timedelta(minutes=61))
    assert find_dues(courses(at("00:31", 15), maintenance(PLAN, done))) == ()


def test_an_extension_moves_the_end_and_a_promise_of_its_own_is_told_beside_it() -> None:
    begun = {"stage": "in_progress", "at": stamp("22:01"), "next_update": stamp("22:30")}
    longer = {"stage": "extended", "at": stamp("22:50"), "window": {**WINDOW, "to": stamp("23:40")}}

    both = find_dues(courses(at("22:40"), maintenance(PLAN, begun)))
    (extended,) = find_dues(courses(at("23:10"), maintenance(PLAN, begun, longer)))

    assert [(due.awaited, due.timing) for due in both] == [
        (Awaited.UPDATE, Timing.OVERDUE),
        (Awaited.COMPLETION, Timing.WAITING),
    ]
    assert (extended.by, extended.timing) == (at("23:40"), Timing.WAITING)


def test_a_promise_of_the_windows_end_is_one_with_it() -> None:
    begun = {"stage": "in_progress", "at": stamp("22:01"), "next_update": stamp("23:00")}

    assert [due.awaited for due in find_dues(courses(at("22:40"), maintenance(PLAN, begun)))] == [Awaited.COMPLETION]


def test_the_worst_stands_first() -> None:
    calm = incident({"stage": "identified", "at": stamp("09:00"), "next_update": "3h"}, name="2026-03-14-a")
    late = incident({"stage": "identified", "at": stamp("09:00"), "next_update": "50m"}, name="2026-03-14-b")
    silent = incident({"stage": "identified", "at": stamp("09:00"), "next_update": "20m"}, name="2026-03-14-c")

    dues = find_dues(courses(at("10:00"), calm, late, silent))

    assert [(due.communication.id[-1], due.timing) for due in dues] == [
        ("c", Timing.STALE),
        ("b", Timing.OVERDUE),
        ("a", Timing.WAITING),
    ]
