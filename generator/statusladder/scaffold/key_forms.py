"""What each key takes, read from the model's own types, so that no form and no snippet can drift from the reader.

A key becomes a field of a web form: one dictionary a field, in words that Sveltia and Decap share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from statusladder.content.writer import Written
from statusladder.model.facts import Components, Eta, EventTime, Fact, Range, TextsOrNone, WorkaroundsField
from statusladder.model.schema import SCHEMAS
from statusladder.model.site import Settings
from statusladder.model.update import LONGEST, Embargo, Roles
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
def forms_of(kind: str, model: type[Fact]) -> Mapping[str, Form]:
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


Field: TypeAlias = dict[str, Written]

TIME = "YYYY-MM-DD[T]HH:mm:ss[Z]"
"""How a time is saved: always in UTC, as the picker shows it, so that nobody's own time zone enters a file."""

_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+\-]\d\d:\d\d)"
_PATTERNS: Mapping[Kind, tuple[str, str]] = {
    Kind.LINK: (
        r"^((https?://|mailto:)[^\s<>\"]+|tel:[+\d() \-]+)$",
        "Begin it with https://, mailto: or tel:",
    ),
    Kind.MOMENT_OR_LENGTH: (
        rf"^((\d+d)?(\d+h)?(\d+m)?|{_MOMENT})$",
        "Write 30m, 2h, 1h30m, or a time as 2026-03-14T09:30:00Z",
    ),
    Kind.MOMENT_OR_NONE: (rf"^(none|{_MOMENT})$", "Write none, or a time as 2026-03-14T09:30:00Z"),
}
_RANGES: Mapping[str, tuple[str, str]] = {
    "share": (r"^(\d+(\.\d+)?([\-–]\d+(\.\d+)?)?%|unknown)$", "Write 12-18%, or unknown"),
    "accounts": (r"^(\d+([\-–]\d+)?|unknown)$", "Write 120-150, or unknown"),
}
"""What such a text must look like, and the sentence that says so; of ranges by key."""


def make_field(key: str, form: Form, settings: Settings, is_required: bool) -> Field:
    """The field of a key. `settings` names the components and audiences that a form can offer."""
    made: Field = {"name": key, "label": label_of(key, form.kind)}
    made |= _widget(key, form, settings, is_required)
    made["required"] = is_required
    if form.description:
        made["hint"] = form.description
    return made


def make_component_fields(settings: Settings) -> list[Field]:
    """A choice of its state for each component."""
    states = make_choice(MEASURED_STATES)
    return [
        {"name": component.id, "label": settings.name_of(component.id), **states, "required": False}
        for component in settings.components
    ]


def make_audience_fields(settings: Settings) -> list[Field]:
    """A text for each audience."""
    return [
        {"name": audience.id, "label": audience.name, "widget": "text", "required": False}
        for audience in settings.audiences
    ]


def label_of(key: str, kind: Kind = Kind.TEXT) -> str:
    """The key in words; a time says that it is in UTC."""
    words = key.removeprefix("x-").replace("_", " ").capitalize()
    return f"{words} (UTC)" if kind is Kind.MOMENT else words


def make_choice(options: tuple[str, ...]) -> Field:
    """A choice of words, each shown as what is written into the file."""
    return {"widget": "select", "options": [str(option) for option in options]}


def make_pattern(expression: str, sentence: str) -> Field:
    """A line of text of one form, with the sentence that says which."""
    return {"widget": "string", "pattern": [expression, sentence]}


def _widget(key: str, form: Form, settings: Settings, is_required: bool) -> Field:
    if form.kind is Kind.LIST and form.item is not None:
        return _list(key, form.item, settings)
    if form.kind is Kind.RECORD and form.parts is not None:
        # Decap asks for the required parts of an optional record even where nothing of it was said.
        musts = {name for name, part in form.parts.items() if is_required and part.is_required}
        return _record([make_field(name, part, settings, name in musts) for name, part in form.parts.items()])
    if form.kind is Kind.STATES:
        return _record(make_component_fields(settings))
    if form.kind is Kind.NAMED_TEXTS:
        return _record(make_audience_fields(settings))
    if form.kind in _PATTERNS:
        return make_pattern(*_PATTERNS[form.kind])
    if form.kind is Kind.RANGE:
        return make_pattern(*_RANGES[key])
    return _plain_widget(key, form)


def _plain_widget(key: str, form: Form) -> Field:
    match form.kind:
        case Kind.CHOICE:
            return make_choice(form.choices)
        case Kind.FLAG:
            return {"widget": "boolean"}
        case Kind.PERCENT:
            return {"widget": "number", "value_type": "int", "min": 0, "max": 100}
        case Kind.MOMENT:
            return {"widget": "datetime", "format": TIME, "picker_utc": True}
        case Kind.DAY:
            return {"widget": "datetime", "date_format": "YYYY-MM-DD", "time_format": False, "picker_utc": True}
    if key in LONGEST:
        limit = LONGEST[key]
        return make_pattern(rf"^.{{1,{limit}}}$", f"At most {limit} characters")
    return {"widget": "text" if form.kind is Kind.LONG_TEXT else "string"}


def _list(key: str, item: Form, settings: Settings) -> Field:
    """A list of records that have what they must, or of single texts."""
    if item.parts is not None:
        # A hidden item of one's own would be worse than none: what is published or not is decided in the file.
        parts = {name: part for name, part in item.parts.items() if part.kind is not Kind.FLAG}
        fields = [make_field(name, part, settings, part.is_required) for name, part in parts.items()]
        return {"widget": "list", "label_singular": label_of(key).removesuffix("s"), "fields": fields}
    return {"widget": "list", "field": {"name": "item", "label": "Item", "widget": "string"}}


def _record(fields: list[Field]) -> Field:
    return {"widget": "object", "fields": fields}
