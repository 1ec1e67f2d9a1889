"""`actions`: lists what reports promised, and tells what became of one item in a file of its own."""

import json
from pathlib import Path

import pytest

from reported_site import INCIDENT, reported_site
from writing_site import attempt, content

NOW = "2026-04-15T10:00:00Z"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return reported_site(tmp_path / "site", last="05-postmortem.md")


def _file(site: Path, name: str = "06-follow-up.md") -> str:
    return (site / "content" / "incidents" / INCIDENT / name).read_text()


def test_the_list_tells_what_is_open_soonest_first(site: Path) -> None:
    listed = attempt(site, NOW, "actions")

    assert (listed.code, listed.err) == (0, "3 action items, 1 overdue.\n")
    assert listed.out.splitlines() == [
        f"2026-03-25  planned, overdue  {INCIDENT}  AI-1  search-team   Check the index after each restart",
        f"2026-04-30  planned           {INCIDENT}  AI-2  storage-team  Copy the index each hour",
        f"2026-04-30  planned           {INCIDENT}  AI-3  legal-team    Ask the supplier of heronbox for a refund "
        "(not public)",
    ]


def test_the_whole_list_as_data_names_nothing_private_in_a_public_repository(site: Path) -> None:
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(settings.replace("  timezone", "  repository: public\n  timezone"))

    told = json.loads(attempt(site, NOW, "actions", "--all", "--format", "json").out)

    assert [row["id"] for row in told["actions"]] == ["AI-1", "AI-2", "AI-4"]
    assert told["unnamed"] == 1
    assert told["actions"][0] == {
        "incident": INCIDENT,
        "id": "AI-1",
        "title": "Check the index after each restart",
        "type": "bug_fix",
        "owner": "search-team",
        "status": "planned",
        "due": "2026-03-25",
        "moved_from": [],
        "verify_by": "2026-04-10",
        "overdue": True,
        "public": True,
    }


def test_a_proof_is_told_in_a_progress_report(site: Path) -> None:
    words = ["--evidence", "https://tern.example/runs/7", "--on", "2026-04-14"]

    written = attempt(site, NOW, "actions", "verify", "ai-1", *words)

    assert (written.code, written.out) == (0, f"{site}/content/incidents/{INCIDENT}/06-follow-up.md\n")
    assert _file(site).startswith(
        """\
---
stage: follow_up
at: 2026-04-15T10:00:00Z
action_items:
  - id: AI-1
    status: verified
    verification:
      method: test
      criterion: a restart without an index is refused
      verify_by: 2026-04-10
      verified_at: 2026-04-14
      evidence: https://tern.example/runs/7
"""
    )
    assert _file(site).endswith(
        "“Check the index after each restart” is verified since 14 April 2026. Evidence: https://tern.example/runs/7\n"
    )
    assert attempt(site, NOW, "actions").err == "2 action items, 0 overdue.\n"


def test_each_new_day_keeps_all_that_were_before(site: Path) -> None:
    first = ["--due", "2026-05-31", "--why", "the disks come later"]
    second = ["--due", "2026-06-30", "--why", "and later still", "-m", "The disks are not here yet."]

    codes = [attempt(site, NOW, "actions", "reschedule", "search", "AI-2", *words).code for words in (first, second)]

    assert codes == [0, 0]
    assert "is now due on 31 May 2026 instead of 30 April 2026. The disks come later.\n" in _file(site)
    history = """\
    due: 2026-06-30
    due_history:
      - was: 2026-04-30
        why: the disks come later
      - was: 2026-05-31
        why: and later still
"""
    assert history in _file(site, "07-follow-up.md")
    assert _file(site, "07-follow-up.md").endswith("---\nThe disks are not here yet.\n")


def test_a_proof_that_would_come_before_the_work_moves_with_it(site: Path) -> None:
    words = ["actions", "reschedule", "AI-1", "--due", "2026-05-31", "--why", "more to do"]

    refused = attempt(site, NOW, *words)
    moved = attempt(site, NOW, *words, "--verify-by", "2026-06-15")

    assert "AI-1 would be proved on 2026-04-10, before it is done; give '--verify-by' too" in refused.err
    assert (refused.code, moved.code) == (2, 0)
    assert "      verify_by: 2026-06-15\n" in _file(site)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["verify", "AI-9"], 1, "no report promised 'AI-9'"),
        (["verify", "search", "AI-9"], 1, f"{INCIDENT} promised no 'AI-9'"),
        (["verify", "AI-4"], 2, "AI-4 is dropped, so nobody waits for it"),
        (["verify", "AI-2"], 2, "AI-2 does not say how it is shown to work"),
        (["verify", "AI-3"], 2, "AI-3 is not public, so -m TEXT has to say what readers may know of it"),
        (["verify", "AI-1", "--on", "2026-04-16"], 2, "that day is still to come"),
        (["verify", "AI-1", "--on", "tomorrow"], 2, "'tomorrow' is not a date"),
        (["verify", "a", "b", "c"], 2, "name the incident and the item, or the item alone"),
    ],
)
def test_what_cannot_be_told_is_refused_and_nothing_written(site: Path, words: list[str], code: int, told: str) -> None:
    before = content(site)

    refused = attempt(site, NOW, "actions", *words, "--evidence", "A test")

    assert refused.code == code
    assert told in " ".join(refused.err.replace("│", " ").split())
    assert content(site) == before


def test_what_is_not_public_is_told_in_words_of_its_own(site: Path) -> None:
    written = attempt(site, NOW, "actions", "verify", "AI-3", "--evidence", "Their letter", "-m", "We were refunded.")

    assert written.code == 0
    assert "heronbox" not in _file(site).partition("---\n")[2].partition("---\n")[2]


def test_an_item_that_two_incidents_have_needs_its_incident(site: Path) -> None:
    other = site / "content" / "incidents" / "2026-03-15-search-slow"
    other.mkdir()
    for file in (site / "content" / "incidents" / INCIDENT).iterdir():
        (other / file.name).write_text(file.read_text())

    refused = attempt(site, NOW, "actions", "verify", "AI-1", "--evidence", "A test")

    assert (refused.code, content(site).keys()) == (1, content(site).keys())
    assert f"2 could be meant, of {INCIDENT}, 2026-03-15-search-slow" in refused.err


def test_before_the_final_report_nothing_can_be_told(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="04-postmortem.md")

    refused = attempt(site, NOW, "actions", "verify", "search", "AI-1", "--evidence", "A test")

    assert refused.code == 2
    assert "the report is preliminary" in refused.err
