"""How long components were in which state, and how the site stands, in small stories worked out by hand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from factory import at, course, courses, incident, maintenance, maintenance_course, stamp
from statusladder.ladder.course import Interval
from statusladder.ladder.standing import Indicator, standing_of
from statusladder.model.vocabulary import ComponentState

DOWN, PARTIAL, SLOW = "major_outage", "partial_outage", "degraded_performance"
NOW = at("12:00", day=20)


def _states(*rows: Any) -> list[tuple[str, str, str, str | None]]:
    """Spans as (component, state, from, to), times as HH:MM."""
    return [
        (span.component, span.state.value, f"{span.start:%H:%M}", f"{span.end:%H:%M}" if span.end else None)
        for span in rows
    ]


def test_a_state_runs_from_the_start_to_the_update_that_changes_it() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00"), "started_at": stamp("08:50"), "components": {"sign-in": DOWN}},
        {"stage": "identified", "at": stamp("09:30"), "components": {"sign-in": PARTIAL, "exports": SLOW}},
        {"stage": "resolved", "at": stamp("10:00")},
    )

    assert _states(*course(story, NOW).spans) == [
        ("sign-in", DOWN, "08:50", "09:30"),
        ("exports", SLOW, "09:30", "10:00"),
        ("sign-in", PARTIAL, "09:30", "10:00"),
    ]


def test_recovery_counts_from_the_event_and_not_from_its_publication() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00"), "components": {"sign-in": DOWN, "exports": SLOW}},
        {
            "stage": "monitoring",
            "at": stamp("10:00"),
            "mitigated_at": stamp("09:45"),
            "components": {"sign-in": "operational"},
        },
        {"stage": "resolved", "at": stamp("11:00"), "resolved_at": stamp("10:50")},
    )

    assert _states(*course(story, NOW).spans) == [
        ("exports", SLOW, "09:00", "10:50"),
        ("sign-in", DOWN, "09:00", "09:45"),
    ]


def test_an_open_incident_has_spans_without_an_end() -> None:
    story = incident({"stage": "investigating", "at": stamp("09:00"), "components": {"sign-in": DOWN}})

    assert _states(*course(story, at("09:10")).spans) == [("sign-in", DOWN, "09:00", None)]


def test_a_false_alarm_leaves_no_trace() -> None:
    story = incident(
        {"stage": "notice", "at": stamp("09:00"), "components": {"sign-in": SLOW}},
        {"stage": "retracted", "at": stamp("09:20"), "retracted": "No"},
    )

    assert course(story, NOW).spans == ()


def test_a_component_that_is_only_named_is_affected_and_not_operational() -> None:
    story = incident({"stage": "investigating", "at": stamp("09:00"), "components": {"sign-in": "affected"}})
    stood = standing_of(courses(at("09:10"), story))

    assert _states(*course(story, NOW).spans) == [("sign-in", "affected", "09:00", None)]
    assert (stood.states["sign-in"], stood.indicator) == (ComponentState.AFFECTED, Indicator.MINOR)
    assert course(story, at("09:10")).state is ComponentState.AFFECTED


def test_what_a_notice_only_names_is_at_risk_and_works() -> None:
    story = incident({"stage": "notice", "at": stamp("09:00"), "components": {"sign-in": "affected"}})

    assert standing_of(courses(at("09:10"), story)).states["sign-in"] is ComponentState.OPERATIONAL


def test_an_open_incident_that_gives_no_state_is_not_green() -> None:
    story = incident({"stage": "investigating", "at": stamp("09:00"), "severity": "major"})

    assert course(story, at("09:10")).state is ComponentState.AFFECTED


def test_the_gap_before_a_re_opening_is_no_impact() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00"), "components": {"sign-in": DOWN}},
        {"stage": "resolved", "at": stamp("10:00")},
        {"stage": "investigating", "at": stamp("15:00"), "reopened": "Back", "components": {"sign-in": SLOW}},
        {"stage": "resolved", "at": stamp("15:30")},
    )

    assert course(story, NOW).impact == (Interval(at("09:00"), at("10:00")), Interval(at("15:00"), at("15:30")))


WINDOW = {"window": {"from": stamp("01:00", 15), "to": stamp("02:00", 15)}}
PLANNED = {"stage": "scheduled", "at": stamp("10:00", 10), **WINDOW, "expected": {"exports": "under_maintenance"}}


def _pieces(*files: dict[str, Any], now: datetime = NOW) -> list[tuple[str, str | None, str]]:
    spans = maintenance_course(maintenance(*files), now).spans
    return [
        (f"{span.start:%H:%M}", f"{span.end:%H:%M}" if span.end else None, "announced" if span.announced else "overrun")
        for span in spans
    ]


def test_the_clock_starts_a_maintenance() -> None:
    assert _pieces(PLANNED, now=at("00:59", 15)) == []
    assert _pieces(PLANNED, now=at("01:30", 15)) == [("01:00", None, "announced")]


def test_past_its_window_it_is_an_overrun_until_somebody_says_that_it_is_over() -> None:
    done = {"stage": "completed", "at": stamp("02:25", 15)}

    assert _pieces(PLANNED, now=at("02:10", 15)) == [("01:00", "02:00", "announced"), ("02:00", None, "overrun")]
    assert _pieces(PLANNED, done) == [("01:00", "02:00", "announced"), ("02:00", "02:25", "overrun")]


def test_completed_early_it_ends_early() -> None:
    assert _pieces(PLANNED, {"stage": "completed", "at": stamp("01:40", 15)}) == [("01:00", "01:40", "announced")]


def test_cancelled_before_its_window_it_never_happens() -> None:
    assert _pieces(PLANNED, {"stage": "cancelled", "at": stamp("20:00", 14)}) == []


def test_rescheduled_only_the_new_window_counts() -> None:
    moved = {
        "stage": "rescheduled",
        "at": stamp("20:00", 14),
        "window": {"from": stamp("03:00", 16), "to": stamp("04:00", 16)},
    }

    assert _pieces(PLANNED, moved, now=at("01:30", 15)) == []
    assert _pieces(PLANNED, moved, now=at("03:30", 16)) == [("03:00", None, "announced")]


@pytest.mark.parametrize(
    ("told", "pieces"),
    [
        ("01:50", [("01:00", "02:45", "announced")]),
        ("02:10", [("01:00", "02:00", "announced"), ("02:00", "02:10", "overrun"), ("02:10", "02:45", "announced")]),
    ],
)
def test_an_extension_is_announced_from_when_it_is_told(told: str, pieces: list[tuple[str, str, str]]) -> None:
    longer = {"window": {"from": stamp("01:00", 15), "to": stamp("03:00", 15)}}
    files = (
        PLANNED,
        {"stage": "in_progress", "at": stamp("01:01", 15)},
        {"stage": "extended", "at": stamp(told, 15), **longer},
        {"stage": "completed", "at": stamp("02:45", 15)},
    )

    assert _pieces(*files) == pieces


def test_the_worst_of_several_incidents_is_a_components_state() -> None:
    one = incident(
        {"stage": "investigating", "at": stamp("09:00"), "severity": "minor", "components": {"sign-in": SLOW}}
    )
    two = incident(
        {"stage": "investigating", "at": stamp("09:05"), "severity": "critical", "components": {"sign-in": PARTIAL}},
        name="2026-03-14-y",
    )

    stood = standing_of(courses(at("09:10"), one, two))

    assert stood.states == {"sign-in": ComponentState.PARTIAL_OUTAGE, "exports": ComponentState.OPERATIONAL}
    assert [open_one.incident.id for open_one in stood.open_incidents] == ["2026-03-14-y", "2026-03-14-x"]
    assert stood.indicator is Indicator.CRITICAL


@pytest.mark.parametrize(
    ("states", "severity", "indicator"),
    [
        ({}, "info", Indicator.NONE),
        ({}, "minor", Indicator.MINOR),
        ({"sign-in": SLOW}, "info", Indicator.MINOR),
        ({"sign-in": PARTIAL}, "minor", Indicator.MAJOR),
        ({"sign-in": DOWN}, "minor", Indicator.MAJOR),
        ({"sign-in": DOWN, "exports": DOWN}, "minor", Indicator.CRITICAL),
        ({}, "critical", Indicator.CRITICAL),
    ],
)
def test_the_indicator_follows_states_and_severities(
    states: dict[str, str], severity: str, indicator: Indicator
) -> None:
    story = incident({"stage": "investigating", "at": stamp("09:00"), "severity": severity, "components": states})

    assert standing_of(courses(at("09:10"), story)).indicator is indicator


def test_a_running_maintenance_is_an_indicator_of_its_own() -> None:
    stood = standing_of(courses(at("01:30", 15), maintenance(PLANNED)))

    assert (stood.indicator, [one.maintenance.id for one in stood.running], stood.planned) == (
        Indicator.MAINTENANCE,
        ["2026-03-14-m"],
        (),
    )


def test_an_update_a_little_ahead_counts_as_now() -> None:
    story = incident({"stage": "investigating", "at": stamp("09:04"), "components": {"sign-in": DOWN}})

    assert standing_of(courses(at("09:00"), story)).states["sign-in"] is ComponentState.MAJOR_OUTAGE
    assert standing_of(courses(at("08:58"), story)).open_incidents == ()
    assert course(story, at("09:00")).spans[0].start <= at("09:00") + timedelta(0)
