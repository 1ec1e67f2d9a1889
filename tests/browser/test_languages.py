"""The demo in each shipped language but English: no page scrolls sideways, no text is cut, axe finds nothing.

A language joins them by its file alone.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from built_once import built_once
from night import some
from statusladder.publish.pipeline import publish_site
from statusladder.voice.catalogue import ENGLISH, shipped_languages

from .conftest import DEMO_NOW, serving
from .test_pages import RULES

FOREIGN = sorted(set(shipped_languages()) - {ENGLISH}, key=lambda language: (language != "de", language))
LANGUAGES = some(FOREIGN, by_day=1, in_ci=len(FOREIGN))
"""By day the one with the longest words; an Arabic page is looked at in test_right_to_left.py."""
OPEN = "incidents/2026-03-14-sign-in-fails/"
OVER = "incidents/2026-02-10-card-payments-declined/"
PAGES = (
    "",
    OVER,
    f"{OVER}postmortem/",
    OPEN,
    "maintenance/2026-02-25-search-index-move/",
    "components/exports/",
    "history/",
    "reliability/",
    "subscribe/",
    "audiences/developers/",
    "improvements/",
    "how-we-communicate/",
    "lessons/",
    "api/",
    "embed/",
    "internal/",
    "404.html",
    f"internal/{OPEN}",
    "internal/ownership/",
)
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one =>
  one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1
  && ["hidden", "clip"].includes(getComputedStyle(one).overflowX)).map(one => one.textContent)"""
"""Texts that are wider than what shows of them."""


def _publish_all(root: Path, folder: Path) -> None:
    for language in LANGUAGES:
        site = folder / f"site-{language}"
        shutil.copytree(root / "content", site / "content")
        settings = (root / "site.yaml").read_text(encoding="utf-8")
        assert settings.count("  language: en\n") == 1
        (site / "site.yaml").write_text(settings.replace("  language: en\n", f"  language: {language}\n"), "utf-8")
        publication = publish_site(
            site, folder / "public" / language, DEMO_NOW, DEMO_NOW, lambda count: None, frozen=True, internal=True
        )
        assert publication.outcome


@pytest.fixture(scope="module")
def address(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = built_once(tmp_path_factory, "languages", lambda folder: _publish_all(repo_root, folder))
    with serving(built / "public") as address:
        yield address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", some(PAGES, by_day=3, in_ci=len(PAGES)))
def test_a_page_fits_a_phone_and_a_desk_and_is_for_everybody(
    page: Page, address: str, language: str, path: str
) -> None:
    # What a banner shows has ended a month later: the page about banners is looked at without one.
    page.clock.set_fixed_time(DEMO_NOW + timedelta(days=30 * (path == "embed/")))
    page.goto(f"{address}{language}/{path}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(CUT) == [], width
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("language", "due", "soon"),
    [
        (
            "de",
            "Nächstes Update bis 10:30 UTC in 24 min, 19:30 Uhr Ihrer Zeit",
            "Nächstes Update bis 10:30 UTC in weniger als 1 min, 19:30 Uhr Ihrer Zeit",
        ),
    ],
)
def test_the_script_says_lengths_in_the_language_of_the_page(
    page: Page, address: str, language: str, due: str, soon: str
) -> None:
    page.clock.install(time=DEMO_NOW)
    page.goto(f"{address}{language}/{OPEN}")
    promise = page.locator(".promise").first

    page.clock.fast_forward("00:30")
    expect(promise).to_have_text(due)
    page.clock.fast_forward("24:00")
    expect(promise).to_have_text(soon)
