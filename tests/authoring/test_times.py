"""Times as people type them when they have no time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.authoring.given_values import moment_as_written, read_time, read_window

NOW = datetime(2026, 3, 14, 22, 40, tzinfo=UTC)
UTC_ZONE, TOKYO = ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("09:30", UTC_ZONE, "2026-03-14T09:30:00Z"),
        ("9:30", UTC_ZONE, "2026-03-14T09:30:00Z"),
        (" 23:05 ", UTC_ZONE, "2026-03-14T23:05:00Z"),
        # In Tokyo it is the morning of the 15th already.
        ("09:30", TOKYO, "2026-03-15T00:30:00Z"),
        ("30m", UTC_ZONE, "2026-03-14T23:10:00Z"),
        ("1h30m", TOKYO, "2026-03-15T00:10:00Z"),
        ("2026-03-14T09:30Z", TOKYO, "2026-03-14T09:30:00Z"),
        ("2026-03-14T09:30:00+09:00", UTC_ZONE, "2026-03-14T00:30:00Z"),
    ],
)
def test_a_time_is_a_clock_of_today_a_length_or_a_moment_in_full(text: str, zone: ZoneInfo, moment: str) -> None:
    assert moment_as_written(read_time(text, zone, NOW)) == moment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "'soon' is no time"),
        ("25:00", "'25:00' is no time"),
        ("2026-03-14T09:30", "'2026-03-14T09:30' does not say its time zone"),
        ("2026-02-30T09:30Z", "'2026-02-30T09:30Z' is not a possible time"),
    ],
)
def test_what_is_no_time_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("+", r"\+")):
        read_time(text, UTC_ZONE, NOW)


def test_an_estimate_has_two_ends() -> None:
    assert [moment_as_written(end) for end in read_window("22:50..23:30", UTC_ZONE, NOW)] == [
        "2026-03-14T22:50:00Z",
        "2026-03-14T23:30:00Z",
    ]
    with pytest.raises(ValueError, match="'22:50' is no window"):
        read_window("22:50", UTC_ZONE, NOW)


@given(st.text(max_size=12))
def test_nothing_typed_is_a_traceback(text: str) -> None:
    try:
        moment = read_time(text, TOKYO, NOW)
    except ValueError:
        return
    assert moment.tzinfo is not None
