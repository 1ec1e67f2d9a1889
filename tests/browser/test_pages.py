"""Every kind of page in a real browser: for every eye, hand and ear, on any screen, with and without a script."""

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from night import IS_NIGHT

PAGES = [
    ("demo", ""),
    ("demo", "incidents/2026-03-14-sign-in-fails/"),
    ("demo", "incidents/2026-02-10-card-payments-declined/"),
    ("demo", "incidents/2026-02-10-card-payments-declined/postmortem/"),
    ("demo", "incidents/2025-07-08-dashboards-do-not-load/postmortem/"),
    ("demo", "improvements/"),
    ("demo", "incidents/2026-01-19-exports-incomplete/"),
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
    ("storm", "incidents/2026-06-09-messages-twice/"),
    ("storm", "incidents/2026-06-10-search-results-missing-for-some-right-to-left/"),
    ("storm", "incidents/2026-06-08-false-alarm/"),
    ("storm", "incidents/2026-05-20-bookings-slow/"),
    ("storm", "maintenance/2026-06-10-storage-exchange/"),
    ("storm", "maintenance/2026-06-20-faster-search/"),
    ("storm", "components/sign-in/"),
    ("storm", "reliability/"),
    ("storm", "style-guide/"),
    ("calm", ""),
    ("calm", "api/"),
    ("calm", "reliability/"),
    ("calm", "incidents/2025-09-22-exports-late/"),
    ("sixty-components", ""),
    ("sixty-components", "incidents/2026-06-10-half-of-it-slow/"),
    ("sixty-components", "subscribe/"),
    ("owned", "internal/"),
    ("owned", "internal/ownership/"),
    ("owned", "internal/incidents/2026-03-14-sign-in-fails/"),
    ("owned", "internal/maintenance/2026-03-20-database/"),
]
"""A site and a page of it; together every kind of page and every state that one can be in."""

each_page = pytest.mark.parametrize(("site", "path"), PAGES, ids=[f"{site}/{path}" for site, path in PAGES])

KINDS = [
    (site, path)
    for site, path in PAGES
    if site != "storm" or path in ("", "incidents/2026-06-10-sign-in-fails/", "style-guide/")
    if (site, path) not in (("calm", "api/"), ("calm", "incidents/2025-09-22-exports-late/"))
]
"""Without those that differ from another one in their state alone: for what hangs on the template."""

each_kind = pytest.mark.parametrize(("site", "path"), KINDS, ids=[f"{site}/{path}" for site, path in KINDS])

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


LOOKS: list[tuple[int, Literal["dark", "light"]]] = [(320, "dark"), (1280, "light")]


def _open(browser: Browser, address: str, width: int = 1280, scheme: str = "light", **options: object) -> Page:
    page: Page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)  # type: ignore[arg-type]
    page.goto(address)
    return page


@each_page
def test_axe_finds_nothing(browser: Browser, addresses: dict[str, str], site: str, path: str) -> None:
    """By day on each other page in one look, by night on each in both."""
    page = _open(browser, addresses[site] + path)
    found = []
    for width, scheme in LOOKS if IS_NIGHT else [LOOKS[PAGES.index((site, path)) % len(LOOKS)]]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += Axe().run(page, options=RULES).response["violations"]
    page.close()

    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


def test_axe_would_find_something(browser: Browser, addresses: dict[str, str]) -> None:
    page = _open(browser, addresses["calm"])
    page.evaluate("document.querySelector('.lede').append(document.createElement('img'))")

    found = Axe().run(page, options=RULES).response["violations"]
    page.close()

    assert [one["id"] for one in found] == ["image-alt"]


@each_kind
def test_the_policy_blocks_nothing_the_console_is_silent_and_nobody_else_is_asked(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(addresses[site] + path)
    kept = page.evaluate("[document.cookie, Object.keys(localStorage).length, document.fonts.size]")
    page.close()

    assert said == []
    of_its_own = ["banner.js", "banner.json"] if path == "embed/" else []
    expected = [addresses[site] + path, *(addresses[site] + path + name for name in of_its_own)]
    assert [url for url in asked if not url.startswith("data:")] == expected
    assert kept == ["", 0, 0]


WORDS = """() => {
    for (const e of document.querySelectorAll("[data-at], .choose")) e.remove();
    return document.body.innerText.replace(/\\s+/g, " ").trim();
}"""


@each_page
def test_every_word_is_there_without_a_script(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    plain = _open(browser, addresses[site] + path, java_script_enabled=False)
    alive = browser.new_page(viewport={"width": 1280, "height": 900})
    # The moment of the build: what time adds is not asked for here.
    alive.clock.set_fixed_time("2026-03-14T10:05:00Z" if site == "demo" else "2026-06-10T12:00:00Z")
    alive.goto(addresses[site] + path)

    without = plain.locator("body").inner_text()
    hidden = plain.locator(".choose")
    assert hidden.count() == 0 or not hidden.is_visible()
    for extra in plain.locator("[data-at]").all_inner_texts():
        without = without.replace(extra, "", 1)
    with_script = alive.evaluate(WORDS)
    plain.close()
    alive.close()

    assert " ".join(without.split()) == with_script


@each_page
def test_nothing_scrolls_sideways_on_the_smallest_screen(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    page = _open(browser, addresses[site] + path, 320)

    widest = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert widest <= 320


@each_kind
def test_the_keyboard_reaches_every_link_in_order_and_shows_where_it_is(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    page = _open(browser, addresses[site] + path)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, [tabindex]")]
            .filter(e => e.checkVisibility()).length"""
    )
    visited = []
    for _ in range(reachable + 1):
        page.keyboard.press("Tab")
        visited.append(
            page.evaluate(
                """() => {
                    const e = document.activeElement, seen = window.visited ||= new Map();
                    if (!seen.has(e)) seen.set(e, seen.size);
                    const style = getComputedStyle(e);
                    return [seen.get(e), e === document.body || style.outlineStyle !== "none"];
                }"""
            )
        )
    page.close()

    assert [position for position, _ in visited[:reachable]] == list(range(reachable))
    assert all(outlined for _, outlined in visited)


@each_page
def test_states_keep_their_shapes_and_words_when_colours_are_forced(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    page = browser.new_page(forced_colors="active", reduced_motion="reduce")
    page.goto(addresses[site] + path)

    faint = page.evaluate(
        """() => [...document.querySelectorAll(".ladder > li, .rungs > li")].filter(e =>
            ["rgba(0, 0, 0, 0)", getComputedStyle(document.body).backgroundColor]
                .includes(getComputedStyle(e, "::after").backgroundColor) &&
            !["dashed", "solid"].includes(getComputedStyle(e, "::after").borderTopStyle) &&
            !["dashed", "solid"].includes(getComputedStyle(e, "::after").borderLeftStyle)).length"""
    )
    moving = page.evaluate("document.getAnimations().length")
    states = page.locator(".state")
    unlabelled = [one for one in states.all() if not one.inner_text().strip() or not one.locator("svg").count()]
    page.close()

    assert (faint, moving, unlabelled) == (0, 0, [])


def test_a_page_prints_with_all_its_words(browser: Browser, addresses: dict[str, str], tmp_path: Path) -> None:
    page = _open(browser, addresses["storm"] + "incidents/2026-06-10-sign-in-fails/")
    page.emulate_media(media="print")

    words = page.locator("body").inner_text()
    page.pdf(path=tmp_path / "incident.pdf", format="A4")
    page.close()

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
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_the_three_questions_are_answered_before_any_scrolling(
    browser: Browser, addresses: dict[str, str], site: str, path: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(addresses[site] + path)

    ends = page.locator("h1, .promise, .glance > div").evaluate_all(
        "found => found.slice(0, 5).map(e => e.getBoundingClientRect().bottom)"
    )
    page.close()

    # Of that incident nobody said what customers can do, and what nobody said the page does not claim.
    assert len(ends) == (4 if "messages-twice" in path else 5)
    assert max(ends) <= height


@pytest.mark.parametrize("path", ["incidents/2026-02-10-card-payments-declined/postmortem/", "improvements/"])
@pytest.mark.parametrize("chosen", ["", "dark"])
def test_on_paper_it_is_dark_on_white_without_navigation_and_fits(
    browser: Browser, addresses: dict[str, str], path: str, chosen: str
) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 900}, color_scheme="dark")
    page.goto(addresses["demo"] + path)
    page.evaluate("chosen => { document.documentElement.dataset.theme = chosen }", chosen)
    page.emulate_media(media="print", color_scheme="light")

    widest = page.evaluate("document.documentElement.scrollWidth")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    soft = page.evaluate("getComputedStyle(document.querySelector('main .soft')).color")
    navigation = page.locator(".mast nav").is_visible()
    page.close()

    assert widest <= 640
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert float(soft.partition("(")[2].split()[0].rstrip("%")) < 0.6
    assert not navigation
