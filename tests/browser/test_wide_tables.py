"""A table that is wider than a phone scrolls within itself, and the page does not."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

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
"""
PAGE = "---\ntitle: Regions\n---\n" + TABLE


FILES = {
    "site.yaml": SITE,
    "content/incidents/2026-03-14-slow-pages/01-investigating.md": UPDATE,
    "content/pages/regions.md": PAGE,
}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the site is served."""
    for path, text in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, encoding="utf-8")
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
    page.close()

    assert widest <= 390
    assert violations == []
