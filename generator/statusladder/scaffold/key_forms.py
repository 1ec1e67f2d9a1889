"""What each key takes, read from the model's own types, so that no form and no snippet can drift from the reader."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from statusladder.model.facts import Components, Eta, EventTime, Fact, Range, TextsOrNone, WorkaroundsField
from statusladder.model.schema import SCHEMAS
from statusladder.model.update import Embargo, Roles
from statusladder.model.values import Link


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
    STATES = "states"
    NAMED_TEXTS = "named texts"
    LIST = "list"
    RECORD = "record"


@dataclass(frozen=True)
class Form:
    """What a key takes: `choices` of a choice, the form of each item of a list, the `parts` of a record by key.

    `may_be_none` marks lists for which the word `none` stands, as a decision.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    item: "Form | None" = None
    parts: Mapping[str, "Form"] | None = None
    may_be_none: bool = False
    is_required: bool = False
    description: str = ""


@cache
def forms(kind: str, model: type[Fact]) -> Mapping[str, Form]:
    """The form of every key of a kind of file, in the model's order, with the sentences of its schema."""
    told = SCHEMAS[kind]()["properties"]
    return {key: replace(form, description=told[key]["description"]) for key, form in _parts(model).items()}


def _parts(model: type[Fact]) -> Mapping[str, Form]:
    hints = get_type_hints(model, include_extras=True)
    return {
        field.alias or name: replace(_form(hints[name]), is_required=field.is_required())
        for name, field in model.model_fields.items()
    }


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


_READ_AS_LINK = get_args(Link)[1]
_READ_AS_NONE = (get_args(TextsOrNone)[1], get_args(WorkaroundsField)[1])
"""The readers by which a type says more than what it holds."""


def _form(hint: Any) -> Form:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        if _READ_AS_LINK in arguments:
            return Form(Kind.LINK)
        form = _form(arguments[0])
        return replace(form, may_be_none=form.may_be_none or any(reader in arguments for reader in _READ_AS_NONE))
    if origin in (Union, UnionType):
        stated = [argument for argument in arguments if argument is not type(None)]
        return Form(Kind.MOMENT_OR_LENGTH) if len(stated) > 1 else _form(stated[0])
    if origin is tuple:
        return Form(Kind.LIST, item=_form(arguments[0]))
    if origin is dict:
        return Form(Kind.NAMED_TEXTS)
    if hint is Any:
        return Form(Kind.LONG_TEXT)
    if hint in _SPECIAL:
        return Form(_SPECIAL[hint])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Form(Kind.CHOICE, tuple(hint))
    if isinstance(hint, type) and issubclass(hint, Fact):
        return Form(Kind.RECORD, parts={key: part for key, part in _parts(hint).items() if (hint, key) not in _UNSAID})
    return Form(Kind.TEXT)


_UNSAID = {(Eta, "unknown")}
"""What a record holds and nobody writes: the word `unknown` stands for the whole estimate."""
