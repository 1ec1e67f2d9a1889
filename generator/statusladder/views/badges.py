"""A badge: a small picture that says a state in words, readable by screen readers and without its colours."""

from html import escape
from unicodedata import east_asian_width

from statusladder.ladder.standing import Indicator
from statusladder.model.vocabulary import ComponentState

LABEL = "#3b3f45"
STATE_COLOURS = {
    ComponentState.OPERATIONAL: "#1a7431",
    ComponentState.UNDER_MAINTENANCE: "#0550ae",
    ComponentState.AFFECTED: "#57606a",
    ComponentState.DEGRADED_PERFORMANCE: "#7a5200",
    ComponentState.PARTIAL_OUTAGE: "#a04100",
    ComponentState.MAJOR_OUTAGE: "#b3202a",
}
"""Grounds on which white words have a contrast of at least 4.5 to 1."""

INDICATOR_COLOURS = {
    Indicator.NONE: STATE_COLOURS[ComponentState.OPERATIONAL],
    Indicator.MAINTENANCE: STATE_COLOURS[ComponentState.UNDER_MAINTENANCE],
    Indicator.MINOR: STATE_COLOURS[ComponentState.DEGRADED_PERFORMANCE],
    Indicator.MAJOR: STATE_COLOURS[ComponentState.PARTIAL_OUTAGE],
    Indicator.CRITICAL: STATE_COLOURS[ComponentState.MAJOR_OUTAGE],
}

RETIRED_COLOUR = "#5c626b"
"""The ground of what has no state any more."""

_HEIGHT, _BASELINE, _ROOM, _EM = 20, 14, 8, 6.6
"""Pixels: how high it is, where words stand, the room beside them, and how wide a letter of 11 pixels is at most."""


def badge(label: str | None, words: str, colour: str) -> bytes:
    """The picture with its words as its name; without a label, the state alone.

    Letters are fitted into their room, since no two systems have the same fonts.
    """
    title = escape(f"{label}: {words}" if label is not None else words)
    left, start = _field(label, LABEL, 0) if label is not None else ("", 0)
    right, width = _field(words, colour, start)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">{left}{right}</g></svg>\n'
    ).encode()


def _field(text: str, ground: str, start: int) -> tuple[str, int]:
    """One half, and where it ends."""
    length = round(_EM * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text))
    box = f'<path fill="{ground}" d="M{start} 0h{length + 2 * _ROOM}v{_HEIGHT}h-{length + 2 * _ROOM}z"/>'
    words = f'<text x="{start + _ROOM}" y="{_BASELINE}" textLength="{length}">{escape(text)}</text>'
    return box + words, start + length + 2 * _ROOM
