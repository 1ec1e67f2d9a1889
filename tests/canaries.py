"""Canaries: a word of its own in every text that a model's fields can hold, and the search for them in any disguise."""

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin
from urllib.parse import unquote

from pydantic import BaseModel

from statusladder.model.facts import Range
from statusladder.model.imported import PlainValue
from statusladder.model.reach import Quiet
from statusladder.model.update import Embargo

PREFIX = "heron"
_CANARY = re.compile(rf"{PREFIX}[a-z]{{8}}")
_STANDARD = str.maketrans("-_", "+/")
_STEMS = [
    base64.b64encode(b"x" * before + word.encode()).decode()[shift : shift + 4]
    for word in (PREFIX, PREFIX.upper(), PREFIX.title())
    for before, shift in ((0, 0), (1, 4), (2, 4))
]
_BASE64 = re.compile(rf"[A-Za-z0-9+/_-]*(?:{'|'.join(map(re.escape, _STEMS))})[A-Za-z0-9+/_-]*")
"""A run of base64 that may hold one of our words: whichever letter it begins at, four of its signs are always these."""

Given: TypeAlias = "Mapping[str, PlainValue | None]"
Keys: TypeAlias = "dict[str, PlainValue | None]"
"""What stands at a path in place of a canary; None leaves the key out."""

_FORMS: dict[object, str] = {
    bool: "false",
    int: "50",
    float: "0.3",
    datetime: "2026-02-20T12:00:00Z",
    date: "2026-04-30",
    timedelta: "30m",
    Range: "12-18",
    Embargo: "none",
    Quiet: "22:00-07:00",
}
"""How values that are no text are written."""


def canary(where: str, path: str) -> str:
    """The one word for a field of a file; small letters alone, so that no encoding but the tested ones changes it."""
    digest = hashlib.sha256(f"{where} {path}".encode()).digest()
    return PREFIX + "".join(chr(ord("a") + byte % 26) for byte in digest[:8])


def text_paths(model: type[BaseModel]) -> set[str]:
    """The path of every field below the model that holds free text, as `impact.symptom`; `*` is any name."""
    return {path for path, kind in _leaves(model, "") if kind in (str, Any)}


def value_paths(model: type[BaseModel]) -> set[str]:
    """The path of every other field: times, figures, choices, flags."""
    return {path for path, kind in _leaves(model, "") if kind not in (str, Any)}


def _leaves(kind: Any, path: str) -> Iterator[tuple[str, Any]]:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated or origin is tuple:
        yield from _leaves(inside[0], path)
    elif origin in (Union, UnionType):
        for one in inside:
            if one is not type(None):
                yield from _leaves(one, path)
    elif origin is dict:
        yield from _leaves(inside[1], f"{path}.*")
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            key = field.alias or name
            yield from _leaves(field.annotation, f"{path}.{key}" if path else key)
    else:
        yield path, kind


def filled(model: type[BaseModel], where: str, given: Given) -> dict[str, PlainValue]:
    """The keys of a file in which every field says something: what is `given` for its path, else its canary."""
    value = _value(model, where, "", given)
    assert isinstance(value, dict)
    return value


def _value(kind: Any, where: str, path: str, given: Given) -> PlainValue:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _value(inside[0], where, path, given)
    if origin in (Union, UnionType):
        return _value(next(one for one in inside if one is not type(None)), where, path, given)
    if origin is tuple:
        return [_value(inside[0], where, path, given)]
    if origin is dict:
        return {canary(where, f"{path}.key"): _value(inside[1], where, f"{path}.*", given)}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        keys: dict[str, PlainValue] = {}
        for name, field in kind.model_fields.items():
            key = field.alias or name
            inner = f"{path}.{key}" if path else key
            said = given[inner] if inner in given else _value(field.annotation, where, inner, given)
            if said is not None:
                keys[key] = said
        return keys
    if kind in (str, Any):
        return canary(where, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str(next(iter(kind)).value)
    return _FORMS[kind]


def found_in(data: bytes) -> set[str]:
    """Every canary in some bytes: as it is, in any case, percent-encoded, as entities, escaped, in base64 or in hex."""
    plain = data.replace(b"\0", b"").decode("utf-8", "replace")  # without its zeros, UTF-16 reads as the same letters
    shapes = [plain, *_from_base64(plain), *_from_hex(plain)]
    shapes += [html.unescape(plain)] if "&#" in plain else []
    shapes += [unquote(plain)] if "%" in plain else []
    shapes += [re.sub(r"\\u([0-9a-fA-F]{4})", _unescaped, plain)] if "\\u" in plain else []
    return {word for shape in shapes for word in _CANARY.findall(shape.lower())}


def _from_base64(text: str) -> Iterator[str]:
    """What stands in base64 around each place where one of our words may begin."""
    for run in _BASE64.findall(text):
        for start in range(4):
            part = run[start:].translate(_STANDARD)
            yield base64.b64decode(part + "A" * (-len(part) % 4)).decode("latin-1")


def _from_hex(text: str) -> Iterator[str]:
    for run in re.findall(r"(?:[0-9a-fA-F]{2}){13,}", text):
        yield bytes.fromhex(run).decode("latin-1")


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
