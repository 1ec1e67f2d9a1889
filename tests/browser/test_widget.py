"""The widget of Statuspage itself (npm `@statuspage/status-widget`) shows our verdict on pages of another origin."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from static_host import serving
from statusladder.publish.pipeline import publish_site

from .conftest import STORM_NOW, TESTS

Embed = Callable[[str], str]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def embed(node_clients: Path, tmp_path: Path) -> Iterator[Embed]:
    """Makes a page of another origin that holds the widget for the site at an address, and says where it is."""
    product = tmp_path / "product"
    product.mkdir()
    shutil.copy(node_clients / "node_modules/@statuspage/status-widget/dist/index.js", product / "widget.js")
    with serving(product) as address:

        def write(site: str) -> str:
            (product / "index.html").write_text(
                f'<!doctype html><script src="widget.js"></script><statuspage-widget src="{site}"></statuspage-widget>'
            )
            return address

        yield write


@pytest.fixture
def storm(tmp_path: Path) -> Path:
    target = tmp_path / "host" / "status"
    assert publish_site(TESTS / "sites" / "storm", target, STORM_NOW, None, lambda count: None).outcome
    return target


def test_the_widget_shows_the_verdict_on_a_page_of_another_origin(page: Page, embed: Embed, storm: Path) -> None:
    with serving(storm) as site:
        page.goto(embed(site))

        assert page.locator("statuspage-widget .status-text").text_content() == "Major System Outage"
        assert page.locator("statuspage-widget .status-indicator.critical").count() == 1


def test_a_host_that_does_not_open_the_api_leaves_the_widget_empty(page: Page, embed: Embed, storm: Path) -> None:
    (storm / "_headers").unlink()
    with serving(storm) as site:
        with page.expect_event("requestfailed", lambda request: request.url == f"{site}api/v2/summary.json"):
            page.goto(embed(site))

        assert page.locator("statuspage-widget .status-text").count() == 0


def test_the_widget_asks_at_the_root_of_a_host_for_a_site_below_a_path(page: Page, embed: Embed, storm: Path) -> None:
    with serving(storm.parent) as host:
        with page.expect_event("requestfailed", lambda request: request.url == f"{host}api/v2/summary.json"):
            page.goto(embed(f"{host}status/"))

        assert page.locator("statuspage-widget .status-text").count() == 0
