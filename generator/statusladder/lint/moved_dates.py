"""Due dates of action items that were moved without a word."""

from collections.abc import Iterator
from datetime import date

from statusladder.ladder.action_items import Action, actions_of
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice, make_resolved
from statusladder.model.problem import Code, Kind, Level, Place
from statusladder.model.vocabulary import ActionStatus

REPORT = """\
---
stage: postmortem
at: 2026-03-20T10:00:00Z
version: final
trigger: A clean-up removed a setting that was in use
contributing_factors:
  - No test signs in after a clean-up
  - The setting had no owner
action_items:
  - id: AI-1
    title: Refuse to remove a setting that was read in the last week
    owner: identity-team
    due: 2026-04-30
---
For 78 minutes some of you could not sign in.
"""
LATER = """\
---
stage: follow_up
at: 2026-04-20T10:00:00Z
action_items:
  - id: AI-1
    due: 2026-05-31
{history}---
The check needs another month.
"""
_HISTORY = (
    "    due_history:\n      - was: 2026-04-30\n        why: The check slowed all settings down and is rewritten\n"
)
_REPORTED = (make_notice("Signing in fails."), make_resolved("Signing in works again."), REPORT)


def _moved(subject: Subject) -> Iterator[Finding]:
    incident = subject.incident
    for one in actions_of(incident, subject.settings.zone) if incident is not None else ():
        if one.status in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED):
            continue
        for move in one.moves:
            if move.why is None:
                sentence = f"{one.item.id} was due on {move.was}, is now due on {one.item.due}, and nothing says why"
                fix = f"add 'due_history:' with 'was: {move.was}' and 'why: …' to {one.item.id}, here or in a follow-up"
                yield Finding(_moved_in(one, move.was), sentence, fix)


def _moved_in(one: Action, was: date) -> Place:
    """Where the first due date after `was` is stated."""
    days = [said.due for said in one.said]
    later = (
        update for number, update in enumerate(one.spoken) if was in days[:number] and days[number] not in (None, was)
    )
    return next(later, one.spoken[-1]).place("action_items")


RULES = Family(
    "moved_dates",
    (
        Rule(
            code="P020",
            about=Code(Kind.FACT, "a due date that was moved without 'due_history'", Level.WARNING),
            scope=Scope.STATE,
            why="Customers saw the first date. One that moves in silence looks as if nobody remembers it; the page "
            "shows every earlier date with the reason that 'due_history' gives.",
            bad=(*_REPORTED, LATER.format(history="")),
            good=(*_REPORTED, LATER.format(history=_HISTORY)),
            find=_moved,
        ),
    ),
)
