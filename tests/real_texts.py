"""The texts of real status pages and incident reports, as their authors typed them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
_KEYS = frozenset({"body", "content", "message"})


def real_texts(folder: Path) -> list[str]:
    """Each text once: the bodies of Markdown files, and what is called a body, content or message in JSON."""
    found: dict[str, None] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found |= dict.fromkeys(_texts(path))
    return list(found)


def _texts(path: Path) -> Iterator[str]:
    if path.suffix.startswith(".md"):
        yield _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    elif path.suffix in (".json", ".jsonl"):
        text = path.read_text(encoding="utf-8")
        for document in text.splitlines() if path.suffix == ".jsonl" else [text]:
            yield from _strings(json.loads(document))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _KEYS and isinstance(inner, str):
                yield inner
            else:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
