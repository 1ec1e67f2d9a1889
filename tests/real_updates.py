"""Real updates and reports as the rules see them: what status pages said in public, and public incident reports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.statuspage import read_statuspage
from statusladder.lint.interface import AnyUpdate, Finding, Rule, Subject
from statusladder.model.problem import Level
from statusladder.model.site import Library

SITE = """\
site:
  name: Real status
  url: https://status.tern.example
  timezone: UTC
components:
  - id: platform
    name: Platform
"""
REPORT = """\
---
stage: postmortem
version: final
at: 2026-03-14T09:00:00Z
title: A failure of the platform
severity: major
components:
  platform: major_outage
---
"""


@dataclass(frozen=True)
class Hit:
    """A finding: of which rule, in which update by its source's id, and the words that the rule quotes."""

    rule: str
    source: str
    words: str
    finding: Finding
    subject: Subject


def real_subjects(real_data: Path, record: Path, scratch: Path) -> list[tuple[str, Subject]]:
    """Every real update with its source's id, folded as content is, and every report as a final one.

    `record` holds the largest source, or a part of it.
    """
    sources = [read_github_jsonl(record)]
    sources += [read_statuspage(file) for file in sorted((real_data / "statuspage-v2").glob("*-incidents.json"))]
    found: list[tuple[str, Subject]] = []
    for number, imported in enumerate(sources):
        site = _site(scratch / str(number))
        write_reception(site, plan_reception(site, imported))
        found += _subjects(_read(site))
    return [*found, *_subjects(_read(_reports(real_data, scratch)))]


def _site(root: Path) -> Path:
    root.mkdir()
    (root / "site.yaml").write_text(SITE, encoding="utf-8")
    return root


def _reports(real_data: Path, scratch: Path) -> Path:
    root = _site(scratch / "reports")
    for file in sorted((real_data / "postmortems").glob("PM*.md")):
        name = re.sub(r"\D+", "-", file.name.partition(" ")[0].removeprefix("PM")).strip("-")
        folder = root / "content" / "incidents" / f"{name[:4]}-01-01-pm{name}"
        folder.mkdir(parents=True)
        body = file.read_text(encoding="utf-8").replace("\t", " ")
        (folder / "01-postmortem.md").write_text(REPORT + body, encoding="utf-8")
    return root


def _read(root: Path) -> Library:
    library = read_library(root).library
    assert library is not None
    return library


def _subjects(library: Library) -> Iterator[tuple[str, Subject]]:
    for communication in library.communications:
        before: AnyUpdate | None = None
        for update in communication.updates:
            origin = update.said.imported_from
            name = origin.id.rpartition(":")[2] if origin is not None else communication.id.rpartition("-pm")[2]
            yield name, Subject(library.settings, library.policy, communication, update, before)
            before = update


def hits(rule: Rule, subjects: list[tuple[str, Subject]]) -> list[Hit]:
    """All that the rule finds."""
    return [
        Hit(rule.code, source, quoted(finding), finding, subject)
        for source, subject in subjects
        for finding in rule.find(subject)
    ]


def quoted(finding: Finding) -> str:
    """The words that the finding's sentence quotes first, at most six; none for a finding about a text as a whole."""
    match = re.search(r"'(.+?)'(?![\w’])", finding.sentence)
    return " ".join(match[1].split()[:6]) if match else ""


def weighs(rule: Rule, finding: Finding) -> bool:
    """Whether a finding asks for something."""
    return (finding.level or rule.about.level) is not Level.INFO
