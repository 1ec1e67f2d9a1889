"""The two gates: no time changes what they say, the demo passes them, and what a code is said to stop it stops."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from night import some
from rule_examples import library_of
from statusladder.cli.problem_formats import find_codes, say_stopped
from statusladder.lint.interface import Rule
from statusladder.lint.judge import find_rules
from statusladder.model.problem import Gate, Lane, Level, Place, Problem, blocks
from statusladder.publish.judgement import judge_site

DEMO = Path(__file__).resolve().parent.parent.parent
CLOCK = datetime.fromisoformat("2027-01-01T00:00:00Z")

RULES = list(find_rules().values())


@pytest.mark.parametrize("rule", some(RULES, by_day=len(RULES) // 5, in_ci=len(RULES) // 2), ids=lambda rule: rule.code)
def test_no_problem_appears_or_goes_because_time_passed(rule: Rule, tmp_path: Path) -> None:
    for name, example in (("bad", rule.bad), ("good", rule.good)):
        library_of(example, tmp_path / name)
        now, in_a_year = (
            judge_site(tmp_path / name, clock, Gate.CHECK) for clock in (CLOCK, CLOCK + timedelta(days=365))
        )
        assert now.problems == in_a_year.problems


def test_the_demo_has_no_finding_above_an_info_now_and_in_a_year() -> None:
    for clock in (CLOCK, CLOCK + timedelta(days=365)):
        problems = judge_site(DEMO, clock, Gate.CHECK).problems
        assert [str(problem) for problem in problems if problem.level is not Level.INFO] == []


@pytest.mark.parametrize("code", sorted(find_codes()))
def test_what_a_code_is_said_to_stop_is_what_it_stops(code: str) -> None:
    problem = Problem(Place("x"), code, "", "", find_codes()[code])
    stopped = [blocks(problem, gate, lane) for gate in Gate for lane in (Lane.FAST, Lane.USUAL)]
    said = {
        "stops check and build, also in the fast lane": [True, True, True, True],
        "stops check, but for the fast lane": [False, True, False, False],
        "stops nothing": [False, False, False, False],
    }

    assert said[say_stopped(problem.about or find_codes()[code])] == stopped
