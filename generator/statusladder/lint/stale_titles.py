"""Titles that the facts have overtaken: they go on saying how it was when the incident began.

Only plain contradictions count: with a qualifier, such as 'for all customers in the EU', both can be true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from statusladder.ladder.impact import fold_names, range_as_written
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice
from statusladder.lint.turns import ANOTHERS
from statusladder.lint.voices import is_said
from statusladder.model.facts import Impact
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ComponentState, Stage

_END = r"(?=\s*(?:[.,;:!)–—]|$)|\s+and\b)"
_PEOPLE = r"(?:of )?(?:our |the )?(?:customers?|users?|accounts?)"
_EVERYBODY = compile_late(
    rf"\b(?:for|affects?|affecting) (?:(?:all|every|each) {_PEOPLE}|everyone|everybody){_END}", re.IGNORECASE
)
_NOBODY = compile_late(r"^(?:nobody|no one) can (?P<what>.+)$", re.IGNORECASE)
_NARROWS = compile_late(r"\b(?:with|from|on|using|via|through|for|who|by|at)\b|\bin \w", re.IGNORECASE)
_SOME = compile_late(rf"\b(?:some|a few|several|a small number|a subset) {_PEOPLE}{_END}", re.IGNORECASE)
_ALL_REGIONS = compile_late(
    rf"\b(?:(?:in|across) (?:all|every) (?:of )?(?:our |the )?regions?|worldwide|globally){_END}", re.IGNORECASE
)
_NAME_OF_ALL = compile_late(r"\b(?:all|global\w*|world\w*|every\w*)\b", re.IGNORECASE)
_DOWN = compile_late(
    rf"\b(?:is|are) (?:(?:completely|fully|currently|still) )?(?:down|unavailable|offline|unreachable){_END}",
    re.IGNORECASE,
)
_OUTAGE = compile_late(r"\boutages?\b", re.IGNORECASE)
_NOT = compile_late(r"\b(?:not|no longer|never)\b", re.IGNORECASE)

_NEARLY_ALL, _HALF = 90, 50
"""Percent of customers up to which a share is not everybody, and from which it is not some."""

_FAILING = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING)


@dataclass(frozen=True)
class Conflict:
    """Words of the title, and the key that contradicts them. Its `value` may change and the conflict stay the same."""

    words: str
    key: str
    value: str = field(compare=False)


def _overtaken(subject: Subject) -> Iterator[Finding]:
    """What this file makes untrue, as long as no later file puts it right."""
    incident, update, before = subject.incident, subject.update, subject.before
    if incident is None or not incident.is_open or not subject.in_english:
        return
    known, retitled = _regions(subject), is_said(subject, "title")
    earlier = [] if before is None or retitled else list(_conflicts(before.facts, known))
    now = list(_conflicts(incident.facts, known)) if incident.facts.title == update.facts.title else []
    for one in _conflicts(update.facts, known):
        said_with_it = retitled and _OUTAGE.fullmatch(one.words)  # which is a finding of L010
        if one in now and one not in earlier and not said_with_it:
            place = next((key for key in ("title", one.key) if is_said(subject, key)), None)
            sentence = f"the title says '{one.words}', and '{one.key}' is {one.value}"
            yield Finding(update.place(place), sentence, "add a 'title: …' that is true now, or correct the fact")


def _regions(subject: Subject) -> frozenset[str]:
    """Every region that any incident of the site has named."""
    told = (update for folder in (*subject.neighbours.folders, subject.communication) for update in folder.updates)
    return frozenset().union(*(fold_names((update.said.impact or Impact()).regions) for update in told))


def _conflicts(facts: object, known: frozenset[str]) -> Iterator[Conflict]:
    if not isinstance(facts, IncidentKeys) or facts.title is None or _NOT.search(facts.title):
        return
    title, impact = facts.title, facts.impact or Impact()
    if impact.share is not None:
        share = f"{range_as_written(impact.share)}%"
        if impact.share.high <= _NEARLY_ALL:
            yield from (Conflict(words, "impact.share", share) for words in _of_everybody(title))
        if impact.share.low >= _HALF and (match := _SOME.search(title)):
            yield Conflict(match[0], "impact.share", share)
    regions = fold_names(impact.regions)
    are_some = len(regions) == 1 or (bool(regions) and regions < known)
    if are_some and not any(map(_NAME_OF_ALL.search, regions)) and (match := _ALL_REGIONS.search(title)):
        yield Conflict(match[0], "impact.regions", ", ".join(impact.regions or ()))
    if facts.stage in _FAILING and not ANOTHERS.search(title):
        yield from _too_strong(title, facts)


def _of_everybody(title: str) -> Iterator[str]:
    if match := _EVERYBODY.search(title):
        yield match[0]
    if (match := _NOBODY.match(title)) and not _NARROWS.search(match["what"]):
        yield match[0]


def _too_strong(title: str, facts: IncidentKeys) -> Iterator[Conflict]:
    """Words for an outage where the worst component is only degraded; nothing where the state of one is unknown."""
    states = facts.components.states if facts.components is not None else {}
    known = {name: fact.status for name, fact in states.items()}
    if not known or ComponentState.AFFECTED in known.values():
        return
    worst = max(known, key=lambda name: known[name].rank)
    if known[worst] is ComponentState.DEGRADED_PERFORMANCE:
        for pattern in (_DOWN, _OUTAGE):
            if match := pattern.search(title):
                yield Conflict(match[0], f"components.{worst}", f"'{known[worst]}', the worst state of all")


_FIRST = make_notice("Signing in fails.", title="Sign-in fails for all customers").replace("12-18", "95-100")
_LATER = """\
---
stage: identified
at: 2026-03-14T09:40:00Z
{title}impact:
  share: 30-40%
next_update: 1h
---
A disk is full. Between 30 and 40% of sign-ins fail.
"""

RULES = Family(
    "stale_titles",
    (
        Rule(
            code="C015",
            about=Code(Kind.WORDING, "a title that the facts of an open incident contradict", Level.WARNING),
            scope=Scope.FILE,
            why="The title is what feeds, lists and messages repeat. The first one is written before anybody knows the "
            "extent; when the facts show that it says too much or too little, give it a new one.",
            bad=(_FIRST, _LATER.format(title="")),
            good=(_FIRST, _LATER.format(title="title: Sign-in fails for a third of customers\n")),
            find=_overtaken,
        ),
    ),
)
