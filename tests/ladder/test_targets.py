"""Targets against figures worked out by hand: each verdict, what counts in which period, and what is a change."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factory import POLICY, courses_of, incident, settings
from statusladder.ladder.reliability import Reliability, Selection, measure_reliability
from statusladder.ladder.statistics import Change, Count, Interval, Share, Summary, count_of
from statusladder.ladder.targets import Tracked, Verdict
from statusladder.model.communication import Gap, Incident
from statusladder.model.settings import MetricsKeys
from statusladder.model.site import Component, Library
from statusladder.model.targets import TargetMetric

NOW = datetime(2026, 4, 30, 12, tzinfo=UTC)
START = datetime(2025, 5, 1, tzinfo=UTC)
"""The first of the 365 days of which this is the last: 364 days and a half, 8748 hours, by now."""

EARLIER = datetime(2024, 5, 1, 12, tzinfo=UTC)
"""As long before."""


def _measure(
    metric: str,
    target: str,
    *incidents: Incident,
    since: str = "2024-01-01",
    scope: Selection | None = None,
    gaps: tuple[Gap, ...] = (),
    **keys: Any,
) -> Reliability:
    wanted = {"metric": metric, "target": target, "by": "2026-12-31", **keys}
    components = tuple(
        Component.model_validate({"id": name, "name": name.title(), "since": since}) for name in ("exports", "sign-in")
    )
    site = settings().model_copy(
        update={"components": components, "metrics": MetricsKeys.model_validate({"targets": [wanted]})}
    )
    return measure_reliability(courses_of(Library(site, POLICY, incidents, gaps=gaps), NOW), scope or Selection())


def _track(metric: str, target: str, *incidents: Incident, **keys: Any) -> Tracked:
    tracked = _measure(metric, target, *incidents, **keys).tracked
    assert tracked is not None
    return tracked[0]


def _incident(
    noticed: datetime, *, dark: int = 10, lasted: int | None = 60, then: tuple[dict[str, Any], ...] = (), **first: Any
) -> Incident:
    """Noticed then, `dark` minutes after it began, over `lasted` minutes later."""
    keys = {
        "stage": "investigating",
        "severity": "minor",
        "components": {"exports": "partial_outage"},
        "started_at": (noticed - timedelta(minutes=dark)).isoformat(),
        "at": noticed.isoformat(),
        **first,
    }
    over = [] if lasted is None else [{"stage": "resolved", "at": (noticed + timedelta(minutes=lasted)).isoformat()}]
    return incident(keys, *over, *then, name=f"{noticed:%Y-%m-%d}-at-{noticed:%H%M}")


def _several(number: int, first: datetime = START, **keys: Any) -> list[Incident]:
    """One a day."""
    return [_incident(first + timedelta(days=day), **keys) for day in range(number)]


def _escalating(noticed: datetime) -> Incident:
    worse = {"stage": "identified", "severity": "major", "at": (noticed + timedelta(minutes=30)).isoformat()}
    end = {"stage": "resolved", "at": (noticed + timedelta(minutes=60)).isoformat()}
    return _incident(noticed, lasted=None, then=(worse, end))


def _kept(number: int, late: int = 0, first: datetime = START) -> list[Incident]:
    """Promises of an hour, of which that many were a minute late."""
    kept = _several(number - late, first, next_update="1h")
    return kept + _several(late, first + timedelta(days=100), next_update="1h", lasted=61)


@pytest.mark.parametrize(
    ("late", "verdict", "interval"),
    # 19 of 20 are 95%. Wilson with z = 1.96, z² = 3.8415: (0.95 + 0.0960 ± 1.96 * sqrt(0.0475/20 + 3.8415/1600)) /
    # 1.1921 = (1.0460 ± 0.1354) / 1.1921 = 0.764 to 0.991; of 18: (0.9960 ± 0.1626) / 1.1921 = 0.699 to 0.972.
    [(1, Verdict.MET, (0.764, 0.991)), (2, Verdict.NOT_MET, (0.699, 0.972))],
)
def test_a_share_is_met_from_its_target_on(late: int, verdict: Verdict, interval: tuple[float, float]) -> None:
    told = _track("promises_kept", "95%", *_kept(20, late))

    assert isinstance(told.now, Share)
    assert (told.now.hits, told.now.n, told.verdict) == (20 - late, 20, verdict)
    assert told.now.interval is not None
    assert (round(told.now.interval.low, 3), round(told.now.interval.high, 3)) == interval


@pytest.mark.parametrize(("number", "verdict"), [(0, Verdict.NO_DATA), (4, Verdict.TOO_FEW), (5, Verdict.MET)])
def test_a_share_of_fewer_than_five_is_not_judged(number: int, verdict: Verdict) -> None:
    assert _track("promises_kept", "95%", *_kept(number)).verdict is verdict


def test_of_open_incidents_the_promise_that_is_overdue_counts_and_the_one_that_waits_does_not() -> None:
    overdue = _incident(NOW - timedelta(hours=2), lasted=None, next_update="1h")
    waiting = _incident(NOW - timedelta(minutes=30), lasted=None, next_update="1h")

    told = _track("promises_kept", "80%", *_kept(4), overdue, waiting)

    assert isinstance(told.now, Share)
    assert (told.now.hits, told.now.n, told.verdict) == (4, 5, Verdict.MET)


def test_imported_promises_count_as_the_page_counts_them() -> None:
    imported = _incident(START, next_update="1h", imported_from={"source": "statuspage", "id": "1"})
    reliability = _measure("promises_kept", "95%", imported)

    assert reliability.tracked is not None
    assert reliability.tracked[0].now == reliability.whole.promises


@pytest.mark.parametrize(
    ("lengths", "verdict"),
    # In the middle of six: 9 and 11, or 9 and 12.
    [
        ((3, 5, 9, 11, 30, 240), Verdict.MET),
        ((3, 5, 9, 12, 30, 240), Verdict.NOT_MET),
        ((3, 5, 9, 9, 9), Verdict.TOO_FEW),
        ((), Verdict.NO_DATA),
    ],
)
def test_a_median_is_met_up_to_its_target_and_not_judged_below_six(lengths: tuple[int, ...], verdict: Verdict) -> None:
    noticed = [_incident(START + timedelta(days=day), dark=dark) for day, dark in enumerate(lengths)]

    assert _track("time_to_first_notice", "10m", *noticed).verdict is verdict


def test_an_open_incident_and_a_guess_enter_no_median() -> None:
    """Six were restored after 70 minutes; one runs, of one the beginning is a guess."""
    running = _incident(NOW - timedelta(hours=9), lasted=None)
    guess = _incident(NOW - timedelta(days=9), started_at={"at": "2026-04-21T10:00:00Z", "estimated": "true"})

    told = _track("time_to_restore", "70m", *_several(6), running, guess)

    assert isinstance(told.now, Summary)
    assert (told.now.n, told.now.median, told.now.interval, told.verdict) == (6, 70, Interval(70, 70), Verdict.MET)


def test_the_period_before_is_as_long_as_this_one_and_ends_where_it_begins() -> None:
    minute = timedelta(minutes=1)
    moments = [EARLIER - minute, EARLIER, START - minute, START, START + minute, NOW - timedelta(hours=2)]

    told = _track("escalations", "3", *map(_escalating, moments))

    assert isinstance(told.now, Count)
    assert isinstance(told.before, Count)
    assert (told.now.number, told.before.number, told.verdict) == (3, 2, Verdict.MET)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    # Six of six on one side: 2/64 = 0.031. Six of seven: 2 * 8/128 = 0.125. Five of five: 2/32 = 0.063, never enough.
    [(0, 6, Change.HIGHER), (6, 0, Change.LOWER), (1, 6, Change.UNCLEAR), (0, 5, Change.TOO_FEW)],
)
def test_a_count_changed_where_chance_would_hardly_deal_it_out_so(before: int, now: int, change: Change) -> None:
    told = _track(
        "escalations",
        "5",
        *(_escalating(EARLIER + timedelta(days=day)) for day in range(before)),
        *(_escalating(START + timedelta(days=day)) for day in range(now)),
    )

    assert told.change is change
    assert told.verdict is (Verdict.NOT_MET if now > 5 else Verdict.MET)


def test_re_openings_are_the_incidents_that_were_re_opened() -> None:
    again = tuple(
        {"stage": stage, "at": (START + timedelta(hours=hours)).isoformat(), **keys}
        for hours, stage, keys in (
            (2, "investigating", {"reopened": "it came back"}),
            (3, "resolved", {}),
            (4, "investigating", {"reopened": "and again"}),
            (5, "resolved", {}),
        )
    )
    told = _track("re_openings", "0", _incident(START, then=again), *_several(3, START + timedelta(days=9)))

    assert (told.now, told.verdict) == (count_of(1), Verdict.NOT_MET)


def test_a_count_of_an_incomplete_record_may_be_too_high_and_is_never_low_enough() -> None:
    """On record since 1 January only, so nothing is said of the period before either."""
    few, many = ([_escalating(NOW - timedelta(days=day)) for day in range(1, number)] for number in (3, 4))

    enough = _track("escalations", "2", *few, since="2026-01-01")

    assert (enough.verdict, enough.before, enough.change) == (Verdict.INCOMPLETE, None, None)
    assert _track("escalations", "2", *many, since="2026-01-01").verdict is Verdict.NOT_MET
    assert _track("escalations", "2", *few).verdict is Verdict.MET


def test_what_cannot_be_shown_may_be_one_too_many() -> None:
    """None after six would be fewer, if nothing were hidden."""
    earlier = [_escalating(EARLIER + timedelta(days=day)) for day in range(6)]

    whole, with_gap = (_track("escalations", "0", *earlier, gaps=gaps) for gaps in ((), (Gap("x", None, None),)))

    assert (whole.verdict, whole.change) == (Verdict.MET, Change.LOWER)
    assert (with_gap.verdict, with_gap.change) == (Verdict.INCOMPLETE, None)


def test_action_items_are_verified_on_time_by_the_day_that_was_promised_first() -> None:
    """Judged: what is verified, and what is past its day. AI-1 in time, AI-2 a day late, AI-3 moved, AI-4 past it,
    AI-5 still has time, AI-6 was dropped and its day is past, AI-7 was superseded: 1 of 5."""

    def item(number: int, status: str, by: str, **proof: str) -> dict[str, Any]:
        verification = {"method": "drill", "criterion": "it holds", "verify_by": by, **proof}
        return {"id": f"AI-{number}", "status": status, "due": "2026-02-01", "verification": verification}

    first = [
        item(1, "verified", "2026-03-01", verified_at="2026-03-01"),
        item(2, "verified", "2026-03-01", verified_at="2026-03-02"),
        item(3, "planned", "2026-03-01"),
        item(4, "done", "2026-04-29"),
        item(5, "done", "2026-04-30"),
        {**item(6, "dropped", "2026-03-01"), "dropped_reason": "not needed"},
        item(7, "superseded", "2026-03-01"),
    ]
    reports = (
        {"stage": "postmortem", "at": "2026-01-10T09:00:00Z", "action_items": first},
        {
            "stage": "postmortem",
            "at": "2026-02-10T09:00:00Z",
            "action_items": [*first[:2], item(3, "verified", "2026-04-01", verified_at="2026-03-20"), *first[3:]],
        },
    )
    told = _track("action_items_verified", "50%", _incident(datetime(2026, 1, 2, 9, tzinfo=UTC), then=reports))

    assert isinstance(told.now, Share)
    assert (told.now.hits, told.now.n, told.verdict) == (1, 5, Verdict.NOT_MET)


def _outage(component: str, begin: datetime, minutes: int) -> Incident:
    return _incident(begin, dark=0, lasted=minutes, components={component: "major_outage"})


def test_the_availability_of_a_component_is_judged_and_never_said_to_have_changed() -> None:
    """An hour of 8748: 99.98857%. In the period before, of the same length, two hours: 99.97714%."""
    outages = (_outage("exports", START, 60), _outage("exports", EARLIER, 120), _outage("sign-in", START, 600))

    told = _track("availability", "99.98%", *outages, component="exports")

    assert told.now == pytest.approx(1 - 1 / 8748)
    assert told.before == pytest.approx(1 - 2 / 8748)
    assert (told.verdict, told.change) == (Verdict.MET, None)
    assert _track("availability", "99.99%", *outages, component="exports").verdict is Verdict.NOT_MET


def test_the_site_is_out_while_any_of_its_components_is() -> None:
    """From 9 to 10 and from 9:30 to 10:30 are an hour and a half."""
    nine = datetime(2026, 4, 1, 9, tzinfo=UTC)

    told = _track(
        "availability", "99.9%", _outage("exports", nine, 60), _outage("sign-in", nine + timedelta(minutes=30), 60)
    )

    assert told.now == pytest.approx(1 - 1.5 / 8748)


def test_the_availability_of_a_component_is_the_one_of_its_table() -> None:
    reliability = _measure(
        "availability", "99%", _outage("exports", NOW - timedelta(days=9), 90), since="2026-03-01", component="exports"
    )

    assert reliability.tracked is not None
    (record,) = (one for one in reliability.components if one.component.id == "exports")
    assert record.in_period is not None
    assert (reliability.tracked[0].now, reliability.tracked[0].before) == (record.in_period.availability, None)


def test_an_availability_that_was_not_measured_is_not_judged() -> None:
    unknown = _incident(START, components={"exports": "affected"})

    told = _track("availability", "99%", unknown, component="exports")

    assert (told.now, told.verdict) == (None, Verdict.NO_DATA)


@pytest.mark.parametrize("scope", [Selection(90), Selection(component="exports"), Selection(None)])
def test_of_another_period_or_of_a_part_no_target_is_measured(scope: Selection) -> None:
    assert _measure("promises_kept", "95%", *_kept(6), scope=scope).tracked is None


@pytest.mark.parametrize(("target", "verdict"), [("95 %", Verdict.MET), ("nearly always", None)])
def test_a_target_of_a_postmortem_is_measured_and_judged_where_it_is_clear(
    target: str, verdict: Verdict | None
) -> None:
    wanted = {"metric": "Promises kept", "baseline": "80%", "target": target, "by": "2026-06-30"}
    report = {"stage": "postmortem", "at": "2026-03-01T12:00:00Z", "improvement_targets": [wanted]}
    reliability = _measure("escalations", "2", *_kept(6), _incident(datetime(2026, 2, 1, tzinfo=UTC), then=(report,)))

    (told,) = reliability.targets
    assert told.tracked is not None
    assert (told.tracked.metric, told.tracked.now) == (TargetMetric.PROMISES_KEPT, reliability.whole.promises)
    assert told.tracked.verdict is verdict
