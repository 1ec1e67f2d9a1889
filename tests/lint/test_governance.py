"""Missing approvals, placeholders and drills, and what only looks like them."""

from dataclasses import replace
from pathlib import Path

import pytest

from factory import POLICY, incident, settings, stamp
from rule_examples import found_by, library_of
from statusladder.content.reader import read_library
from statusladder.lint.interface import Subject
from statusladder.lint.judge import find_rules, lint
from statusladder.model.communication import Drill
from statusladder.model.problem import Gate, Level
from statusladder.model.site import Page, PageKeys

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: {severity}
components:
  sign-in: partial_outage
next_update: 15m
---
Signing in returns an error.
"""
REPORT = "---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n{keys}---\nThis is the report.\n"
NEXT = "---\nstage: {stage}\nat: 2026-03-14T10:30:00Z\n{keys}---\nSigning in works again.\n"
BOTH = "approved_by:\n  - incident_commander\n  - executive_sponsor\n"
COMMANDER = "approved_by: incident_commander\n"


@pytest.mark.parametrize(
    ("severity", "stage", "keys", "missing"),
    [
        ("critical", "resolved", "", "incident_commander and executive_sponsor"),
        ("critical", "resolved", COMMANDER, "executive_sponsor"),
        ("critical", "resolved", BOTH, None),
        ("major", "resolved", "", "incident_commander"),
        ("major", "resolved", COMMANDER, None),
        ("minor", "resolved", "", None),
        ("critical", "monitoring", "", None),
    ],
)
def test_the_end_of_a_serious_incident_is_approved(
    severity: str, stage: str, keys: str, missing: str | None, tmp_path: Path
) -> None:
    found = found_by("G001", (FIRST.format(severity=severity), NEXT.format(stage=stage, keys=keys)), tmp_path)

    assert [problem.sentence.partition("approval of ")[2] for problem in found] == ([missing] if missing else [])


def test_a_report_needs_its_own_approval_and_a_later_file_can_bring_it(tmp_path: Path) -> None:
    files = (FIRST.format(severity="major"), NEXT.format(stage="resolved", keys=COMMANDER), REPORT.format(keys=""))
    follow_up = f"---\nstage: follow_up\nat: 2026-03-21T09:00:00Z\n{COMMANDER}---\nThe report was approved.\n"

    assert "'postmortem' without" in found_by("G001", files, tmp_path / "bare")[0].sentence
    assert found_by("G001", (*files, follow_up), tmp_path / "later") == []


def test_a_policy_that_names_no_approver_asks_nobody() -> None:
    first = {"stage": "investigating", "at": stamp("09:00"), "title": "Sign-in fails", "severity": "critical"}
    told = incident(first, {"stage": "resolved", "at": stamp("10:00")})
    rule = find_rules()["G001"]
    nobody = POLICY.model_copy(update={"approvers": {}})

    assert list(rule.find(Subject(settings(), POLICY, told, told.latest, told.first))) != []
    assert list(rule.find(Subject(settings(), nobody, told, told.latest, told.first))) == []


@pytest.mark.parametrize(
    "words",
    [
        "Signing in fails for {{ share }} of accounts.",
        "TODO: say how many.",
        "Signing in fails (TODO).",
        "The next step is TBD.",
        "XXX accounts are affected.",
        "Lorem ipsum dolor sit amet.",
        "Signing in fails for <insert number here> accounts.",
        "Signing in fails for <NUMBER> accounts.",
        "We expect <COMPONENT NAME> to be back.",
        "<START_TIME> was when it began.",
        "It began at [TIME].",
        "The next update follows at [NEXT UPDATE TIME] UTC.",
        "[COMPONENT] is slow.",
        "Signing in fails for [insert number] accounts.",
        "Signing in returns an error. (edited)",
        "Signing in returns an error (Edited) for some.",
    ],
)
def test_a_placeholder_is_found(words: str, tmp_path: Path) -> None:
    (found,) = found_by(
        "G003", (FIRST.format(severity="minor").replace("Signing in returns an error.", words),), tmp_path
    )

    assert found.place.line == 10


@pytest.mark.parametrize(
    "words",
    [
        "Templates with `{{ name }}` are not filled.",
        "Replace <your token> with a new one.",
        "Requests are answered with HTTP 5XX.",
        "Numbers in the form XXX-XX-1234 are shown.",
        "The todo list does not load, and TODO lists are empty.",
        "Write `TODO` in the field.",
        "{ this } is a brace.",
        "Send `Authorization: Bearer <TOKEN>` as before.",
        "Send this:\n\n```\nBearer <TOKEN>\n```\n\nas before.",
        "Send this:\n\n- as\n  ~~~\n  [TIME]\n  ~~~",
        "[UPDATED] It is slow. [DOWNTIME REQUIRED]",
        "See [TIME](https://time.tern.example/), or [URL][docs].",
        "A List<STRING> and a line<BR>break are shown as typed.",
        "We edited the page.",
        "Fewer than 5 <EU or 7> US.",
        "In the column [Time] nothing is shown.",
    ],
)
def test_words_that_are_no_placeholder_pass(words: str, tmp_path: Path) -> None:
    files = (FIRST.format(severity="minor").replace("Signing in returns an error.", words),)

    assert found_by("G003", files, tmp_path) == []


def test_a_placeholder_in_a_fact_is_found_where_it_stands(tmp_path: Path) -> None:
    report = REPORT.format(
        keys="action_items:\n  - id: AI-1\n    title: Alert on full disks\n    owner: TBD\n"
        "internal: TODO ask the owner\n"
    )
    files = (FIRST.format(severity="minor"), NEXT.format(stage="resolved", keys=""), report)

    assert [problem.place.line for problem in found_by("G003", files, tmp_path)] == [5]


def test_a_placeholder_is_found_in_every_text_and_in_pages_and_only_warns_in_a_draft(tmp_path: Path) -> None:
    first = FIRST.format(severity="minor")
    gaps = "known:\n  - It fails since <TIME>\naudiences:\n  developers: |\n    It is (edited)\n"
    draft = NEXT.format(stage="identified", keys="draft: true\n").replace("again", "for <NUMBER> accounts")
    library = library_of((first.replace("severity", f"{gaps}severity", 1), draft), tmp_path)
    body = "Write to us.\n\nAt [TIME]. {{where}}\n\n```\n<TOKEN>\n```\n"
    page = Page("help", "content/pages/help.md", {"title": 2}, PageKeys(title="Help (edited)"), body, 5)

    found = [one for one in lint(replace(library, pages=(page,)), Gate.BUILD) if one.code == "G003"]

    assert [(one.place.path.rpartition("/")[2], one.place.line, one.level) for one in found] == [
        ("01-update.md", 5, Level.ERROR),
        ("01-update.md", 8, Level.ERROR),
        ("02-update.md", 6, Level.WARNING),
        ("help.md", 2, Level.ERROR),
        ("help.md", 7, Level.ERROR),
        ("help.md", 7, Level.ERROR),
    ]


@pytest.mark.parametrize(
    ("old", "new", "times"),
    [
        ("title: Sign-in fails", "title: DRILL - sign-in fails", 1),
        ("title: Sign-in fails", "title: Exercise – sign-in fails", 1),
        ("severity", "tags:\n  - drill\nseverity", 1),
        ("Signing in returns an error.", "This is only a drill.", 1),
        ("Signing in returns an error.", "This is not a drill.", 0),
        ("title: Sign-in fails", "title: Drill plans and sign-in fail", 0),
        ("Signing in returns an error.", "Our last drill was in May.", 0),
    ],
)
def test_a_drill_is_found_among_real_incidents(old: str, new: str, times: int, tmp_path: Path) -> None:
    first = FIRST.format(severity="minor")
    assert old in first

    assert len(found_by("G004", (first.replace(old, new, 1),), tmp_path)) == times


def test_a_drill_may_say_so_and_may_not_be_named_elsewhere(tmp_path: Path) -> None:
    words = FIRST.format(severity="minor").replace("an error.", "an error, as in 2026-02-01-lost-keys.")
    library_of((words,), tmp_path)
    drill = tmp_path / "content" / "drills" / "2026-02-01-lost-keys"
    drill.mkdir(parents=True)
    (drill / "01-update.md").write_text(FIRST.format(severity="minor").replace("Sign-in", "Drill - sign-in"), "utf-8")
    library = read_library(tmp_path).library
    assert library is not None

    found = [problem for problem in lint(library, Gate.BUILD) if problem.code == "G004"]
    assert len(library.drills) == 1
    assert isinstance(library.drills[0], Drill)
    assert [(problem.place.path.split("/")[1], problem.place.line) for problem in found] == [("incidents", 10)]
