"""Facts that a stage owes to its readers (ladder.md, what each stage must say)."""

from collections.abc import Iterator

from statusladder.ladder.duties import owed
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.model.problem import Code, Kind

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: partial_outage
impact:
  symptom: The sign-in page returns an error
next_update: 1h
---
Signing in returns an error for some accounts. We are finding out why.
"""


def _components(subject: Subject) -> Iterator[Finding]:
    facts, stage = subject.update.facts, subject.update.stage
    if subject.incident is None or subject.is_first or "components" not in owed(subject.policy, stage, facts.severity):
        return
    if facts.components is None or not facts.components.states:
        sentence = "the affected components are not known after the first notice"
        yield Finding(subject.update.place("components"), sentence, "name each as 'id: state' below 'components:'")


RULES = Family(
    "facts",
    (
        Rule(
            code="F002",
            about=Code(Kind.FACT, "affected components that are missing or unknown past the first notice"),
            scope=Scope.STATE,
            why="Readers ask first whether they are affected; 'some services' answers nobody.",
            bad=(
                FIRST.replace("components:\n  sign-in: partial_outage\n", "components: unknown\n"),
                "---\nstage: identified\nat: 2026-03-14T09:20:00Z\nnext_update: 1h\n---\nA disk is full.\n",
            ),
            good=(
                FIRST.replace("components:\n  sign-in: partial_outage\n", "components: unknown\n"),
                "---\nstage: identified\nat: 2026-03-14T09:20:00Z\ncomponents:\n  sign-in: partial_outage\n"
                "next_update: 1h\n---\nA disk is full.\n",
            ),
            find=_components,
        ),
    ),
)
