"""How many were affected at worst, over all that was said of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import incident, stamp
from statusladder.ladder.impact import Peak, find_worst_accounts, find_worst_share
from statusladder.model.facts import Range
from statusladder.model.vocabulary import Basis


def _told(*impacts: dict[str, Any], **more: Any) -> tuple[Peak | None, Peak | None]:
    """The worst share and number of accounts of updates that state these impacts; `more` stands in the last one."""
    files = [
        {"stage": "mitigating", "at": stamp(f"09:{number:02}"), "impact": one} for number, one in enumerate(impacts)
    ]
    one = incident(*files[:-1], {**files[-1], "stage": "resolved", **more})
    return find_worst_share(one), find_worst_accounts(one)


def test_it_is_the_largest_and_never_the_last() -> None:
    share, accounts = _told(
        {"share": "12-18%", "basis": "estimated", "accounts": "40"},
        {"share": "30-40%", "basis": "measured", "accounts": "900-1000"},
        {"share": "4-6%", "accounts": "12"},
    )

    assert share == Peak(Range(30, 40), Basis.MEASURED)
    assert accounts == Peak(Range(900, 1000), Basis.MEASURED)


def test_of_two_equal_figures_the_measured_one_is_shown() -> None:
    share, _ = _told({"share": "5%", "basis": "measured"}, {"share": "5%", "basis": "estimated"})

    assert share == Peak(Range(5, 5), Basis.MEASURED)


def test_a_measurement_within_an_estimate_says_it_more_exactly_and_one_below_it_does_not() -> None:
    within, _ = _told({"share": "20-30%", "basis": "estimated"}, {"share": "24%", "basis": "measured"})
    below, _ = _told({"share": "20-30%", "basis": "estimated"}, {"share": "4-6%", "basis": "measured"})
    measured, _ = _told({"share": "20-30%", "basis": "measured"}, {"share": "24%", "basis": "measured"})

    assert within == Peak(Range(24, 24), Basis.MEASURED)
    assert below == Peak(Range(20, 30), Basis.ESTIMATED)
    assert measured == Peak(Range(20, 30), Basis.MEASURED)


@pytest.mark.parametrize("impact", [{"share": "unknown"}, {"symptom": "Errors"}, {}])
def test_where_no_figure_was_stated_there_is_none(impact: dict[str, Any]) -> None:
    assert _told(impact, {}) == (None, None)


def _corrected(field: str, was: str, now: str) -> dict[str, Any]:
    return {"corrections": [{"at": stamp("09:30"), "field": field, "was": was, "now": now, "why": "counted twice"}]}


@pytest.mark.parametrize("field", ["impact.share", "impact"])
def test_a_figure_that_was_corrected_does_not_count(field: str) -> None:
    share, _ = _told({"share": "40-50%"}, {"share": "20%"}, {"share": "25%"}, **_corrected(field, "40-50%", "25%"))

    assert share == Peak(Range(25, 25), None)


@pytest.mark.parametrize(
    ("field", "was"), [("impact.accounts", "40-50"), ("impact.share", "30-50%"), ("eta", "unknown")]
)
def test_a_correction_of_something_else_leaves_it(field: str, was: str) -> None:
    share, _ = _told({"share": "40-50%"}, {"share": "25%"}, **_corrected(field, was, "1"))

    assert share == Peak(Range(40, 50), None)


def test_what_is_said_again_after_a_correction_counts() -> None:
    fix = _corrected("impact.share", "40%", "10%")
    files = [
        {"stage": "identified", "at": stamp("09:00"), "impact": {"share": "40%"}},
        {"stage": "identified", "at": stamp("09:10"), "impact": {"share": "10%"}, **fix},
        {"stage": "mitigating", "at": stamp("09:20"), "impact": {"share": "40%"}},
        {"stage": "resolved", "at": stamp("09:30")},
    ]

    assert find_worst_share(incident(*files)) == Peak(Range(40, 40), None)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 100)), min_size=1, max_size=6))
def test_no_update_ever_said_more(ranges: list[tuple[int, int]]) -> None:
    share, _ = _told(*({"share": f"{low}-{high}%", "basis": "measured"} for low, high in ranges))

    assert share is not None
    assert share.figure.high == max(high for _, high in ranges)
    assert (share.figure.low, share.figure.high) in ranges


def test_an_impact_that_an_early_notice_states_is_no_fact_and_no_peak() -> None:
    files = [
        {"stage": "notice", "at": stamp("09:00"), "impact": {"accounts": "90000"}},
        {"stage": "resolved", "at": stamp("09:30"), "impact": {"accounts": "12"}},
    ]

    assert find_worst_accounts(incident(*files)) == Peak(Range(12, 12), None)
