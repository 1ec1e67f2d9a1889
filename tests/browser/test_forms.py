"""The page of the web editor in a browser: who opens it in a hurry is not left before an empty one."""

from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from statusladder.cli.main import statusladder

from .conftest import patient, serving


def test_an_editor_that_cannot_be_loaded_is_said_in_words(browser: Browser, tmp_path: Path) -> None:
    made = CliRunner().invoke(statusladder, ["init", str(tmp_path), "--cms", "--now", "2026-03-14T10:05:00Z"])
    assert made.exit_code == 0

    with serving(tmp_path) as address:
        page = patient(browser.new_page())
        page.route("https://**", lambda route: route.abort())
        page.goto(f"{address}admin/")

        expect(page.get_by_role("alert")).to_contain_text("write the file on the website of your Git host")
        page.close()
