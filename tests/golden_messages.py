"""The messages that the demo's incidents make in each channel, one of each stage and severity, as files to be read."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from demo_messages import NOW, demo_library, demo_theme
from statusladder.channels.interface import MessageFile
from statusladder.model.reach import ADDED_KINDS, Channel
from statusladder.publish.composing import Message
from statusladder.publish.messages import compose_messages
from statusladder.publish.news import News

FOLDER = Path(__file__).parent / "golden" / "messages"
_FOR_ITS_FORM = (".html", ".eml")
"""Files whose texts are in others too, kept of one kind of update in full."""

_IN_FULL = "identified-critical"


def golden_messages() -> dict[str, bytes]:
    """The files of the oldest message of each kind of update to each channel, by their paths below `FOLDER`."""
    found: dict[str, bytes] = {}
    told = set[tuple[str, str]]()
    for message in _messages():
        bulletin, channel = message.bulletin, message.channel.id
        severity = bulletin.severity.value if bulletin.severity is not None else "maintenance"
        kind = f"{'correction' if bulletin.is_correction else bulletin.stage.value}-{severity}"
        if message.files and (kind, channel) not in told:
            told.add((kind, channel))
            kept = (file for file in message.files if kind == _IN_FULL or not file.name.endswith(_FOR_ITS_FORM))
            found |= {f"{kind}/{channel}/{file.name}": _readable(file) for file in kept}
    return found


def _messages() -> Iterator[Message]:
    """All messages of the demo to a channel of each kind, oldest first."""
    kinds = (kind.value for kind in ADDED_KINDS)
    channels = tuple(Channel.model_validate({"id": kind, "kind": kind, "when": "every"}) for kind in kinds)
    library = demo_library()
    settings = library.settings.model_copy(update={"channels": channels})
    return compose_messages(replace(library, settings=settings), NOW, demo_theme(), News({}))


def _readable(file: MessageFile) -> bytes:
    """A file as it is, but for JSON, of which each value has a line of its own."""
    if not file.name.endswith(".json"):
        return file.data
    return f"{json.dumps(json.loads(file.data), ensure_ascii=False, indent=1)}\n".encode()


def write(found: dict[str, bytes]) -> None:
    """Makes `FOLDER` hold these files and no others."""
    for old in sorted(FOLDER.rglob("*"), reverse=True):
        if old.is_dir():
            old.rmdir()
        else:
            old.unlink()
    for path, data in found.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(data)


if __name__ == "__main__":
    write(golden_messages())
    sys.stdout.write(f"{FOLDER}: read what changed with git diff\n")
