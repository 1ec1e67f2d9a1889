"""A title that was true once and is not any more; and the many that only look like it."""

from pathlib import Path

import pytest

from rule_examples import CONTACTS, INCIDENT, SITE, found_by, library_of
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Problem


def first(title: str, *lines: str) -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return f"---\nstage: investigating\nat: 2026-03-14T09:01:00Z\ntitle: {title}\nseverity: minor\n{keys}---\nWords.\n"


def later(*lines: str, stage: str = "identified", clock: str = "09:20") -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{keys}---\nA disk is full.\n"


def found(*files: str, root: Path, site: str = SITE + CONTACTS) -> list[Problem]:
    told = lint(library_of(files, root, site), Gate.CHECK)
    return [one for one in told if one.code == "C015" and INCIDENT in one.place.path]


SHARE, FEW, MOST = "impact: {share: 30-40%}", "impact: {share: 5-12%}", "impact: {share: 60-70%}"
SLOW, PARTLY, DOWN = (
    f"components: {{sign-in: {state}}}" for state in ("degraded_performance", "partial_outage", "major_outage")
)
ONE, TWO = "impact: {regions: [eu-1]}", "impact: {regions: [eu-1, us-1]}"

STALE = [
    ("Sign-in fails for all customers", SHARE, "for all customers", "impact.share' is 30-40%"),
    ("Sign-in fails for everyone, exports are late", SHARE, "for everyone", "impact.share' is 30-40%"),
    ("An error affects all of our users", FEW, "affects all of our users", "impact.share' is 5-12%"),
    ("Nobody can sign in", SHARE, "Nobody can sign in", "impact.share' is 30-40%"),
    ("Sign-in fails for some accounts", MOST, "some accounts", "impact.share' is 60-70%"),
    ("Sign-in fails in all regions", ONE, "in all regions", "impact.regions' is eu-1"),
    ("Sign-in fails worldwide", ONE, "worldwide", "impact.regions' is eu-1"),
    ("Sign-in is down", SLOW, "is down", "components.sign-in' is 'degraded_performance'"),
    ("Sign-in is currently unavailable", SLOW, "is currently unavailable", "components.sign-in' is 'degraded"),
    ("Outage of sign-in", SLOW, "Outage", "components.sign-in' is 'degraded_performance'"),
]
TRUE = [
    ("Sign-in fails for all customers", "impact: {share: 95-100%}"),
    ("Sign-in fails for all customers", "impact: {share: unknown}"),
    ("Sign-in fails for all customers in the EU", SHARE),
    ("Sign-in fails for all customers who use single sign-on", SHARE),
    ("Sign-in fails for all customers but those with a passkey", SHARE),
    ("Sign-in does not fail for all customers", SHARE),
    ("All exports are late", SHARE),
    ("Nobody can sign in with a passkey", SHARE),
    ("Nobody can sign in from the EU", SHARE),
    ("Sign-in fails for some accounts", "impact: {share: 40-60%}"),
    ("Sign-in fails for some accounts with a passkey", MOST),
    ("Sign-in fails in all regions", "impact: {regions: [all]}"),
    ("Sign-in fails in all regions", TWO),
    ("Sign-in fails in all regions but one", ONE),
    ("Sign-in fails in the EU", ONE),
    ("Sign-in is down", PARTLY),
    ("Sign-in is down", "components: {sign-in: affected}"),
    ("Sign-in is down", "components: {sign-in: affected, exports: degraded_performance}"),
    ("Sign-in is down", "components: {sign-in: degraded_performance, exports: major_outage}"),
    ("Sign-in is down for tokens made before 2024", SLOW),
    ("Sign-in is unavailable at times", SLOW),
    ("Sign-in is slow since our provider is down", SLOW),
    ("Partial outage of sign-in", SLOW),
    ("Throughput is down to a half", SLOW),
    ("Sign-in is slow", DOWN),
]


@pytest.mark.parametrize(("title", "fact", "words", "told"), STALE)
def test_a_title_that_no_longer_holds_is_found_on_the_change_that_makes_it_so(
    title: str, fact: str, words: str, told: str, tmp_path: Path
) -> None:
    change = later(fact)

    (problem,) = found_by("C015", (first(title, DOWN), change), tmp_path)

    assert problem.sentence.startswith(f"the title says '{words}', and '{told}")
    assert problem.place.path.endswith("02-update.md")
    assert change.splitlines()[problem.place.line - 1] == fact


@pytest.mark.parametrize(("title", "fact"), TRUE)
def test_a_title_that_can_be_true_is_let_be(title: str, fact: str, tmp_path: Path) -> None:
    assert found_by("C015", (first(title, DOWN), later(fact)), tmp_path) == []


@pytest.mark.parametrize(("title", "fact", "words"), [row[:3] for row in STALE if "utage" not in row[0]])
def test_a_title_that_never_held_is_found_on_its_own_line(title: str, fact: str, words: str, tmp_path: Path) -> None:
    text = first(title, fact)

    (problem,) = found_by("C015", (text,), tmp_path)

    assert text.splitlines()[problem.place.line - 1] == f"title: {title}"


def test_an_outage_in_a_new_title_is_found_once(tmp_path: Path) -> None:
    text = first("Outage of sign-in", SLOW)

    assert len(found_by("L010", (text,), tmp_path / "L010")) == 1
    assert found_by("C015", (text,), tmp_path / "C015") == []


def test_regions_that_other_incidents_name_are_regions_too(tmp_path: Path) -> None:
    title, three = "Sign-in fails in all regions", "impact: {regions: [eu-1, us-1, ap-1]}"

    assert len(found(first(title, three), later(TWO), root=tmp_path / "two of three")) == 1
    assert found(first(title, three), later(three), root=tmp_path / "three of three") == []


EVERYBODY = first("Sign-in fails for all customers", DOWN)


@pytest.mark.parametrize(
    ("files", "places"),
    [
        ((later(SHARE), later("tags: disk", clock="09:40")), ["02-update.md"]),
        ((later(SHARE), later(FEW, clock="09:40")), ["02-update.md"]),
        ((later(SHARE), later("title: Sign-in fails for a third of customers", clock="09:40")), []),
        ((later(SHARE), later("impact: {share: 100%}", clock="09:40")), []),
        ((later(SHARE), later("data_loss: none", stage="resolved", clock="09:40")), []),
        ((later(SHARE, stage="monitoring"),), ["02-update.md"]),
        ((later("components: {sign-in: operational}", stage="monitoring"),), []),
    ],
    ids=["said once", "a new value", "a new title", "true again", "over", "while watching", "works again"],
)
def test_it_is_said_once_and_until_it_is_put_right(files: tuple[str, ...], places: list[str], tmp_path: Path) -> None:
    assert [one.place.path.rpartition("/")[2] for one in found(EVERYBODY, *files, root=tmp_path)] == places


def test_titles_in_other_languages_and_of_other_tools_are_let_be(tmp_path: Path) -> None:
    german = SITE.replace("  support:", "  language: de\n  support:") + CONTACTS
    origin = "imported_from: {source: statuspage, id: abc}"

    assert found(EVERYBODY, later(SHARE), root=tmp_path / "de", site=german) == []
    assert found(EVERYBODY, later(SHARE, origin), root=tmp_path / "imported") == []
