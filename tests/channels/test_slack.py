"""Slack takes each message, shows what was typed, and alerts nobody."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from demo_messages import LANGUAGES, MAINTENANCE, MAJOR, STORIES, demo_messages, file_of
from generated_bulletins import bulletins, compose
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

TOKEN = re.compile(r"<([^>]*)>")
"""What Slack reads as a link or a mention."""


def _message(data: bytes) -> Any:
    return json.loads(data)


def _texts(message: Any) -> Iterator[dict[str, Any]]:
    """Every text object, with the kind of place in which it stands."""
    for block in message["blocks"]:
        if block["type"] == "header":
            yield {"place": "header", **block["text"]}
        for field in block.get("fields", ()):
            yield {"place": "field", **field}
        for element in block.get("elements", ()):
            yield {"place": "context", **element}
        if block["type"] == "section" and "text" in block:
            yield {"place": "section", **block["text"]}


def _shown(text: str) -> str:
    """What readers see of mrkdwn."""
    links = TOKEN.sub(lambda found: found[1].split("|", 1)[-1], text)
    unescaped = links.replace("%3C", "<").replace("%3E", ">").replace("%7C", "|")
    return unescaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _is_taken(message: Any) -> None:
    limits = {"header": 150, "section": 3000, "field": 2000, "context": 3000}
    assert set(message) == {"text", "blocks"}
    assert 0 < len(message["text"]) <= 40_000
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        assert block["type"] in ("header", "section", "context")
        assert len(block.get("fields", ())) <= 10
        assert len(block.get("elements", ())) <= 10
    for text in _texts(message):
        assert 0 < len(text["text"]) <= limits[text["place"]], text
        assert text["type"] == ("plain_text" if text["place"] == "header" else "mrkdwn")
    assert sum(len(text["text"]) for text in _texts(message)) <= 13_000


def _mentions_nobody(message: Any) -> None:
    for text in (message["text"], *(one["text"] for one in _texts(message))):
        assert all(token.startswith(("https://", "http://")) for token in TOKEN.findall(text)), text
        assert "<" not in TOKEN.sub("", text)
        assert ">" not in TOKEN.sub("", text)
    assert all(text["verbatim"] for text in _texts(message) if text["type"] == "mrkdwn")


@given(bulletins())
def test_whatever_people_type_slack_takes_it_and_mentions_nobody(bulletin: Bulletin) -> None:
    file = compose("slack", bulletin)
    message = _message(file.data)

    _is_taken(message)
    _mentions_nobody(message)
    assert file.faults == ()
    assert compose("slack", bulletin).data == file.data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_each_update_of_the_demo_is_said_in_full(story: str, language: str) -> None:
    for told in demo_messages(story, ChannelKind.CHAT, language):
        message, bulletin = _message(file_of(told, "slack.json")), told.bulletin
        shown = "\n".join(_shown(text["text"]) for text in _texts(message))

        _is_taken(message)
        _mentions_nobody(message)
        assert all(line.text in shown for line in bulletin.core)
        assert all(line in shown for line in bulletin.text.splitlines())
        assert bulletin.headline in shown
        assert f"<{bulletin.url}|" in message["blocks"][-2]["text"]["text"]


def test_a_notification_says_the_state_the_next_update_and_where_to_read() -> None:
    told = demo_messages(MAJOR, ChannelKind.CHAT)[-1]

    assert _message(file_of(told, "slack.json"))["text"].split("\n") == [
        "Mitigating: Sign-in fails for some customers in the EU",
        "Next update by 10:30 UTC",
        f"<{told.bulletin.url}>",
    ]


def test_the_times_of_a_maintenance_stand_out() -> None:
    message = _message(file_of(demo_messages(MAINTENANCE, ChannelKind.CHAT)[0], "slack.json"))

    assert "*Window: 02:00 to 03:00 UTC, 25 February 2026*" in [text["text"] for text in _texts(message)]


def test_signs_of_slack_are_escaped_once() -> None:
    (bulletin,) = (one.bulletin for one in demo_messages(MAJOR, ChannelKind.CHAT)[:1])
    typed = {**vars(bulletin), "text": "R&D says <!channel> &amp; @here", "headline": "A <b> & c"}

    texts = list(_texts(_message(compose("slack", Bulletin(**typed)).data)))

    assert "R&amp;D says &lt;!channel&gt; &amp;amp; @here" in [text["text"] for text in texts]
    assert texts[0]["text"] == "A &lt;b&gt; & c"
