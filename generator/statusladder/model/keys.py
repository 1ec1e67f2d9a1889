"""Everything that is known of a key, on its field: what it means, how it carries over, and how it is asked for.

Schema, forms, prompts, folding and lint read it there, so that a key is added in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, Field

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


MERGE, KEEP, LIST, NEVER = Carried(Carry.MERGE), Carried(Carry.KEEP), Carried(Carry.LIST), Carried(Carry.NEVER)


@dataclass(frozen=True)
class Key:
    """What is known of a key besides its type: `told` in one line, which an editor shows while somebody types."""

    told: str = ""
    carried: Carried | None = None


def key(
    told: str = "", carried: Carried | None = None, *, default: Any = None, factory: Callable[[], Any] | None = None
) -> Any:
    """The field of a key that may be left out; one that must be there has its `Key` in `Annotated`."""
    field = Field(default) if factory is None else Field(default_factory=factory)
    field.metadata.append(Key(told, carried))
    return field


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, Key]:
    """What is known of each key of a model, in its order and by the names of its fields."""
    return {
        name: next((mark for mark in field.metadata if isinstance(mark, Key)), Key())
        for name, field in model.model_fields.items()
    }
