"""Availability of components by hand: ten sets cut to two decimals, the band by customers, the worst stretches."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import POLICY, at, courses_of, incident, maintenance, settings, stamp
from statusladder.ladder.component_record import ComponentRecord, Stretch, find_worst_stretch, measure_components
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.settings import MetricsKeys
from statusladder.model.site import Component, Library, Settings
from statusladder.model.vocabulary import ComponentState
from statusladder.views.component_windows import percent_words, unmeasured_words, uptime_words
from statusladder.voice.catalogue import Catalogue, shipped
from statusladder.voice.voice import Voice, english

NOW = at("00:00", 31)
"""The last 30 days are 2 to 31 March; the last one has just begun, so that the window has 29 days, 41 760 minutes."""

MINUTES = 29 * 1440
VOICE = english(settings().zone, NOW)


def _site(**metrics: Any) -> Settings:
    known = {"id": "api", "name": "API", "since": "2026-01-01"}
    plain = settings()
    return plain.model_copy(
        update={"components": (Component.model_validate(known),), "metrics": MetricsKeys.model_validate(metrics)}
    )


def _record(*told: Incident | Maintenance, site: Settings | None = None, now: datetime = NOW) -> ComponentRecord:
    incidents = tuple(one for one in told if isinstance(one, Incident))
    maintenances = tuple(one for one in told if isinstance(one, Maintenance))
    (found,) = measure_components(courses_of(Library(site or _site(), POLICY, incidents, maintenances), now), None)
    return found


def _outage(
    day: int, start: str, end: str | None, state: str = "major_outage", share: str | None = None, name: str = "a"
) -> Incident:
    """An incident of March that hits the API from one time of a day to another, or up to now."""
    impact = {"impact": {"symptom": "x", "share": share}} if share is not None else {}
    began = {"stage": "investigating", "at": stamp(start, day), "started_at": stamp(start, day), "severity": "major"}
    files: list[dict[str, Any]] = [{**began, "components": {"api": state}, **impact}]
    if end is not None:
        files.append({"stage": "resolved", "at": stamp(end, day), "resolved_at": stamp(end, day)})
    return incident(*files, name=f"2026-03-{day:02}-{name}")


def _overrun() -> Maintenance:
    """Announced from 01:00 to 02:00 of 20 March, completed at 03:00."""
    window = {"from": stamp("01:00", 20), "to": stamp("02:00", 20)}
    return maintenance(
        {"stage": "scheduled", "at": stamp("00:00", 10), "window": window, "expected": {"api": "under_maintenance"}},
        {"stage": "completed", "at": stamp("03:00", 20)},
    )


TEN_SETS: list[tuple[tuple[Incident | Maintenance, ...], float, str]] = [
    # (what happened, weighted minutes that were lost, 100 * (1 - lost / 41 760) cut to two decimals)
    # 1. Nothing.
    ((), 0, "100"),
    # 2. A major outage of an hour: 60 / 41 760 = 0.14367 %, 99.85632.
    ((_outage(10, "09:00", "10:00"),), 60, "99.85"),
    # 3. A partial one of an hour weighs 18: 0.04310 %, 99.95689.
    ((_outage(10, "09:00", "10:00", "partial_outage"),), 18, "99.95"),
    # 4. Degraded for ten hours weighs nothing.
    ((_outage(10, "09:00", "19:00", "degraded_performance"),), 0, "100"),
    # 5. Two overlap, 09:00 to 10:00 and 09:30 to 11:00: 120 minutes, none of them twice. 0.28735 %, 99.71264.
    ((_outage(10, "09:00", "10:00"), _outage(10, "09:30", "11:00", name="b")), 120, "99.71"),
    # 6. A partial one from 09:00 to 12:00 holds a major one from 10:00 to 11:00: 0.3 * 120 + 60 = 96. 0.22988 %.
    ((_outage(10, "09:00", "12:00", "partial_outage"), _outage(10, "10:00", "11:00", name="b")), 96, "99.77"),
    # 7. One that is open since 18:00 of 30 March lost 360 minutes by now: 0.86206 %, 99.13793.
    ((_outage(30, "18:00", None),), 360, "99.13"),
    # 8. One of 1 March, 20:00, that lasts until 2 March, 02:00: only two hours lie in the window. 0.28735 %.
    (
        (
            incident(
                {
                    "stage": "investigating",
                    "at": stamp("20:00", 1),
                    "severity": "major",
                    "components": {"api": "major_outage"},
                },
                {"stage": "resolved", "at": stamp("02:00", 2)},
            ),
        ),
        120,
        "99.71",
    ),
    # 9. A maintenance, announced for an hour, that took two: the second one weighs 60.
    ((_overrun(),), 60, "99.85"),
    # 10. All at once: the maintenance of 9, the two of 6, the open one of 7: 60 + 96 + 360 = 516. 1.23563 %, 98.76436.
    (
        (
            _overrun(),
            _outage(10, "09:00", "12:00", "partial_outage"),
            _outage(10, "10:00", "11:00", name="b"),
            _outage(30, "18:00", None),
        ),
        516,
        "98.76",
    ),
]


@pytest.mark.parametrize(("told", "lost", "text"), TEN_SETS, ids=[str(number) for number in range(1, 11)])
def test_availability_is_as_worked_out_and_cut(
    told: tuple[Incident | Maintenance, ...], lost: float, text: str
) -> None:
    window = _record(*told).windows[0]

    assert (window.end - window.start) / timedelta(minutes=1) == MINUTES
    assert window.availability == pytest.approx(1 - lost / MINUTES)
    assert uptime_words(window, VOICE) == f"{text}%"


def test_the_weight_of_a_partial_outage_is_the_site_s() -> None:
    """60 min at 0.5 are 30: 0.07183 %, 99.92816."""
    record = _record(_outage(10, "09:00", "10:00", "partial_outage"), site=_site(partial_weight="0.5"))

    assert uptime_words(record.windows[0], VOICE) == "99.92%"


def test_a_figure_is_cut_to_two_decimals_in_the_way_of_the_language() -> None:
    german = Voice(Catalogue("de", shipped("en").messages), "de", VOICE.zone, NOW)

    assert percent_words(0.99909, VOICE) == "99.90%"
    assert percent_words(0.99909, german) == "99,90%"
    assert percent_words(1, german) == "100%"


def test_a_window_begins_no_earlier_than_what_is_known() -> None:
    """Known since 1 January; 365 days are cut to 1 January, as 90 days are to 1 January 2026 (31 March less 89)."""
    starts = [window.start for window in _record().windows]

    assert starts == [
        datetime(2026, 3, 2, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
    ]


def test_of_a_component_that_nobody_knows_since_when_there_is_nothing_to_say() -> None:
    (unknown, _) = measure_components(courses_of(Library(settings(), POLICY), NOW), None)

    assert (unknown.since, unknown.windows, unknown.in_period) == (None, (), None)


def test_the_band_weighs_a_minute_by_the_customers_that_were_told_of() -> None:
    """10 March: an hour of 20 to 40% of customers is 12 to 24 min, in the middle 18.

    11 March: an hour of a partial outage of which nobody said how many weighs by state, 18 min.
    """
    window = _record(
        _outage(10, "09:00", "10:00", share="20-40%"), _outage(11, "09:00", "10:00", "partial_outage")
    ).windows[0]

    assert window.band is not None
    assert [window.band.low, window.band.middle, window.band.high] == pytest.approx(
        [1 - 42 / MINUTES, 1 - 36 / MINUTES, 1 - 30 / MINUTES]
    )
    assert (window.band.told, window.band.untold) == (timedelta(hours=1), timedelta(hours=1))
    assert window.availability == pytest.approx(1 - 78 / MINUTES)


def test_being_slow_for_some_is_seen_in_the_band_alone() -> None:
    """Ten hours of 10 % are 60 minutes."""
    window = _record(_outage(10, "09:00", "19:00", "degraded_performance", share="10%")).windows[0]

    assert window.availability == 1
    assert window.band is not None
    assert window.band.middle == pytest.approx(1 - 60 / MINUTES)


def test_without_any_share_there_is_no_band() -> None:
    assert _record(_outage(10, "09:00", "10:00")).windows[0].band is None


def test_the_time_of_impact_is_told_by_its_worst_state_and_without_announced_work() -> None:
    """6 and 9 of the ten sets: 60 min major, 120 min partial, and the hour past the maintenance's window."""
    window = _record(
        _overrun(), _outage(10, "09:00", "12:00", "partial_outage"), _outage(10, "10:00", "11:00", name="b")
    ).windows[0]

    assert window.impact == {
        ComponentState.MAJOR_OUTAGE: timedelta(hours=1),
        ComponentState.PARTIAL_OUTAGE: timedelta(hours=2),
        ComponentState.UNDER_MAINTENANCE: timedelta(hours=1),
    }
    assert window.impact_time == timedelta(hours=4)


def test_the_worst_hour_lies_across_the_clock_s_hours() -> None:
    """Out from 09:30 to 10:30, and for 50 min of 12 March: the worst hour lost all, the worst week 110 of 10 080."""
    worst = _record(_outage(10, "09:30", "10:30"), _outage(12, "00:00", "00:50")).windows[0].worst

    assert worst["hour"] == Stretch(at("09:30", 10), at("10:30", 10), at("09:30", 10), 0.0)
    assert worst["day"].start == worst["week"].start == at("09:30", 10)
    assert [worst["day"].availability, worst["week"].availability] == pytest.approx([1 - 60 / 1440, 1 - 110 / 10080])


def test_where_nothing_was_lost_nothing_was_worst() -> None:
    assert _record(_outage(10, "09:00", "19:00", "degraded_performance")).windows[0].worst == {}


def test_no_stretch_is_longer_than_what_is_known() -> None:
    young = _site().model_copy(
        update={"components": (Component.model_validate({"id": "api", "name": "API", "since": "2026-03-30"}),)}
    )

    worst = _record(_outage(30, "09:00", "10:00"), site=young).windows[0].worst

    assert set(worst) == {"hour", "day"}
    assert worst["day"].availability == pytest.approx(1 - 60 / 1440)


Piece = tuple[int, int, float]


def _pieces(cuts: Sequence[int], weights: Sequence[float]) -> list[Piece]:
    ordered = sorted(set(cuts))
    return [
        (begin, end, weight)
        for begin, end, weight in zip(ordered[::2], ordered[1::2], weights, strict=False)
        if begin < end
    ]


@given(
    st.lists(st.integers(0, 300), min_size=2, max_size=12),
    st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=6, max_size=6),
    st.integers(1, 120),
)
def test_no_stretch_of_whole_minutes_is_worse_than_the_worst(
    cuts: list[int], weights: list[float], length: int
) -> None:
    """All stretches that begin at a whole minute are tried; the pieces have whole minutes too."""
    start, minute = at("00:00", 1), timedelta(minutes=1)
    pieces = _pieces(cuts, weights)
    lost = [(start + begin * minute, start + end * minute, weight) for begin, end, weight in pieces]

    stretch = find_worst_stretch(lost, start, start + 300 * minute, length * minute)

    per_minute = [sum(weight for begin, end, weight in pieces if begin <= one < end) for one in range(300)]
    worst = max(sum(per_minute[begin : begin + length]) for begin in range(300 - length + 1))
    if stretch is None:
        assert worst == 0
    else:
        assert stretch.availability == pytest.approx(1 - worst / length)
        assert stretch.end - stretch.start == length * minute
        assert start <= stretch.start <= stretch.lost_from < stretch.end <= start + 300 * minute


def test_a_window_with_a_minute_of_unknown_state_shows_no_percentage() -> None:
    named = {"stage": "investigating", "severity": "minor", "components": {"api": "affected"}}
    only_named = incident({**named, "at": stamp("09:00", 5)}, {"stage": "resolved", "at": stamp("10:00", 5)}, name="a")
    told_later = incident(
        {**named, "at": stamp("09:00", 6)},
        {"stage": "identified", "at": stamp("09:10", 6), "components": {"api": "major_outage"}},
        {"stage": "resolved", "at": stamp("10:00", 6)},
        name="b",
    )
    too_early = incident({**named, "at": stamp("09:00", 1)}, {"stage": "resolved", "at": stamp("10:00", 1)}, name="c")

    month, quarter, _ = _record(only_named, told_later, too_early).windows

    assert (month.availability, month.band, month.worst, month.unmeasured) == (None, None, {}, 2)
    assert month.impact[ComponentState.MAJOR_OUTAGE] == timedelta(minutes=50)
    assert (uptime_words(month, VOICE), quarter.unmeasured) == ("not measured", 3)
    assert unmeasured_words(month, VOICE) == "not measured (2 incidents without a recorded state)"
    assert uptime_words(_record(too_early).windows[0], VOICE) == "100%"


def test_what_was_only_reported_afterwards_has_no_minutes_and_so_no_percentage() -> None:
    told = {"stage": "resolved", "severity": "minor", "backfilled": True, "components": {"api": "partial_outage"}}
    unknown = incident({**told, "at": stamp("10:00", 5)})
    known = incident({**told, "at": stamp("10:00", 5), "started_at": stamp("09:00", 5)})

    assert (_record(unknown).windows[0].availability, _record(unknown).windows[0].unmeasured) == (None, 1)
    assert uptime_words(_record(known).windows[0], VOICE) == "99.95%"


@pytest.mark.parametrize(("since", "windows"), [(None, 0), ("2026-03-30", 3), ("2026-03-31", 0), ("2026-04-05", 0)])
def test_a_first_day_or_none_shows_no_percentage(since: str | None, windows: int) -> None:
    """At 00:00 of 31 March, 30 March has been a whole day."""
    component = Component.model_validate({"id": "api", "name": "API", "since": since})
    site = settings().model_copy(update={"components": (component,)})

    assert len(_record(_outage(5, "09:00", "10:00"), site=site).windows) == windows
