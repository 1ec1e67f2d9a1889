"""A push notification says what happened before it is opened, and replaces the one before it of the same incident."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import DEMO_NOW
from short_texts import said_of

DEMO = Path(__file__).resolve().parents[2]
Payloads = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def payloads() -> Payloads:
    """Those of the demo, oldest first, by incident and maintenance."""
    found: Payloads = {}
    for said in said_of(DEMO, DEMO_NOW):
        (file,) = (one for one in said.files if one.name == "push.json")
        found.setdefault(said.bulletin.story, []).insert(0, json.loads(file.data))
    return found


def test_all_notifications_of_an_incident_have_one_tag_and_no_other_has_it(payloads: Payloads) -> None:
    tags = {story: {payload["tag"] for payload in of} for story, of in payloads.items()}

    assert {len(one) for one in tags.values()} == {1}
    assert len(set.union(*tags.values())) == len(payloads) > 10


def test_a_tag_is_what_web_push_takes_as_a_topic(payloads: Payloads) -> None:
    assert all(len(of[0]["tag"]) == 32 and of[0]["tag"].isalnum() for of in payloads.values())


def test_a_long_title_opens_the_text_and_is_in_quotes_once_it_is_over(payloads: Payloads) -> None:
    first, *_, last = payloads["2026-02-10-card-payments-declined"][:5]

    assert first["title"] == "Harbourline status: Investigating"
    assert first["body"].startswith("Card payments are declined for all customers\n")
    assert last["title"] == "Harbourline status: Resolved"
    assert last["body"].startswith("“Card payments are declined for all customers”\n")


def test_a_short_title_is_that_of_the_notification_and_is_not_said_again(payloads: Payloads) -> None:
    (begun,) = (one for one in payloads["2026-02-25-search-index-move"] if one["stage"] == "in_progress")

    assert begun["title"] == "Maintenance in progress: Moving the search index"
    assert begun["body"].split("\n") == [
        "Affected components: Dashboards (degraded)",
        "Urgent? Support portal (https://help.harbourline.example/urgent)",
        "Window: 02:00 to 03:00 UTC, 25 February 2026",
        "Next update by 03:00 UTC",
    ]
    assert begun["severity"] is None


def test_a_notification_leads_to_its_update_and_says_as_data_what_it_is(payloads: Payloads) -> None:
    first = payloads["2026-02-10-card-payments-declined"][0]

    assert first["url"].endswith("/incidents/2026-02-10-card-payments-declined/#01-investigating")
    assert {key: first[key] for key in ("version", "incident", "update", "at", "stage", "severity")} == {
        "version": 1,
        "incident": "2026-02-10-card-payments-declined",
        "update": "01-investigating",
        "at": "2026-02-10T13:12:00Z",
        "stage": "investigating",
        "severity": "critical",
    }
