"""What becomes of a promise before a reader, under a clock that the test sets: due, late, kept, slower, over."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from night import ALL, in_ci, some

from .conftest import patient

Growing = tuple[str, Path, Callable[[str], None]]
FOLDER = "content/incidents/2026-06-10-search-results-missing-for-some-right-to-left"
SEARCH = "incidents/2026-06-10-search-results-missing-for-some-right-to-left/"
COMPONENT = "components/search/"
LATE = "The update promised for 12:30 UTC is late"
SOON = "02:00"
"""Longer than a page waits before it asks, jitter included."""

each_page = pytest.mark.parametrize("path", some([SEARCH, COMPONENT], by_day=1, in_ci=ALL))


def _open(page: Page, address: str, time: str) -> None:
    page.clock.install(time=time)
    page.goto(address)


def _write(site: Path, name: str, at: str, keys: str, words: str) -> None:
    text = f"---\nstage: {name[3:]}\nat: {at}\n{keys}---\n{words}\n"
    (site / FOLDER / f"{name}.md").write_text(text, encoding="utf-8")


@each_page
def test_a_promise_that_is_due_counts_down_to_its_last_minute(page: Page, storm: str, path: str) -> None:
    _open(page, storm + path, "2026-06-10T12:25:30Z")
    promise = page.locator(".promise")

    expect(promise).to_have_text("Next update by 12:30 UTC in 4 min, 21:30 your time")
    page.clock.fast_forward("03:50")
    expect(promise).to_have_text("Next update by 12:30 UTC in less than a minute, 21:30 your time")


@each_page
def test_a_promise_that_is_past_says_by_how_much_and_goes_on_counting(page: Page, storm: str, path: str) -> None:
    _open(page, storm + path, "2026-06-10T12:29:50Z")
    promise = page.locator(".promise")
    page.clock.fast_forward("07:15")

    expect(promise).to_contain_text(f"{LATE} by 7 min")
    page.clock.fast_forward("01:00:00")
    expect(promise).to_contain_text(f"{LATE} by 1 h 7 min")


@in_ci
@each_page
def test_a_late_update_that_came_is_late_no_more_and_its_lateness_stays_on_its_rung(
    page: Page, growing: Growing, path: str
) -> None:
    address, site, build = growing
    _open(page, address + path, "2026-06-10T12:37:00Z")
    expect(page.locator(".promise")).to_contain_text(f"{LATE} by 7 min")
    _write(
        site, "02-identified", "2026-06-10T12:38:00Z", "next_update: 30m\n", "We are 8 minutes late. An index is old."
    )
    build("2026-06-10T12:38:30Z")
    page.clock.fast_forward(SOON)

    expect(page.locator(".promise")).to_contain_text("Next update by 13:08 UTC in 2")
    expect(page.locator(".late")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("is late")
    if path == SEARCH:
        expect(page.locator("#\\30 1-investigating .word")).to_have_text(
            "Next update promised by 12:30 UTC (longer than our usual 1 h) – 8 min late"
        )
        expect(page.locator("#\\30 1-investigating .word svg")).to_be_visible()


@in_ci
def test_an_update_in_time_is_marked_as_kept_with_a_shape_and_a_word(page: Page, growing: Growing) -> None:
    address, site, build = growing
    _open(page, address + SEARCH, "2026-06-10T12:10:00Z")
    _write(site, "02-identified", "2026-06-10T12:11:00Z", "next_update: 30m\n", "An index is old.")
    build("2026-06-10T12:11:30Z")
    page.clock.fast_forward(SOON)

    kept = page.locator("#\\30 1-investigating .word")
    expect(kept).to_contain_text("– on time")
    expect(kept.locator("svg")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text(
        "The next update came on time, longest gap between updates so far 1 h 41 min."
    )


@in_ci
def test_a_slower_rhythm_is_said_with_its_reason_and_counts_down_as_any_other(page: Page, growing: Growing) -> None:
    address, site, build = growing
    words = "The new index is built. That takes all night, so we write again by 22:00 UTC."
    _write(site, "02-mitigating", "2026-06-10T12:40:00Z", "next_update: 2026-06-10T22:00:00Z\n", words)
    build("2026-06-10T12:41:00Z")
    for path in ("", SEARCH, COMPONENT):
        _open(page, address + path, "2026-06-10T12:41:30Z")

        expect(page.get_by_text("Next update by 22:00 UTC in 9 h 18 min")).to_be_visible()
        expect(
            page.get_by_text(
                "At this stage we post at least every 2 h; this update will take longer: "
                "“That takes all night, so we write again by 22:00 UTC.”"
            )
        ).to_be_visible()


@in_ci
@each_page
def test_an_incident_that_is_over_promises_nothing_and_counts_nothing(page: Page, growing: Growing, path: str) -> None:
    address, site, build = growing
    _open(page, address + path, "2026-06-10T12:20:00Z")
    expect(page.locator(".promise")).to_be_visible()
    _write(site, "02-resolved", "2026-06-10T12:21:00Z", "", "Search finds all results again.")
    build("2026-06-10T12:22:00Z")
    page.clock.fast_forward(SOON)

    expect(page.locator("main")).to_contain_text("The next update came on time")
    expect(page.locator(".promise, .next, .late")).to_have_count(0)
    page.clock.fast_forward("05:00:00")
    expect(page.locator("main")).not_to_contain_text(re.compile(r"\blate\b"))
    expect(page.locator("main [data-at]")).to_have_count(0)


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """An empty page in which no script runs."""
    opened = patient(browser.new_page(java_script_enabled=False))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("built", "words"),
    some(
        [
            pytest.param("2026-06-10T12:00:00Z", "Next update by 12:30 UTC", id="due"),
            pytest.param("2026-06-10T12:37:00Z", LATE, id="late"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_without_a_script_the_promised_time_stands_in_print_with_its_zone(
    plain: Page, growing: Growing, built: str, words: str
) -> None:
    address, _, build = growing
    build(built)
    for path in ("", SEARCH, COMPONENT):
        plain.goto(address + path)

        expect(plain.get_by_text(words, exact=True).first).to_be_visible()
        expect(plain.get_by_text("At this stage we post at least every hour").first).to_be_visible()


def test_without_a_script_an_update_can_be_rated_by_keyboard_alone(plain: Page, growing: Growing) -> None:
    address, site, build = growing
    with open(site / "site.yaml", "a", encoding="utf-8") as settings:
        settings.write(f"feedback:\n  rating: {'https://h.example/?{update}&{question}={answer}'}\n")
    build("2026-06-10T12:00:00Z")
    plain.goto(address + SEARCH)
    answer = plain.get_by_role("link", name="Was it useful? 5")
    expect(answer).not_to_be_visible()
    plain.get_by_text("How was this update?").focus()
    plain.keyboard.press("Enter")

    expect(answer).to_be_visible()
    expect(answer).to_have_attribute("href", "https://h.example/?01-investigating&usefulness=5")
    box = answer.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
