"""What an upgrade would change, for a person to read: a sentence on each file, and the difference line by line."""

import difflib
from collections.abc import Iterator

from statusladder.scaffold.renewal import Change, Fate


def difference(change: Change) -> str:
    """A sentence, and below it a unified diff; the sentence alone where a file stays out, or is no text."""
    contents = [content for content in (change.before, change.after) if content is not None]
    is_shown = change.fate is Fate.WRITE or len(contents) == 2
    lines = _lines(change) if is_shown and not any(b"\0" in content for content in contents) else ()
    return "\n".join((_sentence(change), *lines)) + "\n"


def _sentence(change: Change) -> str:
    match (change.fate is Fate.WRITE, change.before is not None, change.after is not None):
        case True, False, _:
            return f"Add {change.path}"
        case True, True, True:
            return f"Renew {change.path}"
        case True, True, False:
            return f"Remove {change.path}: it is of no use any more"
        case False, False, _:
            return f"Leave out {change.path}: it is not in this site"
        case False, True, True:
            return f"Keep {change.path}: it was changed in this site. The newer text would be:"
    return f"Keep {change.path}: it is of no use any more, but was changed in this site"


def _lines(change: Change) -> Iterator[str]:
    before, after = _text(change.before), _text(change.after)
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    new = "/dev/null" if change.after is None else f"b/{change.path}"
    return difflib.unified_diff(before, after, old, new, lineterm="")


def _text(content: bytes | None) -> list[str]:
    """The lines of a file; line ends are not compared."""
    text = (content or b"").decode("utf-8", "replace").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []
