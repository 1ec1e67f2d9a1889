"""Small sites for the lint's tests: the files of one incident or maintenance, and what one rule finds in it."""

import re
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.lint.interface import Example
from statusladder.lint.judge import find_rules, lint
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  support: https://help.tern.example/
components:
  - id: sign-in
    name: Sign-in
    owner: identity-team
  - id: exports
    name: Exports
    owner: reports-team
"""
CONTACTS = """\
contacts:
  - text: Support portal, priority P1
    url: https://help.tern.example/urgent
"""
WITHOUT_CONTACTS = ("F008",)
"""The rules whose examples are about the contacts themselves."""
FEEDBACK = """\
feedback:
  - id: feedback-1
    kind: message
    at: 2026-03-14T12:00:00Z
    incident: 2026-03-14-sign-in-fails
    text: What could we have done meanwhile?
"""
WITH_FEEDBACK = ("P019",)
"""The rules whose examples are about what readers sent."""

INCIDENT = "2026-03-14-sign-in-fails"
NEIGHBOUR = """\
---
stage: investigating
at: 2026-03-14T08:00:00Z
title: Exports come late
severity: minor
components:
  exports: degraded_performance
next_update: 2h
---
Exports come late. Nothing is lost.
"""
"""Another incident of the same site, which no example shows, for rules that compare incidents."""


def folder_of(files: Example) -> str:
    """Where the files are written: among maintenance if the first one is scheduled."""
    section = "maintenance" if "\nstage: scheduled\n" in files[0] else "incidents"
    return f"content/{section}/{INCIDENT}"


def library_of(files: Example, root: Path, site: str = SITE + CONTACTS) -> Library:
    """The site with the files as one incident, or as one maintenance. They must be well but for what rules find."""
    folder = root / folder_of(files)
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(site, encoding="utf-8")
    for number, text in enumerate(files, start=1):
        (folder / f"{number:02}-update.md").write_text(text, encoding="utf-8")
    neighbour = root / "content" / "incidents" / "2026-03-14-exports-late"
    neighbour.mkdir(parents=True)
    (neighbour / "01-update.md").write_text(NEIGHBOUR, encoding="utf-8")
    reading = read_library(root)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.library is not None
    return reading.library


def write_feedback(root: Path, text: str = FEEDBACK) -> None:
    (root / "content" / "feedback").mkdir(parents=True)
    (root / "content" / "feedback" / "2026-03.yaml").write_text(text, encoding="utf-8")


def found_by(code: str, files: Example, root: Path) -> list[Problem]:
    """What the rule finds in the last of the files, which is taken for the one that a change adds."""
    folder = folder_of(files)
    if code in WITH_FEEDBACK:
        write_feedback(root)
    library = library_of(files, root, SITE if code in WITHOUT_CONTACTS else SITE + CONTACTS)
    found = lint(library, Gate.CHECK, [f"{folder}/{len(files):02}-update.md"])
    return [problem for problem in found if problem.code == code and problem.place.path.startswith(folder)]


def of_structure(told: str) -> str:
    """What a command said, without what rules of the lint found: for tests of form, steps and history."""
    problems = re.split(r"^(?=\S)", told, flags=re.MULTILINE)
    codes = "|".join(find_rules())
    return "".join(problem for problem in problems if not re.match(rf"\S+ (?:{codes}) ", problem))
