"""Texts in which the company's own words stand among those of the catalogue.

A page that is not in the company's language has to mark the company's words, and a text that was put together no longer
shows which those are. So views call such words `Own`, and whatever is said around them keeps its pieces. Both are texts
like any other to all who do not ask.

Short because views, the voice and templates need this, and nothing else of each other.
"""

import re
from collections.abc import Callable, Iterable


class Own(str):
    """Words that the company wrote."""

    __slots__ = ()


class Quoting(str):
    """A text with words of the company in it; `pieces`, of which some are `Own`, make the whole of it."""

    __slots__ = ("pieces",)
    pieces: tuple[str, ...]


_KEEPING, _PLAIN = frozenset({Own, Quoting}), {str}


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a text in their order: those that are `Own` are the company's, and the others ours."""
    return text.pieces if isinstance(text, Quoting) else (text,)


def put_together(parts: Iterable[object]) -> str:
    """One text of many; where words of the company are among them, it keeps its pieces."""
    kept = list(parts)
    kinds = set(map(type, kept))
    if kinds == _PLAIN:
        return "".join(kept)  # type: ignore[arg-type]  # as their types say
    whole = "".join(map(str, kept))
    if _KEEPING.isdisjoint(kinds):
        return whole
    text = Quoting(whole)
    text.pieces = tuple(
        piece for part in kept for piece in pieces_of(part if isinstance(part, str) else str(part)) if piece
    )
    return text


def own_but_for(text: str, pattern: re.Pattern[str], say: Callable[[re.Match[str]], str]) -> str:
    """Words of the company, in which we say what matches a pattern."""
    parts: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        parts += (Own(text[end : found.start()]), say(found))
        end = found.end()
    return put_together((*parts, Own(text[end:])))
