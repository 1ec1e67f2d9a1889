"""What counts in a period, how it is split, and what is said of action items and targets: sets worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factory import POLICY, courses_of, settings
from factory import incident as built
from statusladder.ladder.action_items import actions_of
from statusladder.ladder.action_record import measure_items
from statusladder.ladder.figures import Figures
from statusladder.ladder.measures import Metric
from statusladder.ladder.reliability import Reliability, Selection, measure_reliability
from statusladder.ladder.statistics import Interval
from statusladder.model.communication import Incident
from statusladder.model.site import Component, Library
from statusladder.model.vocabulary import ActionType, Confidence, Severity

NOW = datetime(2026, 4, 30, 12, tzinfo=UTC)
"""The last 30 days are 1 to 30 April."""

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def _library(*incidents: Incident, timezone: str = "UTC") -> Library:
    known = Component.model_validate({"id": "exports", "name": "Exports", "since": "2025-01-01"})
    site = settings(timezone=timezone).model_copy(update={"components": (known,)})
    return Library(site, POLICY, incidents)


def _figures(*incidents: Incident, scope: Selection | None = None) -> Reliability:
    return measure_reliability(courses_of(_library(*incidents), NOW), scope or Selection(30))


def _incident(
    noticed: datetime,
    dark: float | None = 10,
    lasted: float | None = 60,
    closing: str = "resolved",
    name: str = "a",
    then: tuple[dict[str, Any], ...] = (),
    **first: Any,
) -> Incident:
    """Noticed at that moment, `dark` minutes after it began (None: nobody says), over `lasted` minutes later."""
    keys: dict[str, Any] = {"stage": "investigating", "severity": "minor", "components": {"exports": "partial_outage"}}
    if dark is not None:
        keys["started_at"] = (noticed - timedelta(minutes=dark)).isoformat()
    files = [{**keys, "at": noticed.isoformat(), **first}]
    if lasted is not None:
        files.append({"stage": closing, "at": (noticed + timedelta(minutes=lasted)).isoformat()})
    return built(*files, *then, name=f"{noticed:%Y-%m-%d}-{name}")


def _april(day: int, **keys: Any) -> Incident:
    return _incident(datetime(2026, 4, day, 9, tzinfo=UTC), **keys)


def test_an_incident_counts_in_the_period_of_its_first_notice() -> None:
    """31 March, 23:59, lies before the 30 days, although it was still open in them; 1 April, 00:00, is the first."""
    before = _incident(datetime(2026, 3, 31, 23, 59, tzinfo=UTC), lasted=600)
    first = _incident(datetime(2026, 4, 1, tzinfo=UTC))

    told = _figures(before, first, _april(20))

    assert told.start == datetime(2026, 4, 1, tzinfo=UTC)
    assert [one.incident.id for one in told.incidents] == ["2026-04-01-a", "2026-04-20-a"]
    assert told.whole.incidents.number == 2
    assert _figures(before, first, scope=Selection(None)).whole.incidents.number == 2


def test_the_days_are_those_of_the_site() -> None:
    """In Lisbon 1 April begins at 23:00 UTC of 31 March."""
    reliability = measure_reliability(
        courses_of(_library(_incident(datetime(2026, 3, 31, 23, 30, tzinfo=UTC)), timezone="Europe/Lisbon"), NOW),
        Selection(30),
    )

    assert (reliability.start, reliability.whole.incidents.number) == (datetime(2026, 3, 31, 23, tzinfo=UTC), 1)


def test_false_alarms_and_duplicates_are_left_out_and_counted() -> None:
    told = _figures(_april(2), _april(3, closing="retracted"), _april(4, closing="merged"), _april(5, closing="merged"))

    assert (told.whole.incidents.number, told.retracted, told.merged) == (1, 1, 2)


def test_what_is_written_later_does_not_exist_yet() -> None:
    assert _figures(_incident(datetime(2026, 4, 30, 18, tzinfo=UTC))).whole.incidents.number == 0


def test_the_dark_times_of_six_are_a_median_with_the_smallest_and_the_largest() -> None:
    """3, 5, 8 | 14, 30, 240: the median is 11, and 3 to 240 holds it. One guess, one unknown are counted beside it."""
    told = _figures(
        *[_april(day, dark=minutes) for day, minutes in enumerate([14, 3, 240, 5, 30, 8], start=2)],
        _april(10, started_at={"at": "2026-04-10T08:00:00Z", "estimated": "true"}),
        _april(11, dark=None),
    )
    spread = told.whole.spreads[Metric.FIRST_NOTICE]

    assert (spread.summary.median, spread.summary.interval) == (11, Interval(3, 240))
    assert (len(spread.dots), spread.summary.n, spread.estimated, spread.running, spread.missing) == (7, 6, 1, 0, 1)


def test_an_open_incident_is_a_dot_and_enters_no_median() -> None:
    """Open since 28 April, 09:00, noticed ten minutes after its beginning: 2 d 3 h 10 min = 3070 min by now."""
    spread = _figures(_april(2), _april(28, lasted=None)).whole.spreads[Metric.RESTORE]

    assert [dot.minutes for dot in spread.dots] == [70, 3070]
    assert (spread.summary.values, spread.running) == ((70.0,), 1)


def test_severities_are_told_apart_and_asked_for() -> None:
    incidents = (_april(2), _april(3, severity="major"), _april(4, severity="major", dark=40))

    told, major = _figures(*incidents), _figures(*incidents, scope=Selection(30, severity=Severity.MAJOR))

    assert {severity: found.incidents.number for severity, found in told.by_severity.items()} == {
        Severity.MAJOR: 2,
        Severity.MINOR: 1,
    }
    assert major.whole.spreads[Metric.FIRST_NOTICE].summary.values == (10, 40)


def test_of_a_component_only_what_names_it_counts() -> None:
    told = _figures(
        _april(2), _april(3, components={"sign-in": "major_outage"}), scope=Selection(30, component="exports")
    )

    assert [one.incident.id for one in told.incidents] == ["2026-04-02-a"]
    assert [one.component.id for one in told.components] == ["exports"]


def test_promises_pauses_and_counts_are_those_of_all_taken_together() -> None:
    """Three promises of an hour. After 60 min: kept. After 61: late, within the grace. After 90: half an hour late.

    The cadence of a minor incident is 60 min while investigating: one of three pauses is within it. Re-opened: one of
    three, as the one that is open since this morning, within its cadence, was never over. A customer told us of one of
    two whose detection is known.
    """
    reopened = (
        {"stage": "investigating", "at": "2026-04-04T12:00:00Z", "reopened": "back", "severity": "major"},
        {"stage": "resolved", "at": "2026-04-04T12:20:00Z"},
    )
    told: Figures = _figures(
        _april(2, next_update="1h", detection="monitoring"),
        _april(3, next_update="1h", lasted=61, detection="customer"),
        _april(4, next_update="1h", lasted=90, then=reopened),
        _april(30, lasted=None, severity="info"),
    ).whole

    assert (told.promises.hits, told.promises.n) == (1, 3)
    assert (told.promises_with_grace.hits, told.promises_with_grace.n) == (2, 3)
    assert (told.pauses.hits, told.pauses.n) == (2, 4)  # the 20 min after the re-opening are the second
    assert told.overdue == timedelta(minutes=31)
    assert (told.reopened.hits, told.reopened.n) == (1, 3)
    assert (told.escalations.number, told.corrections.number) == (1, 0)
    assert (told.detected_first.hits, told.detected_first.n) == (1, 2)


def _estimated(day: int, confidence: str, holds: bool) -> Incident:
    """Restored at 10:00, an hour after the first notice; the window ends with it, or ten minutes before."""
    ends = "10:00" if holds else "09:50"
    window = {"from": f"2026-04-{day:02}T09:40:00Z", "to": f"2026-04-{day:02}T{ends}:00Z"}
    return _april(day, name=confidence, eta={**window, "confidence": confidence, "basis": "a test"})


def test_confidence_is_calibrated_from_ten_estimates_on() -> None:
    high = [_estimated(day, "high", holds=day > 3) for day in range(1, 11)]
    low = [_estimated(day, "low", holds=True) for day in range(1, 10)]

    told = _figures(*high, *low).whole.estimates

    assert (told.held.hits, told.held.n) == (16, 19)
    sure = told.calibration[Confidence.HIGH]
    assert sure is not None
    assert (sure.hits, sure.n) == (7, 10)
    assert told.calibration[Confidence.LOW] is None
    assert told.error.values[-3:] == (10, 10, 10)


def test_the_number_before_is_that_of_a_time_as_long_before() -> None:
    """By noon of 30 April the period has 29 days and a half, so the one before begins at noon of 2 March.

    Two after one could be chance (0.242 to 7.225); two after eight are fewer.
    """
    march = [_incident(datetime(2026, 3, 2, hour, tzinfo=UTC), name=f"{hour}h") for hour in (11, 13)]

    told = _figures(*march, _april(2), _april(3))

    assert (told.whole.incidents.number, told.before) == (2, 1)
    assert told.whole.incidents.direction(1) is None
    assert told.whole.incidents.direction(8) == "down"


def test_of_the_time_before_the_first_known_day_nothing_is_known() -> None:
    assert _figures(_april(2), scope=Selection(365)).before is None


ITEM: dict[str, Any] = {"verification": {"method": "drill", "criterion": "it holds"}}


def _item(name: str, status: str, due: str, kind: str = "bug_fix", **keys: Any) -> dict[str, Any]:
    proof = {**ITEM["verification"], **({"verified_at": keys.pop("verified_at")} if "verified_at" in keys else {})}
    return {"id": name, "status": status, "due": due, "type": kind, "verification": proof, **keys}


def test_action_items_are_counted_as_worked_out() -> None:
    """Opened on 10 April: nine items, today is 30 April.

    AI-1 due 20, done 18, verified 25: on time.      AI-2 due 15, done 16: late.       AI-3 due 20, still planned: late.
    AI-4 due 30 May: not judged.                     AI-5 dropped, AI-6 superseded: not judged.
    AI-7 was due on 12, moved to 28, done 20: late by the first word.
    AI-8 due today, planned: not judged yet.         AI-9 due 22 and verified on that day, which is when it was done.
    On time 2 of 5. Verified 2 of the 8 that were not superseded. Five are open, all for 20 days.
    """
    report = {
        "stage": "postmortem",
        "at": "2026-04-10T09:00:00Z",
        "action_items": [
            _item("AI-1", "verified", "2026-04-20", done_at="2026-04-18", verified_at="2026-04-25"),
            _item("AI-2", "done", "2026-04-15", done_at="2026-04-16"),
            _item("AI-3", "planned", "2026-04-20", "process"),
            _item("AI-4", "in_progress", "2026-05-30", "process"),
            _item("AI-5", "dropped", "2026-04-20", dropped_reason="not needed"),
            _item("AI-6", "superseded", "2026-04-20"),
            _item(
                "AI-7", "done", "2026-04-28", done_at="2026-04-20", due_history=[{"was": "2026-04-12", "why": "ill"}]
            ),
            _item("AI-8", "planned", "2026-04-30"),
            _item("AI-9", "verified", "2026-04-22", verified_at="2026-04-22"),
        ],
    }
    told = _figures(_april(2, then=(report,))).actions

    whole = told.whole
    assert (whole.opened, whole.dropped, whole.superseded, whole.moved) == (9, 1, 1, 1)
    assert (whole.on_time.hits, whole.on_time.n) == (2, 5)
    assert (whole.verified.hits, whole.verified.n) == (2, 8)
    assert whole.age.values == (20, 20, 20, 20, 20)
    assert {kind: found.opened for kind, found in told.by_type.items()} == {
        ActionType.BUG_FIX: 7,
        ActionType.PROCESS: 2,
    }


def test_an_item_counts_in_the_period_in_which_it_was_first_told() -> None:
    """Of an incident of January, reported in March and again in April with a second item."""
    reports = (
        {"stage": "postmortem", "at": "2026-03-02T09:00:00Z", "action_items": [_item("AI-1", "planned", "2026-05-01")]},
        {
            "stage": "postmortem",
            "at": "2026-04-02T09:00:00Z",
            "action_items": [_item("AI-1", "done", "2026-05-01"), _item("AI-2", "planned", "2026-05-01")],
        },
    )
    old = _incident(NEW_YEAR, then=reports)

    assert _figures(old).actions.whole.opened == 1
    assert [(one.item.id, one.opened) for one in actions_of(old, ZoneInfo("UTC"))] == [
        ("AI-1", date(2026, 3, 2)),
        ("AI-2", date(2026, 4, 2)),
    ]
    assert measure_items([], date(2026, 4, 30)).verified.share is None


def _with_target(metric: str, before: list[float], after: list[float]) -> Reliability:
    """The target is told at noon on 1 March; incidents before and after it were dark for so many minutes."""
    target = {"metric": metric, "baseline": "14 min", "target": "8 min", "by": "2026-06-30"}
    report = {"stage": "postmortem", "at": "2026-03-01T12:00:00Z", "improvement_targets": [target]}
    first = _incident(NEW_YEAR, dark=before[0], then=(report,))
    earlier = [
        _incident(NEW_YEAR + timedelta(days=1 + number), dark=minutes) for number, minutes in enumerate(before[1:])
    ]
    later = [
        _incident(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number), dark=minutes)
        for number, minutes in enumerate(after)
    ]
    return _figures(first, *earlier, *later)


def test_a_target_is_compared_from_eight_on_each_side_whatever_the_period() -> None:
    """Before: 12 to 26, in the middle 18 and 20. After: 4 to 11, in the middle 7 and 8. 7.5 - 19 = -11.5."""
    (target,) = _with_target(
        "Time to first  notice", [12, 14, 16, 18, 20, 22, 24, 26], [4, 5, 6, 7, 8, 9, 10, 11]
    ).targets

    assert target.metric is Metric.FIRST_NOTICE
    assert target.told_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    compared = target.comparison
    assert compared is not None
    assert (compared.before.n, compared.after.n, compared.difference, compared.exact) == (8, 8, -11.5, True)
    assert (compared.before.interval, compared.after.interval) == (Interval(12, 26), Interval(4, 11))
    assert compared.p is not None
    assert compared.p < 0.05


def test_below_eight_a_side_there_are_only_words() -> None:
    (target,) = _with_target("time to first notice", [12, 14, 16, 18, 20, 22, 24, 26], [4, 5, 6]).targets

    assert target.comparison is not None
    assert (target.comparison.difference, target.comparison.p) == (None, None)


def test_a_target_of_a_metric_that_nobody_measures_is_not_compared() -> None:
    (target,) = _with_target("Time until the phone rings", [12], [4]).targets

    assert (target.metric, target.comparison) == (None, None)


def test_a_site_on_which_nothing_happened_has_no_figures_and_no_fault() -> None:
    told = _figures()

    assert told.whole.incidents.interval.low == 0
    assert (told.whole.promises.share, told.whole.reopened.share, told.actions.whole.opened) == (None, None, 0)
    assert all(spread.summary.median is None for spread in told.whole.spreads.values())
    assert dict(told.by_severity) == {}
