"""A field of a web form for each key, from what the key takes: one dictionary a field, in words that Sveltia and Decap
share."""

from collections.abc import Mapping
from typing import TypeAlias

from statusladder.content.writer import Written
from statusladder.model.forms import Form, Kind
from statusladder.model.site import Settings
from statusladder.model.update import LONGEST
from statusladder.model.vocabulary import MEASURED_STATES

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
    Kind.DAY_OR_MOMENT: (
        rf"^(\d{{4}}-\d\d-\d\d|{_MOMENT})$",
        "Write a day as 2026-03-14, or a time as 2026-03-14T09:30:00Z",
    ),
    Kind.MOMENT_OR_NONE: (rf"^(none|{_MOMENT})$", "Write none, or a time as 2026-03-14T09:30:00Z"),
}
_RANGES: Mapping[str, tuple[str, str]] = {
    "share": (r"^(\d+(\.\d+)?([\-–]\d+(\.\d+)?)?%|unknown)$", "Write 12-18%, or unknown"),
    "accounts": (r"^(\d+([\-–]\d+)?|unknown)$", "Write 120-150, or unknown"),
}
"""What such a text must look like, and the sentence that says so; of ranges by key."""


_AUDIENCE = "audience"
"""The part of a record that names an audience of the site."""


def make_field(key: str, form: Form, settings: Settings, is_required: bool, hint: str = "") -> Field:
    """The field of a key. `settings` names the components and audiences that a form can offer."""
    made: Field = {"name": key, "label": label_of(key, form.kind)}
    made |= _widget(key, form, settings, is_required)
    made["required"] = is_required
    if hint:
        made["hint"] = hint
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
    if key == _AUDIENCE:
        return make_choice(tuple(audience.id for audience in settings.audiences))
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
        if not settings.audiences:
            parts.pop(_AUDIENCE, None)
        fields = [make_field(name, part, settings, part.is_required) for name, part in parts.items()]
        return {"widget": "list", "label_singular": label_of(key).removesuffix("s"), "fields": fields}
    return {"widget": "list", "field": {"name": "item", "label": "Item", "widget": "string"}}


def _record(fields: list[Field]) -> Field:
    return {"widget": "object", "fields": fields}
