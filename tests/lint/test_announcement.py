"""Maintenance is announced early enough, or says why it cannot wait."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rule_examples import CONTACTS, SITE, folder_of, found_by, library_of
from statusladder.ladder.windows import is_in_business_hours, lead_time_of
from statusladder.lint.judge import lint
from statusladder.model.facts import Window
from statusladder.model.policy import Announcement
from statusladder.model.problem import Gate, Problem

NIGHT = ("2026-04-02T01:00:00Z", "2026-04-02T02:00:00Z")
LONG = ("2026-04-02T01:00:00Z", "2026-04-02T02:01:00Z")
MORNING = ("2026-04-02T08:00:00Z", "2026-04-02T09:30:00Z")
"""Windows on a Thursday."""


def planned(at: str, window: tuple[str, str] | None, *lines: str, stage: str = "scheduled") -> str:
    keys = "".join(f"{line}\n" for line in lines)
    keys += f"window:\n  from: {window[0]}\n  to: {window[1]}\n" if window else ""
    return f"---\nstage: {stage}\nat: {at}\ntitle: Database upgrade\n{keys}---\nExports are not available.\n"


def found(*files: str, root: Path, site: str = SITE + CONTACTS) -> list[Problem]:
    told = lint(library_of(files, root, site), Gate.CHECK)
    return [one for one in told if one.code == "T015" and one.place.path.startswith(folder_of(files))]


@pytest.mark.parametrize(
    ("at", "window", "said"),
    [
        ("2026-03-30T02:00:00Z", NIGHT, "starts 71 h after this announcement, and the policy asks for 72 h"),
        (
            "2026-03-26T10:00:00Z",
            LONG,
            "starts 6 days 15 h after this announcement, and the policy asks for 7 days where",
        ),
        ("2026-03-30T01:00:00Z", MORNING, "starts 79 h after this announcement, and the policy asks for 7 days where"),
        ("2026-04-02T00:30:00Z", NIGHT, "starts 30 min after this announcement, and"),
        ("2026-04-02T01:00:00Z", NIGHT, "started before this announcement, and"),
    ],
)
def test_maintenance_that_is_announced_late_is_found(
    at: str, window: tuple[str, str], said: str, tmp_path: Path
) -> None:
    text = planned(at, window)

    (problem,) = found_by("T015", (text,), tmp_path)

    assert problem.sentence.startswith(f"the maintenance {said}")
    assert text.splitlines()[problem.place.line - 1] == "window:"


@pytest.mark.parametrize(
    ("at", "window", "lines"),
    [
        ("2026-03-30T01:00:00Z", NIGHT, ()),
        ("2026-03-30T01:04:00Z", NIGHT, ()),
        ("2026-03-26T01:00:00Z", LONG, ()),
        ("2026-04-01T01:00:00Z", NIGHT, ("emergency: A certificate expires on 3 April",)),
        ("2026-04-03T01:00:00Z", NIGHT, ("backfilled: true",)),
        ("2026-04-03T01:00:00Z", NIGHT, ("imported_from: {source: statuspage, id: abc}",)),
        ("2026-03-30T01:00:00Z", ("2026-04-04T10:00:00Z", "2026-04-04T11:00:00Z"), ()),
    ],
    ids=["in time", "a few minutes", "a week", "emergency", "backfilled", "imported", "on a Saturday"],
)
def test_what_is_in_time_or_cannot_wait_is_let_be(
    at: str, window: tuple[str, str], lines: tuple[str, ...], tmp_path: Path
) -> None:
    assert found(planned(at, window, *lines), root=tmp_path) == []


def test_the_reason_names_the_longer_lead_time(tmp_path: Path) -> None:
    (long,) = found(planned("2026-03-30T01:00:00Z", LONG), root=tmp_path / "long")
    hours = ("2026-04-02T08:00:00Z", "2026-04-02T09:00:00Z")
    (early,) = found(
        planned("2026-03-30T01:00:00Z", hours),
        root=tmp_path / "early",
        site=SITE.replace("  support:", "  timezone: Europe/Berlin\n  support:") + CONTACTS,
    )

    assert long.sentence.endswith("asks for 7 days where the work takes longer than 60 min")
    assert early.sentence.endswith("asks for 7 days in business hours")
    assert "after 2026-04-06 03:00 CEST" in early.fix


FIRST = planned("2026-03-20T10:00:00Z", NIGHT)
LATER = ("2026-04-02T05:00:00Z", "2026-04-02T06:00:00Z")


@pytest.mark.parametrize(
    ("later", "times"),
    [
        (planned("2026-04-01T10:00:00Z", LATER, stage="rescheduled"), 1),
        (planned("2026-04-01T10:00:00Z", LATER), 1),
        (planned("2026-04-01T10:00:00Z", LATER, "emergency: The disk is full", stage="rescheduled"), 0),
        (planned("2026-03-22T10:00:00Z", LATER, stage="rescheduled"), 0),
        (planned("2026-04-01T10:00:00Z", None), 0),
        (planned("2026-04-01T10:00:00Z", (NIGHT[0], LATER[1])), 0),
        (planned("2026-04-02T00:50:00Z", ("2026-04-02T00:50:00Z", NIGHT[1]), stage="in_progress"), 0),
        (planned("2026-04-02T01:50:00Z", (NIGHT[0], LATER[1]), stage="extended"), 0),
    ],
    ids=[
        *(
            "moved",
            "moved without saying so",
            "emergency",
            "in time",
            "a note",
            "only longer",
            "early start",
            "extended",
        ),
    ],
)
def test_a_window_that_moves_is_announced_again(later: str, times: int, tmp_path: Path) -> None:
    problems = found(FIRST, later, root=tmp_path)

    assert len(problems) == times
    assert all(problem.place.path.endswith("02-update.md") for problem in problems)


def test_what_counts_is_the_first_file_that_is_published(tmp_path: Path) -> None:
    draft = planned("2026-03-20T10:00:00Z", NIGHT, "draft: true")
    published = planned("2026-04-01T10:00:00Z", NIGHT)

    (problem,) = found(draft, published, root=tmp_path)

    assert problem.place.path.endswith("02-update.md")


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "end", "falls"),
    [
        ("2026-04-02T06:59:00Z", "2026-04-02T07:00:00Z", False),
        ("2026-04-02T06:59:00Z", "2026-04-02T07:01:00Z", True),
        ("2026-04-02T14:59:00Z", "2026-04-02T15:30:00Z", True),
        ("2026-04-02T15:00:00Z", "2026-04-02T15:30:00Z", False),
        ("2026-04-03T15:00:00Z", "2026-04-06T07:00:00Z", False),
        ("2026-04-03T15:00:00Z", "2026-04-06T07:01:00Z", True),
        ("2026-03-27T16:00:00Z", "2026-03-30T07:00:00Z", False),
        ("2026-04-01T20:00:00Z", "2026-06-01T20:00:00Z", True),
    ],
    ids=[
        *("before nine", "from nine", "until five", "from five", "a weekend", "a weekend and more"),
        *("a weekend on which clocks change", "months"),
    ],
)
def test_business_hours_are_those_of_the_site(start: str, end: str, falls: bool) -> None:
    window = Window(from_=datetime.fromisoformat(start), to=datetime.fromisoformat(end))

    assert is_in_business_hours(window, BERLIN) is falls


def test_the_lead_times_are_those_of_the_policy() -> None:
    rules = Announcement(
        lead=timedelta(hours=5),
        lead_if_long=timedelta(hours=9),
        lead_if_breaking=timedelta(days=1),
        long=timedelta(hours=3),
        reminders=(),
    )
    night, longer = (
        Window(from_=datetime.fromisoformat(NIGHT[0]), to=datetime.fromisoformat(f"2026-04-02T0{end}:00Z"))
        for end in ("4:00", "4:01")
    )

    assert lead_time_of(night, rules, ZoneInfo("UTC")) == timedelta(hours=5)
    assert lead_time_of(longer, rules, ZoneInfo("UTC")) == timedelta(hours=9)
