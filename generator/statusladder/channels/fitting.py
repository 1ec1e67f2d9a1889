"""Fits the facts of an update into a text of little room: whole facts are left out, the least useful first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from statusladder.markup.prose import shorten
from statusladder.views.bulletins import ShortForm

Measure = Callable[[str], int]
"""How much of its room a text takes, in the unit of the medium."""

SHORTEST_TITLE = 16
"""Characters of a title below which it says nothing."""


@dataclass(frozen=True)
class Fitted:
    """A text, and whether it fits: not where even the shortest form of what has to be said is too long."""

    text: str
    fits: bool


def fit(short: ShortForm, measure: Measure, limit: int, *, prepare: Callable[[str], str] = str) -> Fitted:
    """The most useful text of at most `limit`, `prepare` being what the medium makes of each line before it is sent.

    What stays always: who speaks, the stage, what is affected, the times that count, and a link.
    """

    def text_of(parts: Sequence[str]) -> str:
        return "\n".join(filter(None, map(prepare, parts)))

    for title, *rest in _required(short):
        lines = [title, *rest]
        if measure(text_of([short.heading, *lines])) <= limit:
            return Fitted(text_of([short.heading, *_with_further(short, lines, text_of, measure, limit)]), fits=True)
    for *_, what, due, link in _required(short):
        around = [short.heading, what, due, link]
        # A letter may take more than one unit of room, so the title is cut until it fits.
        for length in range(len(short.title), SHORTEST_TITLE - 1, -1):
            lead = f"{short.stage}: {shorten(short.title, length)}"
            text = text_of([around[0], lead, *around[1:]])
            if measure(text) <= limit:
                return Fitted(text, fits=True)
    *_, last = _required(short)
    return Fitted(text_of([short.heading, *last]), fits=False)


def _required(short: ShortForm) -> Iterator[tuple[str, str, str, str]]:
    """What has to be said, in forms that become shorter: the lead, what is affected, the times, and the link."""
    lead, due = f"{short.stage}: {short.title}", "\n".join(short.due)
    for link, what in product(short.links, short.what or ("",)):
        yield lead, what, due, link


def _with_further(
    short: ShortForm, lines: Sequence[str], text_of: Callable[[Sequence[str]], str], measure: Measure, limit: int
) -> list[str]:
    """The lines that have to be there with as many further facts as fit, each whole, in front of times and link."""
    lead, what, due, link = lines
    kept: list[str] = []
    for fact in short.further:
        tried = [short.heading, lead, what, *kept, fact, due, link]
        if measure(text_of(tried)) <= limit:
            kept.append(fact)
    return [lead, what, *kept, due, link]
