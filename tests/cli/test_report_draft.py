"""`postmortem` begins a report from what the incident tells, and leaves to people what only people can judge."""

import re
from datetime import datetime
from pathlib import Path

from click.testing import CliRunner

from reported_site import INCIDENT, published, reported_site, words
from statusladder.cli.main import statusladder
from writing_site import attempt, new_site

NOW = "2026-03-19T10:00:00Z"

JUDGED = {
    "Summary": "For 44 minutes on 16 September 2024 jobs waited, and some failed. Pages were affected for a while.",
    "Ownership and apology": "Your releases stood still while you waited. That is our failure, and we are sorry.",
    "Impact": "Jobs that were queued in these 44 minutes began late or failed. Nothing that was built before was lost.",
    "What happened": "A full queue kept new jobs from their workers. Pages recovered first, because they use few jobs.",
    "Why it happened": "The queue took more than its workers could do, and nothing slowed those who filled it.",
    "How we restored service": "We gave the queue more workers. The wait fell below a minute by 22:08 UTC.",
    "What went well": "We said within six minutes which of the two parts was worse off.",
    "What went poorly": "None of our six updates said when the next one would come.",
}
KEYS = """\
started_at: 2024-09-16T21:24:00Z
detected_at: 2024-09-16T21:26:00Z
mitigated_at: 2024-09-16T22:08:00Z
data_loss: none
remaining: none
customer_actions:
  - Start failed jobs of that evening again
impact:
  symptom: Jobs wait for a long time, and some fail
  share: 30-40%
  basis: estimated
timeline:
  - at: 2024-09-16T21:10:00Z
    what: The queue began to grow
    estimated: true
trigger: A scheduled task filled the queue at once
contributing_factors:
  - The queue has no limit for one sender
  - Workers are added by hand
action_items:
  - id: AI-1
    title: Limit what one sender can queue
    type: bug_fix
    owner: queue-team
    due: 2024-10-31
    status: planned
    verification:
      method: test
      criterion: the thousandth job of a sender waits
      verify_by: 2024-11-15
"""


def test_without_words_a_draft_begins_that_nobody_reads_yet(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="03-resolved.md")

    written = attempt(site, NOW, "postmortem", "search")
    text = Path(written.out.strip()).read_text()
    public = published(site, datetime.fromisoformat(NOW))

    assert written.code == 0
    assert text.startswith("---\nstage: postmortem\nat: 2026-03-19T10:00:00Z\nversion: preliminary\ndraft: true\n# ")
    assert "#   Impact: 09:50 to 10:40 UTC+1, 14 March 2026 (start estimated)\n" in text
    assert "#     09:50 UTC+1 (estimated) Impact began\n" in text
    assert "#   1 of 2 promised updates were on time\n" in text
    assert "recovered at 10:40 UTC+1, 20 min later than estimated\n" in text
    assert "#   Where we were lucky: What will not help a second time?\n" in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == ["Summary", "Ownership and apology", "Impact"]
    assert not (public / f"incidents/{INCIDENT}/postmortem").exists()


def test_a_final_version_begins_with_the_preliminary_one(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="04-postmortem.md")

    written = attempt(site, NOW, "postmortem", "--version", "final", "--trigger", "A restart lost the search index")
    text = Path(written.out.strip()).read_text()

    assert "trigger: A restart lost the search index\n" in text
    assert "contributing_factors:\n  - Nothing checks the index after a restart\n  - The copy was a day old\n" in text
    assert "## Summary\n\nSearch failed for 50 minutes.\n\n## Ownership and apology\n" in text
    assert text.count("## Summary") == 1


def test_a_progress_report_begins_with_what_is_open(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site", last="05-postmortem.md")

    written = attempt(site, "2026-04-20T10:00:00Z", "follow-up", "search")
    text = Path(written.out.strip()).read_text()

    assert written.code == 0
    assert "draft: true\naction_items:\n  - id: AI-1\n    status: planned\n  - id: AI-2\n    status: planned\n" in text
    assert "# Still open: AI-1 Check the index after each restart (planned, due 2026-03-25)\n" in text
    assert "AI-4" not in text


def test_a_report_of_a_real_imported_incident_needs_only_judgement(real_data: Path, tmp_path: Path) -> None:
    site, now = new_site(tmp_path / "site"), "2024-09-25T10:00:00Z"
    source = real_data / "statuspage-v2" / "github-2024-incidents.json"
    name = "2024-09-16-incident-with-pages-and-actions"
    imported = CliRunner().invoke(statusladder, ["import", "statuspage", str(source), "--site", str(site)])
    assert imported.exit_code == 0
    draft = Path(attempt(site, now, "postmortem", "pages-and-actions", "--version", "final").out.strip())
    text = draft.read_text().replace("draft: true\n", KEYS)
    for heading, judged in JUDGED.items():
        text = text.replace(f"## {heading}\n", f"## {heading}\n\n{judged}\n")
    draft.write_text(text)

    checked = attempt(site, now, "check", name)
    report = words(published(site, datetime.fromisoformat(now)) / f"incidents/{name}/postmortem/index.html")

    assert [line for line in checked.out.splitlines() if f"{name}/07" in line and " error" in line] == []
    for told in (
        "Impact 23:24 UTC+2, 16 September 2024 to 00:08 UTC+2, 17 September 2024",
        "Duration 44 min",
        "Affected Actions (major outage) and Pages (partial outage)",
        "Customers affected (at peak) 30–40% of customers, estimated",
        "First notice 7 min after impact began, 5 min after we detected it",
        "6 updates from the first notice to resolution",
        "Longest gap between updates: 15 min",
        "23:10 UTC+2 (estimated) The queue began to grow",
        "What you can do Start failed jobs of that evening again",
        *JUDGED.values(),
    ):
        assert told in report
    for empty in ("What did not work", "Where we were lucky", "Why it lasted"):
        assert empty not in report.partition("Revisions")[0]
