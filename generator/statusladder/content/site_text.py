"""Adds to the lists of site.yaml as text, so that a person's comments and order stay byte for byte."""

from collections.abc import Mapping, Sequence

from statusladder.content.strict_yaml import Scalar, read_mapping
from statusladder.content.strict_yaml import Sequence as SequenceNode
from statusladder.content.writer import front_matter_text
from statusladder.model.imported import PlainValue


class NotABlockList(ValueError):
    """The list is written in brackets and holds something: adding to it would mean to rewrite a person's text."""


def append_items(text: str, key: str, items: Sequence[Mapping[str, PlainValue]]) -> str:
    """`text` with `items` at the end of its top-level list `key`, which is made when it is missing or empty.

    Every other byte stays. The text must be a site.yaml that was read without a Problem. Raises NotABlockList.
    """
    if not items:
        return text
    written = front_matter_text({key: [dict(item) for item in items]}).splitlines()[1:]
    lines = text.splitlines()
    tree, _ = read_mapping(text.replace("\r\n", "\n"), "site.yaml")
    start = tree.key_line(key) if tree is not None else None
    if tree is None or start is None:
        return "\n".join([*_without_blank_end(lines), f"{key}:", *written]) + "\n"
    node = tree.get(key)
    if isinstance(node, Scalar) or (isinstance(node, SequenceNode) and not node.items):
        return "\n".join([*lines[: start - 1], f"{key}:", *written, *lines[start:]]) + "\n"
    following = [name.line for name, _ in tree.entries if name.line > start]
    end = min(following) - 1 if following else len(lines)
    block = lines[start:end]
    dash = next((line for line in block if line.lstrip().startswith("- ")), None)
    if dash is None:
        raise NotABlockList
    indent = dash[: len(dash) - len(dash.lstrip())]
    last = max(number for number, line in enumerate(block) if line.strip() and not line.lstrip().startswith("#"))
    added = [indent + line[2:] for line in written]
    return "\n".join([*lines[:start], *block[: last + 1], *added, *block[last + 1 :], *lines[end:]]) + "\n"


def _without_blank_end(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
