"""When time alone changes the page: the moments one by one, and that nothing changes before."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import factory
from factory import at, incident, maintenance, stamp
from statusladder.ladder.next_change import find_next_change
from statusladder.ladder.publication import public_part_of
from statusladder.ladder.steps import AHEAD
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library
from statusladder.views.snapshot import Snapshot, take
from statusladder.views.story import Story

SECOND = timedelta(seconds=1)
MIDNIGHT = at("00:00", 15)
RUNNING = {
    ("Snapshot", "voice"),
    ("Snapshot", "reliability"),
    ("Snapshot", "gists"),
    ("Snapshot", "courses"),
    ("Snapshot", "standing"),
    ("Story", "elapsed"),
    ("Story", "record"),
    ("ComponentView", "percent"),
    ("ComponentView", "windows"),
    ("ComponentView", "day_links"),
    ("DisruptedDay", "lasted"),
    ("Day", "minutes"),
}
"""What names the moment of the build or runs with the clock; `record` tells the silence, `day_links` says `lasted`.

Of the last three of a snapshot all that is shown is made, and looked at as such.
"""


_PARTS_OF_A_STORY = [name for name in vars(Story) if name[0] != "_" and name not in ("at", "communication")]


def _still(value: Any) -> Any:
    """The value without what runs: two snapshots that are equal then give the same files but for these figures."""
    if isinstance(value, tuple):
        return tuple(_still(item) for item in value)
    if isinstance(value, Story):
        kind, names = "Story", _PARTS_OF_A_STORY
    elif is_dataclass(value) and not isinstance(value, type):
        kind, names = type(value).__name__, [field.name for field in fields(value)]
        names += ["statuspage"] if isinstance(value, Snapshot) else []
    else:
        return value
    return kind, tuple((name, _still(getattr(value, name))) for name in names if (kind, name) not in RUNNING)


def _next_change(library: Library, now: datetime) -> datetime:
    return find_next_change(library, factory.courses_of(library, now))


def _look(library: Library, now: datetime) -> Snapshot:
    return take(public_part_of(library, now), now)


def _open(**keys: Any) -> Incident:
    first = {"stage": "investigating", "at": stamp("09:00"), "severity": "major", "components": {"sign-in": "affected"}}
    return incident(first | keys)


def _down_at_last() -> Incident:
    first = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor"}
    return incident(first, {"stage": "investigating", "at": stamp("12:50"), "components": {"sign-in": "major_outage"}})


def _planned(*later: dict[str, Any], **keys: Any) -> Maintenance:
    window = {"from": stamp("11:00"), "to": stamp("12:00")}
    return maintenance({"stage": "scheduled", "at": stamp("09:00"), "window": window} | keys, *later)


ETA = {"from": stamp("10:00"), "to": stamp("11:00"), "confidence": "low", "basis": "a guess"}
EXTENDED = {
    "stage": "extended",
    "at": stamp("11:30"),
    "window": {"from": stamp("11:00"), "to": stamp("12:45")},
    "components": {"sign-in": "degraded_performance"},
}


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (_open(), at("09:30"), at("11:00") + SECOND),
        (_open(next_update="60m"), at("09:30"), at("10:00") + SECOND),
        (_open(next_update="60m"), at("10:00"), at("10:00") + SECOND),
        (_open(next_update="60m"), at("10:00") + SECOND, at("11:00") + SECOND),
        (_open(), at("11:00") + SECOND, MIDNIGHT),
        # The severity has been due for review since 13:00, for one step up; for two it is at 13:20.
        (_down_at_last(), at("13:05"), at("13:20") + SECOND),
        (_open(next_update="2026-03-14T10:00:00.25Z"), at("09:30"), at("10:00") + SECOND),
        (_open(eta=ETA), at("09:30"), at("11:00") + SECOND),
        (_open(eta="unknown", eta_review_at=stamp("10:30")), at("09:30"), at("10:30") + SECOND),
        (_planned(), at("09:30"), at("11:00")),
        (_planned(expected={"sign-in": "major_outage"}), at("11:00"), at("12:00")),
        (_planned(EXTENDED), at("12:10"), at("12:45")),
        (_planned({"stage": "completed", "at": stamp("11:20")}), at("11:30"), MIDNIGHT),
        (_planned({"stage": "cancelled", "at": stamp("10:20")}), at("10:30"), MIDNIGHT),
    ],
)
def test_the_next_moment_is_known_and_something_changes_then(
    told: Incident | Maintenance, now: datetime, expected: datetime
) -> None:
    library = factory.library(told)

    assert _next_change(library, now) == expected
    assert _still(_look(library, expected - SECOND)) == _still(_look(library, now))
    assert _still(_look(library, expected)) != _still(_look(library, now))


def test_a_promise_that_was_answered_early_changes_nothing_when_its_time_comes() -> None:
    answered = incident(
        {"stage": "investigating", "at": stamp("09:00"), "next_update": "60m"},
        {"stage": "identified", "at": stamp("09:20")},
    )

    assert _next_change(factory.library(answered), at("09:30")) == MIDNIGHT


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Pacific/Kiritimati", at("09:30"), at("10:00")),
        ("Asia/Kathmandu", at("09:30"), at("18:15")),
        ("America/New_York", at("06:30", 8), at("07:00", 8)),
        ("America/New_York", at("07:00", 8), at("04:00", 9)),
        ("Europe/Lisbon", at("00:30", 29), at("01:00", 29)),
        ("America/Havana", at("04:30", 8), at("05:00", 8)),
    ],
)
def test_days_end_at_midnight_of_the_sites_zone_and_its_clock_may_change_before(
    zone: str, now: datetime, expected: datetime
) -> None:
    library = Library(factory.settings(timezone=zone), factory.POLICY)

    assert _next_change(library, now) == expected
    assert _still(_look(library, expected - SECOND)) == _still(_look(library, now))
    assert _still(_look(library, expected)) != _still(_look(library, now))


def test_the_end_of_an_embargo_is_known_at_home_and_not_published() -> None:
    hidden = factory.library(_open(kind="security", embargoed_until=stamp("12:00"), next_update="30m"))

    assert _next_change(hidden, at("09:10")) == at("12:00")
    assert _look(hidden, at("09:10")).next_change_at == MIDNIGHT
    assert _look(hidden, at("12:00")).incidents
    assert _next_change(factory.library(_open(kind="security", next_update="30m")), at("09:10")) == MIDNIGHT


def test_what_is_dated_ahead_appears_when_it_counts_as_now_and_is_not_published_before() -> None:
    open_one = _open(severity="critical")
    library = factory.library(open_one, incident({"stage": "notice", "at": stamp("12:00")}, name="2026-03-14-y"))

    assert _next_change(library, at("09:30")) == at("12:00") - AHEAD
    assert _look(library, at("09:30")).next_change_at == MIDNIGHT
    assert len(_look(library, at("12:00") - AHEAD).incidents) == 2


STATES = st.sampled_from(["operational", "degraded_performance", "partial_outage", "major_outage", "affected"])
MINUTES = st.integers(1, 2000)
BASE = at("20:00", 7)
"""The evening before the clocks of New York change."""


def _at(minutes: int) -> str:
    return (BASE + timedelta(minutes=minutes)).isoformat()


@st.composite
def _incidents(draw: st.DrawFn) -> Incident:
    times = sorted(draw(st.sets(MINUTES, min_size=1, max_size=4)))
    stages = ["investigating", "identified", "monitoring", "resolved"][: len(times)]
    files = []
    for stage, minutes in zip(stages, times, strict=True):
        file: dict[str, Any] = {"stage": stage, "at": _at(minutes), "severity": "minor"}
        file["components"] = {"sign-in": draw(STATES), "exports": draw(STATES)}
        if draw(st.booleans()):
            file["next_update"] = f"{draw(st.integers(1, 600))}m"
        if stage != "resolved":
            start = minutes + draw(st.integers(1, 300))
            file["eta"] = {"from": _at(start), "to": _at(start + 60), "confidence": "low", "basis": "a guess"}
        files.append(file)
    return incident(*files, name="2026-03-07-i")


@st.composite
def _maintenances(draw: st.DrawFn) -> Maintenance:
    times = sorted(draw(st.sets(MINUTES, min_size=1, max_size=3)))
    stages = ["scheduled", draw(st.sampled_from(["in_progress", "extended", "rescheduled"])), "completed"]
    files = []
    for stage, minutes in zip(stages, times, strict=False):
        file: dict[str, Any] = {"stage": stage, "at": _at(minutes)}
        if stage != "completed" and (stage != "in_progress" or draw(st.booleans())):
            start = draw(MINUTES)
            file["window"] = {"from": _at(start), "to": _at(start + draw(st.integers(1, 500)))}
        if stage == "scheduled":
            file["expected"] = {"sign-in": draw(STATES)}
        files.append(file)
    return maintenance(*files, name="2026-03-07-m")


@st.composite
def _sites(draw: st.DrawFn) -> Library:
    zone = draw(st.sampled_from(["UTC", "America/New_York", "Asia/Kathmandu"]))
    told = draw(st.lists(_incidents(), max_size=1)), draw(st.lists(_maintenances(), max_size=1))
    return replace(factory.library(*told[0], *told[1]), settings=factory.settings(timezone=zone))


@settings(deadline=None)
@given(_sites(), st.integers(0, 3000 * 60), st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_but_figures_that_run(site: Library, seconds: int, part: float) -> None:
    now = BASE + timedelta(seconds=seconds)
    ahead = [update.at for one in site.communications for update in one.updates if now < update.at <= now + AHEAD]
    assume(not ahead)
    wait = _next_change(site, now) - now
    before = _still(_look(site, now))

    for later in {SECOND, int(wait * part / SECOND) * SECOND, wait - SECOND}:
        if later < wait:
            assert _still(_look(site, now + later)) == before


def test_the_base_of_the_generated_sites_is_a_night_on_which_clocks_change() -> None:
    site = Library(factory.settings(timezone="America/New_York"), factory.POLICY)

    assert _next_change(site, datetime(2026, 3, 8, 5, tzinfo=UTC)) == at("07:00", 8)
