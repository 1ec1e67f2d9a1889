"""Availability by its published formula, in numbers worked out by hand; days as long as their zone makes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.ladder.availability import (
    cut_into_pieces,
    measure_availability,
    measure_days,
    percent_text,
    weigh_states,
)
from statusladder.ladder.spans import Span
from statusladder.model.vocabulary import ComponentState

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
UTC_ZONE, LISBON = ZoneInfo("UTC"), ZoneInfo("Europe/Lisbon")
BY_STATE = weigh_states(0.3)
MAJOR, PARTIAL = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
SLOW, WORKS = ComponentState.DEGRADED_PERFORMANCE, ComponentState.UNDER_MAINTENANCE


def _span(
    state: ComponentState, start: float, end: float | None, announced: bool = False, overrun: bool = False
) -> Span:
    """A span from and to an hour after START."""
    stop = None if end is None else START + timedelta(hours=end)
    return Span("api", state, START + timedelta(hours=start), stop, "2026-03-01-x", announced, overrun)


@pytest.mark.parametrize(
    ("spans", "share"),
    [
        ([], 1.0),
        ([_span(MAJOR, 0, 2.4)], 0.9),
        ([_span(PARTIAL, 0, 2.4)], 0.97),
        ([_span(SLOW, 0, 24)], 1.0),
        ([_span(WORKS, 0, 12, announced=True)], 1.0),
        ([_span(WORKS, 0, 2.4, overrun=True)], 0.9),
        ([_span(SLOW, 0, 2.4, overrun=True)], 1.0),
        ([_span(PARTIAL, 0, 2.4, overrun=True)], 0.97),
        ([_span(MAJOR, 0, 2.4), _span(MAJOR, 1, 2)], 0.9),
        ([_span(PARTIAL, 0, 4.8), _span(MAJOR, 0, 2.4)], 1 - (2.4 + 0.3 * 2.4) / 24),
        ([_span(MAJOR, 21.6, None)], 0.9),
        ([_span(MAJOR, -10, 2.4), _span(MAJOR, 40, 50)], 0.9),
        ([_span(MAJOR, 0, 24)], 0.0),
    ],
)
def test_lost_time_is_weighted_and_never_counted_twice(spans: list[Span], share: float) -> None:
    assert measure_availability(spans, START, START + DAY, BY_STATE) == pytest.approx(share)


def test_an_empty_window_has_no_availability() -> None:
    assert measure_availability([], START, START, BY_STATE) is None


SPANS = st.lists(
    st.builds(
        lambda state, start, length: _span(state, start, start + length),
        st.sampled_from(list(ComponentState)[1:]),
        st.floats(-20, 60),
        st.floats(0.01, 30),
    ),
    max_size=5,
)


@given(SPANS, st.floats(0.1, 23.9))
def test_a_window_in_two_parts_is_their_weighted_mean(spans: list[Span], cut: float) -> None:
    middle = START + timedelta(hours=cut)
    whole = measure_availability(spans, START, START + DAY, BY_STATE)
    first, second = (
        measure_availability(spans, START, middle, BY_STATE),
        measure_availability(spans, middle, START + DAY, BY_STATE),
    )

    assert whole is not None
    assert first is not None
    assert second is not None
    assert 0 <= whole <= 1
    assert whole == pytest.approx((first * cut + second * (24 - cut)) / 24, abs=1e-6)
    assert measure_availability(list(reversed(spans)), START, START + DAY, BY_STATE) == pytest.approx(whole)


@given(SPANS)
def test_each_piece_has_the_spans_that_cover_it_in_their_order(spans: list[Span]) -> None:
    pieces = list(cut_into_pieces(spans, START, START + DAY))

    for start, end, covering in pieces:
        assert covering == tuple(span for span in spans if span.start <= start and span.end and span.end >= end)
    edges = {edge for start, end, _ in pieces for edge in (start, end)}
    assert edges <= {START, START + DAY} | {edge for span in spans for edge in (span.start, span.end)}
    covered = sum((end - start for start, end, _ in pieces), timedelta(0))
    assert covered == sum((end - start for start, end in _union(spans)), timedelta(0))


def _union(spans: list[Span]) -> list[tuple[datetime, datetime]]:
    """The times within the day that any span covers, each once."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted((max(span.start, START), min(span.end or START, START + DAY)) for span in spans):
        begin = max([start, *(stop for _, stop in found)])
        if begin < end:
            found.append((begin, end))
    return found


def test_a_day_has_its_worst_state_its_minutes_and_its_causes() -> None:
    days = measure_days(
        [_span(SLOW, 23, 25), _span(MAJOR, 24, 24.5)], UTC_ZONE, START + 3 * DAY - timedelta(hours=1), None, 3
    )

    assert [(day.date.day, day.worst) for day in days] == [(1, SLOW), (2, MAJOR), (3, ComponentState.OPERATIONAL)]
    assert [dict(day.minutes) for day in days] == [{SLOW: 60}, {MAJOR: 30, SLOW: 30}, {}]
    assert days[1].sources == ("2026-03-01-x",)


def test_what_begins_this_minute_shows_on_today_and_not_on_yesterday() -> None:
    yesterday, today = measure_days([_span(MAJOR, 24, None)], UTC_ZONE, START + DAY, None, 2)

    assert (today.worst, today.minutes, today.sources) == (MAJOR, {}, ("2026-03-01-x",))
    assert (yesterday.worst, yesterday.sources) == (ComponentState.OPERATIONAL, ())


def test_announced_work_is_shown_as_maintenance_whatever_it_was_expected_to_bring() -> None:
    (shown,) = measure_days([_span(PARTIAL, 1, 2, announced=True)], UTC_ZONE, START + timedelta(hours=12), None, 1)

    assert (shown.worst, shown.minutes) == (WORKS, {WORKS: 60})


@given(SPANS)
def test_the_minutes_of_all_days_are_the_time_not_operational(spans: list[Span]) -> None:
    now = START + timedelta(hours=50)
    days = measure_days(spans, LISBON, now, None, 10)
    whole = now - timedelta(days=9, hours=2)

    share = measure_availability(spans, whole, now, lambda span: 1.0)

    assert share is not None
    assert sum(sum(day.minutes.values()) for day in days) == pytest.approx(
        (1 - share) * ((now - whole) / timedelta(minutes=1)), abs=1e-3
    )


def test_days_before_the_first_known_one_are_grey_and_never_green() -> None:
    days = measure_days([], UTC_ZONE, START + 2 * DAY, date(2026, 3, 2), 3)

    assert [day.worst for day in days] == [None, ComponentState.OPERATIONAL, ComponentState.OPERATIONAL]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_is_as_long_as_its_zone_makes_it(day: date, hours: int) -> None:
    always = Span("api", MAJOR, START - 400 * DAY, None, "2026-03-01-x")
    noon_after = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + DAY

    days = measure_days([always], LISBON, noon_after, None, 2)

    assert days[0].date == day
    assert days[0].minutes == {MAJOR: hours * 60}


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100"), (0.99999, "99.99"), (0.9971, "99.71"), (0.999, "99.90"), (0.0, "0.00")]
)
def test_percentages_are_cut_and_not_rounded(share: float, text: str) -> None:
    assert percent_text(share) == text
