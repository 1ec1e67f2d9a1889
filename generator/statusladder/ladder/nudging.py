"""Everything that somebody has to be reminded of: what is late, undecided, owed, past its day, or getting worse.

`SOURCES` is the list of what is looked at. A source is one function; to look at something more, add it there.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from statusladder.ladder.drills import find_overdue_drills
from statusladder.ladder.dues import Awaited, Timing, find_dues
from statusladder.ladder.escalation import find_escalations
from statusladder.ladder.outlook import Matter, Nudge, Outlook
from statusladder.ladder.ownership import find_last_decision, unread_by
from statusladder.ladder.promises import owed_at
from statusladder.ladder.publication import may_be_named
from statusladder.ladder.signals import MANY, MOST_NAMED, count_in_words, find_themes, signals_of
from statusladder.model.policy import FactName
from statusladder.model.vocabulary import REPORT_STAGES, ActionStatus, ReportVersion, Stage, Visibility

NEAR = timedelta(days=30)
"""How long before its day somebody should look at it and write the next one."""


class Expiry(StrEnum):
    FAR = "far"
    NEAR = "near"
    PAST = "past"


def expiry_of(expires: date, today: date) -> Expiry:
    """How near the end is, on a day in UTC; on the day `expires` itself the file no longer holds."""
    if today >= expires:
        return Expiry.PAST
    return Expiry.NEAR if today >= expires - NEAR else Expiry.FAR


def find_nudges(outlook: Outlook) -> tuple[Nudge, ...]:
    """Every reminder there is; see `keep_nameable` before any of it is shown."""
    return tuple(nudge for source in SOURCES for nudge in source(outlook))


def keep_nameable(nudges: tuple[Nudge, ...], outlook: Outlook) -> tuple[Nudge, ...]:
    """Those that may be named: in a public repository nothing embargoed and nothing internal, and no email address."""
    settings, now = outlook.library.settings, outlook.now
    if settings.site.repository is not Visibility.PUBLIC:
        return nudges
    secret = {one.id for one in outlook.told if not may_be_named(one, settings, now)}
    kept = (nudge for nudge in nudges if nudge.about not in secret and not nudge.internal)
    return tuple(replace(nudge, who=tuple(one.mentionable for one in nudge.who)) for nudge in kept)


def _updates(outlook: Outlook) -> Iterator[Nudge]:
    for due in find_dues(outlook.courses):
        if not due.timing.is_late:
            continue
        is_stale = due.timing is Timing.STALE
        if due.awaited is Awaited.COMPLETION:
            fact = "the maintenance runs past its window"
            ask = "write that it is completed, or extend it and say why"
        else:
            which = "the promised update" if due.promised else "the update that the cadence asks for"
            fact = f"{which} is overdue, by more than a whole interval" if is_stale else f"{which} is overdue"
            ask = "write it now, and say in it that it is late"
        who = outlook.directory.find_writers(due.communication)
        yield Nudge(Matter.UPDATE, due.communication.id, fact, ask, due.by, who=who)


def _escalations(outlook: Outlook) -> Iterator[Nudge]:
    for found in find_escalations(outlook.library, outlook.courses):
        held, told, people = found.held, found.communication, outlook.directory
        who = people.find_deciders(held.roles, told) if held.roles else people.find_writers(told)
        yield Nudge(Matter.ESCALATION, told.id, held.fact, held.proposes, held.since, found.code, held.internal, who)


def _estimates(outlook: Outlook) -> Iterator[Nudge]:
    """Undecided where the stage owes one, and passed; while it is only watched, nobody waits for one."""
    for incident in outlook.incidents:
        if not incident.is_open or incident.stage is Stage.MONITORING:
            continue
        latest, facts = incident.latest, incident.facts
        is_first = len(incident.updates) == 1
        owed = owed_at(outlook.library.policy, latest.stage, incident.severity, is_first=is_first)
        ends = facts.estimate_ends_at
        if facts.eta is None and FactName.ETA in owed:
            fact, ask, since = "the estimate is undecided", "give a window, or decide on 'unknown'", latest.at
        elif ends is not None and ends < outlook.now:
            is_unknown = facts.eta is not None and facts.eta.unknown
            fact = "the time to look at the estimate again has passed" if is_unknown else "the estimate has passed"
            ask, since = "say so, and what you expect now", ends
        else:
            continue
        yield Nudge(Matter.ESTIMATE, incident.id, fact, ask, since, who=outlook.directory.find_writers(incident))


def _questions(outlook: Outlook) -> Iterator[Nudge]:
    """What many customers ask about an open incident, and its page does not answer."""
    for incident in outlook.incidents:
        if not incident.is_open:
            continue
        playbook = outlook.playbook_of(incident)
        themes = find_themes(incident, signals_of(incident, outlook.library.signals, outlook.now), playbook)
        for theme in [one for one in themes if one.unanswered >= MANY][:MOST_NAMED]:
            fact = f"{count_in_words(theme.open_signals)} are about \"{theme.text}\", and no 'qa' answers it"
            ask = "answer it in 'qa' of the next update, in the same words"
            if theme.prepared is not None and playbook is not None:
                fact = f'{count_in_words(theme.open_signals)} are about "{theme.text}", and the page does not answer it'
                ask = f"the playbook '{playbook.name}' has an answer: check it, and add it to 'qa' of the next update"
            yield Nudge(
                Matter.QUESTION,
                incident.id,
                fact,
                ask,
                theme.open_signals[0].at,
                internal=True,
                who=outlook.directory.find_writers(incident),
            )


def _approvals(outlook: Outlook) -> Iterator[Nudge]:
    for incident in outlook.incidents:
        decision = find_last_decision(incident, outlook.library.policy)
        if decision is None:
            continue
        decided = decision.update
        for role in decision.missing:
            fact, ask = f"{role} has not approved {decided.id}", "ask for it, and add the role to 'approved_by'"
            who = outlook.directory.find([role], incident)
            yield Nudge(Matter.APPROVAL, incident.id, fact, ask, decided.at, who=who)


def _acks(outlook: Outlook) -> Iterator[Nudge]:
    for incident in outlook.incidents:
        entered, missing = unread_by(incident, outlook.library.policy)
        for role in missing:
            fact = f"{role} has neither approved nor acknowledged '{incident.stage}'"
            ask = "ask, and add the role to 'acks' of the next update"
            who = outlook.directory.find([role], incident)
            yield Nudge(Matter.ACK, incident.id, fact, ask, entered.at, internal=True, who=who)


def _debts(outlook: Outlook) -> Iterator[Nudge]:
    """Drafts and drills owe nothing, and what is dated ahead does not yet."""
    for problem in outlook.debt:
        if problem.place.path in outlook.files:
            told, at = outlook.files[problem.place.path]
            who = outlook.directory.find_writers(told)
            yield Nudge(Matter.DEBT, told.id, problem.sentence, problem.fix, at, problem.code, who=who)


def _reminders(outlook: Outlook) -> Iterator[Nudge]:
    """Maintenance that begins within a reminder's time, of which nothing was said since then."""
    for course in outlook.courses.maintenances:
        maintenance, window = course.maintenance, course.maintenance.window
        if course.is_over or window is None or window.from_ <= outlook.now:
            continue
        reached = [time for time in outlook.library.policy.maintenance.reminders if window.from_ - time <= outlook.now]
        if reached and maintenance.latest.at < window.from_ - min(reached):
            fact, ask = "the maintenance begins soon", "write a short update that reminds of it"
            who = outlook.directory.find_writers(maintenance)
            yield Nudge(Matter.REMINDER, maintenance.id, fact, ask, window.from_, who=who)


def _reports(outlook: Outlook) -> Iterator[Nudge]:
    """Incident reports past the day that was promised, else past that of the policy."""
    for incident in outlook.incidents:
        closed_at, due = incident.closed_at, outlook.library.policy.reports.get(incident.severity)
        promised = incident.latest.said.promised_at
        if closed_at is None or incident.latest.imported or incident.stage not in (Stage.RESOLVED, *REPORT_STAGES):
            continue
        awaited: tuple[str, datetime] | None = None
        versions = {update.facts.version for update in incident.reports}
        if promised is not None:
            awaited = "the promised report", promised
        elif due is not None and due.preliminary is not None and not versions:
            awaited = "the preliminary report", closed_at + due.preliminary
        elif due is not None and due.final is not None and ReportVersion.FINAL not in versions:
            awaited = "the final report", closed_at + due.final
        if awaited is not None and awaited[1] < outlook.now:
            ask = "publish it, or say to readers when it comes"
            who = outlook.directory.find_writers(incident, Stage.POSTMORTEM)
            yield Nudge(Matter.REPORT, incident.id, f"{awaited[0]} is overdue", ask, awaited[1], who=who)


def _reviews(outlook: Outlook) -> Iterator[Nudge]:
    """Final reports that nobody has met about, past the days that the policy gives for it."""
    for incident in outlook.incidents:
        due = outlook.library.policy.reports.get(incident.severity)
        papers = [update for update in incident.reports if update.facts.version is ReportVersion.FINAL]
        if due is None or due.review is None or not papers or papers[0].imported or incident.facts.review is not None:
            continue
        if papers[0].at + due.review < outlook.now:
            ask = "hold it, and give 'review' with held_at, roles and outcome in a follow-up"
            fact = "the review of the final report is overdue"
            who = outlook.directory.find_writers(incident, Stage.POSTMORTEM)
            yield Nudge(Matter.REVIEW, incident.id, fact, ask, papers[0].at + due.review, who=who)


def _action_items(outlook: Outlook) -> Iterator[Nudge]:
    for one in (action for course in outlook.courses.incidents for action in course.actions):
        item, day = one.item, one.waits_for
        if day is not None and day < outlook.today:
            title = f"'{item.title}'" if item.title else "it"
            fact = f"{title} is not {'verified' if one.status is ActionStatus.DONE else 'done'}"
            ask = "'actions verify' or 'follow-up' says what became of it, 'actions reschedule' moves its day"
            who = outlook.directory.find([item.owner] if item.owner else [], one.incident)
            yield Nudge(Matter.ACTION_ITEM, one.incident.id, fact, ask, day, item.id, not item.public, who)


FOLLOW_UPS = (timedelta(days=30), timedelta(days=90))
"""How long after a report readers are to hear what became of what it promised, while something of it is open."""


def _follow_ups(outlook: Outlook) -> Iterator[Nudge]:
    for course in outlook.courses.incidents:
        incident = course.incident
        papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM and not update.imported]
        left = sum(one.item.public and not one.is_settled for one in course.actions)
        if not papers or not left or papers[-1].facts.version is ReportVersion.PRELIMINARY:
            continue
        reached = [timedelta(0), *(wait for wait in FOLLOW_UPS if papers[-1].at + wait <= outlook.now)]
        told = [update.at for update in incident.reports if update.stage is Stage.FOLLOW_UP]
        if len(reached) > 1 and not any(at > papers[-1].at + reached[-2] for at in told):
            fact = f"{reached[-1].days} days after its report nobody told what became of its open items"
            ask = "write a progress report ('statusladder follow-up'), also when there is little to tell"
            who = outlook.directory.find_writers(incident, Stage.POSTMORTEM)
            yield Nudge(Matter.FOLLOW_UP, incident.id, fact, ask, papers[-1].at + reached[-1], who=who)


def _playbooks(outlook: Outlook) -> Iterator[Nudge]:
    for playbook in outlook.playbooks:
        if playbook.said.review_by < outlook.today:
            ask = "read it again, and set 'version' and 'review_by'"
            who = outlook.directory.find([playbook.said.owner])
            fact = "the playbook is past its review"
            yield Nudge(Matter.PLAYBOOK, playbook.name, fact, ask, playbook.said.review_by, who=who)


def _policy(outlook: Outlook) -> Iterator[Nudge]:
    review_by = outlook.library.settings.ladder.review_by
    if review_by is not None and review_by < outlook.today:
        fact = "the rules of the ladder are past their review"
        ask = "read them again ('policy show'), and set 'review_by' and 'changelog' in site.yaml"
        yield Nudge(Matter.POLICY, "site.yaml", fact, ask, review_by, who=outlook.directory.find_keepers())


def _drills(outlook: Outlook) -> Iterator[Nudge]:
    for late in find_overdue_drills(outlook.library, outlook.today):
        about, who = late.function or "the team", outlook.directory.find([late.function] if late.function else [])
        fact = "has to practise again" if late.due is not None else "never practised"
        ask = "plan a drill: 'drill start PLAYBOOK'; 'drill coverage' tells what was never practised"
        yield Nudge(Matter.DRILL, about, fact, ask, late.due or outlook.today, internal=True, who=who)


def _security_contact(outlook: Outlook) -> Iterator[Nudge]:
    security = outlook.library.settings.security
    if security is None:
        return
    how_near = expiry_of(security.expires, outlook.now.astimezone(UTC).date())
    if how_near is not Expiry.FAR:
        fact = "security.txt no longer holds" if how_near is Expiry.PAST else "security.txt holds for 30 days at most"
        ask, who = "look at 'security' again, and set 'expires'", outlook.directory.find_keepers()
        yield Nudge(Matter.SECURITY, "site.yaml", fact, ask, security.expires, who=who)


SOURCES: tuple[Callable[[Outlook], Iterator[Nudge]], ...] = (
    _updates,
    _escalations,
    _estimates,
    _questions,
    _approvals,
    _acks,
    _debts,
    _reminders,
    _reports,
    _reviews,
    _action_items,
    _follow_ups,
    _playbooks,
    _policy,
    _drills,
    _security_contact,
)
