"""The page of an incident report: what it computes, and where among the author's words that stands."""

from datetime import datetime
from pathlib import Path

import pytest

from reported_site import INCIDENT, published, reported_site, words


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    public = published(reported_site(tmp_path_factory.mktemp("reported") / "site"))
    return public / f"incidents/{INCIDENT}/postmortem/index.html"


@pytest.fixture(scope="module")
def report(page: Path) -> str:
    return words(page)


def test_the_header_is_computed(report: str) -> None:
    for told in (
        "Final report, published 11:00 UTC+1, 20 March 2026",
        "Severity Major",
        "Impact 09:50 to 10:41 UTC+1, 14 March 2026 (start estimated)",
        "Duration 51 min",
        "Affected Search (major outage)",
        "Customers affected (at peak) 27% of customers, measured",
        "What customers saw Search shows an error",
        "Data No data was lost",
        "Approved by Incident commander",
        "Last revised 12:00 UTC+2, 11 April 2026",
        f"Incident {INCIDENT}",
    ):
        assert told in report


def test_the_timeline_begins_before_the_trigger_and_marks_what_is_estimated(report: str) -> None:
    timeline = report.partition("Timeline")[2]

    assert timeline.startswith(
        " 13 March 2026 23:00 UTC+1 The last copy of the index was made 14 March 2026 09:45 UTC+1"
    )
    assert "09:45 UTC+1 (estimated) A server was restarted 09:50 UTC+1 (estimated) Impact began" in timeline
    assert "10:00 UTC+1 We said at 10:00 UTC+1 : Investigating: Search shows an error." in timeline


def test_how_we_communicated_tells_promises_estimates_and_corrections(report: str) -> None:
    record = report.partition("How we communicated")[2].partition("What we are changing")[0]

    assert record == (
        " First notice 10 min after impact began, 5 min after we detected it"
        " 3 updates from the first notice to resolution"
        " 2 of 3 promised updates were on time The update promised for 10:30 UTC+1 was 15 min late"
        " Longest gap between updates: 45 min"
        " Our estimates Estimate given at 10:00 UTC+1: 10:10 to 10:20 UTC+1, low confidence;"
        " recovered at 10:41 UTC+1, 21 min later than estimated"
        " Our corrections 10:45 UTC+1, 14 March 2026: corrected the share affected from “20-30%” to “25%”."
        " Counted from the log "
    )


def test_computed_sections_stand_where_their_subject_is_told_and_empty_ones_nowhere(report: str) -> None:
    order = [
        "Ownership and apology We are sorry. Ada Tern, Chief of operations",
        "Timeline",
        "What happened A server was restarted.",
        "Why it happened Nothing looked. Trigger A restart lost the search index Contributing factors",
        "How we communicated",
        "Verification dates",
        "Credits and compensation A day of service is credited to all who ask by 30 April 2026",
        "What you can do Run saved searches again",
        "Tags: search",
        "Progress since",
        "Revisions",
    ]
    places = [report.index(words) for words in order]

    assert places == sorted(places)
    assert "Where we were lucky" not in report.partition("Revisions")[0]


def test_what_the_final_report_and_the_progress_report_changed_is_told(report: str) -> None:
    assert "What changed since the preliminary report of 16 March 2026" in report
    assert report.partition("Revisions ")[2].startswith(
        "Preliminary report , 11:00 UTC+1, 16 March 2026 Final report , 11:00 UTC+1, 20 March 2026 "
        "Trigger: A restart lost the index A restart lost the search index "
        "Contributing factors: The copy was a day old Copies are made once a day "
        "Timeline: added Credits and compensation: added Share affected: 25% 27% "
        "Impact ended: 10:40 UTC+1, 14 March 2026 10:41 UTC+1, 14 March 2026 "
        "What we are changing: AI-1, AI-2, AI-4 added "
        "New sections: Ownership and apology, What happened, Why it happened, Where we were lucky "
        "Rewritten sections: Summary "
        "Progress report , 12:00 UTC+2, 11 April 2026 AI-1: Planned Verified "
        "AI-2: due 30 April 2026 due 31 May 2026 (The disks come later)"
    )


def test_an_item_shows_its_days_its_proof_and_a_link_to_the_evidence(page: Path, report: str) -> None:
    changes = report.partition("What we are changing")[2].partition("Verification dates")[0]
    proofs = report.partition("Verification dates")[2].partition("Credits and compensation")[0]

    assert (
        "Check the index after each restart AI-1 Verified Owner: search-team · Due 25 March 2026 Verification: "
        "Test: a restart without an index is refused; verified on 9 April 2026 Evidence:" in changes
    )
    assert "Due 31 May 2026 Moved from 30 April 2026: The disks come later" in changes
    assert "Rent a second hall AI-4 Dropped : One hall is enough" in changes
    assert '<a href="https://tern.example/runs/7" rel="noopener">' in page.read_text()
    assert proofs.startswith(" Day Change Status 10 April 2026 Check the index after each restart AI-1 Verified 30 May")


def test_what_is_computed_is_told_without_a_word_of_the_author(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="03-resolved.md")
    bare = "---\nstage: postmortem\nat: 2026-03-16T10:00:00Z\ntrigger: A restart\n---\n## What happened\n\n## Summary\n"
    (site / "content" / "incidents" / INCIDENT / "04-postmortem.md").write_text(bare)

    report = words(published(site) / f"incidents/{INCIDENT}/postmortem/index.html")

    assert "Timeline 14 March 2026" in report
    assert "Trigger A restart How we communicated First notice" in report
    assert "Summary" not in report


def test_a_preliminary_report_says_what_is_still_promised(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="04-postmortem.md")
    at = datetime.fromisoformat("2026-03-17T10:00:00Z")

    report = words(published(site, at) / f"incidents/{INCIDENT}/postmortem/index.html")

    assert "Preliminary report, published 11:00 UTC+1, 16 March 2026" in report
    assert "This is what we know so far. The final report is due by 11:00 UTC+1, 24 March 2026." in report
    assert "What changed since" not in report


def test_the_report_is_marked_where_readers_come_from(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    public = published(site, datetime.fromisoformat("2026-03-21T10:00:00Z"))
    url = f"https://status.tern.example/incidents/{INCIDENT}/postmortem/"

    home, story = (public / path / "index.html" for path in ("", f"incidents/{INCIDENT}"))
    assert f'href="incidents/{INCIDENT}/postmortem/">Postmortem' in home.read_text()
    assert '<a href="postmortem/">Final report</a>' in story.read_text()
    assert url in (public / "history.atom").read_text()
    assert url in (public / "updates.rss").read_text()
