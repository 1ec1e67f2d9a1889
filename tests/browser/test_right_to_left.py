"""The demo in Arabic, as it stands on the screen: mirrored where reading is, and as in English where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from built_once import built_once
from night import ALL, in_ci, some
from pseudo_language import publish_with
from statusladder.voice.catalogue import shipped

from .conftest import patient, serving

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
OPEN, REPORT = "incidents/2026-03-14-sign-in-fails/", "incidents/2026-02-10-card-payments-declined/"
PAGES = (
    *("", "history/", "subscribe/", "how-we-communicate/", "reliability/", "improvements/", "lessons/", "api/"),
    *(OPEN, REPORT, f"{REPORT}postmortem/", "components/sign-in/", "audiences/developers/", "embed/", "404.html"),
)


@pytest.fixture(scope="module")
def arabic(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demo is served in Arabic; what the company wrote is English."""
    built = built_once(
        tmp_path_factory, "arabic", lambda folder: publish_with(shipped("ar"), repo_root, folder / "public", NOW)
    )
    with serving(built / "public") as address:
        yield address


@dataclass(frozen=True)
class Reading:
    """The demo as a reader has it: where it is served, and how far to the right the eye goes on a line, 1 or -1.

    `screen` is a page that the tests only look at, so that none of them has to load again what is open already.
    """

    address: str
    way: int
    screen: Page

    def look(self, path: str, width: int) -> Page:
        """A page of the demo, on a screen of that width."""
        self.screen.set_viewport_size({"width": width, "height": 800})
        if self.screen.url != f"{self.address}{path}":
            self.screen.goto(f"{self.address}{path}")
        return self.screen

    def follow(self, *places: Locator) -> bool:
        """Whether places stand behind each other in the order of reading."""
        return _follow(self.way, *places)


def _follow(way: int, *places: Locator) -> bool:
    boxes = [place.bounding_box() for place in places]
    middles = [way * (box["x"] + box["width"] / 2) for box in boxes if box is not None]
    return len(middles) == len(places) > 1 and middles == sorted(set(middles))


@pytest.fixture(scope="module")
def _screen(browser: Browser) -> Iterator[Page]:
    opened = patient(browser.new_page(timezone_id="Asia/Tokyo"))
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["en", "ar"])
def reading(request: pytest.FixtureRequest, addresses: dict[str, str], arabic: str, _screen: Page) -> Reading:
    address, way = (addresses["demo"], 1) if request.param == "en" else (arabic, -1)
    return Reading(address, way, _screen)


each_width = pytest.mark.parametrize("width", some([390, 1280], by_day=1, in_ci=ALL))


@pytest.mark.parametrize("path", some(PAGES, by_day=5, in_ci=len(PAGES)))
def test_an_arabic_page_is_no_wider_than_its_window(page: Page, arabic: str, path: str) -> None:
    page.goto(f"{arabic}{path}")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@each_width
def test_the_masthead_and_the_ladder_that_lies_down_begin_where_reading_begins(reading: Reading, width: int) -> None:
    screen = reading.look("", width)

    assert reading.follow(*screen.locator(".mast nav a").all())
    assert reading.follow(*screen.locator(".rungs li").all())
    assert reading.follow(*(screen.locator(".mast .name").locator("svg"), screen.locator(".mast .name")))


@each_width
def test_a_row_of_a_component_goes_on_to_its_state(reading: Reading, width: int) -> None:
    screen = reading.look("", width)
    row = screen.locator(".components li").first

    assert reading.follow(row.locator(".what"), row.locator(".state"))
    assert reading.follow(row.locator(".past"), row.locator(".pct"))
    assert reading.follow(row.locator(".state svg"), row.locator(".state"))


@each_width
def test_days_run_in_the_order_of_reading_so_that_today_is_last(reading: Reading, width: int) -> None:
    screen = reading.look("", width)
    row = screen.locator(".components li").first

    assert reading.follow(row.locator(".bars"), row.locator(".bars .b-partial"))

    screen = reading.look("components/dashboards/", width)
    days = screen.locator(".wide-bars a")
    assert days.count() > 1
    assert reading.follow(*days.all())


INSET = """(rung, way) => {
    const side = way > 0 ? "left" : "right", edge = element => element.getBoundingClientRect()[side];
    return way * (edge(rung.querySelector("h3")) - edge(rung));
}"""


@each_width
def test_the_rail_of_the_ladder_stands_where_lines_begin(reading: Reading, width: int) -> None:
    screen = reading.look(OPEN, width)
    rung = screen.locator(".ladder > .rung").first
    rail = rung.evaluate("rung => { const s = getComputedStyle(rung, '::before'); return [s.left, s.right] }")

    assert rail.index("0px") == (0 if reading.way == 1 else 1)
    assert rung.evaluate(INSET, reading.way) > 40


@in_ci
def test_what_is_folded_points_where_reading_goes(page: Page, reading: Reading) -> None:
    page.goto(f"{reading.address}{OPEN}")
    look = "summary => getComputedStyle(summary, '::before').content"
    summary = page.locator(".ladder summary").first
    folded = summary.evaluate(look)
    summary.click()

    assert folded == ('"▸"' if reading.way == 1 else '"◂"')
    assert summary.evaluate(look) == '"▾"'


def test_an_estimate_that_moved_points_from_the_old_one_to_the_new(reading: Reading) -> None:
    moved = reading.look(OPEN, 1280).locator(".facts li:has(del)").first

    assert ("→" in moved.inner_text(), "←" in moved.inner_text()) == (reading.way == 1, reading.way == -1)


@in_ci
def test_the_timeline_of_a_report_has_what_happened_before_its_rail(reading: Reading) -> None:
    page = reading.look(f"{REPORT}postmortem/", 1280)
    happened = page.locator(".lanes li:not(.said):not(.date)").first

    assert reading.follow(happened, page.locator(".lanes .said").first)


GAP = """(row, way) => {
    const [time, link] = ["time", "a"].map(name => row.querySelector(name).getBoundingClientRect());
    return way > 0 ? link.left - time.right : time.left - link.right;
}"""


@each_width
def test_what_was_published_is_said_behind_its_time_in_the_timeline(reading: Reading, width: int) -> None:
    screen = reading.look(f"{REPORT}postmortem/", width)
    gaps = [row.evaluate(GAP, reading.way) for row in screen.locator(".lanes .said").all()]

    assert gaps
    assert all(0 < gap < 10 for gap in gaps), gaps


@each_width
def test_a_bullet_stands_before_the_words_of_the_company(reading: Reading, width: int) -> None:
    screen = reading.look(OPEN, width)
    item = screen.locator(".facts li[dir=auto]").first

    assert item.evaluate("item => getComputedStyle(item).direction") == ("ltr" if reading.way == 1 else "rtl")


@in_ci
def test_the_link_that_skips_stands_where_reading_begins(page: Page, reading: Reading) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(reading.address)
    skip = page.locator(".skip")
    skip.focus()
    box = skip.bounding_box()

    assert box is not None
    assert (box["x"] < 640) is (reading.way == 1)
    assert 0 <= box["x"] <= 1280 - box["width"]


@in_ci
@each_width
def test_the_scale_of_a_chart_runs_from_left_to_right_in_both(reading: Reading, width: int) -> None:
    screen = reading.look("reliability/", width)
    ticks = screen.locator("#first-notice").locator("xpath=ancestor::section").locator(".plot text.soft").all()

    assert _follow(1, *ticks)


ENDS = """([page, text]) => {
    const walker = document.createTreeWalker(document.querySelector(page), NodeFilter.SHOW_TEXT), range = new Range();
    const found = [];
    for (let node; node = walker.nextNode();) {
        const at = node.data.indexOf(text);
        if (at < 0 || node.parentElement.closest(".hidden, script, style")) continue;
        const edges = [at, at + text.length - 1].map(place => {
            range.setStart(node, place);
            range.setEnd(node, place + 1);
            return range.getBoundingClientRect();
        });
        if (edges[0].width && edges[0].top === edges[1].top) found.push(edges[0].left < edges[1].left);
    }
    return found;
}"""


@pytest.mark.parametrize(
    ("path", "text"),
    some(
        [
            ("", "10:05 UTC"),
            (OPEN, "09:15 UTC"),
            (REPORT, "2026-01"),
            (f"{REPORT}postmortem/", "2026-02-10-card-payments-declined"),
            ("how-we-communicate/", "2026-01"),
            ("subscribe/", "https://status.harbourline.example/updates.atom"),
            ("subscribe/", "/feed subscribe https:"),
            ("api/", "api/v2/incidents/page-{number}.json"),
        ],
        by_day=2,
        in_ci=ALL,
    ),
)
def test_times_versions_and_addresses_read_from_left_to_right(page: Page, arabic: str, path: str, text: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{arabic}{path}")
    found = page.evaluate(ENDS, ["body", text])

    assert found
    assert all(found)


@pytest.mark.parametrize("path", some(["", OPEN, "reliability/", "components/card-payments/"], by_day=1, in_ci=ALL))
def test_a_percent_sign_stands_behind_its_number(page: Page, arabic: str, path: str) -> None:
    page.goto(f"{arabic}{path}")
    found = [page.evaluate(ENDS, ["body", f"{digit}\u200e%"]) for digit in range(10)]

    assert any(found)
    assert all(all(ends) for ends in found)


def test_a_list_of_latin_names_goes_on_from_right_to_left(page: Page, arabic: str) -> None:
    page.goto(f"{arabic}subscribe/")
    ways = page.locator("#parts").locator("xpath=ancestor::section").locator("li").first.locator("a")

    assert _follow(-1, *ways.all())


@in_ci
@each_width
def test_tags_go_on_in_the_order_of_reading(reading: Reading, width: int) -> None:
    for path in (REPORT, f"{REPORT}postmortem/"):
        screen = reading.look(path, width)
        assert reading.follow(*(screen.get_by_text(tag, exact=True) for tag in ("payments", "certificates"))), path


@in_ci
def test_the_banner_has_its_button_at_the_end_of_its_line_on_any_page(page: Page, reading: Reading) -> None:
    page.clock.install(time=NOW)
    page.goto(f"{reading.address}embed/")
    line = page.get_by_role("status").locator("p")
    expect(line).to_have_count(1)
    page.evaluate("document.documentElement.dir = 'ltr'")

    assert reading.follow(line.locator("a"), line.locator("button"))
