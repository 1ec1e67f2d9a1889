"""What `routes.json` says: which message goes through which channel, in order of sending, or why a channel is silent.

One declaration serves twice: `messages` writes it, and `announce` reads it, on a machine that may know nothing of the
site. Keys of a later version are ignored.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from statusladder.model.addresses import is_link
from statusladder.model.characters import find_unfit
from statusladder.model.reach import ChannelKind
from statusladder.model.vocabulary import Severity, Stage

ROUTES = "routes.json"
"""Where it stands, in the folder of the messages."""


def _line(text: str) -> str:
    if not text or "\n" in text or find_unfit(text) is not None:
        raise ValueError("it is no line of text")
    return text


def _below_the_folder(path: str) -> str:
    """A path that stays in the folder of the messages, on each system."""
    if any(part in {"", ".", ".."} for part in path.split("/")) or "\\" in path or ":" in path.split("/")[0]:
        raise ValueError("it leads out of the folder")
    return path


def _address(text: str) -> str:
    if not is_link(text):
        raise ValueError("it is no web address")
    return text


_Line = Annotated[str, AfterValidator(_line)]
_Path = Annotated[_Line, AfterValidator(_below_the_folder)]
_Address = Annotated[_Line, AfterValidator(_address)]


class RouteRow(BaseModel):
    """One announcement of an update through one channel.

    `id` names the announcement, which is the update or a correction of it; `facts` is the digest of the update's facts
    as the manifest of the site has it, and `correction` the mark of the correction there. `files` are empty where the
    channel is silent, or where the site itself shows the update.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    incident: _Line
    update: _Line
    id: _Line
    sequence: int
    at: _Line
    stage: Stage
    severity: Severity | None
    audience: _Line | None
    channel: _Line
    kind: ChannelKind
    speaks: bool
    silent: _Line | None
    files: tuple[_Path, ...]
    permalink: _Address
    facts: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    correction: _Line | None = None

    def file(self, name: str) -> str | None:
        """The path of one of its files by name."""
        return next((path for path in self.files if path.rpartition("/")[2] == name), None)


class Routes(BaseModel):
    """The whole file; `site` is the address of the page."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    version: Literal[1] = 1
    site: _Address
    routes: tuple[RouteRow, ...]
