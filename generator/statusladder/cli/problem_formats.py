"""Codes in words, and the forms in which problems are handed to another program: one function a form, all in one table.

The words are for `explain`, for the page of the reference that is made from it, and for SARIF 2.1.0, the form in which
code hosts and editors take the findings of any tool.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from statusladder import __version__
from statusladder.cli.tables import in_columns
from statusladder.lint.interface import Example, Rule
from statusladder.lint.judge import find_rules
from statusladder.model.problem import CODES, Code, Gate, Lane, Level, Place, Problem, blocks


def find_codes() -> dict[str, Code]:
    """Every code and what it means, of structure and of the rules, in order."""
    found = CODES | {code: rule.about for code, rule in find_rules().items()}
    return dict(sorted(found.items()))


def list_codes() -> str:
    """Every code with its level, its kind and what it means."""
    codes = find_codes().items()
    return "\n".join(in_columns([(code, about.level, about.kind, about.meaning) for code, about in codes]))


def as_told(code: str) -> str:
    """All that is known of a code; of a rule with its reason and its examples."""
    about = find_codes()[code]
    lines = [f"{code}: {about.meaning}", f"{about.level}, {about.kind}: {say_stopped(about)}"]
    rule = find_rules().get(code)
    return "\n".join([*lines, *(_rule_told(rule) if rule is not None else ())])


def say_stopped(about: Code) -> str:
    """What a problem of this code stops, in words."""
    problem = Problem(Place(""), "", "", "", about)
    if blocks(problem, Gate.BUILD, Lane.FAST):
        return "stops check and build, also in the fast lane"
    return "stops check, but for the fast lane" if blocks(problem, Gate.CHECK) else "stops nothing"


def _rule_told(rule: Rule) -> Iterator[str]:
    yield ""
    yield rule.why
    yield from _example("Not so:", rule.bad)
    yield from _example("But so:", rule.good)


def _example(heading: str, example: Example) -> Iterator[str]:
    """The last file of an example: the one that is judged."""
    yield ""
    yield heading
    yield from (f"    {line}".rstrip() for line in example[-1].rstrip("\n").split("\n"))


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_SARIF_LEVELS: Mapping[Level, str] = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}

_MORE = "more"
"""The rule of the result that says how many problems are left out; hosts want each result to have one."""


def build_sarif_log(
    problems: Sequence[Problem], left_out: Sequence[Problem], blocking: Collection[Problem], folder: str
) -> dict[str, Any]:
    """`folder` is where the site lies in its repository, with `/` at its end, since the log's paths begin there.

    `left_out` are counted in a last result, at the place of their first: hosts take no result without a place. An error
    that stops nothing yet, in the fast lane, is a warning: hosts hold a pull request for what is an error.
    """
    known = find_codes()
    codes = sorted({problem.code for problem in problems})
    rules = [_sarif_rule(code, known[code]) for code in codes]
    results = [_sarif_result(problem, codes.index(problem.code), problem in blocking, folder) for problem in problems]
    if left_out:
        rules.append({"id": _MORE, "shortDescription": {"text": "more problems than are listed here"}})
        results.append(_sarif_row(_MORE, len(codes), Level.INFO, say_left_out(left_out), left_out[0].place, folder))
    driver = {"name": "statusladder", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(code: str, about: Code) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": about.meaning},
        "help": {"text": as_told(code)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[about.level]},
        "properties": {"tags": [about.kind.value]},
    }


def say_left_out(left_out: Sequence[Problem]) -> str:
    """How many are left out, and what lists them."""
    return f"and {len(left_out)} more: run 'statusladder check' to list all problems"


def _sarif_result(problem: Problem, rule: int, blocks: bool, folder: str) -> dict[str, Any]:
    level = Level.WARNING if problem.level is Level.ERROR and not blocks else problem.level
    return _sarif_row(problem.code, rule, level, f"{problem.sentence}. {problem.fix}", problem.place, folder)


def _sarif_row(code: str, rule: int, level: Level, text: str, place: Place, folder: str) -> dict[str, Any]:
    location = {
        "artifactLocation": {"uri": quote(folder + place.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": place.line},
    }
    return {
        "ruleId": code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[level],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


MOST_ANNOTATIONS = 50
"""Annotations of the form `github`; GitHub shows no more of a job."""

MOST_RESULTS = 5_000
"""Results of the form `sarif`; GitHub shows no more of a log, and takes none with more than 25,000."""


@dataclass(frozen=True)
class Findings:
    """Problems, those among them that stop the gate, and where the site lies in its repository.

    `folder` is the path of the site's folder below the repository with a `/` at its end, empty when they are the same.
    """

    problems: tuple[Problem, ...]
    blocking: frozenset[Problem]
    folder: str

    def most_severe(self, most: int) -> tuple[list[Problem], list[Problem]]:
        """At most as many problems that are listed, and all that are left out; both in the order of their places.

        When some are left out, one fewer is listed, so that there is room to say so.
        """
        if len(self.problems) <= most:
            return list(self.problems), []
        weights = list(Level)
        ranked = sorted(self.problems, key=lambda one: (one not in self.blocking, weights.index(one.level)))
        listed = frozenset(ranked[: most - 1])
        return [one for one in self.problems if one in listed], [one for one in self.problems if one not in listed]


def as_json(findings: Findings) -> str:
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "code": problem.code,
            "kind": problem.kind.value,
            "level": problem.level.value,
            "meaning": problem.meaning,
            "sentence": problem.sentence,
            "fix": problem.fix,
        }
        for problem in findings.problems
    ]
    return json.dumps({"problems": rows}, indent=2)


def as_github(findings: Findings) -> str:
    """A workflow command a problem, which GitHub Actions shows beside the line; what does not block is a warning."""
    listed, left_out = findings.most_severe(MOST_ANNOTATIONS)
    lines = [_annotation(problem, findings) for problem in listed]
    return "\n".join([*lines, f"::notice::{_data(say_left_out(left_out))}"] if left_out else lines)


def _annotation(problem: Problem, findings: Findings) -> str:
    command = "notice" if problem.level is Level.INFO else "error" if problem in findings.blocking else "warning"
    path = _property(findings.folder + problem.place.path)
    words = _data(f"{problem.sentence}. {problem.fix}")
    return f"::{command} file={path},line={problem.place.line},title={_property(problem.code)}::{words}"


def _data(text: str) -> str:
    """As the runner reads a message back: without this, a line break would end the command and begin a forged one."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Findings) -> str:
    """One run in the Static Analysis Results Interchange Format, which code hosts and editors read."""
    listed, left_out = findings.most_severe(MOST_RESULTS)
    log = build_sarif_log(listed, left_out, findings.blocking, findings.folder)
    return json.dumps(log, indent=2)


FORMATS: Mapping[str, Callable[[Findings], str]] = {"json": as_json, "github": as_github, "sarif": as_sarif}
"""The name of each form, as `--format` takes it."""
