"""Adds to the lists of site.yaml and of feedback as text, so that a person's comments and order stay byte for byte."""

import re
from collections.abc import Mapping, Sequence

from statusladder.content.strict_yaml import Mapping as MappingNode
from statusladder.content.strict_yaml import Sequence as SequenceNode
from statusladder.content.strict_yaml import as_plain, read_mapping
from statusladder.content.writer import front_matter_text
from statusladder.model.imported import PlainValue

_EMPTY_LIST = re.compile(r"(?P<key>[^#]*?:)\s*(?:\[\s*\]|~|null|Null|NULL|)\s*(?P<comment>#.*)?")
_MARK = "\ufeff"


class NotABlockList(ValueError):
    """The list is written in brackets and holds something: adding to it would mean to rewrite a person's text."""


def append_items(text: str, key: str, items: Sequence[Mapping[str, PlainValue]]) -> str:
    """`text` with `items` at the end of its top-level list `key`, which is made when it is missing or empty.

    Every other byte stays, line ends and a byte order mark too. The text must be of a file that was read without a
    Problem. Raises NotABlockList.
    """
    if not items:
        return text
    mark = _MARK if text.startswith(_MARK) else ""
    line_end = "\r\n" if "\r\n" in text else "\n"
    before = _read(text)
    lines = text.removeprefix(mark).split("\n")
    bare = [line.removesuffix("\r") for line in lines]
    after, added = _place(bare, before, key, items)
    ending = "\r" if line_end == "\r\n" else ""
    if after == len(lines):
        after = next((number for number in range(after, 0, -1) if bare[number - 1].strip()), 0)
        if after == len(lines):
            # The last line had no end of its own.
            lines = [*lines[:-1], lines[-1] + ending, ""]
    if after and before.key_line(key) is not None and _is_empty(before, key):
        match = _EMPTY_LIST.fullmatch(bare[after - 1])
        if match is None:
            raise NotABlockList
        comment = f"  {match['comment']}" if match["comment"] else ""
        lines[after - 1] = f"{match['key']}{comment}{lines[after - 1][len(bare[after - 1]) :]}"
    grown = mark + "\n".join([*lines[:after], *(line + ending for line in added), *lines[after:]])
    wanted = {**_values(before), key: [*_items(before, key), *(dict(item) for item in items)]}
    if _values(_read(grown)) != wanted:
        raise NotABlockList
    return grown


def _place(
    lines: list[str], tree: MappingNode, key: str, items: Sequence[Mapping[str, PlainValue]]
) -> tuple[int, list[str]]:
    """After how many lines the new ones belong, and the new ones."""
    written = front_matter_text({key: [dict(item) for item in items]}).splitlines()
    start = tree.key_line(key)
    if start is None:
        return len(lines), written
    if _is_empty(tree, key):
        return start, written[1:]
    node = tree.get(key)
    if not isinstance(node, SequenceNode):
        raise NotABlockList
    following = [name.line for name, _ in tree.entries if name.line > start]
    end = min(following) - 1 if following else len(lines)
    dash = next((line for line in lines[start:end] if re.match(r"\s*-(?:\s|$)", line)), None)
    if dash is None:
        raise NotABlockList
    indent = dash[: len(dash) - len(dash.lstrip())]
    # A comment below the last item most likely speaks of what follows; one that is deeper belongs to the item.
    last = max(
        number
        for number, line in enumerate(lines[start:end])
        if line.strip() and (not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) > len(indent))
    )
    return start + last + 1, [indent + line[2:] for line in written[1:]]


def _read(text: str) -> MappingNode:
    tree, _ = read_mapping(text.removeprefix(_MARK).replace("\r\n", "\n"), "site.yaml")
    if tree is None:
        raise NotABlockList
    return tree


def _is_empty(tree: MappingNode, key: str) -> bool:
    node = tree.get(key)
    return node is None or (isinstance(node, SequenceNode) and not node.items)


def _values(tree: MappingNode) -> dict[str, PlainValue]:
    return {name.text: as_plain(node) for name, node in tree.entries}


def _items(tree: MappingNode, key: str) -> list[PlainValue]:
    node = tree.get(key)
    return [as_plain(item) for item in node.items] if isinstance(node, SequenceNode) else []
