"""Which words of a text became others, and whether quotations tell of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|[^\w\s]")
"""A word, or a single sign: white space tells nothing, so a text may be wrapped anew."""

_MANY = 5000
"""Words above which frequent ones are compared less closely: a file of nothing but commas must not stall a check."""


@dataclass(frozen=True)
class Rewording:
    """The words that were and those that are, from the first that changed to the last; `offset` is where they stand."""

    was: str
    now: str
    offset: int


def words_of(text: str) -> list[str]:
    """The words and single signs of a text, which are all that counts of it."""
    return _TOKEN.findall(text)


def same_words(one: str, other: str) -> bool:
    return one == other or words_of(one) == words_of(other)


def untold_rewording(was: str, now: str, quotations: Iterable[tuple[str, str]]) -> Rewording | None:
    """What changed between two texts and is not told; None where nothing is left to tell.

    A quotation is the words as they were and as they are. Each word that is gone has to stand in one of the first, each
    that came in one of the second: so nobody has to repeat a whole text, and nothing changes under cover.
    """
    old, new = list(_TOKEN.finditer(was)), list(_TOKEN.finditer(now))
    old_words, new_words = [token[0] for token in old], [token[0] for token in new]
    if old_words == new_words:
        return None
    told = list(quotations)
    gone = _quoted(old_words, [words for words, _ in told])
    come = _quoted(new_words, [words for _, words in told])
    untold = []
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=max(len(old), len(new)) > _MANY)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_told = gone.issuperset(range(old_from, old_to)) and come.issuperset(range(new_from, new_to))
        if tag != "equal" and not is_told:
            untold.append((old_from, old_to, new_from, new_to))
    if not untold:
        return None
    old_from, _, new_from, _ = untold[0]
    _, old_to, _, new_to = untold[-1]
    offset = new[min(new_from, len(new) - 1)].start() if new else 0
    return Rewording(_passage(was, old[old_from:old_to]), _passage(now, new[new_from:new_to]), offset)


def _quoted(words: Sequence[str], quotations: Iterable[str]) -> set[int]:
    """The places of all words that stand in one of the quotations."""
    places: set[int] = set()
    for quotation in quotations:
        quoted = words_of(quotation)
        for start in range(len(words) - len(quoted) + 1):
            if words[start : start + len(quoted)] == quoted:
                places.update(range(start, start + len(quoted)))
    return places


def _passage(text: str, tokens: Sequence[re.Match[str]]) -> str:
    return " ".join(text[tokens[0].start() : tokens[-1].end()].split()) if tokens else ""
