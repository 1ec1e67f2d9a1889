"""What a style sheet may not hold: anything that makes a browser ask for another file, or that ends the element."""

import re
from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f]?|([^\n]))")
_FETCHES = re.compile(
    r"@import|(?:-webkit-)?image-set\(|\bsrc\(|\bimage\(|\burl\((?!\s*[\"']?(?:data:image/|#))", re.IGNORECASE
)


def find_fetches(text: str) -> Iterator[tuple[int, str]]:
    """The line and the words of all that would be fetched, and of `</`: escapes count as what they stand for."""
    for number, line in enumerate(text.splitlines(), start=1):
        plain = _ESCAPE.sub(_unescaped, line)
        found = _FETCHES.search(plain)
        if found is not None:
            yield number, found.group().lower()
        elif "</" in plain:
            yield number, "</"


def _unescaped(escape: re.Match[str]) -> str:
    digits, sign = escape.groups()
    if digits is None:
        return str(sign)
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"
