"""Built sites behind a real server, and a real browser to look at them."""

import functools
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

import static_host
from built_once import built_once
from static_host import StaticHost
from statusladder.publish.pipeline import publish_site

TESTS = Path(__file__).parent.parent
DEMO_NOW, STORM_NOW = datetime.fromisoformat("2026-03-14T10:05:00Z"), datetime.fromisoformat("2026-06-10T12:00:00Z")
SITES = {
    "demo": (TESTS.parent, DEMO_NOW),
    "storm": (TESTS / "sites" / "storm", STORM_NOW),
    "calm": (TESTS / "sites" / "calm", STORM_NOW),
    "sixty-components": (TESTS / "sites" / "sixty-components", STORM_NOW),
    "owned": (TESTS / "sites" / "owned", DEMO_NOW),
}
# What has to appear is waited for as long as a busy machine may need; the library's own 5 s are those of an idle one.
LONGEST = 60_000
expect.set_options(timeout=LONGEST)
INTERNAL = "owned"
"""The one of SITES that is built with what is for its own people."""


class _Fresh(StaticHost):
    def end_headers(self) -> None:
        # Two builds within a second have the same date of change, by which this server would call the newer one known.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


serving = functools.partial(static_host.serving, host=_Fresh)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium)
        yield launched
        launched.close()


def patient(page: Page) -> Page:
    """The page, which waits as long for what is to load."""
    page.set_default_timeout(LONGEST)
    return page


def wait_until(page: Page, condition: str, given: object = None) -> None:
    """Waits in the page until an expression of JavaScript holds; `given` is what it may speak of.

    `wait_for_function` compiles the text in the page when it looks again, which the policy of our pages forbids: it
    fails where the first look comes too early.
    """
    look = f"const look = () => ({condition}) ? done() : requestAnimationFrame(look); look()"
    while True:
        try:
            page.evaluate(f"given => new Promise(done => {{ {look} }})", given)
        except Error as failure:
            if "context was destroyed" not in str(failure):
                raise
            page.wait_for_load_state("domcontentloaded")  # The page went on to another one meanwhile.
        else:
            return


@pytest.fixture(scope="session")
def _opened(browser: Browser) -> Iterator[Page]:
    """One page for all tests: opening another takes longer than most of them."""
    opened = patient(browser.new_page(timezone_id="Asia/Tokyo"))
    yield opened
    opened.close()


@pytest.fixture
def page(_opened: Page) -> Page:
    """The browser of a reader far from the zone of every site: an empty page, as if nobody had looked at it before."""
    _opened.unroute_all()
    _opened.goto("about:blank")
    _opened.set_viewport_size({"width": 1000, "height": 700})
    _opened.emulate_media(media="null", color_scheme="null", forced_colors="null")
    return _opened


@pytest.fixture(scope="session")
def addresses(
    demo: Path, published_at: Callable[[str, datetime], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Where each of SITES is served, with the style guide in the one called "storm"."""
    built = built_once(tmp_path_factory, "sites-in-a-browser", lambda folder: _gather(folder, demo, published_at))
    with serving(built) as address:
        yield {name: f"{address}{name}/" for name in SITES}


@pytest.fixture(scope="session")
def storm(addresses: dict[str, str]) -> str:
    """Where the site "storm" is served; it stays as it is."""
    return addresses["storm"]


def _gather(folder: Path, demo: Path, published_at: Callable[[str, datetime], Path]) -> None:
    import style_guide

    for name, (root, now) in SITES.items():
        if name == INTERNAL:
            _publish(root, folder / name, now, internal=True)
        else:
            shutil.copytree(demo if name == "demo" else published_at(name, now), folder / name)
    style_guide.write_style_guide("default", folder / "storm")


@pytest.fixture(scope="session")
def built_storm(published_at: Callable[[str, datetime], Path]) -> Path:
    """What the site "storm" publishes; nobody may change it."""
    return published_at("storm", STORM_NOW)


@pytest.fixture
def growing(tmp_path: Path, built_storm: Path) -> Iterator[tuple[str, Path, Callable[[str], None]]]:
    """The site "storm", served: its address, its sources, and what builds it anew at a moment."""
    growing = Path(shutil.copytree(built_storm.parent, tmp_path / "growing"))  # with the ledger beside it
    shutil.copytree(TESTS / "sites" / "storm", growing / "site")

    def build(now: str) -> None:
        _publish(growing / "site", growing / "public", datetime.fromisoformat(now))

    with serving(growing / "public") as address:
        yield address, growing / "site", build


def _publish(site: Path, public: Path, now: datetime, internal: bool = False) -> None:
    assert publish_site(site, public, now, None, lambda count: None, internal=internal).outcome
