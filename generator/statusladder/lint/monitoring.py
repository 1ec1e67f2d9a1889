"""What may not be left over from the failure once an update says that the impact has ended."""

import re
from collections.abc import Iterator
from itertools import takewhile

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.voices import is_said, key_words_in
from statusladder.model.communication import Update
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ComponentState, Stage

IncidentUpdate = Update[IncidentKeys]

FIRST = """\
---
stage: mitigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: partial_outage
actions:
  - Moving sign-in to another server
next_update: 1h
---
Signing in fails for some accounts. We are moving it to another server.
"""
WATCHING = """\
---
stage: monitoring
at: 2026-03-14T09:40:00Z
components:
  sign-in: {state}
monitoring_until: 2026-03-14T10:40:00Z
next_update: 1h
---
Signing in works again since 09:35 UTC.
"""

_OUT = (ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)
_FULL = 100
_OBSERVING = compile_late(
    r"\W*(?:we |are |still |keep |closely )*"
    r"(?:watch|monitor|observ|check|measur|verif|compar|count|look|review|investigat|analy[sz]|find|search)",
    re.IGNORECASE,
)
"""How an item begins that goes on after the impact has ended."""

_FEWEST_WORDS = 2


def _left_over(subject: Subject) -> Iterator[Finding]:
    incident = subject.incident
    if incident is None or subject.update.stage is not Stage.MONITORING:
        return
    watch = tuple(takewhile(lambda update: update.stage is Stage.MONITORING, reversed(incident.updates)))
    yield from _outages(subject)
    yield from _progress(watch)
    yield from _actions(watch, incident.updates[: -len(watch)])


def _outages(subject: Subject) -> Iterator[Finding]:
    update = subject.update
    components = update.facts.components
    for name, fact in (components.states if components is not None else {}).items():
        if fact.status in _OUT:
            key = f"components.{name}"
            sentence = f"'{name}' is still '{fact.status}', and 'monitoring' says that the impact has ended"
            fix = f"write its present state, such as '{name}: operational', or stay at 'stage: mitigating'"
            yield Finding(update.place(key if is_said(subject, key) else "stage"), sentence, fix)


def _progress(watch: tuple[IncidentUpdate, ...]) -> Iterator[Finding]:
    stated = [(update, update.said.progress) for update in watch if update.said.progress is not None]
    for update, progress in stated[:1]:
        if progress.percent < _FULL:
            sentence = f"progress is at {progress.percent}%, and 'monitoring' says that the impact has ended"
            fix = "write what is left to do below 'remaining', or stay at 'stage: mitigating' until it is done"
            yield Finding(update.place("progress.percent"), sentence, fix)


def _actions(watch: tuple[IncidentUpdate, ...], earlier: tuple[IncidentUpdate, ...]) -> Iterator[Finding]:
    """Items listed before the impact ended and again afterwards, in the newest list since then."""
    before = {item: key_words_in(item) for update in earlier for item in update.said.actions or ()}
    stated = [update for update in watch if update.said.actions is not None]
    for update in stated[:1]:
        for item in update.said.actions or ():
            words = key_words_in(item)
            again = any(len(old) >= _FEWEST_WORDS and old <= words for old in before.values()) or item in before
            if again and not _OBSERVING.match(item):
                sentence = f"'{item}' is listed below 'actions' again, and 'monitoring' says that the impact has ended"
                fix = "leave it out, or write what is not back to normal below 'remaining'"
                yield Finding(update.place("actions"), sentence, fix)


RULES = Family(
    "monitoring",
    (
        Rule(
            code="C017",
            about=Code(
                Kind.FACT, "an outage, unfinished progress or an action of the fix in 'monitoring'", Level.WARNING
            ),
            scope=Scope.STATE,
            why="'Monitoring' tells customers that they can work again. A component that is down, a bar at 60% or "
            "'we are moving it to another server' beside it says the opposite, and was usually only carried along.",
            bad=(FIRST, WATCHING.format(state="partial_outage")),
            good=(FIRST, WATCHING.format(state="operational")),
            find=_left_over,
        ),
    ),
)
