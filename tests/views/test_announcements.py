"""What those who follow are told: each update and later correction once, made of what was known then."""

from datetime import datetime
from typing import Any

from factory import POLICY, at, incident, settings, stamp
from statusladder.model.site import Library
from statusladder.views.announcements import Announcement
from statusladder.views.snapshot import take


def _file(clock: str, stage: str = "identified", **keys: Any) -> dict[str, Any]:
    return {"stage": stage, "at": stamp(clock), **keys}


def _fix(clock: str, field: str, was: str, now: str) -> dict[str, str]:
    return {"at": stamp(clock), "field": field, "was": was, "now": now, "why": "we looked again"}


FIRST = _file("09:00", "investigating", title="Sign-in fails", severity="minor", components={"sign-in": "major_outage"})


def _told(now: datetime, *files: dict[str, Any]) -> list[Announcement]:
    """The announcements of an incident, oldest first."""
    (story,) = take(Library(settings(), POLICY, (incident(*files),)), now).stories
    return list(reversed(story.announcements))


def test_updates_of_one_minute_are_a_second_apart_and_a_correction_comes_behind_them() -> None:
    corrected = FIRST | {"corrections": [_fix("09:10", "body", "some", "all"), _fix("09:10", "severity", "x", "y")]}

    told = _told(at("09:30"), corrected, _file("09:10"), _file("09:10"), _file("09:20"))

    assert [(f"{one.moment:%H:%M:%S}", one.title) for one in told] == [
        ("09:00:00", "Investigating: Sign-in fails"),
        ("09:10:00", "Identified: Sign-in fails"),
        ("09:10:01", "Identified, update: Sign-in fails"),
        ("09:10:02", "Correction: Sign-in fails"),
        ("09:10:03", "Correction: Sign-in fails"),
        ("09:20:00", "Identified, update: Sign-in fails"),
    ]
    assert [one.correction.id for one in told if one.correction] == ["correction-1", "correction-2"]


def test_what_was_imported_keeps_the_times_of_its_source() -> None:
    source = {"imported_from": {"source": "x", "id": "a/b"}}

    told = _told(at("09:30"), FIRST | source, _file("09:00") | source, _file("09:00"))

    assert [f"{one.moment:%H:%M:%S}" for one in told] == ["09:00:00", "09:00:00", "09:00:01"]


def test_a_correction_that_joins_changes_the_number_of_none() -> None:
    one, other = _fix("09:10", "body", "some", "all"), _fix("09:20", "body", "all", "most")

    for both in ([one, other], [other, one]):
        told = _told(at("09:30"), FIRST | {"corrections": both})
        assert [(one.correction.id, f"{one.moment:%H:%M}") for one in told if one.correction] == [
            ("correction-1", "09:10"),
            ("correction-2", "09:20"),
        ]


def test_what_a_new_update_corrects_is_told_by_it_alone() -> None:
    told = _told(at("09:30"), FIRST, _file("09:10", corrections=[_fix("09:10", "impact.share", "5%", "9%")]))

    assert [one.correction for one in told] == [None, None]
    assert [note.label for note in told[-1].rung.notes] == ["Correction"]


def test_a_correction_dated_ahead_waits_for_its_time() -> None:
    corrected = FIRST | {"corrections": [_fix("12:00", "body", "some", "all")]}

    assert [one.title for one in _told(at("09:30"), corrected)] == ["Investigating: Sign-in fails"]
    assert len(_told(at("12:00"), corrected)) == 2


def test_titles_stay_as_they_were_when_a_title_is_replaced_or_corrected() -> None:
    corrections = [_fix("09:25", "title", "Sign-in fails", "Signing in fails")]
    titled = [
        FIRST | {"title": "Signing in fails", "corrections": corrections},
        _file("09:10"),
        _file("09:30"),
        _file("09:40", title="Signing in and exports fail"),
    ]

    assert [one.title for one in _told(at("10:00"), *titled)] == [
        "Investigating: Sign-in fails",
        "Identified: Sign-in fails",
        "Correction: Signing in fails",
        "Identified, update: Signing in fails",
        "Identified, update: Signing in and exports fail",
    ]


def test_components_and_gravity_count_from_the_update_that_states_them() -> None:
    told = _told(
        at("10:00"),
        FIRST,
        _file("09:10", severity="major", components={"exports": "degraded_performance"}),
        _file("09:20", severity="minor", severity_reason="fewer"),
        _file("09:30", "resolved"),
        _file("09:40", "investigating", reopened="It is back", components={"sign-in": "major_outage"}),
    )

    assert [one.is_serious for one in told] == [False, True, True, True, True]
    assert [one.component_ids for one in told] == [("sign-in",), *[("sign-in", "exports")] * 4]
    assert [one.stage for one in told] == ["Investigating", "Identified", "Identified", "Resolved", "Investigating"]
    assert told[-1].title == "Re-opened: Sign-in fails"
