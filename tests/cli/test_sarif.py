"""`check --format sarif` hands over a log that the schema of SARIF 2.1.0 takes, with places that a code host finds."""

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from night import some
from statusladder.cli import problem_formats
from statusladder.cli.main import statusladder
from statusladder.cli.problem_formats import MOST_RESULTS, Findings, as_sarif
from statusladder.lint.judge import find_rules
from statusladder.model.problem import CODES, Code, Kind, Level, Place, Problem

TESTS = Path(__file__).parent.parent
SCHEMA = json.loads((TESTS / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
OPEN_MAJOR = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Bookings cannot be saved
severity: major
components:
  api: partial_outage
impact:
  symptom: The page says that something went wrong
next_update: 1h
---
Ask in https://tern.slack.com/archives/C012 or look at /var/log/tern/app.log.
"""


def _valid(log: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(log)
    jsonschema.Draft4Validator(SCHEMA).validate(read)
    return read


def _check(site: Path) -> dict[str, Any]:
    command = ["check", "--site", str(site), "--now", "2026-03-14T10:05:00Z", "--format", "sarif"]
    return _valid(CliRunner().invoke(statusladder, command).stdout)


def test_the_schema_is_one_that_can_refuse() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{}]})


BROKEN = sorted((TESTS / "sites_invalid").iterdir())


@pytest.mark.parametrize("site", some(BROKEN, by_day=20), ids=lambda site: site.name)
def test_the_log_of_every_broken_site_is_valid(site: Path) -> None:
    (run,) = _check(site)["runs"]

    assert run["results"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_site_in_which_all_is_well_has_a_log_without_results() -> None:
    (run,) = _check(TESTS / "sites" / "legal-and-right")["runs"]

    assert (run["tool"]["driver"]["name"], run["results"]) == ("statusladder", [])


def test_every_code_can_be_told() -> None:
    rules = find_rules()
    codes = CODES | {code: rule.about for code, rule in rules.items()}
    problems = tuple(Problem(Place("a.md"), code, "wrong", "fix", about) for code, about in codes.items())

    (run,) = _valid(as_sarif(Findings(problems, frozenset(), "")))["runs"]

    told = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(told) == set(codes)
    assert told["S003"]["shortDescription"]["text"] == rules["S003"].about.meaning
    assert rules["S003"].why[:40] in told["S003"]["help"]["text"]
    assert {level["defaultConfiguration"]["level"] for level in told.values()} <= {"error", "warning", "note"}


def test_a_result_says_what_and_where_from_the_root_of_the_repository() -> None:
    wrong = (Problem(Place("content/a b.md", 7), "D010", "wrong", "fix it"),)

    (run,) = _valid(as_sarif(Findings(wrong, frozenset(wrong), "help pages/")))["runs"]

    (result,) = run["results"]
    assert (result["ruleId"], result["level"], result["message"]["text"]) == ("D010", "error", "wrong. fix it")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "help%20pages/content/a%20b.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7},
    }


def test_an_error_that_stops_nothing_is_a_warning_and_an_info_a_note() -> None:
    owed = Problem(Place("a.md", 1), "F016", "long", "shorten it")
    told = Problem(Place("a.md", 2), "S009", "long", "split it", Code(Kind.WORDING, "long", Level.INFO))

    (run,) = _valid(as_sarif(Findings((owed, told), frozenset(), "")))["runs"]

    assert [result["level"] for result in run["results"]] == ["warning", "note"]


def test_the_fast_lane_is_told_as_warnings(tmp_path: Path) -> None:
    site = Path(shutil.copytree(TESTS / "sites" / "calm", tmp_path / "site"))
    folder = site / "content" / "incidents" / "2026-03-14-bookings"
    folder.mkdir(parents=True)
    (folder / "01-first.md").write_text(OPEN_MAJOR)

    (run,) = _check(site)["runs"]

    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert (levels["S005"], levels["S009"]) == ("warning", "warning")


def test_sarif_says_in_a_last_result_how_many_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_RESULTS == 5_000
    monkeypatch.setattr(problem_formats, "MOST_RESULTS", 10)
    problems = tuple(Problem(Place(f"{number:02}.md", 7), "D010", "wrong", "fix it") for number in range(30))

    (run,) = _valid(as_sarif(Findings(problems, frozenset(problems), "status/")))["runs"]

    assert [one["ruleId"] for one in run["results"]] == ["D010"] * 9 + ["more"]
    last = run["results"][-1]
    assert run["tool"]["driver"]["rules"][last["ruleIndex"]]["id"] == "more"
    assert last["level"] == "note"
    assert last["message"]["text"] == "and 21 more: run 'statusladder check' to list all problems"
    (location,) = last["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "status/09.md"
