"""The questions that a person is asked at a real terminal, and what becomes of the answers when they leave half-way."""

import shlex
from pathlib import Path

import pytest

from terminal import CTRL_C, Seen, at_a_terminal
from writing_site import GOES_ON, SETTINGS, content, new_site, run

NOW = "2026-03-14T09:01:00Z"
LATER = "2026-03-14T09:20:00Z"
NEW = ("new", "Search finds nothing", "--severity", "major", "--set", "search=partial_outage", "-m", "We look into it.")
FIRST = "incidents/2026-03-14-search-finds-nothing/01-investigating.md"
PARTS = "Which parts are affected, as COMPONENT=STATE?"
SYMPTOM = "What does a customer see when it fails?"
SHARE = "What share of customers, as 12-18%, or unknown?"
STILL = "Search: still a partial outage?"
DOING = "What are you doing about it?"
WORDS = "Words for customers"
Answers = list[tuple[str, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return new_site(tmp_path / "site")


@pytest.fixture
def begun(site: Path) -> Path:
    assert run(*NEW, cwd=site, now=NOW).returncode == 0
    return site


def _asked(site: Path, words: tuple[str, ...], answers: Answers, now: str = NOW) -> Seen:
    return at_a_terminal((*words, "--now", now), answers, site, {"COLUMNS": "400"})


def _typed_again(seen: Seen) -> list[str]:
    """The words of the command that was printed, as a shell takes them."""
    assert GOES_ON in seen.screen, seen
    program, *words = shlex.split(seen.screen.split(GOES_ON, 1)[1])
    assert program == "statusladder"
    return words


def _goes_on(seen: Seen, folder: Path, *more: str) -> None:
    """Runs the command that was printed."""
    went_on = run(*_typed_again(seen), *more, cwd=folder)
    assert went_on.returncode == 0, went_on.stderr


def test_a_first_notice_is_asked_for_word_by_word(site: Path) -> None:
    seen = _asked(site, ("new",), [
        ("few words?", "Search: finds nothing"),
        ("How bad is it for customers?", "terrible"),
        ("How bad is it for customers?", "major"),
        (PARTS, "search=partial_outage"),
        ("and", ""),
        (SYMPTOM, ""),
        (WORDS, "Search finds no booking."),
        (WORDS, "We are finding out why."),
        (WORDS, ""),
    ])  # fmt: skip

    assert (seen.code, list(content(site))) == (0, [FIRST]), seen.screen
    written = content(site)[FIRST].decode()
    assert 'title: "Search: finds nothing"\nseverity: major\ncomponents:\n  search: partial_outage\n' in written
    assert written.endswith("---\nSearch finds no booking.\n\nWe are finding out why.\n")
    assert "no severity is called 'terrible': write one of critical, major, minor, info" in seen.screen
    assert "by 10:31 UTC+1, 14 March 2026" in seen.screen


def test_a_fact_of_the_sites_own_policy_is_asked_for_where_there_is_a_question(site: Path) -> None:
    rules = "    milestones: {investigating: required}\n    data_loss: {investigating: required}\n"
    (site / "site.yaml").write_text(f"{SETTINGS}ladder:\n  facts:\n{rules}")
    seen = _asked(site, (*NEW[:-2], "--symptom", "Errors"), [("Was data lost?", "none"), (WORDS, "x"), (WORDS, "")])

    assert seen.code == 0, seen.screen
    assert b"data_loss: none\n" in content(site)[FIRST]


def test_a_maintenance_is_asked_for_and_later_its_new_end(site: Path) -> None:
    announced = _asked(site, ("maintenance",), [
        ("few words?", "New disks"),
        ("When does it begin", "tomorrow"),
        ("over?", "22:00"),
        ("When does it begin", "20:00"),
        ("over?", "19:00"),
        ("When does it begin", "20:00"),
        ("over?", "22:00"),
        ("to which parts", "search=under_maintenance"),
        ("and", ""),
        ("must customers do?", "none"),
        (WORDS, "We put in new disks."),
        (WORDS, ""),
    ])  # fmt: skip
    assert announced.code == 0, announced.screen
    begun = run("update", "disks", "--stage", "in_progress", "-m", "It begins.", cwd=site, now="2026-03-14T19:00:00Z")
    assert begun.returncode == 0, begun.stderr

    extended = _asked(site, ("update", "disks", "--stage", "extended", "--at", "21:50"), [
        ("over?", "23:00"),
        (WORDS, "It takes an hour longer."),
        (WORDS, ""),
    ])  # fmt: skip

    assert extended.code == 0, extended.screen
    written = content(site)["maintenance/2026-03-14-new-disks/03-extended.md"].decode()
    assert "window:\n  from: 2026-03-14T19:00:00Z\n  to: 2026-03-14T22:00:00Z\n" in written


def test_nothing_is_asked_when_flags_say_all(site: Path) -> None:
    seen = _asked(site, NEW, [])

    assert (seen.code, list(content(site))) == (0, [FIRST])
    assert "?" not in seen.screen


def test_only_what_no_flag_says_is_asked(begun: Path) -> None:
    seen = _asked(begun, ("update", "--stage", "identified", "--symptom", "Errors", "--started-at", "09:50"), [
        (STILL, ""),
        (SHARE, "12-18%"),
        ("measured or estimated?", "measured"),
        ("What do you know?", ""),
        ("What do you not know yet?", ""),
        ("What are you doing about it?", ""),
        ("What can customers do meanwhile?", ""),
        ("What must customers do?", ""),
            ("When do you expect recovery", "11:00"),
            ("How sure", "high"),
            ("On what", "hope"),
            ("When do you expect recovery", "11:15..12:00"),
            ("How sure", "low"),
            ("On what", "one trial"),
        (WORDS, "We know."),
        (WORDS, ""),
    ], LATER)  # fmt: skip

    assert seen.code == 0, seen.screen
    assert "'11:00' is no window: write its two ends as 10:15..11:00" in seen.screen
    written = content(begun)["incidents/2026-03-14-search-finds-nothing/02-identified.md"]
    assert b"  from: 2026-03-14T10:15:00Z\n  to: 2026-03-14T11:00:00Z\n  confidence: low\n" in written
    assert SYMPTOM not in seen.screen
    assert "When did it begin" not in seen.screen


IDENTIFIED = (
    *("update", "--stage", "identified", "--symptom", "Errors", "--share", "12-18%", "--set", "sign-in=major_outage"),
    *("--doing", "Moving traffic", "--doing", "Asking our provider", "--known", "Sessions work", "--unknown", "Why"),
    *("--workaround", "Use the app", "--customer-action", "Sign in again", "--eta", "unknown", "--started-at", "09:50"),
    *("--progress", "40% of accounts restored", "-m", "x"),
)


def test_a_change_of_stage_asks_for_each_fact_that_may_no_longer_hold_and_says_what_was_said(begun: Path) -> None:
    assert run(*IDENTIFIED, cwd=begun, now=LATER).returncode == 0

    seen = _asked(begun, ("update", "--stage", "monitoring", "--remaining", "none", "--next", "1h"), [
        (STILL, "better"),
        (STILL, "operational"),
        ("Sign-in: still a major outage?", "yes"),
        (SHARE, "4-6%"),
        ("measured or estimated?", "measured"),
        ("How far is it", ""),
        (DOING, ""),
        ("Until when do you watch?", "12:00"),
        ("What must hold until then?", "no errors"),
        (WORDS, "It works."),
        (WORDS, ""),
    ], "2026-03-14T09:40:00Z")  # fmt: skip

    assert seen.code == 0, seen.screen
    assert "'better' is no state; write one of operational" in seen.screen
    assert f"  So far: 12-18%\n{SHARE}" in seen.screen
    assert "  So far: 40% of accounts restored. It ends here unless you say it again\n" in seen.screen
    did = "Moving traffic; Asking our provider"
    assert f"  So far: {did}. It ends here unless you say it again\n{DOING}" in seen.screen
    written = content(begun)["incidents/2026-03-14-search-finds-nothing/03-monitoring.md"].decode()
    assert "components:\n  search: operational\nimpact:\n  share: 4-6%\n" in written
    assert "\nactions:" not in written


def test_nothing_that_a_flag_answers_or_that_no_stage_changed_is_asked_again(begun: Path) -> None:
    assert run(*IDENTIFIED, cwd=begun, now=LATER).returncode == 0
    said = ("--share", "5%", "--set", "search=operational", "--set", "sign-in=operational", "--progress", "90% of them")
    seen = _asked(begun, ("update", "--stage", "mitigating", *said, "--doing", "Moving on"), [
        (WORDS, "Most work."), (WORDS, ""),
    ], "2026-03-14T09:40:00Z")  # fmt: skip
    same = _asked(begun, ("update", "--stage", "mitigating"), [(WORDS, "More work."), (WORDS, "")],
                  "2026-03-14T09:50:00Z")  # fmt: skip

    assert (seen.code, same.code) == (0, 0), seen.screen + same.screen
    assert ": still " not in seen.screen + same.screen


def test_the_end_asks_again_what_customers_have_to_do_and_for_no_state(begun: Path) -> None:
    assert run(*IDENTIFIED, cwd=begun, now=LATER).returncode == 0

    seen = _asked(begun, ("update", "--stage", "resolved", "--data-loss", "none", "--remaining", "none"), [
        (SHARE, "15%"),
        ("measured or estimated?", "measured"),
        ("What must customers do?", "none"),
        ("agree to these words?", ""),
        (WORDS, "It is over."),
        (WORDS, ""),
    ], "2026-03-14T09:50:00Z")  # fmt: skip

    assert seen.code == 0, seen.screen
    assert "  So far: Sign in again. It ends here unless you say it again\nWhat must customers do?" in seen.screen
    assert ": still " not in seen.screen


def test_a_re_opened_incident_asks_which_parts_are_affected_now(begun: Path) -> None:
    end = ("update", "--stage", "resolved", "-m", "x", "--customer-action", "none")
    assert run(*end, cwd=begun, now=LATER).returncode == 0

    again = ("update", "search", "--stage", "investigating", "--reason", "It fails again", "--symptom", "Errors")
    seen = _asked(begun, (*again, "--eta", "unknown"), [
        (PARTS, "search=partial_outage"),
        ("and", ""),
        (WORDS, "It fails again."),
        (WORDS, ""),
    ], "2026-03-14T09:50:00Z")  # fmt: skip

    assert seen.code == 0, seen.screen
    assert ": still " not in seen.screen


def test_a_wrong_item_of_a_list_is_asked_for_again_and_the_others_stay(site: Path) -> None:
    seen = _asked(site, ("new", "Two are down", "--severity", "minor", "--symptom", "Errors", "-m", "x"), [
        (PARTS, "sign-in=major_outage"),
        ("and", "serch=partial_outage"),
        ("if it was retired\n  and".replace("\n", "\r\n"), "search=partial_outage"),
        ("and", ""),
    ])  # fmt: skip

    assert seen.code == 0, seen.screen
    assert b"  sign-in: major_outage\n  search: partial_outage\n" in next(iter(content(site).values()))


def test_ctrl_c_prints_the_command_that_goes_on_with_every_answer(begun: Path) -> None:
    symptom, words = "An empty list, 'quoted'", "We found: it's $HOME."
    stopped = _asked(begun, ("update", "search"), [
        ("Stage", "identified"),
        (STILL, ""),
        (SYMPTOM, symptom),
        (SHARE, "12-18%"),
        ("measured or estimated?", CTRL_C),
    ], LATER)  # fmt: skip

    assert (stopped.code, list(content(begun))) == (1, [FIRST])
    _goes_on(stopped, begun, "-m", words)
    written = content(begun)["incidents/2026-03-14-search-finds-nothing/02-identified.md"].decode()
    assert f"at: {LATER}\n" in written
    assert f"  symptom: {symptom}\n  share: 12-18%\n" in written
    assert written.endswith(f"---\n{words}\n")


def test_ctrl_c_amid_a_list_keeps_its_items(site: Path) -> None:
    stopped = _asked(site, ("new", "Two are down", "--severity", "minor", "--symptom", "Errors"), [
        (PARTS, "sign-in=major_outage"),
        ("and", CTRL_C),
    ])  # fmt: skip

    assert stopped.code == 1
    _goes_on(stopped, site, "-m", "Both fail.")
    assert b"components:\n  sign-in: major_outage\n" in next(iter(content(site).values()))


def test_ctrl_c_amid_the_words_keeps_the_paragraphs(site: Path) -> None:
    stopped = _asked(site, (*NEW[:-2], "--symptom", "Errors"), [(WORDS, "The first paragraph."), (WORDS, CTRL_C)])

    assert stopped.code == 1
    _goes_on(stopped, site)
    assert content(site)[FIRST].endswith(b"---\nThe first paragraph.\n")


def test_ctrl_c_keeps_what_was_tried_and_why(begun: Path) -> None:
    tried = _asked(begun, ("update", "--no-change"), [
        ("We tried …", "a restart"),
        ("We ruled out …", "the release"),
        ("Next we …", CTRL_C),
    ], LATER)  # fmt: skip
    why = _asked(begun, ("update", "--stage", "retracted", "--reason", "A probe was wrong"), [(WORDS, CTRL_C)], LATER)

    assert (tried.code, why.code) == (1, 1)
    assert _typed_again(why).count("A probe was wrong") == 1
    _goes_on(tried, begun, "--next-step", "ask our provider")
    written = content(begun)["incidents/2026-03-14-search-finds-nothing/02-investigating.md"].decode()
    assert "We tried a restart. We ruled out the release. Next we ask our provider.\n" in written
    assert "no_change: true\n" in written


def test_answers_survive_an_end_without_words(site: Path) -> None:
    stopped = _asked(site, ("new", "--severity", "minor", "--set", "search=partial_outage", "--symptom", "E"), [
        ("few words?", "Search finds nothing"),
        (WORDS, ""),
    ])  # fmt: skip

    assert (stopped.code, content(site)) == (1, {})
    _goes_on(stopped, site, "-m", "We are finding out why.")


def test_answers_survive_a_flag_that_cannot_be_read(site: Path) -> None:
    seen = _asked(site, ("new", "--severity", "minor", "--set", "unknown", "--eta", "soon", "-m", "x"), [
        ("few words?", "Search finds nothing"),
        (SYMPTOM, ""),
    ])  # fmt: skip

    assert (seen.code, content(site)) == (2, {})
    assert "'soon' is no window" in seen.screen
    assert "Search finds nothing" in _typed_again(seen)


def test_the_command_that_goes_on_knows_the_site_the_moment_and_what_is_to_become_of_it(site: Path) -> None:
    words = ("new", "--site", "site", "--at", "09:30", "--branch", "notices", "--drill", "--slug", "exercise")
    stopped = _asked(site.parent, words, [("few words?", "Search finds nothing"), ("How bad", CTRL_C)])

    typed = _typed_again(stopped)
    assert {"--site=site", "--at=09:30", f"--now={NOW}", "--branch=notices", "--drill", "exercise"} <= set(typed)
    without_git = [word for word in typed if not word.startswith("--branch")]
    went_on = run(*without_git, "--severity", "minor", "--set", "unknown", "-m", "x", cwd=site.parent)
    assert went_on.stdout == "site/content/drills/2026-03-14-exercise/01-investigating.md\n", went_on.stderr


def test_nobody_is_asked_in_a_pipe(site: Path) -> None:
    piped = run("new", "Search finds nothing", cwd=site, now=NOW)

    assert (piped.returncode, content(site)) == (2, {})
    assert "a first notice needs --severity, -m TEXT or --edit" in piped.stderr
    assert "How bad" not in piped.stderr
