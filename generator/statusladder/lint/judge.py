"""Holds every rule against what it judges, and leaves out what a file silences with a reason."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import ParamSpec

from statusladder.discovery import find_members, in_short
from statusladder.ladder.publication import without_drafts
from statusladder.lint.interface import AnyUpdate, Family, Finding, Neighbours, Rule, Scope, Subject
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import CODES, STRUCTURE_AND_SAFETY, Gate, Level, Place, Problem
from statusladder.model.site import Library
from statusladder.model.values import suggest

P = ParamSpec("P")


MEND_PLUG_IN = "fix or uninstall the package that brings it"


@dataclass(frozen=True)
class _Joined:
    """Every rule by its code, the codes of those that joined by entry point, and why others could not join."""

    rules: Mapping[str, Rule]
    foreign: frozenset[str]
    unusable: tuple[str, ...]


@cache
def _joined() -> _Joined:
    unusable: list[str] = []
    ours = find_members("statusladder.lint", "RULES", Family)
    families = find_members("statusladder.lint", "RULES", Family, "statusladder.lint", unusable.append)
    owners = dict.fromkeys(CODES, "the structure")
    rules: dict[str, Rule] = {}
    for family in families:
        codes = [rule.code for rule in family.rules]
        taken = next((code for place, code in enumerate(codes) if code in owners or code in codes[:place]), None)
        if taken is not None:
            owner = owners.get(taken, f"the family '{family.name}'")
            unusable.append(f"the family '{family.name}' has a rule {taken}, but that is a code of {owner}")
            continue
        owners |= dict.fromkeys(codes, f"the family '{family.name}'")
        rules |= {rule.code: rule for rule in family.rules}
    foreign = frozenset(rule.code for family in families[len(ours) :] for rule in family.rules)
    return _Joined(rules, foreign, tuple(unusable))


def find_rules() -> Mapping[str, Rule]:
    """Every rule by its code, of our own families and of those that joined by entry point.

    A family from outside that cannot be loaded, or takes a name or a code that is taken, is passed over;
    `lint` names it.
    """
    return _joined().rules


def has_foreign_rules() -> bool:
    """Whether rules of other packages judge as well, of which nobody knows what they look at."""
    return bool(_joined().foreign or _joined().unusable)


def lint(
    library: Library, gate: Gate, files: Collection[str] | None = None, folders: Collection[str] | None = None
) -> list[Problem]:
    """What the rules find that matters at the gate: a build hears only of what can stop it.

    With `files`, rules that judge a file look at these paths only, else at all; with `folders`, only what lies in these
    is judged, beside all the rest. Imported files are exempt: nobody can write another tool's history anew.
    """
    rules = {
        code: rule
        for code, rule in find_rules().items()
        if gate is Gate.CHECK or rule.about.kind in STRUCTURE_AND_SAFETY
    }
    problems = [Problem(Place("site.yaml"), "D021", sentence, MEND_PLUG_IN) for sentence in _joined().unusable]
    run = _Run()
    for subject in _subjects(library, folders):
        if gate is Gate.CHECK:
            problems += _unknown_silences(subject, rules)
        for rule in _judging(subject, rules.values(), files):
            problems += run.found(rule, subject.update.path, rule.find, subject)
    if folders is not None:
        return problems
    if gate is Gate.CHECK:
        for answer in library.feedback:
            for rule in rules.values():
                if rule.find_in_answer is not None and (files is None or answer.place.path in files):
                    problems += run.found(rule, answer.place.path, rule.find_in_answer, library.settings, answer)
    for page in library.pages:
        for rule in rules.values():
            if rule.find_in_page is not None and (files is None or page.path in files):
                problems += run.found(rule, page.path, rule.find_in_page, library.settings, page)
    return problems


class _Run:
    """The rules at work; one from outside that fails is named where it did so and asked no more."""

    def __init__(self) -> None:
        self._foreign = _joined().foreign
        self._failed: set[str] = set()

    def found(
        self, rule: Rule, path: str, find: Callable[P, Iterable[Finding]], *seen: P.args, **named: P.kwargs
    ) -> list[Problem]:
        """What `find`, which belongs to the rule, finds in the file at `path`."""
        if rule.code not in self._foreign:
            return [_problem(rule, finding) for finding in find(*seen, **named)]
        if rule.code in self._failed:
            return []
        try:
            return [_problem(rule, finding) for finding in find(*seen, **named)]
        except Exception as failure:
            self._failed.add(rule.code)
            return [_failure(rule, path, failure)]


def _failure(rule: Rule, path: str, failure: Exception) -> Problem:
    """What a rule could not judge is passed over, unless it guards what must never be published."""
    guards = rule.about.kind in STRUCTURE_AND_SAFETY and rule.about.level is Level.ERROR
    about = replace(CODES["D021"], kind=rule.about.kind, level=Level.ERROR) if guards else None
    sentence = f"the rule {rule.code} failed here ({in_short(failure)}), so it judged neither this file nor the rest"
    return Problem(Place(path), "D021", sentence, MEND_PLUG_IN, about)


def _subjects(library: Library, folders: Collection[str] | None) -> Iterator[Subject]:
    """Every file to judge, in all folders or in these: one that is told beside the others that are, a draft beside all.

    So a draft, which may never be told, neither ends an incident nor explains anything before the rules' eyes.
    """
    for part, of_drafts in ((without_drafts(library), False), (library, True)):
        neighbours = Neighbours(part.communications, part.feedback)
        for communication in neighbours.folders:
            if folders is not None and communication.path not in folders:
                continue
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
    return Problem(finding.place, rule.code, finding.sentence, finding.fix, about)


def _unknown_silences(subject: Subject, rules: Collection[str]) -> Iterator[Problem]:
    for entry in subject.update.said.lint_ignore or ():
        if entry.rule not in rules:
            sentence = f"no rule is called '{entry.rule}'"
            yield Problem(subject.update.place("lint_ignore"), "D011", sentence, suggest(entry.rule, rules))
