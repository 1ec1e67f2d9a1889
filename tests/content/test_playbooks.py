"""Playbooks as they are read: the site's own before the shipped ones, with every mistake told and no traceback."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factory import settings as site_settings
from front_matter import odd_values
from night import examples
from statusladder.content.playbooks import adapted_text, find_playbooks, own_path_of, read_own_playbooks
from statusladder.content.reader import read_library
from statusladder.model.playbook import Playbook, fill, variables_in
from statusladder.model.vocabulary import ComponentState, IncidentKind, Severity, Stage

CALM = Path(__file__).parent.parent / "sites" / "calm"
OWN = """\
---
title: Ours
severity: minor
components:
  sign-in: degraded_performance
incident_title: Signing in is slow for {{ who }}
variables:
  - name: who
    ask: For whom?
    default: some accounts
questions: How slow is it?
prompts:
  identified:
    - What is slow?
owner: identity
version: "3"
review_by: 2027-03-01
x-ticket: 7
---
Look at the *store*.

::: internal
Its name is heron.
:::
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with sign-in and exports among its components, and no playbook yet."""
    site = Path(shutil.copytree(CALM, tmp_path / "site"))
    (site / "content" / "playbooks").mkdir()
    return site


def _write(root: Path, name: str, text: str) -> None:
    (root / own_path_of(name)).write_text(text, encoding="utf-8")


def _found(root: Path) -> dict[str, Playbook]:
    playbooks, problems = find_playbooks(root, site_settings("sign-in", "exports"))
    assert problems == []
    return playbooks


def test_a_playbook_is_read_with_its_keys_and_all_of_its_words(root: Path) -> None:
    _write(root, "ours", OWN)

    playbook = _found(root)["ours"]

    assert (playbook.path, playbook.shipped) == ("content/playbooks/ours.md", False)
    assert playbook.said.severity is Severity.MINOR
    assert playbook.said.kind is IncidentKind.INCIDENT
    assert playbook.said.questions == ("How slow is it?",)
    assert playbook.said.prompts == {Stage.IDENTIFIED: ("What is slow?",)}
    assert playbook.said.defaults == {"who": "some accounts"}
    assert "Its name is heron." in playbook.body
    assert playbook.place("components.sign-in").line == 5


def test_the_playbooks_that_come_with_the_package_are_there_without_any_of_ones_own(root: Path) -> None:
    shipped = _found(root)

    assert "sign-in" in shipped
    assert all(playbook.shipped and Path(playbook.path).is_file() for playbook in shipped.values())
    assert list(shipped) == sorted(shipped)


def test_a_playbook_of_ones_own_takes_the_place_of_the_shipped_one(root: Path) -> None:
    _write(root, "sign-in", OWN)

    assert _found(root)["sign-in"].said.title == "Ours"


def test_a_broken_playbook_of_ones_own_is_not_replaced_by_another_in_silence(root: Path) -> None:
    _write(root, "sign-in", OWN.replace("severity: minor", "severity: mnor"))

    playbooks, problems = find_playbooks(root, site_settings("sign-in"))

    assert "sign-in" not in playbooks
    assert [str(problem.place) for problem in problems] == ["content/playbooks/sign-in.md:3"]


def test_a_shipped_playbook_offers_only_the_components_that_the_site_has(root: Path) -> None:
    shipped = _found(root)["sign-in"]

    assert shipped.components_of(site_settings("sign-in")) == {"sign-in": ComponentState.PARTIAL_OUTAGE}
    assert shipped.components_of(site_settings("exports")) == {}


def test_a_shipped_playbook_becomes_one_of_the_sites_own_without_a_problem(root: Path) -> None:
    own = site_settings("sign-in").model_copy(update={"audiences": ()})
    for name, playbook in _found(root).items():
        _write(root, name, adapted_text(playbook, own))

    playbooks, problems = find_playbooks(root, own)

    assert problems == []
    assert not any(playbook.shipped for playbook in playbooks.values())
    assert playbooks["sign-in"].said.audiences == {}
    assert playbooks["sign-in"].said.components == {"sign-in": ComponentState.PARTIAL_OUTAGE}


def test_mistakes_in_a_playbook_are_mistakes_of_the_site(root: Path) -> None:
    _write(root, "ours", OWN.replace("sign-in: degraded", "export: degraded"))

    reading = read_library(root)

    assert [(str(problem.place), problem.code) for problem in reading.problems] == [
        ("content/playbooks/ours.md:5", "D011")
    ]


_NAMES = st.sampled_from(["who", "since", "a_1", "x"])


@given(st.text(), st.dictionaries(_NAMES, st.text()))
def test_filling_leaves_nothing_to_fill_but_what_has_no_value(text: str, values: dict[str, str]) -> None:
    assert fill(text, {}) == text
    assert fill("".join(f"{{{{{name}}}}}" for name in values), values) == "".join(values.values())


@given(st.lists(st.tuples(st.text(alphabet=st.characters(exclude_characters="{}")), _NAMES)), st.text())
def test_a_value_comes_in_as_it_is(parts: list[tuple[str, str]], value: str) -> None:
    text = "".join(f"{words}{{{{ {name} }}}}" for words, name in parts)
    names = {name for _, name in parts}

    assert list(variables_in(text)) == [name for _, name in parts]
    assert fill(text, dict.fromkeys(names, value)) == "".join(f"{words}{value}" for words, _ in parts)


_KEYS = st.sampled_from(
    [
        "title", "severity", "incident_title", "questions", "owner", "version", "review_by", "kind", "triggers",
        "components", "variables", "first_notice", "prompts", "usually_works", "audiences", "qa", "avoid",
        "exit_checks", "drill", "name", "ask", "after", "inject", "identified", "sign-in", "x-note",
    ]
)  # fmt: skip
_VALUES = odd_values(["minor", "Why?", "{{who}}", "'{{who}}'", "'{{'", "operational", "who"], _KEYS)
_REQUIRED = {
    "title": "T",
    "severity": "minor",
    "incident_title": "T",
    "questions": "Q?",
    "owner": "us",
    "version": "1",
    "review_by": "2027-03-01",
}


@settings(
    max_examples=examples(by_night=150, by_day=50, in_ci=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(_KEYS, _VALUES, max_size=5), st.text(max_size=40), st.booleans())
def test_any_front_matter_of_a_playbook_is_read_or_refused_but_never_a_traceback(
    root: Path, keys: dict[str, str], body: str, complete: bool
) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in ((_REQUIRED if complete else {}) | keys).items())
    (root / own_path_of("ours")).write_bytes(f"---\n{lines}---\n{body}".encode("utf-8", "replace"))

    playbooks, problems = read_own_playbooks(root, site_settings("sign-in"))

    assert problems or [playbook.name for playbook in playbooks] == ["ours"]
    assert all(problem.sentence and problem.fix and problem.place.line >= 1 for problem in problems)
