"""Splits what customers read from what only the team reads: `::: internal … :::` blocks and HTML comments are never
published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.content.strict_yaml import Mapping, Node, Scalar, Sequence
from statusladder.markup.comments import without_comments
from statusladder.model.problem import Place, Problem

_OPENING = re.compile(r"\s*:::\s*internal\s*", re.IGNORECASE)
_CLOSING = re.compile(r"\s*:::\s*")
_MARKDOWN_KEYS = frozenset({"audiences", "first_notice", "internal"})
_LIKE_A_BLOCK = re.compile(r"\s*:::")


@dataclass(frozen=True)
class Body:
    """The public words, with internal blocks and comments left out so that line numbers stay; and the blocks."""

    public: str
    internal: tuple[str, ...]


def split_body(text: str, path: str, first_line: int) -> tuple[Body, list[Problem]]:
    """The two parts of a body; a block or comment that is not closed hides the rest, and is a Problem (D016).

    Code fences do not shield a block: showing too little of an example does less harm than publishing an internal note.
    """
    public: list[str] = []
    blocks: list[list[str]] = []
    problems: list[Problem] = []
    opened_at: int | None = None
    for number, line in enumerate(text.split("\n"), start=first_line):
        public.append("")
        if opened_at is not None and _CLOSING.fullmatch(line):
            opened_at = None
        elif opened_at is not None:
            blocks[-1].append(line)
        elif _OPENING.fullmatch(line):
            opened_at = number
            blocks.append([])
        else:
            public[-1] = line
            if _LIKE_A_BLOCK.match(line):
                problems.append(_problem(path, number, f"'{line.strip()}' opens no block", "write '::: internal'"))
    if opened_at is not None:
        sentence = "the internal block that starts here is not closed"
        problems.append(_problem(path, opened_at, sentence, "end it with a line that holds only ':::'"))
    shown = without_comments("\n".join(public))
    if shown.unclosed is not None:
        sentence, mend = "the comment that starts here is not closed", "end it with '-->' in the same paragraph"
        problems.append(_problem(path, first_line + shown.unclosed, sentence, mend))
    return Body(shown.text.rstrip(), tuple("\n".join(block) for block in blocks)), problems


def find_comments(matter: Mapping, path: str) -> Iterator[Problem]:
    """A Problem (D016) for each comment in the texts of front matter: one line would show it as typed.

    Where Markdown is read, one that is closed is left out, as in a body.
    """
    mend = "take the comment out; only a body may hold one"
    for key, node in matter.entries:
        for text in _texts(node):
            is_open = key.text not in _MARKDOWN_KEYS or without_comments(text.text).unclosed is not None
            if is_open and "<!--" in text.text:
                yield _problem(path, text.line, "'<!--' stands in a text of the front matter", mend)


def _texts(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    else:
        inner = node.items if isinstance(node, Sequence) else (value for _, value in node.entries)
        for one in inner:
            yield from _texts(one)


def _problem(path: str, line: int, sentence: str, mend: str) -> Problem:
    return Problem(Place(path, line), "D016", sentence, mend)
