"""Messages in chat and on devices as people see them there: read from the very file that is sent, and no nicer.

What a file holds that is not known here is not shown as a card; whoever looks has the file as data, too.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

_LINK_OR_STRONG = re.compile(r"<(?P<url>[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>|\*(?P<strong>[^*\n]+)\*")
"""What Slack makes of a text besides its letters, as far as messages of ours use it."""


@dataclass(frozen=True)
class Piece:
    """A part of a line: `url` is where it leads, None where it is words alone."""

    text: str
    url: str | None = None
    is_strong: bool = False

    @property
    def link(self) -> str | None:
        """Where it leads, if that is an address of the web."""
        return self.url if self.url is not None and self.url.startswith(("https://", "http://")) else None


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Card:
    """A message in `app`: its headline, its lines from top to bottom, and what stands below them in small type."""

    app: str
    headline: str
    lines: tuple[Line, ...]
    foot: tuple[Line, ...] = ()


def read_card(name: str, data: bytes) -> Card | None:
    """The card of a file; None where it is none, or of another make."""
    read = _READERS.get(name)
    if read is None:
        return None
    try:
        return read(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _read_slack(message: Mapping[str, Any]) -> Card:
    headline, lines, foot = "", list[Line](), list[Line]()
    for block in message["blocks"]:
        if block["type"] == "header":
            headline = block["text"]["text"]
        elif block["type"] == "section":
            for text in filter(None, [block.get("text"), *block.get("fields", ())]):
                lines += _slack_lines(text)
        elif block["type"] == "context":
            foot += [line for text in block["elements"] for line in _slack_lines(text)]
        elif block["type"] == "actions":
            lines += [(Piece(one["text"]["text"], one.get("url"), is_strong=True),) for one in block["elements"]]
    return Card("Slack", unescape(headline), tuple(lines), tuple(foot))


def _slack_lines(text: Mapping[str, Any]) -> Iterator[Line]:
    if text["type"] == "plain_text":
        yield (Piece(text["text"]),)
        return
    for line in text["text"].split("\n"):
        pieces = tuple(_slack_pieces(line))
        if pieces:
            yield pieces


def _slack_pieces(line: str, *, is_strong: bool = False) -> Iterator[Piece]:
    end = 0
    for found in _LINK_OR_STRONG.finditer(line):
        if found.start() > end:
            yield Piece(unescape(line[end : found.start()]), None, is_strong)
        if found["url"] is not None:
            address = unescape(found["url"])
            yield Piece(unescape(found["label"] or found["url"]), address, is_strong)
        else:
            yield from _slack_pieces(found["strong"], is_strong=True)
        end = found.end()
    if end < len(line):
        yield Piece(unescape(line[end:]), None, is_strong)


def _read_teams(message: Mapping[str, Any]) -> Card:
    content = message["attachments"][0]["content"]
    lines = list(_teams_lines(content["body"]))
    lines += [(Piece(one["title"], one["url"], is_strong=True),) for one in content.get("actions", ())]
    first, *others = lines
    return Card("Microsoft Teams", "".join(piece.text for piece in first), tuple(others))


def _teams_lines(items: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    for item in items:
        kind = item["type"]
        if kind in ("Container", "Column"):
            yield from _teams_lines(item["items"])
        elif kind == "ColumnSet":
            yield from _teams_lines(item["columns"])
        elif kind == "RichTextBlock":
            yield tuple(map(_teams_piece, item["inlines"]))
        elif kind == "TextBlock":
            yield (_teams_piece(item),)
        elif kind == "FactSet":
            for fact in item["facts"]:
                yield Piece(f"{fact['title']} ", is_strong=True), Piece(fact["value"])


def _teams_piece(run: Mapping[str, Any]) -> Piece:
    url = run.get("selectAction", {}).get("url")
    return Piece(run["text"], url, is_strong=run.get("weight") == "Bolder")


def _read_push(message: Mapping[str, Any]) -> Card:
    return Card("push.json", message["title"], tuple((Piece(line),) for line in message["body"].split("\n")))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Card]] = {
    "slack.json": _read_slack,
    "teams.json": _read_teams,
    "push.json": _read_push,
}
