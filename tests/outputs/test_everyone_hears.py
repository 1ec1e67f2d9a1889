"""Everyone who follows a feed gets each update once, as it is published: read step by step by real feed readers."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import warnings
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from live_incident import CORRECTED, FIRST, FOLLOWED, INCIDENT, SECOND, STEPS, entries_of, lived
from mail_readers import PATIENCE, Subscription, receiving
from night import in_ci, some
from some_outputs import publish_some
from static_host import serving

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # feedparser's own use of a deprecated module
    import feedparser


def _offered(public: Path) -> list[str]:
    """Every feed that `/subscribe/` and the incident's page link to."""
    found: set[str] = set()
    for page in ("subscribe", f"incidents/{INCIDENT}"):
        for link in re.findall(r'<a href="([^"]+\.(?:atom|rss)|[^"]*(?:updates|feed)\.json)"', _page(public, page)):
            found.add((public / page / link).resolve().relative_to(public.resolve()).as_posix())
    return sorted(found)


def _page(public: Path, page: str) -> str:
    return (public / page / "index.html").read_text(encoding="utf-8")


def _read(file: Path) -> list[Any]:
    if file.suffix == ".json":
        return list(json.loads(file.read_text())["items"])
    parsed = feedparser.parse(file.read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return list(parsed.entries)


def _bare(feed: str) -> str:
    return feed.rpartition(".")[0]


def _content(entry: Any) -> str:
    return str(entry.content[0].value if "content" in entry else entry.summary)


@pytest.fixture(scope="module")
def by_step(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder for each step, with the site that there was after it and its `public` folder; the first is empty."""
    folder = tmp_path_factory.mktemp("lived")
    kept = [folder / "0"]
    (kept[0] / "public").mkdir(parents=True)
    for number, public in lived(folder):
        kept.append(folder / str(number))
        for part in (public, folder / "site"):
            shutil.copytree(part, kept[-1] / part.name)
    return kept


@pytest.fixture(scope="module")
def after(by_step: list[Path]) -> list[Path]:
    """The published folder after no step (an empty one), after one, after two, …"""
    return [step / "public" for step in by_step]


def test_the_feeds_that_are_offered_are_those_that_have_each_update(after: list[Path]) -> None:
    offered = _offered(after[-1])

    assert {_bare(feed) for feed in offered} == set(FOLLOWED)
    assert {feed for feed in offered if feed.startswith("history")} == set()


@pytest.mark.parametrize("feed", FOLLOWED)
def test_each_step_adds_its_entry_and_changes_the_title_and_labels_of_none(after: list[Path], feed: str) -> None:
    files = [name for name in _offered(after[-1]) if _bare(name) == feed]
    assert files
    for name in files:
        seen: dict[str, tuple[object, ...]] = {}
        for steps, public in enumerate(after[1:], start=1):
            if not (public / name).is_file():
                continue
            entries = {entry["id"]: entry for entry in _read(public / name)}
            told = {
                address: (entry["title"], [one if isinstance(one, str) else one.term for one in entry["tags"]])
                for address, entry in entries.items()
            }
            expected = entries_of(feed, steps)
            assert [address.partition("update/")[2] for address in reversed(told)] == [
                step.entry.removeprefix("update/") for step in expected
            ]
            assert [title for title, _ in reversed(told.values())] == [step.title for step in expected]
            assert {address: told[address] for address in seen} == seen
            seen = dict(told)


@pytest.mark.parametrize("name", ["updates.atom", "updates.rss"])
def test_every_entry_has_a_time_of_its_own_in_the_order_of_the_updates(after: list[Path], name: str) -> None:
    entries = _read(after[-1] / name)

    times = [datetime(*entry.published_parsed[:6]) for entry in reversed(entries)]
    assert times == sorted(set(times))
    assert [f"{time:%H:%M:%S}" for time in times] == [
        "09:00:00", "09:20:00", "09:40:00", "10:00:00", "10:10:00", "10:20:00", "10:20:01", "11:30:00", "11:50:00",
    ]  # fmt: skip


def test_an_hour_in_which_nothing_is_written_changes_no_byte_of_a_feed(by_step: list[Path], tmp_path: Path) -> None:
    later = [(folder, step.now + timedelta(hours=1)) for folder, step in zip(by_step[1:], STEPS, strict=True)]
    for folder, now in (*later, (by_step[-1], STEPS[-1].now + timedelta(days=3))):
        again = publish_some(folder / "site", tmp_path / "public", now, "feeds")
        assert _all_feeds(again) == _all_feeds(folder / "public"), now


def _all_feeds(public: Path) -> dict[str, bytes]:
    files = [file for kind in ("*.atom", "*.rss", "feed.json", "updates.json") for file in public.rglob(kind)]
    assert len(files) > 15
    return {file.relative_to(public).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", ["updates.atom", "updates.rss"])
def test_a_new_title_a_new_severity_a_correction_and_a_re_opening_are_in_the_words_of_their_entry(
    after: list[Path], name: str
) -> None:
    told = {entry.id.partition(f"{INCIDENT}/")[2]: _content(entry) for entry in _read(after[-1] / name)}

    assert f"Title: {FIRST} → {SECOND}" in told["03-identified"]
    assert "Severity: Minor → Major (more customers are affected)" in told[CORRECTED]
    assert "API: Degraded → Major outage" in told[CORRECTED]
    assert "Re-opened: The queue is full again" in told["07-investigating"]
    correction = told[f"{CORRECTED}/correction-1"]
    assert "About our update “Identified” of 09:20 UTC, 14 March 2026." in correction
    assert "corrected the share affected from “5-12%” to “11%”. Calls that timed out were counted twice" in correction
    assert "What you can do: Try again after a minute" in told["04-identified"]
    assert "Urgent? Support portal (https://tern.example/support)" in told["04-identified"]


def test_a_correction_leads_to_its_place_on_the_page(after: list[Path]) -> None:
    (entry,) = (one for one in _read(after[-1] / "updates.atom") if one.title.startswith("Correction: "))

    page, _, anchor = entry.link.partition("#")
    assert page == f"https://status.tern.example/incidents/{INCIDENT}/"
    assert f'id="{anchor}"><b>Correction.</b>' in _page(after[-1], f"incidents/{INCIDENT}")


def test_items_of_rss_name_the_site_as_their_author(after: list[Path]) -> None:
    for file in after[-1].rglob("*.rss"):
        assert {entry.author for entry in _read(file)} <= {"Tern status"}, file


def _followed(after: list[Path], ending: str) -> list[str]:
    return [name for name in _offered(after[-1]) if name.endswith(ending)]


def _expected(names: list[str]) -> Counter[tuple[str, str]]:
    return Counter((name, step.title) for name in names for step in entries_of(_bare(name), len(STEPS)))


@in_ci
@pytest.mark.parametrize("ending", some([".atom", ".rss"], by_day=1))
def test_rss2email_sends_a_mail_for_each_update(after: list[Path], tmp_path: Path, ending: str) -> None:
    names, public = _followed(after, ending), tmp_path / "public"
    public.mkdir()
    with serving(public) as address, receiving() as box:
        reader = Subscription(tmp_path / "reader", box, [address + name for name in names])
        for number, published in enumerate(after):
            shutil.copytree(published, public, dirs_exist_ok=True)
            # Builds of one second look alike to a host that tells a file's age in seconds, as this one does.
            for file in public.rglob("*"):
                os.utime(file, (number * 60, number * 60))
            reader.read()

    told = Counter((mail["X-RSS-Feed"].removeprefix(address), mail["Subject"].replace("\n", "")) for mail in box.mails)
    assert told == _expected(names)


@in_ci
@pytest.mark.parametrize("ending", some([".rss", ".atom"], by_day=1))
def test_sfeed_lists_each_update_once(after: list[Path], tmp_path: Path, ending: str) -> None:
    _needs("sfeed_update")
    names, public = _followed(after, ending), tmp_path / "public"
    rows = "\n".join(f'feed "{number}" "https://status.tern.example/{name}"' for number, name in enumerate(names))
    fetch = f'fetch() {{\n cat "{public}/${{2#https://*/}}"\n}}\n'
    (tmp_path / "sfeedrc").write_text(f'sfeedpath="{tmp_path / "feeds"}"\n{fetch}feeds() {{\n{rows}\n}}\n')
    for published in after:
        shutil.copytree(published, public, dirs_exist_ok=True)
        subprocess.run(["sfeed_update", str(tmp_path / "sfeedrc")], capture_output=True, check=False, timeout=PATIENCE)

    listed = {name: tmp_path / "feeds" / str(number) for number, name in enumerate(names)}
    told = Counter(
        (name, line.split("\t")[1])
        for name, file in listed.items()
        for line in (file.read_text().splitlines() if file.is_file() else ())
    )
    assert told == _expected(names)


@in_ci
@pytest.mark.parametrize("ending", some([".atom", ".rss"], by_day=1))
def test_newsboat_lists_each_update_once(after: list[Path], tmp_path: Path, ending: str) -> None:
    newsboat = _needs("newsboat")
    names, public = _followed(after, ending), tmp_path / "public"
    (tmp_path / "config").write_text("")
    told: Counter[tuple[str, str]] = Counter()
    for number, name in enumerate(names):
        urls, kept = tmp_path / f"urls-{number}", tmp_path / f"{number}.db"  # In one cache an id is kept once.
        urls.write_text(f"file://{public / name}\n")
        for published in after:
            shutil.copytree(published, public, dirs_exist_ok=True)
            subprocess.run(
                [newsboat, "-u", urls, "-c", kept, "-C", tmp_path / "config", "-x", "reload"],
                capture_output=True, check=False, timeout=PATIENCE,
                env={"HOME": str(tmp_path), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            )  # fmt: skip
        with closing(sqlite3.connect(kept)) as cache:
            told.update((name, title) for (title,) in cache.execute("select title from rss_item"))
    assert told == _expected(names)


def _needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found
