"""Reads the JSON of a source: files of bounded size, and texts of which every character can be written and shown."""

import json
from pathlib import Path
from typing import Any

from statusladder.importers.interface import SourceError
from statusladder.model.characters import made_fit

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; an API never gives more than fifty incidents at once."""


def read_source(file: Path) -> bytes:
    """The bytes of a file. Raises SourceError."""
    try:
        if file.stat().st_size > MAX_BYTES:
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
    text = made_fit(node)
    if "\ufffd" in text and "\ufffd" not in node:
        fixed.append(node)
    return text
