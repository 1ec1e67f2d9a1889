"""`due` and `nudge` as people, jobs and programs read them."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from factory import POLICY
from hand_worked import ROOT
from statusladder.ladder.outlook import Matter
from writing_site import SETTINGS, attempt, new_site

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: Search finds nothing
severity: {severity}
components:
  search: partial_outage
next_update: 30m
{keys}---
Search finds nothing. We are finding out why.
"""
PLAYBOOK = """\
---
title: Search
severity: minor
incident_title: Search finds nothing
questions: Does it find anything?
owner: search-team
version: "1"
review_by: 2026-03-01
---
Ask first.
"""
IN_TIME, LATE, SILENT = "2026-03-14T09:20:00Z", "2026-03-14T09:42:00Z", "2026-03-14T10:01:00Z"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return _tell(new_site(tmp_path / "site"))


def _tell(site: Path, name: str = "2026-03-14-search", severity: str = "minor", keys: str = "") -> Path:
    home = site / "content" / "incidents" / name
    home.mkdir(parents=True)
    (home / "01-investigating.md").write_text(FIRST.format(severity=severity, keys=keys))
    return site


@pytest.mark.parametrize(
    ("now", "code", "line", "words"),
    [
        (IN_TIME, 0, "waiting  2026-03-14-search  next update promised for 10:30", "Nothing is late.\n"),
        ("2026-03-14T09:26:00Z", 0, "due  2026-03-14-search  next update promised for 10:30", "Nothing is late.\n"),
        (LATE, 1, "overdue  2026-03-14-search  next update promised for 10:30", "1 promise late.\n"),
        (SILENT, 1, "stale  2026-03-14-search  next update promised for 10:30", "1 promise late.\n"),
    ],
)
def test_a_job_learns_from_the_exit_code_whether_something_is_late(
    site: Path, now: str, code: int, line: str, words: str
) -> None:
    told = attempt(site, now, "due")

    assert (told.code, told.err) == (code, words)
    assert told.out.startswith(line)


def test_the_line_says_when_in_the_zone_of_the_site_and_how_late(site: Path) -> None:
    assert attempt(site, LATE, "due").out == (
        "overdue  2026-03-14-search  next update promised for 10:30 UTC+1, 14 March 2026, late by 12 min\n"
    )


def test_a_line_says_whose_word_it_was_that_the_update_comes(site: Path) -> None:
    first = site / "content" / "incidents" / "2026-03-14-search" / "01-investigating.md"
    first.write_text(first.read_text().replace("next_update: 30m\n", ""))

    told = attempt(site, SILENT, "due")

    asked = "next update, which the cadence asks for by 11:00 UTC+1, 14 March 2026, late by 1 min"
    assert (told.code, told.out) == (1, f"overdue  2026-03-14-search  {asked}\n")


def test_a_site_with_nothing_open_waits_for_nothing(tmp_path: Path) -> None:
    site = new_site(tmp_path / "calm")

    told = [attempt(site, LATE, command) for command in ("due", "nudge")]

    assert [(one.code, one.out, one.err) for one in told] == [(0, "", "Nothing is late.\n"), (0, "", "0 reminders.\n")]


def test_what_a_program_reads_of_what_is_due(site: Path) -> None:
    told = attempt(site, LATE, "due", "--format", "json")

    assert (told.code, told.err) == (1, "")
    assert json.loads(told.out) == {
        "now": LATE,
        "due": [
            {
                "id": "2026-03-14-search",
                "title": "Search finds nothing",
                "awaited": "update",
                "promised": True,
                "since": "2026-03-14T09:00:00Z",
                "by": "2026-03-14T09:30:00Z",
                "timing": "overdue",
                "late_minutes": 12,
            }
        ],
        "unnamed": 0,
    }


def test_what_a_program_reads_of_the_reminders(site: Path) -> None:
    (site / "content" / "playbooks").mkdir()
    (site / "content" / "playbooks" / "search.md").write_text(PLAYBOOK)

    told = attempt(site, SILENT, "nudge", "--format", "json")

    found = json.loads(told.out)["nudges"]
    assert (told.code, told.err) == (1, "")
    assert [(nudge["matter"], nudge["code"]) for nudge in found if nudge["matter"] != "debt"] == [
        ("update", None),
        ("escalation", "E09"),
        ("playbook", None),
    ]
    assert found[-1] == {
        "matter": "playbook",
        "about": "search",
        "code": None,
        "fact": "the playbook is past its review",
        "ask": "read it again, and set 'version' and 'review_by'",
        "at": "2026-03-01",
        "who": [{"role": None, "team": "search-team", "handles": []}],
    }


def test_what_the_fast_lane_let_pass_is_told_as_debt(tmp_path: Path) -> None:
    site = _tell(new_site(tmp_path / "site"), severity="major")  # and nobody is named who helps at once
    owed = attempt(site, IN_TIME, "check", "--format", "json").out
    let_pass = [one["code"] for one in json.loads(owed)["problems"] if one["level"] == "error"]

    checked = attempt(site, IN_TIME, "check")
    found = json.loads(attempt(site, IN_TIME, "nudge", "--format", "json").out)["nudges"]

    place = "content/incidents/2026-03-14-search/01-investigating.md:1"
    assert checked.err.endswith(f"Of these, 1 stops nothing until 'resolved': F008 at {place}.\n")
    assert let_pass == ["F008"]
    assert [nudge["code"] for nudge in found if nudge["matter"] == "debt"] == let_pass


def test_people_read_the_fact_and_below_it_what_to_do(site: Path) -> None:
    told = attempt(site, LATE, "nudge")

    assert told.code == 1
    assert "OVERDUE\n2026-03-14-search: the promised update is overdue, since 10:30 " in told.out
    assert "for 12 min\n  write it now, and say in it that it is late\n" in told.out


def test_the_body_of_an_issue_stays_the_same_while_nothing_new_happens(site: Path) -> None:
    one, other = (attempt(site, now, "nudge", "--format", "markdown") for now in (LATE, "2026-03-14T09:52:00Z"))

    assert one.out == other.out
    assert one.out == (
        "### Overdue\n\n- **2026-03-14-search**: the promised update is overdue, since 10:30 UTC+1, 14 March 2026."
        " Write it now, and say in it that it is late. Owner: communications lead (no team).\n\n"
        "- No team fills the role 'communications\\_lead': name one for it under 'roles' in site.yaml.\n\n"
        "### Ahead, by the clock alone\n\n"
        "- **2026-03-14-search**: E06 If no cause is identified by 14:00 UTC+1, we review the severity."
        " If it becomes major: updates at least every 30 min; updates approved by the incident commander"
        " if there is time.\n"
    )


TEAMS = """\
teams:
  - {id: care, name: "Care *now* @all", codeowners: ["@tern/customer_care", "care@tern.example"]}
roles:
  - {id: communications_lead, name: Communications lead, team: care}
"""


@pytest.mark.parametrize(
    ("visibility", "handles"),
    [("private", "@tern/customer_care, care@tern.example"), ("public", "@tern/customer_care")],
)
def test_a_reminder_says_which_team_has_to_act_and_how_to_reach_it(site: Path, visibility: str, handles: str) -> None:
    settings = SETTINGS.replace("site:\n", f"site:\n  repository: {visibility}\n")
    (site / "site.yaml").write_text(settings + TEAMS)

    told, data = attempt(site, LATE, "nudge"), attempt(site, LATE, "nudge", "--format", "json")

    assert f"that it is late\n  owner: communications lead (Care *now* @all, {handles})\n" in told.out
    assert "No team" not in told.err
    (who,) = json.loads(data.out)["nudges"][0]["who"]
    assert who == {"role": "communications_lead", "team": "care", "handles": handles.split(", ")}


def test_an_issue_mentions_the_team_by_its_handles_and_by_nothing_else(site: Path) -> None:
    (site / "site.yaml").write_text(SETTINGS + TEAMS)

    told = attempt(site, LATE, "nudge", "--format", "markdown").out

    name = r"Care \*now\* @" + "\N{WORD JOINER}all"
    assert f"Owner: communications lead ({name}, @tern/customer_care).\n" in told
    assert "care@tern" not in told


def test_a_role_that_no_team_fills_is_named_once_with_what_to_do(site: Path) -> None:
    told = attempt(site, SILENT, "nudge")

    assert "owner: communications lead (no team)" in told.out
    lines = told.err.splitlines()
    assert lines[0] == ("No team fills the role 'communications_lead': name one for it under 'roles' in site.yaml.")
    assert len(lines) == len(set(lines))


def test_a_name_in_an_issue_calls_nobody_and_marks_nothing_up(site: Path) -> None:
    keys = "approved_by: incident_commander\n"
    home = site / "content" / "incidents" / "2026-03-14-search"
    (home / "02-resolved.md").write_text(
        f"---\nstage: resolved\nat: 2026-03-14T09:30:00Z\n{keys}---\nSearch works again.\n"
    )
    (home / "03-postmortem.md").write_text(
        "---\nstage: postmortem\nat: 2026-03-15T09:30:00Z\nversion: final\naction_items:\n  - id: AI-1\n"
        "    title: Ask @search-team <img src=x> *now*\n    due: 2026-03-20\n    status: planned\n---\nThis is why.\n"
    )

    told = attempt(site, "2026-04-01T09:00:00Z", "nudge", "--format", "markdown").out

    assert "@search" not in told
    assert r"Ask @" + "\N{WORD JOINER}" + r"search-team \<img src=x\> \*now\*" in told


EMBARGO = "kind: security\nembargoed_until: 2026-03-20T00:00:00Z\n"


@pytest.mark.parametrize(("visibility", "named"), [("public", False), ("private", True)])
def test_in_a_public_repository_what_is_embargoed_counts_and_is_not_named(
    tmp_path: Path, visibility: str, named: bool
) -> None:
    site = _tell(new_site(tmp_path / "site"), "2026-03-14-secret-hole", "major", EMBARGO)
    settings = SETTINGS.replace("site:\n", f"site:\n  repository: {visibility}\n")
    (site / "site.yaml").write_text(settings)

    told = [
        attempt(site, LATE, command, "--format", form)
        for command, forms in (("due", ("text", "json")), ("nudge", ("text", "json", "markdown")))
        for form in forms
    ]

    assert [one.code for one in told] == [1] * 5
    assert ["secret-hole" in one.out + one.err for one in told] == [named] * 5
    assert named or all("Search finds nothing" not in one.out + one.err for one in told)
    assert json.loads(told[1].out)["unnamed"] == (0 if named else 1)


def test_in_a_public_repository_nothing_internal_is_named(tmp_path: Path) -> None:
    site = _tell(new_site(tmp_path / "site"), severity="major")
    before = attempt(site, IN_TIME, "nudge").out
    (site / "site.yaml").write_text(SETTINGS.replace("site:\n", "site:\n  repository: public\n"))

    told = attempt(site, IN_TIME, "nudge")

    assert "ACKNOWLEDGEMENTS" in before
    assert "ACKNOWLEDGEMENTS" not in told.out
    assert "Not named, since the repository is public: 1." in told.err


@pytest.mark.parametrize("command", ["due", "nudge"])
def test_a_file_that_cannot_be_read_may_hide_something_and_is_no_good_news(site: Path, command: str) -> None:
    (site / "content" / "incidents" / "2026-03-14-search" / "01-investigating.md").write_text("---\nstage: [\n")

    told = attempt(site, IN_TIME, command)

    assert (told.code, told.out) == (1, "")
    assert re.match(r"error: \d problems?, so this may not be all of it\n  run 'statusladder check'", told.err)


@pytest.mark.parametrize("command", ["due", "nudge"])
def test_without_settings_nothing_is_told(tmp_path: Path, command: str) -> None:
    told = attempt(tmp_path, IN_TIME, command)

    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("error: site.yaml cannot be read, so nothing can be told\n")


def _documented(command: str) -> set[str]:
    """The keys that the reference page names for the JSON of a command."""
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    section = page.split(f"\n## `statusladder {command}`\n")[1].split("\n## ")[0]
    return set(re.findall(r"`(\w+)`", section)) | set(re.findall(r'"(\w+)":', section))


@pytest.mark.parametrize("command", ["due", "nudge"])
def test_every_key_of_the_json_is_documented(site: Path, command: str) -> None:
    told = json.loads(attempt(site, LATE, command, "--format", "json").out)
    rows = [row for value in told.values() if isinstance(value, list) for row in value]

    assert {*told, *(key for row in rows for key in row)} <= _documented(command)


def test_every_matter_and_every_criterion_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    section = page.split("\n## `statusladder nudge`\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)

    assert rows == [*Matter, *POLICY.escalation]


def test_the_how_to_shows_what_is_said_of_the_demo() -> None:
    page = (ROOT / "docs" / "how-to" / "keep-the-promises.md").read_text(encoding="utf-8")
    shown = page.split("$ statusladder due\n")[1].split("```")[0]

    told = attempt(ROOT, "2026-03-14T10:37:00Z", "due")

    assert told.out + told.err == shown


def test_the_note_of_the_how_to_makes_the_promise_a_new_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "keep-the-promises.md").read_text(encoding="utf-8")
    (note,) = re.findall(r"^\$ statusladder (update .*)$", page, re.MULTILINE)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site.yaml", tmp_path)
    late = attempt(tmp_path, "2026-03-14T10:37:00Z", "due")

    written = attempt(tmp_path, "2026-03-14T10:38:00Z", *shlex.split(note))

    assert (late.code, written.code, attempt(tmp_path, "2026-03-14T10:39:00Z", "due").code) == (1, 0, 0), written.err
