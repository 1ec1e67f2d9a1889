"""What reports owe, and the words that a careful editor would leave as they are."""

from pathlib import Path

import pytest

from real_reports import subject
from rule_examples import found_by
from statusladder.lint.judge import find_rules
from statusladder.model.problem import Level
from statusladder.model.vocabulary import Stage

RULES = find_rules()
FIRST, LAST, REPORT = RULES["P001"].good
MINOR = FIRST.replace("severity: major", "severity: minor")
ITEM = """\
  - id: AI-1
    title: Refuse to remove a setting that was read in the last week
    owner: identity-team
    due: 2026-04-30
    verification:
      method: test
      criterion: removing such a setting fails
      verify_by: 2026-05-15
"""
BARE = "  - id: AI-1\n    title: Alert on full disks\n"
FACTORS = "contributing_factors:\n  - No test signs in after a clean-up\n  - The setting had no owner\n"
FOLLOW_UP = "---\nstage: follow_up\nat: 2026-04-20T10:00:00Z\n{keys}---\nThis is what was done.\n"


def reported(old: str = "", new: str = "", first: str = FIRST) -> tuple[str, ...]:
    assert old in REPORT
    return first, LAST, REPORT.replace(old, new)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("We decided not to change anything, because the part goes away in May.", 0),
        ("We will change nothing: the part goes away in May.", 0),
        ("We were lucky.", 1),
    ],
)
def test_not_to_act_is_a_decision_that_is_told(words: str, times: int, tmp_path: Path) -> None:
    bare = REPORT.replace(f"action_items:\n{ITEM}", "").replace("No alert covered the setting.", words)

    assert len(found_by("P001", (FIRST, LAST, bare), tmp_path)) == times


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("", {"P002", "P003", "P004"}),
        ("    owner: web-team\n", {"P003", "P004"}),
        ("    due: 2026-04-30\n", {"P002", "P004"}),
        ("    verification:\n      method: test\n      criterion: it fires\n", {"P002", "P003", "P004"}),
        (
            "    verification:\n      method: test\n      criterion: it fires\n      verified_at: 2026-03-19\n",
            {"P002", "P003"},
        ),
        ("    status: dropped\n    dropped_reason: the disks go away\n", set()),
    ],
)
def test_an_item_has_owner_day_and_proof(keys: str, codes: set[str], tmp_path: Path) -> None:
    files = reported(ITEM, BARE + keys)

    assert {code for code in ("P002", "P003", "P004") if found_by(code, files, tmp_path / code)} == codes


def test_a_preliminary_report_may_still_lack_items_and_proofs(tmp_path: Path) -> None:
    files = reported(ITEM, BARE)
    early = (*files[:2], files[2].replace("version: final", "version: preliminary"))

    assert found_by("P004", early, tmp_path / "proof") == []
    assert found_by("P001", reported("version: final\ntrigger", "version: preliminary\ntrigger"), tmp_path / "x") == []


def test_a_follow_up_supplies_what_the_report_owes(tmp_path: Path) -> None:
    files = reported("    owner: identity-team\n", "")
    later = FOLLOW_UP.format(keys="action_items:\n  - id: AI-1\n    owner: identity-team\n")

    assert [problem.place.line for problem in found_by("P002", files, tmp_path / "owed")] == [9]
    assert found_by("P002", (*files, later), tmp_path / "told") == []


def test_a_follow_up_without_a_report_owes_none_of_it(tmp_path: Path) -> None:
    files = (MINOR, LAST, FOLLOW_UP.format(keys=f"action_items:\n{BARE}"))

    for code in ("P001", "P002", "P003", "P004", "P010", "P011"):
        assert found_by(code, files, tmp_path / code) == []


def titled(title: str, code: str) -> list[Level | None]:
    return [found.level for found in RULES[code].find(subject("", Stage.POSTMORTEM, (title,)))]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Be more careful with deletes", None),
        ("Remind all engineers of the checklist", None),
        ("Retrain operators", None),
        ("Take more care with retries", None),
        ("Improve monitoring", Level.WARNING),
        ("Better documentation.", Level.WARNING),
        ("Investigate the index", Level.WARNING),
        ("Consider a second region", Level.WARNING),
        ("Look into smoke tests", Level.WARNING),
    ],
)
def test_an_item_that_cannot_be_told_done_is_found(title: str, level: Level | None) -> None:
    assert titled(title, "P005") == [level]


@pytest.mark.parametrize(
    "title",
    [
        "Improve monitoring so that a full disk is reported within a minute",
        "Refuse deletes of more than ten sites without a second approval",
        "Remind accounts by e-mail a week before their key ends",
        "Tell customers within five minutes of an alert",
        "Ask a second team to doubt the cause before we announce a time of recovery",
        "Write a check that considers all regions",
        "Take care of retries in the client",
    ],
)
def test_an_item_with_an_end_passes(title: str) -> None:
    assert titled(title, "P005") == []


@pytest.mark.parametrize(
    ("title", "times"),
    [
        ("Monitoring for this", 1),
        ("Someone should check the disk", 1),
        ("We need more alerts", 1),
        ("A check of the index", 1),
        ("Better alerts on full disks", 1),
        ("Bring back the old limit", 0),
        ("Ping each region once a minute", 0),
        ("Alert when the service returns > 1 % errors for 5 min", 0),
        ("Clear the cache each night", 0),
        ("Test the restore each month", 0),
        ("Automate the restart", 0),
        ("Add an index", 0),
    ],
)
def test_an_item_begins_with_a_verb(title: str, times: int) -> None:
    assert len(titled(title, "P006")) == times


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("No alert covered", "The root cause was a full disk. It covered", None),
        ("No alert covered", "We found a full disk to be the root cause of it. It covered", None),
        ("For 78 minutes", "## Root cause\n\nFor 78 minutes", None),
        (FACTORS, "contributing_factors:\n  - No test signs in after a clean-up\n", None),
        ("No test signs in after a clean-up", "An engineer ran the clean-up twice", Level.ERROR),
        ("A clean-up removed a setting that was in use", "Human error in a clean-up", Level.ERROR),
    ],
)
def test_one_cause_and_a_person_as_the_cause_are_found(old: str, new: str, level: Level | None, tmp_path: Path) -> None:
    (found,) = found_by("P008", reported(old, new), tmp_path)

    assert found.level is (level or Level.WARNING)


@pytest.mark.parametrize(
    "words",
    [
        "There is no single root cause.",
        "We have not identified the root cause.",
        "The root cause is not known.",
        "The root cause was a combination of a full disk and a missing alert.",
        "The root cause of the delays was the larger incident of that morning.",
        "The root cause is being looked for.",
        "Several root causes came together.",
        "Alerts now name the service, so that we identify the root cause faster.",
        "The root cause analysis was held on Monday.",
        "`the root cause was` is a phrase.",
        "An engineer found the full disk at 09:10 UTC.",
    ],
)
def test_words_about_causes_that_are_right_pass(words: str, tmp_path: Path) -> None:
    assert found_by("P008", reported("No alert covered the setting.", words), tmp_path) == []


@pytest.mark.parametrize(
    ("words", "stage", "times"),
    [
        ("We have identified the cause and roll out a fix.", "investigating", 1),
        ("The root cause of this failure is a full disk.", "investigating", 1),
        ("We have identified the cause and roll out a fix.", "identified", 0),
        ("We have not identified the cause.", "investigating", 0),
        ("We work to find what the cause is.", "investigating", 0),
        ("Once we have found the cause we will tell you.", "investigating", 0),
        ("The root cause is not known yet.", "investigating", 0),
    ],
)
def test_a_cause_has_its_stage(words: str, stage: str, times: int, tmp_path: Path) -> None:
    first = FIRST.replace("We are finding out why.", words).replace("stage: investigating", f"stage: {stage}")

    assert len(found_by("P009", (first,), tmp_path)) == times


@pytest.mark.parametrize(
    ("first", "last", "missing"),
    [
        (FIRST, LAST, None),
        (FIRST.replace("started_at: 2026-03-14T08:52:00Z\n", ""), LAST, "'started_at'"),
        (FIRST.replace("detected_at", "first_report_at"), LAST, None),
        (FIRST, LAST.replace("mitigated_at: 2026-03-14T10:10:00Z\n", ""), "'mitigated_at'"),
        (MINOR.replace("started_at: 2026-03-14T08:52:00Z\n", ""), LAST, None),
    ],
)
def test_the_timeline_of_a_serious_incident_is_whole(
    first: str, last: str, missing: str | None, tmp_path: Path
) -> None:
    found = found_by("P010", (first, last, REPORT), tmp_path)

    assert [problem.sentence.rpartition("lacks ")[2] for problem in found] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("first", "keys", "times"),
    [
        (FIRST, "", 0),
        (FIRST.replace("share: 5-10%", "accounts: 120"), "", 0),
        (FIRST.replace("share: 5-10%", "share: unknown"), "", 1),
        (MINOR.replace("share: 5-10%", "share: unknown"), "", 0),
        (FIRST, "impact:\n  share: 9%\n", 1),
        (FIRST, "impact:\n  share: 9%\nimpact_reason: counted in the log\n", 0),
        (FIRST, "impact:\n  share: 5-10%\n", 0),
    ],
)
def test_a_report_says_how_many(first: str, keys: str, times: int, tmp_path: Path) -> None:
    files = reported("version: final\n", f"version: final\n{keys}", first)

    assert len(found_by("P011", files, tmp_path)) == times


@pytest.mark.parametrize(
    "words",
    [
        "We failed to notice the full disk.",
        "The release should have been tested first.",
        "The team should have checked the disk.",
        "A test could have prevented this.",
        "Obviously the disk was full.",
        "In hindsight the disk was full.",
        "We forgot to renew the certificate.",
    ],
)
def test_hindsight_is_found_in_a_report_only(words: str, tmp_path: Path) -> None:
    (found,) = found_by("P015", reported("No alert covered the setting.", words), tmp_path / "report")

    assert found.level is Level.WARNING
    assert (
        found_by("P015", (FIRST, LAST.replace("Signing in works", f"{words} Signing in works")), tmp_path / "x") == []
    )


@pytest.mark.parametrize(
    "words",
    [
        "Half of the requests failed to reach a server.",
        "The monitors failed to detect it.",
        "You should have your exports by Monday.",
        "You should have received an e-mail.",
        "By now your exports should have been able to run.",
        "We ask whether this should have been announced.",
        "It could have been a lot worse.",
        "The three changes that would have stopped it are below.",
        "If only 10 % of requests fail, the alert is silent.",
        'One of you wrote: "`should have been tested`".',
    ],
)
def test_words_that_only_sound_like_hindsight_pass(words: str, tmp_path: Path) -> None:
    assert found_by("P015", reported("No alert covered the setting.", words), tmp_path) == []


def test_a_preliminary_report_need_not_look_back(tmp_path: Path) -> None:
    bare = REPORT.partition("For 78")[0] + "For 78 minutes some of you could not sign in.\n"

    (found,) = found_by("P012", (FIRST, LAST, bare), tmp_path / "final")
    assert "what went well, what went poorly, where we were lucky" in found.sentence
    early = bare.replace("version: final", "version: preliminary")
    assert found_by("P012", (FIRST, LAST, early), tmp_path / "preliminary") == []
