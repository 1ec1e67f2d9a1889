"""Every rule fires on its bad example and is quiet on its good one; none is without reason, and each has its row."""

from pathlib import Path

import pytest

from rule_examples import found_by, library_of
from rule_reference import PAGE, page
from statusladder.ladder.steps import find_missteps
from statusladder.lint.interface import Rule
from statusladder.lint.judge import find_rules
from statusladder.model.problem import CODES, STRUCTURE_AND_SAFETY

RULES = list(find_rules().values())
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@each_rule
def test_it_fires_on_its_bad_example(rule: Rule, tmp_path: Path) -> None:
    found = found_by(rule.code, rule.bad, tmp_path)

    assert found
    for problem in found:
        assert problem.sentence[-1] not in ".!"
        assert problem.fix[-1] not in ".!"
        assert problem.kind is rule.about.kind


@each_rule
def test_it_is_quiet_on_its_good_example(rule: Rule, tmp_path: Path) -> None:
    assert found_by(rule.code, rule.good, tmp_path) == []


@each_rule
def test_its_examples_are_steps_of_the_ladder(rule: Rule, tmp_path: Path) -> None:
    for name, example in (("bad", rule.bad), ("good", rule.good)):
        assert find_missteps(library_of(example, tmp_path / name), None) == []


@each_rule
def test_it_can_be_silenced_with_a_reason_unless_it_is_about_safety(rule: Rule, tmp_path: Path) -> None:
    silence = f"---\nlint_ignore:\n  - rule: {rule.code}\n    reason: It is about another thing\n"
    silenced = (*rule.bad[:-1], rule.bad[-1].replace("---\n", silence, 1))

    assert bool(found_by(rule.code, silenced, tmp_path)) is (rule.about.kind in STRUCTURE_AND_SAFETY)


def test_no_code_is_given_twice() -> None:
    assert set(CODES) & {rule.code for rule in RULES} == set()


def test_the_reference_is_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
