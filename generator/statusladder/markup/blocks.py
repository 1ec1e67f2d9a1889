"""The blocks of a Markdown text as a Git host reads them: CommonMark, tables as GitHub has them, and comments.

Comments are notes to other writers: never published, whatever they say; in code they are code. Words of an author
inside Markdown of ours are held in their place: a title stays a title, and a body cannot leave its quotation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from statusladder.model.characters import make_fit
from statusladder.model.settings import HIGHEST, MAX_COLUMNS, MAX_FILLED_CELLS, MAX_GROWTH

MAX_LENGTH = 200_000
"""Characters of one text that are read as Markdown; a longer one is shown as typed."""

MAX_LOOKS = 20
"""How often a line may be looked at for what could end the block above it, on the average of a text: once or twice by
each block around it. Lines that are none of a quotation and go on with it may be asked for again by each of its
levels."""

_EMPTY_CELL = '<td dir="auto"></td>\n'

MAX_DEPTH = 40
"""Elements inside each other (a list item makes two); a text nested deeper is shown as typed. Far below the depth at
which the libraries' own guards start to depend on their caller, so that the same text always gives the same page."""

TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep"

TOO_MUCH = f"becomes more than {MAX_GROWTH} times its length"

COMMENT = "comment"
"""The type of the token of a comment that begins a line."""


class BeyondLimits(Exception):
    """What the Markdown of a text would become is more than any reader's: in words that follow "the text"."""


@dataclass(frozen=True)
class Blocks:
    """The tokens of a text, with the words of each block unread (`inline`), and the address of each definition."""

    tokens: list[Token]
    definitions: Mapping[str, str]


def parse_blocks(text: str) -> Blocks:
    """The blocks of a text. Raises BeyondLimits."""
    if len(text) > MAX_LENGTH:
        raise BeyondLimits(f"is longer than {MAX_LENGTH:,} characters")
    found: dict[str, Any] = {}
    tokens = _parser().parse(text, found)
    if (closed := _with_fences_closed(text, tokens)) != text:
        found = {}
        tokens = _parser().parse(closed, found)
    # The paragraphs of a tight list are its items themselves.
    if any(token.nesting > 0 and token.level >= MAX_DEPTH and not token.hidden for token in tokens):
        raise BeyondLimits(TOO_DEEP)
    return Blocks(tokens, {label: said["href"] for label, said in found.get("references", {}).items()})


@cache
def _parser() -> MarkdownIt:
    # A level beyond the limit is parsed, so that a text that is too deep can be told from one that is not.
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH + 1}).enable("table")
    # HTML is text here, and words are read by the other library.
    parser.disable(["html_block", "inline", "text_join"])
    parser.block.ruler.before("html_block", COMMENT, _read_comment, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.at("table", _read_table, {"alt": ["paragraph", "reference"]})
    # Addresses stay as they were typed: whether one is safe is for `markup.links` to judge, which names its line.
    parser.normalizeLink = _as_typed  # type: ignore[assignment, method-assign]
    parser.validateLink = _any_address  # type: ignore[assignment, method-assign]
    return parser


def _with_fences_closed(text: str, tokens: list[Token]) -> str:
    """The text with a closing fence for code that ends with its list item, in place of the last blank line in it.

    A Git host takes that line for code, and the library for one that sets the items of the list apart.
    """
    ending = [
        token
        for token, following in pairwise(tokens)
        if token.type == "fence" and following.type == "list_item_close" and token.map is not None
    ]
    lines = text.split("\n") if ending else []
    for token in ending:
        first, end = token.map or (0, 0)
        before, _, _ = lines[first].partition(token.markup)
        if end < len(lines) and not lines[end - 1].strip() and "\t" not in before:
            lines[end - 1] = " " * len(before) + token.markup
    return "\n".join(lines) if ending else text


def _as_typed(address: str) -> str:
    return address


def _any_address(address: str) -> bool:
    return True


def _read_comment(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A comment begins a line and ends with the line that closes it, else with what it stands in."""
    # Wherever a line is looked at, this rule is asked too.
    looks = state.env["looks"] = state.env.get("looks", 0) + 1
    if looks > MAX_LOOKS * (len(state.bMarks) + 500):
        raise BeyondLimits("holds quotations and lists that end nowhere")
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


def _read_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A table within the limits."""
    before = len(state.tokens)
    is_table = table(state, first, end, silent)
    if not is_table or silent:
        return is_table
    cells = state.tokens[before:]
    if sum(token.type == "th_open" for token in cells) > MAX_COLUMNS:
        raise BeyondLimits(f"has a table of more than {MAX_COLUMNS} columns")
    filled = sum(token.type == "inline" and not token.content for token in cells)
    state.env["filled"] = state.env.get("filled", 0) + filled
    if state.env["filled"] > min(MAX_FILLED_CELLS, HIGHEST.most_html(state.src) // len(_EMPTY_CELL)):
        raise BeyondLimits("has tables of too many empty cells")
    return True


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


def find_code_end(words: str, opening: re.Match[str]) -> int | None:
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
            start = find_code_end(words, sign) or start
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


_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#$&])")
_FENCE = r"^ {0,3}(?P<fence>`{3,}(?=[^`\n]*\n)|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*|\Z)"
_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
_TAG = r"<(?=[A-Za-z/!?])(?!(?:https?|mailto|tel):[^\s<>]*>)"
_CODE_OR_TAG = re.compile(f"({_FENCE}|{_SPAN})|{_TAG}", re.MULTILINE | re.DOTALL)

_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")


def as_typed(text: str) -> str:
    """One line that Markdown shows letter by letter, in a heading, a list or the cell of a table."""
    return _MARKS.sub(r"\\\1", " ".join(make_fit(text).split()))


def quote(text: str) -> str:
    """Markdown as a block of quotation; what looks like a tag is shown as typed, as on our pages, but for code.

    Empty lines become one, so that no gap tells how long a part was that is left out.
    """
    shown = _CODE_OR_TAG.sub(lambda match: match[1] or r"\<", make_fit(without_comments(text).text).strip("\r\n"))
    lines = re.split(r"\r\n?|\n", _GAP.sub("\n\n", shown))
    return "\n".join(f"> {line}".rstrip() for line in lines)
