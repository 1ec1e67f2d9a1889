"""The banner on a page of another origin, under that page's own strict policy: shown, dismissed, told again, silent."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from night import in_ci

MINOR: dict[str, Any] = {
    "id": "exports minor",
    "level": "minor",
    "critical": False,
    "text": "Investigating: Exports are late. Next update by 10:30 UTC",
    "dismiss": "Dismiss: Investigating: Exports are late. Next update by 10:30 UTC",
    "url": "https://status.tern.example/incidents/exports/",
    "components": ["exports"],
    "expires_at": "2026-06-12T00:00:00Z",
}
CRITICAL = MINOR | {"id": "sign-in critical", "level": "critical", "critical": True, "text": "Nobody can sign in",
                    "components": ["sign-in", "api"]}  # fmt: skip
NOW = "2026-06-10T12:00:00Z"
SOON = "01:20"
"""Longer than the banner waits before it asks, jitter included."""


class Told:
    """What the status site answers."""

    def __init__(self) -> None:
        self.banners: list[dict[str, Any]] = []
        self.status = 200
        self.body: str | None = None
        self.script = (Path(__file__).parents[2] / "generator/statusladder/outputs/embed/banner.js").read_text()


@contextmanager
def _serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _handler(answers: Any) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def host(told: Told) -> Iterator[str]:
    """A page of another origin that loads the banner of a status site; `?` carries the script's attributes."""

    def of_status(path: str) -> tuple[int, dict[str, str], str]:
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        if path == "/embed/banner.js":
            return 200, {**headers, "Content-Type": "text/javascript"}, told.script
        return (
            told.status,
            {**headers, "Content-Type": "application/json"},
            told.body or json.dumps({"banners": told.banners}),
        )

    with _serving(_handler(of_status)) as status:

        def of_host(path: str) -> tuple[int, dict[str, str], str]:
            name, _, only = path.partition("?")
            skip = '<a href="#product">Skip to the product</a>' if name == "/with-a-skip-link" else ""
            policy = f"default-src 'none'; script-src {status}; connect-src {status}"
            body = (
                f'<!doctype html><html lang="en"><title>Ours</title>{skip}<main id="product"><h1>Ours</h1></main>'
                f'<script src="{status}/embed/banner.js" data-components="{only}"></script>'
            )
            return 200, {"Content-Type": "text/html", "Content-Security-Policy": policy}, body

        with _serving(_handler(of_host)) as address:
            yield f"{address}/"


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 700})
    page.clock.install(time=NOW)
    return page


def lines(page: Page) -> Any:
    return page.get_by_role("status").locator("p")


def sees_before_long(page: Page, count: int) -> None:
    """Lets time pass until so many lines are shown: an answer on its way sets no clock for the next question."""
    for _ in range(20):
        page.clock.fast_forward(SOON)
        with suppress(AssertionError):
            expect(lines(page)).to_have_count(count, timeout=300)
            return
    expect(lines(page)).to_have_count(count)


def asks_before_long(page: Page) -> None:
    """Lets time pass until it asks once more."""
    for _ in range(20):
        with suppress(PlaywrightTimeout), page.expect_request("**/banner.json", timeout=300):
            page.clock.fast_forward(SOON)
            return
    raise AssertionError("it does not ask")


@in_ci
def test_a_link_that_skips_to_the_content_stays_the_first_that_the_keyboard_reaches(
    page: Page, host: str, told: Told
) -> None:
    told.banners = [MINOR]
    page.goto(f"{host}with-a-skip-link")
    expect(lines(page)).to_have_count(1)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the product")).to_be_focused()


def test_it_is_silent_when_all_is_well_and_takes_no_room(page: Page, host: str) -> None:
    page.goto(host)
    page.clock.fast_forward(SOON)

    expect(page.get_by_role("status")).to_have_text("")
    expect(lines(page)).to_have_count(0)
    box = page.get_by_role("status").bounding_box()
    assert box is not None
    assert box["height"] == 0


def test_it_shows_what_goes_on_with_a_link_and_is_accessible(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR, CRITICAL]
    page.goto(host)

    expect(lines(page)).to_have_count(2)
    link = page.get_by_role("link", name="Exports are late")
    expect(link).to_have_attribute("href", "https://status.tern.example/incidents/exports/")
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
    )
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_what_is_dismissed_stays_away_until_it_gets_worse(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR]
    page.goto(host)
    page.get_by_role("button", name="Dismiss").click()
    expect(lines(page)).to_have_count(0)

    page.reload()
    page.clock.fast_forward(SOON)
    expect(lines(page)).to_have_count(0)

    told.banners = [MINOR | {"id": "exports major", "level": "major"}]
    sees_before_long(page, 1)


def test_a_critical_one_cannot_be_dismissed(page: Page, host: str, told: Told) -> None:
    told.banners = [CRITICAL]
    page.goto(host)

    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("button")).to_have_count(0)


def test_it_goes_when_it_is_over_and_when_its_time_is_up(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR, CRITICAL | {"expires_at": "2026-06-10T12:01:00Z"}]
    page.goto(host)
    expect(lines(page)).to_have_count(2)

    told.status = 503  # The site is not there any more, and what it said last runs out.
    sees_before_long(page, 1)

    told.status, told.banners = 200, []
    sees_before_long(page, 0)


def test_only_the_components_that_a_page_names_are_told(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR, CRITICAL, MINOR | {"id": "unknown", "components": []}]
    page.goto(f"{host}?api,invoicing")

    expect(lines(page)).to_have_count(2)
    expect(page.get_by_role("status")).not_to_contain_text("api,")
    expect(page.get_by_role("status")).to_contain_text("Nobody can sign in")


def test_words_are_never_markup_and_a_link_is_never_a_script(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR | {"text": "<img src=x onerror=alert(1)>", "url": "javascript:alert(1)"}]
    page.goto(host)

    expect(lines(page)).to_have_text(["<img src=x onerror=alert(1)>×"])
    assert page.locator("img").count() == 0
    assert page.get_by_role("link").count() == 0


def test_a_broken_answer_does_no_harm(page: Page, host: str, told: Told) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    told.banners = [{"id": "x"}]
    page.goto(host)
    page.clock.fast_forward(SOON)
    told.banners = [MINOR]

    sees_before_long(page, 1)
    assert failures == []


def test_the_sites_own_page_about_it_shows_it_under_the_sites_policy(page: Page, addresses: dict[str, str]) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{addresses['storm']}embed/")

    expect(page.get_by_role("status").locator("p").first).to_be_visible()
    assert refused == []


NO_ANSWERS = (
    "<!doctype html><title>Sign in</title>",
    "[]",
    "null",
    "7",
    "{}",
    '{"banners": null}',
    '{"banners": "many"}',
    '{"banners": {"length": 3}}',
    '{"banners": [null, 7, [], "text"]}',
    json.dumps({"banners": [MINOR | {"components": None}, MINOR | {"text": 7}, MINOR | {"id": {}}]}),
    json.dumps({"banners": [MINOR | {"url": ["javascript:alert(1)"]}, MINOR | {"expires_at": {}}]}),
    "[" * 100_000,
)


@in_ci
def test_an_answer_that_is_none_changes_nothing_and_is_asked_for_again(page: Page, host: str, told: Told) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    told.body = NO_ANSWERS[0]
    page.goto(host)
    for told.body in NO_ANSWERS:
        asks_before_long(page)
        asks_before_long(page)  # which it does only when it is done with the answer before
        expect(lines(page)).to_have_count(0)

    told.body, told.banners = None, [MINOR]
    sees_before_long(page, 1)
    assert faults == []


def test_a_huge_answer_fills_no_page(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR | {"id": str(number), "text": "x" * 10_000} for number in range(90)]
    page.goto(host)

    expect(lines(page)).to_have_count(20)
    assert len(lines(page).first.inner_text()) < 600


def test_an_answer_of_more_than_a_megabyte_is_not_read_to_its_end_and_changes_nothing(
    page: Page, host: str, told: Told
) -> None:
    told.banners = [MINOR]
    page.goto(host)
    sees_before_long(page, 1)

    told.body = json.dumps({"banners": [], "more": "x" * 1_000_000})
    asks_before_long(page)
    asks_before_long(page)  # which it does only when it is done with the answer before
    expect(lines(page)).to_have_count(1)

    told.body = json.dumps({"banners": [], "more": "x" * 900_000})
    sees_before_long(page, 0)


def test_an_address_that_could_run_is_no_link(page: Page, host: str, told: Told) -> None:
    told.banners = [MINOR | {"url": "javascript:alert(1)"}]
    page.goto(host)

    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("link")).to_have_count(0)
