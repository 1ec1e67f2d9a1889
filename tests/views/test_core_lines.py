"""The core lines of an update: what every output about it gives, made of what was known when it was published."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from factory import at, course, incident, maintenance, maintenance_course, settings, stamp
from statusladder.content.reader import read_library
from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.publication import public_part_of
from statusladder.model.site import Library
from statusladder.model.vocabulary import OPEN_STAGES, Stage
from statusladder.views.announcements import Announcement, build_announcements
from statusladder.views.core_lines import CoreFact, build_core_lines
from statusladder.views.snapshot import take
from statusladder.voice.voice import english

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)

FIRST: dict[str, Any] = {
    "stage": "investigating",
    "at": stamp("09:00"),
    "title": "Signing in fails",
    "severity": "major",
    "components": {"sign-in": "major_outage", "exports": "degraded_performance"},
    "started_at": {"at": stamp("08:50"), "estimated": "true"},
    "impact": {"symptom": "An error", "share": "5-12%", "basis": "measured"},
    "eta": {"from": stamp("09:30"), "to": stamp("10:00"), "confidence": "low", "basis": "a restart"},
    "customer_actions": ["Stay signed in."],
    "workarounds": ["Use the app"],
    "contacts": [{"text": "Desk", "url": "mailto:desk@tern.example"}, "Hotline"],
    "next_update": "30m",
}
RESOLVED: dict[str, Any] = {
    "stage": "resolved",
    "at": stamp("10:10"),
    "mitigated_at": stamp("09:50"),
    "data_loss": "none",
    "remaining": ["Old sessions end at noon"],
}
NOTICE: dict[str, Any] = {
    "stage": "notice",
    "at": stamp("09:00"),
    "title": "Signing in may fail",
    "severity": "minor",
    "components": {"sign-in": "affected"},
    "potential_impact": "Signing in may fail from 18:00 UTC on",
    "customer_actions": "none",
    "next_update": "2h",
}
WORK: dict[str, Any] = {
    "stage": "scheduled",
    "at": stamp("08:00"),
    "title": "New disks",
    "window": {"from": stamp("10:00"), "to": stamp("12:00")},
    "expected": {"exports": "under_maintenance"},
    "customer_actions": ["Pause your nightly jobs"],
}


def _lines(one: IncidentCourse | MaintenanceCourse) -> list[list[str]]:
    """The core lines of each update, oldest first."""
    return [
        [line.text for line in build_core_lines(then, settings(), english(then.zone, then.now))]
        for then in one.as_published()
    ]


def test_an_open_incident_says_what_is_wrong_what_one_can_do_and_when_more_is_known() -> None:
    (lines,) = _lines(course(incident(FIRST), at("09:10")))

    assert lines == [
        "Status: Investigating, major outage",
        "Severity: Major",
        "Affected components: Sign-In (major outage), Exports (degraded)",
        "What customers see: An error",
        "Affected: 5–12% of customers, measured",
        "What you can do: Stay signed in; Use the app",
        "Recovery expected: 09:30 to 10:00 UTC, low confidence",
        "Impact began: 08:50 UTC, 14 March 2026 (estimated)",
        "Next update by 09:30 UTC",
        "Urgent? Desk (desk@tern.example); Hotline",
    ]


def test_at_the_end_it_says_from_when_to_when_what_became_of_data_and_what_remains() -> None:
    _, lines = _lines(course(incident(FIRST, RESOLVED), at("10:20")))

    assert lines == [
        "Status: Resolved",
        "Severity: Major",
        "Affected components (worst state): Sign-In (major outage), Exports (degraded)",
        "What customers saw: An error",
        "Affected at worst: 5–12% of customers, measured",
        "Impact: 08:50 to 09:50 UTC, 14 March 2026 (start estimated)",
        "Data: No data was lost",
        "Still not back to normal: Old sessions end at noon",
        "Questions? Desk (desk@tern.example); Hotline",
    ]


IDENTIFIED: dict[str, Any] = {
    "stage": "identified",
    "at": stamp("09:20"),
    "known": ["Passwords are safe.", "Exports wait"],
    "unknown": "Why it fills\nup",
    "actions": "Moving it",
    "progress": {"percent": "40", "of": "accounts moved"},
    "data_loss": "suspected",
}
MONITORING: dict[str, Any] = {
    "stage": "monitoring",
    "at": stamp("10:00"),
    "mitigated_at": stamp("09:50"),
    "monitoring_until": stamp("11:00"),
    "exit_criterion": "no error for an hour",
    "remaining": ["Old sessions end at noon"],
}


def test_what_is_known_what_is_not_and_what_is_done_are_said_each_on_one_line() -> None:
    _, lines = _lines(course(incident(FIRST, IDENTIFIED), at("09:30")))

    assert lines[7:-1] == [
        "Progress: 40% of accounts moved",
        "Impact began: 08:50 UTC, 14 March 2026 (estimated)",
        "Data: We suspect that data was lost",
        "Known: Passwords are safe; Exports wait",
        "Not yet known: Why it fills up",
        "What we are doing: Moving it",
    ]


def test_a_watch_says_since_when_it_works_until_when_it_is_watched_and_what_remains() -> None:
    _, _, lines = _lines(course(incident(FIRST, IDENTIFIED, MONITORING), at("10:10")))

    assert [line for line in lines if line.startswith(("We are", "Impact", "Still"))] == [
        "We are watching: until 11:00 UTC (no error for an hour)",
        "Impact began: 08:50 UTC, 14 March 2026 (estimated)",
        "Impact ended: 09:50 UTC, 14 March 2026",
        "Still not back to normal: Old sessions end at noon",
    ]


def test_an_early_notice_says_what_may_happen_and_calls_nothing_affected() -> None:
    (lines,) = _lines(course(incident(NOTICE), at("09:10")))

    assert lines == [
        "Status: Early notice, at risk",
        "Severity: Minor",
        "What may happen: Signing in may fail from 18:00 UTC on",
        "At risk: Sign-In",
        "What you can do: No action needed.",
        "Next update by 11:00 UTC",
    ]


def test_a_maintenance_touches_nothing_before_its_window() -> None:
    begun = {"stage": "in_progress", "at": stamp("10:00")}
    done = {"stage": "completed", "at": stamp("11:30")}
    scheduled, running, over = _lines(maintenance_course(maintenance(WORK, begun, done), at("12:30")))

    window = "Window: 10:00 to 12:00 UTC, 14 March 2026"
    advice = "What you can do: Pause your nightly jobs"
    assert scheduled == ["Status: Scheduled", window, "Expected during the work: Exports (under maintenance)", advice]
    assert running == [
        "Status: In progress, under maintenance", window, "Affected components: Exports (under maintenance)", advice,
    ]  # fmt: skip
    assert over == ["Status: Completed", window, "Affected components (worst state): Exports (under maintenance)"]


def test_one_that_is_extended_ahead_of_its_window_touches_nothing_yet() -> None:
    longer = {"stage": "extended", "at": stamp("09:00"), "window": {"from": stamp("10:00"), "to": stamp("13:00")}}
    _, lines = _lines(maintenance_course(maintenance(WORK, longer), at("09:10")))

    assert lines[0] == "Status: Extended"
    assert "Expected during the work: Exports (under maintenance)" in lines


def test_one_that_is_cancelled_ahead_of_its_window_touched_nothing() -> None:
    end = {"stage": "cancelled", "at": stamp("09:20")}
    _, lines = _lines(maintenance_course(maintenance(WORK, end), at("12:30")))

    assert lines == ["Status: Cancelled", "Window: 10:00 to 12:00 UTC, 14 March 2026"]


def test_one_that_is_cancelled_after_it_began_says_what_it_touched() -> None:
    begun = {"stage": "in_progress", "at": stamp("10:00")}
    end = {"stage": "cancelled", "at": stamp("10:20")}
    *_, lines = _lines(maintenance_course(maintenance(WORK, begun, end), at("12:30")))

    assert "Affected components (worst state): Exports (under maintenance)" in lines


def test_a_false_alarm_had_no_impact() -> None:
    end = {"stage": "retracted", "at": stamp("09:20"), "retracted": "a probe was wrong"}
    _, lines = _lines(course(incident(NOTICE, end), at("09:30")))

    assert lines[:3] == ["Status: Retracted", "Severity: Minor", "Was at risk: Sign-In"]
    assert [line for line in lines if line.startswith(("Impact", "Affected"))] == []


def test_an_unknown_recovery_says_when_it_is_decided() -> None:
    unknown = FIRST | {"eta": "unknown", "eta_review_at": stamp("09:20"), "components": "unknown"}
    (lines,) = _lines(course(incident(unknown), at("09:10")))

    assert "Recovery expected: not known yet; we will give an estimate by 09:20 UTC" in lines
    assert "Affected components: not known yet" in lines


def test_so_many_components_that_pages_fold_them_are_counted() -> None:
    names = [f"part-{number:03}" for number in range(150)]
    first = {**FIRST, "components": dict.fromkeys(names, "partial_outage")}
    (then,) = course(incident(first), at("09:10")).as_published()

    lines = [line.text for line in build_core_lines(then, settings(*names), english(then.zone, then.now))]

    assert lines[2] == "Affected components: 150 components, worst state: partial outage"


def test_an_update_that_follows_changes_no_line_of_those_before() -> None:
    alone = _lines(course(incident(FIRST), at("09:10")))
    both = _lines(course(incident(FIRST, RESOLVED), at("10:20")))

    assert both[:1] == alone


def _announced(library: Library, now: datetime) -> list[Announcement]:
    public = public_part_of(library, now)
    stories = take(public, now).stories
    return [one for story in stories for one in story.announcements]


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/sites/legal-and-right", ROOT / "tests/sites/storm"])
def test_every_update_has_core_lines_that_say_its_stage_and_what_is_promised(root: Path) -> None:
    library = read_library(root).library
    assert library is not None
    for told in _announced(library, NOW):
        facts = {line.fact for line in told.core}
        assert (CoreFact.STAGE in facts) == (told.rung.source_url is None)
        assert (CoreFact.NEXT_UPDATE in facts) == (told.rung.promised is not None)
        if told.rung.stage in OPEN_STAGES and told.rung.stage is not Stage.NOTICE:
            assert not facts & {CoreFact.RISK, CoreFact.IMPACT}
        assert all("\n" not in line.text for line in told.core)


def test_what_was_imported_has_none() -> None:
    imported = FIRST | {"imported_from": {"source": "x", "id": "a/b"}}
    own = {"stage": "identified", "at": stamp("09:20")}
    one = course(incident(imported, own), at("09:30"))
    library = Library(settings(), one.policy, (incident(imported, own),))
    (story,) = take(library, at("09:30")).stories

    newest, first = build_announcements(one, story.rungs, settings(), english(one.zone, at("09:30")))

    assert first.core == ()
    assert newest.core[0].text == "Status: Identified, major outage"


def test_courses_as_published_end_with_the_course_itself() -> None:
    one = Courses(Library(settings(), course(incident(FIRST), at("09:10")).policy, (incident(FIRST, RESOLVED),)), NOW)
    first, last = one.incidents[0].as_published()

    assert (first.now, first.incident.stage) == (at("09:00"), Stage.INVESTIGATING)
    assert (last.now, last.incident) == (at("10:10"), one.incidents[0].incident)
