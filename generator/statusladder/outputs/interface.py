"""What an output is: a member of this room that turns what a site knows into files, for all or for its own people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from statusladder.theming.theme import Theme
    from statusladder.views.internal import InternalSnapshot
    from statusladder.views.snapshot import Snapshot


class Rank(IntEnum):
    """The order of publishing: a file comes after everything it links to, so that links resolve at every instant."""

    FILE = 0
    PAGE = 1
    INDEX = 2
    FEED = 3


@dataclass(frozen=True)
class Artifact:
    """One file of the site: its path below the published folder (with `/`), its bytes, and when it is swapped in."""

    path: str
    data: bytes
    rank: Rank = Rank.PAGE


@dataclass(frozen=True)
class Output:
    """A member of the room, defined by its file as the constant `OUTPUT`."""

    name: str
    produce: "Callable[[Snapshot, Theme], Iterable[Artifact]]"


@dataclass(frozen=True)
class InternalOutput:
    """A member of `outputs/internal`, for the site's own people: all its files lie below `urls.INTERNAL`.

    A kind of its own, since a public build neither looks for it nor has what it would show.
    """

    name: str
    produce: "Callable[[InternalSnapshot, Theme], Iterable[Artifact]]"
