"""Holds every rule against what it judges, and leaves out what a file silences with a reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from statusladder.discovery import find_members
from statusladder.ladder.publication import without_drafts
from statusladder.lint.interface import AnyUpdate, Family, Finding, Neighbours, Rule, Scope, Subject
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import CODES, STRUCTURE_AND_SAFETY, Gate, Problem, Stopped
from statusladder.model.site import Library
from statusladder.model.values import suggestion


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code, of our own families and of those that joined by entry point.

    Raises Stopped where a family from outside is none, or takes a name or a code that is taken.
    """
    mend = "mend or uninstall the package that brings it"
    try:
        families = find_members("statusladder.lint", "RULES", Family, "statusladder.lint")
    except (TypeError, ValueError) as wrong:
        raise Stopped(f"a family of rules cannot join: {wrong}", mend) from wrong
    owners = dict.fromkeys(CODES, "the structure")
    rules: dict[str, Rule] = {}
    for family in families:
        for rule in family.rules:
            if rule.code in owners:
                sentence = (
                    f"the family '{family.name}' has a rule {rule.code}, but that is a code of {owners[rule.code]}"
                )
                raise Stopped(sentence, mend)
            owners[rule.code] = f"the family '{family.name}'"
            rules[rule.code] = rule
    return rules


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
    for subject in _subjects(library):
        if gate is Gate.CHECK:
            problems += _unknown_silences(subject, rules)
        for rule in _judging(subject, rules.values(), files):
            problems += [_problem(rule, finding) for finding in rule.find(subject)]
    if gate is Gate.CHECK:
        problems += _found_in_answers(library, rules.values(), files)
    return problems + _found_in_pages(library, rules.values(), files)


def _found_in_pages(library: Library, rules: Iterable[Rule], files: Collection[str] | None) -> list[Problem]:
    pages = [page for page in library.pages if files is None or page.path in files]
    return [
        _problem(rule, finding)
        for rule in rules
        if rule.find_in_page is not None
        for page in pages
        for finding in rule.find_in_page(library.settings, page)
    ]


def _found_in_answers(library: Library, rules: Iterable[Rule], files: Collection[str] | None) -> list[Problem]:
    answers = [answer for answer in library.feedback if files is None or answer.place.path in files]
    return [
        _problem(rule, finding)
        for rule in rules
        if rule.find_in_answer is not None
        for answer in answers
        for finding in rule.find_in_answer(library.settings, answer)
    ]


def _subjects(library: Library) -> Iterator[Subject]:
    """Every file to judge: one that is told beside the others that are, a draft beside all of them.

    So a draft, which may never be told, neither ends an incident nor explains anything before the rules' eyes.
    """
    for part, of_drafts in ((without_drafts(library), False), (library, True)):
        neighbours = Neighbours(part.communications)
        for communication in neighbours.folders:
            updates: tuple[AnyUpdate, ...] = communication.updates
            for before, update in zip((None, *updates), updates, strict=False):
                if update.said.draft is of_drafts and not update.imported:
                    yield Subject(library.settings, library.policy, communication, update, before, neighbours)


def _judging(subject: Subject, rules: Iterable[Rule], files: Collection[str] | None) -> Iterator[Rule]:
    """The rules that have a say about this file, but for those that it silences."""
    scopes = set()
    if subject.update is _newest(subject.communication):
        scopes.add(Scope.STATE)
    if files is None or subject.update.path in files:
        scopes.add(Scope.FILE)
    silenced = {entry.rule for entry in subject.update.said.lint_ignore or ()}
    for rule in rules:
        if rule.scope in scopes and (rule.code not in silenced or rule.about.kind in STRUCTURE_AND_SAFETY):
            yield rule


def _newest(communication: Incident | Maintenance) -> AnyUpdate | None:
    """The newest update that is told: a draft owes nobody anything yet, and hides nothing that is owed."""
    updates: tuple[AnyUpdate, ...] = communication.updates
    return next((update for update in reversed(updates) if not update.said.draft), None)


def _problem(rule: Rule, finding: Finding) -> Problem:
    about = replace(rule.about, level=finding.level) if finding.level is not None else rule.about
    return Problem(finding.place, rule.code, finding.sentence, finding.mend, about)


def _unknown_silences(subject: Subject, rules: Collection[str]) -> Iterator[Problem]:
    for entry in subject.update.said.lint_ignore or ():
        if entry.rule not in rules:
            sentence = f"no rule is called '{entry.rule}'"
            yield Problem(subject.update.place("lint_ignore"), "D011", sentence, suggestion(entry.rule, rules))
