"""Fits the facts of an update into a text of little room: whole facts are left out, the least useful first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from statusladder.markup.prose import shorten
from statusladder.views.short_forms import ShortForm

Measure = Callable[[str], int]
"""How much of its room a text takes, in the unit of the medium."""

Prepare = Callable[[str], str]
"""What a medium makes of each line before it is sent."""

SHORTEST_TITLE = 16
"""Characters of a title below which it says nothing."""

_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
"""What keeps texts of two directions apart, unseen."""


@dataclass(frozen=True)
class Fitted:
    """A text, and whether it fits: not where even the shortest form of what has to be said is too long."""

    text: str
    fits: bool


@dataclass(frozen=True)
class _Form:
    """Lines that say what has to be said, in two halves: further facts go between them."""

    heading: str
    lead: str
    rest: tuple[str, ...]
    last: tuple[str, ...]

    def lines(self, *further: str) -> tuple[str, ...]:
        return (self.heading, self.lead, *self.rest, *further, *self.last)


def fit(short: ShortForm, measure: Measure, limit: int, *, prepare: Prepare = str, may_cut: bool = True) -> Fitted:
    """The most useful text of at most `limit`; the title is cut only where it may be, and nothing else helps.

    What stays always: who speaks, the stage, what is affected, the times that count, and a link.
    """

    def text_of(form: _Form, *further: str) -> str:
        return "\n".join(filter(None, map(prepare, form.lines(*further))))

    forms = tuple(_forms(short))
    for form in forms:
        if measure(text_of(form)) <= limit:
            kept: list[str] = []
            for fact in short.further:
                if measure(text_of(form, *kept, fact)) <= limit:
                    kept.append(fact)
            return Fitted(text_of(form, *kept), fits=True)
    shortest = forms[-1]
    for what, title in product((*short.what[-1:], ""), _cut(short.title)) if may_cut else ():
        text = text_of(_Form(short.heading, short.lead(title), (what,), shortest.last))
        if measure(text) <= limit:
            return Fitted(text, fits=True)
    return Fitted(text_of(shortest), fits=False)


def _forms(short: ShortForm) -> Iterator[_Form]:
    """The most useful form first.

    What readers can do is worth a shorter link and a number in place of names, and names are worth a shorter link. In
    the last of them a whole title alone says what is affected.
    """
    lead, what = short.lead(short.title), short.what or ("",)
    middles = dict.fromkeys((*product((short.vital, ""), what), ("", "")))
    for (vital, components), due, link in product(middles, short.due, short.links):
        yield _Form(short.heading, lead, (components, vital), (*due, link))


def _cut(title: str) -> Iterator[str]:
    """The title with fewer and fewer words."""
    while len(title) > SHORTEST_TITLE:
        title = shorten(title, len(title) - 1)
        yield title


def find_lacks(text: str, short: ShortForm, prepare: Prepare = str) -> Iterator[tuple[str, str]]:
    """What a finished text lacks of that which every short text says, as `faults` of its file.

    It looks at the text alone, whatever it was made of: a string of a theme may have lost a value.
    """
    plain = text.translate(_MARKS)

    def says(*wanted: str) -> bool:
        return any(one and prepare(one).translate(_MARKS) in plain for one in wanted)

    about, start = short.essentials.about, shorten(short.title, SHORTEST_TITLE).rstrip("…")
    said = {
        "the word of its stage": says(short.essentials.state),
        "what is affected": says(start, *about),
        "the time that counts": all(says(*group) for group in short.essentials.times),
        "a link": says(*short.links),
    }
    for what, is_said in said.items():
        if not is_said:
            yield "X009", f"the short text does not say {what}"
