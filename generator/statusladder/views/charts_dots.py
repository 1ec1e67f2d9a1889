"""Dots on a log scale, a row for each severity: how long things took, one by one, without an average."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from statusladder.model.vocabulary import Severity
from statusladder.views.charts import draw_picture
from statusladder.voice.voice import Voice

SEVERITY_CLASSES = {
    Severity.CRITICAL: "major",
    Severity.MAJOR: "partial",
    Severity.MINOR: "degraded",
    Severity.INFO: "info",
}
"""The theme's class for each severity; it sets the colour."""

_SHAPES = {
    Severity.CRITICAL: "M0-4.5 4.5 0 0 4.5-4.5 0Z",
    Severity.MAJOR: "M-3.5-3.5h7v7h-7Z",
    Severity.MINOR: "M0-4 4.2 3.3H-4.2Z",
    Severity.INFO: "M-3.5 0a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0Z",
}
"""Diamond, square, triangle, circle: told apart without colour, about nine pixels wide."""

_ABOUT = "M-9-1.25H9v2.5H-9Z"

Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Mark:
    """One value: hollow while it still grows (`is_open`), with a line to both sides where it is only `about` right."""

    value: float
    is_open: bool = False
    is_about: bool = False


@dataclass(frozen=True)
class MarkRow:
    """The marks of one severity under their words; `median` and its `interval` are drawn where they are given."""

    severity: Severity
    words: str
    marks: tuple[Mark, ...]
    median: float | None = None
    interval: tuple[float, float] | None = None


def duration_ticks(voice: Voice) -> Ticks:
    """Where a scale of durations may begin, end, and have a line: minutes and words, so far apart that none collide."""
    return (
        *((float(number), voice.say("reliability.lengths.tick.minutes", n=number)) for number in (1, 10)),
        *((number * 60.0, voice.say("reliability.lengths.tick.hours", n=number)) for number in (1, 6)),
        (1440.0, voice.say("reliability.lengths.tick.days", n=1)),
        (10_080.0, voice.say("reliability.lengths.tick.weeks", n=1)),
        (43_200.0, voice.say("reliability.lengths.tick.days", n=30)),
        (525_600.0, voice.say("reliability.lengths.tick.years", n=1)),
    )


def ratio_ticks(voice: Voice) -> Ticks:
    """The same for parts and multiples of what is allowed."""
    return (
        *((percent / 100, voice.percent(percent)) for percent in (5, 25, 100)),
        # As text, since a separator of thousands takes room that the scale does not have.
        *((float(n), voice.say("reliability.lengths.tick.times", times=str(n))) for n in (4, 16, 64, 256, 1024, 4096)),
    )


_WORDS_HEIGHT, _HIGHEST, _AXIS, _STEP = 22, 40, 22, 10
"""Pixels: the words of a row, the highest stack of dots, the words of the scale, from dot to dot in a stack."""

_MARGIN = 4.0
"""Per cent of the width that stay free on both sides of the scale."""

_APART = 3.4
"""Per cent of the width from dot to dot in one level: their own width on a screen of 320 pixels."""


def draw_dot_plot(
    name: str, title: str, description: str, rows: Sequence[MarkRow], ticks: Ticks, limit: float | None = None
) -> str:
    """A row for each of `rows` over one scale, of which as many of `ticks` are drawn as the values need.

    `limit` is a value with a line of its own in each row. A value below the scale is drawn at its beginning.
    """
    values = [value for row in rows for value in _values(row)] + ([limit] if limit is not None else [])
    scale = _Scale(_needed(ticks, values))
    shapes, drawn, height = f'<path id="{name}-about" d="{_ABOUT}"/>', "", 0.0
    for row in rows:
        shapes += f'<path id="{name}-{row.severity}" d="{_SHAPES[row.severity]}"/>'
        marks, room = _row(name, row, scale, height, limit)
        drawn += marks
        height += room
    drawing = f"<defs>{shapes}</defs>{drawn}{_axis(scale, height + _AXIS - 6)}"
    return draw_picture(name, title, description, height + _AXIS, drawing)


def _values(row: MarkRow) -> list[float]:
    return [mark.value for mark in row.marks] + list(row.interval or ())


def _needed(ticks: Ticks, values: Sequence[float]) -> Ticks:
    """The ticks from the last below all values to the first above them; always two at least."""
    low, high = min(values, default=ticks[0][0]), max(values, default=ticks[0][0])
    first = max((index for index, (value, _) in enumerate(ticks[:-1]) if value <= low), default=0)
    last = min((index for index, (value, _) in enumerate(ticks) if value >= high), default=len(ticks) - 1)
    return ticks[first : max(last, first + 1) + 1]


class _Scale:
    """Where a value stands between the first and the last tick, in per cent of the width."""

    def __init__(self, ticks: Ticks) -> None:
        self.ticks = ticks
        self._low, self._high = math.log(ticks[0][0]), math.log(ticks[-1][0])

    def place(self, value: float) -> float:
        share = (math.log(max(value, self.ticks[0][0])) - self._low) / (self._high - self._low)
        return round(_MARGIN + min(share, 1.0) * (100 - 2 * _MARGIN), 1)


def _axis(scale: _Scale, baseline: float) -> str:
    return "".join(
        f'<text class="soft" x="{scale.place(value)}%" y="{baseline:g}" text-anchor="middle">{escape(words)}</text>'
        for value, words in scale.ticks
    )


def _line(css_class: str, x: float, band: float, room: float) -> str:
    return f'<line class="{css_class}" x1="{x}%" x2="{x}%" y1="{band:g}" y2="{band + room:g}"/>'


def _row(name: str, row: MarkRow, scale: _Scale, top: float, limit: float | None) -> tuple[str, float]:
    """The row drawn from `top` on, and its height; no line crosses its words."""
    stacked, highest = _stacked(row.marks, scale)
    band = top + _WORDS_HEIGHT
    room = highest + 20
    css_class = SEVERITY_CLASSES[row.severity]
    lines = "".join(_line("grid", scale.place(value), band, room) for value, _ in scale.ticks)
    if limit is not None:
        lines += _line("limit", scale.place(limit), band, room)
    marks = ""
    for mark, x, up in stacked:
        place = f'x="{x}%" y="{band + room - 10 - up:g}"'
        hollow = ' class="open"' if mark.is_open else ""
        marks += f'<use href="#{name}-about" {place}/>' if mark.is_about else ""
        marks += f'<use href="#{name}-{row.severity}"{hollow} {place}/>'
    drawn = (
        f'<use href="#{name}-{row.severity}" class="{css_class}" x="6" y="{top + 12:g}"/>'
        f'<text x="16" y="{top + 17:g}">{escape(row.words)}</text>'
        f'{lines}{_median(row, scale, band, room)}<g class="{css_class}">{marks}</g>'
    )
    return drawn, _WORDS_HEIGHT + room


def _median(row: MarkRow, scale: _Scale, band: float, room: float) -> str:
    drawn = ""
    if row.interval is not None:
        start, end = (scale.place(value) for value in row.interval)
        drawn += f'<rect class="range" x="{start}%" width="{end - start:.1f}%" y="{band:g}" height="{room:g}"/>'
    if row.median is not None:
        drawn += _line("median", scale.place(row.median), band, room)
    return drawn


def _stacked(marks: Sequence[Mark], scale: _Scale) -> tuple[list[tuple[Mark, float, float]], float]:
    """Each dot with its place and its height above the floor, and the greatest of these heights.

    A dot is on the lowest level on which it touches no other. Where so many are alike that a stack would be too high,
    levels move together and dots overlap.
    """
    ends: list[float] = []
    placed: list[tuple[Mark, float, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.value, mark.is_open)):
        x = scale.place(mark.value)
        level = next((number for number, end in enumerate(ends) if x - end >= _APART), len(ends))
        ends[level : level + 1] = [x]
        placed.append((mark, x, level))
    levels = max(len(ends) - 1, 1)
    step = min(_STEP, _HIGHEST / levels)
    highest = step * (len(ends) - 1) if ends else 0.0
    return [(mark, x, round(level * step, 1)) for mark, x, level in placed], round(highest, 1)
