"""Maintenance that does not go as planned: moved, begun early, told late, or half done."""

from typing import Any

import pytest

from factory import at, courses, maintenance, maintenance_course, stamp
from statusladder.ladder.standing import Indicator, standing_of
from statusladder.model.vocabulary import ComponentState

NIGHT = 15
WINDOW = {"window": {"from": stamp("01:00", NIGHT), "to": stamp("02:00", NIGHT)}}
PLAN: dict[str, Any] = {
    "stage": "scheduled",
    "at": stamp("10:00", 10),
    **WINDOW,
    "expected": {"exports": "under_maintenance"},
}
Piece = tuple[str, str | None, str]


def _told(stage: str, clock: str, **more: Any) -> dict[str, Any]:
    return {"stage": stage, "at": stamp(clock, NIGHT), **more}


def _pieces(*files: dict[str, Any], component: str = "exports") -> list[Piece]:
    spans = maintenance_course(maintenance(*files), at("12:00", 20)).spans
    return [
        (f"{span.start:%H:%M}", f"{span.end:%H:%M}" if span.end else None, "announced" if span.announced else "overrun")
        for span in spans
        if span.component == component
    ]


def test_a_window_that_was_shortened_no_longer_covers_what_it_lost() -> None:
    long = {**PLAN, "window": {"from": stamp("01:00", NIGHT), "to": stamp("05:00", NIGHT)}}
    shorter = {"stage": "rescheduled", "at": stamp("10:00", 12), **WINDOW}

    assert _pieces(long, shorter, _told("completed", "04:00")) == [
        ("01:00", "02:00", "announced"),
        ("02:00", "04:00", "overrun"),
    ]


def test_work_that_begins_before_its_window_is_announced_only_from_its_start() -> None:
    assert _pieces(PLAN, _told("in_progress", "00:40"), _told("completed", "01:30")) == [
        ("00:40", "01:00", "overrun"),
        ("01:00", "01:30", "announced"),
    ]


def test_a_component_that_is_back_before_the_work_ends_is_released() -> None:
    back = _told("verifying", "01:20", components={"exports": "operational"})

    assert _pieces(PLAN, _told("in_progress", "01:00"), back, _told("completed", "02:30")) == [
        ("01:00", "01:20", "announced")
    ]


def test_a_component_that_the_work_reaches_later_counts_from_then() -> None:
    wider = _told("in_progress", "01:30", components={"sign-in": "major_outage"})

    assert _pieces(PLAN, wider, _told("completed", "01:50"), component="sign-in") == [("01:30", "01:50", "announced")]


@pytest.mark.parametrize(("opening", "told"), [("02:00", "01:50"), ("01:00", "01:50")])
def test_an_extension_may_name_the_added_time_or_the_whole(opening: str, told: str) -> None:
    longer = {"from": stamp(opening, NIGHT), "to": stamp("03:00", NIGHT)}

    assert _pieces(PLAN, _told("extended", told, window=longer), _told("completed", "02:45")) == [
        ("01:00", "02:45", "announced")
    ]


def test_an_extension_told_before_the_window_starts_nothing() -> None:
    longer = _told("extended", "00:30", window={"from": stamp("01:00", NIGHT), "to": stamp("03:00", NIGHT)})
    stood = standing_of(courses(at("00:45", NIGHT), maintenance(PLAN, longer)))

    assert (stood.indicator, stood.running, len(stood.planned)) == (Indicator.NONE, (), 1)
    assert stood.states["exports"] is ComponentState.OPERATIONAL


def test_what_was_put_off_too_late_was_maintenance_until_then() -> None:
    moved = _told("rescheduled", "01:30", window={"from": stamp("01:00", 16), "to": stamp("02:00", 16)})

    assert _pieces(PLAN, moved)[0] == ("01:00", "01:30", "announced")


@pytest.mark.parametrize(
    ("imported", "label"), [({}, "overrun"), ({"imported_from": {"source": "x", "id": "1"}}, "announced")]
)
def test_what_is_told_afterwards_was_announced_only_where_another_tool_did(
    imported: dict[str, Any], label: str
) -> None:
    only = _told("completed", "02:00", **WINDOW, expected={"exports": "under_maintenance"}, **imported)

    assert _pieces(only) == [("01:00", "02:00", label)]


@pytest.mark.parametrize(
    ("stage", "ahead", "now", "state"),
    [
        ("completed", "01:33", "01:30", ComponentState.OPERATIONAL),
        ("in_progress", "00:53", "00:50", ComponentState.UNDER_MAINTENANCE),
    ],
)
def test_an_update_a_little_ahead_counts_as_now_everywhere(
    stage: str, ahead: str, now: str, state: ComponentState
) -> None:
    stood = standing_of(courses(at(now, NIGHT), maintenance(PLAN, _told(stage, ahead))))

    assert stood.states["exports"] is state
    assert bool(stood.running) is (state is ComponentState.UNDER_MAINTENANCE)
    assert (stood.indicator is Indicator.MAINTENANCE) is bool(stood.running)


ALONE = {**PLAN, "auto_complete": "true"}


def _ended(*files: dict[str, Any], clock: str = "03:00") -> tuple[bool, str]:
    course = maintenance_course(maintenance(*files), at(clock, NIGHT))
    return course.is_over, course.stage.value


def test_what_completes_by_itself_is_over_when_its_window_ends() -> None:
    assert _ended(ALONE, clock="01:59") == (False, "in_progress")
    assert _ended(ALONE, clock="02:00") == (True, "completed")
    assert _ended(PLAN, clock="02:00") == (False, "in_progress")
    assert _pieces(ALONE) == [("01:00", "02:00", "announced")]

    stood = standing_of(courses(at("02:00", NIGHT), maintenance(ALONE)))
    assert (stood.indicator, stood.running, stood.planned, stood.overrun) == (Indicator.NONE, (), (), frozenset())
    assert stood.states["exports"] is ComponentState.OPERATIONAL


def test_it_changes_when_it_begins_and_when_it_completes_by_itself() -> None:
    course = maintenance_course(maintenance(ALONE), at("03:00", NIGHT))

    assert course.updated_at == at("02:00", NIGHT)
    assert [(f"{one.start:%H:%M}", one.end and f"{one.end:%H:%M}") for one in course.open_times] == [("01:00", "02:00")]


@pytest.mark.parametrize("stage", ["in_progress", "verifying"])
def test_an_update_that_says_that_it_goes_on_is_believed_more_than_the_plan(stage: str) -> None:
    goes_on = _told(stage, "02:10")

    assert _ended(ALONE, goes_on) == (False, stage)
    assert _pieces(ALONE, goes_on, _told("completed", "02:40")) == [
        ("01:00", "02:00", "announced"),
        ("02:00", "02:40", "overrun"),
    ]


def test_an_extension_moves_the_end_that_comes_by_itself() -> None:
    longer = _told("extended", "01:50", window={"from": stamp("01:00", NIGHT), "to": stamp("03:00", NIGHT)})

    assert _ended(ALONE, longer, clock="02:59") == (False, "extended")
    assert _ended(ALONE, longer, clock="03:00") == (True, "completed")
    assert _pieces(ALONE, longer) == [("01:00", "03:00", "announced")]


def test_who_says_afterwards_that_it_is_completed_moves_nothing_unless_with_another_time() -> None:
    assert _pieces(ALONE, _told("completed", "02:40")) == [("01:00", "02:00", "announced")]
    assert _pieces(ALONE, _told("completed", "02:40", resolved_at=stamp("02:20", NIGHT))) == [
        ("01:00", "02:00", "announced"),
        ("02:00", "02:20", "overrun"),
    ]
    assert _pieces(ALONE, _told("completed", "01:30")) == [("01:00", "01:30", "announced")]


def test_what_is_cancelled_does_not_complete() -> None:
    assert _ended(ALONE, _told("cancelled", "00:30")) == (True, "cancelled")
