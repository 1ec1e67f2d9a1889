"""The postmortem page: what its author typed, and all that is computed from the incident itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from statusladder.ladder.course import IncidentCourse
from statusladder.model.communication import Incident, Update
from statusladder.model.report import FeedbackAnswer, ImprovementTarget, Review, Withheld
from statusladder.model.site import Settings
from statusladder.model.targets import find_target
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage
from statusladder.views import urls, wording
from statusladder.views.action_items import ActionView, build_action, group_by_type
from statusladder.views.communication_record import CommunicationRecord, build_communication_record
from statusladder.views.panel import Panel, build_panel
from statusladder.views.placing import move_html, place_html
from statusladder.views.policy_words import say_approvers, say_roles, sponsor_words
from statusladder.views.revisions import Revision, build_revisions, say_version
from statusladder.views.timeline import TimeView
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_ADVICE = re.compile(r"<h2[^<>]*>what you can do", re.IGNORECASE)
_APOLOGY = re.compile(r"<h2[^<>]*>[^<]*\b(?:apology|ownership)\b", re.IGNORECASE)
_EVENTS = re.compile(r"<h2[^<>]*>what happened", re.IGNORECASE)
_CAUSES = re.compile(r"<h2[^<>]*>why it\b", re.IGNORECASE)


@dataclass(frozen=True)
class TargetView:
    """`is_measured`: the reliability page says what the metric comes to."""

    metric: str
    baseline: str
    target: str
    by: str
    is_measured: bool


@dataclass(frozen=True)
class Part:
    """Words of the author, and what the page puts behind them: the signature, the timeline, the causes, or nothing."""

    html: str
    then: tuple[str, ...]


@dataclass(frozen=True)
class ReportView:
    """A published report with its follow-ups.

    `awaited` is what is still promised of a preliminary one, `replaces` leads a newer one to what it changed. `proofs`
    are the changes in the order in which they are to be proved. `advice` is empty where the author's words give it.
    """

    update_id: str
    version: str
    published: TimeView
    awaited: str | None
    replaces: str | None
    header: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    signature: str | None
    trigger: str | None
    factors: tuple[str, ...]
    safeguards: tuple[str, ...]
    communication: CommunicationRecord
    actions: tuple[tuple[str, tuple[ActionView, ...]], ...]
    proofs: tuple[ActionView, ...]
    targets: tuple[TargetView, ...]
    governance: tuple[str, ...]
    advice: tuple[str, ...]
    lessons: tuple[str, ...]
    answers: tuple[FeedbackAnswer, ...]
    withheld: tuple[Withheld, ...]
    review: str | None
    revisions: tuple[Revision, ...]
    follow_ups: tuple[tuple[TimeView, str], ...]


def has_report(incident: Incident) -> bool:
    """Whether there is one to read."""
    return any(update.stage is Stage.POSTMORTEM for update in incident.reports)


def build_report(course: IncidentCourse, settings: Settings, voice: Voice) -> ReportView | None:
    """The incident's report, with the newest facts; None while there is none."""
    incident = course.incident
    papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM]
    if not papers:
        return None
    facts, paper, facts_panel = incident.facts, papers[-1], build_panel(incident, settings, voice)
    today = voice.day_of(voice.now)
    parts = _parts(_placed(paper, course, settings, top_heading=2))
    page = urls.of_postmortem(incident.id)
    actions = tuple(build_action(one, today, settings, page, voice) for one in course.actions if one.item.public)
    return ReportView(
        update_id=paper.id,
        version=say_version(paper, voice),
        published=_time(paper.at, voice),
        awaited=_awaited(paper, voice),
        replaces=_replaces(papers, voice),
        header=tuple(build_report_header(course, paper, settings, facts_panel, voice)),
        parts=parts,
        signature=sponsor_words(facts.roles) if facts.roles else None,
        trigger=facts.trigger,
        factors=facts.contributing_factors or (),
        safeguards=facts.safeguards or (),
        communication=build_communication_record(course, settings, voice),
        actions=group_by_type(actions, voice),
        proofs=tuple(sorted((one for one in actions if one.proof_day is not None), key=_proof_day)),
        targets=tuple(
            TargetView(one.metric, one.baseline, one.target, voice.day(one.by), _is_measured(one))
            for one in facts.improvement_targets or ()
        ),
        governance=facts.governance_changes or (),
        advice=() if any(_ADVICE.match(part.html) for part in parts) else facts_panel.can_do,
        lessons=tuple(dict.fromkeys(facts.lessons or ())),
        answers=facts.feedback_answered or (),
        withheld=facts.withheld or (),
        review=_reviewed(facts.review, settings, voice) if facts.review is not None else None,
        revisions=build_revisions(incident, settings, voice),
        follow_ups=tuple(
            (_time(update.at, voice), _placed(update, course, settings, top_heading=4))
            for update in incident.reports
            if update.stage is Stage.FOLLOW_UP
        ),
    )


def _is_measured(target: ImprovementTarget) -> bool:
    return find_target(target.metric, target.target)[0] is not None


def _placed(update: Update[IncidentKeys], course: IncidentCourse, settings: Settings, *, top_heading: int) -> str:
    """The words of a report or follow-up as they stand on the report's page."""
    incident = course.incident
    html = place_html(update.body, incident.pictures, top_heading=top_heading, stage=update.stage)
    return move_html(html, settings.site.url, urls.of_incident(incident.id), urls.of_postmortem(incident.id))


def _parts(html: str) -> tuple[Part, ...]:
    """The sections, with the computed ones among them: each where its subject is told, else behind all words."""
    split = re.split(r"(?=<h2\b)", html)
    # A heading of the outline below which nobody wrote anything tells readers nothing.
    sections = [section for section in split if section.partition("</h2>")[2 if "<h2" in section else 0].strip()]

    def place(heading: re.Pattern[str], *, before: bool = False) -> int:
        found = [number for number, section in enumerate(sections) if heading.match(section)]
        if not found:
            return max(len(sections) - 1, 0)
        return max(found[0] - 1, 0) if before else found[-1]

    places = {"signature": place(_APOLOGY), "timeline": place(_EVENTS, before=True), "causes": place(_CAUSES)}
    return tuple(
        Part(section, tuple(name for name, at in places.items() if at == number))
        for number, section in enumerate(sections or [""])
    )


def _reviewed(review: Review, settings: Settings, voice: Voice) -> str:
    """`Reviewed on 18 February 2026 by the incident commander and the scribe: accepted with four changes.`"""
    day, outcome = voice.day(voice.day_of(review.held_at)), Own(review.outcome.rstrip("."))
    if not review.roles:
        return voice.say("postmortem.reviewed", day=day, outcome=outcome)
    roles = say_roles(review.roles, settings, voice)
    return voice.say("postmortem.reviewed_by", day=day, roles=roles, outcome=outcome)


def _time(moment: datetime, voice: Voice) -> TimeView:
    return TimeView(voice.full(moment), wording.stamp_of(moment))


def _awaited(paper: Update[IncidentKeys], voice: Voice) -> str | None:
    promised_at = paper.said.promised_at
    if paper.facts.version is not ReportVersion.PRELIMINARY or promised_at is None:
        return None
    return voice.say("postmortem.awaited", when=voice.full(promised_at))


def _replaces(papers: list[Update[IncidentKeys]], voice: Voice) -> str | None:
    if len(papers) < 2:
        return None
    before = papers[-2]
    version, day = before.facts.version, voice.day(voice.day_of(before.at))
    if version is None:
        return voice.say("postmortem.changes.since", day=day)
    return voice.say(f"postmortem.changes.since_{version.value}", day=day)


def _proof_day(view: ActionView) -> tuple[date, str]:
    return view.proof_day or date.max, view.id


def build_report_header(
    course: IncidentCourse, paper: Update[IncidentKeys] | None, settings: Settings, facts_panel: Panel, voice: Voice
) -> Iterator[tuple[str, str]]:
    """What a report is filed under, in the order in which readers ask; without a paper what is known before there is
    one."""
    incident, started = course.incident, course.incident.facts.started_at
    yield voice.say("postmortem.header.severity"), voice.say(f"severity.{incident.severity.value}")
    if course.length is not None:
        times = voice.semicolon_separated(voice.window(one.start, one.end or voice.now) for one in course.impact)
        is_estimated = started is not None and started.estimated
        length, parts = voice.length(course.length), len(course.impact)
        yield (
            voice.say("postmortem.header.impact"),
            voice.say("postmortem.header.beginning_estimated", times=times) if is_estimated else times,
        )
        yield (
            voice.say("postmortem.header.lasted"),
            length if parts == 1 else voice.say("postmortem.header.in_parts", length=length, n=parts),
        )
    if facts_panel.affected:
        is_early = facts_panel.is_early_notice
        label = voice.say("state.at_risk") if is_early else voice.say("postmortem.header.affected")
        yield label, _affected(facts_panel, voice)
    if facts_panel.size is not None:
        size, regions = facts_panel.size, voice.listed(facts_panel.regions)
        yield (
            voice.say("postmortem.header.size"),
            voice.say("postmortem.header.size_in", size=size, regions=regions) if regions else size,
        )
    if facts_panel.symptom is not None:
        yield voice.say("postmortem.header.symptom"), Own(facts_panel.symptom)
    if facts_panel.data_loss is not None:
        yield voice.say("postmortem.header.data"), facts_panel.data_loss
    if paper is not None and paper.said.approved_by:
        yield voice.say("postmortem.header.approved_by"), say_approvers(paper.said.approved_by, settings, voice)
    if facts_panel.policy_version is not None:
        version = voice.say("postmortem.header.version", version=facts_panel.policy_version)
        yield voice.say("postmortem.header.policy"), version
    if paper is not None:
        yield voice.say("postmortem.header.revised"), voice.full(incident.reports[-1].at)
    yield voice.say("postmortem.header.incident"), incident.id


def _affected(facts_panel: Panel, voice: Voice) -> str:
    """`Sign-in (major outage) and Search (degraded)`; how many where they are too many to be named."""
    named = (
        voice.say(
            "postmortem.header.component",
            name=view.name,
            state=voice.say(f"state_in_text.{view.state.value}"),
        )
        if view.state is not None
        else view.name
        for view in facts_panel.affected
    )
    return facts_panel.many_affected or voice.listed(named)
