"""What a writer sees: the page follows each save, says what stops a build, and looks at other moments."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer

from edits import Edits
from night import examples, in_ci
from preview_process import Preview, previewing
from statusladder.publish.pipeline import publish_site
from statusladder.serve.preview import make_live

from .conftest import patient, wait_until

SITES = Path(__file__).parent.parent / "sites"
NOW = "2026-06-10T12:00:30Z"
INCIDENT = "incidents/2026-06-10-sign-in-fails/"
UPDATE = f"content/{INCIDENT}02-identified.md"
EDITS, WARM = examples(by_night=200, by_day=20, in_ci=40), examples(by_night=120, by_day=10, in_ci=20)
CHECKED_EVERY = 20


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Preview, dict[str, bytes]]]:
    """A site, its preview, and the pages that it shows of the site as it is at first."""
    folder = tmp_path_factory.mktemp("running")
    site = _small_storm(folder / "site")
    built = _cold_build(site, folder / "cold")
    with previewing(site, "--now", NOW) as preview:
        preview.until(lambda state: state["build"] > 0)
        yield site, preview, {path: built[path] for path in ("index.html", f"{INCIDENT}index.html")}


def _small_storm(folder: Path) -> Path:
    """The site "storm" without what no test here looks at, which every build would make anew."""
    aside = shutil.ignore_patterns("2026-06-08-*", "2026-06-09-*", "2026-06-10-search-*", "maintenance")
    return Path(shutil.copytree(SITES / "storm", folder, ignore=aside))


@pytest.fixture
def site(running: tuple[Path, Preview, dict[str, bytes]]) -> Path:
    """The sources of the running preview; `preview` makes them again what they were."""
    return running[0]


@pytest.fixture
def preview(running: tuple[Path, Preview, dict[str, bytes]]) -> Iterator[Preview]:
    site, preview, built = running
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    yield preview
    for file, data in before.items():
        if file.read_bytes() != data:
            file.write_bytes(data)
    preview.ask("/__statusladder/at", "POST", NOW)
    _wait(preview, lambda: not preview.news[-1]["faults"] and _is_served(preview, built))


@pytest.fixture(scope="module")
def _heard(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    opened = patient(browser.new_page(viewport={"width": 1000, "height": 700}, timezone_id="UTC"))
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened, said
    opened.close()


@pytest.fixture
def page(_heard: tuple[Page, list[str]]) -> Iterator[Page]:
    """A page whose console stays silent: nothing fails, and the policy blocks nothing."""
    page, said = _heard
    page.set_viewport_size({"width": 1000, "height": 700})
    yield page
    page.goto("about:blank")
    heard = [words for words in said if "ERR_" not in words and "503" not in words]
    said.clear()
    assert heard == []


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_save_is_seen_at_once(site: Path, preview: Preview, page: Page) -> None:
    page.goto(preview.address + INCIDENT)
    (site / UPDATE).write_text((site / UPDATE).read_text() + "\nA sandpiper was seen.\n")

    expect(page.get_by_text("A sandpiper was seen.")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_what_stops_a_build_is_told_until_it_is_fixed(site: Path, preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    heading = page.get_by_role("heading", level=1).inner_text()
    _change(site / UPDATE, "stage: identified", "stage: identifed")
    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("1 problem: the page stays as it was")
    expect(alert).to_contain_text(f"{UPDATE}:2 D010 no stage is called 'identifed'")
    expect(alert).to_contain_text("did you mean 'identified'?")
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert Axe().run(page).response["violations"] == []
    _change(site / UPDATE, "stage: identifed", "stage: identified\ntitle: Nobody can sign in by any means")
    expect(alert).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody can sign in by any means")


@in_ci
def test_the_alert_goes_with_escape_and_comes_back_with_the_next_failure(
    site: Path, preview: Preview, page: Page
) -> None:
    page.goto(preview.address)
    _change(site / UPDATE, "stage: identified", "stage: identifed")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    page.keyboard.press("Escape")
    expect(alert).to_be_hidden()
    _change(site / UPDATE, "stage: identifed", "stage: identifd")
    expect(alert).to_contain_text("no stage is called 'identifd'")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Hide").focus()
    page.keyboard.press("Enter")

    expect(alert).to_be_hidden()


def test_a_theme_that_fails_is_told_too(site: Path, preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    _change(site / "site.yaml", "site:", "theme: heron\nsite:")

    expect(page.get_by_role("alert")).to_contain_text("no theme is called 'heron'")


@in_ci
def test_a_site_that_cannot_be_built_at_first_says_why_and_then_comes(tmp_path: Path, page: Page) -> None:
    site = _small_storm(tmp_path / "site")
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").unlink()
    with previewing(site, "--now", NOW) as preview:
        page.goto(preview.address + INCIDENT)
        expect(page.get_by_role("alert")).to_contain_text("site.yaml:1 D012 there is no site.yaml here")
        (site / "site.yaml").write_text(settings)

        expect(page.get_by_role("heading", level=1)).to_have_text("Nobody can sign in with a password")


@in_ci
def test_what_is_being_read_stays_in_place_when_more_is_written_above_it(
    site: Path, preview: Preview, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(preview.address + INCIDENT)
    place = "document.getElementById('01-investigating').getBoundingClientRect().top"
    page.evaluate("document.getElementById('01-investigating').scrollIntoView()")
    before, height = page.evaluate(place), page.evaluate("document.body.scrollHeight")
    (site / UPDATE).write_text((site / UPDATE).read_text() + "\nA sandpiper was seen.\n" * 30)

    expect(page.get_by_text("A sandpiper was seen.").first).to_be_attached()
    page.wait_for_load_state("load")  # The words are there before the script at the end of the page has run.
    assert page.evaluate("document.body.scrollHeight") > height + 300
    assert abs(page.evaluate(place) - before) <= 1


@in_ci
def test_the_slider_looks_at_another_moment(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    slider, now = page.get_by_role("slider", name="The page at"), page.get_by_role("button", name="Now")
    bar = page.get_by_role("region", name="Preview")
    expect(bar).to_contain_text("10 June 2026 at 12:00 UTC")
    assert Axe().run(page).response["violations"] == []
    slider.focus()
    page.keyboard.press("Home")

    expect(bar).to_contain_text("20 May 2026 at 08:00 UTC")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bookings take longer than ten seconds")
    expect(slider).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("All systems are operating normally")
    expect(slider).to_have_attribute("aria-valuetext", "20 May 2026 at 08:55 UTC")
    now.click()
    expect(bar).to_contain_text("now, ")
    expect(now).to_be_disabled()


HOSTILE = """\
<!doctype html><title>Another page</title>
<script src="{0}__statusladder/live.js"></script>
<img src="{0}favicon.svg"><iframe src="{0}"></iframe>
<script>
const asked = [["GET", ""], ["GET", "__statusladder/events"], ["POST", "__statusladder/at"]].flatMap(([method, path]) =>
  ["cors", "no-cors"].map(mode => fetch("{0}" + path, {{method, mode, body: method === "POST" ? "{1}" : undefined}})
    .then(answer => answer.text()).catch(() => "")));
Promise.all(asked).then(read => document.title = "Read: " + read.join(""));
</script>
"""


@in_ci  # tests/serve/test_hostile.py asks the same without a browser.
def test_another_page_of_the_same_browser_reads_frames_and_changes_nothing(
    preview: Preview, browser: Browser, httpserver: HTTPServer
) -> None:
    """Though it knows the whole address, and is of the same machine: one of another user's programs, say."""
    httpserver.expect_request("/").respond_with_data(
        HOSTILE.format(preview.address, "2026-05-20T08:00:00Z"), content_type="text/html"
    )
    before = preview.news[-1]["now"]
    other = patient(browser.new_page())
    for name in ("127.0.0.1", "localhost"):
        other.goto(f"http://{name}:{httpserver.port}/")
        wait_until(other, "document.title.startsWith('Read:')")
        assert other.title() == "Read:"
        assert other.evaluate("document.querySelector('statusladder-preview')") is None
        assert other.evaluate("document.querySelector('img').naturalWidth") == 0
        framed = other.frames[1]
        assert framed.url in ("about:blank", "chrome-error://chromewebdata/", preview.address)
        assert "sign in" not in framed.content()
    other.close()

    assert preview.news[-1]["now"] == before
    assert not preview.get("")[1].count(b"Bookings take longer than ten seconds</h1>")


@in_ci
def test_a_page_is_walked_and_reloaded_below_the_token(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    page.get_by_role("link", name="Nobody can sign in with a password").first.click()
    expect(page).to_have_url(re.compile(re.escape(preview.address) + ".+"))
    page.reload()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("10 June 2026")
    for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
        if link.startswith(f"http://{preview.host}"):
            assert link.startswith(preview.address), link


@in_ci
def test_drafts_are_shown_and_counted(site: Path, preview: Preview, page: Page) -> None:
    page.goto(preview.address + INCIDENT)
    _change(site / UPDATE, "stage: identified", "stage: identified\ndraft: true")

    expect(page.get_by_text("Draft. Not published.")).to_be_visible()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("1 draft not published")


@in_ci
def test_many_edits_end_in_the_page_that_a_cold_build_gives(tmp_path: Path, browser: Browser, page: Page) -> None:
    site = Path(shutil.copytree(SITES / "calm", tmp_path / "site"))
    edits = Edits(site, random.Random(20260314))
    with previewing(site, "--now", NOW) as preview:
        preview.until(lambda state: state["build"] > 0)
        page.goto(preview.address)
        warm = 0
        for edit in range(1, EDITS + 1):
            preview.after(edits.next) if edits.chance.random() < 0.4 else edits.next()
            if edit % CHECKED_EVERY == 0:
                edits.fix()
                cold = _cold_build(site, tmp_path / f"cold-{edit}")
                _wait(preview, lambda cold=cold: _is_served(preview, cold))  # type: ignore[misc]
            if edit == WARM:
                warm = preview.resident()

        assert preview.resident() < warm * 1.05
        assert all(preview.get(path)[0] == 404 for path in edits.gone())
        other = patient(browser.new_page(timezone_id="UTC", viewport={"width": 1000, "height": 700}))
        other.goto((tmp_path / f"cold-{EDITS}" / "index.html").as_uri())
        words = other.locator(".page").inner_text()
        other.close()
        wait_until(page, "document.querySelector('.page').innerText === given", words)
        assert edits.newest() in words
        expect(page.get_by_role("alert")).to_be_hidden()


def _cold_build(site: Path, folder: Path) -> dict[str, bytes]:
    moment = datetime.fromisoformat(NOW)
    assert publish_site(site, folder, moment, None, lambda count: None, True, with_drafts=True).outcome
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _is_served(preview: Preview, built: dict[str, bytes]) -> bool:
    """Whether each file is served with these bytes, but for what the preview adds to pages."""
    for path, data in built.items():
        served = re.sub(rb'data-version="[^"]*"', b'data-version=""', preview.get(path)[1])
        if served != (make_live(data, urlsplit(preview.address).path, "") if path.endswith(".html") else data):
            return False
    return True


def _wait(preview: Preview, is_so: Callable[[], bool]) -> None:
    """Until it is so; looked at after each build, since nothing else can change it."""
    while True:
        build = preview.news[-1]["build"]
        if is_so():
            return
        preview.until(lambda state, build=build: state["build"] > build)  # type: ignore[misc]
