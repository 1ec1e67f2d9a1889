"""Legal steps and possible times, judged on small incidents written out by hand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from factory import Files, at, incident, library, maintenance
from statusladder.ladder.steps import find_missteps

START = at("09:00")
IMPORTED = {"imported_from": {"source": "statuspage", "id": "abc"}}
DOWN = {"components": {"sign-in": "major_outage"}}


def _hourly(files: tuple[dict[str, Any], ...]) -> Files:
    """One update an hour from START, unless a file says when."""
    return [{"at": (START + timedelta(hours=hour)).isoformat(), **file} for hour, file in enumerate(files)]


def _incident(*files: dict[str, Any], clock: datetime | None = None) -> list[tuple[str, str]]:
    """Code and sentence of what is wrong with an incident of these files."""
    problems = find_missteps(library(incident(*_hourly(files))), clock)
    return [(problem.code, problem.sentence) for problem in problems]


def _maintenance(*files: dict[str, Any]) -> list[tuple[str, str]]:
    problems = find_missteps(library(maintenance(*_hourly(files))), None)
    return [(problem.code, problem.sentence) for problem in problems]


@pytest.mark.parametrize(
    "files",
    [
        [{"stage": "notice"}, {"stage": "investigating"}, {"stage": "identified"}, {"stage": "resolved"}],
        [{"stage": "investigating"}, {"stage": "investigating"}, {"stage": "resolved"}, {"stage": "postmortem"}],
        [{"stage": "monitoring"}, {"stage": "resolved"}, {"stage": "follow_up"}, {"stage": "follow_up"}],
        [{"stage": "identified"}, {"stage": "investigating", "diagnosis_withdrawn": "It was not the cache"}],
        [{"stage": "monitoring"}, {"stage": "mitigating", "regression": "Errors are back"}],
        [{"stage": "resolved", "backfilled": "true"}],
        [{"stage": "notice"}, {"stage": "retracted", "retracted": "It was our probe"}],
        [{"stage": "investigating"}, {"stage": "retracted", "retracted": "It was our probe"}],
        [{"stage": "investigating"}, {"stage": "merged", "merged_into": "2026-03-13-y"}],
        [{"stage": "investigating"}, {"stage": "resolved"}, {"stage": "identified", "reopened": "It is back"}],
        [
            {"stage": "investigating"},
            {"stage": "resolved"},
            {"stage": "postmortem", "version": "preliminary"},
            {"stage": "postmortem", "version": "final"},
            {"stage": "follow_up"},
        ],
    ],
)
def test_these_steps_are_legal(files: Files) -> None:
    assert _incident(*files) == []


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([{"stage": "resolved"}], "the first update of an incident is already 'resolved'"),
        ([{"stage": "merged"}], "an incident cannot begin with 'merged'"),
        ([{"stage": "investigating"}, {"stage": "notice"}], "the ladder has no step 'investigating' → 'notice'"),
        (
            [{"stage": "investigating"}, {"stage": "postmortem"}],
            "the ladder has no step 'investigating' → 'postmortem'",
        ),
        (
            [{"stage": "identified"}, {"stage": "investigating"}],
            "the step 'identified' → 'investigating' gives no reason",
        ),
        ([{"stage": "monitoring"}, {"stage": "identified"}], "the step 'monitoring' → 'identified' gives no reason"),
        ([{"stage": "notice"}, {"stage": "retracted"}], "the retraction gives no reason"),
        (
            [{"stage": "investigating", **DOWN}, {"stage": "retracted", "retracted": "No"}],
            "an incident is retracted although a component was not operational",
        ),
        ([{"stage": "identified"}, {"stage": "retracted"}], "the ladder has no step 'identified' → 'retracted'"),
        ([{"stage": "investigating"}, {"stage": "merged"}], "the merged incident does not say into which"),
        (
            [{"stage": "investigating"}, {"stage": "resolved"}, {"stage": "investigating"}],
            "the step 'resolved' → 'investigating' gives no reason",
        ),
        (
            [
                {"stage": "investigating"},
                {"stage": "resolved"},
                {"stage": "postmortem", "version": "final"},
                {"stage": "investigating", "reopened": "Back"},
            ],
            "an incident is re-opened after its final report",
        ),
        (
            [
                {"stage": "investigating"},
                {"stage": "resolved"},
                {"stage": "postmortem", "version": "final"},
                {"stage": "postmortem", "version": "preliminary"},
            ],
            "a preliminary report follows the final one",
        ),
        (
            [
                {"stage": "monitoring", "severity": "major"},
                {"stage": "identified", "regression": "Back", "severity": "minor"},
            ],
            "the severity drops in the same update that reports a regression",
        ),
    ],
)
def test_these_steps_are_not(files: Files, sentence: str) -> None:
    assert ("C004", sentence) in _incident(*files)


def test_re_opening_is_possible_for_72_hours_and_not_a_minute_longer() -> None:
    def reopened(after: timedelta) -> list[tuple[str, str]]:
        back = {"stage": "investigating", "reopened": "Back", "at": (START + timedelta(hours=1) + after).isoformat()}
        return _incident({"stage": "investigating"}, {"stage": "resolved"}, back)

    assert reopened(timedelta(hours=72)) == []
    assert reopened(timedelta(hours=72, minutes=1)) == [
        ("C004", "an incident is re-opened more than 72 hours after it was resolved")
    ]


def test_nothing_follows_a_merged_or_retracted_incident() -> None:
    merged = {"stage": "merged", "merged_into": "2026-03-13-y"}

    for last in ({"stage": "identified"}, {"stage": "resolved"}, {"stage": "merged", "merged_into": "2026-03-13-y"}):
        assert _incident({"stage": "investigating"}, merged, last) == [
            ("C004", f"the ladder has no step 'merged' → '{last['stage']}'")
        ]


def test_an_imported_file_may_take_any_step() -> None:
    assert _incident({"stage": "resolved", **IMPORTED}, {"stage": "notice", **IMPORTED}) == []


def test_five_minutes_ahead_of_the_clock_counts_as_now() -> None:
    ahead = {"stage": "investigating", "at": (START + timedelta(minutes=5)).isoformat()}
    beyond = {"stage": "investigating", "at": (START + timedelta(minutes=6)).isoformat()}

    assert _incident(ahead, clock=START) == []
    assert _incident(beyond, clock=START) == [("T009", "'at' lies in the future")]
    assert _incident(beyond, clock=None) == []


def test_events_cannot_come_in_an_impossible_order() -> None:
    first = {"stage": "monitoring", "started_at": "2026-03-14T08:00:00Z", "mitigated_at": "2026-03-14T07:59:00Z"}
    later = {"stage": "resolved", "resolved_at": "2026-03-14T09:30:00Z"}

    assert _incident(first, later) == [("T009", "'mitigated_at' lies before 'started_at'")]


@pytest.mark.parametrize(
    "events",
    [
        {"started_at": "08:30", "detected_at": "08:10"},
        {"started_at": "08:30", "detected_at": "08:10", "first_report_at": "08:05"},
        {"started_at": "08:30", "mitigated_at": "08:40", "detected_at": "08:10"},
        {"started_at": "08:30", "mitigated_at": "08:40", "detected_at": "08:45"},
    ],
)
def test_a_risk_may_be_noticed_before_customers_are_affected_and_impact_may_end_unnoticed(
    events: dict[str, str],
) -> None:
    stated = {name: f"2026-03-14T{clock}:00Z" for name, clock in events.items()}

    assert _incident({"stage": "monitoring", **stated}, {"stage": "resolved"}) == []


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        (
            {"started_at": "08:30", "resolved_at": "08:20", "detected_at": "08:10"},
            "'resolved_at' lies before 'started_at'",
        ),
        ({"mitigated_at": "08:30", "resolved_at": "08:20"}, "'resolved_at' lies before 'mitigated_at'"),
        ({"detected_at": "08:30", "resolved_at": "08:20"}, "'resolved_at' lies before 'detected_at'"),
    ],
)
def test_an_end_cannot_come_before_its_beginning_nor_before_anybody_knew(events: dict[str, str], sentence: str) -> None:
    stated = {name: f"2026-03-14T{clock}:00Z" for name, clock in events.items()}

    assert _incident({"stage": "resolved", "backfilled": "true", **stated}) == [("T009", sentence)]


@pytest.mark.parametrize("event", ["started_at", "detected_at", "first_report_at"])
def test_an_event_that_has_not_happened_cannot_be_reported(event: str) -> None:
    assert _incident({"stage": "investigating", event: "2026-03-14T09:06:00Z"}) == [
        ("T009", f"'{event}' lies after this update's own time")
    ]


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("2026-03-14T10:00:00Z", "the estimate is a single point"),
        ("2026-03-14T09:59:00Z", "the estimate ends before it begins"),
    ],
)
def test_an_estimate_is_a_window(to: str, sentence: str) -> None:
    eta = {"from": "2026-03-14T10:00:00Z", "to": to, "confidence": "low", "basis": "a test"}

    assert _incident({"stage": "investigating", "eta": eta}) == [("T016", sentence)]


WINDOW = {"window": {"from": "2026-04-02T01:00:00Z", "to": "2026-04-02T02:30:00Z"}}


@pytest.mark.parametrize(
    "files",
    [
        [{"stage": "scheduled", **WINDOW}, {"stage": "in_progress"}, {"stage": "verifying"}, {"stage": "completed"}],
        [{"stage": "scheduled", **WINDOW}, {"stage": "rescheduled", **WINDOW}, {"stage": "cancelled"}],
        [
            {"stage": "scheduled", **WINDOW},
            {"stage": "in_progress"},
            {"stage": "extended", **WINDOW},
            {"stage": "completed"},
        ],
        [{"stage": "in_progress", "emergency": "A disk is failing", **WINDOW}],
    ],
)
def test_these_maintenances_are_legal(files: Files) -> None:
    assert _maintenance(*files) == []


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ([{"stage": "in_progress", **WINDOW}], ("C004", "a maintenance cannot begin with 'in_progress'")),
        (
            [{"stage": "scheduled", **WINDOW}, {"stage": "cancelled"}, {"stage": "in_progress"}],
            ("C004", "the ladder has no step 'cancelled' → 'in_progress'"),
        ),
        ([{"stage": "scheduled"}], ("T013", "the maintenance does not say when")),
        (
            [{"stage": "scheduled", **WINDOW}, {"stage": "rescheduled"}],
            ("T013", "'rescheduled' does not say the new window"),
        ),
    ],
)
def test_these_maintenances_are_not(files: Files, problem: tuple[str, str]) -> None:
    assert _maintenance(*files) == [problem]
