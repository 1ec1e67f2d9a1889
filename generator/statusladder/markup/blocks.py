"""The blocks of a Markdown text as a Git host reads them: CommonMark, tables as GitHub has them, and comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

MAX_LENGTH = 200_000
"""Characters of one text that are read as Markdown; a longer one is shown as typed."""

MAX_DEPTH = 40
"""Elements inside each other (a list item makes two); a text nested deeper is shown as typed. Far below the depth at
which the libraries' own guards start to depend on their caller, so that the same text always gives the same page."""

COMMENT = "comment"
"""The type of the token of a comment that begins a line."""


@dataclass(frozen=True)
class Blocks:
    """The tokens of a text, with the words of each block unread (`inline`), and the address of each definition.

    A text nested deeper than `MAX_DEPTH` has a token that opens at that level (from 0); what is in it may be missing.
    """

    tokens: list[Token]
    definitions: Mapping[str, str]


def parse_blocks(text: str) -> Blocks:
    """The blocks of a text of at most `MAX_LENGTH` characters."""
    found: dict[str, Any] = {}
    tokens = _parser().parse(text, found)
    return Blocks(tokens, {label: said["href"] for label, said in found.get("references", {}).items()})


@cache
def _parser() -> MarkdownIt:
    # A level beyond the limit is parsed, so that a text that is too deep can be told from one that is not.
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH + 1}).enable("table")
    # HTML is text here, and words are read by the other library.
    parser.disable(["html_block", "inline", "text_join"])
    parser.block.ruler.before("html_block", COMMENT, _read_comment, {"alt": ["paragraph", "reference", "blockquote"]})
    # Addresses stay as they were typed: whether one is safe is for `markup.links` to judge, which names its line.
    parser.normalizeLink = _as_typed  # type: ignore[assignment, method-assign]
    parser.validateLink = _any_address  # type: ignore[assignment, method-assign]
    return parser


def _as_typed(address: str) -> str:
    return address


def _any_address(address: str) -> bool:
    return True


def _read_comment(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A comment begins a line and ends with the line that closes it, else with what it stands in."""
    start = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or not state.src.startswith("<!--", start):
        return False
    if silent:
        return True
    line = first
    while "-->" not in state.src[start : state.eMarks[line]]:
        line += 1
        if line >= end or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            break
        start = state.bMarks[line]
    else:
        line += 1
    state.line = line
    token = state.push(COMMENT, "", 0)
    token.map = [first, line]
    return True
