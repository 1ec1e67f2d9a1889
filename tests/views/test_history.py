"""The lists of days: what lasts several days stands on each, and no day is called quiet of which that is not known."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from factory import at, incident, library, maintenance, stamp
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Component, Settings
from statusladder.views.snapshot import Snapshot, take

SLOW = {"severity": "minor", "components": {"sign-in": "degraded_performance"}}


def _take(
    *told: Incident | Maintenance, now: datetime, since: str | None = "2026-01-01", zone: str = "UTC"
) -> Snapshot:
    shelf = library(*told)
    component = Component.model_validate({"id": "sign-in", "name": "Sign-in", "since": since})
    other = Component.model_validate({"id": "exports", "name": "Exports", "since": since})
    site = shelf.settings.site.model_copy(update={"timezone": zone})
    settings: Settings = shelf.settings.model_copy(update={"components": (component, other), "site": site})
    return take(replace(shelf, settings=settings), now)


def _rows(snapshot: Snapshot) -> list[tuple[str, list[str]]]:
    return [(row.label, [story.id for story in row.stories]) for row in snapshot.recent]


def _incident(first: str, day: int, last: tuple[str, int] | None, name: str = "a", **more: Any) -> Incident:
    files = [{"stage": "investigating", "at": stamp(first, day), "title": "Slow", **SLOW, **more}]
    if last is not None:
        files.append({"stage": "resolved", "at": stamp(*last)})
    return incident(*files, name=name)


def test_what_lasts_several_days_stands_on_each_of_them() -> None:
    rows = _rows(_take(_incident("22:00", 10, ("08:00", 12)), now=at("12:00")))

    assert rows == [
        ("13–14 March", []),
        ("Thu 12 March", ["a"]),
        ("Wed 11 March", ["a"]),
        ("Tue 10 March", ["a"]),
        ("1–9 March", []),
    ]


def test_no_day_of_an_open_incident_is_quiet() -> None:
    assert [row for row in _rows(_take(_incident("22:00", 1, None), now=at("12:00"))) if not row[1]] == []


def test_an_end_at_midnight_has_nothing_of_the_new_day() -> None:
    assert ("Thu 12 March", ["a"]) not in _rows(_take(_incident("22:00", 11, ("00:00", 12)), now=at("12:00")))


def test_the_rest_between_an_end_and_a_re_opening_is_quiet() -> None:
    back = {"stage": "investigating", "at": stamp("09:00", 12), "reopened": "Again", **SLOW}
    first = {"stage": "investigating", "at": stamp("09:00", 10), "title": "Slow", **SLOW}
    ends = [{"stage": "resolved", "at": stamp("09:20", 10)}, {"stage": "resolved", "at": stamp("09:10", 12)}]
    snapshot = _take(incident(first, ends[0], back, ends[1], name="a"), now=at("12:00"))

    assert _rows(snapshot)[1:4] == [("Thu 12 March", ["a"]), ("Wed 11 March", []), ("Tue 10 March", ["a"])]
    assert snapshot.incidents[0].outcome.startswith("Resolved. Impact lasted 30 min in 2 periods.")


def test_before_the_first_known_day_no_day_is_called_quiet() -> None:
    assert _rows(_take(now=at("12:00"), since="2026-03-12")) == [("12–14 March", [])]
    assert _rows(_take(now=at("12:00"), since=None)) == []


def test_beyond_the_last_entry_that_is_shown_no_day_is_called_quiet() -> None:
    many = [_incident("09:00", 13, ("10:00", 13), name=f"m{number:02}") for number in range(25)]
    rows = _rows(_take(*many, _incident("09:00", 5, ("10:00", 5), name="z"), now=at("12:00")))

    assert [(label, len(ids)) for label, ids in rows] == [("Sat 14 March", 0), ("Fri 13 March", 20)]


def test_a_month_lists_what_reaches_into_it_and_counts_it_once() -> None:
    snapshot = _take(_incident("22:00", 31, ("08:00", 31)), now=datetime.fromisoformat("2026-04-03T12:00:00Z"))
    over = incident(
        {"stage": "investigating", "at": "2026-03-30T22:00:00Z", "title": "Slow", **SLOW},
        {"stage": "resolved", "at": "2026-04-02T08:00:00Z"},
        name="b",
    )
    both = _take(over, now=datetime.fromisoformat("2026-04-03T12:00:00Z"))

    assert [month.label for month in snapshot.months] == ["March 2026"]
    assert [(month.label, month.count, len(month.days)) for month in both.months] == [
        ("April 2026", 1, 2),
        ("March 2026", 1, 2),
    ]


def test_a_maintenance_that_runs_over_midnight_stands_on_both_days_and_moves_with_the_clock() -> None:
    plan = {
        "stage": "scheduled", "at": stamp("09:00", 10), "title": "Upgrade",
        "expected": {"exports": "under_maintenance"},
        "window": {"from": stamp("22:00", 12), "to": stamp("02:00", 13)},
    }  # fmt: skip
    moments = (at("21:00", 12), at("23:00", 12), at("09:00", 14))
    before, during, after = (_take(maintenance(plan, name="m"), now=now) for now in moments)

    assert [story.updated_at for view in (before, during, after) for story in view.maintenances] == [
        at("09:00", 10), at("22:00", 12), at("02:00", 13),
    ]  # fmt: skip
    assert [view.statuspage.maintenances[0]["status"] for view in (before, during, after)] == [
        "scheduled", "in_progress", "in_progress",
    ]  # fmt: skip
    assert [label for label, ids in _rows(after) if ids] == ["Sat 14 March", "Fri 13 March", "Thu 12 March"]
    (exports,) = (view for group in after.groups for view in group.components if view.id == "exports")
    assert (exports.label, exports.summary) == (
        "Maintenance past its scheduled end",
        "Disrupted on 2 days in the last 73 days, worst state: maintenance past its scheduled end",
    )


def test_a_maintenance_that_begins_before_its_window_is_a_disruption_until_the_window() -> None:
    plan = {
        "stage": "scheduled", "at": stamp("09:00", 10), "title": "Upgrade",
        "expected": {"exports": "under_maintenance"},
        "window": {"from": stamp("22:00", 12), "to": stamp("23:00", 12)},
    }  # fmt: skip
    early = {"stage": "in_progress", "at": stamp("21:30", 12)}
    done = {"stage": "completed", "at": stamp("22:30", 12)}
    (exports,) = (
        view
        for group in _take(maintenance(plan, early, done, name="m"), now=at("09:00", 14)).groups
        for view in group.components
        if view.id == "exports"
    )

    assert exports.summary == "Disrupted on 1 day in the last 73 days, worst state: maintenance outside its window"
    assert [day.state_label for day in exports.disrupted] == ["Maintenance outside its window"]
    assert 'class="b-late"' in exports.bars


def test_a_day_that_the_zone_skipped_has_no_bar_and_no_row() -> None:
    over_it = incident(
        {"stage": "investigating", "at": "2011-12-29T20:00:00Z", "title": "Slow", **SLOW},
        {"stage": "resolved", "at": "2011-12-31T09:30:00Z"},
        name="a",
    )
    shelf = _take(over_it, now=datetime.fromisoformat("2012-01-02T12:00:00Z"), since="2011-12-20", zone="Pacific/Apia")
    days = [day.date.isoformat() for group in shelf.groups for view in group.components[:1] for day in view.days]

    assert [label for label, ids in _rows(shelf) if ids] == ["Sat 31 December", "Thu 29 December"]
    assert "2011-12-30" not in days
    assert days[-4:] == ["2011-12-31", "2012-01-01", "2012-01-02", "2012-01-03"]
