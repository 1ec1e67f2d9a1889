"""A page of what the newest update of an incident or maintenance says in each channel, to be read before it is sent.

It is for the team: an internal build has it, and the preview on a writer's machine. No other build does.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parseaddr
from html import unescape

from statusladder.channels.interface import MessageFile
from statusladder.markup.html import to_html
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact, Rank
from statusladder.outputs.internal.page import MARK
from statusladder.outputs.page import make_page, title_of
from statusladder.publish.composing import Composer, Message
from statusladder.publish.message_cards import Card, read_card
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.embeds import say_line
from statusladder.views.internal import has_messages
from statusladder.views.reach import say_channel
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.wording import capitalise
from statusladder.voice.voice import Voice

POSTS = {"x.txt": "X", "mastodon.txt": "Mastodon", "bluesky.txt": "Bluesky"}
_OF_EMAIL = ("subject.txt", "body.html", "body.txt", "message.eml")
_HIDDEN = re.compile(r"<(div|span)\b[^>]*display:\s*none[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
"""What an email has for lists of emails alone: the first text that is not shown."""


@dataclass(frozen=True)
class FileView:
    """A file as the page shows it: `look` says how. `url` leads to the file itself, `counts` are how full it is.

    `html` is what Markdown comes to.
    """

    name: str
    label: str
    look: str
    text: str
    url: str
    counts: tuple[str, ...]
    card: Card | None = None
    html: str = ""


@dataclass(frozen=True)
class EmailView:
    """An email as an inbox and a reader show it; `body` leads to its HTML."""

    subject: str
    sender: str
    address: str
    preheader: str | None
    body: str
    text: str


@dataclass(frozen=True)
class ChannelView:
    """A channel: what it does with the update, in `status` with the shape `mark`, and its files, if it speaks.

    `faults` are what is beyond a limit, in English. `line` is what a banner says. `language` is that of its messages.
    """

    id: str
    name: str
    mark: str
    status: str
    language: str
    faults: tuple[str, ...] = ()
    line: str | None = None
    email: EmailView | None = None
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True)
class Pages:
    """Where a build has pages of messages, by the public page of what they are about, and what they lead back to.

    `index` is the way into what is for the team alone, None where nothing else is.
    """

    address: Callable[[str], str]
    index: str | None


INTERNAL = Pages(urls.of_messages, urls.INTERNAL)
PREVIEW = Pages(urls.of_previewed_messages, None)


def make_message_pages(
    snapshot: Snapshot, theme: Theme, pages: Pages, whole: Library | None = None
) -> Iterator[Artifact]:
    """The pages of what is open, planned or over for a short time, and beside each the files that it shows.

    They are made of what the snapshot shows, and with the `whole` library also for those of whom the public may not
    know.
    """
    public = snapshot.courses.library
    told = [story for story in snapshot.stories if has_messages(story, (whole or public).settings, snapshot.now)]
    if not told:
        return
    composer = Composer(public, snapshot.now, theme, whole=whole, only={story.id for story in told})
    for story in told:
        page = pages.address(story.url)
        messages = {one.channel.id: one for one in composer.compose(story.id, story.announcements[0].anchor)}
        for message in messages.values():
            for file in message.files:
                yield Artifact(f"{page}{message.channel.id}/{file.name}", file.data, Rank.FILE)
        views = tuple(_view(channel, messages.get(channel.id), story, snapshot) for channel in composer.channels)
        yield _make_page(snapshot, theme, story, page, pages.index, views)


def _make_page(
    snapshot: Snapshot, theme: Theme, story: Story, page: str, index: str | None, views: tuple[ChannelView, ...]
) -> Artifact:
    voice, newest = snapshot.voice, story.announcements[0]
    return make_page(
        snapshot,
        theme,
        page,
        "internal/messages.html",
        title_of(voice.say("messages_page.title", title=story.title), snapshot.frame),
        voice.say("internal_pages.mark"),
        Rank.PAGE,
        canonical=None,
        mark=MARK,
        index=index,
        is_live=True,
        has_frames=True,
        record_url=urls.of_internal_record(story.url) if index is not None else None,
        told=story,
        newest=newest.title,
        at=voice.full(newest.moment),
        channels=views,
    )


def _view(channel: Channel, message: Message | None, story: Story, snapshot: Snapshot) -> ChannelView:
    settings, voice = snapshot.settings, snapshot.voice
    is_banner = channel.kind is ChannelKind.BANNER and message is not None
    line = say_line(story, settings, snapshot.courses.library.policy, voice) if is_banner else None
    mark, status = _status(message, line)
    files = message.files if message is not None else ()
    named = {file.name: file for file in files}
    is_email = {"subject.txt", "body.html"} <= named.keys()
    return ChannelView(
        id=channel.id,
        name=capitalise(say_channel(channel, voice)),
        mark=mark,
        status=voice.say(f"messages_page.status.{status}"),
        language=message.language if message is not None else voice.tag,
        faults=tuple(f"{problem.code}: {problem.sentence}; {problem.fix}" for problem in message.problems)
        if message is not None
        else (),
        line=line,
        email=_email(channel, named) if is_email else None,
        files=tuple(_file(channel, file, named, voice) for file in files if not (is_email and file.name in _OF_EMAIL)),
    )


def _status(message: Message | None, line: str | None) -> tuple[str, str]:
    """The shape and the string of what a channel does."""
    if message is None:
        return "named", "not_reached"
    if message.silence is not None:
        return "info", message.silence
    if message.problems:
        return "major", "beyond"
    if line is not None:
        return "ok", "shown"
    return ("ok", "speaks") if message.files else ("info", "by_people")


def _email(channel: Channel, files: Mapping[str, MessageFile]) -> EmailView:
    sender, address = _sender(files["message.eml"].data) if "message.eml" in files else ("", "")
    hidden = _HIDDEN.search(files["body.html"].data.decode())
    return EmailView(
        subject=_text(files["subject.txt"]),
        sender=sender,
        address=address,
        preheader=" ".join(unescape(hidden[2]).split()) if hidden is not None else None,
        body=f"{channel.id}/body.html",
        text=_text(files["body.txt"]) if "body.txt" in files else "",
    )


def _sender(message: bytes) -> tuple[str, str]:
    """The name and the address."""
    return parseaddr(str(message_from_bytes(message, policy=policy.default)["From"]))


def _file(channel: Channel, file: MessageFile, beside: Collection[str], voice: Voice) -> FileView:
    card = read_card(file.name, file.data)
    look = "card" if card is not None else _look(file.name, beside)
    return FileView(
        name=file.name,
        label=card.app if card is not None else POSTS.get(file.name, file.name),
        look=look,
        text=_text(file),
        url=f"{channel.id}/{file.name}",
        counts=say_counts(file, voice),
        card=card,
        html=to_html(_text(file), top_heading=3) if look == "prose" else "",
    )


def say_counts(file: MessageFile, voice: Voice) -> tuple[str, ...]:
    """How full a file is."""
    return tuple(voice.say(f"messages_page.count.{one.unit}", n=one.taken, most=one.most) for one in file.counts)


def _look(name: str, beside: Collection[str]) -> str:
    """How a file is shown: what is for programs, and HTML beside the same as Markdown, is folded."""
    stem, _, ending = name.rpartition(".")
    if name == "sms.txt":
        return "bubble"
    if name in POSTS:
        return "post"
    if ending == "html":
        return "data" if f"{stem}.md" in beside else "frame"
    return {"md": "prose", "txt": "text"}.get(ending, "data")


def _text(file: MessageFile) -> str:
    return file.data.decode(errors="replace").rstrip("\n")
