"""What the clock says of a drill, and who has practised what."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from factory import POLICY, at, incident, library, settings, stamp
from statusladder.ladder.drills import (
    Answer,
    DrillRecord,
    OverdueDrill,
    coverage_at,
    find_overdue_drills,
    functions_of,
    measure_drill,
)
from statusladder.ladder.publication import written_part_of
from statusladder.model.communication import Drill, Script, ScriptKeys
from statusladder.model.settings import DrillKeys
from statusladder.model.site import Library

FIRST: dict[str, Any] = {
    "stage": "investigating",
    "at": stamp("09:07"),
    "title": "Sign-in fails",
    "severity": "major",
    "started_at": stamp("09:00"),
    "playbook": "sign-in",
    "next_update": "30m",
}


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def drill(*files: dict[str, Any], injects: tuple[int, ...] = (), name: str = "2026-03-14-drill") -> Drill:
    told = incident(*files, name=name)
    rows = [{"after": f"{after}m", "inject": f"After {after}"} for after in injects]
    keys = ScriptKeys.model_validate({"begins": stamp("09:00"), "injects": rows})
    return Drill(told.id, told.path, told.updates, Script("script.md", keys, "") if injects else None)


def _record(one: Drill, now: str = "12:00") -> DrillRecord:
    (written,) = written_part_of(replace(library(), drills=(one,)), at(now)).drills
    return measure_drill(written, POLICY, at(now))


def test_the_first_notice_counts_from_the_beginning_of_the_script_not_from_what_the_team_thinks_began() -> None:
    late = {**FIRST, "started_at": stamp("08:30")}

    assert _record(drill(late, injects=(0,))).first_notice == minutes(7)
    assert _record(drill(late)).first_notice == minutes(37)
    assert _record(drill(FIRST)).aim.target == minutes(10)


def test_pauses_longer_than_the_cadence_are_named_with_what_is_allowed() -> None:
    story = drill(
        FIRST,
        {"stage": "identified", "at": stamp("09:37"), "severity": "critical", "severity_reason": "all are affected"},
        {"stage": "monitoring", "at": stamp("10:00")},
        {"stage": "resolved", "at": stamp("10:30")},
        {"stage": "postmortem", "at": stamp("11:00", day=16)},
    )

    found = _record(story)

    assert found.gaps == 3
    assert [(gap.update_id, gap.length, gap.allowed) for gap in found.long_gaps] == [("02-x", minutes(23), minutes(20))]
    assert found.stages == ("investigating", "identified", "monitoring", "resolved")
    assert (found.is_over, found.lasted) == (True, minutes(90))


@pytest.mark.parametrize(
    ("now", "answers"),
    [
        ("09:20", [Answer.IN_TIME, Answer.WAITING, Answer.WAITING]),
        ("09:42", [Answer.IN_TIME, Answer.WAITING, Answer.WAITING]),
        ("09:43", [Answer.IN_TIME, Answer.MISSING, Answer.WAITING]),
        ("09:44", [Answer.IN_TIME, Answer.LATE, Answer.NOT_TOLD]),
    ],
)
def test_an_inject_is_answered_by_the_update_that_follows_it_within_the_cadence(
    now: str, answers: list[Answer]
) -> None:
    closing = {"stage": "resolved", "at": stamp("09:43") if now == "09:44" else stamp("11:00")}

    told = _record(drill(FIRST, closing, injects=(0, 12, 60)), now).injects

    assert [one.answer for one in told] == answers
    assert (told[0].update_id, told[0].after, told[0].allowed) == ("01-x", minutes(7), minutes(15))
    assert told[1].allowed == minutes(30)


def test_before_anything_is_written_there_is_nothing_to_tell() -> None:
    assert written_part_of(replace(library(), drills=(drill(FIRST),)), at("08:50")).drills == ()


CLOSED = {"stage": "resolved", "at": stamp("10:00")}
TEAMS = {"roles": {"communications_lead": "web-team"}}


def _library(*drills: Drill, every: str = "90d", named: tuple[str, ...] = ()) -> Library:
    keys = DrillKeys.model_validate({"every": every, "functions": list(named)} if every else {})
    return Library(settings().model_copy(update={"drills": keys}), POLICY, drills=drills)


def test_a_role_and_the_team_that_filled_it_have_practised_the_playbook_of_a_drill_that_is_over() -> None:
    done = drill({**FIRST, **TEAMS}, CLOSED)
    half = replace(drill({**FIRST, "roles": {"scribe": "api-team"}}), id="2026-03-15-drill")

    library = _library(done, half)
    coverage = coverage_at(library, date(2026, 3, 14))

    assert {cell: [(day.isoformat(), one.id) for day, one in told] for cell, told in coverage.items()} == {
        ("sign-in", "communications_lead"): [("2026-03-14", done.id)],
        ("sign-in", "web-team"): [("2026-03-14", done.id)],
    }
    assert coverage_at(library, date(2026, 3, 13)) == {}
    assert functions_of(library) == ("api-team", "communications_lead", "scribe", "web-team")
    assert functions_of(_library(done, named=("scribe",))) == ("scribe",)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 6, 12), ["api-team"]),
        (date(2026, 6, 13), ["web-team", "api-team"]),
    ],
)
def test_a_function_is_overdue_on_the_day_after_the_time_is_up_and_always_if_it_never_practised(
    today: date, late: list[str]
) -> None:
    library = _library(drill({**FIRST, **TEAMS}, CLOSED), named=("web-team", "api-team"))

    overdue = find_overdue_drills(library, today)

    assert [one.function for one in overdue] == late
    assert overdue[-1] == OverdueDrill("api-team", None, None)
    assert len(overdue) == 1 or overdue[0] == OverdueDrill("web-team", date(2026, 3, 14), date(2026, 6, 12))


def test_without_named_functions_the_whole_team_practises_and_without_a_schedule_nobody_is_late() -> None:
    done = drill(FIRST, CLOSED)

    assert find_overdue_drills(_library(), date(2026, 6, 1)) == (OverdueDrill(None, None, None),)
    assert find_overdue_drills(_library(done), date(2026, 6, 12)) == ()
    assert find_overdue_drills(_library(done), date(2026, 6, 13)) == (
        OverdueDrill(None, date(2026, 3, 14), date(2026, 6, 12)),
    )
    assert find_overdue_drills(_library(every=""), date(2030, 1, 1)) == ()
