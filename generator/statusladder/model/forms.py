"""What each key takes, read from the types of the model, so that no form, prompt or snippet drifts from the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from statusladder.model.facts import Components, Eta, EventTime, Fact, Range, TextsOrNone, WorkaroundsField
from statusladder.model.keys import Key, Mark, key_of
from statusladder.model.update import Embargo, Roles
from statusladder.model.values import Link
from statusladder.model.vocabulary import MEASURED_STATES


class Kind(StrEnum):
    """The ways in which a value is written."""

    TEXT = "text"
    LONG_TEXT = "long text"
    LINK = "link"
    RANGE = "range"
    CHOICE = "choice"
    FLAG = "flag"
    PERCENT = "percent"
    MOMENT = "moment"
    MOMENT_OR_LENGTH = "moment or length"
    MOMENT_OR_NONE = "moment or none"
    DAY = "day"
    DAY_OR_MOMENT = "day or moment"
    STATES = "states"
    NAMED_TEXTS = "named texts"
    LIST = "list"
    RECORD = "record"


@dataclass(frozen=True)
class Form:
    """What a key takes: `choices` of a choice, the form of each item of a list, the `parts` of a record by key.

    `may_be_none` marks lists for which the word `none` stands, as a decision. `key` is what else is known.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    item: "Form | None" = None
    parts: Mapping[str, "Form"] | None = None
    may_be_none: bool = False
    is_required: bool = False
    key: Key = field(default_factory=Key)

    @property
    def inner(self) -> Mapping[str, "Form"]:
        """The parts of a record, or of the records of a list; none of what has no parts."""
        return (self.item or self).parts or {}

    def is_marked(self, marks: Mark) -> bool:
        """Whether it, or one of its parts, has one of the marks."""
        return bool(self.key.marks & marks) or any(part.is_marked(marks) for part in self.inner.values())


@cache
def forms_of(model: type[BaseModel]) -> Mapping[str, Form]:
    """The form of every key, in the model's order."""
    return {
        info.alias or name: replace(
            _form(info.annotation, info.metadata), is_required=info.is_required(), key=key_of(info)
        )
        for name, info in model.model_fields.items()
        if (model, name) not in _UNSAID
    }


def key_at(model: type[BaseModel], path: str) -> Key:
    """What is known of a key, or of a part of one (`impact.share`)."""
    name, _, part = path.partition(".")
    form = forms_of(model)[name]
    return form.inner[part].key if part else form.key


_UNSAID = {(Eta, "unknown")}
"""What a record holds and nobody writes: the word `unknown` stands for the whole estimate."""

_SPECIAL: Mapping[type, Kind] = {
    Components: Kind.STATES,
    EventTime: Kind.MOMENT,
    Range: Kind.RANGE,
    Embargo: Kind.MOMENT_OR_NONE,
    Roles: Kind.NAMED_TEXTS,
    datetime: Kind.MOMENT,
    date: Kind.DAY,
    bool: Kind.FLAG,
    int: Kind.PERCENT,
}
"""Types that are written in one way whatever they hold."""

_EITHER: Mapping[frozenset[type], Kind] = {
    frozenset({datetime, timedelta}): Kind.MOMENT_OR_LENGTH,
    frozenset({date, datetime}): Kind.DAY_OR_MOMENT,
}
"""What a key that takes one of two types is asked for."""


_READ_AS_LINK = get_args(Link)[1]
_READ_AS_NONE = (get_args(TextsOrNone)[1], get_args(WorkaroundsField)[1])
"""The readers by which a type says more than what it holds."""


def _form(hint: Any, readers: Sequence[Any] = ()) -> Form:
    origin, arguments = get_origin(hint), get_args(hint)
    if _READ_AS_LINK in readers:
        return Form(Kind.LINK)
    if any(reader in readers for reader in _READ_AS_NONE):
        return replace(_form(hint), may_be_none=True)
    if origin is Annotated:
        return _form(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        stated = [argument for argument in arguments if argument is not type(None)]
        return _form(stated[0]) if len(stated) == 1 else Form(_EITHER[frozenset(stated)])
    if origin is tuple:
        return Form(Kind.LIST, item=_form(arguments[0]))
    if origin is dict:
        return Form(Kind.NAMED_TEXTS)
    if hint is Any:
        return Form(Kind.LONG_TEXT)
    if hint in _SPECIAL:
        return Form(_SPECIAL[hint], tuple(MEASURED_STATES) if hint is Components else ())
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Form(Kind.CHOICE, tuple(hint))
    if isinstance(hint, type) and issubclass(hint, Fact):
        return Form(Kind.RECORD, parts=forms_of(hint))
    return Form(Kind.TEXT)
