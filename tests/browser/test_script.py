"""What the script adds, under a clock that the test sets: nothing waits, nothing depends on the hour."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from night import ALL, in_ci, some
from pseudo_language import publish_with
from statusladder.publish.pipeline import publish_site
from statusladder.voice.catalogue import ENGLISH, Catalogue, message_of, shipped

from .conftest import SITES, patient, serving

Growing = tuple[str, Path, Callable[[str], None]]
INCIDENT = "incidents/2026-06-10-sign-in-fails/"
STATUS = "**/api/v2/status.json"
SOON = "02:00"
"""Longer than a page waits before it asks, jitter included."""


def _open(page: Page, address: str, time: str) -> None:
    page.clock.install(time=time)
    page.goto(address)


def _add_update(site: Path) -> None:
    folder = site / "content" / "incidents" / "2026-06-10-sign-in-fails"
    (folder / "03-mitigating.md").write_text(
        "---\nstage: mitigating\nat: 2026-06-10T12:01:00Z\nprogress: {percent: 40, of: accounts restored}\n"
        "next_update: 30m\n---\nFour in ten accounts are restored.\n"
    )


def test_a_promise_counts_down_and_says_the_readers_own_time(page: Page, storm: str) -> None:
    _open(page, storm + "incidents/2026-06-09-messages-twice/", "2026-06-10T12:06:30Z")

    expect(page.locator(".promise")).to_have_text("Next update by 14:00 UTC in 1 h 53 min, 23:00 your time")
    page.clock.fast_forward("01:00:00")
    expect(page.locator(".promise")).to_contain_text("in 53 min")


def test_a_reader_in_the_sites_zone_is_told_one_time(browser: Browser, storm: str) -> None:
    page = patient(browser.new_page(timezone_id="UTC"))
    _open(page, storm + "incidents/2026-06-09-messages-twice/", "2026-06-10T12:06:30Z")

    expect(page.locator(".promise")).to_have_text("Next update by 14:00 UTC in 1 h 53 min")
    page.close()


def test_a_broken_promise_says_so_without_a_build(page: Page, storm: str) -> None:
    _open(page, storm + "incidents/2026-06-09-messages-twice/", "2026-06-10T13:59:00Z")
    expect(page.locator(".promise")).not_to_have_class("promise partial late")
    page.clock.fast_forward("08:00")

    expect(page.locator(".promise")).to_contain_text("The update promised for 14:00 UTC is late by 7 min")
    expect(page.locator(".promise")).to_have_class("promise partial late")


@in_ci
def test_a_look_at_another_moment_stays_there_whenever_it_is_read_and_time_runs_on_from_it(
    page: Page, growing: Growing
) -> None:
    address, site, _ = growing
    looked_at = datetime.fromisoformat("2026-06-10T13:49:30Z")
    assert publish_site(site, site.parent / "public", looked_at, None, lambda count: None, frozen=True).outcome
    _open(page, address + "incidents/2026-06-09-messages-twice/", "2026-11-25T18:20:00Z")

    expect(page.locator(".promise")).to_contain_text("Next update by 14:00 UTC in 10 min")
    page.clock.fast_forward("13:00")
    expect(page.locator(".promise")).to_contain_text("The update promised for 14:00 UTC is late by 2 min")


def test_lengths_are_said_as_the_generator_says_them(page: Page, storm: str) -> None:
    _open(page, f"{storm}incidents/2026-06-10-search-results-missing-for-some-right-to-left/", "2026-06-10T10:30:20Z")
    since = page.locator(".when [data-at]")
    expect(since).to_have_text("(less than a minute ago)")
    for time, words in (
        ("2026-06-10T10:31:00Z", "(1 min ago)"),
        ("2026-06-10T11:29:59Z", "(59 min ago)"),
        ("2026-06-10T12:30:00Z", "(2 h ago)"),
        ("2026-06-10T12:41:00Z", "(2 h 11 min ago)"),
        ("2026-06-12T10:31:00Z", "(2 d ago)"),
        ("2026-06-13T15:31:00Z", "(3 d 5 h ago)"),
    ):
        page.clock.set_fixed_time(time)
        page.clock.run_for("00:10")  # in which it looks at the clock
        expect(since).to_have_text(words)


@in_ci
def test_lengths_are_said_in_the_plural_forms_of_the_language(page: Page, tmp_path: Path) -> None:
    minutes = {"one": "{n} minuta", "few": "{n} minuty", "many": "{n} minut", "other": "{n} minuty"}
    own = {"length.minutes": message_of(minutes), "length.moment": message_of("chwilę")}
    polish, now = Catalogue("pl", {**shipped(ENGLISH).messages, **own}), "2026-06-10T10:30:20Z"
    publish_with(polish, SITES["storm"][0], tmp_path, datetime.fromisoformat(now))
    with serving(tmp_path) as address:
        _open(page, f"{address}incidents/2026-06-10-search-results-missing-for-some-right-to-left/", now)
        since = page.locator(".when [data-at]")
        expect(since).to_have_text("(chwilę ago)")
        for time, words in (
            ("2026-06-10T10:31:05Z", "1 minuta"),
            ("2026-06-10T10:33:05Z", "3 minuty"),
            ("2026-06-10T10:35:05Z", "5 minut"),
            ("2026-06-10T10:52:05Z", "22 minuty"),
            ("2026-06-10T12:35:05Z", "2 h 5 minut"),
        ):
            page.clock.set_fixed_time(time)
            page.clock.run_for("00:10")
            expect(since).to_have_text(f"({words} ago)")


def test_a_new_update_appears_and_the_reader_keeps_place_and_focus(page: Page, growing: Growing) -> None:
    address, site, build = growing
    _open(page, address + INCIDENT, "2026-06-10T12:00:30Z")
    page.set_viewport_size({"width": 390, "height": 600})
    link = page.locator("#\\30 1-investigating .when a")
    link.focus()
    page.evaluate("document.getElementById('01-investigating').scrollIntoView()")
    before = page.evaluate("document.getElementById('01-investigating').getBoundingClientRect().top")
    _add_update(site)
    build("2026-06-10T12:01:30Z")
    page.clock.fast_forward(SOON)

    expect(page.locator("#\\30 3-mitigating")).to_contain_text("Four in ten accounts are restored.")
    expect(page.get_by_role("status")).to_contain_text("Nobody can sign in with a password")
    after = page.evaluate("document.getElementById('01-investigating').getBoundingClientRect().top")
    assert abs(after - before) <= 1
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#01-investigating"
    expect(page.locator(".promise")).to_contain_text("Next update by 12:31 UTC")


def test_a_reader_at_the_top_stays_there_and_sees_the_new_words(page: Page, growing: Growing) -> None:
    address, site, build = growing
    _open(page, address, "2026-06-10T12:00:30Z")
    _add_update(site)
    build("2026-06-10T12:01:30Z")
    page.clock.fast_forward(SOON)

    expect(page.locator(".lede")).to_have_text("Four in ten accounts are restored.")
    assert page.evaluate("scrollY") == 0


@in_ci
def test_words_that_are_being_selected_are_left_alone(page: Page, growing: Growing) -> None:
    address, site, build = growing
    _open(page, address, "2026-06-10T12:00:30Z")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.lede'))")
    _add_update(site)
    build("2026-06-10T12:01:30Z")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for("05:00")
    assert asked == []
    page.evaluate("getSelection().removeAllRanges()")
    page.clock.fast_forward(SOON)

    expect(page.locator(".lede")).to_have_text("Four in ten accounts are restored.")


@in_ci
def test_a_new_theme_loads_the_page_anew(page: Page, growing: Growing) -> None:
    address, site, build = growing
    _open(page, address, "2026-06-10T12:00:30Z")
    _add_update(site)
    with open(site / "site.yaml", "a", encoding="utf-8") as settings:
        settings.write("theme: beacon\n")
    build("2026-06-10T12:01:30Z")
    with page.expect_navigation():
        page.clock.fast_forward(SOON)

    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"


def _failing(page: Page) -> list[str]:
    failed: list[str] = []

    def fail(route: Route) -> None:
        failed.append(route.request.url)
        route.fulfill(status=503, body="busy")

    page.route(STATUS, fail)
    return failed


@in_ci
def test_a_failing_host_is_asked_less_and_less(page: Page, storm: str) -> None:
    failed = _failing(page)
    _open(page, storm, "2026-06-10T12:00:30Z")
    for _ in range(30):
        page.clock.run_for("01:00")
        page.evaluate("fetch('index.html').then(answer => answer.text())")  # gives the answer time to come

    # In half an hour a page that never backs off would ask 30 times; after 1, 2, 4, 8, 16 minutes it is 5 or so.
    assert 4 <= len(failed) <= 6


@in_ci
def test_a_hidden_page_asks_nothing_and_a_page_that_is_seen_again_asks_at_once(page: Page, storm: str) -> None:
    _open(page, storm, "2026-06-10T12:00:30Z")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for("10:00")
    assert asked == []

    page.evaluate("Object.defineProperty(document, 'hidden', {value: false})")
    with page.expect_request(STATUS):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize(
    ("path", "within", "asks"),
    some([("", "04:00", 0), ("", "06:00", 1), ("history/", "30:00", 0)], by_day=1, in_ci=ALL),
)
def test_a_calm_site_is_asked_seldom_and_other_pages_never(
    page: Page, addresses: dict[str, str], path: str, within: str, asks: int
) -> None:
    asked = _failing(page)
    _open(page, addresses["calm"] + path, "2026-06-10T12:00:30Z")
    page.clock.fast_forward(within)
    page.evaluate("fetch('.').then(answer => answer.text())")

    assert len(asked) == asks


def test_the_colours_are_the_readers_choice_and_are_kept(page: Page, addresses: dict[str, str]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    page.goto(addresses["calm"])
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(ground)
    page.goto(addresses["calm"] + "history/")
    kept = page.evaluate(ground)
    page.get_by_role("button", name="System theme").click()

    assert light != dark
    assert kept == dark
    assert page.evaluate(ground) == light
