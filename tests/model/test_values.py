"""How single values are read: times, durations, names."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from statusladder.model.facts import Concession
from statusladder.model.update import IncidentKeys
from statusladder.model.values import duration_as_written, find_near_miss, parse_moment, read_duration, suggest
from statusladder.model.vocabulary import ComponentState


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-14T09:01:00Z", datetime(2026, 3, 14, 9, 1, tzinfo=UTC)),
        ("2026-03-14T09:01Z", datetime(2026, 3, 14, 9, 1, tzinfo=UTC)),
        ("2026-03-14 10:01:00+01:00", datetime(2026, 3, 14, 9, 1, tzinfo=UTC)),
        ("2026-03-13T23:31:00-09:30", datetime(2026, 3, 14, 9, 1, tzinfo=UTC)),
        ("2022-02-15T21:37:37.388Z", datetime(2022, 2, 15, 21, 37, 37, 388000, tzinfo=UTC)),
        ("2022-02-15T21:37:37.3881239Z", datetime(2022, 2, 15, 21, 37, 37, 388123, tzinfo=UTC)),
    ],
)
def test_a_time_with_a_zone_is_that_moment_in_utc(typed: str, meant: datetime) -> None:
    assert parse_moment(typed) == meant
    assert parse_moment(typed).tzinfo is UTC


def test_a_time_without_a_zone_is_refused_with_the_sites_offset() -> None:
    with pytest.raises(ValueError, match="does not say its time zone") as winter:
        parse_moment("2026-01-14T09:01:00", ZoneInfo("Europe/Paris"))
    with pytest.raises(ValueError, match="does not say its time zone") as summer:
        parse_moment("2026-07-14T09:01:00", ZoneInfo("Europe/Paris"))

    assert "2026-01-14T09:01:00+01:00" in winter.value.context["fix"]  # type: ignore[attr-defined]  # pydantic's
    assert "2026-07-14T09:01:00+02:00" in summer.value.context["fix"]  # type: ignore[attr-defined]  # pydantic's


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "now",
        "10:15",
        "2026-02-30T00:00:00Z",
        "2026-03-14T24:01:00Z",
        "2026-03-14T09:01:60Z",
        "١٤٠٤-03-14T09:01:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-03-14T09:01:00+24:00",
        "2026-03-14T09:01:00+01:60",
    ],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"time|year|zone|offset"):
        parse_moment(typed)


@given(
    st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?", fullmatch=True)
)
def test_any_text_is_a_time_or_a_refusal(typed: str) -> None:
    # What must not happen is any other exception, or a moment without a zone.
    with suppress(ValueError):
        assert parse_moment(typed).tzinfo is UTC


@given(st.datetimes(datetime(1991, 1, 1), datetime(2199, 1, 1)), st.integers(-23 * 60, 23 * 60))
def test_a_time_means_the_same_moment_in_every_offset(moment: datetime, minutes: int) -> None:
    from_utc = moment.replace(tzinfo=UTC)
    sign = "-" if minutes < 0 else "+"
    local = moment + timedelta(minutes=minutes)
    typed = f"{local.isoformat()}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

    assert parse_moment(typed) == from_utc


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        ("3d", timedelta(days=3)),
        ("0m", None),
        ("", None),
        ("m", None),
        ("30", None),
        ("30 m", None),
        ("9999d", None),
    ],
)
def test_durations(typed: str, meant: timedelta | None) -> None:
    assert read_duration(typed) == meant


@pytest.mark.parametrize(("minutes", "written"), [(20, "20m"), (60, "1h"), (90, "1h30m"), (1440, "1d"), (1445, "1d5m")])
def test_a_duration_is_written_in_its_largest_units(minutes: int, written: str) -> None:
    assert duration_as_written(timedelta(minutes=minutes)) == written


@given(st.integers(1, 366 * 24 * 60))
def test_a_written_duration_is_read_as_what_it_was(minutes: int) -> None:
    length = timedelta(minutes=minutes)

    assert read_duration(duration_as_written(length)) == length


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("identifed", "identified"), ("Identified", "identified"), ("IDENTIFIED", "identified"), ("zebra", None)],
)
def test_the_near_miss_is_the_word_that_was_meant(typed: str, meant: str | None) -> None:
    assert find_near_miss(typed, ["investigating", "identified", "resolved"]) == meant


def test_dashes_and_underscores_are_taken_for_each_other() -> None:
    assert find_near_miss("partial-outage", ["partial_outage", "major_outage"]) == "partial_outage"
    assert find_near_miss("sign_in", ["sign-in", "exports"]) == "sign-in"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-04-30", date(2026, 4, 30)), ("2026-04-30T17:00+02:00", datetime(2026, 4, 30, 15, tzinfo=UTC))],
)
def test_an_offer_ends_on_a_day_or_at_a_time(typed: str, read: date) -> None:
    (concession,) = _offering({"offer": "10% credit", "until": typed})

    assert concession.until == read


@pytest.mark.parametrize("typed", ["30 April 2026", "2026-02-30", "2h", "2026-04-30T17:00"])
def test_an_offer_ends_at_nothing_else(typed: str) -> None:
    with pytest.raises(ValidationError):
        _offering({"offer": "10% credit", "until": typed})


def test_an_offer_alone_may_be_written_as_a_text_and_in_no_list() -> None:
    assert _offering("10% credit") == _offering({"offer": "10% credit"})
    said = IncidentKeys.model_validate({"stage": "resolved", "at": "2026-03-14T09:01:00Z", "concessions": "10% credit"})

    assert said.concessions == _offering("10% credit")


def _offering(concession: object) -> tuple[Concession, ...]:
    keys = {"stage": "resolved", "at": "2026-03-14T09:01:00Z", "concessions": [concession]}
    return IncidentKeys.model_validate(keys).concessions or ()


@pytest.mark.parametrize("typed", ["none", ["none"], []])
@pytest.mark.parametrize("key", ["workarounds", "customer_actions", "remaining"])
def test_none_is_an_answer_also_where_a_form_can_only_write_a_list(key: str, typed: object) -> None:
    said = IncidentKeys.model_validate({"stage": "resolved", "at": "2026-03-14T09:01:00Z", key: typed})

    assert getattr(said, key) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("down", "major_outage"),
        ("Major", "major_outage"),
        ("degraded", "degraded_performance"),
        ("partial", "partial_outage"),
        ("maintenance", "under_maintenance"),
        ("working", "operational"),
    ],
)
def test_the_state_that_people_mean_is_found_by_sense(typed: str, meant: str) -> None:
    assert suggest(typed, ComponentState) == f"did you mean '{meant}'?"


def test_what_is_the_right_word_elsewhere_stays_so() -> None:
    assert find_near_miss("Major", ["critical", "major", "minor"]) == "major"
    assert find_near_miss("down", ["investigating"]) is None
