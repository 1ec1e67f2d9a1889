"""A promise is lifted where imported words state its time, exactly, and nowhere else."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.promises_by_script import Kept, judged
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.datocms import read_datocms
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.promises import promised_in
from statusladder.importers.statuspage import read_statuspage
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 3, 14, 15, 0, tzinfo=UTC)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def _promised(text: str, at: datetime = AT) -> str | None:
    moment = promised_in(text, at)
    return None if moment is None else f"{moment:%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Uploads fail. Next update in 30 minutes.", "14 10:00"),
        ("Uploads fail, next update in 45m.", "14 10:15"),
        ("**Next update:** 10:15 UTC", "14 10:15"),
        ("Next update: 20 mins", "14 09:50"),
        ("The next update is expected within half an hour.", "14 10:00"),
        ("We are looking into it and will post another update by 11:05 UTC.", "14 11:05"),
        ("We’ll share an update on the uploads at 1:15pm (UTC).", "14 13:15"),
        ("We will update this page again within the hour.", "14 10:30"),
        ("We will update again within the next two hours.", "14 11:30"),
        ("We expect to have a detailed update in another hour.", "14 10:30"),
        ("We will continue to provide updates every 20 minutes.", "14 09:50"),
        ("A further update will follow within 1 hour and 15 minutes.", "14 10:45"),
        ("Another update will be posted within 1.5 hours.", "14 11:00"),
        ("We will send an update in 20-30 minutes.", "14 10:00"),
        ("Within 40 minutes, we will provide another update.", "14 10:10"),
        ("Next update by 3 a.m. Pacific time.", "14 10:00"),
        ("Next update by 10:00 PT (17:00 UTC).", "14 17:00"),
        ("Next update by 12:00 CET.", "14 11:00"),
        ("Next update by 08:00 UTC tomorrow.", "15 08:00"),
        ("Next update in 30 minutes, if not sooner.", "14 10:00"),
        ("Next update 30 minutes from now.", "14 10:00"),
        ("We will post an update by 12:00 UTC. Next update in one hour.", "14 10:30"),
        ("It was late last time.\nNext update in ten minutes", "14 09:40"),
    ],
)
def test_a_stated_time_is_lifted(text: str, promised: str) -> None:
    assert _promised(text) == promised


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We will provide an update when we have one.",
        "We will post another update in a few minutes.",
        "Next update soon.",
        "We expect uploads to recover within 30 minutes.",
        "We will deploy a fix by 10:00 UTC and keep you updated.",
        "We will provide an update on the fix that goes out at 10:00 UTC.",
        "We will update the servers in 30 minutes.",
        "Updates of search results were late by 30 minutes.",
        "We will provide an update once the restart at 10:00 UTC is over.",
        "We will provide another update within an hour if uploads recover.",
        "If uploads fail again, we will post an update within 30 minutes.",
        "We will not post another update before 10:00 UTC.",
        "Our provider's next update is due by 10:00 UTC.",
        "They will give us the next update by 10:00 UTC.",
        "The provider is looking into it and will provide an update within 30 minutes.",
        "Tern Cloud is looking into it and will provide an update within 30 minutes.",
        "> Next update in 30 minutes.",
        "Next update by 10:30.",
        "Next update by 10:30 CST.",
        "Next update by 10:30 UTC+2.",
        "Next update by 12:30 CEST.",
        "Next update by 11:00 UTC, if uploads recover.",
        "Next update by 11:30 AM UTC / 3:30 PM PT.",
        "Next update by 25:10 UTC.",
        "Next update by 14:30 pm UTC.",
        "Next update by 10 UTC.",
        "Next update on Monday at 10:00 UTC.",
        "Next update at 10:00 UTC on 16 March.",
        "Next update at 09:00 UTC.",
        "Next update at 08:00 UTC today.",
        "Next update in 0 minutes.",
        "Next update within an hour of the restart.",
        "Next update in an hour and a half.",
        "Next update in 2 business days.",
        "Next update in hours.",
    ],
)
def test_what_states_no_time_of_the_next_update_is_let_be(text: str) -> None:
    assert _promised(text) is None


def test_a_clock_time_past_midnight_is_that_of_the_next_day() -> None:
    evening = datetime(2026, 3, 14, 23, 50, tzinfo=UTC)

    assert _promised("Next update by 00:20 UTC.", evening) == "15 00:20"
    assert _promised("Next update by 5:20pm PT.", evening) == "15 00:20"
    assert _promised("Next update by 00:20 UTC today.", evening) is None
    assert _promised("Next update by 23:40 UTC.", evening) is None


@given(at=TIMES, wait=st.integers(1, 24 * 60 - 1))
def test_any_clock_time_is_the_nearest_that_is_to_come(at: datetime, wait: int) -> None:
    promised = at + timedelta(minutes=wait)
    is_clear = promised.date() == at.date() or wait <= 12 * 60

    assert promised_in(f"We'll post another update by {promised:%H:%M} UTC.", at) == (promised if is_clear else None)
    assert promised_in(f"Next update at {promised:%I:%M %p} UTC.", at) == (promised if is_clear else None)


@given(at=TIMES, count=st.integers(1, 999), unit=st.sampled_from(["minutes", "mins", "m", "hours", "hrs", "h"]))
def test_any_length_counts_from_the_update(at: datetime, count: int, unit: str) -> None:
    wait = timedelta(minutes=count) if unit.startswith("m") else timedelta(hours=count)

    assert promised_in(f"Next update in {count} {unit}.", at) == at + wait
    assert promised_in(f"We will provide another update within {count}{unit}.", at) == at + wait


@given(text=st.text() | st.from_regex(r"(?i)next update (in|by|at) [\d: ]{1,8}(am|pm|UTC|PT|hours?| ){0,3}"), at=TIMES)
def test_no_text_is_too_odd_to_be_read(text: str, at: datetime) -> None:
    promised = promised_in(text, at)

    assert promised is None or promised > at


def test_no_text_is_too_long_to_be_read() -> None:
    assert promised_in("we will post an update next update in " * 30_000, AT) is None
    assert promised_in(f"Next update in 30 minutes.{' ' * 300_000}", AT) == AT + timedelta(minutes=30)


def _row(number: str, *updates: tuple[str, str, str]) -> dict[str, Any]:
    told = [{"at": f"2026-03-14T{at}:00Z", "status": status, "message": words} for at, status, words in updates]
    return {"id": number, "title": f"Uploads fail {number}", "impact": "major", "updates": told}


CLOSED = _row(
    "201",
    ("09:00", "Investigating", "Uploads fail. Next update in 30 minutes."),
    ("09:40", "Update", "We will post another update by 10:30 UTC."),
    ("10:20", "Resolved", "Uploads work. Next update in 2 hours."),
)
OPEN = _row("202", ("11:00", "Investigating", "Uploads fail. Next update in 30 minutes."))


def _imported(tmp_path: Path, *rows: dict[str, Any]) -> tuple[Path, Path]:
    source, site = tmp_path / "source.jsonl", tmp_path / "site"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    site.mkdir()
    text = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
    (site / "site.yaml").write_text(text)
    write_reception(site, plan_reception(site, read_github_jsonl(source)))
    return source, site


def _page(site: Path, name: str) -> str:
    assert publish_site(site, site.parent / "public", NOW, None, lambda count: None).outcome is not None
    page = (site.parent / "public" / "incidents" / name / "index.html").read_text()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_files_say_what_their_words_promise_and_a_closing_one_nothing(tmp_path: Path) -> None:
    _, site = _imported(tmp_path, CLOSED)

    first, second, third = (path.read_text() for path in sorted(site.rglob("0*.md")))
    assert "next_update: 2026-03-14T09:30:00Z\n" in first
    assert first.endswith("---\nUploads fail. Next update in 30 minutes.\n")
    assert "next_update: 2026-03-14T10:30:00Z\n" in second
    assert "next_update" not in third


def test_the_script_that_judges_the_public_record_reads_our_lines_alike() -> None:
    assert judged(CLOSED) == Kept(made=2, kept=1, lateness=(10,), longest_wait=40)


def test_the_page_of_a_closed_incident_tells_its_record_and_is_not_late_now(tmp_path: Path) -> None:
    _, site = _imported(tmp_path, CLOSED)

    page = _page(site, "2026-03-14-uploads-fail-201")

    assert "10 min late" in page
    assert "1 of 2 promised updates on time" in page
    assert "is late" not in page
    assert "overdue" not in page


def test_the_page_of_an_open_incident_says_that_its_update_is_late(tmp_path: Path) -> None:
    _, site = _imported(tmp_path, OPEN)

    assert "The update promised for 11:30 UTC is late" in _page(site, "2026-03-14-uploads-fail-202")


def test_a_promise_that_people_took_out_or_that_an_older_import_lacks_is_no_edit(tmp_path: Path) -> None:
    source, site = _imported(tmp_path, CLOSED)
    first = min(site.rglob("0*.md"))
    first.write_text(first.read_text().replace("next_update: 2026-03-14T09:30:00Z\n", ""))

    again = plan_reception(site, read_github_jsonl(source))

    assert (dict(again.files), again.settings_text, again.unchanged, again.problems) == ({}, None, 3, ())


def test_another_time_in_its_place_is_an_edit(tmp_path: Path) -> None:
    source, site = _imported(tmp_path, CLOSED)
    first = min(site.rglob("0*.md"))
    first.write_text(first.read_text().replace("next_update: 2026-03-14T09:30:00Z\n", "next_update: 1h\n"))

    assert [problem.code for problem in plan_reception(site, read_github_jsonl(source)).problems] == ["D013"]


def test_statuspage_words_are_read_without_their_html(tmp_path: Path) -> None:
    update = {
        "id": "u1",
        "status": "investigating",
        "body": "Uploads fail.<br><strong>Next update</strong>: 10:15&nbsp;UTC",
    }
    incident = {"id": "abc", "name": "Uploads fail", "impact": "major", "status": "investigating"}
    answer = {
        "page": {"id": "p", "name": "Tern", "url": "https://status.tern.example"},
        "incidents": [incident | {"incident_updates": [update | {"display_at": "2026-03-14T09:00:00.250Z"}]}],
    }
    (tmp_path / "incidents.json").write_text(json.dumps(answer))

    (folder,) = read_statuspage(tmp_path).folders

    assert folder.updates[0].keys["next_update"] == "2026-03-14T10:15:00Z"


def test_datocms_updates_are_read_and_an_announcement_without_an_hour_is_not(tmp_path: Path) -> None:
    words = "Next update in 30 minutes."
    updates = [{"date": "2026-03-14T09:00:00Z", "status": "in-progress", "content": words}]
    (tmp_path / "maintenances").mkdir()
    (tmp_path / "maintenances" / "2026-03-14-cables.json").write_text(
        json.dumps({"name": "New cables", "content": words, "updates": updates})
    )

    announced, begun = read_datocms(tmp_path).folders[0].updates

    assert "next_update" not in announced.keys
    assert parse_moment(begun.keys["next_update"]) == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
