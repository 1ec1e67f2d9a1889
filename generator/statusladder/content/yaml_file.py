"""Reads a file that is YAML from end to end (site.yaml, theme.yaml, feedback) into its typed record."""

from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from statusladder.content.front_matter import MAX_BYTES, read_text
from statusladder.content.strict_yaml import Mapping, read_mapping, without_empty
from statusladder.content.validation import validate
from statusladder.model.problem import Problem

M = TypeVar("M", bound=BaseModel)


def read_record(
    model: type[M], data: bytes, path: str, zone: ZoneInfo | None = None, most_bytes: int = MAX_BYTES
) -> tuple[M | None, Mapping | None, list[Problem]]:
    """The record and the tree it came from (for the lines of its parts), each None when it cannot be made out."""
    text, problems = read_text(data, path, most_bytes)
    if text is None:
        return None, None, problems
    tree, found = read_mapping(text, path)
    problems += found
    if tree is None:
        return None, None, problems
    tree = without_empty(tree)
    record, found = validate(model, tree, path, zone)
    return record, tree, [*problems, *found]
