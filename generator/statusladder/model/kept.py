"""What was read or made, as bytes that can be kept, and back: the same objects, without being understood anew.

The classes of the model say how people may write a value. What is kept was understood already, so here each field has
its plain type, and pydantic's core makes the objects.
"""

from collections import abc
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator, ValidationError, core_schema

from statusladder.model.communication import Update
from statusladder.model.update import UpdateKeys

T = TypeVar("T")
K = TypeVar("K", bound=UpdateKeys)


class Shelf(Protocol):
    """Where bytes are kept under what they were made of."""

    def get(self, *made_of: str) -> bytes | None: ...

    def put(self, value: bytes, *made_of: str) -> None: ...


class _EmptyShelf:
    """Keeps nothing."""

    def get(self, *made_of: str) -> bytes | None:
        return None

    def put(self, value: bytes, *made_of: str) -> None:
        return


EMPTY_SHELF: Shelf = _EmptyShelf()


class NotKept(Exception):
    """The bytes are not what was kept."""


def as_bytes(value: object, kind: Any) -> bytes:
    """A dataclass as bytes, which `of_bytes` reads."""
    return _serializer(kind).to_json(value, exclude_unset=True)


def of_bytes(data: bytes, kind: type[T]) -> T:
    """The dataclass that was kept. Raises NotKept."""
    plain: Any = kind
    value: T = _validated(_validator(plain), data)
    return value


def updates_as_bytes(updates: tuple[Update[Any], ...], keys: type[UpdateKeys]) -> bytes:
    """The updates of a folder, which `updates_of` reads."""
    lean = tuple(replace(update, facts=_lean(update.facts)) for update in updates)
    return _serializer_of_updates(keys).to_json(lean, exclude_unset=True)


def said_as_bytes(updates: tuple[Update[Any], ...]) -> bytes:
    """What each of the updates says, as bytes that tell it from anything else."""
    keys: Any = type(updates[0].said)
    return _serializer_of_said(keys).to_json(tuple((one.id, one.said) for one in updates), exclude_unset=True)


def updates_of(data: bytes, keys: type[K]) -> tuple[Update[K], ...]:
    """The updates that were kept. Raises NotKept."""
    updates: tuple[Update[K], ...] = _validated(_validator_of_updates(keys), data)
    return updates


def _validated(validator: SchemaValidator, data: bytes) -> Any:
    try:
        return validator.validate_json(data)
    except ValidationError as wrong:
        raise NotKept(str(wrong)) from None


def _lean(facts: UpdateKeys) -> UpdateKeys:
    """The facts as if only those had been stated that are: of facts nobody asks which a file stated."""
    defaults = _defaults(type(facts))
    told = {name: value for name, value in facts if value is not defaults[name] and value != defaults[name]}
    return type(facts).model_construct(set(told), **told)


@cache
def _defaults(keys: type[UpdateKeys]) -> dict[str, Any]:
    return {name: field.default for name, field in keys.model_fields.items()}


@cache
def _schema_of_updates(keys: type[UpdateKeys]) -> CoreSchema:
    hints: dict[str, Any] = get_type_hints(Update) | {"said": keys, "facts": keys}
    return core_schema.tuple_variable_schema(_dataclass(Update, hints), min_length=1)


# The last argument: not by what each class has already, which reads people's words.
@cache
def _validator_of_updates(keys: type[UpdateKeys]) -> SchemaValidator:
    return SchemaValidator(_schema_of_updates(keys), None, False)


@cache
def _serializer_of_updates(keys: type[UpdateKeys]) -> SchemaSerializer:
    return SchemaSerializer(_schema_of_updates(keys), None, False)


@cache
def _serializer_of_said(keys: Any) -> SchemaSerializer:
    told = core_schema.tuple_positional_schema([_SIMPLE[str], _model(keys)])
    return SchemaSerializer(core_schema.tuple_variable_schema(told), None, False)


@cache
def _validator(kind: Any) -> SchemaValidator:
    return SchemaValidator(_plain(kind), None, False)


@cache
def _serializer(kind: Any) -> SchemaSerializer:
    return SchemaSerializer(_plain(kind), None, False)


def _plain(hint: Any) -> CoreSchema:
    """The schema of a type without what reads it from people's words."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _plain(inside[0])
    if origin in (Union, UnionType):
        others = [one for one in inside if one is not NoneType]
        schema = _plain(others[0]) if len(others) == 1 else core_schema.union_schema([_plain(one) for one in others])
        return core_schema.nullable_schema(schema) if NoneType in inside else schema
    if origin is tuple:
        return core_schema.tuple_variable_schema(_plain(inside[0]))
    if origin is list:
        return core_schema.list_schema(_plain(inside[0]))
    if origin in (dict, abc.Mapping):
        return core_schema.dict_schema(_plain(inside[0]), _plain(inside[1]))
    return _of_class(hint)


def _of_class(kind: Any) -> CoreSchema:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if issubclass(kind, Enum):
        return core_schema.enum_schema(kind, list(kind), sub_type="int" if issubclass(kind, int) else "str")
    if issubclass(kind, BaseModel):
        return _model(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, get_type_hints(kind))
    raise TypeError(f"nothing says how {kind!r} is kept")


@cache
def _model(kind: type[BaseModel]) -> CoreSchema:
    told = {}
    for name, field in kind.model_fields.items():
        schema = _plain(field.annotation)
        if not field.is_required():
            factory: Any = field.default_factory
            schema = (
                core_schema.with_default_schema(schema, default=field.default)
                if factory is None
                else core_schema.with_default_schema(schema, default_factory=factory)
            )
        told[name] = core_schema.model_field(schema)
    return core_schema.model_schema(kind, core_schema.model_fields_schema(told))


def _dataclass(kind: type[Any], hints: Mapping[str, Any]) -> CoreSchema:
    told = []
    for field in fields(kind):
        schema = _plain(hints[field.name])
        if field.default is not MISSING:
            schema = core_schema.with_default_schema(schema, default=field.default)
        told.append(core_schema.dataclass_field(field.name, schema, kw_only=False))
    arguments = core_schema.dataclass_args_schema(kind.__name__, told)
    return core_schema.dataclass_schema(kind, arguments, [field.name for field in fields(kind)])


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


_SIMPLE: Mapping[Any, CoreSchema] = {
    str: core_schema.str_schema(),
    int: core_schema.int_schema(),
    float: core_schema.float_schema(),
    bool: core_schema.bool_schema(),
    Any: core_schema.any_schema(),
    datetime: core_schema.no_info_after_validator_function(_in_utc, core_schema.datetime_schema()),
    date: core_schema.date_schema(),
    timedelta: core_schema.timedelta_schema(),
}
