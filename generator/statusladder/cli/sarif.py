"""Problems as a SARIF 2.1.0 log: the form in which code hosts and editors take the findings of any tool."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from statusladder import __version__
from statusladder.cli.rule_text import as_told, known_codes
from statusladder.model.problem import Code, Level, Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: Mapping[Level, str] = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def sarif_log(problems: Sequence[Problem], blocking: Collection[Problem], folder: str) -> dict[str, Any]:
    """`folder` is where the site lies in its repository, with `/` at its end, since the log's paths begin there.

    An error that stops nothing yet, in the fast lane, is a warning: hosts hold a pull request for what is an error.
    """
    known = known_codes()
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "statusladder",
        "version": __version__,
        "rules": [_rule(code, known[code]) for code in codes],
    }
    results = [_result(problem, codes.index(problem.code), problem in blocking, folder) for problem in problems]
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


def _result(problem: Problem, rule: int, blocks: bool, folder: str) -> dict[str, Any]:
    level = Level.WARNING if problem.level is Level.ERROR and not blocks else problem.level
    place = {
        "artifactLocation": {"uri": quote(folder + problem.place.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.place.line},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[level],
        "message": {"text": f"{problem.sentence}. {problem.mend}"},
        "locations": [{"physicalLocation": place}],
    }
