"""Times in words and promises: what is found, and the near misses that must stay quiet."""

from pathlib import Path

import pytest

from rule_examples import found_by

KEYS = """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: partial_outage
"""
ETA = """\
eta:
  from: 2026-03-14T14:00:00Z
  to: 2026-03-14T15:30:00Z
  confidence: medium
  basis: a trial run
"""
NEW = ETA.replace("15:30", "17:00").replace("14:00", "16:00")
REASON = "eta_reason: the move had to start again\n"


def first(body: str = "Signing in fails.", more: str = "next_update: 1h\n") -> str:
    return f"---\n{KEYS}{more}---\n{body}\n"


def then(at: str, more: str = "", body: str = "A disk is full.", stage: str = "identified") -> str:
    return f"---\nstage: {stage}\nat: 2026-03-14T{at}:00Z\n{more}---\n{body}\n"


WORDS_FOUND = [
    ("T001", "We will post an update soon.", "'soon'"),
    ("T001", "It should be fixed **very shortly**.", "'very shortly'"),
    ("T001", "We will write as soon as we have more information.", "'as soon as we have'"),
    ("T001", "We'll tell you ASAP.", "'ASAP'"),
    ("T001", "The report follows in due course.", "'in due course'"),
    ("T001", "Service will be back momentarily.", "'momentarily'"),
    ("T001", "We will look at it at a later date.", "'at a later date'"),
    ("T002", "It began at 9:30.", "'9:30'"),
    ("T002", "From 07:10 to 08:25 exports failed.", "'07:10'"),
    ("T002", "We write again at 9 pm.", "'9 pm'"),
    ("T002", "From 07:10-08:30 exports failed, this time for 1000-1500 accounts.", "'07:10'"),
    ("T006", "We expect it to be fixed at 14:00 UTC.", "'fixed at 14:00'"),
    ("T006", "Full recovery is expected by 8:00pm UTC.", "'recovery is expected by 8:00pm'"),
    ("T010", "It broke this morning.", "'this morning'"),
    ("T010", "Tomorrow we replace the disk.", "'Tomorrow'"),
    ("T010", "We worked overnight on it.", "'overnight'"),
    ("T011", "It ends at 8 pm CST.", "'CST'"),
    ("T011", "It ended at 14:30 (IST).", "'IST'"),
]
WORDS_LET_PASS = [
    ("T001", "We restarted it, and soon after errors fell."),
    ("T001", "Shortly before 09:00 UTC errors rose."),
    ("T001", "We took it back as soon as we saw it."),
    ("T001", "Restart as soon as the page says so."),
    ("T001", "We will write soon, at 10:45 UTC."),
    ("T001", "Some requests were momentarily refused."),
    ("T001", "No later than version 5 is affected, and that is too soon to say."),
    ("T001", "The page says `back soon`, and [more](https://tern.example/soon)."),
    ("T001", "> We will be back soon"),
    ("T002", "It began at 09:30 UTC and ended at 09:45."),
    ("T002", "Between 14:42UTC and 18:05UTC exports failed."),
    ("T002", "It began at 9:30 CET."),
    ("T002", "It began at 9:30 Lisbon time."),
    ("T002", "It began at 9:30 +01:00."),
    ("T002", "It began at 2026-03-14T09:30:00+01:00."),
    ("T002", "It began at 2026-03-14T09:30:00Z."),
    ("T002", "Pictures of 16:10 are cut, and of 16:09 as well."),
    ("T002", "The job took about 10:15 minutes."),
    ("T002", "Open `localhost:80` at 10:15:22.5 % of the way."),
    ("T002", "It is 3 am I told you."),
    ("T006", "We expect recovery between 14:00 and 15:30 UTC."),
    ("T006", "Signing in was fixed at 08:40 UTC."),
    ("T006", "The next update will be done by 10:00 UTC."),
    ("T006", "We will watch until 14:00 UTC."),
    ("T010", "It broke this morning at 07:10 UTC."),
    ("T010", "Yesterday, 13 March, we replaced the disk."),
    ("T010", "The app shows bookings of today and tomorrow."),
    ("T010", "Today's arrivals are correct."),
    ("T010", "The overnight batch jobs are late."),
    ("T010", "Nothing is late today."),
    ("T011", "It ends at 8 pm CST (02:00 UTC)."),
    ("T011", "It ends at 20:00 CEST."),
    ("T011", "All 3 REST calls and 2 BEST offers fail."),
]


@pytest.mark.parametrize(("code", "body", "quoted"), WORDS_FOUND)
def test_words_are_found_and_quoted(code: str, body: str, quoted: str, tmp_path: Path) -> None:
    found = found_by(code, (first(f"Signing in fails.\n\n{body}"),), tmp_path)

    assert found
    assert quoted in found[0].sentence
    assert found[0].place.line == 12


@pytest.mark.parametrize(("code", "body"), WORDS_LET_PASS)
def test_near_misses_are_let_pass(code: str, body: str, tmp_path: Path) -> None:
    assert [str(problem) for problem in found_by(code, (first(f"Signing in fails.\n\n{body}"),), tmp_path)] == []


def test_a_title_goes_out_alone_and_needs_a_zone_of_its_own(tmp_path: Path) -> None:
    titled = first("It began at 09:30 UTC.").replace("fails for some accounts", "fails since 09:30")

    (found,) = found_by("T002", (titled,), tmp_path)

    assert found.place.line == 4


def test_words_in_the_facts_are_judged_as_well(tmp_path: Path) -> None:
    (found,) = found_by("T010", (first(more="unknown:\n  - What changed last night\nnext_update: 1h\n"),), tmp_path)

    assert found.place.line == 8


FIRES = [
    ("T003", (first(), then("09:30"))),
    ("T004", (first(more="next_update: 3h\n"),)),
    ("T004", (first(body="We write again at 13:00 UTC.", more="next_update: 4h\n"),)),
    ("T004", (first(), then("12:00", "next_update: 4h\n"))),
    ("T004", (first(), then("09:30", "next_update: 5h\n", "Again at 14:30 UTC.", "monitoring"))),
    ("T007", (first(), then("12:00", ETA), then("13:00", NEW))),
    ("T007", (first(), then("12:00", ETA), then("13:00", "eta: unknown\n"))),
    ("T007", (first(), then("12:00", ETA), then("13:00", NEW + REASON, "It works again at 16:00 UTC."))),
    ("T008", (first(), then("12:00", ETA), then("15:31"))),
    ("T008", (first(), then("12:00", ETA), then("16:00", stage="resolved"))),
    ("T008", (first(), then("10:00", "eta: unknown\neta_review_at: 2026-03-14T11:00:00Z\n"), then("11:30"))),
    ("T012", (first(), then("10:06"))),
    ("T012", (first(), then("11:00", stage="resolved"))),
    ("T012", (first(), then("10:20", body="Delayed runs start again; most delays with exports are over."))),
    ("T012", (first(), then("10:20", body="This update is about delayed runs."))),
]
QUIET = [
    ("T003", (first(), then("09:30", stage="resolved"))),
    ("T004", (first(more="next_update: 64m\n"),)),
    ("T004", (first(), then("12:00", "next_update: 4h\n", "The copy runs for hours; we write again at 16:00 UTC."))),
    ("T004", (first(), then("12:00", "next_update: 4h\n", "The copy runs for hours; we write every four hours."))),
    ("T004", (first(), then("10:30", "next_update: 3h\n", "We watch until 13:30 UTC.", "monitoring"))),
    ("T007", (first(), then("12:00", ETA))),
    ("T007", (first(), then("12:00", ETA), then("13:00", ETA))),
    ("T007", (first(), then("12:00", ETA), then("13:00", NEW + REASON, "It takes until 17:00, not 15:30 UTC."))),
    ("T007", (first(), then("12:00", ETA), then("13:00", NEW + REASON, "It takes longer than we said."))),
    ("T007", (first(), then("10:00", "eta: unknown\n"), then("13:00", NEW))),
    ("T008", (first(), then("12:00", ETA), then("15:30"))),
    ("T008", (first(), then("12:00", ETA), then("15:40", NEW + REASON))),
    ("T008", (first(), then("12:00", ETA), then("15:40", body="It takes longer than we said."))),
    ("T008", (first(), then("12:00", ETA), then("15:40", body="We said 3:30 pm UTC and are not there."))),
    ("T008", (first(), then("12:00", ETA), then("16:00", "mitigated_at: 2026-03-14T15:20:00Z\n", stage="monitoring"))),
    ("T012", (first(), then("10:05"))),
    ("T012", (first(), then("10:20", body="You were to hear from us at 10:00 UTC."))),
    ("T012", (first(), then("10:20", body="We are sorry that you had to wait for this."))),
    ("T012", (first(), then("10:20", body="Please excuse the delay. A disk is full."))),
    ("T012", (first(), then("10:20", body="This update was slightly delayed by our move to another server."))),
    ("T012", (first(), then("10:20", body="A delay in updating this page: the editor was at the disk."))),
    ("T012", (first(), then("09:50", stage="resolved"), then("18:00", "version: final\n", stage="postmortem"))),
]


@pytest.mark.parametrize(("code", "files"), FIRES)
def test_a_promise_that_is_not_kept_is_found(code: str, files: tuple[str, ...], tmp_path: Path) -> None:
    assert found_by(code, files, tmp_path)


@pytest.mark.parametrize(("code", "files"), QUIET)
def test_a_promise_that_is_kept_is_let_pass(code: str, files: tuple[str, ...], tmp_path: Path) -> None:
    assert [str(problem) for problem in found_by(code, files, tmp_path)] == []


def test_a_late_update_is_told_for_when_it_was_promised(tmp_path: Path) -> None:
    (found,) = found_by("T012", (first(), then("10:20")), tmp_path)

    assert "promised for 10:00 UTC, comes 20 min late" in found.sentence
