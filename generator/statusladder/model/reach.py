"""Channels: where a site speaks besides its page and feeds, whom it reaches there, and at which updates it speaks."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.values import (
    LanguageTag,
    Line,
    Link,
    accept_choice,
    accept_matching,
    accept_one_of,
    describe,
    read_text,
    refuse,
)


class ChannelKind(StrEnum):
    """What a channel is, quietest first; the page and its feeds are always there."""

    PAGE = "page"
    FEEDS = "feeds"
    BANNER = "banner"
    WEBHOOK = "webhook"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
    SOCIAL = "social"
    HELP = "help"
    SUPPORT = "support"
    ACCOUNTS = "accounts"
    EXECUTIVE = "executive"


ALWAYS = (ChannelKind.PAGE, ChannelKind.FEEDS)
"""What every update reaches, whatever a policy says."""

THROUGH_PEOPLE = frozenset({ChannelKind.SUPPORT, ChannelKind.ACCOUNTS, ChannelKind.EXECUTIVE})
"""Where colleagues are told, who talk to customers or decide; no message of ours goes to customers there."""

SENT_TO = frozenset(ChannelKind) - {*ALWAYS, ChannelKind.BANNER, ChannelKind.SUPPORT, ChannelKind.ACCOUNTS}
"""Where `announce` sends messages; the rest the site shows, or colleagues read."""

VARIABLE = "STATUSLADDER_CHANNEL_"


def variable_of(channel: str) -> str:
    """The variable of the environment that holds the addresses of a channel."""
    return VARIABLE + re.sub(r"[^A-Z0-9]", "_", channel.upper())


ADDED_KINDS = tuple(kind for kind in ChannelKind if kind not in ALWAYS)


class Speaks(StrEnum):
    """At which updates a channel speaks."""

    EVERY = "every"
    STAGE = "stage"
    SEVERITY = "severity"


_SELDOM = frozenset({ChannelKind.SMS, ChannelKind.SOCIAL, ChannelKind.ACCOUNTS})
"""Kinds that interrupt people, and so speak only when the stage changes, unless a site says otherwise."""

_QUIET = re.compile(
    r"(?P<from>[01]\d|2[0-3]):(?P<from_m>[0-5]\d)\s*[-–]\s*(?P<to>[01]\d|2[0-3]):(?P<to_m>[0-5]\d)(?: +(?P<zone>\S+))?"
)


@dataclass(frozen=True)
class Quiet:
    """Hours of each day in which a channel leaves out minor and info incidents; `zone` is None for the site's."""

    begins: time
    ends: time
    zone: str | None = None

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether an aware time lies within; hours that begin in the evening go on past midnight."""
        clock = at.astimezone(ZoneInfo(self.zone) if self.zone is not None else zone).time().replace(tzinfo=None)
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def __str__(self) -> str:
        hours = f"{self.begins:%H:%M}-{self.ends:%H:%M}"
        return f"{hours} {self.zone}" if self.zone is not None else hours


def _quiet(value: object) -> Quiet:
    if isinstance(value, Quiet):
        return value
    match = _QUIET.fullmatch(read_text(value))
    if match is None:
        raise refuse(
            f"{describe(value)} are no hours of a day", "write them as 22:00-07:00, or 22:00-07:00 Europe/Lisbon"
        )
    begins, ends = (time(int(match[part]), int(match[f"{part}_m"])) for part in ("from", "to"))
    if begins == ends:
        raise refuse(f"{describe(value)} begin and end at the same time", "write two times, or leave 'quiet' out")
    if match["zone"] is not None:
        try:
            ZoneInfo(match["zone"])
        except (ValueError, OSError, KeyError):
            fix = "write an IANA name as Europe/Lisbon, or UTC"
            raise refuse(f"no time zone is called '{match['zone']}'", fix) from None
    return Quiet(begins, ends, match["zone"])


_MAILBOX = accept_matching(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?",
    "an email address",
    "status@example.com",
)
Mailbox = Annotated[str, PlainValidator(_MAILBOX, json_schema_input_type=str)]


class Channel(Fact):
    """Somewhere a site speaks; `audience` narrows it to one group of readers, `url` is where people join it.

    `language` is that of its messages. Emails come from `sender` and go to `to`, the address of a mailing list.
    """

    id: Line
    kind: Annotated[
        ChannelKind, PlainValidator(accept_one_of(ADDED_KINDS, "kind of channel"), json_schema_input_type=ChannelKind)
    ]
    name: Line | None = None
    audience: Line | None = None
    url: Link | None = None
    language: LanguageTag | None = None
    sender: Mailbox | None = None
    to: Mailbox | None = None
    when: Annotated[Speaks, accept_choice(Speaks, "time to speak")] | None = None
    quiet: Annotated[Quiet, PlainValidator(_quiet, json_schema_input_type=str)] | None = None

    @property
    def speaks(self) -> Speaks:
        """At which updates it speaks: as the site says, else as suits its kind."""
        if self.when is not None:
            return self.when
        return Speaks.STAGE if self.kind in _SELDOM else Speaks.EVERY

    def is_among(self, named: Collection[str]) -> bool:
        """Whether one of these kinds and ids of channels stands for it."""
        return self.kind in named or self.id in named


PAGE = Channel.model_construct(id="page", kind=ChannelKind.PAGE)
FEEDS = Channel.model_construct(id="feeds", kind=ChannelKind.FEEDS)
