"""Where an incident contradicts itself or a neighbour, and the many places where it only seems to."""

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
  sign-in: partial_outage
impact:
  symptom: The sign-in page returns an error
  share: 5-10%
  accounts: 120-150
  regions:
    - EU
next_update: 1h
---
Signing in returns an error.
"""
COMPONENTS = "components:\n  sign-in: partial_outage\n"


def update(keys: str = "", words: str = "We work on it.", stage: str = "identified", clock: str = "09:30") -> str:
    return f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{keys}---\n{words}\n"


@pytest.mark.parametrize(
    ("keys", "quoted"),
    [
        ("impact:\n  share: 12-18%\n", "from 5-10 % to 12-18 %"),
        ("impact:\n  accounts: 151\n", "from 120-150 to 151"),
        ("impact:\n  regions:\n    - EU\n    - US\n", "reached us"),
        ("components:\n  exports: degraded_performance\n", "reached exports"),
    ],
)
def test_a_wider_impact_wants_its_reason(keys: str, quoted: str, tmp_path: Path) -> None:
    (found,) = found_by("C002", (FIRST, update(keys)), tmp_path / "bare")

    assert quoted in found.sentence
    assert found_by("C002", (FIRST, update(f"{keys}impact_reason: more servers failed\n")), tmp_path / "told") == []


def test_the_reason_may_come_later_and_is_owed_until_then(tmp_path: Path) -> None:
    wider = update("impact:\n  share: 20%\n")

    (found,) = found_by("C002", (FIRST, wider, update(clock="09:40")), tmp_path / "owed")
    assert "since 02-update" in found.sentence
    later = update("impact_reason: more servers failed\n", clock="09:40")
    assert found_by("C002", (FIRST, wider, later), tmp_path / "told") == []


@pytest.mark.parametrize(
    "files",
    [
        (FIRST, update("impact:\n  share: 7%\n")),
        (FIRST, update("impact:\n  share: unknown\n")),
        (FIRST, update("impact:\n  regions:\n    - US\n")),
        (FIRST, update("components:\n  exports: operational\n")),
        (FIRST, update("components:\n  sign-in: major_outage\n")),
        (FIRST.replace(COMPONENTS, "components: unknown\n"), update(COMPONENTS)),
        (FIRST, update("impact:\n  share: 1-2%\n"), update("impact:\n  share: 9%\n", stage="resolved", clock="10:00")),
        (FIRST, update(stage="monitoring"), update("impact:\n  share: 30%\nregression: it came back\n", clock="10:00")),
    ],
    ids=["narrower", "unknown now", "elsewhere", "works", "worse", "first named", "the whole at the end", "regression"],
)
def test_an_impact_that_is_not_wider_wants_none(files: tuple[str, ...], tmp_path: Path) -> None:
    assert found_by("C002", files, tmp_path) == []


def test_a_severity_that_stays_wants_no_reason(tmp_path: Path) -> None:
    assert found_by("C003", (FIRST, update("severity: minor\n")), tmp_path) == []


@pytest.mark.parametrize(
    ("files", "times"),
    [
        ((FIRST, update("components:\n  sign-in: partial_outage\n", stage="resolved")), 1),
        ((FIRST, update("components:\n  sign-in: operational\n", stage="resolved")), 0),
        ((FIRST, update("components:\n  sign-in: operational\n", stage="mitigating")), 1),
        ((FIRST, update("components:\n  sign-in: operational\n", stage="monitoring")), 0),
        ((FIRST.replace("partial_outage", "operational").replace("minor", "info"),), 0),
        ((FIRST.replace("stage: investigating", "stage: resolved\nbackfilled: true"),), 0),
    ],
    ids=["resolved but down", "resolved", "open but works", "watched", "no loss of function", "told afterwards"],
)
def test_states_fit_the_stage(files: tuple[str, ...], times: int, tmp_path: Path) -> None:
    assert len(found_by("C005", files, tmp_path)) == times


@pytest.mark.parametrize(
    ("keys", "times"),
    [
        ("title: Dashboards do not load\n", 1),
        ("title: Signing in and dashboards fail\n", 0),
        ("title: All accounts are locked out\n", 0),
        ("summary: Exports come late again\n", 1),
        ("summary: Errors on the sign-in page\n", 0),
        ("summary: Exports come late again\nknown:\n  - Exports are late too\n", 0),
        ("summary: Exports come late again\naudiences:\n  developers: Exports are late too\n", 1),
        ("summary: All is well again\n", 0),
        (
            "title: Dashboards do not load\ncorrections:\n  - at: 2026-03-14T09:20:00Z\n    field: title\n"
            "    was: Sign-in\n    now: Dashboards\n    why: the report was mistaken\n",
            0,
        ),
    ],
)
def test_titles_and_summaries_stay_with_their_subject(keys: str, times: int, tmp_path: Path) -> None:
    assert len(found_by("C007", (FIRST, update(keys)), tmp_path)) == times


ETA = "eta:\n  from: 2026-03-14T10:15:00Z\n  to: 2026-03-14T11:00:00Z\n  confidence: low\n  basis: a drill\n"
BEGAN = "started_at: 2026-03-14T08:52:00Z\n"
PROGRESS = "progress:\n  percent: 50\n  of: accounts moved to the new store (60 of 120)\n"
PROMISE = "next_update: 2026-03-14T10:00:00Z\n"


@pytest.mark.parametrize(
    ("keys", "words", "quoted"),
    [
        ("", "Signing in fails for 20 % of customers.", "20 % of customers"),
        ("", "Between 12 and 18 percent of your users see errors.", "Between 12 and 18 percent of your users"),
        ("", "Signing in fails for more than 30% of accounts.", "more than 30% of accounts"),
        ("", "Signing in fails for 30 % of customers in the EU.", "30 % of customers"),
        ("", "1,200 accounts are affected.", "1,200 accounts"),
        (PROMISE, "The next update comes at 10:30 UTC.", "next update comes at 10:30 UTC"),
        (PROMISE, "The next update comes at 10:20.", "next update comes at 10:20"),
        (PROMISE, "We will update you again in an hour.", "update you again in an hour"),
        (PROMISE, "Next update within 20 minutes.", "Next update within 20 minutes"),
        (ETA, "We expect recovery between 10:15 and 12:00 UTC.", "between 10:15 and 12:00 UTC"),
        (ETA, "We expect recovery 14:00–15:30 UTC instead of 10:15 to 11:00 UTC.", "14:00–15:30 UTC"),
        ("eta: unknown\n", "We expect to be back from 10:15 to 11:00 UTC.", "from 10:15 to 11:00 UTC"),
        (BEGAN, "The outage began at 08:25 UTC.", "The outage began at 08:25 UTC"),
        (PROGRESS, "Of the work 40 % of accounts moved to the store.", "40 % of accounts moved"),
        (PROGRESS, "70 of 120 are done.", "70 of 120"),
    ],
)
def test_a_figure_that_contradicts_its_fact_is_found(keys: str, words: str, quoted: str, tmp_path: Path) -> None:
    (found,) = found_by("C008", (FIRST, update(keys, f"Hello.\n\n{words}")), tmp_path)

    assert f"'{quoted}" in found.sentence
    assert found.place.line == len(keys.splitlines()) + 7


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("", "Signing in fails for 5 to 10 % of customers."),
        ("", "Signing in fails for about 11 % of customers."),
        ("", "Signing in fails for up to 10 % of customers."),
        ("", "Signing in fails for 8 % of customers, and 30 % of users see slow pages."),
        ("", "We said at first that 20 % of customers are affected."),
        ("", "5 to 10 % of customers, not 20 %, are affected."),
        ("", "At the peak 40 % of customers saw errors."),
        ("", "At 09:10 UTC 40 % of customers saw errors."),
        ("", "95 % of customers can sign in again, and errors are rare."),
        ("", "40 % of customers in the US see errors."),
        ("", "40 % of customers use the mobile app."),
        ("", "40 % of sign-ins fail."),
        ("", "`20 % of customers` fail."),
        ("", "> 20 % of customers fail"),
        ("", "62 of 515 accounts fail."),
        ("", "130 accounts are affected."),
        ("", "300 accounts work again."),
        (PROMISE, "The next update comes by 10:00 UTC."),
        (PROMISE, "The next update comes at 11:00 CET."),
        (PROMISE, "The next update comes at 15:30."),
        (PROMISE, "The next update comes within an hour."),
        (PROMISE, "The next update comes in half an hour."),
        (PROMISE, "We had promised the next update for 09:30, and another update was due at 09:20 UTC."),
        (PROMISE, "We begin at 10:30 UTC."),
        (ETA, "We expect recovery between 10:15 and 11:00 UTC."),
        (ETA, "The earlier estimate was 09:30 to 10:00 UTC; we now expect recovery later."),
        (ETA, "We expect recovery between 10:15 and 11:00 UTC instead of 09:30 to 10:00 UTC."),
        (ETA, "Exports are paused between 12:00 and 13:00 UTC."),
        (BEGAN, "The outage began at 08:52 UTC."),
        (BEGAN, "The second outage began at 09:20 UTC."),
        (BEGAN, "The repair began at 09:20 UTC."),
        (PROGRESS, "60 of 120 accounts are moved, which is 50 % of accounts moved to the new store."),
        (PROGRESS, "12 of 40 servers are done."),
        (PROGRESS, "10 % of exports are late."),
    ],
)
def test_a_figure_of_another_thing_is_no_contradiction(keys: str, words: str, tmp_path: Path) -> None:
    assert found_by("C008", (FIRST, update(keys, words)), tmp_path) == []


def test_the_end_may_be_told_by_either_of_its_times(tmp_path: Path) -> None:
    ends = "mitigated_at: 2026-03-14T10:10:00Z\nresolved_at: 2026-03-14T10:25:00Z\n"
    for clock, times in (("10:10", 0), ("10:25", 0), ("10:52", 1)):
        last = update(ends, f"The incident was resolved at {clock} UTC.", "resolved", "10:30")
        assert len(found_by("C008", (FIRST, last), tmp_path / clock)) == times


ASKED = FIRST.replace("next_update", "unknown:\n  - Whether passwords are affected\n  - Why servers fail\nnext_update")


@pytest.mark.parametrize(
    ("keys", "words", "times"),
    [
        ("unknown:\n  - When it ends\n", "A disk is full.", 2),
        ("unknown:\n  - When it ends\ncause: A disk is full\n", "A disk is full.", 1),
        ("unknown:\n  - When it ends\ncause: A disk is full\n", "No password is affected.", 0),
        ("unknown:\n  - If passwords are affected, and why servers fail\n", "A disk is full.", 0),
        ("unknown:\n  - When it ends\nruled_out:\n  - That passwords or servers are at fault\n", "A disk is full.", 0),
        ("", "A disk is full.", 0),
    ],
    ids=["both", "the cause answers why", "both answered", "said anew", "ruled out", "carried over"],
)
def test_an_open_question_does_not_vanish(keys: str, words: str, times: int, tmp_path: Path) -> None:
    assert len(found_by("C009", (ASKED, update(keys, words)), tmp_path)) == times


@pytest.mark.parametrize(
    ("first", "times"),
    [
        (FIRST.replace("sign-in: partial", "exports: partial"), 1),
        (FIRST, 0),
        (FIRST.replace("sign-in: partial_outage", "exports: operational\n  sign-in: partial_outage"), 0),
        (FIRST.replace("sign-in: partial", "exports: partial").replace("T09:01", "T07:01"), 0),
    ],
    ids=["the same", "another component", "works there", "the earlier of the two"],
)
def test_one_failure_has_one_open_incident(first: str, times: int, tmp_path: Path) -> None:
    assert len(found_by("C013", (first,), tmp_path)) == times
