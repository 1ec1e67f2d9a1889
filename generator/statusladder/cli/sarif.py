"""Problems as a SARIF 2.1.0 log: the form in which code hosts and editors take the findings of any tool."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from statusladder import __version__
from statusladder.cli.rule_text import as_told, known_codes
from statusladder.model.problem import Code, Level, Place, Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: Mapping[Level, str] = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}

_MORE = "more"
"""The rule of the result that says how many problems are left out; hosts want each result to have one."""


def sarif_log(
    problems: Sequence[Problem], left_out: Sequence[Problem], blocking: Collection[Problem], folder: str
) -> dict[str, Any]:
    """`folder` is where the site lies in its repository, with `/` at its end, since the log's paths begin there.

    `left_out` are counted in a last result, at the place of their first: hosts take no result without a place. An error
    that stops nothing yet, in the fast lane, is a warning: hosts hold a pull request for what is an error.
    """
    known = known_codes()
    codes = sorted({problem.code for problem in problems})
    rules = [_rule(code, known[code]) for code in codes]
    results = [_result(problem, codes.index(problem.code), problem in blocking, folder) for problem in problems]
    if left_out:
        rules.append({"id": _MORE, "shortDescription": {"text": "more problems than are listed here"}})
        results.append(_row(_MORE, len(codes), Level.INFO, and_more(left_out), left_out[0].place, folder))
    driver = {"name": "statusladder", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, about: Code) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": about.meaning},
        "help": {"text": as_told(code)},
        "defaultConfiguration": {"level": _LEVELS[about.level]},
        "properties": {"tags": [about.kind.value]},
    }


def and_more(left_out: Sequence[Problem]) -> str:
    """How many are left out, and what lists them."""
    return f"and {len(left_out)} more: run 'statusladder check' to list all problems"


def _result(problem: Problem, rule: int, blocks: bool, folder: str) -> dict[str, Any]:
    level = Level.WARNING if problem.level is Level.ERROR and not blocks else problem.level
    return _row(problem.code, rule, level, f"{problem.sentence}. {problem.fix}", problem.place, folder)


def _row(code: str, rule: int, level: Level, text: str, place: Place, folder: str) -> dict[str, Any]:
    location = {
        "artifactLocation": {"uri": quote(folder + place.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": place.line},
    }
    return {
        "ruleId": code,
        "ruleIndex": rule,
        "level": _LEVELS[level],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }
