"""What channels say of the incidents of the demo site, in each language, made once in a process."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.site import Library
from statusladder.publish.messages import Message, compose_messages
from statusladder.publish.news import News
from statusladder.publish.theme import find_theme
from statusladder.theming.theme import Theme

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)

LANGUAGES = ("en", "de", "ar")
CRITICAL, MAJOR, LONG = (
    "2026-02-10-card-payments-declined",
    "2026-03-14-sign-in-fails",
    "2025-07-08-dashboards-do-not-load",
)
MAINTENANCE = "2026-02-25-search-index-move"
STORIES = (CRITICAL, MAJOR, LONG, MAINTENANCE)


@cache
def demo_library() -> Library:
    """The demo site as it is written."""
    library = read_library(ROOT).library
    assert library is not None
    return library


@cache
def demo_theme() -> Theme:
    """The theme of the demo site."""
    settings = demo_library().settings
    return find_theme(ROOT, settings.theme, settings.site.logo)


@cache
def demo_messages(story: str, kind: ChannelKind, language: str = "en") -> tuple[Message, ...]:
    """The messages about a story to a channel of a kind, oldest first."""
    channel = Channel.model_validate({"id": kind.value, "kind": kind.value, "language": language})
    library = demo_library()
    told = replace(library, settings=library.settings.model_copy(update={"channels": (channel,)}))
    return tuple(one for one in compose_messages(told, NOW, demo_theme(), News({}, only=story)) if one.silence is None)


def file_of(message: Message, name: str) -> bytes:
    """A file of a message."""
    return next(file.data for file in message.files if file.name == name)
