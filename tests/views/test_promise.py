"""How a page says how often we write, and how we kept our word, on small stories written out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from factory import at, incident, library, stamp
from statusladder.model.communication import Incident
from statusladder.views.snapshot import take
from statusladder.views.story import Story


def _file(clock: str, stage: str, promise: str | None = None, **keys: Any) -> dict[str, Any]:
    return {"stage": stage, "at": stamp(clock)} | ({"next_update": promise} if promise else {}) | keys


def _first(promise: str | None = "30m") -> dict[str, Any]:
    components = {"sign-in": "partial_outage"}
    return _file("09:00", "investigating", promise, severity="major", components=components, started_at=stamp("08:50"))


def _story(*files: dict[str, Any], clock: str = "12:00", words: str | None = None) -> Story:
    told = incident(*files)
    if words is not None:
        told = replace(told, updates=(*told.updates[:-1], replace(told.latest, body=words)))
    (story,) = take(library(told), at(clock)).incidents
    return story


RESOLVED_KEPT = _file("09:20", "resolved")
RESOLVED_LATE = _file("09:40", "resolved")


@pytest.mark.parametrize(
    ("files", "record"),
    [
        ([_first(), RESOLVED_KEPT], "the next update came on time, longest gap between updates 20 min."),
        ([_first(), RESOLVED_LATE], "the next update came late, longest gap between updates 40 min."),
        (
            [_first(), _file("09:30", "identified", "30m"), _file("09:54", "resolved")],
            "2 of 2 promised updates on time, longest gap between updates 30 min.",
        ),
        (
            [_first(), _file("09:35", "identified", "30m"), _file("09:59", "resolved")],
            "1 of 2 promised updates on time, longest gap between updates 35 min.",
        ),
        (
            [_first(), _file("09:35", "identified", "10m"), _file("09:59", "resolved")],
            "none of 2 promised updates on time, longest gap between updates 35 min.",
        ),
        ([_first(promise=None), RESOLVED_KEPT], "longest gap between updates 20 min."),
    ],
    ids=["the only one", "the only one late", "all", "some", "none", "nothing promised"],
)
def test_the_record_of_an_incident_that_is_over(files: list[dict[str, Any]], record: str) -> None:
    story = _story(*files)

    assert story.record is not None
    assert story.record.endswith(f" First notice after 10 min, {record}")
    assert story.record.startswith("Resolved after ")


def test_lists_tell_the_record_without_the_silence() -> None:
    assert _story(_first(), RESOLVED_KEPT).outcome == (
        "Resolved after 30 min. First notice after 10 min, the next update came on time."
    )


@pytest.mark.parametrize(
    ("clock", "record"),
    [
        (
            "09:50",
            "First notice after 10 min, the next update came on time, longest gap between updates so far 30 min.",
        ),
        (
            "10:05",
            "First notice after 10 min, 1 of 2 promised updates on time, longest gap between updates so far 35 min.",
        ),
    ],
    ids=["the past one is longer", "the running one is longer"],
)
def test_the_record_of_an_open_incident_counts_what_is_decided_and_the_running_silence(clock: str, record: str) -> None:
    assert _story(_first(), _file("09:30", "identified", "20m"), clock=clock).record == record


def test_a_first_notice_has_no_record_but_how_soon_it_came() -> None:
    assert _story(_first(), clock="09:10").record == "First notice after 10 min."


def test_an_incident_told_afterwards_in_one_file_has_no_silence() -> None:
    told = _file("12:00", "resolved", severity="minor", backfilled="true", components={"sign-in": "partial_outage"})

    assert _story(told).record is None


@pytest.mark.parametrize(
    ("severity", "stage", "words"),
    [
        ("critical", "investigating", "At this stage we post at least every 15 min."),
        ("major", "monitoring", "At this stage we post at least every hour."),
        ("minor", "mitigating", "At this stage we post at least every 2 h."),
        ("info", "monitoring", "At this stage we post at least every day."),
    ],
)
def test_the_rhythm_in_force_is_that_of_the_severity_and_the_stage(severity: str, stage: str, words: str) -> None:
    assert _story(_first() | {"severity": severity}, _file("09:30", stage, "10m")).rhythm == words


def test_the_rhythm_is_said_although_nothing_is_promised() -> None:
    assert _story(_first(promise=None)).rhythm == "At this stage we post at least every 30 min."


def test_a_longer_promise_says_so_in_the_words_that_were_given() -> None:
    words = "The copy runs.\n\nIt takes all night, so we write again by 20:00 UTC."
    story = _story(_first(), _file("11:00", "mitigating", stamp("20:00")), words=words)

    assert story.rhythm == (
        "At this stage we post at least every 30 min; this update will take longer: "
        "“It takes all night, so we write again by 20:00 UTC.”"
    )
    assert story.rungs[0].promise == (
        "Next update promised by 20:00 UTC (longer than our usual 30 min, as explained above)"
    )


def test_a_longer_promise_without_words_says_that_it_is_one() -> None:
    story = _story(_first(), _file("11:00", "mitigating", stamp("20:00")))

    assert story.rhythm == "At this stage we post at least every 30 min; this update will take longer."
    assert story.rungs[0].promise == "Next update promised by 20:00 UTC (longer than our usual 30 min)"


def test_an_incident_that_is_over_has_no_rhythm() -> None:
    assert _story(_first(), RESOLVED_KEPT).rhythm is None


def test_nothing_is_said_of_the_rhythm_of_others() -> None:
    source = {"source": "statuspage", "id": "abc", "url": "https://old.example/abc"}
    told = incident(_first(promise=None) | {"imported_from": source})
    assert isinstance(told, Incident)

    (story,) = take(library(told), at("12:00")).incidents

    assert story.rhythm is None
