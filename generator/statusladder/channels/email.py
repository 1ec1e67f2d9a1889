"""Email: an update in plain text and in HTML, as files for a list manager and as one message that is ready to send.

The style of the HTML stands in its template, in `style=` attributes and, for dark and narrow screens, in a block of
classes: a program that moves the rules of a sheet into attributes would need a parser of CSS for what one template can
say itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from urllib.parse import urlsplit

from statusladder.channels.fitting import SHORTEST_TITLE
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.channels.internet_message import Mail, identify, write_mail
from statusladder.channels.linked import Linked, find_addresses
from statusladder.markup.html import without_pictures
from statusladder.markup.prose import shorten, words_of, wrap_lines
from statusladder.model.reach import ChannelKind
from statusladder.model.vocabulary import MAINTENANCE_STAGES, Severity, Stage
from statusladder.theming.words import words_for
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact, CoreLine
from statusladder.views.short_forms import name_news
from statusladder.voice.own import Own, pieces_of
from statusladder.voice.voice import Voice

LONGEST_SUBJECT = 78
"""Characters of a subject at most: a line of a header without folding (RFC 5322, 2.1.1)."""

MOST_HTML = 60 * 1024
"""Bytes of the HTML: what is longer than 102 KB is cut by some programs, wherever that is, and is slow on a phone."""

_WIDTH = 72
"""Characters of a line of plain text, which leaves room for the marks of those who quote it."""

_INBOX, _BEGINNING = 140, 1000
"""Characters that inboxes show behind a subject, and of an update that is too long for an email."""

_ADDRESS_AND_END = re.compile('(https?://[^\\s"<\u2069]++)\u2069')

_COLON, _LONGEST_LABEL = ": ", 40

_TONES = {Severity.CRITICAL: "major", Severity.MAJOR: "major", Severity.MINOR: "degraded", Severity.INFO: "info"}


@dataclass(frozen=True)
class LineView:
    """A core line with its `label`, empty where it has none; `pieces` are the rest, with whether one is an address."""

    label: str
    pieces: Linked
    is_advice: bool


@dataclass(frozen=True)
class EmailView:
    """An email as its template shows it.

    `label` is the stage or what stands instead of it, `time` the moment in full. `due` are the core lines that say
    when, which stand apart, and `core` the others. `html` is the text of the update. `links` are words and addresses.
    `manage` is the address at which readers end their subscription, if there is one.
    """

    subject: str
    label: str
    title: str
    time: str
    tone: str
    is_over: bool
    inbox: str
    due: tuple[str, ...]
    html: str
    core: tuple[LineView, ...]
    signature: str | None
    links: tuple[tuple[str, str], ...]
    manage: str | None


def subject_of(bulletin: Bulletin, voice: Voice) -> str:
    """`[Identified] Sign-in fails`.

    Mail programs leave out what is in brackets when they compare subjects (RFC 5256, 2.1), and keep together the emails
    about one title. So one that is too long is cut alike at each stage, wherever the longest word of a stage allows it.
    """
    stages = {name_news(stage, voice) for stage in Stage if _is_maintenance(stage) is _is_maintenance(bulletin.stage)}
    longest = max(len(_headed(one, bulletin.title, voice)) for one in {*stages, bulletin.short.stage})
    title = shorten(bulletin.title, max(LONGEST_SUBJECT - longest + len(bulletin.title), SHORTEST_TITLE))
    return _headed(bulletin.short.stage, title, voice)


def _headed(label: str, title: str, voice: Voice) -> str:
    return voice.say("message.subject", stage=label, title=Own(title))


def _is_maintenance(stage: Stage) -> bool:
    return stage in MAINTENANCE_STAGES


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    subject = subject_of(bulletin, sending.voice)
    html = _html(bulletin, sending, bulletin.html)
    words = bulletin.html
    if len(html) > MOST_HTML:
        words = _beginning(bulletin, sending.voice)
        html = _html(bulletin, sending, words)
    text = _text(bulletin, sending, words)
    yield MessageFile("subject.txt", f"{subject}\n".encode(), tuple(_faults(subject)))
    yield MessageFile("body.txt", text.encode())
    yield MessageFile("body.html", html)
    yield MessageFile("message.eml", write_mail(_mail(bulletin, sending, subject, text, html.decode())))


def _faults(subject: str) -> Iterator[tuple[str, str]]:
    if len(subject) > LONGEST_SUBJECT:
        sentence = f"the subject of the email has {len(subject)} characters, of {LONGEST_SUBJECT} at most"
        yield "X005", f"{sentence}: the string 'message.subject', or one of a stage, is too long"


def _beginning(bulletin: Bulletin, voice: Voice) -> str:
    """The HTML of an update that is too long, the rest of which is on the page."""
    link = f'<a href="{escape(bulletin.url)}">{escape(voice.say("feed.all_of_it"))}</a>'
    return f"<p>{escape(shorten(bulletin.text, _BEGINNING))}</p><p>{link}</p>"


def _html(bulletin: Bulletin, sending: Sending, words: str) -> bytes:
    voice, site = sending.voice, sending.settings.site
    foreign = site.language if voice.tag != site.language else None
    values: Mapping[str, object] = {
        **words_for(voice, foreign),
        "site": site,
        "language": voice.tag,
        "direction": voice.direction,
        "email": _view(bulletin, sending, words),
    }
    return sending.theme.render_message("messages/email.html", values)


def _view(bulletin: Bulletin, sending: Sending, words: str) -> EmailView:
    voice, due = sending.voice, _due(bulletin)
    text = " ".join(bulletin.text.split())
    return EmailView(
        subject=subject_of(bulletin, voice),
        label=bulletin.short.stage,
        title=Own(bulletin.title),
        time=voice.full(bulletin.moment),
        tone=_tone_of(bulletin),
        is_over=bulletin.is_over,
        inbox=shorten(voice.say("message.inbox", due=due[-1], text=text) if due else text, _INBOX),
        due=due,
        html=_with_addresses_apart(without_pictures(words)),
        core=tuple(map(_line, _further(bulletin))),
        signature=bulletin.signature,
        links=tuple(_links(bulletin, voice)),
        manage=sending.channel.url,
    )


def _tone_of(bulletin: Bulletin) -> str:
    """The colour of the stage, which its word says as well."""
    if bulletin.severity is None or bulletin.is_correction:
        return "info"
    return "ok" if bulletin.is_over else _TONES[bulletin.severity]


def _due(bulletin: Bulletin) -> tuple[str, ...]:
    """When readers hear more, and when a maintenance takes place that is not over."""
    return tuple(line.text for line in bulletin.core if _is_due(line, bulletin))


def _further(bulletin: Bulletin) -> list[CoreLine]:
    """The core lines that are not above the text: what customers can do, then the others in their order."""
    lines = [line for line in bulletin.core if not _is_due(line, bulletin)]
    return sorted(lines, key=lambda line: line.fact is not CoreFact.ADVICE)


def _is_due(line: CoreLine, bulletin: Bulletin) -> bool:
    return line.fact is CoreFact.NEXT_UPDATE or (line.fact is CoreFact.WINDOW and not bulletin.is_over)


def _line(line: CoreLine) -> LineView:
    """What stands before the first colon is the label: most core lines have one, and no other holds it so early."""
    pieces = pieces_of(line.text)
    ours = list(takewhile(lambda piece: not isinstance(piece, Own), pieces))
    label, colon, rest = "".join(ours).partition(_COLON)
    if not colon or len(label) > _LONGEST_LABEL or line.fact is CoreFact.CONTACT:
        label, colon, rest = "", "", "".join(ours)
    others = pieces[len(ours) :]
    return LineView(f"{label}{colon.rstrip()}", find_addresses((rest, *others)), line.fact is CoreFact.ADVICE)


def _links(bulletin: Bulletin, voice: Voice) -> Iterator[tuple[str, str]]:
    yield voice.say("message.view"), bulletin.url
    yield voice.say("message.all_updates"), bulletin.page


def _text(bulletin: Bulletin, sending: Sending, words: str) -> str:
    """The whole email in plain text; its foot is set off as a signature is, so that programs can fold it."""
    voice, channel, site = sending.voice, sending.channel, sending.settings.site
    foot = [voice.say("message.why", site=site.name)]
    if channel.url is not None:
        foot += _link(voice.say("message.manage"), channel.url, voice)
    blocks = [
        _wrapped(_headed(bulletin.short.stage, bulletin.title, voice), voice.full(bulletin.moment)),
        _wrapped(*_due(bulletin)),
        words_of(without_pictures(words), _WIDTH),
        _wrapped(*(f"- {line.text}" for line in _further(bulletin))),
        _wrapped(bulletin.signature or ""),
        _wrapped(*(line for name, address in _links(bulletin, voice) for line in _link(name, address, voice))),
        "-- \n" + _wrapped(*foot),
    ]
    return _with_addresses_apart("\n\n".join(filter(None, blocks))) + "\n"


def _wrapped(*lines: str) -> str:
    return wrap_lines("\n".join(lines), _WIDTH)


def _with_addresses_apart(text: str) -> str:
    """A blank behind each address that a sign of direction follows: mail programs would make it a part of the link."""
    return _ADDRESS_AND_END.sub("\\1 \u2069", text)


def _link(name: str, address: str, voice: Voice) -> tuple[str, str]:
    """Two lines, so that no sign of direction is needed beside the address."""
    return voice.say("message.link", name=name), address


def _mail(bulletin: Bulletin, sending: Sending, subject: str, text: str, html: str) -> Mail:
    channel, settings = sending.channel, sending.settings
    authority = settings.authority

    *before, own = (identify(authority, bulletin.story, name, channel.id) for name in bulletin.thread)

    return Mail(
        subject=subject,
        name=settings.site.name,
        sender=channel.sender or f"status@{urlsplit(settings.site.url).hostname}",
        to=channel.to,
        moment=bulletin.moment,
        id=own,
        thread=tuple(before),
        list_name=channel.name or settings.site.name,
        list_id=f"{channel.id}.{authority}",
        subscription=channel.url,
        language=sending.voice.tag,
        text=text,
        html=html,
    )


CHANNEL = Medium("email", ChannelKind.EMAIL, _compose)
