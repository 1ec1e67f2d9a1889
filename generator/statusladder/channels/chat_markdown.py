"""Markdown for the other chats: CommonMark that Mattermost, Rocket.Chat, Discord, Matrix and Zulip show alike."""

from collections.abc import Iterator

from statusladder.channels.chat_text import Room, build_chat_text, say_sender, shorten_to
from statusladder.channels.commonmark import LINE_END, escape, write_line, write_link, write_prose, write_words
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

LIMIT = 2000
"""UTF-16 units of a message that Discord takes; the others take more."""

LEAST_FOR_TEXT = 900

IN_HEADLINE = 300


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    """The headline, the text and the times, then core lines as a list, and the way to all of it."""
    headline = shorten_to(bulletin.headline, IN_HEADLINE, lambda text: _units(escape(text)))
    links = [write_link(sending.voice.say("message.full"), bulletin.url)]
    name, signature = say_sender(bulletin)
    links.append(write_link(name, sending.settings.site.url))
    foot = " · ".join(links)
    if signature is not None:
        foot = f"{write_words(signature)}{LINE_END}{foot}"
    around = f"**{escape(headline)}**\n\n\n\n\n\n{foot}\n"
    left = LIMIT - _units(around)
    chat = build_chat_text(bulletin, Room(left, left, LEAST_FOR_TEXT), _cost)
    parts = [
        f"**{escape(headline)}**",
        write_prose(chat.text),
        LINE_END.join([*map(write_words, chat.advice), *(f"**{escape(line)}**" for line in chat.due)]),
        "\n".join(f"- {write_words(line)}" for line in chat.facts),
        foot,
    ]
    yield MessageFile("chat.md", ("\n\n".join(filter(None, parts)) + "\n").encode())


def _cost(line: str) -> int:
    """What a line takes at most, wherever it stands."""
    return _units(write_line(line)) + len("****") + len(LINE_END)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


CHANNEL = Medium("chat_markdown", ChannelKind.CHAT, _compose)
