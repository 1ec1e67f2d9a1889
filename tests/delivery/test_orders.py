"""A folder of messages is read whole before anything is sent, whoever wrote it."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.delivery.addresses import read_addresses
from statusladder.delivery.orders import Orders, read_orders
from statusladder.model.problem import Stopped
from statusladder.model.reach import variable_of
from statusladder.model.routes import ROUTES

SINK = {"STATUSLADDER_CHANNEL_HOOK": "https://hooks.tern.example/s3cret"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _with(folder: Path, messages: Path, **changes: Any) -> Path:
    shutil.copytree(messages, folder)
    routes = json.loads((folder / ROUTES).read_text())
    row = next(one for one in routes["routes"] if one["channel"] == "hook")
    routes["routes"] = [row | changes]
    (folder / ROUTES).write_text(json.dumps(routes))
    return folder


def test_messages_are_in_order_of_sending_and_silent_ones_are_not_sent(messages: Path) -> None:
    addresses = SINK | {"STATUSLADDER_CHANNEL_TEXTS": "twilio://x", "STATUSLADDER_CHANNEL_STRIP": "https://a.example"}

    orders = read_orders(messages, addresses)

    assert [(one.row.id, one.row.channel) for one in orders.sent] == [
        ("01-investigating", "texts"),
        ("01-investigating", "hook"),
        ("02-identified", "texts"),
        ("02-identified", "hook"),
        ("03-resolved", "texts"),
        ("03-resolved", "hook"),
        ("03-resolved-correction-1", "hook"),
    ]
    assert {row.channel for row in orders.without_address} == {"mail", "team", "posts"}


@pytest.mark.parametrize(
    "path", ["../webhook.json", "/etc/webhook.json", "a/../../webhook.json", "a\\webhook.json", "C:/webhook.json", ""]
)
def test_a_path_that_leaves_the_folder_is_refused(messages: Path, tmp_path: Path, path: str) -> None:
    folder = _with(tmp_path / "out", messages, files=[path])

    with pytest.raises(Stopped, match="is damaged, or was not written by statusladder"):
        read_orders(folder, SINK)


def test_a_link_that_leaves_the_folder_is_refused(messages: Path, tmp_path: Path) -> None:
    (tmp_path / "webhook.json").write_text("{}")
    folder = _with(tmp_path / "out", messages, files=["webhook.json"])
    (folder / "webhook.json").symlink_to(tmp_path / "webhook.json")

    with pytest.raises(Stopped, match="leads out of the folder"):
        read_orders(folder, SINK)


def test_a_message_that_is_missing_stops_before_anything_is_sent(messages: Path, tmp_path: Path) -> None:
    folder = _with(tmp_path / "out", messages, files=["gone/webhook.json"])

    with pytest.raises(Stopped, match=r"gone/webhook\.json, a message of .*, cannot be read"):
        read_orders(folder, SINK)


def test_an_address_that_takes_no_message_of_its_channel_is_refused(messages: Path) -> None:
    with pytest.raises(Stopped, match="takes no message of the channel texts, whose kind is sms"):
        read_orders(messages, {"STATUSLADDER_CHANNEL_TEXTS": "slack+https://hooks.slack.example/s3cret"})


@settings(max_examples=examples(by_night=2000, by_day=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_routes_are_answered_by_a_traceback(messages: Path, tmp_path: Path, data: st.DataObject) -> None:
    routes = json.loads((messages / ROUTES).read_text())
    row = routes["routes"][4]
    key = data.draw(st.sampled_from(sorted(row)))
    damaged = {**routes, "routes": [row | {key: data.draw(JSON)}]}
    texts = (
        st.binary(max_size=60) | st.just(json.dumps(damaged).encode()) | JSON.map(lambda one: json.dumps(one).encode())
    )
    (tmp_path / ROUTES).write_bytes(data.draw(texts))

    with suppress(Stopped):
        assert isinstance(read_orders(tmp_path, SINK), Orders)


@pytest.mark.parametrize(
    "hole", ["[" * 100_000, "{}", "null", '{"version": 2, "site": "https://a.example", "routes": []}']
)
def test_a_foreign_file_is_told_in_a_sentence(tmp_path: Path, hole: str) -> None:
    (tmp_path / ROUTES).write_text(hole)

    with pytest.raises(Stopped, match="is damaged, or was not written by statusladder"):
        read_orders(tmp_path, {})


@settings(max_examples=examples(by_night=2000, by_day=200))
@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_no_address_is_answered_by_a_traceback(text: str) -> None:
    with suppress(Stopped):
        assert read_addresses(["hook"], {variable_of("hook"): text}).keys() == {"hook"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://hooks.tern.example:8443/s3cret?a=s3cret", "https://hooks.tern.example:8443/…"),
        ("slack+https://hooks.slack.example/s3cret", "slack+https://hooks.slack.example/…"),
        ("smtp://u:s3cret@mail.tern.example/?to=a@b.example", "smtp://mail.tern.example to a@b.example"),
        ("discord://s3cret/s3cret", "discord://…"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    (one,) = read_addresses(["hook"], {variable_of("hook"): address})["hook"]

    assert one.shown == shown
    assert "s3cret" not in repr(one)


def test_several_addresses_of_a_channel_that_look_alike_are_numbered() -> None:
    text = "https://a.example/1\nhttps://a.example/2  https://b.example/1"

    found = read_addresses(["my-hook.2"], {"STATUSLADDER_CHANNEL_MY_HOOK_2": text})

    assert [one.shown for one in found["my-hook.2"]] == [
        "https://a.example/…",
        "https://a.example/… #2",
        "https://b.example/…",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.tern.example/s3cret",
        "s3cret",
        "irc+https://s3cret.example",
        "smtp://h/?to=s3cret",
        "smtp://u:s3cret@h/?from=s3cret",
        "smtp://u:s3cret@h/?to=a@b.example%0d%0aBcc:s3cret@b.example",
        "smtp://u:s3cret@h/?from=a@b.example%0aBcc:s3cret@b.example",
        "https://h.example/?secret=s3cret\udcff",
        "https:///s3cret",
        "https://user:s3cret@h.example/in",
        "slack+https://s3cret@h.example/in",
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_repeating_it(address: str) -> None:
    with pytest.raises(Stopped, match=variable_of("hook")) as stopped:
        read_addresses(["hook"], {variable_of("hook"): address})

    assert "s3cret" not in f"{stopped.value.sentence} {stopped.value.fix}"


def test_a_correction_that_took_the_number_of_another_is_no_repeat_of_it(messages: Path, tmp_path: Path) -> None:
    changes = {"id": "03-resolved-correction-1", "correction": "065ffa"}
    (first,) = read_orders(_with(tmp_path / "first", messages, **changes), SINK).sent
    (again,) = read_orders(_with(tmp_path / "again", messages, **changes), SINK).sent
    (other,) = read_orders(_with(tmp_path / "other", messages, **changes | {"correction": "c164d2"}), SINK).sent

    assert (first.ledger_key, first.repeat_key) == (again.ledger_key, again.repeat_key)
    assert first.ledger_key != other.ledger_key
    assert first.repeat_key != other.repeat_key


def test_two_channels_that_share_a_variable_are_refused() -> None:
    with pytest.raises(Stopped, match="the channels a-b and a_b would both be sent to STATUSLADDER_CHANNEL_A_B"):
        read_addresses(["a-b", "a_b"], {})
