"""Teams: an Adaptive Card as its Workflows webhooks take it, made of texts that are never read as Markdown."""

import json
from collections.abc import Iterator
from typing import Any

from statusladder.channels.chat_text import ChatText, Room, build_chat_text, say_sender, shorten_to
from statusladder.channels.commonmark import split_addresses
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.model.vocabulary import Severity
from statusladder.views.bulletins import Bulletin

MOST, WANTED = 28 * 1024, 20 * 1024
"""Bytes of a message that Teams takes, and what a message of ours has at most: it counts what it wraps around, too."""

ROOM = Room(total=16 * 1024, each=12 * 1024, for_text=8 * 1024)
"""Bytes for the text and the core lines of an update; the headline, names and links have the rest."""

IN_HEADLINE = 1024

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_VERSION = "1.5"
"""The newest version that Teams shows; `rtl` needs it."""

_STYLES = {
    Severity.CRITICAL: "attention",
    Severity.MAJOR: "attention",
    Severity.MINOR: "warning",
    Severity.INFO: "accent",
    None: "accent",
}
"""The colour of the headline while something is open; the words say it, too."""


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    chat = build_chat_text(bulletin, ROOM, _cost_of)
    headline = shorten_to(bulletin.headline, IN_HEADLINE, _cost_of)
    card: dict[str, Any] = {
        "$schema": _SCHEMA,
        "type": "AdaptiveCard",
        "version": _VERSION,
        "lang": sending.voice.language,
        "rtl": sending.voice.direction == "rtl",
        "fallbackText": headline,
        "msteams": {"width": "Full"},
        "body": list(_body(headline, chat, bulletin, sending)),
        "actions": [{"type": "Action.OpenUrl", "title": sending.voice.say("message.full"), "url": bulletin.url}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    yield MessageFile("teams.json", _written({"type": "message", "attachments": [attachment]}) + b"\n")


def _body(headline: str, chat: ChatText, bulletin: Bulletin, sending: Sending) -> Iterator[dict[str, Any]]:
    yield {
        "type": "Container",
        "style": "good" if bulletin.is_over else _STYLES[bulletin.severity],
        "bleed": True,
        "items": [_paragraph(headline, size="Large", weight="Bolder")],
    }
    yield from (_paragraph(line) for line in chat.text if line)
    yield from map(_paragraph, chat.advice)
    yield from (_paragraph(line, weight="Bolder") for line in chat.due)
    for index, line in enumerate(chat.facts):
        yield _paragraph(line) | ({"spacing": "Small"} if index else {"separator": True})
    name, signature = say_sender(bulletin)
    site = {"type": "TextRun", "text": name, "size": "Small"}
    signed = _runs(f" · {signature}", size="Small", isSubtle=True) if signature is not None else ()
    yield _rich([site | _opens(sending.settings.site.url), *signed]) | {"separator": True}


def _paragraph(text: str, **look: object) -> dict[str, Any]:
    return _rich(list(_runs(text, **look)))


def _rich(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": runs}


def _runs(text: str, **look: object) -> Iterator[dict[str, Any]]:
    """A text as it was typed, its addresses as links."""
    for piece, is_address in split_addresses(text):
        run = {"type": "TextRun", "text": piece, **look}
        yield run | _opens(piece) if is_address else run


def _opens(url: str) -> dict[str, Any]:
    return {"selectAction": {"type": "Action.OpenUrl", "url": url}}


def _cost_of(line: str) -> int:
    """What a line takes at most, however it looks."""
    return len(_written(_paragraph(line, weight="Bolder") | {"separator": True})) + len(", ")


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


CHANNEL = Medium("teams", ChannelKind.CHAT, _compose)
