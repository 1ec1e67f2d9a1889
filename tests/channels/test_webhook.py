"""What programs get of an update is data of the published schema, and says what people read."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import in_process
from demo_messages import CRITICAL, LANGUAGES, LONG, MAINTENANCE, MAJOR, STORIES, demo_messages, file_of
from generated_bulletins import bulletins, compose
from statusladder.model.reach import ChannelKind
from statusladder.model.webhook import make_webhook_schema
from statusladder.views.bulletins import Bulletin

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "webhook.schema.json"
KEYS = (
    *("version", "type", "kind", "incident", "id", "update", "sequence", "at", "site", "language", "title", "headline"),
    *("stage", "severity", "over", "components", "impact", "started", "mitigated", "resolved", "recovery", "window"),
    *("next_update", "text", "core", "signature", "permalink", "page", "facts"),
)
"""The keys of the first release: one may be added at any time, and none may go or change its place before others."""


def _schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _payloads(story: str, language: str = "en") -> list[Any]:
    return [json.loads(file_of(one, "webhook.json")) for one in demo_messages(story, ChannelKind.WEBHOOK, language)]


def _faults(payload: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(_schema()).iter_errors(payload)]


def test_the_published_schema_is_that_of_the_declaration() -> None:
    Draft202012Validator.check_schema(_schema())

    assert _schema() == make_webhook_schema()


def test_the_command_prints_it() -> None:
    assert json.loads(in_process.run("schema", "webhook").stdout) == _schema()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_every_payload_of_the_demo_is_valid(story: str, language: str) -> None:
    payloads = _payloads(story, language)

    assert payloads
    assert [fault for payload in payloads for fault in _faults(payload)] == []
    assert {payload["language"] for payload in payloads} == {language}


@given(bulletins())
def test_whatever_people_type_the_payload_is_valid(bulletin: Bulletin) -> None:
    file = compose("webhook", bulletin)
    payload = json.loads(file.data)

    assert _faults(payload) == []
    assert payload["text"] == bulletin.text
    assert [line["text"] for line in payload["core"]] == [line.text for line in bulletin.core]
    assert compose("webhook", bulletin).data == file.data


def test_a_payload_with_another_meaning_is_not_valid() -> None:
    payload = _payloads(MAJOR)[0]

    assert _faults(payload | {"version": 2})
    assert _faults(payload | {"stage": "started"})
    assert _faults({key: value for key, value in payload.items() if key != "facts"})


def test_a_key_that_is_added_keeps_it_valid() -> None:
    assert _faults(_payloads(MAJOR)[0] | {"mood": "calm"}) == []


def test_keys_keep_their_order() -> None:
    for payload in (*_payloads(MAJOR), *_payloads(MAINTENANCE)):
        assert tuple(key for key in payload if key in KEYS) == KEYS


def test_the_facts_of_an_open_incident_are_data() -> None:
    payload = _payloads(MAJOR)[2]

    assert payload["components"] == [
        {"id": "sign-in", "name": "Sign-in", "state": "partial_outage", "expected": None},
        {"id": "dashboards", "name": "Dashboards", "state": "degraded_performance", "expected": None},
    ]
    assert payload["impact"] == {
        "symptom": "The sign-in page returns an error",
        "share": {"low": 12.0, "high": 18.0},
        "accounts": None,
        "basis": "measured",
        "regions": ["EU"],
    }
    assert payload["recovery"] == {"from": "2026-03-14T10:15:00Z", "to": "2026-03-14T11:00:00Z", "confidence": "medium"}
    assert payload["started"] == {"at": "2026-03-14T08:52:00Z", "estimated": False}
    assert payload["next_update"] == "2026-03-14T10:02:00Z"
    assert (payload["over"], payload["severity"], payload["sequence"]) == (False, "major", 3)


def test_at_the_end_every_component_works_and_the_times_are_there() -> None:
    resolved = next(one for one in _payloads(CRITICAL) if one["stage"] == "resolved")

    assert resolved["over"] is True
    assert {one["state"] for one in resolved["components"]} == {"operational"}
    assert resolved["mitigated"]["at"] == "2026-02-10T13:52:00Z"
    assert resolved["next_update"] is None


def test_a_component_that_recovers_is_said_to_work() -> None:
    states = [{one["id"]: one["state"] for one in payload["components"]} for payload in _payloads(LONG)]

    assert states[0] == {"dashboards": "partial_outage"}
    assert states[11] == {"dashboards": "degraded_performance", "api": "operational", "exports": "operational"}


def test_a_maintenance_has_its_window_and_what_is_expected() -> None:
    scheduled, begun, extended, completed = _payloads(MAINTENANCE)
    states = [one["components"][0]["state"] for one in (scheduled, begun, extended, completed)]

    assert scheduled["kind"] == "maintenance"
    assert scheduled["window"] == {"from": "2026-02-25T02:00:00Z", "to": "2026-02-25T03:00:00Z"}
    assert extended["window"]["to"] == "2026-02-25T04:15:00Z"
    assert scheduled["components"][0]["expected"] == "degraded_performance"
    assert states == [None, "degraded_performance", "degraded_performance", "operational"]


def test_it_is_known_by_the_digest_of_the_other_outputs_and_its_times_are_in_utc() -> None:
    for told in demo_messages(CRITICAL, ChannelKind.WEBHOOK):
        payload = json.loads(file_of(told, "webhook.json"))

        assert (payload["facts"], payload["permalink"]) == (told.bulletin.facts, told.bulletin.url)
        assert payload["at"].endswith("Z")
        assert datetime.fromisoformat(payload["at"]) == told.bulletin.moment
