"""The three answers at the top of an open incident, and the two lanes of a report, on stories written out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from factory import at, incident, library, stamp
from statusladder.views.glance import Glance
from statusladder.views.snapshot import take
from statusladder.views.story import Story

FIRST: dict[str, Any] = {
    "stage": "investigating",
    "at": stamp("09:00"),
    "started_at": stamp("08:50"),
    "title": "Sign-in fails",
    "severity": "major",
    "components": {"sign-in": "partial_outage"},
    "next_update": "30m",
}


def _story(*files: dict[str, Any], clock: str = "10:00") -> Story:
    (story,) = take(library(incident(*files)), at(clock)).incidents
    return story


def _glance(*files: dict[str, Any], clock: str = "10:00") -> Glance:
    glance = _story(*files, clock=clock).glance
    assert glance is not None
    return glance


def _next(stage: str, **keys: Any) -> dict[str, Any]:
    return {"stage": stage, "at": stamp("09:30"), **keys}


def test_who_is_affected_comes_with_how_many_and_where_and_what_still_works() -> None:
    impact = {"share": "12-18%", "basis": "measured", "regions": ["EU", "Asia"]}
    seen = _glance(FIRST, _next("identified", impact=impact))

    assert [(view.name, view.label) for view in seen.affected] == [("Sign-In", "Partial outage")]
    assert seen.size == "12–18% of customers, measured, in EU and Asia"
    assert seen.working == "Exports"


@pytest.mark.parametrize(
    ("keys", "advice", "more"),
    [
        ({}, None, 0),
        ({"workarounds": "none"}, "There is no workaround.", 0),
        ({"customer_actions": "none"}, "No action needed.", 0),
        ({"workarounds": "none", "customer_actions": "none"}, "No action needed. There is no workaround.", 0),
        ({"workarounds": ["Use the app"], "customer_actions": "none"}, "Use the app", 0),
        ({"workarounds": ["Use the app"], "customer_actions": ["Keep the window open"]}, "Keep the window open", 1),
    ],
)
def test_what_one_can_do_is_the_first_thing_to_do_or_that_there_is_nothing(
    keys: dict[str, Any], advice: str | None, more: int
) -> None:
    seen = _glance(FIRST, _next("identified", **keys))

    assert (seen.advice, seen.more_advice) == (advice, more)


UNDECIDED = {"eta": "unknown", "eta_review_at": stamp("10:30")}
WINDOW = {"from": stamp("10:30"), "to": stamp("11:00"), "confidence": "low", "basis": "a test"}


@pytest.mark.parametrize(
    ("update", "clock", "words"),
    [
        (_next("identified"), "10:00", "No estimate yet."),
        (_next("identified", eta="unknown"), "10:00", "Not known yet."),
        (_next("identified", **UNDECIDED), "10:00", "Unknown. We will give an estimate by 10:30 UTC."),
        (_next("identified", **UNDECIDED), "10:31", "Unknown. We said that we would give an estimate by 10:30 UTC."),
        (_next("identified", eta=WINDOW), "10:00", None),
        (_next("monitoring"), "10:00", "A fix is in place; we are watching to make sure it holds."),
        (
            _next("monitoring", components={"sign-in": "operational", "exports": "degraded_performance"}),
            "10:00",
            "A fix is in place; we are watching to make sure it holds.",
        ),
        (
            _next("monitoring", components={"sign-in": "operational"}, monitoring_until=stamp("12:00")),
            "10:00",
            "Service has recovered; we are watching until 12:00 UTC.",
        ),
    ],
)  # fmt: skip
def test_recovery_is_said_in_words_where_no_window_is(update: dict[str, Any], clock: str, words: str | None) -> None:
    assert _glance(FIRST, update, clock=clock).recovery == words


@pytest.mark.parametrize(
    ("update", "affected", "unaffected", "size"),
    [
        (_next("identified", components={"sign-in": "operational"}), [], "No components right now", None),
        (
            _next("identified", components={"sign-in": "operational", "exports": "affected"}),
            ["Exports"],
            None,
            None,
        ),
        (
            _next("identified", components={"sign-in": "operational"}, impact={"accounts": "212"}),
            [],
            None,
            "212 accounts",
        ),
        (
            _next("monitoring", components={"sign-in": "operational"}, impact={"share": "2%"}),
            [],
            "No components right now",
            "At worst 30–40% of customers",
        ),
    ],
)
def test_a_component_that_works_is_not_affected(
    update: dict[str, Any], affected: list[str], unaffected: str | None, size: str | None
) -> None:
    first = FIRST | {"impact": {"share": "30-40%"}} if update["stage"] == "monitoring" else FIRST
    seen = _glance(first, update)

    assert [view.name for view in seen.affected] == affected
    assert (seen.unaffected, seen.size) == (unaffected, size)


def test_where_nobody_named_a_component_nothing_is_said_of_them() -> None:
    nameless = {key: value for key, value in FIRST.items() if key != "components"}

    assert (_glance(nameless).affected, _glance(nameless).unaffected) == ((), None)
    assert _glance(nameless | {"components": "unknown"}).unaffected == "Not known yet"


@pytest.mark.parametrize(
    ("keys", "clock", "words"),
    [
        ({"watch_until": stamp("12:00")}, "10:00", "12:00 UTC"),
        ({"watch_until": stamp("12:00")}, "12:00", "12:00 UTC (this time has passed)"),
        ({}, "10:00", "No end time set yet."),
    ],
)
def test_a_notice_promises_no_recovery_but_says_until_when_we_watch(
    keys: dict[str, Any], clock: str, words: str
) -> None:
    notice = FIRST | {"stage": "notice", "components": {"sign-in": "operational"}}

    assert _glance(notice | keys, clock=clock).recovery == words


def test_a_window_that_has_passed_is_known_to_have() -> None:
    story = _story(FIRST, _next("identified", eta=WINDOW), clock="11:01")

    assert story.panel.estimate is not None
    assert story.panel.estimate.is_past


def test_what_is_still_to_come_is_told_ahead() -> None:
    assert _story(FIRST).then == "Then: Identified, Mitigating, Monitoring, Resolved and a postmortem within 14 days."
    assert _story(FIRST | {"severity": "minor"}, _next("monitoring")).then == "Then: Resolved."


def test_an_incident_that_is_over_has_no_glance_and_names_only_what_was_affected() -> None:
    story = _story(
        FIRST, _next("identified", components={"exports": "operational"}), {"stage": "resolved", "at": stamp("09:45")}
    )

    assert story.glance is None
    assert [view.name for view in story.panel.affected] == ["Sign-In"]


def test_a_single_promise_that_came_late_is_said_as_one() -> None:
    story = _story(FIRST, {"stage": "resolved", "at": stamp("09:45")})

    assert story.outcome.endswith("First notice after 10 min, the next update came late.")


def test_promises_that_were_kept_are_counted() -> None:
    def then(clock: str, stage: str, promise: str | None = None) -> dict[str, Any]:
        return {"stage": stage, "at": stamp(clock)} | ({"next_update": promise} if promise else {})

    kept = _story(FIRST | {"next_update": "30m"}, then("09:30", "identified", "30m"), then("09:45", "resolved"))

    assert kept.outcome.endswith("2 of 2 promised updates on time.")


def test_workflows_not_named_are_told_apart_from_those_that_fail() -> None:
    shelf = library(incident(FIRST, _next("identified", impact={"workflows": ["By password"]})))
    sign_in = shelf.settings.components[0].model_copy(update={"workflows": ("By password", "By link")})
    settings = shelf.settings.model_copy(update={"components": (sign_in, *shelf.settings.components[1:])})
    (story,) = take(replace(shelf, settings=settings), at("10:00")).incidents

    assert (story.panel.workflows, story.panel.other_workflows) == (("By password",), ("By link",))


def test_the_two_lanes_tell_events_and_publications_in_the_order_of_time() -> None:
    story = _story(
        FIRST | {"detected_at": {"at": stamp("08:55"), "estimated": "true"}, "detection": "monitoring"},
        _next("monitoring", mitigated_at=stamp("09:20"), milestones=[{"name": "Copy made", "done_at": stamp("09:10")}]),
        {"stage": "resolved", "at": stamp("09:45"), "resolved_at": stamp("09:45")},
        {"stage": "postmortem", "at": stamp("09:00", day=16)},
    )

    assert [(row.day, row.at.text, row.text, row.is_estimated, row.url is not None) for row in story.lanes] == [
        ("14 March 2026", "08:50 UTC", "Impact began", False, False),
        (None, "08:55 UTC", "Detected by our monitoring", True, False),
        (None, "09:00 UTC", "Investigating: Words.", False, True),
        (None, "09:10 UTC", "Done: Copy made", False, False),
        (None, "09:20 UTC", "Impact ended", False, False),
        (None, "09:30 UTC", "Monitoring: Words.", False, True),
        (None, "09:45 UTC", "Resolved", False, False),
        (None, "09:45 UTC", "Resolved: Words.", False, True),
        ("16 March 2026", "09:00 UTC", "Postmortem: Words.", False, True),
    ]


def test_without_a_report_there_are_no_lanes() -> None:
    assert _story(FIRST).lanes == ()
