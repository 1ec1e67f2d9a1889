"""What is wider or taller than a screen: a table scrolls within itself and shows it, code wraps, a picture fits."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator

import static_host
from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
components:
  - id: website
    name: Website
"""
TABLE = "| Region | Signing in | Searching | Exports | Notifications | Administration |\n" + "|---" * 6 + "|\n"
UPDATE = f"""\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: Pages load slowly
severity: minor
components:
  website: degraded_performance
next_update: 60m
---
By region:
{TABLE}| eu-1 | interrupted | interrupted | unaffected | unaffected | unaffected |

1. Ask for it by its number:

   ```
   curl -H "Authorization: Bearer $TOKEN" "https://api.tern.example/v2/pages?number=1234567890&expand=all"
   ```

![The page on a phone, with a spinner](phone.png)
"""
PAGE = "---\ntitle: Regions\n---\n" + TABLE
INCIDENT = "content/incidents/2026-03-14-slow-pages"
FILES = {
    "site.yaml": SITE,
    f"{INCIDENT}/01-investigating.md": UPDATE,
    "content/pages/regions.md": PAGE,
}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the site is served."""
    for path, text in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, encoding="utf-8")
    Image.new("RGB", (390, 1400)).save(tmp_path / "site" / INCIDENT / "phone.png")
    now = datetime.fromisoformat("2026-03-14T09:10:00Z")
    assert publish_site(tmp_path / "site", tmp_path / "public", now, None, lambda count: None).outcome
    with static_host.serving(tmp_path / "public") as served:
        yield served


@pytest.mark.parametrize("path", ["incidents/2026-03-14-slow-pages/", "pages/regions/"])
def test_a_wide_table_scrolls_within_itself_and_can_be_reached_by_keyboard(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + path)
    page.locator("div.scrolls").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    widest = page.evaluate("document.documentElement.scrollWidth")
    violations = [found["id"] for found in Axe().run(page).response["violations"]]
    assert page.get_by_role("group", name="Table").count() == 1
    page.close()

    assert widest <= 390
    assert violations == []


def _edges(table: Locator) -> tuple[int, int]:
    """How bright the left and the right edge of the table's place are, at their darkest of three quarters' height."""
    shot = Image.open(io.BytesIO(table.screenshot())).convert("L")
    row = shot.height // 8
    return int(shot.getpixel((1, row))), int(shot.getpixel((shot.width - 2, row)))  # type: ignore[arg-type]


def test_a_table_shows_on_which_side_it_goes_on(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="light")
    page.goto(address + "pages/regions/")
    table = page.locator("div.scrolls")
    left, right = _edges(table)
    table.evaluate("table => table.scrollLeft = table.scrollWidth")
    left_at_end, right_at_end = _edges(table)
    page.set_viewport_size({"width": 1280, "height": 844})
    whole = _edges(table)
    page.close()

    assert (left - right > 20, right_at_end - left_at_end > 20) == (True, True)
    assert abs(whole[0] - whole[1]) < 3


def test_code_wraps_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + "incidents/2026-03-14-slow-pages/")
    hidden = page.locator("pre").evaluate("pre => pre.scrollWidth - pre.clientWidth")
    page.close()

    assert hidden <= 0


@pytest.mark.parametrize(("width", "height", "tallest"), [(1280, 800, 680), (390, 844, 1400)])
def test_a_tall_picture_fits_the_screen_of_a_desk_and_fills_the_width_of_a_phone(
    browser: Browser, address: str, width: int, height: int, tallest: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address + "incidents/2026-03-14-slow-pages/")
    box = page.locator("main img").bounding_box()
    page.close()

    assert box is not None
    assert box["height"] <= tallest
    assert box["width"] > 280
