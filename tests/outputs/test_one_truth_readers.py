"""Each reader of statements finds what its page states, and one broken fact names the two pages that disagree."""

import json
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest

import statement_phrases as phrases
from night import some
from statement_readers import contradictions_of, statements_of
from statement_site import PublishedSite, with_class
from statements import Kind, Statement, between, contradictions, one_of
from truth_cases import beat, built, first

OPEN, OVER = "incidents/2026-03-14-slow/", "incidents/2026-03-10-errors/"
UPGRADE = "maintenance/2026-03-20-upgrade/"
WEBSITE, API = "components/website/", "components/api/"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one incident open, one over with a report and a moved item, and a maintenance to come."""
    item = {"id": "AI-1", "title": "Check the copy", "type": "process", "owner": "storage-team", "status": "planned"}
    proof = {"method": "drill", "criterion": "It works", "verify_by": "2026-06-20"}
    moved = [{"was": "2026-04-10", "why": "The disks come later"}]
    share = {"share": "12-18%", "basis": "measured"}
    start: dict[str, Any] = {
        "title": "Requests fail",
        "components": {"api": "major_outage"},
        "started_at": "2026-03-10T08:50:00Z",
    }
    window = {"from": "2026-03-20T22:00:00Z", "to": "2026-03-21T02:00:00Z"}
    upgrade: dict[str, Any] = {
        "title": "Database upgrade",
        "window": window,
        "expected": {"website": "under_maintenance"},
    }
    site = built(
        tmp_path_factory.mktemp("site"),
        "2026-03-14 09:50",
        {
            "incidents/2026-03-10-errors": [
                first("2026-03-10 09:00", next_update="30m", **start),
                beat("2026-03-10 09:20", "resolved", resolved_at="2026-03-10T09:20:00Z"),
                beat(
                    "2026-03-11 09:00",
                    "postmortem",
                    version="final",
                    action_items=[{**item, "due": "2026-04-10", "verification": proof}],
                ),
                beat(
                    "2026-03-12 09:00", "follow_up", action_items=[{**item, "due": "2026-05-10", "due_history": moved}]
                ),
            ],
            "incidents/2026-03-14-slow": [
                first("2026-03-14 09:00", state="partial_outage", impact=share, next_update="30m"),
                beat("2026-03-14 09:40", "identified", next_update="1h"),
            ],
            "maintenance/2026-03-20-upgrade": [beat("2026-03-12 09:00", "scheduled", **upgrade)],
        },
    )
    return site.public


WHAT_IS_READ = {
    "index.html": {
        Kind.STATE, Kind.STATE_IN_INCIDENT, Kind.OPEN, Kind.STAGE, Kind.SHARE, Kind.NEXT_UPDATE, Kind.NEXT_UPDATE_WORDS,
        Kind.UPTIME, Kind.DISRUPTED_DAYS, Kind.DAY_STATE, Kind.INCIDENTS_OF_DAY, Kind.LISTED, Kind.WINDOW_WORDS,
        Kind.PROMISES, Kind.FIRST_NOTICE, Kind.LENGTH,
    },
    "history/": {Kind.OPEN, Kind.STAGE, Kind.LENGTH, Kind.PROMISES, Kind.FIRST_NOTICE, Kind.INCIDENTS_OF_DAY},
    "history/2026-03/": {Kind.OPEN, Kind.STAGE, Kind.LENGTH, Kind.PROMISES, Kind.LISTED},
    WEBSITE: {
        Kind.STATE, Kind.OPEN, Kind.STAGE, Kind.NEXT_UPDATE, Kind.UPTIME, Kind.WORST_WINDOWS, Kind.DISRUPTED_DAYS,
        Kind.DAY_STATE,
    },
    API: {
        Kind.STATE, Kind.OPEN, Kind.STAGE, Kind.LENGTH, Kind.PROMISES, Kind.UPTIME, Kind.DISRUPTED_DAYS, Kind.DAY_STATE,
    },
    OPEN: {
        Kind.OPEN, Kind.STAGE, Kind.STATE_IN_INCIDENT, Kind.SHARE, Kind.NEXT_UPDATE, Kind.UPDATE_STAGE, Kind.UPDATE_AT,
        Kind.UPDATE_SHARE, Kind.PROMISES,
    },
    OVER: {Kind.OPEN, Kind.STAGE, Kind.WORST_STATE, Kind.LENGTH, Kind.FIRST_NOTICE, Kind.PROMISES, Kind.UPDATE_STAGE},
    UPGRADE: {Kind.STAGE, Kind.WINDOW_WORDS, Kind.UPDATE_STAGE},
    f"{OVER}postmortem/": {
        Kind.LENGTH, Kind.WORST_STATE, Kind.PROMISES, Kind.DUE, Kind.FIRST_DUE, Kind.VERIFY_BY, Kind.ITEM_STATE,
    },
    "improvements/": {Kind.DUE, Kind.FIRST_DUE, Kind.ITEM_STATE, Kind.ITEMS_VERIFIED, Kind.ITEMS_MOVED},
    "improvements/calendar.ics": {Kind.VERIFY_BY, Kind.ITEM_STATE},
    "reliability/": {
        Kind.COUNT, Kind.OPEN, Kind.LENGTH, Kind.FIRST_NOTICE, Kind.PROMISES, Kind.ALL_PROMISES, Kind.UPTIME,
        Kind.WORST_WINDOWS, Kind.ITEMS_VERIFIED, Kind.ITEMS_MOVED,
    },
    "reliability.json": {
        Kind.COUNT, Kind.OPEN, Kind.LENGTH, Kind.FIRST_NOTICE, Kind.PROMISES, Kind.UPTIME, Kind.ITEMS_MOVED,
    },
    "reliability.csv": {Kind.OPEN, Kind.LENGTH, Kind.CLOSED_AFTER, Kind.FIRST_NOTICE, Kind.PROMISES},
    "api/v2/summary.json": {Kind.STATE, Kind.INDICATOR, Kind.OPEN, Kind.STAGE},
    "api/v2/incidents.json": {Kind.OPEN, Kind.STAGE, Kind.UPDATE_STAGE, Kind.UPDATE_AT, Kind.STATE},
    "api/v2/scheduled-maintenances/upcoming.json": {Kind.STAGE, Kind.WINDOW},
    "embed/banner.json": {Kind.OPEN, Kind.STAGE, Kind.NEXT_UPDATE_WORDS},
    "badges/website.svg": {Kind.STATE},
    "badges/uptime/website.svg": {Kind.UPTIME},
    "badges/status.svg": {Kind.INDICATOR},
    "updates.atom": {Kind.UPDATE_STAGE, Kind.UPDATE_AT, Kind.UPDATE_SHARE, Kind.NEXT_UPDATE_WORDS},
    "updates.rss": {Kind.UPDATE_STAGE, Kind.UPDATE_AT, Kind.UPDATE_SHARE, Kind.NEXT_UPDATE_WORDS},
    "updates.json": {Kind.UPDATE_STAGE, Kind.UPDATE_AT, Kind.UPDATE_SHARE, Kind.NEXT_UPDATE_WORDS},
    f"{OPEN}feed.atom": {Kind.UPDATE_STAGE, Kind.UPDATE_AT, Kind.NEXT_UPDATE_WORDS},
    "history.atom": {Kind.STAGE, Kind.STATE_IN_INCIDENT, Kind.WINDOW_WORDS},
    "calendar.ics": {Kind.WINDOW},
}  # fmt: skip
"""The least that is read on each page of that site: a reader that finds less has lost its page."""


@pytest.fixture(scope="module")
def told(public: Path) -> list[Statement]:
    return statements_of(public)


@pytest.mark.parametrize("page", WHAT_IS_READ)
def test_a_reader_finds_what_its_page_states(told: list[Statement], page: str) -> None:
    found = {one.kind for one in told if one.page == page}
    assert WHAT_IS_READ[page] - found == set()


@dataclass(frozen=True)
class Broken:
    """One fact that one page gets wrong: the page as its statements name it, its file, and what is done to the file."""

    kind: Kind
    page: str
    file: str
    change: Callable[[str], str]


def _json(change: Callable[[Any], object]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        answer = json.loads(text)
        change(answer)
        return json.dumps(answer)

    return changed


def _html(change: Callable[[Any], object]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        page = lxml.html.document_fromstring(text)
        change(page)
        return str(lxml.html.tostring(page, encoding="unicode", doctype="<!doctype html>"))

    return changed


def _words(before: str, after: str) -> Callable[[str], str]:
    def changed(text: str) -> str:
        assert re.search(before, text), f"there is no {before!r}"
        return re.sub(before, after, text)

    return changed


def _all_is_well(page: Any) -> None:
    """The row of the website says what that of the API says."""
    rows = page.xpath("//ul[contains(@class,'components')]/li")
    (bad,), (good,) = (with_class(row, "state") for row in rows)
    good = deepcopy(good)
    good.tail = bad.tail
    bad.getparent().replace(bad, good)


def _nothing_happened(page: Any) -> None:
    """The day of an incident on the home page says what a day without one says."""
    groups = with_class(page.xpath("//section[@aria-labelledby='recent']")[0], "day")
    (busy,) = [group for group in groups if OVER in "".join(group.xpath(".//a/@href"))]
    quiet = next(group for group in groups if not group.xpath(".//a"))
    busy.replace(busy.find("./div"), deepcopy(quiet.find("./div")))


def _longer(answer: Any) -> None:
    (row,) = (row for row in answer["incidents"] if row["id"] in OVER)
    row["time_to_restore"] += 25


def _other_stage(answer: Any) -> None:
    (row,) = answer["banners"]
    label = next(words for words, stage in phrases.STAGES.items() if stage == "monitoring")
    row["text"] = f"{label.capitalize()}: {row['text'].partition(': ')[2]}"


def _moved(before: date, after: date) -> Callable[[str], str]:
    return lambda text: text.replace(f"{before}", f"{after}").replace(phrases.written(before), phrases.written(after))


BROKEN = (
    Broken(Kind.STATE, "index.html", "index.html", _html(_all_is_well)),
    Broken(Kind.OPEN, "api/v2/incidents/unresolved.json", "api/v2/incidents/unresolved.json", _json(
        lambda answer: answer["incidents"].clear()
    )),
    Broken(Kind.STAGE, "embed/banner.json", "embed/banner.json", _json(_other_stage)),
    Broken(Kind.LENGTH, "reliability.json", "reliability.json", _json(_longer)),
    Broken(Kind.SHARE, OPEN, f"{OPEN}index.html", _words("12([–-])18", r"2\g<1>8")),
    Broken(Kind.NEXT_UPDATE, WEBSITE, f"{WEBSITE}index.html", _words("2026-03-14T10:40:00Z", "2026-03-14T11:40:00Z")),
    Broken(Kind.DUE, "improvements/", "improvements/index.html", _moved(date(2026, 5, 10), date(2026, 5, 11))),
    Broken(Kind.FIRST_DUE, f"{OVER}postmortem/", f"{OVER}postmortem/index.html", _moved(
        date(2026, 4, 10), date(2026, 4, 9)
    )),
    Broken(Kind.PROMISES, "reliability.csv", "reliability.csv", _words(r"(?m)^(2026-03-10.*?,false),1,1,", r"\1,1,0,")),
    Broken(Kind.UPTIME, "badges/uptime/api.svg", "badges/uptime/api.svg", _words(r"\d\d\.\d\d ?%", "12.34 %")),
    Broken(Kind.INCIDENTS_OF_DAY, "index.html", "index.html", _html(_nothing_happened)),
    Broken(Kind.WINDOW, "calendar.ics", "calendar.ics", _words("20260321T020000Z", "20260321T030000Z")),
    Broken(Kind.VERIFY_BY, "improvements/calendar.ics", "improvements/calendar.ics", _words(
        "DATE:20260620", "DATE:20260619"
    )),
)  # fmt: skip


@pytest.mark.parametrize(
    "broken", some(BROKEN, by_day=4, in_ci=len(BROKEN)), ids=lambda broken: broken.kind.name.lower()
)
def test_one_broken_fact_is_found_and_both_pages_are_named(broken: Broken, public: Path, tmp_path: Path) -> None:
    before = {(one.one.subject, one.kind) for one in contradictions_of(public)}
    copy = tmp_path / "public"
    shutil.copytree(public, copy)
    file = copy / broken.file
    file.write_bytes(broken.change(file.read_bytes().decode()).encode())

    found = [one for one in contradictions_of(copy) if (one.one.subject, one.kind) not in before]

    (contradiction,) = (one for one in found if one.kind is broken.kind)
    assert broken.page in contradiction.pages
    assert len(contradiction.pages) == 2
    assert all(page in str(contradiction) for page in contradiction.pages)
    assert {page for one in found for page in one.pages} > {broken.page}
    assert all(broken.page in one.pages for one in found)


def test_words_that_no_row_of_the_table_knows_are_no_statement_that_is_passed_over(
    public: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "public"
    shutil.copytree(public, copy)
    site = PublishedSite(copy)
    (mark,) = with_class(with_class(site.page(WEBSITE), "lede")[0], "state")
    for child in mark:
        child.tail = "Quite unwell"
    (copy / WEBSITE / "index.html").write_text(lxml.html.tostring(site.page(WEBSITE), encoding="unicode"))

    with pytest.raises(phrases.UnknownWords, match="Quite unwell"):
        statements_of(copy)


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("less than a minute", 0, 1),
        ("< 1 min", 0, 1),
        ("30 min", 30, 30),
        ("1 h 36 min", 96, 96),
        ("2 h", 120, 120),
        ("2 d 2 h", 3000, 3000),
        ("about 11 h", 660, 660),
    ],
)
def test_a_length_is_read_with_its_rounding(words: str, least: float, most: float) -> None:
    low, high = phrases.minutes(words)
    assert low <= least <= most <= high
    assert not between(low, high).agrees(between(least - 61, least - 61))
    assert not between(low, high).agrees(between(most + 61, most + 61))


@pytest.mark.parametrize(
    ("words", "first_day", "last_day"),
    [
        ("Sat 14 March", date(2026, 3, 14), date(2026, 3, 14)),
        ("1–13 March", date(2026, 3, 1), date(2026, 3, 13)),
        ("25 February – 9 March", date(2026, 2, 25), date(2026, 3, 9)),
        ("28 December – 10 January", date(2025, 12, 28), date(2026, 1, 10)),
        ("28 December 2025 – 10 January 2026", date(2025, 12, 28), date(2026, 1, 10)),
    ],
)
def test_a_heading_of_days_is_read(words: str, first_day: date, last_day: date) -> None:
    assert phrases.days(words, near=date(2026, 3, 14)) == (first_day, last_day)


def test_statements_of_one_subject_and_kind_contradict_each_other_and_no_others() -> None:
    here = Statement("a", Kind.STAGE, one_of("resolved"), "one/", "Resolved")
    same = Statement("a", Kind.STAGE, one_of("resolved", "retracted"), "two/", "resolved")
    other = Statement("a", Kind.STAGE, one_of("monitoring"), "three/", "Monitoring")
    elsewhere = Statement("b", Kind.STAGE, one_of("monitoring"), "three/", "Monitoring")

    assert contradictions([here, same, elsewhere]) == []
    (found,) = contradictions([here, same, other, elsewhere])
    assert found.pages == {"one/", "three/"}
    assert str(found) == "a, stage: one/ says 'resolved' (Resolved); but three/ says 'monitoring' (Monitoring)"
