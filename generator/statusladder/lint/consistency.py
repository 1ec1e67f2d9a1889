"""What an incident says now, held against what it said before, and against what else the site tells."""

from collections.abc import Callable, Iterator

from statusladder.ladder.impact import affected_in, find_widened, fold_names
from statusladder.lint.claims import find_contradictions
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.voices import OVERLAY, is_said, key_words_in, overlays_in, voices_to_all
from statusladder.model.communication import Drill, Incident, Update
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import REPORT_STAGES, ComponentState, IncidentKind, Severity, Stage

IncidentUpdate = Update[IncidentKeys]

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
  share: 5-10%
  basis: estimated
unknown:
  - Whether passwords are affected
next_update: 1h
---
Signing in returns an error for some accounts. We are finding out why.
"""
NEXT = "---\nstage: {stage}\nat: 2026-03-14T09:40:00Z\n{keys}next_update: 1h\n---\n{words}\n"


def _next(words: str, keys: str = "", stage: str = "identified") -> str:
    return NEXT.format(stage=stage, keys=keys, words=words)


def _to_developers(words: str) -> str:
    return FIRST.replace("next_update", f"audiences:\n  developers: {words}\nnext_update")


Change = tuple[str, str]
"""A key, and in a sentence how it changed."""


def _unexplained(
    subject: Subject, changes: Callable[[tuple[IncidentUpdate, ...], IncidentUpdate], Iterator[Change]], reason: str
) -> Iterator[Finding]:
    """Changes for which no file gives the reason, neither the one that made them nor a later one."""
    updates = subject.incident.updates if subject.incident is not None else ()
    owed: list[tuple[IncidentUpdate, Change]] = []
    for index, update in enumerate(updates):
        if index and not update.imported:
            owed += [(update, change) for change in changes(updates[:index], update)]
        if getattr(update.said, reason) is not None:
            owed = []
    for update, (key, sentence) in owed:
        since = "" if update is subject.update else f" since {update.id}"
        fix = f"add '{reason}: …'"
        yield Finding(subject.update.place(key), f"{sentence}{since}, and no '{reason}' says why", fix)


_ENDED = (Stage.RESOLVED, Stage.RETRACTED, Stage.MERGED, *REPORT_STAGES)


def _widened(subject: Subject) -> Iterator[Finding]:
    return _unexplained(subject, find_widened, "impact_reason")


def _regraded(subject: Subject) -> Iterator[Finding]:
    return _unexplained(subject, _severities, "severity_reason")


def _severities(earlier: tuple[IncidentUpdate, ...], update: IncidentUpdate) -> Iterator[Change]:
    old, new = earlier[-1].facts.severity, update.facts.severity
    if old is not None and new is not None and old is not new:
        yield "severity", f"the severity changed from {old} to {new}"


_FAILING = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING)


def _misfit(subject: Subject) -> Iterator[Finding]:
    incident, update = subject.incident, subject.update
    if incident is None:
        return
    stated = update.said.components.states if update.said.components is not None else {}
    if update.stage in _ENDED and not subject.is_first:
        for name, fact in stated.items():
            if fact.status not in (ComponentState.AFFECTED, ComponentState.OPERATIONAL):
                sentence = f"'{name}' is {fact.status} in an incident that is over"
                fix = f"write '{name}: operational', or go back to an open stage with the reason"
                yield Finding(update.place(f"components.{name}"), sentence, fix)
    facts = incident.facts
    secret = facts.kind in (IncidentKind.SECURITY, IncidentKind.DATA)
    if update.stage in _FAILING and incident.severity is not Severity.INFO and not secret:
        states = facts.components.states.values() if facts.components is not None else ()
        if states and all(fact.status is ComponentState.OPERATIONAL for fact in states):
            sentence = f"all components work, and the incident is still '{update.stage}'"
            fix = "write the state that customers meet, or go on to 'stage: monitoring'"
            yield Finding(update.place("components"), sentence, fix)


def _drifted(subject: Subject) -> Iterator[Finding]:
    said, facts = subject.update.said, subject.update.facts
    corrected = {entry.field for entry in said.corrections or ()}
    old = subject.before.facts.title if subject.before is not None else None
    if said.title is not None and old is not None and "title" not in corrected:
        new_words, old_words = key_words_in(said.title), key_words_in(old)
        if new_words and old_words and not new_words & old_words:
            sentence = f"the title '{said.title}' has no word of the former '{old}'"
            fix = "keep the words by which readers know the incident, or open another one"
            yield Finding(subject.update.place("title"), sentence, fix)
    if said.summary is not None:
        symptom = (facts.impact.symptom if facts.impact is not None else None) or ""
        texts = (words.text for words in subject.words if words.key != "summary" and not words.key.startswith(OVERLAY))
        key_words = key_words_in(f"{facts.title} {symptom} {' '.join(texts)}")
        words = key_words_in(said.summary)
        if len(words) > 1 and not words & key_words:
            sentence = f"the summary '{said.summary}' has no word of the title or the text"
            yield Finding(subject.update.place("summary"), sentence, "sum up what this update says")


def _forgotten(subject: Subject) -> Iterator[Finding]:
    said, before = subject.update.said, subject.before
    if subject.incident is None or before is None or said.unknown is None:
        return
    key_words = key_words_in(" ".join(words.text for words in subject.words if not words.key.startswith(OVERLAY)))
    for item in before.facts.unknown or ():
        words = key_words_in(item)
        answered = said.cause is not None and item.casefold().startswith("why")
        answered |= said.data_loss is not None and bool(words & key_words_in("data loss lost"))
        if words and not words & key_words and not answered:
            sentence = f"'{item}' was unknown, and this update does not say what became of it"
            fix = "keep it under 'unknown', or tell the answer under 'known' or 'ruled_out'"
            yield Finding(subject.update.place("unknown"), sentence, fix)


def _contradicted(subject: Subject) -> Iterator[Finding]:
    for voice in voices_to_all(subject):
        for one in find_contradictions(subject, voice):
            if is_said(subject, one.words.key):
                fix = f"correct the sentence, or state '{one.key}' again"
                yield Finding(
                    one.words.place(one.offset), f"'{one.text}' contradicts '{one.key}', which is {one.fact}", fix
                )
            elif is_said(subject, one.key):
                sentence = f"'{one.text}' in '{one.words.key}', stated earlier, contradicts '{one.key}', which is now"
                fix = f"state '{one.words.key}' again so that it matches"
                yield Finding(subject.update.place(one.key), f"{sentence} {one.fact}", fix)


def _overridden(subject: Subject) -> Iterator[Finding]:
    for voice in overlays_in(subject):
        for one in find_contradictions(subject, voice):
            note = f"in the note for '{voice.key.removeprefix(OVERLAY)}'"
            sentence = f"'{one.text}' {note} contradicts '{one.key}', which is {one.fact}"
            fix = f"correct the note, or state '{one.key}' again for everyone"
            yield Finding(one.words.place(one.offset), sentence, fix)


def _doubled(subject: Subject) -> Iterator[Finding]:
    incident = subject.incident
    if incident is None or isinstance(incident, Drill) or not incident.is_open:
        return
    failing = _failing(incident)
    for other in subject.neighbours.open_incidents if failing else ():
        if other is incident:
            continue
        earlier = (other.first.at, other.id) < (incident.first.at, incident.id)
        linked = other.id in (incident.facts.related or ()) or incident.id in (other.facts.related or ())
        if not earlier or linked or not _same_regions(incident, other):
            continue
        for name in failing:
            if name in _failing(other):
                sentence = f"'{name}' already has an open incident, {other.id}"
                fix = f"tell it there and merge this one with 'merged_into: {other.id}', or name it under 'related'"
                yield Finding(subject.update.place(f"components.{name}"), sentence, fix)


def _failing(incident: Incident) -> tuple[str, ...]:
    return affected_in(incident.facts)


def _same_regions(one: Incident, other: Incident) -> bool:
    here, there = (fold_names(facts.impact.regions if facts.impact else None) for facts in (one.facts, other.facts))
    return not here or not there or bool(here & there)


RULES = Family(
    "consistency",
    (
        Rule(
            code="C002",
            about=Code(Kind.FACT, "an impact that is wider than before, without the reason"),
            scope=Scope.STATE,
            why="Readers who were told that few are affected, and then that many are, wonder what else was too low. "
            "Say why next to the new figure.",
            bad=(FIRST, _next("More accounts are affected.", "impact:\n  share: 12-18%\n")),
            good=(
                FIRST,
                _next(
                    "More accounts are affected.",
                    "impact:\n  share: 12-18%\nimpact_reason: a second group of servers failed\n",
                ),
            ),
            find=_widened,
        ),
        Rule(
            code="C003",
            about=Code(Kind.FACT, "a severity that changed without the reason"),
            scope=Scope.STATE,
            why="A severity that changes without a reason looks chosen to suit you.",
            bad=(FIRST, _next("Most accounts cannot sign in.", "severity: major\n")),
            good=(
                FIRST,
                _next("Most accounts cannot sign in.", "severity: major\nseverity_reason: a core part is down\n"),
            ),
            find=_regraded,
        ),
        Rule(
            code="C005",
            about=Code(Kind.FACT, "a component whose state does not fit the stage"),
            scope=Scope.STATE,
            why="The list of components and the story stand on one page; a reader who sees green beside 'we are "
            "working on it' believes neither.",
            bad=(FIRST, _next("We found the cause.", "components:\n  sign-in: operational\n")),
            good=(FIRST, _next("Signing in works again.", "components:\n  sign-in: operational\n", "monitoring")),
            find=_misfit,
        ),
        Rule(
            code="C007",
            about=Code(Kind.WORDING, "a title or summary that speaks of something else than before", Level.WARNING),
            scope=Scope.FILE,
            why="People know an incident by its title; one that turns into another leaves them looking for the first. "
            "A summary is compared with the title, the symptom and every text of the update but notes for audiences.",
            bad=(FIRST, _next("Dashboards do not load.", "title: Dashboards do not load\n")),
            good=(FIRST, _next("Dashboards do not load.", "title: Sign-in fails and dashboards do not load\n")),
            find=_drifted,
        ),
        Rule(
            code="C008",
            about=Code(Kind.WORDING, "a figure in the text that contradicts the fact of the same kind"),
            scope=Scope.FILE,
            why="Text and facts go to different readers, and two figures for one thing make both worthless. A public "
            "monthly report once named one day in its heading and another in its text. This rule reads the body, "
            "title, summary, symptom, lists, the basis of the estimate and each answer in `qa`; in an open incident "
            "also what earlier files stated and the page still shows.",
            bad=(FIRST.replace("error for some accounts.", "error for 20 % of accounts."),),
            good=(FIRST.replace("error for some accounts.", "error for 5 to 10 % of accounts."),),
            find=_contradicted,
        ),
        Rule(
            code="C009",
            about=Code(Kind.FACT, "an open question that vanished without an answer", Level.WARNING),
            scope=Scope.FILE,
            why="What we said we did not know is what readers wait for; a question that disappears looks hidden. An "
            "answer in the note for one audience does not count: everybody else is still waiting.",
            bad=(FIRST, _next("A disk is full.", "unknown:\n  - How long the repair takes\n")),
            good=(
                FIRST,
                _next("A disk is full.", "known:\n  - Passwords are safe\nunknown:\n  - How long the repair takes\n"),
            ),
            find=_forgotten,
        ),
        Rule(
            code="C010",
            about=Code(Kind.WORDING, "a note for one audience that contradicts the update"),
            scope=Scope.FILE,
            why="A note in `audiences` adds to the update and never overrides it. Customers compare what they got, and "
            "a different number, time or state in a note means that one of the two is wrong. This rule reads every "
            "note in `audiences`, also those that are not public.",
            bad=(_to_developers("Calls fail for 20 % of accounts."),),
            good=(_to_developers("Retry sign-in calls with back-off; 5 to 10 % of accounts see errors."),),
            find=_overridden,
        ),
        Rule(
            code="C013",
            about=Code(Kind.FACT, "two open incidents of one component in one region", Level.WARNING),
            scope=Scope.STATE,
            why="Readers who follow one of them miss what the other says, and two teams may fix the same thing.",
            bad=(FIRST.replace("sign-in: partial", "exports: partial"),),
            good=(FIRST.replace("next_update", "related:\n  - 2026-03-14-exports-late\nnext_update"),),
            find=_doubled,
        ),
    ),
)
