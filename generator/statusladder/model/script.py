"""The script of a drill: what its leader tells the team, when, and what a good answer covers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import PlainValidator

from statusladder.model.facts import Fact, Texts
from statusladder.model.values import Line, Moment, Text, describe, read_duration, refuse


def _since_start(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    length = read_duration(value) if isinstance(value, str) else None
    if length is not None or value in ("0m", "0h"):
        return length or timedelta(0)
    raise refuse(f"{describe(value)} is not a duration", "write 0m, 10m or 1h30m after the beginning")


class Inject(Fact):
    """What the leader of a drill tells the team, how long after the beginning, and what a good answer covers."""

    after: Annotated[timedelta, PlainValidator(_since_start, json_schema_input_type=str)]
    inject: Text
    covers: Texts = ()


class ScriptKeys(Fact):
    """The front matter of a script; the times of its injects count from `begins`."""

    begins: Moment
    injects: tuple[Inject, ...]
    playbook: Line | None = None
    playbook_version: Line | None = None

    def told_at(self, inject: Inject) -> datetime:
        return self.begins + inject.after


@dataclass(frozen=True)
class Script:
    """The file beside the updates of a drill; its words are notes of who leads it."""

    path: str
    said: ScriptKeys
    body: str
