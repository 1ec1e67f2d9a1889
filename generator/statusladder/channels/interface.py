"""What a channel is: a member of this room that turns the facts of an update into the files of its messages.

Short because it is the contract of the room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from statusladder.model.reach import ChannelKind

if TYPE_CHECKING:
    from statusladder.model.reach import Channel
    from statusladder.model.site import Settings
    from statusladder.theming.theme import Theme
    from statusladder.views.bulletins import Bulletin
    from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Sending:
    """Through which of a site's channels a message goes, and how that one speaks: in its language, in the theme."""

    channel: "Channel"
    settings: "Settings"
    voice: "Voice"
    theme: "Theme"


@dataclass(frozen=True)
class Count:
    """How much room a text takes as its medium counts, and how much there is.

    `unit` is a string of `messages_page.count`.
    """

    unit: str
    taken: int
    most: int


@dataclass(frozen=True)
class MessageFile:
    """One file of a message.

    `faults` says what of it is beyond a limit of the medium, each with the code of its problem and in one sentence: the
    member that makes the file knows its limits, and nothing that is beyond one is sent. `counts` says for whoever reads
    it before it is sent how near it is to them.
    """

    name: str
    data: bytes
    faults: tuple[tuple[str, str], ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Medium:
    """A member of the room, defined by its file as the constant `CHANNEL`; its files are for channels of the `kind`."""

    name: str
    kind: ChannelKind
    compose: "Callable[[Bulletin, Sending], Iterable[MessageFile]]"
