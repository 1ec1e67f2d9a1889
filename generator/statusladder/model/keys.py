"""Everything that is known of a key, on its field: what it means, how it carries over, and how it is asked for.

Schema, forms, prompts, folding and lint read it there, so that a key is added in one place.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from functools import cache
from itertools import pairwise
from textwrap import dedent
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
    UNASKED = auto()
    """No command asks for it: who needs it writes it into the file or a form."""
    INTERNAL = auto()
    """No customer ever reads it."""
    CLAIM = auto()
    """Sentences that state the present impact: they are held to the facts, and to the rules of wording."""
    PROSE = auto()
    """Other sentences that are held to the rules of wording."""
    UNJUDGED = auto()
    """Texts that no rule of wording reads: names, reasons, notes, records of the past."""
    NO_FACT = auto()
    """It says something of the update, and nothing of what happened."""
    STEP = auto()
    """It goes with a step of an open incident: a first update, a report and a maintenance cannot hold it."""
    LATER = auto()
    """It speaks of an earlier update, so that a first one cannot hold it."""
    OF_INCIDENTS = auto()
    """Every update can hold it, and a maintenance has no use for it."""
    BY_HAND = auto()
    """For people who know the file: a web form with it would be longer and no more useful."""


UNMARKED = Mark(0)
ADDS, UNASKED, INTERNAL, BY_HAND = Mark.ADDS, Mark.UNASKED, Mark.INTERNAL, Mark.BY_HAND
CLAIM, PROSE, UNJUDGED, NO_FACT = Mark.CLAIM, Mark.PROSE, Mark.UNJUDGED, Mark.NO_FACT
STEP, LATER, OF_INCIDENTS = Mark.STEP, Mark.LATER, Mark.OF_INCIDENTS

REASON = "--reason"
"""One flag for the reason of a step that needs one; which key it fills follows from the step (ladder.steps.licence)."""


@dataclass(frozen=True)
class Key:
    """What is known of a key besides its type and the sentence below it.

    `ask` is the question as a person is asked, None where no command asks. The answer is given with `flag`, which is
    made of the key unless it says otherwise; behind it may stand what help calls the answer, as `--item ITEM=STATUS`.
    `fix` says what to write where it is owed and missing, `misplaced` what to write instead where the stage forbids it;
    both are empty where what the rules say of any key is enough.
    """

    carried: Carried | None = None
    marks: Mark = UNMARKED
    ask: str | None = None
    flag: str = ""
    fix: str = ""
    misplaced: str = ""


def key(
    carried: Carried | None = None,
    marks: Mark = UNMARKED,
    *,
    default: Any = None,
    ask: str | None = None,
    flag: str = "",
    fix: str = "",
    misplaced: str = "",
) -> Any:
    """The field of a key that may be left out; one that must be there has its `Key` in `Annotated`."""
    field = Field(default)
    field.metadata.append(Key(carried, marks, ask, flag, fix, misplaced))
    return field


def key_of(field: FieldInfo) -> Key:
    """What is known of the key of one field."""
    return next((known for known in field.metadata if isinstance(known, Key)), Key())


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, Key]:
    """What is known of each key of a model, in its order and by the names of its fields."""
    return {name: key_of(field) for name, field in model.model_fields.items()}


def keys_marked(model: type[BaseModel], marks: Mark) -> frozenset[str]:
    """The keys of a model that have at least one of the marks."""
    return frozenset(name for name, known in keys_of(model).items() if known.marks & marks)


@cache
def sentences_of(model: type[BaseModel], stages: tuple[Stage, ...] = ()) -> Mapping[str, str]:
    """What each key means in files that have these stages, in one line that an editor shows while somebody types.

    It is the docstring of the field, which Python does not keep. It is looked up in the source only when it is needed:
    pydantic would do so at every start, for few commands.
    """
    told: dict[str, str] = {}
    for base in reversed(model.__mro__[: model.__mro__.index(BaseModel)]):
        (described,) = ast.parse(dedent(inspect.getsource(base))).body
        for field, text in pairwise(described.body if isinstance(described, ast.ClassDef) else ()):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(sentence))):
                    told[name] = sentence
    ends = {name: known.carried.sentence(stages) for name, known in keys_of(model).items() if known.carried is not None}
    return {name: " ".join(filter(None, (told.get(name), ends.get(name)))) for name in model.model_fields}
