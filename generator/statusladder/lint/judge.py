"""Holds every rule against what it judges, and leaves out what a file silences with a reason."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from statusladder.discovery import find_members
from statusladder.lint.interface import AnyUpdate, Family, Rule, Scope, Subject
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import STRUCTURE_AND_SAFETY, Gate, Problem
from statusladder.model.site import Library
from statusladder.model.values import suggestion


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, of our own families and of those that joined by entry point."""
    families = find_members("statusladder.lint", "RULES", Family, "statusladder.lint")
    return {rule.code: rule for family in families for rule in family.rules}


def lint(library: Library, gate: Gate, files: Collection[str] | None = None) -> list[Problem]:
    """What the rules find that matters at the gate: a build hears only of what can stop it.

    With `files`, rules that judge a file look at these paths only, else at all. Imported files are exempt: nobody can
    write another tool's history anew.
    """
    rules = {
        code: rule
        for code, rule in all_rules().items()
        if gate is Gate.CHECK or rule.about.kind in STRUCTURE_AND_SAFETY
    }
    problems: list[Problem] = []
    told = library.communications
    for communication in told:
        for subject in _subjects(library, communication, told):
            if gate is Gate.CHECK:
                problems += _unknown_silences(subject, rules)
            for rule in rules.values():
                if _judges(rule, subject, files):
                    problems += _found(rule, subject)
    return problems


def _subjects(
    library: Library, communication: Incident | Maintenance, told: tuple[Incident | Maintenance, ...]
) -> Iterator[Subject]:
    updates: tuple[AnyUpdate, ...] = communication.updates
    for index, update in enumerate(updates):
        if not update.imported:
            yield Subject(library.settings, communication, update, updates[index - 1] if index else None, told)


def _judges(rule: Rule, subject: Subject, files: Collection[str] | None) -> bool:
    if rule.scope is Scope.STATE:
        return subject.update is subject.communication.latest
    return files is None or subject.update.path in files


def _found(rule: Rule, subject: Subject) -> Iterator[Problem]:
    silenced = {entry.rule for entry in subject.update.said.lint_ignore or ()}
    if rule.code in silenced and rule.about.kind not in STRUCTURE_AND_SAFETY:
        return
    for finding in rule.find(subject):
        about = replace(rule.about, level=finding.level) if finding.level is not None else rule.about
        yield Problem(finding.place, rule.code, finding.sentence, finding.mend, about)


def _unknown_silences(subject: Subject, rules: Collection[str]) -> Iterator[Problem]:
    for entry in subject.update.said.lint_ignore or ():
        if entry.rule not in rules:
            sentence = f"no rule is called '{entry.rule}'"
            yield Problem(subject.update.place("lint_ignore"), "D011", sentence, suggestion(entry.rule, rules))
