"""A first notice that begins with what a playbook gives."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from night import ALL, some
from statusladder.cli.main import statusladder

NOW = "2026-03-14T09:05:00Z"
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
  - id: api
    name: API
"""
PLAYBOOK = """\
---
title: The ferry timetable is stale
severity: minor
components:
  api: degraded_performance
incident_title: Timetables of {{line}} are those of yesterday
variables:
  - name: line
    ask: Which line?
  - name: seen
    ask: What do customers see?
    default: The times shown are yesterday's.
first_notice: "{{seen}} We are finding out why the times of {{line}} are not renewed."
questions:
  - Which lines are stale?
prompts:
  investigating:
    - Since when are the times old?
  identified:
    - Which step of the renewal fails?
  resolved:
    - Did anybody miss a ferry?
avoid:
  - cron
exit_checks:
  - Every line shows today's date
owner: timetable-team
version: "1"
review_by: 2027-01-01
---
Look at the page as a passenger does.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    folder = tmp_path / "content" / "playbooks"
    folder.mkdir(parents=True)
    (folder / "timetable.md").write_text(PLAYBOOK)
    return tmp_path


def _run(site: Path, *words: str) -> Result:
    return CliRunner().invoke(
        statusladder, [words[0], "--site", str(site), "--now", NOW, *words[1:]], catch_exceptions=False
    )


def test_it_gives_title_severity_components_and_words_and_asks_its_questions_in_comments(site: Path) -> None:
    done = _run(site, "new", "--playbook", "timetable", "--var", "line=Line 4")

    assert done.exit_code == 0
    assert (site / done.stdout.strip()).read_text() == (
        "---\n"
        "stage: investigating\n"
        "at: 2026-03-14T09:05:00Z\n"
        "title: Timetables of Line 4 are those of yesterday\n"
        "severity: minor\n"
        "components:\n"
        "  api: degraded_performance\n"
        "playbook: timetable\n"
        "next_update: 1h\n"
        "# Investigating: Say what customers see, in their words, what still works, and that you are finding out.\n"
        "# No guess at the cause. Two sentences now are worth more than ten in a quarter of an hour.\n"
        "# Tone: Brief, and in customers' words.\n"
        "# Playbook timetable:\n"
        "#   Which lines are stale?\n"
        "#   Since when are the times old?\n"
        "#   Do not say: cron\n"
        "# Still owed at this stage, now or in a later update:\n"
        "#   impact.symptom: What does a customer see when it fails?\n"
        "---\n"
        "The times shown are yesterday's. We are finding out why the times of Line 4 are not renewed.\n"
    )


def test_what_is_said_goes_before_what_the_playbook_gives(site: Path) -> None:
    said = ["Times are old", "--severity", "major", "--set", "sign-in=partial_outage", "-m", "Our own words."]
    done = _run(site, "new", *said, "--playbook", "timetable")

    text = (site / done.stdout.strip()).read_text()
    assert "title: Times are old\nseverity: major\ncomponents:\n  sign-in: partial_outage\n" in text
    assert text.endswith("---\nOur own words.\n")


def test_later_updates_ask_what_the_playbook_asks_on_their_stage(site: Path) -> None:
    _run(site, "new", "--playbook", "timetable", "--var", "line=Line 4")
    done = _run(site, "update", "--stage", "resolved", "-m", "The times are those of today.", "--data-loss", "none")

    text = (site / done.stdout.strip()).read_text()
    assert "#   Did anybody miss a ferry?\n#   Check: Every line shows today's date\n#   Do not say: cron\n" in text
    assert "Which lines are stale?" not in text


def test_an_update_is_written_although_the_playbook_is_gone(site: Path) -> None:
    _run(site, "new", "--playbook", "timetable", "--var", "line=Line 4")
    (site / "content" / "playbooks" / "timetable.md").unlink()

    assert _run(site, "update", "-m", "Still at it: the copy of 06:00 UTC is whole.").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--playbook", "timetable"], "playbook timetable needs --var line=…: Which line?"),
        (["--playbook", "timetable", "--var", "lime=4"], "leaves no 'lime' open; did you mean 'line'?"),
        (["--playbook", "timetable", "--var", "line"], "'line' lacks one of its two sides"),
        (["--playbook", "timetabel"], "no playbook is called 'timetabel'"),
    ],
)
def test_what_is_missing_or_unknown_is_said_and_nothing_is_written(site: Path, words: list[str], sentence: str) -> None:
    done = _run(site, "new", *words)

    assert done.exit_code in (1, 2)
    assert sentence in done.stderr
    assert not (site / "content" / "incidents").exists()


@pytest.mark.parametrize(
    "name",
    some(["sign-in", "api-errors", "database", "bad-release", "upstream-provider", "network"], by_day=2, in_ci=ALL),
)
def test_a_shipped_playbook_serves_a_site_that_is_not_the_demo(site: Path, name: str) -> None:
    values = ["who", "since", "what", "works", "from", "to", "act", "privacy", "provider", "share"]
    (site / "content" / "playbooks" / "timetable.md").unlink()
    listed = _run(site, "playbooks", name).stdout
    given = [word for value in values if f"{{{{{value}}}}}" in listed for word in ("--var", f"{value}=09:01 UTC")]
    done = _run(site, "new", "--playbook", name, *given)

    assert done.exit_code == 0, done.stderr
    assert "{{" not in (site / done.stdout.strip()).read_text()
    assert _run(site, "check").exit_code == 0
