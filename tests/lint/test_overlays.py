"""Audience notes and answers to questions must match the facts of the update."""

from pathlib import Path

import pytest

from rule_examples import found_by

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: {state}
impact:
  symptom: The sign-in page returns an error
  share: 5-10%
  accounts: 120-150
  basis: measured
{keys}next_update: 2026-03-14T10:00:00Z
---
Signing in returns an error for 5 to 10 % of accounts. The next update comes at 10:00 UTC.
"""
ETA = "eta:\n  from: 2026-03-14T14:00:00Z\n  to: 2026-03-14T15:30:00Z\n  confidence: low\n  basis: a drill\n"

CONTRADICTING = [
    ("", "partial_outage", "Calls fail for 30 % of accounts.", "30 % of accounts", "impact.share"),
    ("", "partial_outage", "1,200 accounts are affected.", "1,200 accounts", "impact.accounts"),
    ("", "partial_outage", "The next update comes at 11:30 UTC.", "next update comes at 11:30 UTC", "next_update"),
    (ETA, "partial_outage", "We expect to recover between 16:00 and 17:00 UTC.", "between 16:00 and", "eta"),
    ("eta: unknown\n", "partial_outage", "We expect to recover from 14:00 to 15:00 UTC.", "from 14:00 to", "eta"),
    ("", "degraded_performance", "Sign-in is down.", "Sign-in is down", "components.sign-in"),
    ("", "major_outage", "Sign-in works normally, and exports do.", "Sign-in works normally", "components.sign-in"),
    ("", "major_outage", "At the moment, sign-in is slow.", "sign-in is slow", "components.sign-in"),
    ("", "partial_outage", "The incident is now resolved.", "The incident is now resolved", "stage"),
    ("data_loss: suspected\n", "partial_outage", "No data was lost.", "No data was lost", "data_loss"),
    ("data_loss: none\n", "partial_outage", "Some data was lost.", "Some data was lost", "data_loss"),
]
QUIET = [
    ("", "partial_outage", "Calls fail for 5 to 10 % of accounts."),
    ("", "partial_outage", "30 % of your users cannot sign in."),
    ("", "partial_outage", "Calls fail for 30 % of customers who use single sign-on."),
    ("", "partial_outage", "Earlier we said that 30 % of accounts fail."),
    ("", "partial_outage", "`30 % of accounts` fail."),
    ("", "partial_outage", "Your account manager calls you at 11:30 UTC."),
    (ETA, "partial_outage", "We expect to recover between 14:00 and 15:30 UTC."),
    ("", "partial_outage", "We expect to recover from 14:00 to 15:00 UTC."),
    ("", "degraded_performance", "If sign-in is down, use the standby address."),
    ("", "degraded_performance", "Sign-in is down for tokens made before 2024."),
    ("", "degraded_performance", "Exports are down."),
    ("", "partial_outage", "Sign-in is down."),
    ("", "partial_outage", "Sign-in works normally."),
    ("", "major_outage", "Until sign-in is available, use a token."),
    ("", "major_outage", "Mobile sign-in works."),
    ("", "major_outage", "Sign-in works with a token."),
    ("", "major_outage", "Sign-in should be back."),
    ("", "partial_outage", "Once the incident is resolved, revoke the tokens."),
    ("", "partial_outage", "We are checking our logs to ensure the issue is resolved."),
    ("data_loss: suspected\n", "partial_outage", "We cannot say yet that no data was lost."),
    ("data_loss: suspected\n", "partial_outage", "No data was lost in the EU."),
    ("data_loss: none\n", "partial_outage", "No data was lost."),
    ("", "partial_outage", "No data was lost."),
]


def _overlay(keys: str, state: str, words: str) -> str:
    return FIRST.format(state=state, keys=f"{keys}audiences:\n  enterprise: Call us.\n  developers: {words!r}\n")


def _answer(keys: str, state: str, words: str, question: str = "What does it mean for me?") -> str:
    return FIRST.format(state=state, keys=f"{keys}qa:\n  - q: {question}\n    a: {words!r}\n")


@pytest.mark.parametrize(("keys", "state", "words", "quoted", "key"), CONTRADICTING)
def test_an_overlay_that_contradicts_the_core_is_found(
    keys: str, state: str, words: str, quoted: str, key: str, tmp_path: Path
) -> None:
    text = _overlay(keys, state, words)

    (found,) = found_by("C010", (text,), tmp_path)

    assert found.sentence.startswith(f"'{quoted}")
    assert f"in the note for 'developers' contradicts '{key}', which is " in found.sentence
    assert text.splitlines()[found.place.line - 1].startswith("  developers:")


@pytest.mark.parametrize(("keys", "state", "words"), QUIET)
def test_an_overlay_that_adds_is_let_be(keys: str, state: str, words: str, tmp_path: Path) -> None:
    assert found_by("C010", (_overlay(keys, state, words),), tmp_path) == []


@pytest.mark.parametrize(("keys", "state", "words", "quoted", "key"), CONTRADICTING)
def test_an_answer_that_contradicts_the_facts_is_found(
    keys: str, state: str, words: str, quoted: str, key: str, tmp_path: Path
) -> None:
    text = _answer(keys, state, words)

    (found,) = found_by("C008", (text,), tmp_path)

    assert found.sentence.startswith(f"'{quoted}")
    assert f"' contradicts '{key}', which is " in found.sentence
    assert text.splitlines()[found.place.line - 1] == "qa:"


@pytest.mark.parametrize(("keys", "state", "words"), [one for one in QUIET if "your users" not in one[2]])
def test_an_answer_that_fits_the_facts_is_let_be(keys: str, state: str, words: str, tmp_path: Path) -> None:
    assert found_by("C008", (_answer(keys, state, words),), tmp_path) == []


@pytest.mark.parametrize(
    ("keys", "question", "words", "times"),
    [
        ("", "How many are affected?", "30 % of customers.", 1),
        ("", "How many are affected?", "5 to 10 % of customers.", 0),
        ("", "How many customers use the mobile app?", "30 % of customers.", 0),
        (ETA, "When do you expect it to be fixed?", "From 16:00 to 17:00 UTC.", 1),
        (ETA, "When do exports run?", "From 16:00 to 17:00 UTC.", 0),
        ("", "Is it true that 30 % of customers are affected?", "No.", 0),
    ],
)
def test_an_answer_is_read_with_its_question(keys: str, question: str, words: str, times: int, tmp_path: Path) -> None:
    assert len(found_by("C008", (_answer(keys, "partial_outage", words, question),), tmp_path)) == times


NEXT = "---\nstage: identified\nat: 2026-03-14T09:40:00Z\n{keys}next_update: 1h\n---\nWe work on it.\n"


@pytest.mark.parametrize(
    ("first", "keys", "quoted"),
    [
        (
            ETA + "qa:\n  - q: When?\n    a: We expect it to work again from 14:00 to 15:30 UTC.\n",
            "eta: unknown\n",
            "qa",
        ),
        ("known:\n  - Sign-in fails for 8 % of customers\n", "impact:\n  share: 2-3%\n", "known"),
        ("data_loss: none\nknown:\n  - No data was lost\n", "data_loss: suspected\n", "known"),
    ],
)
def test_what_still_stands_is_held_to_a_fact_that_changed(first: str, keys: str, quoted: str, tmp_path: Path) -> None:
    """The page shows both, though no file says both."""
    start = FIRST.format(state="partial_outage", keys=first)
    assert found_by("C008", (start,), tmp_path / "before") == []

    (found,) = found_by("C008", (start, NEXT.format(keys=keys)), tmp_path / "after")

    assert f"' in '{quoted}', stated earlier, contradicts" in found.sentence
    assert found.place.path.endswith("02-update.md")
    assert found.place.line in (4, 5)


@pytest.mark.parametrize("keys", ["tags:\n  - disk\n", "known:\n  - A disk is full\n"])
def test_what_stands_is_not_held_against_a_file_that_does_not_touch_it(keys: str, tmp_path: Path) -> None:
    wrong = FIRST.format(state="partial_outage", keys="known:\n  - Sign-in fails for 30 % of customers\n")

    assert found_by("C008", (wrong, NEXT.format(keys=keys)), tmp_path) == []


@pytest.mark.parametrize(
    ("body", "overlay", "times"),
    [
        ("Calls fail.", "Retry after 9:45 am.", 1),
        ("Calls have failed since 09:01 UTC.", "Retry after 9:45 am.", 0),
        ("Calls fail.", "Retry after 9:45 am UTC.", 0),
    ],
)
def test_a_time_said_to_one_audience_has_its_zone(body: str, overlay: str, times: int, tmp_path: Path) -> None:
    text = _overlay("", "partial_outage", overlay).replace(
        "Signing in returns an error for 5 to 10 % of accounts. The next update comes at 10:00 UTC.", body
    )

    found = found_by("T002", (text,), tmp_path)

    assert len(found) == times
    assert all(text.splitlines()[one.place.line - 1].startswith("  developers:") for one in found)


def test_a_zone_that_one_audience_is_told_helps_nobody_else(tmp_path: Path) -> None:
    text = _overlay("", "partial_outage", "Retry after 9:45 am UTC.").replace("at 10:00 UTC.", "at 10:00.")

    (found,) = found_by("T002", (text,), tmp_path)

    assert "'10:00' has no zone" in found.sentence


def test_a_time_in_an_answer_has_its_zone(tmp_path: Path) -> None:
    text = _answer("", "partial_outage", "Since 9:45 am.").replace("at 10:00 UTC.", "in an hour.")

    (found,) = found_by("T002", (text,), tmp_path)

    assert text.splitlines()[found.place.line - 1] == "qa:"


@pytest.mark.parametrize("keys", ["audiences:\n  developers: {}\n", "qa:\n  - q: Again?\n    a: {}\n"])
def test_a_promise_that_nobody_can_keep_is_found_wherever_it_is_said(keys: str, tmp_path: Path) -> None:
    text = FIRST.format(state="partial_outage", keys=keys.format("This will never happen again."))

    (found,) = found_by("L007", (text,), tmp_path)

    assert text.splitlines()[found.place.line - 1].lstrip().startswith(("developers:", "qa:"))


MARKDOWN = """\
audiences:
  developers: |
    - Retry sign-in calls with back-off
    - Calls fail for 30 % of accounts

    ```
    # 40 % of accounts fail
    ```
"""


def test_an_overlay_is_read_as_the_markdown_that_it_is(tmp_path: Path) -> None:
    (found,) = found_by("C010", (FIRST.format(state="partial_outage", keys=MARKDOWN),), tmp_path)

    assert found.sentence.startswith("'30 % of accounts'")


def test_an_answer_to_one_audience_does_not_answer_an_open_question(tmp_path: Path) -> None:
    asked = FIRST.format(state="partial_outage", keys="unknown:\n  - Whether passwords are affected\n")
    told = "unknown:\n  - When it ends\n{}"
    overlay = told.format("audiences:\n  developers: No password is affected.\n")
    answer = told.format("qa:\n  - q: What about passwords?\n    a: They are not affected.\n")

    assert len(found_by("C009", (asked, NEXT.format(keys=overlay)), tmp_path / "overlay")) == 1
    assert found_by("C009", (asked, NEXT.format(keys=answer)), tmp_path / "answer") == []
