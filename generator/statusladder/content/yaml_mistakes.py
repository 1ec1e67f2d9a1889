"""What stops YAML from being read, in the words of somebody who writes an update and has never met YAML's own."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from statusladder.model.characters import BLANKS, IN_NO_VALUE, UNSEEN, is_printable, name_character
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Place, Problem

_NOT_ALLOWED = compile_late(f"[\t{IN_NO_VALUE}]")
_NOT_IN_VALUES = compile_late(f"[{IN_NO_VALUE}]")

_ODD = rf"[{BLANKS}{UNSEEN}]"
_ODD_STRUCTURE = compile_late(
    rf"[ -]*+(?:(?P<odd>{_ODD})|(?:(?<=-)|(?=[\w.]))[\w.-]*(?:(?P<before>{_ODD}){{1,20}}:|:(?P<after>{_ODD})))"
)
"""A line whose indentation, dash or colon has a neighbour that is no space."""
_ODD_ITEM = compile_late(rf"[ ]*(?:(?P<odd>[{BLANKS}])[ {BLANKS}]*-[ {BLANKS}]|-(?P<after>[{BLANKS}]))")
_PLAIN_IN_KEYS = " \u200c\u200d"
"""A space, and the joiners that are letters of a word in many scripts."""

_VALUE = compile_late(r"(?P<head> *(?:- +)*(?:[\w.-]+: +)?)(?P<value>[\[{*&!|>%@`\"'].*)")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}

_CAUSES = (
    ("mapping values are not allowed", "a second ': ' stands in this line", "put the words after the key in quotes"),
    ("expected <block end>", "the indentation or the quotes of this line do not fit", "align it with the line above"),
    ("could not find expected ':'", "this line or the one above has no ': ' after its key", "write it as 'key: value'"),
    ("while scanning a quoted scalar", "a quote is opened and not closed", "close it, or double a quote inside"),
    ("unexpected end of stream", "a quote is opened and not closed", "close it, or double a quote inside"),
    ("expected ',' or", "a list or mapping in brackets is not closed", "close it, or write one item a line with '- '"),
)
"""What the parser's messages mean to a person who writes an update: a part of the message, what is wrong, the fix."""


def find_forbidden(lines: list[str], path: str, first_line: int) -> Iterator[Problem]:
    """The first character of each line that no YAML file may hold."""
    if is_printable("".join(lines)):
        return
    for number, line in enumerate(lines, start=first_line):
        if match := _NOT_ALLOWED.search(line):
            yield _of_character(match[0], Place(path, number))


def odd_in_value(value: str, place: Place) -> Problem | None:
    """A value that holds what no YAML file may, written as an escape (`"\\x01"`)."""
    match = _NOT_IN_VALUES.search(value)
    return _of_character(match[0], place) if match else None


def find_odd_blanks(lines: list[str], path: str, first_line: int) -> Iterator[Problem]:
    """The lines that are indented or parted by what only looks like a space, or like nothing."""
    for number, line in enumerate(lines, start=first_line):
        if match := _ODD_STRUCTURE.match(line):
            yield _of_character(match["odd"] or match["before"] or match["after"], Place(path, number))


def odd_in_key(key: str, place: Place) -> Problem | None:
    """A key that is no word as it reads."""
    if key.isascii():
        return None
    odd = (one for one in key if unicodedata.category(one) in ("Zs", "Cf") and one not in _PLAIN_IN_KEYS)
    return next((_of_character(character, place) for character in odd), None)


def odd_in_item(line: str, place: Place) -> Problem | None:
    """A line of a list that is no item, because of a blank beside its dash."""
    match = _ODD_ITEM.match(line)
    return _of_character(match["odd"] or match["after"], place) if match else None


def explain_syntax(failure: Any, lines: list[str], path: str, first_line: int) -> list[Problem]:
    """Why a parser stopped: what it stumbled over (a yaml.MarkedYAMLError), in the lines that it read."""
    mark = failure.problem_mark or failure.context_mark
    # At the end of the text, parsers stand a line behind it.
    index = min(mark.line if mark is not None else 0, len(lines) - 1)
    if any(_ODD_STRUCTURE.match(line) for line in lines[max(index - 1, 0) : index + 1]):
        return list(find_odd_blanks(lines, path, first_line))
    place = Place(path, first_line + index)
    if (unquoted := _unquoted(lines[index])) is not None:
        return [Problem(place, "D002", *unquoted)]
    message = f"{failure.context or ''} {failure.problem or ''}"
    for part, sentence, fix in _CAUSES:
        if part in message:
            return [Problem(place, "D002", sentence, fix)]
    fix = "check the quotes and the indentation of this line and the one above"
    return [Problem(place, "D002", "YAML cannot be read from here on", fix)]


def in_quotes(value: str) -> str:
    """The value as YAML takes it word for word."""
    return f"""'{value.replace("'", "''")}'""" if '"' in value or "\\" in value else f'"{value}"'


def _unquoted(line: str) -> tuple[str, str] | None:
    """The sentence and the fix for a value that begins with a sign of YAML's and goes on as words; else None."""
    match = _VALUE.fullmatch(line)
    if match is None or not match["head"].strip():
        return None
    value = match["value"].rstrip()
    if value[0] in _CLOSING and _CLOSING[value[0]] not in value[1:]:
        return None
    sentence = f"'{value[0]}' at the beginning of a value is a sign of YAML"
    return sentence, f"put the value in quotes: {match['head'].strip()} {in_quotes(value)}"


def _of_character(character: str, place: Place) -> Problem:
    if character == "\t":
        return Problem(place, "D005", "a tab stands in this line", "use spaces")
    if re.match(f"[{BLANKS}]", character):
        sentence = f"the character {name_character(character)} only looks like a space"
        return Problem(place, "D005", sentence, "put a plain space in its place")
    sentence = f"the character {name_character(character)} cannot be seen and is not allowed here"
    return Problem(place, "D005", sentence, "delete it")
