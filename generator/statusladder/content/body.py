"""Splits what customers read from what only the team reads: `::: internal … :::` blocks and HTML comments are never
published.

Beside it stands what only looks like such a block: its writer takes it for hidden, so nothing is published with it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from statusladder.content.strict_yaml import Mapping, Node, Scalar
from statusladder.markup.blocks import without_comments
from statusladder.model.characters import as_seen, make_fit
from statusladder.model.problem import Place, Problem

_OPENING = re.compile(r"\s*:::\s*internal\s*", re.IGNORECASE)
_CLOSING = re.compile(r"\s*:::\s*")

_WORD = "internal"
_COLONS = str.maketrans(dict.fromkeys("\u02d0\u2236\ua789", ":"))
"""Signs that look like a colon and stay themselves when wide forms become plain ones."""
_LIKE_A_MARK = re.compile(r"(?:[\W\d_]|[a-z]{1,4}[.)\]])*:::")
"""Behind signs of any kind and the marks of lists: figures, letters as `a)` and `iv.`, a task that is ticked off."""
"""What only a block begins with, also where a quotation or a list hides it from us."""
_LIKE_INTERNAL = re.compile(
    rf":::\W{{0,9}}{_WORD}\b"  # on one line, behind words
    rf"|\[!\W{{0,9}}{_WORD}\W{{0,9}}\]"  # an alert of GitHub
    rf"|^[\W\d]*(?:::|!!!|\?\?\?|```|~~~)\W{{0,9}}{_WORD}\b"  # admonitions, and fences of other kinds
)
_RUN_OF_MARKS = re.compile(r":{2,}|!{3,}|\?{3,}")
_ALERT = re.compile(r"\[(?=!)")
_FENCE = re.compile(rf"((?<!`)`{{3,}}+|(?<!~)~{{3,}}+)(?=\W{{0,9}}{_WORD}\b)", re.IGNORECASE)
_COMMENT = "<!--"
_MARKDOWN_KEYS = frozenset({"audiences", "first_notice", "internal"})


@dataclass(frozen=True)
class Body:
    """The public words, with internal blocks and comments left out so that line numbers stay; and the blocks."""

    public: str
    internal: tuple[str, ...]


def split_body(text: str, path: str, first_line: int) -> tuple[Body, list[Problem]]:
    """The two parts of a body; a block or comment that is not closed hides the rest, and is a Problem (D016).

    So is whatever looks like a block and is none. Code fences do not shield a block: showing too little of an example
    does less harm than publishing an internal note.
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
            if _OPENING.fullmatch(line):
                sentence = f"an internal block begins within the one of line {opened_at}"
                problems.append(
                    _problem(path, number, sentence, "end that one before with a line that holds only ':::'")
                )
        elif _OPENING.fullmatch(line):
            opened_at = number
            blocks.append([])
        else:
            public[-1] = line
            if (wrong := _look_alike(line)) is not None:
                fix = "begin a block with a line '::: internal' and end it with a line ':::', or delete this line"
                problems.append(_problem(path, number, wrong, fix))
    if opened_at is not None:
        sentence = "the internal block that starts here is not closed"
        problems.append(_problem(path, opened_at, sentence, "end it with a line that holds only ':::'"))
    shown = without_comments("\n".join(public))
    if shown.unclosed is not None:
        sentence, fix = "the comment that starts here is not closed", "end it with '-->' in the same paragraph"
        problems.append(_problem(path, first_line + shown.unclosed, sentence, fix))
    return Body(shown.text.rstrip(), tuple("\n".join(block) for block in blocks)), problems


def find_comments(matter: Mapping, path: str) -> Iterator[Problem]:
    """A Problem (D016) for each comment in the values of a file: a text of one line would show it as typed.

    Where Markdown is read, one that is closed is left out, as in a body.
    """
    fix = "take the comment out; only a body may hold one"
    for key, node in matter.entries:
        for text in _scalars(node):
            is_open = key.text not in _MARKDOWN_KEYS or without_comments(text.text).unclosed is not None
            if is_open and _COMMENT in text.text:
                yield _problem(path, text.line, "'<!--' stands in a text of the front matter", fix)


def find_blocks_in_keys(tree: Mapping, path: str, unread: Collection[str] = ()) -> Iterator[Problem]:
    """Whatever looks like an internal block in the values of a file: there, none is ever cut out.

    `unread` are the top-level keys that no customer reads.
    """
    for key, value in tree.entries:
        if key.text not in unread and not key.text.startswith("x-"):
            for scalar in _scalars(value):
                sentence = next(filter(None, map(_look_alike, scalar.text.split("\n"))), None)
                if sentence is not None:
                    yield _problem(path, scalar.line, sentence, "take it out: only the body of a file has such blocks")


def as_words(text: str) -> str:
    """A text of somebody else's in which no line is an internal block or looks like one: its marks stand apart.

    What another page showed was meant to be read.
    """
    return "\n".join(map(_line_as_words, text.split("\n")))


def value_as_words(text: str) -> str:
    """As `as_words`, for a text that becomes a value of a file, where no comment is cut out either."""
    return as_words(text).replace(_COMMENT, "< !--")


def _line_as_words(line: str) -> str:
    if not _OPENING.fullmatch(line) and _look_alike(line) is None:
        return line
    seen = _RUN_OF_MARKS.sub(lambda run: " ".join(run[0]), as_seen(line).translate(_COLONS))
    return _FENCE.sub(r"\1text ", _ALERT.sub("[ ", seen)).replace(_COMMENT, "< !--")


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    else:
        inside = node.items if not isinstance(node, Mapping) else (value for _, value in node.entries)
        for inner in inside:
            yield from _scalars(inner)


def _look_alike(line: str) -> str | None:
    """What is wrong with a line that readers would see, though its writer may think that they do not; None if nothing.

    The line is not quoted: it may hold the very secret, and logs are read by many.
    """
    if line.isascii() and _WORD not in line.lower() and ":::" not in line:
        return None
    for part in make_fit(line).split("\n"):  # Readers see a line begin where our files have none.
        seen = as_seen(part).casefold().translate(_COLONS)
        if _WORD in seen and _LIKE_INTERNAL.search(seen):
            return "this looks like an internal block and is none, so customers would read it"
        if _LIKE_A_MARK.match(seen):
            return "a line with ':::' opens or closes no block here"
    return None


def _problem(path: str, line: int, sentence: str, fix: str) -> Problem:
    return Problem(Place(path, line), "D016", sentence, fix)
