"""What outputs make of facts that changed: nothing stale, nothing that nobody said, the worst of what is over."""

import json
import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from reported_site import published, words
from some_outputs import publish_some
from writing_site import SETTINGS

INCIDENT = "2026-03-14-search-fails"
ATOM = "{http://www.w3.org/2005/Atom}"

FIRST = """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: Search fails
severity: minor
components:
  search: major_outage
  sign-in: operational
impact:
  symptom: Search shows an error
  share: 30-40%
  basis: measured
  workflows: By name
known: Saved searches work
milestones:
  - name: Index copied
  - name: Index rebuilt
workarounds: Use the list
customer_actions: Keep the page open
next_update: 1h
"""
BETTER = """\
stage: mitigating
at: 2026-03-14T09:30:00Z
impact:
  share: 4-6%
known:
  - Saved searches work
  - No booking is lost
ruled_out: The release of 08:30 UTC
milestones:
  - name: Index copied
    done_at: 2026-03-14T09:20:00Z
workarounds:
  - Use the list
  - Search in the app
next_update: 1h
"""
QUIET = """\
stage: mitigating
at: 2026-03-14T10:00:00Z
no_change: true
next_update: 1h
"""
WATCHED = """\
stage: monitoring
at: 2026-03-14T10:20:00Z
components:
  search: operational
remaining: New bookings are found after an hour
next_update: 1h
"""
OVER = """\
stage: resolved
at: 2026-03-14T10:30:00Z
remaining: New bookings are found after an hour
"""
REPORT = """\
stage: postmortem
at: 2026-03-16T10:00:00Z
version: final
action_items:
  - id: AI-1
    title: Check the index
  - id: AI 2
    title: Warn of late copies
lessons:
  - A copy is only as good as its age
  - A copy is only as good as its age
tags:
  - copies
  - search
"""
FOLLOWED = """\
stage: follow_up
at: 2026-03-18T10:00:00Z
action_items:
  - id: AI-1
    status: done
"""
NOW = "2026-03-14T10:10:00Z"


def _site(folder: Path, *keys: str, name: str = INCIDENT, section: str = "incidents") -> Path:
    """A site with one more incident of these files; the words of each are its own number."""
    folder.mkdir(exist_ok=True)
    (folder / "site.yaml").write_text(SETTINGS.replace("Europe/Berlin", "UTC"))
    (folder / "content" / section / name).mkdir(parents=True)
    for number, text in enumerate(keys, start=1):
        stage = text.split("\n", 1)[0].partition(": ")[2].replace("_", "-")
        file = folder / "content" / section / name / f"{number:02}-{stage}.md"
        file.write_text(f"---\n{text}---\nThe words of update {number}. And more.\n")
    return folder


TOLD = ("home", "stories", "feeds")
"""The outputs that tell of an incident where most tests look."""


def _built(site: Path, now: str = NOW, *, outputs: Sequence[str] = TOLD) -> Path:
    return publish_some(site, site / "public", datetime.fromisoformat(now), *outputs)


def _page(site: Path, now: str = NOW) -> str:
    return words(_built(site, now, outputs=["stories"]) / "incidents" / INCIDENT / "index.html")


def _facts(page: str) -> str:
    """The facts panel of a story's page."""
    return page.partition(" Details ")[2].partition("Earlier updates")[0]


def _entries(public: Path, feed: str) -> list[tuple[str, str, list[str | None]]]:
    """Title, content and categories of each entry."""
    root = etree.parse(public / feed).getroot()
    return [
        (
            entry.findtext(f"{ATOM}title") or "",
            " ".join(re.sub(r"<[^>]+>", " ", entry.findtext(f"{ATOM}content") or "").split()),
            [one.get("term") for one in entry.findall(f"{ATOM}category")],
        )
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_what_ended_with_a_stage_is_on_no_page(tmp_path: Path) -> None:
    facts = _facts(_page(_site(tmp_path, FIRST, BETTER, OVER), "2026-03-14T11:00:00Z"))

    assert "Done: Index copied" in facts
    for gone in ("Index rebuilt", "Use the list", "Keep the page open", "Saved searches work", "By name"):
        assert gone not in facts


def test_an_incident_that_is_over_shows_how_many_it_affected_at_worst_in_the_past_tense(tmp_path: Path) -> None:
    site = _site(tmp_path, FIRST, BETTER, OVER + "impact:\n  share: 1%\n", REPORT)

    public = _built(site, "2026-03-17T10:00:00Z")
    page = words(public / "incidents" / INCIDENT / "index.html")
    report = words(public / "incidents" / INCIDENT / "postmortem/index.html")
    (history,) = _entries(public, "history.atom")
    _, resolved, *_ = _entries(public, f"incidents/{INCIDENT}/feed.atom")

    worst = "30–40% of customers, measured"
    assert f"What customers saw Search shows an error Customers affected (at peak) {worst}" in _facts(page)
    assert f"Customers affected (at peak) {worst}" in report
    assert f"Affected at worst: {worst}" in history[1]
    assert f"Affected at worst: {worst}" in resolved[1]
    assert "1%" not in page + report + history[1] + resolved[1]


def test_while_it_is_open_the_newest_figure_is_shown(tmp_path: Path) -> None:
    page = _page(_site(tmp_path, FIRST, BETTER))

    assert "4–6% of customers, measured" in page.partition("Details")[0]
    assert "at worst" not in page


@pytest.mark.parametrize("files", [(OVER,), (OVER, REPORT), (OVER, REPORT, FOLLOWED)])
def test_a_resolved_incident_is_called_resolved_whatever_followed(tmp_path: Path, files: tuple[str, ...]) -> None:
    public = _built(_site(tmp_path, FIRST, *files), "2026-03-19T10:00:00Z", outputs=[*TOLD, "history"])
    page = words(public / "incidents" / INCIDENT / "index.html")
    (history,) = _entries(public, "history.atom")

    assert page.startswith("Status / Incident on 14 March 2026 Search fails Resolved · Severity: minor Resolved after")
    assert "Resolved after 1 h 30 min." in words(public / "history/index.html")
    assert history[2] == ["Resolved", "Search", "Sign-in"]


def test_what_is_not_back_to_normal_is_on_the_home_page_for_a_fortnight_after_the_end(tmp_path: Path) -> None:
    site = _site(tmp_path, FIRST, OVER, REPORT)
    end = datetime.fromisoformat("2026-03-14T10:30:00Z")

    shown = [
        "Still not back to normal"
        in words(_built(site, (end + timedelta(days=days)).isoformat(), outputs=["home"]) / "index.html")
        for days in (0, 13, 14)
    ]

    assert shown == [True, True, False]
    home = words(_built(site, "2026-03-17T10:00:00Z", outputs=["home"]) / "index.html")
    assert "Still not back to normal Resolved Search fails New bookings are found after an hour" in home


def test_what_is_back_to_normal_by_a_later_word_leaves_the_home_page(tmp_path: Path) -> None:
    none = OVER.replace("10:30", "11:30").replace("New bookings are found after an hour", "none")
    public = _built(_site(tmp_path, FIRST, OVER, none), "2026-03-14T12:00:00Z")

    assert "Still not back" not in words(public / "index.html")
    assert "Still not back" not in _entries(public, "history.atom")[0][1]


def test_what_is_not_back_to_normal_is_in_the_feeds_and_in_the_report(tmp_path: Path) -> None:
    public = _built(_site(tmp_path, FIRST, OVER, REPORT), "2026-03-17T10:00:00Z")
    (history,) = _entries(public, "history.atom")
    _, resolved, _ = _entries(public, f"incidents/{INCIDENT}/feed.atom")

    still = "Still not back to normal: New bookings are found after an hour"
    assert still in history[1]
    assert still in resolved[1]
    assert still.replace(":", "") in words(public / "incidents" / INCIDENT / "postmortem/index.html")


def test_what_nobody_said_is_not_claimed(tmp_path: Path) -> None:
    bare = "\n".join(line for line in FIRST.splitlines()[:5]) + "\n  search: major_outage\nnext_update: 1h\n"
    public = _built(_site(tmp_path, bare))

    for page in ("index.html", f"incidents/{INCIDENT}/index.html"):
        text = words(public / page)
        assert "Search" in text
        for claim in ("workaround", "way around", "What you can do", "No action", "no failure"):
            assert claim not in text


def test_a_note_that_nothing_changed_replaces_no_news_and_makes_the_newest_promise(tmp_path: Path) -> None:
    public = _built(_site(tmp_path, FIRST, BETTER, QUIET), outputs=[*TOLD, "statuspage_api"])
    home, page = (public / one for one in ("index.html", f"incidents/{INCIDENT}/index.html"))

    assert "The words of update 2." in words(home)
    assert "The words of update 3" not in words(home)
    assert 'content="The words of update 2."' in page.read_text()
    assert "Next update by 11:00 UTC" in words(home)
    assert "The words of update 3." in words(page)
    assert "The words of update 3." in _entries(public, "updates.atom")[0][1]
    row = json.loads((public / "api/v2/incidents/unresolved.json").read_text())["incidents"][0]
    assert row["updated_at"] == "2026-03-14T10:00:00.000Z"


def test_a_component_that_works_is_listed_nowhere_as_affected(tmp_path: Path) -> None:
    public = _built(_site(tmp_path, FIRST, WATCHED), "2026-03-14T10:25:00Z", outputs=[*TOLD, "statuspage_api"])
    page = words(public / "incidents" / INCIDENT / "index.html")
    (history,) = _entries(public, "history.atom")
    row = json.loads((public / "api/v2/incidents/unresolved.json").read_text())["incidents"][0]

    assert "Affected No components right now At worst 30–40% of customers, measured" in page
    assert "Service has recovered; we are watching to make sure it holds." in page
    assert "What customers saw Search shows an error" in page
    assert "What failed By name" in page
    assert "Operational" not in history[1].partition("Monitoring")[0]
    assert [one["name"] for one in row["components"]] == ["Sign-in", "Search"]


WORK = """\
stage: scheduled
at: 2026-03-14T08:00:00Z
title: New disks
window:
  from: 2026-03-14T10:00:00Z
  to: 2026-03-14T12:00:00Z
expected:
  search: under_maintenance
  sign-in: operational
workarounds: Export before 10:00 UTC
next_update: 2026-03-14T10:00:00Z
"""
BEGUN = "stage: in_progress\nat: 2026-03-14T10:00:00Z\n"
CHECKED = "stage: verifying\nat: 2026-03-14T11:00:00Z\ncomponents:\n  search: operational\n"
NOTED = "stage: verifying\nat: 2026-03-14T11:30:00Z\nno_change: true\n"
DONE = "stage: completed\nat: 2026-03-14T11:50:00Z\n"


def test_a_maintenance_lists_only_what_it_affects_and_its_calendar_keeps_the_last_news(tmp_path: Path) -> None:
    name = "2026-03-14-new-disks"
    site = _site(tmp_path, WORK, BEGUN, CHECKED, NOTED, name=name, section="maintenance")
    public = _built(site, "2026-03-14T11:40Z", outputs=["stories", "calendar"])
    (event,) = icalendar.Calendar.from_ical((public / "calendar.ics").read_bytes()).walk("VEVENT")

    page = words(public / "maintenance" / name / "index.html")
    assert "Affected" not in page
    newest = str(event["description"]).rpartition("\n\nhttps://")[0].rpartition("\n\n")[2]
    assert newest.startswith("The words of update 3.")

    site = _site(tmp_path / "before", WORK, name=name, section="maintenance")
    before = _built(site, "2026-03-14T09:00Z", outputs=["calendar"])
    (event,) = icalendar.Calendar.from_ical((before / "calendar.ics").read_bytes()).walk("VEVENT")
    assert "\n\nAffected: Search\n\n" in str(event["description"])


def test_a_maintenance_that_is_over_gives_no_advice(tmp_path: Path) -> None:
    name = "2026-03-14-new-disks"
    files = (WORK, BEGUN, DONE)
    public = _built(_site(tmp_path, *files, name=name, section="maintenance"), "2026-03-14T12:40:00Z")

    assert "Export before" not in words(public / "maintenance" / name / "index.html")


def test_a_false_alarm_affected_nobody(tmp_path: Path) -> None:
    alarm = FIRST.replace("major_outage", "operational")
    end = "stage: retracted\nat: 2026-03-14T09:20:00Z\nretracted: a probe was wrong\n"
    facts = _facts(_page(_site(tmp_path, alarm, end)))

    assert [word for word in ("affected", "How many", "30–40", "What customers saw") if word in facts] == []


def test_since_the_last_update_names_what_became_known_was_reached_and_helps(tmp_path: Path) -> None:
    site = _site(tmp_path, FIRST, BETTER, OVER)
    _, better, first = _entries(_built(site, "2026-03-14T11:00:00Z"), f"incidents/{INCIDENT}/feed.atom")

    told = better[1].partition("And more.")[2].partition("Status: ")[0]
    for row in (
        "Milestone reached: Index copied",
        "Now known: No booking is lost",
        "Ruled out: The release of 08:30 UTC",
        "New workaround: Search in the app",
    ):
        assert row in told
        assert row in words(site / "public/incidents" / INCIDENT / "index.html")
    assert "Saved searches work" not in told
    assert "New workaround: Use the list" not in told
    assert "Now known" not in first[1]


def test_what_is_only_said_again_is_not_new(tmp_path: Path) -> None:
    again = BETTER.replace("09:30", "09:40")
    newest, *_ = _entries(_built(_site(tmp_path, FIRST, BETTER, again)), f"incidents/{INCIDENT}/feed.atom")

    assert not re.findall("Milestone reached|Now known|Ruled out|New workaround", newest[1])


def test_an_entry_keeps_the_categories_it_had(tmp_path: Path) -> None:
    site = _site(tmp_path, FIRST, WATCHED + "impact_reason: more\n", OVER)
    early = _entries(_built(site), f"incidents/{INCIDENT}/feed.atom")
    late = _entries(_built(site, "2026-03-14T11:00:00Z"), f"incidents/{INCIDENT}/feed.atom")

    assert early[-1] == late[-1]
    assert late[-1][2] == ["Investigating", "Search", "Sign-in"]


def _second(site: Path) -> Path:
    other = "2026-03-15-search-fails-again"
    return _site(site, *(text.replace("2026-03-14", "2026-03-15") for text in (FIRST, OVER, REPORT)), name=other)


def test_two_items_of_one_id_and_lessons_of_two_tags_are_told_apart(tmp_path: Path) -> None:
    outputs = ("improvements", "lessons", "stories")
    public = _built(_second(_site(tmp_path, FIRST, OVER, REPORT)), "2026-03-19T10:00:00Z", outputs=outputs)
    text = (public / "improvements/index.html").read_text()
    improvements, lessons = words(public / "improvements/index.html"), words(public / "lessons/index.html")

    for name in (INCIDENT, "2026-03-15-search-fails-again"):
        assert improvements.count(f"Check the index {name}/AI-1") == 1
        (link,) = re.findall(rf"<a[^>]*href=\"?([^\s\">]+)\"?[^>]*>{name}/AI 2</a>", text)
        assert link == f"../incidents/{name}/postmortem/#item-AI%25202"
        assert re.search(r'id="?item-AI%202\b', (public / f"incidents/{name}/postmortem/index.html").read_text())
    assert lessons.count("A copy is only as good as its age") == 2
    assert lessons.count("See also: Search fails , under copies") == 2


def test_no_page_has_two_elements_of_one_id(tmp_path: Path) -> None:
    site = _second(_site(tmp_path, FIRST, BETTER, OVER, REPORT, FOLLOWED))
    public = published(site, datetime.fromisoformat("2026-03-19T10:00:00Z"))

    pages = list(public.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        ids = Counter(re.findall(r"<[^>]*?\sid=\"?([^\s\">]+)", page.read_text()))
        assert [name for name, count in ids.items() if count > 1] == [], page
