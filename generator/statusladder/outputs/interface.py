"""What an output is: a member of this room that turns what a site knows into files, for all or for its own people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from statusladder.theming.theme import Theme
    from statusladder.views.frame import Frame
    from statusladder.views.internal import InternalSnapshot
    from statusladder.views.snapshot import Snapshot
    from statusladder.views.story import Story


class Rank(IntEnum):
    """The order of publishing: a file comes after everything it links to, so that links resolve at every instant."""

    FILE = 0
    PAGE = 1
    INDEX = 2
    FEED = 3


class Artifact:
    """One file of the site: its path below the published folder (with `/`), its bytes, and when it is swapped in.

    Of a file that is kept elsewhere `data` is what brings its bytes, and `digest` is theirs, SHA-256 in figures of
    base 16.
    """

    def __init__(
        self, path: str, data: bytes | Callable[[], bytes], rank: Rank = Rank.PAGE, digest: str | None = None
    ) -> None:
        self.path, self.rank, self._data, self._digest = path, rank, data, digest

    @property
    def data(self) -> bytes:
        return self._data if isinstance(self._data, bytes) else self._data()

    @property
    def digest(self) -> str:
        if self._digest is None:
            self._digest = sha256(self.data).hexdigest()
        return self._digest

    def __repr__(self) -> str:
        return f"Artifact({self.path!r})"


def _nothing(*told: object) -> Iterable[Artifact]:
    return ()


@dataclass(frozen=True)
class Output:
    """A member of the room, defined by its file as the constant `OUTPUT`.

    `of_site` makes the files that tell of the whole site. `of_story` makes those of one incident or maintenance: it is
    handed no more than the story and the frame of its page, so that they are made anew only where one of these changes.
    """

    name: str
    of_site: "Callable[[Snapshot, Theme], Iterable[Artifact]]" = _nothing
    of_story: "Callable[[Story, Frame, Theme], Iterable[Artifact]]" = _nothing

    def produce(self, snapshot: "Snapshot", theme: "Theme") -> "Iterator[Artifact]":
        """All of its files."""
        yield from self.of_site(snapshot, theme)
        for story in snapshot.stories:
            yield from self.of_story(story, snapshot.frame, theme)


@dataclass(frozen=True)
class InternalOutput:
    """A member of `outputs/internal`, for the site's own people: all its files lie below `urls.INTERNAL`.

    A kind of its own, since a public build neither looks for it nor has what it would show.
    """

    name: str
    produce: "Callable[[InternalSnapshot, Theme], Iterable[Artifact]]"
