"""What the rules of language find and, as much, what they leave alone."""

from pathlib import Path

import pytest

from rule_examples import SITE, found_by, library_of
from statusladder.content.reader import read_library
from statusladder.lint.judge import lint
from statusladder.lint.specimens import notice, resolved
from statusladder.model.problem import Gate, Level, Problem

FIRES = [
    ("L001", "The kubelet on one machine is late."),
    ("L001", "A quorum is missing."),
    ("L001", "Sign-in waits for Redis."),
    ("L004", "Mistakes were made."),
    ("L004", "Some errors have been made on our side."),
    ("L004", "An issue was experienced by sign-in."),
    ("L004", "It was determined that a setting was wrong."),
    ("L004", "Access was impacted."),
    ("L004", "Two accounts were inadvertently deleted."),
    ("L005", "Some users may be experiencing issues."),
    ("L005", "A subset of customers might still see intermittent errors."),
    ("L005", "You may experience delays."),
    ("L006", "A hiccup in sign-in."),
    ("L006", "This affects a small number of accounts."),
    ("L006", "It met only a handful of users."),
    ("L006", "We had a brief outage."),
    ("L006", "This is an isolated incident."),
    ("L006", "A minor issue delays sign-in."),
    ("L007", "This will never happen again."),
    ("L007", "It won't happen again."),
    ("L007", "We ensure that it does not happen again."),
    ("L007", "Sign-in is 100 % fixed."),
    ("L007", "It is fixed for good."),
    ("L007", "We guarantee that your data is kept."),
    ("L007", "Your data is fully protected."),
    ("L007", "We have permanently resolved this."),
    ("L008", "This is probably caused by a release."),
    ("L008", "We think a release is the cause."),
    ("L008", "We have found a likely cause."),
    ("L008", "It appears to be related to a release."),
    ("L009", "We take the safety of your data very seriously."),
    ("L009", "Any inconvenience is unwelcome."),
    ("L009", "Out of an abundance of caution we closed sign-in."),
    ("L009", "Rest assured that we are here."),
    ("L009", "Our valued customers come first."),
    ("L011", "The address is on a blacklist."),
    ("L011", "The master/slave pair is being repaired."),
    ("L011", "After a sanity check we open sign-in."),
    ("L013", "Our world-class team is on it."),
    ("L013", "We look back on 99.99 % uptime."),
]
QUIET = [
    ("L001", "The queue behind sign-in is long, and a cluster is being repaired."),
    ("L001", "Answers carry `redis` as their source."),
    ("L001", "See [what happened](https://tern.example/kafka)."),
    ("L001", "Sign-in pods of our café are open."),
    ("L004", "Two accounts were affected."),
    ("L004", "No other functionality was impacted."),
    ("L004", "We found that a setting was wrong."),
    ("L004", "The mistake was ours."),
    ("L005", "You may use your password instead."),
    ("L005", "You may see the old page for a minute."),
    ("L005", "Between 12 and 18 % of sign-ins fail."),
    ("L006", "The page shows only the last 24 hours."),
    ("L006", "A request is carried out only once."),
    ("L006", "A small number of accounts, 3 % of all, cannot sign in."),
    ("L006", "Severity: minor."),
    ("L006", "The incident was limited to delays of exports."),
    ("L006", "Restart in small steps."),
    ("L007", "100 % of uploads failed."),
    ("L007", "We never store your password."),
    ("L007", "We are watching that the error does not recur."),
    ("L007", "Sign-in is permanently slow in one region."),
    ("L007", "Writes that failed are not lost for good reasons."),
    ("L007", "> This will never happen again"),
    ("L008", "We do not know the cause yet."),
    ("L008", "Signing in a second time will probably work."),
    ("L009", "We take notes during each call."),
    ("L009", "We take each report and look into it."),
    ("L009", "We are sorry for any inconvenience."),
    ("L011", "The master bedroom can be booked again."),
    ("L011", "Use the branch `master`."),
    ("L013", "Sign-in works in all regions."),
]


@pytest.mark.parametrize(("code", "body"), FIRES)
def test_it_finds(code: str, body: str, tmp_path: Path) -> None:
    assert len(found_by(code, (notice(body),), tmp_path)) == 1


@pytest.mark.parametrize(("code", "body"), QUIET)
def test_it_leaves_alone(code: str, body: str, tmp_path: Path) -> None:
    assert found_by(code, (notice(body),), tmp_path) == []


def test_a_finding_stands_at_its_line_and_quotes_its_words(tmp_path: Path) -> None:
    found = found_by(
        "L006", (notice("Signing in fails.\n\nIt began at 09:00 UTC,\nafter a *brief outage* of exports."),), tmp_path
    )

    assert [problem.place.line for problem in found] == [17]
    assert "'brief outage'" in found[0].sentence


def _lint(root: Path) -> list[Problem]:
    library = read_library(root).library
    assert library is not None
    return lint(library, Gate.CHECK)


def test_the_site_s_own_inner_names_are_words_of_the_engine_room(tmp_path: Path) -> None:
    named = SITE.replace("    name: Sign-in\n", "    name: Sign-in\n    internal_names: [heron, Gate 2]\n")
    library_of((notice("The Heron is down, and gate 2 with it. Herons are birds."),), tmp_path)
    (tmp_path / "site.yaml").write_text(named, encoding="utf-8")

    found = [problem for problem in _lint(tmp_path) if problem.code == "L001"]
    assert [problem.sentence.split("'")[1] for problem in found] == ["Heron", "gate 2"]


def test_what_a_site_sells_is_no_engine_room(tmp_path: Path) -> None:
    library_of((notice("New Kubernetes clusters cannot be made."),), tmp_path)
    (tmp_path / "site.yaml").write_text(SITE.replace("name: Exports", "name: Managed Kubernetes"), encoding="utf-8")

    assert [problem for problem in _lint(tmp_path) if problem.code == "L001"] == []


def test_a_text_for_developers_may_speak_of_the_engine_room(tmp_path: Path) -> None:
    file = notice("Signing in fails.").replace("next_update", "audiences:\n  developers: Redis is down.\nnext_update")

    assert found_by("L001", (file,), tmp_path) == []


def test_a_guess_may_stand_among_what_is_unknown(tmp_path: Path) -> None:
    file = notice("Signing in fails.").replace(
        "next_update", "unknown:\n  - Whether it is probably caused by a release\nnext_update"
    )

    assert found_by("L008", (file,), tmp_path) == []


def test_a_guess_is_fine_once_the_cause_is_told(tmp_path: Path) -> None:
    later = (
        "---\nstage: identified\nat: 2026-03-14T09:20:00Z\nnext_update: 1h\n---\nIt was probably caused by a disk.\n"
    )

    assert found_by("L008", (notice("Signing in fails."), later), tmp_path) == []


def test_without_a_figure_an_impact_may_be_hedged(tmp_path: Path) -> None:
    file = notice("Some users may be experiencing issues.").replace("  share: 12-18%\n  basis: measured\n", "")

    assert found_by("L005", (file,), tmp_path) == []


@pytest.mark.parametrize(
    ("state", "title", "body", "fires"),
    [
        ("degraded_performance", "Sign-in outage", "Signing in takes a minute.", True),
        ("degraded_performance", "Signing in is slow", "We see an outage of Sign-in.", True),
        ("degraded_performance", "Signing in is slow", "An outage of a network slows us.", False),
        ("degraded_performance", "Signing in is slow", "This is no outage of Sign-in.", False),
        ("partial_outage", "Sign-in outage in Europe", "Signing in is not possible in Europe.", False),
        ("major_outage", "Sign-in is degraded", "We are finding out why.", True),
        ("major_outage", "Sign-in is slow to come back", "Nobody can sign in.", False),
        ("operational", "Sign-in outage is over", "All is well.", False),
    ],
)
def test_words_of_magnitude_fit_the_states(state: str, title: str, body: str, fires: bool, tmp_path: Path) -> None:
    file = notice(body, title=title, state=state).replace("  symptom: The sign-in page returns an error\n", "")

    assert bool(found_by("L010", (file,), tmp_path)) is fires


@pytest.mark.parametrize(
    ("title", "fires"),
    [
        ("kafka-prod-3 consumer lag", True),
        ("db-7 does not answer", True),
        ("etcd has lost its quorum", True),
        ("Sign-in fails for some accounts", False),
        ("Jobs on macos-15 wait", False),
        ("Exports of 2026-03 are late", False),
    ],
)
def test_a_title_names_a_symptom(title: str, fires: bool, tmp_path: Path) -> None:
    assert bool(found_by("F003", (notice("Signing in fails.", title=title),), tmp_path)) is fires


@pytest.mark.parametrize(
    ("words", "level"),
    [(25, None), (26, Level.INFO), (35, Level.INFO), (36, Level.WARNING)],
)
def test_the_length_of_a_sentence(words: int, level: Level | None, tmp_path: Path) -> None:
    found = found_by("L003", (notice(" ".join(["word"] * words) + "."),), tmp_path)

    assert [problem.level for problem in found] == ([level] if level else [])


def test_a_colon_lets_readers_breathe(tmp_path: Path) -> None:
    half = " ".join(["word"] * 20)

    assert found_by("L003", (notice(f"{half}: {half}; {half} – {half}."),), tmp_path) == []


def test_a_table_is_no_sentence(tmp_path: Path) -> None:
    rows = "\n".join(f"| 09:{minute:02} UTC | we did something |" for minute in range(10, 30))

    assert found_by("L003", (notice(f"| time | event |\n|---|---|\n{rows}"),), tmp_path) == []


def test_a_long_update_is_an_info_and_a_long_report_is_none(tmp_path: Path) -> None:
    long = "\n\n".join(["We look at each step of the move."] * 22)
    report = f"---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n---\n{long}\n"

    found = found_by("L003", (notice(long),), tmp_path / "update")
    assert [(problem.level, "176 words" in problem.sentence) for problem in found] == [(Level.INFO, True)]
    assert found_by("L003", (notice("Signing in fails."), resolved("It works."), report), tmp_path / "report") == []


def test_a_hard_summary_of_a_report_is_an_info(tmp_path: Path) -> None:
    hard = "Authentication functionality deteriorated following infrastructure reconfiguration. " * 6
    report = (
        f"---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n---\n## Summary\n\n{hard}\n\n## Timeline\n"
    )
    found = found_by("L002", (notice("Signing in fails."), resolved("It works."), report), tmp_path)

    assert [problem.level for problem in found] == [Level.INFO]
    assert "summary" in found[0].sentence


def test_the_names_of_the_product_make_no_text_hard(tmp_path: Path) -> None:
    name = "Organisational Authentication Availability"
    text = f"We look at it. {'NAME is slow for some of you. ' * 5}It is all well."
    library_of((notice(text.replace("NAME", name)),), tmp_path)

    assert "L002" in {problem.code for problem in _lint(tmp_path)}
    (tmp_path / "site.yaml").write_text(SITE.replace("name: Exports", f"name: {name}"), encoding="utf-8")
    assert "L002" not in {problem.code for problem in _lint(tmp_path)}
