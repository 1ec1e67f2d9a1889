"""What is wider or taller than a screen: a table scrolls within itself and shows it, code wraps, a picture fits."""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page

import static_host
from night import ALL, some
from statusladder.publish.pipeline import publish_site

from .conftest import wait_until

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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served."""
    folder = tmp_path_factory.mktemp("wide")
    for path, text in FILES.items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_text(text, encoding="utf-8")
    Image.new("RGB", (390, 1400)).save(folder / "site" / INCIDENT / "phone.png")
    now = datetime.fromisoformat("2026-03-14T09:10:00Z")
    assert publish_site(folder / "site", folder / "public", now, None, lambda count: None).outcome
    with static_host.serving(folder / "public") as served:
        yield served


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.mark.parametrize("path", some(["incidents/2026-03-14-slow-pages/", "pages/regions/"], by_day=1, in_ci=ALL))
def test_a_wide_table_scrolls_within_itself_and_can_be_reached_by_keyboard(
    phone: Page, address: str, path: str
) -> None:
    phone.goto(address + path)
    phone.locator("div.scrolls").focus()
    phone.keyboard.press("ArrowRight")
    wait_until(phone, "document.activeElement.scrollLeft > 0")

    assert phone.get_by_role("group", name="Table").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert [found["id"] for found in Axe().run(phone).response["violations"]] == []


def _edges(table: Locator) -> tuple[int, int]:
    """How bright the left and the right edge of the table's place are, at their darkest of three quarters' height."""
    shot = Image.open(io.BytesIO(table.screenshot())).convert("L")
    row = shot.height // 8
    return int(shot.getpixel((1, row))), int(shot.getpixel((shot.width - 2, row)))  # type: ignore[arg-type]


def test_a_table_shows_on_which_side_it_goes_on(phone: Page, address: str) -> None:
    phone.emulate_media(color_scheme="light")
    phone.goto(address + "pages/regions/")
    table = phone.locator("div.scrolls")
    left, right = _edges(table)
    table.evaluate("table => table.scrollLeft = table.scrollWidth")
    left_at_end, right_at_end = _edges(table)
    phone.set_viewport_size({"width": 1280, "height": 844})
    whole = _edges(table)

    assert (left - right > 20, right_at_end - left_at_end > 20) == (True, True)
    assert abs(whole[0] - whole[1]) < 3


def test_code_wraps_on_a_phone_and_a_tall_picture_fits_the_screen_of_a_desk_and_fills_the_width_of_a_phone(
    phone: Page, address: str
) -> None:
    phone.goto(address + "incidents/2026-03-14-slow-pages/")
    assert phone.locator("pre").evaluate("pre => pre.scrollWidth - pre.clientWidth") <= 0

    for width, height, tallest in ((390, 844, 1400), (1280, 800, 680)):
        phone.set_viewport_size({"width": width, "height": height})
        box = phone.locator("main img").bounding_box()
        assert box is not None
        assert box["height"] <= tallest
        assert box["width"] > 280
