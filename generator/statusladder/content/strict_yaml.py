"""Reads YAML strictly, from the parser's events: every scalar stays the text that was typed, and every node its line.

None of YAML 1.1's surprises can happen (`no` as false, `10:15` as 615), no alias can multiply, and what YAML would cut
or split in silence (a comma in a flow list, ` #` in a sentence) is a Problem instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from statusladder.model.problem import Place, Problem

MAX_DEPTH = 12
"""Levels of nesting; the format itself needs five."""

LOADERS: tuple[Any, ...] = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
"""The C parser, eight times as fast, where PyYAML was built with it; else the pure one. Both give the same trees."""


@dataclass(frozen=True)
class Scalar:
    """Text as it was typed; `plain` when it stood without quotes."""

    text: str
    line: int
    plain: bool


@dataclass(frozen=True)
class Sequence:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True)
class Mapping:
    """Keys and values in the order of the file; each key stands once."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int

    def get(self, key: str) -> "Node | None":
        return next((node for name, node in self.entries if name.text == key), None)

    def key_line(self, key: str) -> int | None:
        return next((name.line for name, _ in self.entries if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
PlainValue: TypeAlias = "str | list[PlainValue] | dict[str, PlainValue]"

_NOT_ALLOWED = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Tabs, control characters, and the exotic line ends that YAML counts as lines and editors do not."""

_HIDDEN_BY_HASH = re.compile(r"\s+#(?=\S)")

_CAUSES = (
    ("mapping values are not allowed", "a second ': ' stands in this line", "put the words after the key in quotes"),
    ("expected <block end>", "the indentation or the quotes of this line do not fit", "align it with the line above"),
    ("could not find expected ':'", "this line or the one above has no ': ' after its key", "write it as 'key: value'"),
    ("while scanning a quoted scalar", "a quote is opened and not closed", "close it, or double a quote inside"),
    ("unexpected end of stream", "a quote is opened and not closed", "close it, or double a quote inside"),
    ("expected ',' or", "a list or mapping in brackets is not closed", "close it, or write one item a line with '- '"),
    ("cannot start any token", "this character cannot begin a value", "put the value in quotes"),
)
"""What the parser's messages mean to a person who writes an update: a part of the message, what is wrong, the mend."""


def read_mapping(
    text: str, path: str, first_line: int = 1, loader: Any = LOADERS[0]
) -> tuple[Mapping | None, list[Problem]]:
    """The mapping that `text` holds, and what is wrong with it; None when no mapping can be made out.

    `first_line` is the line of the file on which `text` begins: all lines are counted in the file.
    """
    characters = [
        _problem(path, first_line + number, "D005", *_name_character(match[0]))
        for number, line in enumerate(text.split("\n"))
        for match in [_NOT_ALLOWED.search(line)]
        if match is not None
    ]
    if characters:
        return None, characters
    builder = _Builder(text, path, first_line)
    try:
        tree = builder.build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as failure:
        return None, [*builder.problems, _syntax_problem(failure, path, first_line, first_line + text.count("\n"))]
    except (yaml.YAMLError, RecursionError):
        builder.problems.append(_problem(path, first_line, "D002", "this is not YAML", "write 'key: value' lines"))
        return None, builder.problems
    return tree, builder.problems


def plain(node: Node) -> PlainValue:
    """The tree as nested strings, lists and dicts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def line_of(node: Node, location: tuple[str | int, ...]) -> int:
    """The line of the deepest thing that `location` leads to: of its key, or of its list item.

    Steps that the tree does not have are passed over, since a model's own wrappers do not stand in the file.
    """
    line = node.line
    for step in location:
        if isinstance(node, Mapping) and isinstance(step, str) and (inner := node.get(step)) is not None:
            line, node = node.key_line(step) or line, inner
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
    return line


def _problem(path: str, line: int, code: str, sentence: str, mend: str) -> Problem:
    return Problem(Place(path, line), code, sentence, mend)


def _name_character(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab stands in this line", "use spaces"
    return f"the character U+{ord(character):04X} cannot be seen and is not allowed here", "delete it"


def _syntax_problem(failure: yaml.MarkedYAMLError, path: str, first_line: int, last_line: int) -> Problem:
    message = f"{failure.context or ''} {failure.problem or ''}"
    mark = failure.problem_mark or failure.context_mark
    # At the end of the text, parsers stand a line behind it.
    line = min(first_line + (mark.line if mark is not None else 0), last_line)
    for part, sentence, mend in _CAUSES:
        if part in message:
            return _problem(path, line, "D002", sentence, mend)
    mend = "check the quotes and the indentation of this line and the one above"
    return _problem(path, line, "D002", "YAML cannot be read from here on", mend)


class _TooDeep(yaml.YAMLError):
    """Nesting beyond MAX_DEPTH: reading stops here."""


class _Builder:
    """Makes the tree from events, keeping every Problem it meets on the way."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._lines = text.split("\n")
        self._path = path
        self._first_line = first_line

    def build(self, events: Iterator[Any]) -> Mapping | None:
        """The first document's mapping; None when there is none."""
        tree: Node | None = None
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if tree is not None or event.version or event.tags:
                        self._note(event, "D004", "a second document or a directive stands here", "delete this line")
                elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.AliasEvent):
                    node = self._node(event, events, depth=1, in_flow_list=False)
                    tree = tree or node
        except _TooDeep:
            return None
        if isinstance(tree, Mapping):
            return tree
        if not self.problems:
            self.problems.append(
                _problem(self._path, self._first_line, "D010", "there are no keys here", "write 'key: value' lines")
            )
        return None

    def _node(self, event: Any, events: Iterator[Any], depth: int, in_flow_list: bool) -> Node:
        line = self._line(event)
        self._refuse_features(event)
        if depth > MAX_DEPTH:
            self._note(event, "D015", f"this is nested more than {MAX_DEPTH} levels deep", "write it flatter")
            raise _TooDeep
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(event, events, depth)), line)
        if isinstance(event, yaml.MappingStartEvent):
            if in_flow_list and self._character(event) != "{":
                self._note(event, "D006", "a colon makes a mapping of this list item", _ONE_ITEM_A_LINE)
            return Mapping(tuple(self._entries(events, depth)), line)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", line, plain=False)
        return self._scalar(event, in_flow_list)

    def _items(self, start: Any, events: Iterator[Any], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            item = self._node(event, events, depth + 1, in_flow_list=bool(start.flow_style))
            if isinstance(item, Scalar) and item.plain and not item.text:
                self._note(event, "D010", "a list item is empty", "write it, or delete the line")
            yield item

    def _entries(self, events: Iterator[Any], depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            key = self._node(event, events, depth + 1, in_flow_list=False)
            value_event = next(events)
            value = self._node(value_event, events, depth + 1, in_flow_list=False)
            if not isinstance(key, Scalar):
                self._note(event, "D002", "a key is a list or a mapping", "write a word as the key")
                continue
            if key.text == "<<":
                self._note(event, "D004", "a merge key '<<' stands here", "write the keys out")
            if key.text in seen:
                sentence = f"the key '{key.text}' is already on line {seen[key.text]}"
                self._note(event, "D003", sentence, "keep one of the two")
                continue
            seen[key.text] = key.line
            if isinstance(value, Scalar) and value.plain and not value.text and not self._has_problem(value.line):
                self._note(event, "D010", f"the key '{key.text}' has no value", "write a value or delete the line")
            yield key, value

    def _scalar(self, event: Any, in_flow_list: bool) -> Scalar:
        is_plain = not event.style
        if is_plain and in_flow_list and " " in event.value:
            self._note(event, "D006", "a comma or colon would split the words of this list", _ONE_ITEM_A_LINE)
        if is_plain:
            end = event.end_mark
            rest = self._lines[end.line][end.column :] if end.line < len(self._lines) else ""
            if _HIDDEN_BY_HASH.match(rest):
                self._note(event, "D006", f"'{rest.strip()}' would be read as a comment", "put the value in quotes")
        return Scalar(event.value, self._line(event), is_plain)

    def _refuse_features(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note(event, "D004", f"an alias '*{event.anchor}' stands here", "write the value out")
            return
        if event.anchor is not None:
            self._note(event, "D004", f"an anchor '&{event.anchor}' stands here", "delete it; write values out")
        if event.tag is not None:
            self._note(event, "D004", "a tag '!' stands before the value", "delete it, or put the value in quotes")

    def _note(self, event: Any, code: str, sentence: str, mend: str) -> None:
        self.problems.append(_problem(self._path, self._line(event), code, sentence, mend))

    def _line(self, event: Any) -> int:
        line: int = event.start_mark.line
        return self._first_line + line

    def _character(self, event: Any) -> str:
        mark = event.start_mark
        character: str = self._lines[mark.line][mark.column : mark.column + 1]
        return character

    def _has_problem(self, line: int) -> bool:
        return any(problem.place.line == line for problem in self.problems)


_ONE_ITEM_A_LINE = "write each item on a line of its own, starting with '- '"
