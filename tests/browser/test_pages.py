"""Every kind of page in a real browser: for every eye, hand and ear, on any screen, with and without a script.

Each is opened once, at the moment of its build, and the tests look at it one after the other: in CI at a page of each
template, of which every second one by day, and by night at more of them. What one of them sets, a width, colours, the
focus, every other that depends on it sets as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from night import IS_NIGHT, in_ci, some

from .conftest import SITES, patient

TEMPLATES = [
    ("demo", ""),
    ("demo", "incidents/2026-03-14-sign-in-fails/"),
    ("demo", "incidents/2026-02-10-card-payments-declined/postmortem/"),
    ("demo", "improvements/"),
    ("demo", "history/"),
    ("demo", "history/2026-02/"),
    ("demo", "components/card-payments/"),
    ("demo", "maintenance/2026-02-25-search-index-move/"),
    ("demo", "subscribe/"),
    ("demo", "audiences/developers/"),
    ("demo", "api/"),
    ("demo", "how-we-communicate/"),
    ("demo", "reliability/"),
    ("demo", "lessons/"),
    ("demo", "embed/"),
    ("demo", "pages/what-our-words-mean/"),
    ("demo", "404.html"),
    ("storm", ""),
    ("storm", "incidents/2026-06-10-sign-in-fails/"),
    ("storm", "style-guide/"),
    ("calm", ""),
    ("sixty-components", ""),
    ("owned", "internal/"),
    ("owned", "internal/ownership/"),
    ("owned", "internal/incidents/2026-03-14-sign-in-fails/"),
    ("owned", "internal/maintenance/2026-03-20-database/"),
]
"""A site and a page of it: every template."""

LARGE = [
    ("demo", "incidents/2026-02-10-card-payments-declined/"),
    ("demo", "incidents/2025-07-08-dashboards-do-not-load/postmortem/"),
    ("demo", "incidents/2026-01-19-exports-incomplete/"),
    ("calm", "reliability/"),
    ("sixty-components", "incidents/2026-06-10-half-of-it-slow/"),
    ("sixty-components", "subscribe/"),
]
"""With what a template shows besides: an incident that is over, one that came back, next to nothing, very much."""

STATES = [
    ("storm", "incidents/2026-06-09-messages-twice/"),
    ("storm", "incidents/2026-06-10-search-results-missing-for-some-right-to-left/"),
    ("storm", "incidents/2026-06-08-false-alarm/"),
    ("storm", "incidents/2026-05-20-bookings-slow/"),
    ("storm", "maintenance/2026-06-10-storage-exchange/"),
    ("storm", "maintenance/2026-06-20-faster-search/"),
    ("storm", "components/sign-in/"),
    ("storm", "reliability/"),
    ("calm", "api/"),
    ("calm", "incidents/2025-09-22-exports-late/"),
]
"""What differs from another page in its state alone, which is nothing to what hangs on the template."""

BY_DAY = some(TEMPLATES, by_day=13, in_ci=len(TEMPLATES))
KINDS = TEMPLATES + LARGE if IS_NIGHT else BY_DAY
PAGES = TEMPLATES + LARGE + STATES if IS_NIGHT else BY_DAY

each_page = pytest.mark.parametrize("shown", PAGES, indirect=True, ids="/".join)
each_kind = pytest.mark.parametrize("shown", KINDS, indirect=True, ids="/".join)
some_pages, few_pages, few_kinds = (
    pytest.mark.parametrize(
        "shown", some(pages, by_day=len(pages) // day, in_ci=len(pages) // ci), indirect=True, ids="/".join
    )
    for pages, day, ci in ((PAGES, 6, 2), (PAGES, 8, 3), (KINDS, 8, 3))
)
"""By day; in CI some more of them, and by night it is each, here too."""

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


Scheme = Literal["dark", "light"]
LOOKS: list[tuple[int, Scheme]] = [(320, "dark"), (1280, "light")]
"""The width of a screen, and what its owner prefers."""


@dataclass(frozen=True)
class Shown:
    """A page that is open, what the console said and which addresses were asked for since; `place` is among PAGES."""

    page: Page
    address: str
    place: tuple[str, str]
    said: list[str]
    asked: list[str]

    def look(self, width: int = 1280, scheme: Scheme = "light") -> Page:
        """The page on a screen of that width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme, forced_colors="none", reduced_motion="no-preference")
        return self.page


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Shown]:
    """A page in which nothing is open yet."""
    page = patient(browser.new_page())
    watched = Shown(page, "", ("", ""), [], [])
    page.on("console", lambda message: watched.said.append(message.text))
    page.on("pageerror", lambda error: watched.said.append(str(error)))
    page.on("request", lambda request: watched.asked.append(request.url))
    yield watched
    page.close()


@pytest.fixture(scope="module")
def shown(request: pytest.FixtureRequest, watched: Shown, addresses: dict[str, str]) -> Shown:
    site, path = request.param
    shown = replace(watched, address=addresses[site] + path, place=request.param)
    # What a banner shows has ended a month later: the page about banners is looked at without one.
    shown.page.clock.set_fixed_time(SITES[site][1] + timedelta(days=30 * (path == "embed/")))
    shown.look().goto("about:blank")
    shown.said.clear()
    shown.asked.clear()
    shown.page.goto(shown.address)
    return shown


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """An empty page in which no script runs."""
    page = patient(browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False))
    yield page
    page.close()


def _violations(page: Page) -> list[Any]:
    return list(Axe().run(page, options=RULES).response["violations"])


@each_kind
def test_the_policy_blocks_nothing_the_console_is_silent_and_nobody_else_is_asked(shown: Shown) -> None:
    kept = shown.page.evaluate("[document.cookie, Object.keys(localStorage).length, document.fonts.size]")

    assert shown.said == []
    of_its_own = ["banner.js", "banner.json"] if shown.place[1] == "embed/" else []
    expected = [shown.address, *(shown.address + name for name in of_its_own)]
    assert [url for url in shown.asked if not url.startswith("data:")] == expected
    assert kept == ["", 0, 0]


@some_pages
def test_axe_finds_nothing(shown: Shown) -> None:
    """By day in one look, now in the one and then in the other, by night in both."""
    found = []
    for width, scheme in LOOKS if IS_NIGHT else [LOOKS[PAGES.index(shown.place) // 2 % len(LOOKS)]]:
        found += _violations(shown.look(width, scheme))

    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


@in_ci
@pytest.mark.parametrize("path", ["", "incidents/2026-06-10-sign-in-fails/"])
def test_axe_finds_nothing_on_a_page_that_was_not_built_for_months(
    page: Page, addresses: dict[str, str], path: str
) -> None:
    page.clock.set_fixed_time(SITES["storm"][1] + timedelta(days=100))
    page.goto(addresses["storm"] + path)

    assert _violations(page) == []


def test_axe_would_find_something(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["calm"])
    page.evaluate("document.querySelector('.lede').append(document.createElement('img'))")

    assert [one["id"] for one in _violations(page)] == ["image-alt"]


WORDS = """() => {
    const added = [...document.querySelectorAll("[data-at], .choose")];
    for (const e of added) e.style.display = "none";
    const words = document.body.innerText.replace(/\\s+/g, " ").trim();
    for (const e of added) e.style.display = "";
    return words;
}"""


@few_pages
def test_every_word_is_there_without_a_script(shown: Shown, plain: Page) -> None:
    plain.goto(shown.address)
    without = plain.locator("body").inner_text()
    hidden = plain.locator(".choose")
    assert hidden.count() == 0 or not hidden.is_visible()
    for extra in plain.locator("[data-at]").all_inner_texts():
        without = without.replace(extra, "", 1)

    assert " ".join(without.split()) == shown.look().evaluate(WORDS)


@each_page
def test_nothing_scrolls_sideways_on_the_smallest_screen(shown: Shown) -> None:
    assert shown.look(320).evaluate("document.documentElement.scrollWidth") <= 320


@few_kinds
def test_the_keyboard_reaches_every_link_in_order_and_shows_where_it_is(shown: Shown) -> None:
    page = shown.look()
    reachable = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, [tabindex]")]
            .filter(e => e.checkVisibility()).length"""
    )
    page.evaluate(
        """() => {
            window.visited = [];
            const seen = new Map(), look = () => {
                const e = document.activeElement;
                if (!seen.has(e)) seen.set(e, seen.size);
                visited.push([seen.get(e), e === document.body || getComputedStyle(e).outlineStyle !== "none"]);
            };
            addEventListener("keyup", look);
        }"""
    )
    for _ in range(reachable + 1):
        page.keyboard.press("Tab")
    visited = page.evaluate("visited")

    assert len(visited) == reachable + 1
    assert [position for position, _ in visited[:reachable]] == list(range(reachable))
    assert all(outlined for _, outlined in visited)


@each_page
def test_states_keep_their_shapes_and_words_when_colours_are_forced(shown: Shown) -> None:
    page = shown.look()
    page.emulate_media(forced_colors="active", reduced_motion="reduce")

    faint = page.evaluate(
        """() => [...document.querySelectorAll(".ladder > li, .rungs > li")].filter(e =>
            ["rgba(0, 0, 0, 0)", getComputedStyle(document.body).backgroundColor]
                .includes(getComputedStyle(e, "::after").backgroundColor) &&
            !["dashed", "solid"].includes(getComputedStyle(e, "::after").borderTopStyle) &&
            !["dashed", "solid"].includes(getComputedStyle(e, "::after").borderLeftStyle)).length"""
    )
    moving = page.evaluate("document.getAnimations().length")
    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll(".state")]
            .filter(e => !e.innerText.trim() || !e.querySelector("svg")).length"""
    )

    assert (faint, moving, unlabelled) == (0, 0, 0)


def test_a_page_prints_with_all_its_words(page: Page, addresses: dict[str, str], tmp_path: Path) -> None:
    page.goto(addresses["storm"] + "incidents/2026-06-10-sign-in-fails/")
    page.emulate_media(media="print")

    words = page.locator("body").inner_text()
    page.pdf(path=tmp_path / "incident.pdf", format="A4")

    for part in (
        "Nobody can sign in with a password",
        "Major outage",
        "Sign in with a link",
        "Signing in with a password",
    ):
        assert part in words
    assert "Skip to the content" not in words
    assert (tmp_path / "incident.pdf").read_bytes().startswith(b"%PDF")


FIRST_SCREEN = [("demo", ""), ("demo", "incidents/2026-03-14-sign-in-fails/")] + [
    ("storm", path) for path in ("", "incidents/2026-06-10-sign-in-fails/", "incidents/2026-06-09-messages-twice/")
]


@pytest.mark.parametrize(("site", "path"), FIRST_SCREEN)
def test_the_three_questions_are_answered_before_any_scrolling(
    page: Page, addresses: dict[str, str], site: str, path: str
) -> None:
    page.goto(addresses[site] + path)
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        ends = page.locator("h1, .promise, .glance > div").evaluate_all(
            "found => found.slice(0, 5).map(e => e.getBoundingClientRect().bottom)"
        )

        # Of that incident nobody said what customers can do, and what nobody said the page does not claim.
        assert len(ends) == (4 if "messages-twice" in path else 5)
        assert max(ends) <= height


@pytest.mark.parametrize("path", ["incidents/2026-02-10-card-payments-declined/postmortem/", "improvements/"])
def test_on_paper_it_is_dark_on_white_without_navigation_and_fits(
    page: Page, addresses: dict[str, str], path: str
) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(addresses["demo"] + path)
    for chosen in ("", "dark"):
        page.emulate_media(media="screen", color_scheme="dark")
        page.evaluate("chosen => { document.documentElement.dataset.theme = chosen }", chosen)
        page.emulate_media(media="print", color_scheme="light")

        widest = page.evaluate("document.documentElement.scrollWidth")
        paint = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        soft = page.evaluate("getComputedStyle(document.querySelector('main .soft')).color")
        assert widest <= 640
        assert paint == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        assert float(soft.partition("(")[2].split()[0].rstrip("%")) < 0.6
        assert not page.locator(".mast nav").is_visible()
