"""Third incident of the same part in ninety days: counted by hand, with what counts and what does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factory import incident
from statusladder.ladder.recurrence import LOOKBACK, Recurrence, find_recurrences
from statusladder.model.communication import Incident

LAST = datetime(2026, 3, 14, 9, tzinfo=UTC)


def _told(days_before: float, name: str, *later: dict[str, Any], **said: Any) -> Incident:
    """An incident that began so many days before the last one, and ended an hour after it began."""
    began = LAST - timedelta(days=days_before)
    first = {
        "stage": "investigating",
        "at": began.isoformat(),
        "severity": "minor",
        "components": {"sign-in": "degraded_performance"},
        **said,
    }
    end = {"stage": "resolved", "at": (began + timedelta(hours=1)).isoformat()}
    return incident(first, *(later or (end,)), name=name)


def _past(*incidents: Incident) -> list[tuple[tuple[str, ...], list[str]]]:
    """What is said of the last of them: the parts, and the earlier incidents."""
    found: tuple[Recurrence, ...] = find_recurrences(incidents)[incidents[-1].id]
    return [(one.components, [other.id for other in one.earlier]) for one in found]


def test_the_third_in_ninety_days_is_told_with_the_two_before_newest_first() -> None:
    assert _past(_told(60, "a"), _told(3, "b"), _told(0, "c")) == [(("sign-in",), ["b", "a"])]


def test_the_first_has_no_past_and_a_later_one_does_not_change_an_earlier_page() -> None:
    first, second = _told(60, "a"), _told(0, "b")

    recurrences = find_recurrences((second, first))

    assert recurrences["a"] == ()
    assert [other.id for other in recurrences["b"][0].earlier] == ["a"]


def test_ninety_days_are_counted_from_the_start_and_to_the_second() -> None:
    assert timedelta(days=90) == LOOKBACK
    assert _past(_told(90, "a"), _told(0, "b")) == [(("sign-in",), ["a"])]
    assert _past(_told(90 + 1 / 86400, "a"), _told(0, "b")) == []


def test_it_counts_from_the_beginning_where_that_is_known() -> None:
    early = (LAST - timedelta(days=91)).isoformat()

    assert _past(_told(89, "a", started_at=early), _told(0, "b")) == []


@pytest.mark.parametrize(
    "other",
    [
        _told(3, "a", components={"exports": "major_outage"}),
        _told(3, "a", components={"sign-in": "operational"}),
        _told(3, "a", components={"sign-in": "affected"}),
        _told(3, "a", components="unknown"),
        _told(3, "a", severity="info"),
        _told(3, "a", {"stage": "retracted", "at": "2026-03-12T00:00:00Z", "retracted": "A false alarm"}),
        _told(3, "a", {"stage": "merged", "at": "2026-03-12T00:00:00Z", "merged_into": "b"}),
        _told(3, "a", stage="notice"),
    ],
    ids=["other part", "never down", "only named", "not known", "for information", "retracted", "merged", "notice"],
)
def test_what_is_no_failure_of_the_part_does_not_count(other: Incident) -> None:
    last = _told(0, "b")

    assert _past(other, last) == []
    assert _past(_told(5, "c"), other, last) == [(("sign-in",), ["c"])]


def test_an_imported_incident_of_one_closing_file_counts() -> None:
    origin = {"source": "other", "id": "1"}
    old = incident(
        {
            "stage": "resolved",
            "at": "2026-03-01T00:00:00Z",
            "severity": "minor",
            "components": {"sign-in": "partial_outage"},
            "imported_from": origin,
        },
        name="old",
    )

    assert _past(old, _told(0, "b")) == [(("sign-in",), ["old"])]


def test_parts_with_the_same_past_are_told_together_and_the_most_frequent_first() -> None:
    both = {"exports": "partial_outage", "api": "degraded_performance", "sign-in": "major_outage"}
    incidents = (_told(9, "a", components=both), _told(3, "b"), _told(0, "c", components=both))

    assert _past(*incidents) == [(("sign-in",), ["b", "a"]), (("exports", "api"), ["a"])]
