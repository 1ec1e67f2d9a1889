"""Writes front matter that the strict reader reads back exactly, and that people like to edit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

Written: TypeAlias = "str | bool | int | Sequence[Written] | Mapping[str, Written]"
"""What can be written. Flags and numbers are for other programs' readers; ours reads every scalar as text."""

_SAFE = re.compile(r"[A-Za-z0-9(/](?:[A-Za-z0-9 _.,;/()'’%+=–—-]|:(?! |$)|[^\x00-\x7f])*", re.ASCII)
_MISREAD = re.compile(r"(?:true|false|yes|no|on|off|null|none|~|y|n|[-+.\d][-+.\d_,:eExXa-fA-FoO]*)", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:\d\d)?)?|\d+[mhd]|\d+", re.ASCII)
_WORDS = ("true", "false", "none")
"""Flags, and the answer `none`: an editor with the schema calls a quoted flag wrong. Our reader takes all as text."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def document_text(keys: Mapping[str, Written], body: str) -> str:
    """A whole update file: front matter, then the words, ending with one newline."""
    words = body.strip("\n")
    return f"---\n{front_matter_text(keys)}---\n{words}\n" if words else f"---\n{front_matter_text(keys)}---\n"


def front_matter_text(keys: Mapping[str, Written]) -> str:
    """Keys and values in the given order, lists one item a line, text quoted only where it could be misread."""
    return "".join(f"{line}\n" for line in _mapping(keys, ""))


def _mapping(keys: Mapping[str, Written], indent: str) -> Iterator[str]:
    for key, value in keys.items():
        yield from _entry(f"{indent}{_scalar(key)}:", value, f"{indent}  ")


def _sequence(items: Sequence[Written], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, str | int):
            yield f"{indent}- {_scalar(item)}"
        elif not item:
            yield f"{indent}- {_empty(item)}"
        else:
            inner = f"{indent}  "
            lines = list(_mapping(item, inner) if isinstance(item, Mapping) else _sequence(item, inner))
            yield f"{indent}- {lines[0][len(inner) :]}"
            yield from lines[1:]


def _entry(head: str, value: Written, indent: str) -> Iterator[str]:
    if isinstance(value, str | int):
        yield f"{head} {_scalar(value)}"
    elif not value:
        yield f"{head} {_empty(value)}"
    else:
        yield head
        yield from _mapping(value, indent) if isinstance(value, Mapping) else _sequence(value, indent)


def _empty(value: Sequence[Written] | Mapping[str, Written]) -> str:
    return "{}" if isinstance(value, Mapping) else "[]"


@lru_cache(maxsize=512, typed=True)
def _scalar(value: str | int) -> str:
    """Text as a plain scalar where every YAML reader would read it so, else in double quotes."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if _MOMENT.fullmatch(text) or text in _WORDS:
        return text
    is_safe = _SAFE.fullmatch(text) and not text.endswith(" ") and not _MISREAD.fullmatch(text)
    if is_safe and text.isprintable() and not text.startswith("..."):
        return text
    return f'"{"".join(_escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character == " ":
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
