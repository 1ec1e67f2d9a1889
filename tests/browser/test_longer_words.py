"""Pages hold words that are half as long again, as those of other languages are: nothing scrolls sideways."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from night import in_ci, some
from pseudo_language import demo_in_pseudo_language

from .conftest import serving

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
REPORT = "incidents/2026-02-10-card-payments-declined/"
PAGES = (
    *("", "history/", "subscribe/", "how-we-communicate/", "reliability/", "improvements/", "lessons/", "api/"),
    *("incidents/2026-03-14-sign-in-fails/", REPORT, f"{REPORT}postmortem/", "components/sign-in/", "404.html"),
)


@pytest.fixture(scope="module")
def address(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(demo_in_pseudo_language(tmp_path_factory, repo_root, NOW)) as address:
        yield address


@in_ci  # By day the languages of test_languages.py are as long as they are.
@pytest.mark.parametrize("path", some(PAGES, by_day=7, in_ci=len(PAGES)))
def test_a_page_is_no_wider_than_its_window(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
