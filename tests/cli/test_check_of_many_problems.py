"""More problems than a host shows: the most severe and a last word on the rest, and all of them in text and JSON."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from night import in_ci, some
from statusladder.cli.main import statusladder
from statusladder.cli.problem_formats import MOST_ANNOTATIONS, Findings, as_github
from statusladder.model.problem import Code, Kind, Level, Place, Problem
from writing_site import new_site

FORMATS = ("text", "json", "github", "sarif")
MORE = r"and (\d+) more: run 'statusladder check' to list all problems"


def _site(folder: Path, incidents: int) -> Path:
    """Each incident has a mistake in its severity and one in its component."""
    site = new_site(folder)
    for number in range(incidents):
        home = site / "content" / "incidents" / f"2026-03-01-case-{number:03}"
        home.mkdir(parents=True)
        (home / "01-first.md").write_text(
            "---\nstage: investigating\nat: 2026-03-01T09:00:00Z\ntitle: Sign-in fails\nseverity: bad\n"
            "components:\n  sign-out: major_outage\nnext_update: 30m\n---\nSigning in fails.\n"
        )
    return site


def _check(site: Path, form: str) -> Result:
    return CliRunner().invoke(
        statusladder, ["check", "--site", str(site), "--now", "2026-03-14T10:05:00Z", "--format", form]
    )


def _told(number: int, level: Level) -> Problem:
    return Problem(Place(f"{number:05}.md"), "X001", "wrong", "fix it", Code(Kind.WORDING, "wrong", level))


@in_ci
def test_github_is_given_as_many_annotations_as_it_shows_and_text_and_json_all(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", 60)

    text, data, github = (_check(site, form) for form in ("text", "json", "github"))

    problems = json.loads(data.stdout)["problems"]
    lines = github.stdout.splitlines()
    assert len(problems) >= 60
    assert len(lines) == MOST_ANNOTATIONS == 50
    assert [one["path"] for one in problems] == re.findall(r"^(\S+?):\d+: [A-Z]\d{3} ", text.stderr, re.MULTILINE)
    (more,) = re.findall(rf"^::notice::{MORE}$", lines[-1])
    assert int(more) == len(problems) - 49
    assert {one.exit_code for one in (text, data, github)} == {1}


def test_as_many_problems_as_are_shown_are_all_shown() -> None:
    problems = tuple(_told(number, Level.WARNING) for number in range(MOST_ANNOTATIONS))

    assert as_github(Findings(problems, frozenset(), "")).count("::warning ") == MOST_ANNOTATIONS


def test_the_most_severe_are_shown_in_the_order_of_their_places() -> None:
    levels = [Level.INFO, Level.WARNING, Level.ERROR] * 30
    problems = tuple(_told(number, level) for number, level in enumerate(levels))
    blocking = frozenset(problem for problem in problems[60:] if problem.level is Level.ERROR)

    lines = as_github(Findings(problems, blocking, "")).splitlines()

    paths = [found for line in lines for found in re.findall(r"file=(\d+)", line)]
    shown = [problems[int(path)] for path in paths]
    assert paths == sorted(paths)
    assert [one for one in problems if one.level is Level.ERROR] == [one for one in shown if one.level is Level.ERROR]
    assert blocking <= set(shown)
    assert [one.level for one in shown].count(Level.WARNING) == MOST_ANNOTATIONS - 1 - 30
    assert lines[-1] == "::notice::and 41 more: run 'statusladder check' to list all problems"


def test_errors_that_stop_the_check_come_before_those_of_the_fast_lane() -> None:
    problems = tuple(_told(number, Level.ERROR) for number in range(100))

    lines = as_github(Findings(problems, frozenset(problems[60:]), "")).splitlines()

    assert [line.split(" ")[0] for line in lines] == ["::warning"] * 9 + ["::error"] * 40 + ["::notice::and"]


@pytest.mark.parametrize("form", some(FORMATS, by_day=1, in_ci=len(FORMATS)))
def test_comparisons_grow_with_the_problems_and_not_with_their_square(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    equals = Problem.__eq__

    def counting(one: Problem, other: object) -> bool:
        nonlocal compared
        compared += 1
        return equals(one, other)

    monkeypatch.setattr(Problem, "__eq__", counting)
    counts = []
    for incidents in (20, 80):
        compared = 0
        assert _check(_site(tmp_path / str(incidents), incidents), form).exit_code == 1
        counts.append(compared)

    few, many = counts
    assert many <= 4 * few + 400
