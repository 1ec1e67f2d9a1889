"""Reads the files of a source: the JSON of an API, and the rows of an export, be it CSV, JSON or YAML.

Files are of bounded size, and every character of their texts can be written and shown. A row is a heading and the text
below it, for each column.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from statusladder.content.front_matter import MAX_BYTES, read_text
from statusladder.content.strict_yaml import as_plain, read_mapping
from statusladder.importers.interface import SourceError
from statusladder.model.characters import make_fit

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read; an API never gives more than fifty incidents at once."""


def read_source(file: Path) -> bytes:
    """The bytes of a file. Raises SourceError."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise SourceError(f"{file} is larger than any answer of an API", "name the files of the source itself")
        return file.read_bytes()
    except OSError as failure:
        raise SourceError(f"{file} cannot be read ({failure.strerror})", "check that it may be read") from None


def parse_json(text: str) -> tuple[Any, int]:
    """What a JSON text says, and how many of its texts held characters that nothing can show.

    Those are `\\ufffd` now. Raises ValueError for what is no JSON, or nested deeper than anybody writes.
    """
    fixed: list[str] = []
    try:
        return _shown(json.loads(text), fixed), len(fixed)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _shown(node: Any, fixed: list[str]) -> Any:
    if isinstance(node, dict):
        return {_shown(key, fixed): _shown(value, fixed) for key, value in node.items()}
    if isinstance(node, list):
        return [_shown(value, fixed) for value in node]
    if not isinstance(node, str):
        return node
    text = make_fit(node)
    if "\ufffd" in text and "\ufffd" not in node:
        fixed.append(node)
    return text


_SEPARATORS = ",;\t"
_FORMS = "name a .csv, .json or .yaml file that the form tool exported"

_NO_TEXT = ("Cc", "Cs", "Cn", "Zl", "Zp")
"""Categories of Unicode: controls, halves of pairs, what is nothing, and line ends that only YAML counts."""

Row = Mapping[str, str]


def read_rows(file: Path) -> list[tuple[str, Row]]:
    """Each row with its place in words; cells without a text are left out. Raises SourceError for what has no rows."""
    readers = {".csv": _from_csv, ".json": _from_json, ".yaml": _from_yaml, ".yml": _from_yaml}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise SourceError(f"{file} is no export of a form", _FORMS)
    try:
        data = file.read_bytes()
    except OSError as failure:
        fix = "check that it is a file and may be read"
        raise SourceError(f"{file} cannot be read ({failure.strerror})", fix) from None
    text, wrong = read_text(data, str(file))
    if text is None:
        fix = f"{wrong[0].fix}; an export may be of up to {MAX_BYTES // 1024} KB"
        raise SourceError(f"{wrong[0].place}: {wrong[0].sentence}", fix)
    return [
        (
            f"row {number}",
            {" ".join(heading.split()): words for heading, cell in row.items() if (words := _words(cell))},
        )
        for number, row in enumerate(reader(text, file), start=1)
    ]


def _words(cell: str) -> str:
    """The cell without what no text file can hold: JSON can write zeros, controls, and half of a pair of surrogates."""
    kept = (sign if sign == "\n" or unicodedata.category(sign) not in _NO_TEXT else " " for sign in cell)
    return "".join(kept).strip()


def _from_csv(text: str, file: Path) -> list[dict[str, str]]:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        headings, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except ValueError:
        raise SourceError(f"{file} is empty", _FORMS) from None
    except csv.Error as failure:
        raise SourceError(f"{file} is no CSV ({failure})", "export it once more") from None
    return [dict(zip(headings, line, strict=False)) for line in lines]


def _from_json(text: str, file: Path) -> list[dict[str, str]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise SourceError(f"{file} is no JSON", "export it once more") from None
    return _rows_in(value, file)


def _from_yaml(text: str, file: Path) -> list[dict[str, str]]:
    tree, problems = read_mapping(text, str(file))
    if tree is None or problems:
        raise SourceError(f"{problems[0].place}: {problems[0].sentence}", problems[0].fix)
    return _rows_in(as_plain(tree), file)


def _rows_in(value: Any, file: Path) -> list[dict[str, str]]:
    """The list itself, or the first one within, as `responses`."""
    lists = [value] if isinstance(value, list) else [one for one in _values(value) if isinstance(one, list)]
    if not lists or not all(isinstance(row, dict) for row in lists[0]):
        raise SourceError(f"{file} holds no list of answers", "write one with a mapping for each answer")
    return [{key: str(cell) for key, cell in row.items() if isinstance(cell, str | int | float)} for row in lists[0]]


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []
