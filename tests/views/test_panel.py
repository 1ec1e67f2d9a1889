"""What the details of an incident or maintenance say, on stories written out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from factory import at, incident, library, maintenance, stamp
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Component
from statusladder.views.panel import Panel
from statusladder.views.snapshot import take
from statusladder.views.story import Story

FIRST: dict[str, Any] = {
    "stage": "identified",
    "at": stamp("09:00"),
    "title": "Sign-in fails",
    "severity": "critical",
    "components": {"sign-in": "major_outage"},
    "next_update": "30m",
}
PLANNED: dict[str, Any] = {
    "stage": "scheduled",
    "at": stamp("09:00"),
    "title": "Database upgrade",
    "window": {"from": stamp("11:00"), "to": stamp("12:00")},
    "expected": {"sign-in": "under_maintenance"},
}
SIGN_IN = Component(
    id="sign-in", name="Sign-in", contingency="Use the phone desk", backup_options=("The mobile app", "Access by link")
)
EXPORTS = Component(id="exports", name="Exports", contingency="Ask support for the file")


def _story(one: Incident | Maintenance, *components: Component, clock: str = "10:00") -> Story:
    plain = library(one)
    settings = plain.settings
    if components:
        settings = settings.model_copy(update={"components": components})
    (story,) = take(replace(plain, settings=settings), at(clock)).stories
    return story


def _panel(one: Incident | Maintenance, *components: Component) -> Panel:
    return _story(one, *components).panel


@pytest.mark.parametrize(
    ("workaround", "words"),
    [
        ("Stay signed in", "Stay signed in"),
        ({"text": "Stay signed in", "verified_at": stamp("08:40")}, "Stay signed in (verified 08:40 UTC)"),
        (
            {"text": "Stay signed in", "verified_at": stamp("22:40", 13)},
            "Stay signed in (verified 22:40 UTC, 13 March 2026)",
        ),
        ({"text": "Stay signed in", "ends_when": "until the move is done."}, "Stay signed in (until the move is done)"),
        (
            {"text": "Stay signed in.", "verified_at": stamp("08:40"), "ends_when": "the move is done"},
            "Stay signed in (verified 08:40 UTC, until the move is done).",
        ),
    ],
)
def test_a_workaround_says_when_it_was_verified_and_until_when_it_holds_wherever_it_is_named(
    workaround: object, words: str
) -> None:
    story = _story(incident(FIRST | {"workarounds": [workaround]}))

    assert story.panel.can_do == (words,)
    assert story.glance is not None
    assert story.glance.advice == words


@pytest.mark.parametrize(
    ("concession", "words"),
    [
        ("A day of service is credited.", "A day of service is credited."),
        ({"offer": "10% credit", "who": "Business plans"}, "10% credit for Business plans"),
        ({"offer": "10% credit.", "who": "for Business plans."}, "10% credit for Business plans"),
        ({"offer": "10% credit", "until": "2026-04-30"}, "10% credit until 30 April 2026"),
        ({"offer": "A free month", "until": stamp("10:30", 30)}, "A free month until 10:30 UTC, 30 March 2026"),
        (
            {
                "offer": "10% credit",
                "who": "Business plans",
                "how": "on request",
                "until": "2026-04-30",
                "approved_by": "executive_sponsor",
            },
            "10% credit for Business plans, on request until 30 April 2026 (approved by the executive sponsor)",
        ),
    ],
)
def test_a_concession_says_to_whom_how_until_when_and_who_approved_it(concession: object, words: str) -> None:
    assert _panel(incident(FIRST | {"concessions": [concession]})).concessions == (words,)


def test_an_open_incident_offers_what_its_components_keep_for_such_a_day() -> None:
    panel = _panel(incident(FIRST | {"workarounds": ["Stay signed in"]}), SIGN_IN, EXPORTS)

    assert panel.can_do == ("Stay signed in", "Use the phone desk", "The mobile app", "Access by link")


def test_options_name_their_component_where_several_have_some() -> None:
    both = {"exports": "degraded_performance", "sign-in": "major_outage"}

    assert _panel(incident(FIRST | {"components": both}), SIGN_IN, EXPORTS).can_do == (
        "Sign-in: Use the phone desk",
        "Sign-in: The mobile app",
        "Sign-in: Access by link",
        "Exports: Ask support for the file",
    )


@pytest.mark.parametrize(
    "files",
    [
        [FIRST | {"workarounds": "none"}],
        [FIRST | {"components": {"sign-in": "operational"}}],
        [FIRST | {"stage": "notice"}],
        [FIRST, {"stage": "resolved", "at": stamp("09:30")}],
    ],
    ids=["there is no workaround", "it works", "a notice", "it is over"],
)
def test_no_option_is_offered_where_it_would_not_help(files: list[dict[str, Any]]) -> None:
    assert _panel(incident(*files), SIGN_IN, EXPORTS).can_do == ()


def _signed(**keys: Any) -> dict[str, Any]:
    return FIRST | {"roles": {"executive_sponsor": {"name": "Jo Doe", "title": "CTO", "consented": "true"}}} | keys


def test_an_open_critical_incident_names_the_executive_who_signs_it() -> None:
    assert _panel(incident(_signed())).signed_by == "Jo Doe, CTO"


@pytest.mark.parametrize(
    "files",
    [
        [FIRST],
        [_signed(severity="major")],
        [_signed(roles={"executive_sponsor": {"name": "Jo Doe", "title": "CTO", "consented": "false"}})],
        [_signed(), {"stage": "resolved", "at": stamp("09:30")}],
    ],
    ids=["nobody", "not critical", "not consented", "not open"],
)
def test_no_executive_is_named_elsewhere(files: list[dict[str, Any]]) -> None:
    assert _panel(incident(*files)).signed_by is None


def test_a_maintenance_says_until_when_it_can_be_called_off() -> None:
    planned = PLANNED | {"point_of_no_return_at": stamp("11:30")}

    assert _panel(maintenance(planned)).call_off == "11:30 UTC"
    assert _panel(maintenance(PLANNED)).call_off is None


def test_nothing_that_is_over_can_be_called_off() -> None:
    planned = PLANNED | {"point_of_no_return_at": stamp("11:30")}

    assert _panel(maintenance(planned, {"stage": "cancelled", "at": stamp("09:30")})).call_off is None
