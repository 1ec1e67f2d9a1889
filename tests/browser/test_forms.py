"""The page of the web editor in a browser: who opens it in a hurry is not left before an empty one."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from factory import settings
from statusladder.scaffold.cms import SCAFFOLD

from .conftest import patient, serving


def test_an_editor_that_cannot_be_loaded_is_said_in_words(browser: Browser, tmp_path: Path) -> None:
    for path, text in SCAFFOLD.make(settings()).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    with serving(tmp_path) as address:
        page = patient(browser.new_page())
        page.route("https://**", lambda route: route.abort())
        page.goto(f"{address}admin/")

        expect(page.get_by_role("alert")).to_contain_text("write the file on the website of your Git host")
        page.close()
