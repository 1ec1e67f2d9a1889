"""Splits what customers read from what only the team reads: `::: internal … :::` blocks are never published."""

import re
from dataclasses import dataclass

from statusladder.model.problem import Place, Problem

_OPENING = re.compile(r"\s*:::\s*internal\s*", re.IGNORECASE)
_CLOSING = re.compile(r"\s*:::\s*")
_LIKE_A_BLOCK = re.compile(r"\s*:::")


@dataclass(frozen=True)
class Body:
    """The public words, with internal blocks replaced by empty lines so that line numbers stay; and the blocks."""

    public: str
    internal: tuple[str, ...]


def split_body(text: str, path: str, first_line: int) -> tuple[Body, list[Problem]]:
    """The two parts of a body; a block that is not closed hides the rest, and is a Problem (D016).

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
    return Body("\n".join(public).rstrip(), tuple("\n".join(block) for block in blocks)), problems


def _problem(path: str, line: int, sentence: str, mend: str) -> Problem:
    return Problem(Place(path, line), "D016", sentence, mend)
