"""Reads YAML strictly, from the parser's events: every scalar stays the text that was typed, and every node its line.

None of YAML 1.1's surprises can happen (`no` as false, `10:15` as 615), no alias can multiply, and what YAML would cut
or split in silence (a comma in a flow list, ` #` in a sentence) is a Problem instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from statusladder.content.yaml_mistakes import (
    explain_syntax,
    find_forbidden,
    find_odd_blanks,
    in_quotes,
    odd_in_item,
    odd_in_key,
    odd_in_value,
)
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
    """Keys and values in the order of the file; each key stands once. `unset` are keys with nothing as their value."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    unset: tuple[Scalar, ...] = ()

    def get(self, key: str) -> "Node | None":
        return next((node for name, node in self.entries if name.text == key), None)

    def key_line(self, key: str) -> int | None:
        """Where a key stands, with a value or without."""
        names = (*(name for name, _ in self.entries), *self.unset)
        return next((name.line for name in names if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
PlainValue: TypeAlias = "str | list[PlainValue] | dict[str, PlainValue]"

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML calls nothing, when it stands without quotes: web forms write it for a field that was left empty."""

_HIDDEN_BY_HASH = re.compile(r"\s+#(?=\S)")


def read_mapping(
    text: str, path: str, first_line: int = 1, loader: Any = LOADERS[0]
) -> tuple[Mapping | None, list[Problem]]:
    """The mapping that `text` holds, and what is wrong with it; None when no mapping can be made out.

    `first_line` is the line of the file on which `text` begins: all lines are counted in the file.
    """
    lines = text.split("\n")
    if characters := list(find_forbidden(lines, path, first_line)):
        return None, characters
    builder = _Builder(lines, path, first_line)
    try:
        tree = builder.build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as failure:
        stopped = explain_syntax(failure, lines, path, first_line)
        there = {problem.place.line for problem in stopped}
        return None, [*(problem for problem in builder.problems if problem.place.line not in there), *stopped]
    except (yaml.YAMLError, RecursionError):
        builder.problems.append(_problem(path, first_line, "D002", "this is not YAML", "write 'key: value' lines"))
        return None, builder.problems
    odd = [problem for problem in builder.problems if problem.code == "D005"]
    if tree is None:
        odd = list(find_odd_blanks(lines, path, first_line))
    # Where blanks are none, nobody knows what the file says: whatever else was found follows from them.
    return (None, odd) if odd else (tree, builder.problems)


def without_empty(tree: Mapping) -> Mapping:
    """The tree without keys whose text is empty: web forms send one for each field that nobody filled."""
    entries, empty = [], []
    for key, value in tree.entries:
        if isinstance(value, Scalar) and not value.text:
            empty.append(key)
        else:
            entries.append((key, _filled(value)))
    return Mapping(tuple(entries), tree.line, (*tree.unset, *empty))


def _filled(node: Node) -> Node:
    if isinstance(node, Mapping):
        return without_empty(node)
    return Sequence(tuple(map(_filled, node.items)), node.line) if isinstance(node, Sequence) else node


def as_plain(node: Node) -> PlainValue:
    """The tree as nested strings, lists and dicts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [as_plain(item) for item in node.items]
    return {key.text: as_plain(value) for key, value in node.entries}


def line_of(node: Node, location: tuple[str | int, ...]) -> int:
    """The line of the deepest thing that `location` leads to: of its key, or of its list item.

    Steps that the tree does not have are passed over, since a model's own wrappers do not stand in the file.
    """
    line = node.line
    for step in location:
        if isinstance(node, Mapping) and isinstance(step, str):
            line, node = node.key_line(step) or line, node.get(step) or node
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
    return line


def _problem(path: str, line: int, code: str, sentence: str, fix: str) -> Problem:
    return Problem(Place(path, line), code, sentence, fix)


class _TooDeep(yaml.YAMLError):
    """Nesting beyond MAX_DEPTH: reading stops here."""


class _Builder:
    """Makes the tree from events, keeping every Problem it meets on the way."""

    def __init__(self, lines: list[str], path: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._lines = lines
        self._has_odd_lines = not all(map(str.isascii, lines))
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
            return self._mapping(events, depth, line)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", line, plain=False)
        return self._scalar(event)

    def _items(self, start: Any, events: Iterator[Any], depth: int) -> Iterator[Node]:
        sentences = []
        count = 0
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            count += 1
            item = self._node(event, events, depth + 1, in_flow_list=bool(start.flow_style))
            if isinstance(item, Scalar) and item.plain and item.text in _NULLS:
                self._note(event, "D010", "a list item is empty", "write it, or delete the line")
            if isinstance(item, Scalar) and item.plain and start.flow_style and " " in item.text:
                sentences.append(event)
            yield item
        for event in sentences:
            if count == 1:
                fix = f"write [{in_quotes(event.value)}], or the item on a line of its own, starting with '- '"
                self._note(event, "D006", "a sentence in brackets needs quotes", fix)
            else:
                self._note(event, "D006", "a comma or colon would split the words of this list", _ONE_ITEM_A_LINE)

    def _mapping(self, events: Iterator[Any], depth: int, line: int) -> Mapping:
        """A mapping without the keys that are not given: an empty value says no more than a key that is not there."""
        entries, unset = [], []
        seen: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1, in_flow_list=False)
            value = self._node(next(events), events, depth + 1, in_flow_list=False)
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
            if key.plain and (odd := odd_in_key(key.text, Place(self._path, key.line))):
                self.problems.append(odd)
            if isinstance(value, Scalar) and value.plain and value.text in _NULLS:
                unset.append(key)
            else:
                entries.append((key, value))
        return Mapping(tuple(entries), line, tuple(unset))

    def _scalar(self, event: Any) -> Scalar:
        is_plain = not event.style
        if is_plain:
            end = event.end_mark
            if self._has_odd_lines:
                self._refuse_odd_items(event.start_mark, end.line)
            rest = self._lines[end.line][end.column :] if end.line < len(self._lines) else ""
            if "#" in rest and _HIDDEN_BY_HASH.match(rest):
                self._note(event, "D006", f"'{rest.strip()}' would be read as a comment", "put the value in quotes")
        elif odd := odd_in_value(event.value, Place(self._path, self._line(event))):
            # Only an escape can bring it here: as it is, no line of the file holds it.
            self.problems.append(odd)
        return Scalar(event.value, self._line(event), is_plain)

    def _refuse_features(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note(event, "D004", f"an alias '*{event.anchor}' stands here", "write the value out")
            return
        if event.anchor is not None:
            self._note(event, "D004", f"an anchor '&{event.anchor}' stands here", "delete it; write values out")
        if event.tag is not None:
            self._note(event, "D004", "a tag '!' stands before the value", "delete it, or put the value in quotes")

    def _refuse_odd_items(self, start: Any, last: int) -> None:
        """Lines of a plain text that were to be items of a list."""
        for index in range(start.line, min(last + 1, len(self._lines))):
            line = self._lines[index][start.column :] if index == start.line else self._lines[index]
            if line.isascii():
                continue
            if odd := odd_in_item(line, Place(self._path, self._first_line + index)):
                self.problems.append(odd)

    def _note(self, event: Any, code: str, sentence: str, fix: str) -> None:
        self.problems.append(_problem(self._path, self._line(event), code, sentence, fix))

    def _line(self, event: Any) -> int:
        line: int = event.start_mark.line
        return self._first_line + line

    def _character(self, event: Any) -> str:
        mark = event.start_mark
        character: str = self._lines[mark.line][mark.column : mark.column + 1]
        return character


_ONE_ITEM_A_LINE = "write each item on a line of its own, starting with '- '"
