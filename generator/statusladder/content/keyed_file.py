"""Reads one file into the record of its kind: front matter and words, or YAML from end to end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from statusladder.content.body import Body, find_blocks_in_keys, find_comments, split_body
from statusladder.content.front_matter import MAX_BYTES, read_document, read_text
from statusladder.content.strict_yaml import Mapping, PlainValue, as_plain, read_mapping, without_empty
from statusladder.content.validation import validate, validate_rest
from statusladder.model.facts import Fact
from statusladder.model.problem import Place, Problem
from statusladder.model.update import INTERNAL_KEYS

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class KeyedFile(Generic[F]):
    """A file taken apart: its keys and their lines, its words and the line on which they begin.

    `typed` is the keys before they were understood, `body` the words before they were split by who may read them.
    """

    said: F
    lines: dict[str, int]
    typed: dict[str, PlainValue]
    body: str
    words: Body
    line: int


def read_data(root: Path, path: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file below `root`, or None and why not."""
    try:
        return (root / path).read_bytes(), []
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(path), "D001", sentence, "check that it may be read")]


def read_file(root: Path, path: str, keys: type[F], zone: ZoneInfo | None) -> tuple[KeyedFile[F] | None, list[Problem]]:
    """The file at `path` below `root`, or None and every reason why not."""
    data, problems = read_data(root, path)
    return take_apart(data, path, keys, zone) if data is not None else (None, problems)


def take_apart(
    data: bytes, path: str, keys: type[F], zone: ZoneInfo | None
) -> tuple[KeyedFile[F] | None, list[Problem]]:
    """What a file's bytes say, or None and every reason why not; `path` is only where they stand, or will."""
    document, problems = read_document(data, path)
    if document is None:
        return None, problems
    said, found = validate(keys, document.matter, path, zone)
    # What YAML itself stumbled over is not judged again: a second sentence on the same line would only confuse.
    stumbled = {problem.place.line for problem in problems}
    problems += [problem for problem in found if problem.place.line not in stumbled]
    problems += find_blocks_in_keys(document.matter, path, INTERNAL_KEYS)
    problems += find_comments(document.matter, path)
    words, found = split_body(document.body, path, document.body_line)
    problems += found
    if said is None:
        return None, problems
    typed = {key.text: as_plain(node) for key, node in document.matter.entries}
    return KeyedFile(said, _lines(document.matter), typed, document.body, words, document.body_line), problems


def take_rest(
    data: bytes, path: str, keys: type[F], zone: ZoneInfo | None
) -> tuple[KeyedFile[F] | None, frozenset[str]]:
    """What a file says besides the keys that are mistaken, and these; None where too much is to tell what it is."""
    document, _ = read_document(data, path)
    said, mistaken = validate_rest(keys, document.matter, zone) if document is not None else (None, frozenset())
    if document is None or said is None:
        return None, mistaken
    words, _ = split_body(document.body, path, document.body_line)
    typed = {key.text: as_plain(node) for key, node in document.matter.entries}
    return KeyedFile(said, _lines(document.matter), typed, document.body, words, document.body_line), mistaken


def _lines(matter: Mapping) -> dict[str, int]:
    """The line of each key, and of each key one level down as `components.sign-in`."""
    lines = {}
    for key, node in matter.entries:
        lines[key.text] = key.line
        if isinstance(node, Mapping):
            lines |= {f"{key.text}.{inner.text}": inner.line for inner, _ in node.entries}
    return lines


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
