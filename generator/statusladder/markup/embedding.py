"""Words of an author inside Markdown of ours: a title stays a title, and a body cannot leave its quotation."""

import re

from statusladder.markup.comments import without_comments
from statusladder.model.characters import made_fit

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#$&])")
_FENCE = r"^ {0,3}(?P<fence>`{3,}(?=[^`\n]*\n)|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*|\Z)"
_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
_TAG = r"<(?=[A-Za-z/!?])(?!(?:https?|mailto|tel):[^\s<>]*>)"
_CODE_OR_TAG = re.compile(f"({_FENCE}|{_SPAN})|{_TAG}", re.MULTILINE | re.DOTALL)

_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")


def as_typed(text: str) -> str:
    """One line that Markdown shows letter by letter, in a heading, a list or the cell of a table."""
    return _MARKS.sub(r"\\\1", " ".join(made_fit(text).split()))


def quoted(text: str) -> str:
    """Markdown as a block of quotation; what looks like a tag is shown as typed, as on our pages, but for code.

    Empty lines become one, so that no gap tells how long a part was that is left out.
    """
    shown = _CODE_OR_TAG.sub(lambda match: match[1] or r"\<", made_fit(without_comments(text).text).strip("\r\n"))
    lines = re.split(r"\r\n?|\n", _GAP.sub("\n\n", shown))
    return "\n".join(f"> {line}".rstrip() for line in lines)
