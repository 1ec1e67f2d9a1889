"""HTML comments, which are notes to other writers: never published, whatever they say; in code they are code."""

import re
from dataclasses import dataclass

from statusladder.markup.blocks import COMMENT, BeyondLimits, parse_blocks

CODE_SPAN = r"\\[^\n]|`+"
"""Where code in a line may begin; a backslash takes away the meaning of the sign behind it."""

_SIGN = re.compile(rf"{CODE_SPAN}|<!--")
_TICKS = re.compile("`+")
_ANY_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True)
class Uncommented:
    """A text without its comments, each line of it on the line it had; and the line, from 0, of one that is not closed.

    Nothing behind a comment that is not closed is kept: nobody knows where its author meant it to end.
    """

    text: str
    unclosed: int | None = None


def without_comments(text: str) -> Uncommented:
    """The Markdown text as readers may have it."""
    if "<!--" not in text:
        return Uncommented(text)
    text = _LINE_END.sub("\n", text)
    try:
        tokens = parse_blocks(text).tokens
    except BeyondLimits:
        # What is code nobody can tell; such a text is shown as typed.
        return Uncommented(_ANY_COMMENT.sub(_line_ends, text))
    lines = text.split("\n")
    for token in tokens:
        if token.map is None or not (token.type == COMMENT or ("<!--" in token.content and token.type == "inline")):
            continue
        first, end = token.map
        words, is_closed = _cut("\n".join(lines[first:end]))
        if not is_closed:
            return Uncommented("\n".join([*lines[:first], words]), first + words.count("\n"))
        lines[first:end] = words.split("\n")
    return Uncommented("\n".join(lines))


def code_end(words: str, opening: re.Match[str]) -> int | None:
    """Where the code ends that a match of `CODE_SPAN` opens; None when it is no code."""
    ticks = opening[0]
    if ticks[0] != "`":
        return None
    start = opening.end()
    while (found := words.find(ticks, start)) >= 0:
        start = next(_TICKS.finditer(words, found)).end()
        if start - found == len(ticks):
            return start
    return None


def _cut(words: str) -> tuple[str, bool]:
    """The words of a block without its comments, and whether all are closed: nothing is kept behind one that is not."""
    kept, read_to, start = "", 0, 0
    while sign := _SIGN.search(words, start):
        start = sign.end()
        if sign[0] != "<!--":
            start = code_end(words, sign) or start
            continue
        kept += words[read_to : sign.start()]
        end = words.find("-->", sign.start() + 2)
        if end < 0:
            return kept, False
        read_to = start = end + 3
        kept += "\n" * words.count("\n", sign.start(), end)
    return kept + words[read_to:], True


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
