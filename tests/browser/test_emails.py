"""Emails as people read them: on a phone and beside a list of others, on a light and on a dark screen."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import static_host
from message_site import LANGUAGES, TOLD, message_site, write_messages
from night import ALL, some
from published_site import TWO, edit

EMAILS = [f"{update}/email-{language}" for update in TOLD for language in LANGUAGES]
WIDTHS = (390, 700)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE = (
    "| Region | Queue | Started | Finished | Waiting | Oldest | Newest | Expected |\n"
    "|---|---|---|---|---|---|---|---|\n"
    "| eu-central | exports-of-bookings | 09:00 UTC | 09:10 UTC | 1,912 | 08:50 UTC | 09:28 UTC | 10:30 UTC |\n\n"
    "```\n" + "a" * 200 + "\n```\n\nhttps://status.tern.example/" + "b" * 200 + "\n\n"
    "- One\n- اثنان\n\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("emails")
    site = message_site(folder / "site")
    edit(site, TWO, "A queue is full, so", f"{WIDE}A queue is full, so")
    write_messages(site, folder / "out")
    with static_host.serving(folder / "out") as address:
        yield f"{address}2026-07-14-exports-late/"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("email", some(EMAILS, by_day=4, in_ci=ALL))
def test_it_fits_the_screen_and_can_be_read_by_all(
    page: Page, address: str, email: str, scheme: Literal["light", "dark"]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}{email}/body.html")

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("document.querySelector('.sheet').offsetWidth") == min(width, 600)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert asked == [f"{address}{email}/body.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_stand_within_the_sheet_in_every_direction(page: Page, address: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}02-identified/email-{language}/body.html")

    inner, of_english, of_arabic = (
        page.locator(selector).bounding_box() for selector in (".text", ".text li >> nth=0", ".text li >> nth=1")
    )

    assert inner is not None
    assert of_english is not None
    assert of_arabic is not None
    assert of_english["x"] - inner["x"] == 22
    assert inner["x"] + inner["width"] - (of_arabic["x"] + of_arabic["width"]) == 22
