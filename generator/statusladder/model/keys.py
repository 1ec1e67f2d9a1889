"""Everything that is known of a key, on its field: what it means, how it carries over, and how it is asked for.

Schema, forms, prompts, folding and lint read it there, so that a key is added in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from functools import cache
from typing import Any

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from statusladder.model.vocabulary import Stage


class Carry(StrEnum):
    """What becomes of a fact in the next update; the letters are those of docs/reference/content-format.md."""

    MERGE = "m"
    KEEP = "c"
    LIST = "l"
    NEVER = "–"


def _nothing(before: Any) -> Any:
    """Nothing of the value outlives the entry."""
    return None


@dataclass(frozen=True)
class Carried:
    """How a key carries over, the stages that drop it, and those at whose entry what was said before ends.

    `forbidden` stages drop the fact whoever states it. Entering one of the `ends` stages (the first file of that stage,
    a later one keeps what the first restated) leaves `kept` of what carried so far; what the file itself states stands.
    `part` names what ends where it is not all.
    """

    rule: Carry
    forbidden: frozenset[Stage] = frozenset()
    ends: frozenset[Stage] = frozenset()
    kept: Callable[[Any], Any] = _nothing
    part: str | None = None

    def sentence(self, stages: tuple[Stage, ...]) -> str:
        """Which of the stages end it, so that whoever writes one of them knows to say it again; empty where none."""
        at = [stage.value for stage in stages if stage in self.ends - self.forbidden]
        if not at:
            return ""
        listed = " or ".join(filter(None, (", ".join(at[:-1]), at[-1])))
        return f"Of it, {self.part} end at {listed}." if self.part else f"Ends at {listed} unless stated again."


MERGE, KEEP, LIST, NEVER = Carried(Carry.MERGE), Carried(Carry.KEEP), Carried(Carry.LIST), Carried(Carry.NEVER)


class Mark(Flag):
    """What else is true of a key, for those who go through many."""

    ADDS = auto()
    """What a command is told joins what is known already, instead of taking its place."""


ADDS, UNMARKED = Mark.ADDS, Mark(0)

REASON = "--reason"
"""One flag for the reason of a step that needs one; which key it fills follows from the step (ladder.steps.licence)."""


@dataclass(frozen=True)
class Key:
    """What is known of a key besides its type: `told` in one line, which an editor shows while somebody types.

    `ask` is the question as a person is asked, None where no command asks. The answer is given with `flag`, which is
    made of the key unless it says otherwise; behind it may stand what help calls the answer, as `--item ITEM=STATUS`.
    """

    told: str = ""
    carried: Carried | None = None
    marks: Mark = UNMARKED
    ask: str | None = None
    flag: str = ""

    def sentence(self, stages: tuple[Stage, ...] = ()) -> str:
        """What it means, in files that have these stages."""
        return " ".join(filter(None, (self.told, self.carried.sentence(stages) if self.carried is not None else "")))


def key(
    told: str = "",
    carried: Carried | None = None,
    marks: Mark = UNMARKED,
    *,
    default: Any = None,
    factory: Callable[[], Any] | None = None,
    ask: str | None = None,
    flag: str = "",
) -> Any:
    """The field of a key that may be left out; one that must be there has its `Key` in `Annotated`."""
    field = Field(default) if factory is None else Field(default_factory=factory)
    field.metadata.append(Key(told, carried, marks, ask, flag))
    return field


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, Key]:
    """What is known of each key of a model, in its order and by the names of its fields."""
    return {name: key_of(field) for name, field in model.model_fields.items()}


def key_of(field: FieldInfo) -> Key:
    """What is known of the key of one field."""
    return next((known for known in field.metadata if isinstance(known, Key)), Key())
