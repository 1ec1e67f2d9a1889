"""Charts as SVG, drawn on the server: small, coloured by the theme's classes, with the same in words beside them."""

from collections.abc import Iterable, Sequence
from html import escape

from statusladder.ladder.availability import Day
from statusladder.model.vocabulary import ComponentState

STATE_CLASSES = {
    ComponentState.OPERATIONAL: "ok",
    ComponentState.UNDER_MAINTENANCE: "maint",
    ComponentState.AFFECTED: "named",
    ComponentState.DEGRADED_PERFORMANCE: "degraded",
    ComponentState.PARTIAL_OUTAGE: "partial",
    ComponentState.MAJOR_OUTAGE: "major",
}
"""The theme's class for each state; it sets the colour."""

_HEIGHTS = {"ok": 14, "maint": 14, "late": 24, "unknown": 16, "degraded": 18, "partial": 21, "major": 24, "none": 14}
"""A bar's height in a picture of 24: worse is taller, so that colour is never the only sign."""

_UNSURE = " unsure"
"""The class, behind the one of its state, of a bar of which some minute cannot be counted."""
_EVEN = 'vector-effect="non-scaling-stroke"'
"""Keeps an outline as wide as it is, however the picture is stretched. Validators know it as an attribute only."""


def draw_bars(days: Sequence[Day]) -> str:
    """A bar for each day, oldest first. Runs of equal days share one path, which keeps ninety days to a few bytes."""
    parts = []
    for css_class, positions in _by_class(days).items():
        height = _HEIGHTS[css_class.split()[0].removeprefix("b-")]
        path = "".join(f"M{position * 4} 24v-{height}h3v{height}z" for position in positions)
        parts.append(_path(css_class, path))
    width = len(days) * 4 - 1
    frame = f'<svg class="bars" viewBox="0 0 {width} 24" preserveAspectRatio="none" aria-hidden="true">'
    return f"{frame}{''.join(parts)}</svg>"


def draw_day_links(days: Sequence[tuple[Day, str | None, str]], name: str) -> str:
    """The same picture, large and called `name`, in which each day that has a label leads to its address."""
    parts = []
    for position, (day, label, url) in enumerate(days):
        css_class = _class(day)
        height = _HEIGHTS[css_class.split()[0].removeprefix("b-")]
        bar = _path(css_class, f"M{position * 4} 24v-{height}h3v{height}z")
        if label is not None:
            # The whole height can be pointed at, not only the bar; it lies above it, so that its outline is whole.
            frame = f'fill="none" pointer-events="all" {_EVEN}'
            room = f'<path {frame} d="M{position * 4} 0h3v24h-3z"/>'
            words = escape(label)
            bar = f'<a href="{escape(url)}" aria-label="{words}"><title>{words}</title>{bar}{room}</a>'
        parts.append(bar)
    width = len(days) * 4 - 1
    frame = f'<svg class="bars" viewBox="0 0 {width} 24" preserveAspectRatio="none"'
    return f'{frame} role="group" aria-label="{escape(name)}">{"".join(parts)}</svg>'


def draw_picture(name: str, title: str, description: str, height: float, drawing: str) -> str:
    """The frame of a chart that has a title and a description; `name` is unique on its page.

    Places along it are percentages and all else is in pixels of CSS: so it takes any width while its text keeps its
    size, on the smallest screen too.
    """
    return (
        f'<svg class="plot" role="img" height="{height:g}" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{drawing}</svg>'
    )


def _path(css_class: str, path: str) -> str:
    outline = f" {_EVEN}" if css_class.endswith(_UNSURE) else ""
    return f'<path class="{css_class}" d="{path}"{outline}/>'


def _class(day: Day) -> str:
    """The class of a day's bar; one of which some minute cannot be counted is outlined."""
    if day.worst is None:
        name = "none"
    else:
        unknown = day.worst is ComponentState.AFFECTED
        name = "late" if day.is_outside else "unknown" if unknown else STATE_CLASSES[day.worst]
    return f"b-{name}" if day.is_measured else f"b-{name}{_UNSURE}"


def _by_class(days: Iterable[Day]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, day in enumerate(days):
        found.setdefault(_class(day), []).append(position)
    return {css_class: found[css_class] for css_class in sorted(found)}


MOST_TICKS = 60
"""The newest that are drawn: as many as are told apart on a screen of 320 pixels."""

_LINE, _HEIGHT = 26, 56
_KEPT, _BROKEN = "M-1.25-3v-18h2.5v18Z", "M-1 1.5h2v6h2.5L0 15-3.5 7.5H-1Z"


def draw_tick_strip(name: str, title: str, description: str, kept: Sequence[bool], ends: tuple[str, str]) -> str:
    """A tick for each of the newest of `kept`, oldest first; `ends` say when the first and the last of these were."""
    shown = kept[-MOST_TICKS:]
    drawing = (
        f'<defs><path id="{name}-kept" d="{_KEPT}"/><path id="{name}-broken" d="{_BROKEN}"/></defs>'
        f'<line class="base" x1="0" x2="100%" y1="{_LINE}" y2="{_LINE}"/>'
    )
    for css_class, word, outcome in (("ok", "kept", True), ("major", "broken", False)):
        places = [(2 * number + 1) * 50 / len(shown) for number, one in enumerate(shown) if one is outcome]
        marks = "".join(f'<use href="#{name}-{word}" x="{place:.1f}%" y="{_LINE}"/>' for place in places)
        drawing += f'<g class="{css_class}">{marks}</g>'
    for anchor, x, words in zip(("start", "end"), ("0", "100%"), ends, strict=True):
        drawing += f'<text class="soft" x="{x}" y="{_HEIGHT}" text-anchor="{anchor}">{words}</text>'
    return draw_picture(name, title, description, _HEIGHT + 4, drawing)


_SPARK_HEIGHT = 40


def draw_sparkline(name: str, title: str, description: str, amounts: Sequence[int]) -> str:
    """A bar for each amount of a row of equal lengths of time, the first on the left; none where it is 0."""
    most, width = max(amounts), 100 / len(amounts)
    bars = "".join(
        f'<rect x="{number * width:.1f}%" width="{width * 0.8:.1f}%" y="{_SPARK_HEIGHT - height}" height="{height}"/>'
        for number, amount in enumerate(amounts)
        if amount and (height := max(3, round(amount * _SPARK_HEIGHT / most)))
    )
    base = f'<line class="base" x1="0" x2="100%" y1="{_SPARK_HEIGHT}" y2="{_SPARK_HEIGHT}"/>'
    return draw_picture(name, title, description, _SPARK_HEIGHT + 2, base + bars)
