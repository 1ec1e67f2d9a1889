"""What an importer is: a member of this room that reads what another tool holds.

Short because it is the contract of the room and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusladder.model.imported import Imported
from statusladder.model.problem import Stopped


class SourceError(Stopped):
    """The source cannot be read."""


@dataclass(frozen=True)
class Importer:
    """A member of the room, defined by its file as the constant `IMPORTER`.

    `reads` says in one sentence which files it takes. `read` raises SourceError and writes nothing. A component that
    the source names without a state is read as `affected`; people may say which state to assume. Where people choose
    the columns of a source themselves, `read_columns` takes in addition which heading stands for which of ours.
    `has_feed` where the source has an Atom feed at `/history.atom`, whose ids nothing but that feed tells.
    """

    name: str
    reads: str
    read: Callable[[Path], Imported]
    read_columns: Callable[[Path, Mapping[str, str]], Imported] | None = None
    has_feed: bool = False
