"""The incident report page: what its author typed, and the figures on our communication that are computed."""

from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.promises import record
from statusladder.markup.html import to_html
from statusladder.model.communication import Incident, Update
from statusladder.model.report import ActionItem, FeedbackAnswer, ImprovementTarget, Review, Withheld
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ActionStatus, ActionType, Stage
from statusladder.views import wording
from statusladder.views.policy_words import role_name
from statusladder.views.timeline import TimeView
from statusladder.views.wording import Clock

ACTION_TYPES = {
    ActionType.BUG_FIX: "Bug fixes",
    ActionType.INFRASTRUCTURE: "Infrastructure",
    ActionType.PROCESS: "Process",
}
STATUS_LABELS = {
    ActionStatus.PLANNED: "Planned",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Done, not yet verified",
    ActionStatus.VERIFIED: "Verified",
    ActionStatus.DROPPED: "Dropped",
    ActionStatus.SUPERSEDED: "Superseded",
}


@dataclass(frozen=True)
class ActionView:
    id: str
    title: str
    status: str
    owner: str | None
    due: str | None
    verification: str | None
    dropped_reason: str | None


@dataclass(frozen=True)
class ReportView:
    """A published report with its follow-ups."""

    update_id: str
    version: str | None
    published: TimeView
    html: str
    signature: str | None
    trigger: str | None
    factors: tuple[str, ...]
    safeguards: tuple[str, ...]
    communication: tuple[str, ...]
    actions: tuple[tuple[str, tuple[ActionView, ...]], ...]
    targets: tuple[tuple[ImprovementTarget, str], ...]
    governance: tuple[str, ...]
    lessons: tuple[str, ...]
    answers: tuple[FeedbackAnswer, ...]
    withheld: tuple[Withheld, ...]
    review: str | None
    revisions: tuple[tuple[str, TimeView], ...]
    follow_ups: tuple[tuple[TimeView, str], ...]


def report(incident: Incident, settings: Settings, clock: Clock) -> ReportView | None:
    """The incident's report, with the newest facts; None while there is none."""
    papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM]
    if not papers:
        return None
    facts, paper = incident.facts, papers[-1]
    sponsor = facts.roles.executive_sponsor if facts.roles else None
    return ReportView(
        update_id=paper.id,
        version=_version(paper),
        published=_time(paper.at, clock),
        html=to_html(paper.body, top_heading=2),
        signature=f"{sponsor.name}, {sponsor.title}" if sponsor is not None and sponsor.consented else None,
        trigger=facts.trigger,
        factors=facts.contributing_factors or (),
        safeguards=facts.safeguards or (),
        communication=_how_we_communicated(incident, clock),
        actions=_actions(facts.action_items or ()),
        targets=tuple((target, wording.long_date(target.by)) for target in facts.improvement_targets or ()),
        governance=facts.governance_changes or (),
        lessons=facts.lessons or (),
        answers=facts.feedback_answered or (),
        withheld=facts.withheld or (),
        review=_reviewed(facts.review, settings, clock) if facts.review is not None else None,
        revisions=tuple((_version(update) or "Report", _time(update.at, clock)) for update in papers),
        follow_ups=tuple(
            (_time(update.at, clock), to_html(update.body, top_heading=4))
            for update in incident.reports
            if update.stage is Stage.FOLLOW_UP
        ),
    )


def _version(paper: Update[IncidentKeys]) -> str | None:
    version = paper.facts.version
    words = f"{version.value.capitalize()} report" if version is not None else None
    return f"Draft. {words or 'Incident report'}" if paper.said.draft else words


def _reviewed(review: Review, settings: Settings, clock: Clock) -> str:
    """`Held on 18 February 2026 by the incident commander and the customer advocate: accepted with four changes.`"""
    roles = wording.listed(f"the {role_name(role, settings)}" for role in review.roles)
    by = f" by {roles}" if roles else ""
    return f"Held on {wording.long_date(clock.day_of(review.held_at))}{by}: {review.outcome.rstrip('.')}."


def _time(moment: datetime, clock: Clock) -> TimeView:
    return TimeView(clock.full(moment), wording.stamp(moment))


def _how_we_communicated(incident: Incident, clock: Clock) -> tuple[str, ...]:
    """Computed, never typed: how long until the first notice, how many promises were kept, the longest silence."""
    kept = record(incident, clock.now)
    lines = []
    if incident.facts.started_at is not None:
        waited = incident.first.at - incident.started_at
        lines.append(f"First notice {wording.duration(waited)} after it began")
    if kept.made:
        lines.append(f"{kept.kept} of {wording.counted(kept.made, 'promised update')} came in time")
    if kept.longest_silence is not None:
        lines.append(f"Longest silence: {wording.duration(kept.longest_silence)}")
    corrections = sum(len(update.said.corrections or ()) for update in incident.updates)
    if corrections:
        lines.append(f"{wording.counted(corrections, 'correction')} published")
    return tuple(lines)


def _actions(items: tuple[ActionItem, ...]) -> tuple[tuple[str, tuple[ActionView, ...]], ...]:
    """The public items by type, in the order bug fixes, infrastructure, process, and those without a type last."""
    public = [item for item in items if item.public]
    grouped = []
    for kind, label in [*ACTION_TYPES.items(), (None, "Other")]:
        views = tuple(_action(item) for item in public if item.type is kind)
        if views:
            grouped.append((label, views))
    return tuple(grouped)


def _action(item: ActionItem) -> ActionView:
    check = item.verification
    words = None
    if check is not None:
        words = f"{check.method}: {check.criterion}"
        if check.verified_at is not None:
            words += f" (verified on {wording.long_date(check.verified_at)})"
        elif check.verify_by is not None:
            words += f" (by {wording.long_date(check.verify_by)})"
    return ActionView(
        item.id,
        item.title or item.id,
        STATUS_LABELS[item.status or ActionStatus.PLANNED],
        item.owner,
        wording.long_date(item.due) if item.due else None,
        words,
        item.dropped_reason,
    )
