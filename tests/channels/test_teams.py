"""Teams takes each card, shows what was typed, and reads no Markdown in it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from demo_messages import CRITICAL, LANGUAGES, MAINTENANCE, STORIES, demo_messages, file_of
from generated_bulletins import bulletins, compose
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

KEYS: dict[str, tuple[set[str], set[str]]] = {
    "AdaptiveCard": ({"type", "version", "body"}, {"$schema", "lang", "rtl", "fallbackText", "msteams", "actions"}),
    "Container": ({"type", "items"}, {"style", "bleed"}),
    "RichTextBlock": ({"type", "inlines"}, {"separator", "spacing"}),
    "TextRun": ({"type", "text"}, {"size", "weight", "isSubtle", "selectAction"}),
    "Action.OpenUrl": ({"type", "url"}, {"title"}),
}
"""What an element has to have by the schema of Adaptive Cards 1.5, and what else of it we use."""

VALUES: dict[str, set[object]] = {
    "style": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "size": {"default", "small", "medium", "large", "extraLarge"},
    "weight": {"default", "lighter", "bolder"},
    "spacing": {"default", "none", "small", "medium", "large", "extraLarge", "padding"},
}
PARTS = ("body", "items", "inlines", "actions", "selectAction")


def _card(data: bytes) -> Any:
    message = json.loads(data)
    assert set(message) == {"type", "attachments"}
    assert message["type"] == "message"
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["contentUrl"] is None
    return attachment["content"]


def _elements(element: Any) -> Iterator[dict[str, Any]]:
    yield element
    for part in PARTS:
        inner = element.get(part, ())
        for one in [inner] if isinstance(inner, dict) else inner:
            yield from _elements(one)


def _lines(card: Any) -> list[str]:
    blocks = (one for one in _elements(card) if one["type"] == "RichTextBlock")
    return ["".join(run["text"] for run in block["inlines"]) for block in blocks]


def _is_a_card(card: Any) -> None:
    assert card["version"] == "1.5"
    for element in _elements(card):
        required, allowed = KEYS[element["type"]]
        assert required <= set(element) <= required | allowed
        for key, values in VALUES.items():
            assert str(element.get(key, "default")).casefold() in {str(one).casefold() for one in values}
        if "url" in element:
            assert element["url"].startswith(("https://", "http://"))
        if "inlines" in element:
            assert element["inlines"]
            assert all(run["text"] for run in element["inlines"])


@given(bulletins())
def test_whatever_people_type_teams_takes_it(bulletin: Bulletin) -> None:
    file = compose("teams", bulletin)

    _is_a_card(_card(file.data))
    assert len(file.data) <= 20 * 1024
    assert file.faults == ()
    assert compose("teams", bulletin).data == file.data


@given(bulletins())
def test_text_is_shown_as_it_was_typed(bulletin: Bulletin) -> None:
    lines = _lines(_card(compose("teams", bulletin).data))
    typed = {*bulletin.text.splitlines(), *bulletin.short.due, *(line.text for line in bulletin.core)}

    whole = [line for line in lines[1:-1] if not line.endswith("…")]
    assert set(whole) <= typed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_each_update_of_the_demo_is_said_in_full(story: str, language: str) -> None:
    for told in demo_messages(story, ChannelKind.CHAT, language):
        card, bulletin = _card(file_of(told, "teams.json")), told.bulletin
        lines = _lines(card)

        _is_a_card(card)
        assert {line.text for line in bulletin.core} <= set(lines)
        assert {line for line in bulletin.text.splitlines() if line} <= set(lines)
        assert lines[0] == bulletin.headline
        assert [action["url"] for action in card["actions"]] == [bulletin.url]
        assert card["lang"] == language
        assert card["rtl"] is (language == "ar")


def _style(story: str, number: int) -> str:
    card = _card(file_of(demo_messages(story, ChannelKind.CHAT)[number], "teams.json"))
    return str(card["body"][0]["style"])


def test_colour_says_how_bad_it_is_and_when_it_is_over() -> None:
    assert _style(CRITICAL, 1) == "attention"
    assert _style(CRITICAL, 4) == "good"
    assert _style(MAINTENANCE, 0) == "accent"


def test_an_address_in_a_line_can_be_followed() -> None:
    card = _card(file_of(demo_messages(CRITICAL, ChannelKind.CHAT)[0], "teams.json"))

    opened = {one["text"]: one["selectAction"]["url"] for one in _elements(card) if "selectAction" in one}

    assert opened == {
        "https://help.harbourline.example/urgent": "https://help.harbourline.example/urgent",
        "Harbourline status": "https://status.harbourline.example",
    }
