"""Charts in a real browser: they are read on the smallest screen, in forced colours, without colour, and by the ear."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from night import some

from .conftest import patient

SMALLEST_TEXT = 11.0
"""Pixels of CSS on a screen that is 320 of them wide."""

Open = Callable[..., Page]


@pytest.fixture(scope="module", params=some(["demo", "storm", "calm"], by_day=2, in_ci=3))
def charts(request: pytest.FixtureRequest, browser: Browser, addresses: dict[str, str]) -> Iterator[Open]:
    """Shows the reliability page of a site as a reader with these settings sees it."""
    page = patient(browser.new_page())
    page.goto(f"{addresses[request.param]}reliability/")

    def look(width: int = 320, **settings: Any) -> Page:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none"} | settings)
        return page

    yield look
    page.close()


TEXTS = """() => [...document.querySelectorAll(".plot")].map(plot =>
    [...plot.querySelectorAll("text")].map(text => {
        const {left, top, right, bottom} = text.getBoundingClientRect();
        return {words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
                left, top, right, bottom};
    }))"""


@pytest.mark.parametrize("width", [320, 1280])
def test_every_word_of_a_chart_is_large_enough_on_the_screen_and_clear_of_the_others(charts: Open, width: int) -> None:
    plots = charts(width).evaluate(TEXTS)

    assert plots
    for texts in plots:
        assert texts
        for one in texts:
            assert one["size"] >= SMALLEST_TEXT, one
            assert one["left"] >= 0, one
            assert one["right"] <= width, one
        for one, other in combinations(texts, 2):
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert beside or one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1, (one, other)


MARKS = """() => [...document.querySelectorAll(".plot")].map(plot => {
    const width = plot.clientWidth, left = plot.getBoundingClientRect().left;
    return [...plot.querySelectorAll("use")].map(use => {
        const box = use.getBoundingClientRect();
        return [box.left - left, box.right - left - width, box.width, box.height];
    }).filter(([before, after]) => before < -12 || after > 12).length;
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_mark_leaves_its_chart(charts: Open, width: int) -> None:
    outside = charts(width).evaluate(MARKS)

    assert outside
    assert not any(outside)


PAINT = """() => {
    const ground = getComputedStyle(document.body).backgroundColor, found = [];
    for (const use of document.querySelectorAll(".plot use")) {
        const {fill, stroke, color} = getComputedStyle(use), hollow = use.classList.contains("open");
        found.push([hollow ? stroke : fill, hollow ? fill : null, color]);
    }
    for (const line of document.querySelectorAll(".plot line")) found.push([getComputedStyle(line).stroke, null, ""]);
    for (const text of document.querySelectorAll(".plot text")) found.push([getComputedStyle(text).fill, null, ""]);
    return [ground, found];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_every_mark_line_and_word_visible_and_hollow_marks_hollow(
    charts: Open, scheme: str
) -> None:
    ground, painted = charts(forced_colors="active", color_scheme=scheme).evaluate(PAINT)

    assert painted
    for outline, inside, _ in painted:
        assert _luminance(outline) != _luminance(ground)
        assert inside is None or inside == ground


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, of a colour written as rgb()."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


GREYS = """() => {
    // What the eye gets: each colour painted, then read back as a pixel.
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true}), seen = {};
    const pixel = colour => {
        if (!(colour in seen)) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            seen[colour] = `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).join()})`;
        }
        return seen[colour];
    };
    const ground = pixel(getComputedStyle(document.body).backgroundColor), found = [];
    for (const use of document.querySelectorAll(".plot use:not([href$=about])")) {
        const {fill, stroke} = getComputedStyle(use), shape = document.querySelector(use.getAttribute("href"));
        const colour = pixel(use.classList.contains("open") ? stroke : fill);
        found.push([use.closest(".plot").getAttribute("aria-labelledby"), shape.getAttribute("d"), colour, ground]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_colour_marks_stand_out_and_shapes_tell_them_apart(charts: Open, scheme: str) -> None:
    marks = charts(color_scheme=scheme).evaluate(GREYS)

    assert marks
    assert all(_contrast(colour, ground) >= 3 for _, _, colour, ground in marks)
    for chart in {chart for chart, *_ in marks}:
        seen = {(shape, colour) for named, shape, colour, _ in marks if named == chart}
        assert len(seen) == len({shape for shape, _ in seen}) == len({colour for _, colour in seen})


def test_the_ear_hears_a_title_and_a_description_and_finds_the_table(charts: Open) -> None:
    page = charts()
    pictures = page.get_by_role("img").filter(has=page.locator("desc"))

    assert pictures.count() == page.locator(".plot").count() > 0
    for picture in pictures.all():
        section = picture.locator("xpath=ancestor::section")
        heading = section.get_by_role("heading").inner_text()
        assert picture.aria_snapshot().startswith(f'- img "{heading}"')
        assert str(picture.locator("desc").text_content()).endswith(".")
        assert section.get_by_role("table").count() == 1


def test_a_day_of_a_component_leads_to_its_incident(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['demo']}components/card-payments/")
    page.get_by_role("link", name="10 February 2026: Major outage, 48 min").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Card payments are declined for all customers"


def test_a_day_with_several_causes_leads_to_the_row_that_links_to_each(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['storm']}components/sign-in/")
    for link in page.locator(".bars a").all():
        address = str(link.get_attribute("href"))
        if address.startswith("#"):
            assert page.locator(f'[id="{address[1:]}"] td a').count() > 1
        else:
            assert re.fullmatch(r"\.\./\.\./(?:incidents|maintenance)/[^/]+/", address)
