"""The two gates and the fast lane, for every rule: what stops a build, what stops a change, what is debt."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rule_examples import library_of
from statusladder.cli.rule_text import known_codes, stops
from statusladder.lint.interface import Rule
from statusladder.lint.judge import all_rules
from statusladder.model.communication import Incident
from statusladder.model.problem import Gate, Kind, Lane, Level, Place, Problem, blocks
from statusladder.model.vocabulary import Severity
from statusladder.publish.judgement import judge_site

DEMO = Path(__file__).resolve().parent.parent.parent
CLOCK = datetime.fromisoformat("2027-01-01T00:00:00Z")
NEVER_LET_PASS = (Kind.FORM, Kind.SAFETY, Kind.STEP, Kind.ORDER)

each_rule = pytest.mark.parametrize("rule", list(all_rules().values()), ids=lambda rule: rule.code)
each_severity = pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.MINOR])


def _with_severity(rule: Rule, severity: Severity) -> tuple[str, ...]:
    first, *others = rule.bad
    lines = [f"severity: {severity}" if line.startswith("severity: ") else line for line in first.split("\n")]
    return ("\n".join(lines), *others)


def _is_hurried(problem: Problem, incidents: tuple[Incident, ...]) -> bool:
    """By the words of ladder.md: the first file of any incident, every file of an open critical or major one."""
    for incident in incidents:
        for index, update in enumerate(incident.updates):
            if update.path == problem.place.path:
                is_grave = incident.severity in (Severity.CRITICAL, Severity.MAJOR)
                return index == 0 or (incident.is_open and is_grave)
    return False


@each_severity
@each_rule
def test_each_finding_is_blocked_debt_or_told_as_the_ladder_says(
    rule: Rule, severity: Severity, tmp_path: Path
) -> None:
    library = library_of(_with_severity(rule, severity), tmp_path)
    checked, built = judge_site(tmp_path, CLOCK, Gate.CHECK), judge_site(tmp_path, CLOCK, Gate.BUILD)
    found = [problem for problem in checked.problems if problem.code == rule.code]

    for problem in found:
        always = problem.kind in NEVER_LET_PASS and problem.level is Level.ERROR
        stops_check = always or (problem.level is Level.ERROR and not _is_hurried(problem, library.incidents))
        assert (problem in checked.blocking(Gate.CHECK)) is stops_check
        assert (problem in built.blocking(Gate.BUILD)) is always
        assert (problem in checked.debt) is (problem.level is Level.ERROR and not stops_check)
    assert all(problem.kind in NEVER_LET_PASS for problem in built.blocking(Gate.BUILD))


@each_rule
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


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_what_a_code_is_said_to_stop_is_what_it_stops(code: str) -> None:
    problem = Problem(Place("x"), code, "", "", known_codes()[code])
    stopped = [blocks(problem, gate, lane) for gate in Gate for lane in (Lane.FAST, Lane.USUAL)]
    said = {
        "stops check and build, also in the fast lane": [True, True, True, True],
        "stops check, but for the fast lane": [False, True, False, False],
        "stops nothing": [False, False, False, False],
    }

    assert said[stops(problem.about or known_codes()[code])] == stopped
