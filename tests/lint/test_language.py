"""Where the rules of language look, what they compare, and how they count."""

from pathlib import Path

import pytest

from rule_examples import SITE, found_by, library_of
from statusladder.content.reader import read_library
from statusladder.lint.interface import make_notice, make_resolved
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Level, Problem


def test_a_finding_stands_at_its_line_and_quotes_its_words(tmp_path: Path) -> None:
    found = found_by(
        "L006",
        (make_notice("Signing in fails.\n\nIt began at 09:00 UTC,\nafter a *brief outage* of exports."),),
        tmp_path,
    )

    assert [problem.place.line for problem in found] == [17]
    assert "'brief outage'" in found[0].sentence


def _lint(root: Path) -> list[Problem]:
    library = read_library(root).library
    assert library is not None
    return lint(library, Gate.CHECK)


def test_the_site_s_own_inner_names_are_words_of_the_engine_room(tmp_path: Path) -> None:
    named = SITE.replace("    name: Sign-in\n", "    name: Sign-in\n    internal_names: [heron, Gate 2]\n")
    library_of((make_notice("The Heron is down, and gate 2 with it. Herons are birds."),), tmp_path)
    (tmp_path / "site.yaml").write_text(named, encoding="utf-8")

    found = [problem for problem in _lint(tmp_path) if problem.code == "L001"]
    assert [problem.sentence.split("'")[1] for problem in found] == ["Heron", "gate 2"]


def test_what_a_site_sells_is_no_engine_room(tmp_path: Path) -> None:
    library_of((make_notice("New Kubernetes clusters cannot be made."),), tmp_path)
    (tmp_path / "site.yaml").write_text(SITE.replace("name: Exports", "name: Managed Kubernetes"), encoding="utf-8")

    assert [problem for problem in _lint(tmp_path) if problem.code == "L001"] == []


def test_a_text_for_developers_may_speak_of_the_engine_room(tmp_path: Path) -> None:
    file = make_notice("Signing in fails.").replace(
        "next_update", "audiences:\n  developers: Redis is down.\nnext_update"
    )

    assert found_by("L001", (file,), tmp_path) == []


def test_a_guess_may_stand_among_what_is_unknown(tmp_path: Path) -> None:
    file = make_notice("Signing in fails.").replace(
        "next_update", "unknown:\n  - Whether it is probably caused by a release\nnext_update"
    )

    assert found_by("L008", (file,), tmp_path) == []


def test_a_guess_is_fine_once_the_cause_is_told(tmp_path: Path) -> None:
    later = (
        "---\nstage: identified\nat: 2026-03-14T09:20:00Z\nnext_update: 1h\n---\nIt was probably caused by a disk.\n"
    )

    assert found_by("L008", (make_notice("Signing in fails."), later), tmp_path) == []


def test_without_a_figure_an_impact_may_be_hedged(tmp_path: Path) -> None:
    file = make_notice("Some users may be experiencing issues.").replace("  share: 12-18%\n  basis: measured\n", "")

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
    file = make_notice(body, title=title, state=state).replace("  symptom: The sign-in page returns an error\n", "")

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
    assert bool(found_by("F003", (make_notice("Signing in fails.", title=title),), tmp_path)) is fires


@pytest.mark.parametrize(
    ("words", "level"),
    [(25, None), (26, Level.INFO), (35, Level.INFO), (36, Level.WARNING)],
)
def test_the_length_of_a_sentence(words: int, level: Level | None, tmp_path: Path) -> None:
    found = found_by("L003", (make_notice(" ".join(["word"] * words) + "."),), tmp_path)

    assert [problem.level for problem in found] == ([level] if level else [])


def test_a_colon_lets_readers_breathe(tmp_path: Path) -> None:
    half = " ".join(["word"] * 20)

    assert found_by("L003", (make_notice(f"{half}: {half}; {half} – {half}."),), tmp_path) == []


def test_a_table_is_no_sentence(tmp_path: Path) -> None:
    rows = "\n".join(f"| 09:{minute:02} UTC | we did something |" for minute in range(10, 30))

    assert found_by("L003", (make_notice(f"| time | event |\n|---|---|\n{rows}"),), tmp_path) == []


def test_a_long_update_is_an_info_and_a_long_report_is_none(tmp_path: Path) -> None:
    long = "\n\n".join(["We look at each step of the move."] * 22)
    report = f"---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n---\n{long}\n"

    found = found_by("L003", (make_notice(long),), tmp_path / "update")
    assert [(problem.level, "176 words" in problem.sentence) for problem in found] == [(Level.INFO, True)]
    assert (
        found_by("L003", (make_notice("Signing in fails."), make_resolved("It works."), report), tmp_path / "report")
        == []
    )


def test_a_hard_summary_of_a_report_is_an_info(tmp_path: Path) -> None:
    hard = "Authentication functionality deteriorated following infrastructure reconfiguration. " * 6
    report = (
        f"---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n---\n## Summary\n\n{hard}\n\n## Timeline\n"
    )
    found = found_by("L002", (make_notice("Signing in fails."), make_resolved("It works."), report), tmp_path)

    assert [problem.level for problem in found] == [Level.INFO]
    assert "summary" in found[0].sentence


def test_the_names_of_the_product_make_no_text_hard(tmp_path: Path) -> None:
    name = "Organisational Authentication Availability"
    text = f"We look at it. {'NAME is slow for some of you. ' * 5}It is all well."
    library_of((make_notice(text.replace("NAME", name)),), tmp_path)

    assert "L002" in {problem.code for problem in _lint(tmp_path)}
    (tmp_path / "site.yaml").write_text(SITE.replace("name: Exports", f"name: {name}"), encoding="utf-8")
    assert "L002" not in {problem.code for problem in _lint(tmp_path)}
