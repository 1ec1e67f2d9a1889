"""The page of messages on a phone and on a desk, light and dark, in each language: whole, readable, nothing blocked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from messaging_site import FIRST, NOW, PAGE, RESOLVED, SITE, write_site
from night import ALL, some
from preview_process import previewing
from statusladder.publish.pipeline import publish_site

from .conftest import patient, serving

LANGUAGES = ("en", "de", "ar")
CHANNELS = """\
channels:
  - {id: list, kind: email}
  - {id: posts, kind: social}
  - {id: center, kind: help}
  - {id: hooks, kind: webhook}
"""
SETTINGS = SITE.replace("channels:\n", CHANNELS).replace(
    "[banner, sms, accounts]", "[banner, webhook, email, sms, social, help]"
)
SHOWN = [(language, width, scheme) for language in LANGUAGES for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own: a clock that another test installs is a script, which a frame without scripts complains of."""
    opened = patient(browser.new_page())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of the page, by language, in an internal build each."""
    folder = tmp_path_factory.mktemp("messages")
    for language in LANGUAGES:
        settings = SETTINGS.replace("  timezone: UTC", f"  timezone: UTC\n  language: {language}")
        site = write_site(folder / "sites" / language, FIRST, settings=settings)
        made = publish_site(site, folder / "public" / language, NOW, None, lambda count: None, internal=True)
        assert made.outcome is not None, made.problems
        # The headers of the public site are not those of an internal one.
        (folder / "public" / language / "_headers").unlink()
    with serving(folder / "public") as address:
        yield lambda language: f"{address}{language}/internal/{PAGE}messages/"


@pytest.mark.parametrize(("language", "width", "scheme"), some(SHOWN, by_day=3, in_ci=ALL))
def test_it_fits_is_accessible_and_loads_all_it_shows(
    page: Page, pages: Callable[[str], str], language: str, width: int, scheme: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    page.goto(pages(language))

    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Exports are late")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    assert said == []


def test_a_short_text_is_shown_letter_by_letter_with_its_lines(page: Page, pages: Callable[[str], str]) -> None:
    page.goto(pages("en"))

    bubble = page.locator("#channel-texts .bubble").inner_text()

    assert bubble.split("\n")[:2] == ["Tern status", "Investigating: Exports are late"]
    expect(page.locator("#channel-posts").get_by_role("heading", level=3)).to_have_text(["Bluesky", "Mastodon", "X"])


def test_in_a_preview_the_bar_of_an_incident_leads_there_and_a_save_shows_at_once(page: Page, tmp_path: Path) -> None:
    draft = RESOLVED.replace("stage: resolved\n", "stage: resolved\ndraft: true\n")
    site = write_site(tmp_path / "site", FIRST, settings=SETTINGS)
    with previewing(site, "--now", "2026-07-14T09:10:00Z") as preview:
        preview.until(lambda state: state["build"] > 0)
        page.goto(preview.address + PAGE)
        page.get_by_role("link", name="Messages", exact=True).click()
        bubble = page.locator("#channel-texts .bubble")
        expect(bubble).to_contain_text("Investigating: Exports are late")

        (site / f"content/{PAGE}02-resolved.md").write_text(draft, encoding="utf-8")

        expect(bubble).to_contain_text("Resolved")
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Resolved")
        page.goto("about:blank")
