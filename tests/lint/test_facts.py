"""Facts that are owed: near misses that must stay quiet, and the turns in which a rule must not be fooled."""

from pathlib import Path

import pytest

from rule_examples import SITE, found_by, library_of
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Level

KEYS = """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: Sign-in fails for some accounts
severity: SEVERITY
components:
  sign-in: partial_outage
next_update: 15m
"""
TOLD = """\
started_at: 2026-03-14T08:55:00Z
impact:
  symptom: The sign-in page returns an error
  share: 5-12%
  basis: measured
known: Open sessions keep working
unknown: Why the disk filled up
actions: Moving sign-in
workarounds: none
customer_actions: none
eta: unknown
"""


def first(more: str = TOLD, severity: str = "minor", body: str = "Signing in fails.") -> str:
    return f"---\n{KEYS.replace('SEVERITY', severity)}{more}---\n{body}\n"


def then(stage: str, more: str = "", body: str = "A disk is full.", at: str = "09:10") -> str:
    return f"---\nstage: {stage}\nat: 2026-03-14T{at}:00Z\n{more}---\n{body}\n"


PROGRESS = "progress:\n  percent: {}\n  of: servers back\n"
LESS = TOLD.replace("  share: 5-12%\n  basis: measured\n", "")

FIRES = [
    ("F001", (first("", "major"), then("identified", TOLD.replace("  share: 5-12%\n", "")))),
    ("F001", (first(), then("mitigating"))),
    ("F001", (first(TOLD.replace("5-12%", "unknown"), "major"), then("mitigating", PROGRESS.format(50)))),
    ("F001", (first("", body=""),)),
    ("F001", (first(), then("monitoring"))),
    ("F004", (first(), then("identified", body="About 7.31 % of sign-ins fail."))),
    ("F004", (first(), then("identified", "impact:\n  share: 7.31%\n"))),
    ("F004", (first(LESS), then("identified", "impact:\n  accounts: 120-150\n"))),
    ("F004", (first(), then("resolved", "impact:\n  basis: estimated\n"))),
    ("F005", (first(), then("identified", "withdraw: unknown\n"))),
    ("F006", (first(), then("mitigating", PROGRESS.format(60)), then("mitigating", PROGRESS.format(40), at="09:20"))),
    ("F006", (first(body="120 % of our users cannot sign in."),)),
    ("F006", (first(), then("identified", body="It is about 80 % complete."))),
    ("F006", (first(), then("identified", body="So far 80% done."))),
    ("F009", (first(), then("resolved", "data_loss: unknown\nremaining: none\n"))),
    ("F009", (first(), then("resolved", "data_loss: none\n"))),
    ("F010", (first(), then("monitoring", "monitoring_until: 2026-03-14T10:00:00Z\n"))),
    ("F011", (first(), then("investigating", "no_change: true\n", "We're continuing to investigate this issue."))),
    ("F011", (first(), *(then("investigating", "no_change: true\n", f"Not disk {n}.", f"09:1{n}") for n in range(3)))),
    ("F012", (first(), then("identified", body="Some customers may need to sign in again."))),
    ("F012", (first(), then("identified", body="You must create a new token."))),
    ("F012", (first(), then("identified", "customer_actions: You may need to sign in again\n"))),
    ("F015", (first(), then("resolved", "eta: unknown\n"))),
    ("F015", (first(), then("identified", "mitigated_at: 2026-03-14T09:05:00Z\n"))),
]
QUIET = [
    ("F001", (first(""),)),
    ("F001", (first(TOLD.replace("eta: unknown\n", "")).replace("investigating", "identified"),)),
    ("F001", (first("", "major"), then("identified", TOLD.replace("share: 5-12%", "accounts: 120-150")))),
    ("F001", (first(TOLD.replace("5-12%", "unknown"), "major"), then("identified"))),
    ("F001", (first(TOLD.replace("  share: 5-12%\n", "")), then("identified"))),
    ("F001", (first(TOLD.replace("  share: 5-12%\n", ""), "info"), then("identified"))),
    ("F001", (first(), then("investigating"))),
    ("F004", (first(TOLD.replace("5-12%", "100%").replace("measured", "estimated")), then("identified"))),
    ("F004", (first(), then("identified", "impact:\n  share: 0.03%\n"))),
    ("F004", (first(), then("identified", body="7.31 % of sign-ins fail. Version 7.31 is not affected."))),
    ("F004", (first(TOLD.replace("measured", "estimated")), then("identified"))),
    ("F006", (first(body="100 % of sign-ins fail. Traffic is 150 % of a usual day."),)),
    ("F006", (first(), then("identified", body="The rebuild is 60 % done. 80 % of the sites are restored."))),
    ("F006", (first(), then("identified", body="80 % complete: 412 of 515 sites."))),
    (
        "F006",
        (
            first(),
            then("mitigating", PROGRESS.format(60)),
            then("mitigating", PROGRESS.format(40), "Two servers fell out again.", "09:20"),
        ),
    ),
    (
        "F006",
        (
            first(),
            then("mitigating", PROGRESS.format(60)),
            then("mitigating", PROGRESS.format(40).replace("servers", "regions"), at="09:20"),
        ),
    ),
    ("F007", (first(), then("identified"))),
    ("F009", (first(), then("resolved", "data_loss: suspected\nremaining: none\n"))),
    ("F011", (first(), then("investigating", "ruled_out: The release\n", "Still investigating."))),
    ("F011", (first(), then("monitoring", body="We are monitoring."))),
    ("F011", (first(), then("investigating", "no_change: true\n", "Still investigating. We ruled out the release."))),
    (
        "F011",
        (
            first(),
            then("investigating", "no_change: true\n", "Not disk 1.", "09:11"),
            then("investigating", "ruled_out: The release\n", "Not the release.", "09:12"),
            then("investigating", "no_change: true\n", "Not disk 2.", "09:13"),
            then("investigating", "no_change: true\n", "Not disk 3.", "09:14"),
        ),
    ),
    (
        "F012",
        (first(), then("identified", body="You will need to wait. You need to do nothing. You must not restart.")),
    ),
    (
        "F012",
        (first(), then("identified", "customer_actions: Sign in again by 18:00 UTC\n", "You must sign in again.")),
    ),
    ("F012", (first(), then("identified", body="We may need to restart servers.\n\n> You must pay."))),
    ("F012", (first(), then("identified", body="`You must sign in` is what the page says."))),
    ("F015", (first(), then("identified", "cause: A full disk\n"))),
    ("F015", (first(), then("resolved", "data_loss: none\n"))),
]


@pytest.mark.parametrize(("code", "files"), FIRES)
def test_it_is_found(code: str, files: tuple[str, ...], tmp_path: Path) -> None:
    assert found_by(code, files, tmp_path)


@pytest.mark.parametrize(("code", "files"), QUIET)
def test_it_is_let_pass(code: str, files: tuple[str, ...], tmp_path: Path) -> None:
    assert [str(problem) for problem in found_by(code, files, tmp_path)] == []


def test_a_watch_with_one_of_end_and_criterion_is_only_a_hint(tmp_path: Path) -> None:
    half = then("monitoring", "exit_criterion: an hour without errors\n")

    assert [problem.level for problem in found_by("F010", (first(), half), tmp_path)] == [Level.INFO]


@pytest.mark.parametrize(("severity", "level"), [("critical", Level.ERROR), ("minor", Level.WARNING)])
def test_who_helps_at_once_is_owed_by_grave_incidents(severity: str, level: Level, tmp_path: Path) -> None:
    found = found_by("F008", (first(severity=severity), then("identified")), tmp_path)

    assert [problem.level for problem in found] == [level]


@pytest.mark.parametrize(("severity", "stage"), [("minor", "investigating"), ("critical", "resolved")])
def test_who_helps_at_once_is_not_asked_too_early_or_too_late(severity: str, stage: str, tmp_path: Path) -> None:
    assert found_by("F008", (first(severity=severity), then(stage)), tmp_path) == []


def test_who_helps_at_once_is_owed_where_the_policy_of_the_site_asks_for_it(tmp_path: Path) -> None:
    optional = "ladder:\n  facts:\n    contacts: {investigating: optional}\n"

    for site, owed in ((SITE, ["F008"]), (SITE + optional, [])):
        library = library_of((first(severity="major"),), tmp_path / str(len(owed)), site)
        assert [problem.code for problem in lint(library, Gate.CHECK) if problem.code == "F008"] == owed


def test_without_a_beginning_the_first_notice_counts_so_that_is_only_a_warning(tmp_path: Path) -> None:
    files = (first(TOLD.replace("started_at: 2026-03-14T08:55:00Z\n", "")), then("identified"))

    assert [problem.level for problem in found_by("F001", files, tmp_path)] == [Level.WARNING]


def test_a_draft_owes_nothing_and_hides_nothing_that_is_owed(tmp_path: Path) -> None:
    bare, draft = then("identified", "withdraw: unknown\n"), then("monitoring", "draft: true\n", at="09:20")

    found = found_by("F005", (first(), bare, draft), tmp_path)

    assert [problem.place.path.rpartition("/")[2] for problem in found] == ["02-update.md"]


def test_a_draft_of_the_end_hides_nothing_that_the_open_incident_owes(tmp_path: Path) -> None:
    draft = then("resolved", "draft: true\n", at="09:40")

    found = found_by("F008", (first(severity="major"), then("identified"), draft), tmp_path)

    assert [problem.place.path.rpartition("/")[2] for problem in found] == ["02-update.md"]


def test_each_finding_stands_at_its_key(tmp_path: Path) -> None:
    (found,) = found_by("F015", (first(), then("resolved", "data_loss: none\neta: unknown\n")), tmp_path)

    assert found.place.line == 5
    assert "'eta'" in found.sentence
    assert "resolved_at" in found.fix
