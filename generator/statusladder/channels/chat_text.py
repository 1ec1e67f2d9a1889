"""What a chat message says of an update: its text as far as there is room, and core lines, the most useful first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from statusladder.markup.prose import shorten
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact

Cost = Callable[[str], int]
"""What a line takes of the room of a medium, once it is written as that medium wants it."""

SHORTEST = 40
"""Characters of a cut paragraph below which it says nothing."""

MORE = "…"

MOST_OF_A_NAME = 200
"""Characters of the name of a site, and of who signs, in a message."""


@dataclass(frozen=True)
class Room:
    """How much a medium has for the text and the core lines of an update, in the unit of its limit.

    `total` is for all of them and `each` for the text, and for any one line. `for_text` is what lines leave to the text
    where there is not enough for both.
    """

    total: int
    each: int
    for_text: int


@dataclass(frozen=True)
class ChatText:
    """What of an update fits: the lines of its text, what readers can do, the times, and the other core lines in order.

    The text may end with `…`; every other line is whole.
    """

    text: tuple[str, ...]
    advice: tuple[str, ...]
    due: tuple[str, ...]
    facts: tuple[str, ...]


def build_chat_text(bulletin: Bulletin, room: Room, cost: Cost) -> ChatText:
    """As much of an update as fits.

    Core lines are left out whole, the least useful first: times and what readers can act on go before everything else.
    """
    text = tuple(_lines_of(bulletin.text))
    wanted = min(sum(map(cost, text)), room.for_text)
    due = dict.fromkeys(next(iter(bulletin.short.due), ()))
    facts = {line.text: line.fact for line in bulletin.core if line.text not in due}
    left = room.total - wanted
    kept = set[str]()
    for line in (*due, *sorted(facts, key=_rank_in(bulletin))):
        taken = cost(line)
        if taken <= min(left, room.each):
            kept.add(line)
            left -= taken
    return ChatText(
        text=tuple(_cut(text, min(wanted + left, room.each), cost)),
        advice=tuple(line for line, fact in facts.items() if line in kept and fact is CoreFact.ADVICE),
        due=tuple(line for line in due if line in kept),
        facts=tuple(line for line, fact in facts.items() if line in kept and fact is not CoreFact.ADVICE),
    )


def say_sender(bulletin: Bulletin) -> tuple[str, str | None]:
    """The name of the site, and who signs if anybody does."""
    signature = bulletin.signature
    return (
        shorten_to(bulletin.short.heading, MOST_OF_A_NAME, len),
        shorten_to(signature, MOST_OF_A_NAME, len) if signature is not None else None,
    )


def _lines_of(text: str) -> Iterator[str]:
    """The lines of a text; a paragraph ends with an empty one."""
    lines = text.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    for line in lines:
        yield line if line.strip() else ""


def _rank_in(bulletin: Bulletin) -> Callable[[str], int]:
    """How far behind others a line comes where there is little room; what no short text says comes last."""
    order = (*bulletin.short.what[:1], bulletin.short.vital, *bulletin.short.further)
    ranks = {line: rank for rank, line in reversed([*enumerate(order)])}
    return lambda line: ranks.get(line, len(order))


def _cut(lines: Sequence[str], room: int, cost: Cost) -> list[str]:
    """Lines as long as they fit, then the beginning of the next one; `…` at the end shows that there is more."""
    if sum(map(cost, lines)) <= room:
        return list(lines)
    kept: list[str] = []
    left = room - cost(MORE)
    for line in lines:
        if cost(line) > left:
            beginning = shorten_to(line, left, cost)
            kept.append(beginning if len(beginning) >= SHORTEST else MORE)
            return kept
        kept.append(line)
        left -= cost(line)
    return kept


def shorten_to(line: str, room: int, cost: Cost) -> str:
    """As much of a line as fits, ending with `…` where some of it does not; empty where nothing does."""
    if cost(line) <= room:
        return line
    length = len(line) - 1
    while length > 0:
        shortened = shorten(line, length)
        taken = cost(shortened)
        if taken <= room:
            return shortened
        # What a letter takes differs, so the next attempt goes by the average.
        length = min(len(shortened) - 1, len(shortened) * room // taken)
    return ""
