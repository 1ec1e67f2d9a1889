"""A strip with a tick for each promise in its order: kept ones stand above the line, broken ones hang below it."""

from collections.abc import Sequence

from statusladder.views.charts import picture

MOST_TICKS = 60
"""The newest that are drawn: as many as are told apart on a screen of 320 pixels."""

_LINE, _HEIGHT = 26, 56
_KEPT, _BROKEN = "M-1.25-3v-18h2.5v18Z", "M-1 1.5h2v6h2.5L0 15-3.5 7.5H-1Z"


def tick_strip(name: str, title: str, description: str, kept: Sequence[bool], ends: tuple[str, str]) -> str:
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
    return picture(name, title, description, _HEIGHT + 4, drawing)
