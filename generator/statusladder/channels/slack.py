"""Slack: Block Kit for an incoming webhook, every text of which shows what was typed and mentions nobody."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from statusladder.channels.chat_text import ChatText, Room, build_chat_text, say_sender, shorten_to
from statusladder.channels.commonmark import split_addresses
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

MOST_BLOCKS, IN_HEADER, IN_SECTION, IN_FIELD, MOST_FIELDS = 50, 150, 3000, 2000, 10
"""Limits of Block Kit: blocks of a message, characters of a header, of a section's text and of a field, and fields."""

ROOM = Room(total=10_000, each=IN_SECTION, for_text=IN_SECTION)
"""Slack refuses a message whose blocks hold about 13,000 characters; times, names and links take the rest."""

_SHORT, _MOST_SHORT = 60, 3 * MOST_FIELDS
"""Characters of a line that still reads well as one of two columns, and how many lines stand so."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""What Slack takes for its own signs: links, and mentions such as `<!channel>`. It has no escape for emphasis."""

_IN_ADDRESS = str.maketrans({"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"})


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    chat = build_chat_text(bulletin, ROOM, lambda line: len(_linked(line)) + len("• \n"))
    headline = shorten_to(bulletin.headline, IN_HEADER, lambda text: len(_in_plain(text)))
    # Notifications and screen readers say the text instead of the blocks.
    text = "\n".join([*map(_escaped, (headline, *chat.due)), _link(bulletin.url)])
    message = {"text": text, "blocks": list(_blocks(headline, chat, bulletin, sending))}
    yield MessageFile("slack.json", f"{json.dumps(message, ensure_ascii=False, indent=1)}\n".encode())


def _blocks(headline: str, chat: ChatText, bulletin: Bulletin, sending: Sending) -> Iterator[dict[str, Any]]:
    yield {"type": "header", "text": {"type": "plain_text", "text": _in_plain(headline), "emoji": False}}
    if chat.text:
        yield _section("\n".join(map(_linked, chat.text)))
    first = [*map(_linked, chat.advice), *(f"*{_escaped(line)}*" for line in chat.due)]
    yield from map(_section, _in_sections(first))
    short = [line for line in chat.facts if len(_linked(line)) <= _SHORT][:_MOST_SHORT]
    for start in range(0, len(short), MOST_FIELDS):
        yield {"type": "section", "fields": [_mrkdwn(_linked(line)) for line in short[start : start + MOST_FIELDS]]}
    long = [f"• {_linked(line)}" for line in chat.facts if line not in short]
    yield from map(_section, _in_sections(long))
    # A button would show everybody who presses it a warning, unless the app answers to Slack.
    yield _section(f"*{_link(bulletin.url, sending.voice.say('message.full'))}*")
    name, signature = say_sender(bulletin)
    footer = [_link(sending.settings.site.url, name)]
    footer += [_escaped(signature)] if signature is not None else []
    yield {"type": "context", "elements": [_mrkdwn(text) for text in footer]}


def _in_sections(lines: Sequence[str]) -> Iterator[str]:
    """Lines in as few texts as hold them."""
    text = ""
    for line in lines:
        longer = f"{text}\n{line}" if text else line
        if len(longer) > IN_SECTION:
            yield text
            longer = line
        text = longer
    if text:
        yield text


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> dict[str, Any]:
    """A text that Slack leaves as it is: `@here` and `#name` become no mention, and only our own links are links."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _linked(text: str) -> str:
    """One line, its addresses as links."""
    return "".join(_link(piece) if is_address else _escaped(piece) for piece, is_address in split_addresses(text))


def _link(url: str, label: str | None = None) -> str:
    address = url.translate(_IN_ADDRESS)
    return f"<{address}>" if label is None else f"<{address}|{_escaped(label)}>"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _in_plain(text: str) -> str:
    """A text where nothing is a link or a mention by what Slack documents; its signs are escaped even so."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


CHANNEL = Medium("slack", ChannelKind.CHAT, _compose)
