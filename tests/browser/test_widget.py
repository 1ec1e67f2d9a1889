"""The widget of Statuspage itself (npm `@statuspage/status-widget`) shows our verdict on pages of another origin."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from static_host import serving

Embed = Callable[[str], str]


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
def host(tmp_path: Path, built_storm: Path) -> Path:
    """A folder with a site below the path status/."""
    shutil.copytree(built_storm, tmp_path / "host" / "status")
    return tmp_path / "host"


def test_the_widget_shows_the_verdict_on_a_page_of_another_origin(page: Page, embed: Embed, host: Path) -> None:
    with serving(host / "status") as site:
        page.goto(embed(site))

        assert page.locator("statuspage-widget .status-text").text_content() == "Major System Outage"
        assert page.locator("statuspage-widget .status-indicator.critical").count() == 1


def test_a_host_that_does_not_open_the_api_leaves_the_widget_empty(page: Page, embed: Embed, host: Path) -> None:
    (host / "status" / "_headers").unlink()
    with serving(host / "status") as site:
        with page.expect_event("requestfailed", lambda request: request.url == f"{site}api/v2/summary.json"):
            page.goto(embed(site))

        assert page.locator("statuspage-widget .status-text").count() == 0


def test_the_widget_asks_at_the_root_of_a_host_for_a_site_below_a_path(page: Page, embed: Embed, host: Path) -> None:
    with serving(host) as address:
        with page.expect_event("requestfailed", lambda request: request.url == f"{address}api/v2/summary.json"):
            page.goto(embed(f"{address}status/"))

        assert page.locator("statuspage-widget .status-text").count() == 0
