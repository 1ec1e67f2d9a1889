"""What an incident report owes: changes that somebody makes by a day and proves, causes that teach, times, figures."""

import re
from collections.abc import Iterator

from statusladder.lint import report_wording
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.model.communication import Incident, Update
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level, Place
from statusladder.model.report import ActionItem
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import REPORT_STAGES, ActionStatus, ReportVersion, Severity, Stage

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: major
components:
  sign-in: partial_outage
started_at: 2026-03-14T08:52:00Z
detected_at: 2026-03-14T08:55:00Z
impact:
  symptom: The sign-in page returns an error
  share: 5-10%
  basis: measured
next_update: 30m
---
Signing in returns an error for some accounts. We are finding out why.
"""
LAST = """\
---
stage: resolved
at: 2026-03-14T10:30:00Z
mitigated_at: 2026-03-14T10:10:00Z
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
  - The setting had no owner
action_items:
  - id: AI-1
    title: Refuse to remove a setting that was read in the last week
    owner: identity-team
    due: 2026-04-30
    verification:
      method: test
      criterion: removing such a setting fails
      verify_by: 2026-05-15
---
For 78 minutes some of you could not sign in. No alert covered the setting. It went well that sessions stayed open. It
went poorly that we looked at the network first. We were lucky that it was a Saturday.
"""

_Item = tuple[ActionItem, Place]


def _paper(subject: Subject) -> Update[IncidentKeys] | None:
    """The newest report of an incident whose newest file is a report or a follow-up.

    A draft owes nothing yet, nor does a report of what never ended, which is no step of the ladder (C004).
    """
    incident = subject.incident
    if incident is None or subject.update.stage not in REPORT_STAGES or subject.update.said.draft:
        return None
    if Stage.RESOLVED not in {update.stage for update in incident.updates}:
        return None
    papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM]
    return papers[-1] if papers else None


def _is_final(paper: Update[IncidentKeys]) -> bool:
    return paper.facts.version is not ReportVersion.PRELIMINARY


_NO_ACTION = compile_late(
    r"\b(?:decide|decided|choose|chose|chosen) (?:not to|against)\b|\bwe (?:will|do) (?:not change|change nothing)\b",
    re.IGNORECASE,
)


def _no_items(subject: Subject) -> Iterator[Finding]:
    paper = _paper(subject)
    if paper is None or not _is_final(paper) or _items(subject):
        return
    reports = subject.incident.reports if subject.incident is not None else ()
    if not any(_NO_ACTION.search(update.body) for update in reports):
        fix = "add 'action_items', or write that you decided not to change anything, and why"
        yield Finding(subject.update.place("action_items"), "the report promises no change", fix)


def _items(subject: Subject) -> tuple[ActionItem, ...]:
    return (subject.incident.facts.action_items if subject.incident is not None else None) or ()


def _live(subject: Subject) -> Iterator[_Item]:
    """The items that are still promised, each with the file that spoke of it last."""
    if _paper(subject) is None or subject.incident is None:
        return
    for item in _items(subject):
        if item.status not in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED):
            yield item, _stated(subject.incident, item)


def _stated(incident: Incident, item: ActionItem) -> Place:
    spoke = [one for one in incident.reports if any(told.id == item.id for told in one.said.action_items or ())]
    return (spoke[-1] if spoke else incident.latest).place("action_items")


def _no_owner(subject: Subject) -> Iterator[Finding]:
    for item, place in _live(subject):
        if item.owner is None:
            yield Finding(place, f"{item.id} has no owner", "add 'owner: …', the team or role that does it")


def _no_day(subject: Subject) -> Iterator[Finding]:
    for item, place in _live(subject):
        if item.due is None:
            yield Finding(place, f"{item.id} has no day by which it is due", "add 'due: YYYY-MM-DD'")


def _no_proof(subject: Subject) -> Iterator[Finding]:
    paper = _paper(subject)
    if paper is None or not _is_final(paper):
        return
    for item, place in _live(subject):
        proof = item.verification
        if proof is None:
            fix = "add 'verification:' with method, criterion and verify_by"
            yield Finding(place, f"{item.id} does not say how it will be shown to work", fix)
        elif proof.verify_by is None and proof.verified_at is None:
            fix = "add 'verify_by: YYYY-MM-DD' below 'verification:'"
            yield Finding(place, f"{item.id} does not say by when it will be shown to work", fix)


_SERIOUS = (Severity.CRITICAL, Severity.MAJOR)


def _no_times(subject: Subject) -> Iterator[Finding]:
    paper, incident = _paper(subject), subject.incident
    if paper is None or incident is None or not _is_final(paper) or incident.severity not in _SERIOUS:
        return
    facts = incident.facts
    watched = Stage.MONITORING in {update.stage for update in incident.ladder}
    known = {
        "started_at": facts.started_at is not None,
        "detected_at": facts.detected_at is not None or facts.first_report_at is not None,
        # Stages bring their own times where no file states them; an incident with a report has its end.
        "mitigated_at": facts.mitigated_at is not None or watched,
    }
    missing = [f"'{key}'" for key, is_known in known.items() if not is_known]
    if missing:
        sentence = f"the timeline of the report lacks {', '.join(missing)}"
        yield Finding(
            subject.update.place(), sentence, "add the times, with 'estimated: true' where they are estimates"
        )


def _no_size(subject: Subject) -> Iterator[Finding]:
    paper, incident = _paper(subject), subject.incident
    if paper is None or incident is None or not _is_final(paper) or incident.severity not in _SERIOUS:
        return
    impact = incident.facts.impact
    if impact is None or (impact.share is None and impact.accounts is None):
        fix = "add 'impact:' with 'share:' or 'accounts:', and 'basis:'"
        yield Finding(subject.update.place("impact"), "the report does not say how many were affected", fix)
    told, reported = incident.ladder[-1].facts.impact if incident.ladder else None, paper.said.impact
    if told is None or reported is None or paper.said.impact_reason is not None or paper.said.corrections:
        return
    for key in ("share", "accounts"):
        old, new = getattr(told, key), getattr(reported, key)
        if old is not None and new is not None and old != new:
            sentence = f"'impact.{key}' is another than in the last update, and nothing says why"
            yield Finding(paper.place(f"impact.{key}"), sentence, "add 'impact_reason: …', how it was measured anew")


def _without(*keys: str) -> tuple[str, ...]:
    """The example, its report without these lines."""
    lines = [line for line in REPORT.splitlines(keepends=True) if not line.strip().startswith(keys)]
    return FIRST, LAST, "".join(lines)


def _said(old: str, new: str) -> tuple[str, ...]:
    assert old in REPORT
    return FIRST, LAST, REPORT.replace(old, new)


_GOOD = (FIRST, LAST, REPORT)
_ITEM = "Refuse to remove a setting that was read in the last week"
_ALERT = "No alert covered the setting."
_PROOF = ("verification", "method", "criterion", "verify_by")

RULES = Family(
    "postmortem",
    (
        Rule(
            code="P001",
            about=Code(Kind.FACT, "a final report without action items"),
            scope=Scope.STATE,
            why="A report that changes nothing is an apology with more words (Google, PagerDuty). Not to act can be "
            "right; then it is a decision, with its reason.",
            bad=_without("action_items", "- id: AI", "title: Ref", "owner", "due", *_PROOF),
            good=_GOOD,
            find=_no_items,
        ),
        Rule(
            code="P002",
            about=Code(Kind.FACT, "an action item without an owner"),
            scope=Scope.STATE,
            why="What everybody should do nobody does; Google's template gives each item a team or role.",
            bad=_without("owner"),
            good=_GOOD,
            find=_no_owner,
        ),
        Rule(
            code="P003",
            about=Code(Kind.FACT, "an action item without a day by which it is due"),
            scope=Scope.STATE,
            why="A promise without a day cannot be kept or broken, so readers cannot trust it.",
            bad=_without("due"),
            good=_GOOD,
            find=_no_day,
        ),
        Rule(
            code="P004",
            about=Code(Kind.FACT, "an action item of a final report that nobody will prove"),
            scope=Scope.STATE,
            why="Done is not the same as working; only what was verified counts as a kept promise here.",
            bad=_without(*_PROOF),
            good=_GOOD,
            find=_no_proof,
        ),
        Rule(
            code="P005",
            about=Code(Kind.WORDING, "an action item that asks for care, or that has no end"),
            scope=Scope.FILE,
            why="People were careful already. An item is actionable, specific and bounded (Lunney, Lueder and Beyer, "
            "by way of PagerDuty).",
            bad=_said(_ITEM, "Be more careful with settings"),
            good=_GOOD,
            find=report_wording.find_empty_promises,
        ),
        Rule(
            code="P006",
            about=Code(Kind.WORDING, "an action item that does not begin with what is to be done", Level.WARNING),
            scope=Scope.FILE,
            why="A verb in front says what somebody does, and when it is done (Lunney, Lueder and Beyer, by way of "
            "PagerDuty).",
            bad=_said(_ITEM, "Monitoring for settings"),
            good=_GOOD,
            find=report_wording.find_missing_verbs,
        ),
        Rule(
            code="P008",
            about=Code(Kind.WORDING, "a single root cause, or a person as the cause", Level.WARNING),
            scope=Scope.FILE,
            why="Large failures need several faults at once, and looking for one root stops at the first (Cook, by way "
            "of PagerDuty). A person as the cause is an error: it teaches nothing and ends candour.",
            bad=_said(_ALERT, "The root cause was a missing setting."),
            good=_GOOD,
            find=report_wording.find_single_causes,
        ),
        Rule(
            code="P009",
            about=Code(Kind.WORDING, "a cause that is told as certain before its stage"),
            scope=Scope.FILE,
            why="Never guess (PagerDuty): a first cause that is wrong costs more trust than none.",
            bad=(FIRST.replace("We are finding out why.", "The root cause is a full disk."),),
            good=(FIRST.replace("We are finding out why.", "We have not found the root cause yet."),),
            find=report_wording.find_early_causes,
        ),
        Rule(
            code="P010",
            about=Code(Kind.FACT, "a final report of a serious incident whose timeline lacks a time"),
            scope=Scope.STATE,
            why="Start, detection, first notice, mitigation and end are what readers measure us by; PagerDuty's "
            "template lists when it became public as well, which is computed here.",
            bad=(FIRST.replace("detected_at: 2026-03-14T08:55:00Z\n", ""), LAST, REPORT),
            good=_GOOD,
            find=_no_times,
        ),
        Rule(
            code="P011",
            about=Code(
                Kind.FACT, "a final report of a serious incident whose impact has no figure, or another than before"
            ),
            scope=Scope.STATE,
            why="A report gives exact numbers (PagerDuty); one that differs from the last update without a word "
            "makes both doubtful.",
            bad=(FIRST.replace("  share: 5-10%\n  basis: measured\n", ""), LAST, REPORT),
            good=_GOOD,
            find=_no_size,
        ),
        Rule(
            code="P012",
            about=Code(
                Kind.WORDING, "a report that does not look back on what went well, poorly or by luck", Level.INFO
            ),
            scope=Scope.FILE,
            why="Google's template asks all three: what to keep, what to change, and what luck will not do twice.",
            bad=_said("We were lucky that it was a Saturday.", ""),
            good=_GOOD,
            find=report_wording.find_missing_review,
        ),
        Rule(
            code="P015",
            about=Code(Kind.WORDING, "hindsight in a report", Level.WARNING),
            scope=Scope.FILE,
            why="Who knows the end sees signs that nobody could see on the way (Etsy, Howie and PagerDuty on hindsight "
            "bias); what was there to be seen is what can be changed.",
            bad=_said(_ALERT, "The team failed to notice the setting."),
            good=_GOOD,
            find=report_wording.find_hindsight,
        ),
    ),
)
