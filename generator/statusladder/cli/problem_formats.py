"""The forms in which problems are handed to another program: one function a form, all in one table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from statusladder.cli.sarif import and_more, sarif_log
from statusladder.model.problem import Level, Problem

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
    return "\n".join([*lines, f"::notice::{_data(and_more(left_out))}"] if left_out else lines)


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
    log = sarif_log(listed, left_out, findings.blocking, findings.folder)
    return json.dumps(log, indent=2)


FORMATS: Mapping[str, Callable[[Findings], str]] = {"json": as_json, "github": as_github, "sarif": as_sarif}
"""The name of each form, as `--format` takes it."""
