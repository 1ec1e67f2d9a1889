"""What readers said of our updates, and whether the postmortem tells them what came of it."""

from collections.abc import Iterator
from itertools import chain

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.model.communication import Update
from statusladder.model.feedback import AnswerKind, named_in
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: major
components:
  sign-in: partial_outage
next_update: 30m
---
Signing in returns an error for some accounts. We are finding out why.
"""
LAST = """\
---
stage: resolved
at: 2026-03-14T10:30:00Z
data_loss: none
---
Signing in works again since 10:10 UTC.
"""
REPORT = """\
---
stage: postmortem
at: 2026-03-20T10:00:00Z
version: final
trigger: A clean-up removed a setting that was in use
contributing_factors:
  - No test signs in after a clean-up
{answered}---
For 78 minutes some of you could not sign in.
"""
_ANSWERED = """\
feedback_answered:
  - you_said: Two of you asked for a workaround in the first update
    we_did: From now on the first update says what to do meanwhile
"""


def _unanswered(subject: Subject) -> Iterator[Finding]:
    """Only messages that came before the final postmortem: what comes later finds no fault with what is published.

    One that an action item or a change of the rules names as its source is answered there.
    """
    incident, update = subject.incident, subject.update
    papers = [one for one in incident.reports if _is_final(one)] if incident is not None else []
    if incident is None or not papers or update.said.draft or incident.facts.feedback_answered:
        return
    sources = [item.source or () for item in incident.facts.action_items or ()]
    reasons = [revision.because or "" for revision in subject.settings.ladder.changelog]
    named = {name for text in (*chain.from_iterable(sources), *reasons) for name in named_in(text)}
    said = (answer.said for answer in subject.neighbours.feedback)
    messages = [one for one in said if one.kind is AnswerKind.MESSAGE and one.incident == incident.id]
    count = sum(one.at <= papers[-1].at and one.id not in named for one in messages)
    if count:
        comments = "1 comment" if count == 1 else f"{count} comments"
        sentence = f"the postmortem does not answer {comments} of readers on this incident"
        fix = "add 'feedback_answered' with you_said and we_did"
        yield Finding(papers[-1].place("feedback_answered"), sentence, fix)


def _is_final(update: Update[IncidentKeys]) -> bool:
    is_report = update.stage is Stage.POSTMORTEM and not update.imported and not update.said.draft
    return is_report and update.facts.version is not ReportVersion.PRELIMINARY


RULES = Family(
    "feedback",
    (
        Rule(
            code="P019",
            about=Code(
                Kind.FACT, "a final postmortem that does not answer what readers said of the updates", Level.WARNING
            ),
            scope=Scope.STATE,
            why="Readers who took the time to comment see only here what came of it; without an answer they stop "
            "writing. Messages in content/feedback that came before the postmortem are counted; one that an action "
            "item or a change of the rules names as its source is answered there.",
            bad=(FIRST, LAST, REPORT.format(answered="")),
            good=(FIRST, LAST, REPORT.format(answered=_ANSWERED)),
            find=_unanswered,
        ),
    ),
)
