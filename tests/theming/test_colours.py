"""The colours of the default theme, measured: contrast, and how well states are told apart by each kind of eye.

The tables of docs/explanation/colours.md are made here: `python tests/theming/test_colours.py` writes them anew.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from coloraide import Color

from statusladder.publish.theme import find_theme

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "explanation" / "colours.md"
BEGIN, END = "<!-- figures:begin -->\n", "<!-- figures:end -->\n"

SCHEMES = ("light", "dark")
STATES = ("ok", "degraded", "partial", "major", "maint")
TEXT = ("ink", "soft", "link", *STATES)
GROUNDS = ("ground", "sheet")
EYES = {"usual": None, "protanopia": "protan", "deuteranopia": "deutan", "tritanopia": "tritan"}
METHOD = "brettel"
LEAST_TEXT = 4.5
"""WCAG 2.2, success criterion 1.4.3; marks need 3 (1.4.11), and every mark has the colour of a text."""


AT_A_GLANCE = 9.5
"""ΔE at which two colours are told apart without looking twice; about 2 is what can only just be seen side by side."""


def tokens(scheme: str) -> dict[str, Color]:
    """The colour tokens of the default style sheet as a screen shows them."""
    sheet = (find_theme(ROOT, "default").layers[0].folder / "assets" / "style.css").read_text(encoding="utf-8")
    found = {}
    for name, light, dark in re.findall(r"--([a-z]+): light-dark\((.+?\)|#\w+), (.+?\)|#\w+)\);", sheet):
        found[name] = Color(light if scheme == "light" else dark).convert("srgb").clip()
    return found


def contrast(first: Color, second: Color) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    return float(first.contrast(second, method="wcag21"))


def difference(first: Color, second: Color, eye: str | None) -> float:
    """ΔE by CIEDE2000 as an eye sees the two; an eye is a filter of coloraide, None for the usual one."""
    if eye is not None:
        first, second = (one.filter(eye, method=METHOD, in_place=False).clip() for one in (first, second))
    return float(first.delta_e(second, method="2000"))


def _contrast_rows() -> Iterator[str]:
    yield "| token | " + " | ".join(f"{scheme}, on {ground}" for scheme in SCHEMES for ground in GROUNDS) + " |"
    yield "|---|" + "---:|" * len(SCHEMES) * len(GROUNDS)
    by_scheme = {scheme: tokens(scheme) for scheme in SCHEMES}
    for name in TEXT:
        cells = [
            f"{contrast(by_scheme[scheme][name], by_scheme[scheme][ground]):.1f}"
            for scheme in SCHEMES
            for ground in GROUNDS
        ]
        yield f"| `{name}` | {' | '.join(cells)} |"


def _difference_rows() -> Iterator[str]:
    yield "| pair | " + " | ".join(f"{scheme}, {eye}" for scheme in SCHEMES for eye in EYES) + " |"
    yield "|---|" + "---:|" * len(SCHEMES) * len(EYES)
    by_scheme = {scheme: tokens(scheme) for scheme in SCHEMES}
    for first, second in combinations(STATES, 2):
        cells = [
            f"{difference(by_scheme[scheme][first], by_scheme[scheme][second], eye):.1f}"
            for scheme in SCHEMES
            for eye in EYES.values()
        ]
        yield f"| `{first}`, `{second}` | {' | '.join(cells)} |"


def figures() -> str:
    """Both tables as Markdown."""
    return "\n".join(["", *_contrast_rows(), "", *_difference_rows(), "", ""])


def _parts(page: str) -> tuple[str, str, str]:
    before, _, rest = page.partition(BEGIN)
    table, _, after = rest.partition(END)
    return before, table, after


def test_all_tokens_are_measured() -> None:
    assert set(tokens("light")) == {*TEXT, *GROUNDS, "line"}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_text_and_marks_stand_out_from_what_they_stand_on(scheme: str, ground: str, name: str) -> None:
    colours = tokens(scheme)

    assert contrast(colours[name], colours[ground]) >= LEAST_TEXT


def test_the_documented_figures_are_the_computed_ones() -> None:
    assert _parts(PAGE.read_text(encoding="utf-8"))[1] == figures()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("first", "second"), list(combinations(STATES, 2)))
def test_every_eye_tells_every_two_states_apart_at_a_glance(scheme: str, eye: str, first: str, second: str) -> None:
    colours = tokens(scheme)

    assert difference(colours[first], colours[second], EYES[eye]) >= AT_A_GLANCE


if __name__ == "__main__":
    start, _, rest = _parts(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(f"{start}{BEGIN}{figures()}{END}{rest}", encoding="utf-8")
