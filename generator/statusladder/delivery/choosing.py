"""Chooses the file of a message that an address takes: made for its service where there is one, else the plainest."""

import json
from pathlib import Path

from statusladder.delivery.addresses import Address
from statusladder.delivery.relaying import Text
from statusladder.model.problem import Stopped
from statusladder.model.reach import ChannelKind
from statusladder.model.routes import RouteRow

_OF_SERVICES = {
    **dict.fromkeys(("mastodon", "mastodons", "toot", "toots"), "mastodon.txt"),
    **dict.fromkeys(("bluesky", "bsky"), "bluesky.txt"),
    **dict.fromkeys(("x", "twitter", "tweet"), "x.txt"),
}
"""Files by the scheme of apprise's address."""

_OF_KINDS = {
    ChannelKind.EMAIL: "body.txt",
    ChannelKind.CHAT: "chat.md",
    ChannelKind.SMS: "sms.txt",
    ChannelKind.SOCIAL: "bluesky.txt",
    ChannelKind.WEBHOOK: "push.json",
    ChannelKind.HELP: "help-article.md",
    ChannelKind.EXECUTIVE: "brief.md",
}
"""The plainest file of each kind, for services that have none of their own: among posts the shortest."""

_SUBJECT = "subject.txt"


def choose_file(row: RouteRow, address: Address) -> str:
    """The path of the file that an address takes. Raises Stopped where the message has none for it."""
    wanted = address.file or _OF_SERVICES.get(address.scheme, "")
    path = row.file(wanted)
    if path is None and address.file is None:
        path = row.file(_OF_KINDS.get(row.kind, ""))
    if path is None:
        sentence = f"{address.shown} takes no message of the channel {row.channel}, whose kind is {row.kind.value}"
        raise Stopped(sentence, f"give {row.channel} an address for {row.kind.value}; docs: 'Send updates'")
    return path


def read_message(folder: Path, row: RouteRow, path: str) -> bytes:
    """The bytes of a file that `routes.json` names. Raises Stopped."""
    try:
        place = (folder / path).resolve(strict=True)
        if not place.is_relative_to(folder.resolve()):
            raise Stopped(f"{path} leads out of the folder", "run 'statusladder messages' again")
        return place.read_bytes()
    except OSError as failure:
        sentence = f"{path}, a message of {row.incident}/{row.id}, cannot be read ({failure.strerror})"
        raise Stopped(sentence, "run 'statusladder messages' again") from None


def read_text(folder: Path, row: RouteRow, path: str) -> Text:
    """A message as the text of a service. Raises Stopped."""
    try:
        body = read_message(folder, row, path).decode()
        if path.endswith(".json"):
            push = json.loads(body)
            return Text(str(push["title"]), str(push["body"]), is_markdown=False)
        subject = row.file(_SUBJECT)
        title = read_message(folder, row, subject).decode().strip() if subject is not None else ""
    except (ValueError, KeyError, TypeError):
        sentence = f"{path} is not a message that 'statusladder messages' wrote"
        raise Stopped(sentence, "run 'statusladder messages' again") from None
    return Text(title, body.rstrip("\n"), is_markdown=path.endswith(".md"))
