"""The criteria for escalating an incident: one function each, with the thresholds of the policy.

They propose and change nothing: people decide, and a severity that changes says why.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.dues import find_awaited_update
from statusladder.ladder.impact import find_widened, range_as_written
from statusladder.ladder.ownership import COMMANDER, SPONSOR
from statusladder.ladder.promises import Outcome
from statusladder.ladder.publication import written_part_of
from statusladder.ladder.spans import states_in
from statusladder.ladder.steps import licence_for
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.criteria import Criterion, CriterionCode
from statusladder.model.facts import Range
from statusladder.model.policy import Policy
from statusladder.model.site import Library, Settings
from statusladder.model.vocabulary import OPEN_STAGES, ComponentState, DataLoss, Severity, Stage

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
"""0 for the worst, as they are ordered."""

_OUT = (ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)


@dataclass(frozen=True)
class Ground:
    """What makes a criterion hold, since when, and what it proposes here.

    `severity` is the one that it proposes, where it is about that. `internal`: the fact has not been published, so that
    only the team may read of it. `roles` are those that decide; none where it is for whoever writes the updates.
    """

    fact: str
    since: datetime
    proposes: str
    internal: bool = False
    severity: Severity | None = None
    roles: tuple[str, ...] = (COMMANDER,)

    @classmethod
    def for_severity(cls, fact: str, since: datetime, severity: Severity) -> "Ground":
        """A fact that asks for a higher severity."""
        return cls(fact, since, f"severity {severity}", severity=severity)


@dataclass(frozen=True)
class Escalation:
    """A criterion of the policy that holds for an incident or a maintenance."""

    code: str
    communication: Incident | Maintenance
    held: Ground


@dataclass(frozen=True)
class Case:
    """An open incident before the criteria: its course has what was published, `written` has drafts too."""

    settings: Settings
    course: IncidentCourse
    written: Incident

    @property
    def incident(self) -> Incident:
        return self.course.incident

    @property
    def share(self) -> Range | None:
        impact = self.incident.facts.impact
        return impact.share if impact is not None else None

    def is_below(self, severity: Severity) -> bool:
        return _RANK[self.incident.severity] > _RANK[severity]


def find_escalations(library: Library, courses: Courses) -> tuple[Escalation, ...]:
    """Every criterion that holds, in the order of folders, then of codes. Drills are no incidents.

    The courses are of what was published; `library` has the drafts too.
    """
    written = {incident.id: incident for incident in written_part_of(library, courses.now).incidents}
    found: list[Escalation] = []
    for course in courses.incidents:
        if course.incident.is_open:
            found += _held_by(Case(library.settings, course, written[course.incident.id]))
    for planned in courses.maintenances:
        criterion = planned.policy.criterion(CriterionCode.OVERRUN)
        held = find_overrun(planned, criterion) if criterion is not None else None
        if held is not None:
            found.append(Escalation(CriterionCode.OVERRUN, planned.maintenance, held))
    return tuple(found)


def _held_by(case: Case) -> Iterator[Escalation]:
    for code, find in CRITERIA.items():
        criterion = case.course.policy.criterion(code)
        held = find(case, criterion) if criterion is not None else None
        if held is not None:
            yield Escalation(code, case.incident, held)


def find_core_components(settings: Settings, policy: Policy) -> frozenset[str]:
    """The components that the policy calls core: the number is that of E02, also where E02 is switched off."""
    return core_components_of(settings, policy.escalation[CriterionCode.CORE_DOWN].count("priority"))


def core_components_of(settings: Settings, lowest: int) -> frozenset[str]:
    """The components whose priority is `lowest` or a smaller number; all where the site gives no priorities."""
    ranked = [component for component in settings.components if component.priority is not None]
    if not ranked:
        return frozenset(component.id for component in settings.components)
    return frozenset(one.id for one in ranked if one.priority is not None and one.priority <= lowest)


def find_unsure_severity(case: Case, criterion: Criterion) -> Ground | None:
    """E01: the share's range holds a bound between two severities, while a core component is at least partly out.

    Any other doubt is in people's heads, and theirs to judge.
    """
    share, components = case.share, case.incident.facts.components
    core = find_core_components(case.settings, case.course.policy)
    out = {name for name, state in states_in(components).items() if state in _OUT}
    if share is None or not out & core:
        return None
    for severity in (Severity.CRITICAL, Severity.MAJOR):
        bound = criterion.count(severity)
        if case.is_below(severity) and share.low < bound <= share.high:
            fact = f"{range_as_written(share)} % of customers may be below {bound} % or not"
            return Ground(fact, _since_share(case, share), f"take the higher severity, {severity}")
    return None


def find_core_down(case: Case, criterion: Criterion) -> Ground | None:
    """E02."""
    core = find_core_components(case.settings, case.course.policy)
    for span in case.course.spans:
        down = span.component in core and span.state is ComponentState.MAJOR_OUTAGE and span.end is None
        if down and case.is_below(Severity.CRITICAL) and case.course.now - span.start >= criterion.length("lasting"):
            name = case.settings.name_of(span.component)
            return Ground.for_severity(f"{name} is fully down", span.start, Severity.CRITICAL)
    return None


def find_many_affected(case: Case, criterion: Criterion) -> Ground | None:
    """E03: of a range, all must lie at the bound or above it, since a lower end below it is doubt (E01)."""
    share, bound = case.share, criterion.count("percent")
    if share is None or not case.course.impact_lasts or not case.is_below(Severity.MAJOR):
        return None
    since: datetime | None = case.incident.started_at
    for update in case.incident.updates:
        told = update.facts.impact.share if update.facts.impact is not None else None
        if update.stage not in OPEN_STAGES or (told is not None and not _exceeds(told, bound)):
            since = None
        elif since is None and told is not None:
            since = update.at
    if since is None or case.course.now - since < criterion.length("lasting"):
        return None
    return Ground.for_severity(f"{range_as_written(share)} % of customers are affected", since, Severity.MAJOR)


def find_lost_data(case: Case, criterion: Criterion) -> Ground | None:
    """E04."""
    loss = case.incident.facts.data_loss
    proposed = {DataLoss.SUSPECTED: Severity.MAJOR, DataLoss.CONFIRMED: Severity.CRITICAL}
    if loss is None or loss not in proposed or not case.is_below(proposed[loss]):
        return None
    since = next(update.at for update in reversed(case.incident.updates) if update.said.data_loss is not None)
    return Ground.for_severity(f"data loss is {loss}", since, proposed[loss])


def find_unidentified(case: Case, criterion: Criterion) -> Ground | None:
    """E06: counted from the beginning, or from a re-opening."""
    incident = case.incident
    if incident.severity not in criterion.numbers or incident.stage not in (Stage.NOTICE, Stage.INVESTIGATING):
        return None
    since = incident.started_at
    for before, update in pairwise(incident.updates):
        if before.stage not in OPEN_STAGES:
            since = update.at
    if case.course.now - since <= criterion.length(incident.severity):
        return None
    one_up = list(Severity)[_RANK[incident.severity] - 1]
    return Ground.for_severity("the incident is open, and nothing is identified", since, one_up)


def find_grown_impact(case: Case, criterion: Criterion) -> Ground | None:
    """E07: a file tells of a wider impact, and readers were not told: it is a draft, or no `impact_reason` says so."""
    updates = case.written.updates
    untold: Ground | None = None
    for index, update in enumerate(updates):
        is_draft = update.said.draft
        if update.said.impact_reason is not None and not is_draft:
            untold = None
        elif index and not update.imported:
            for _, sentence in find_widened(updates[:index], update):
                where = f"{sentence}, which only a draft says" if is_draft else f"{sentence}, and nothing says why"
                untold = Ground(where, update.at, "write an update now", internal=is_draft, roles=())
    return untold


def find_slipped_estimate(case: Case, criterion: Criterion) -> Ground | None:
    """E08: each time that an estimate ends later than the one before; once a sponsor is named, one has joined."""
    slips: list[datetime] = []
    latest: datetime | None = None
    for update in case.incident.updates:
        ends = update.said.eta.to if update.said.eta is not None else None
        if ends is not None and latest is not None and ends > latest:
            slips.append(update.at)
        latest = ends or latest
    roles = case.incident.facts.roles
    has_joined = roles is not None and roles.executive_sponsor is not None
    if has_joined or not case.course.impact_lasts or len(slips) < criterion.count("times"):
        return None
    return Ground(
        f"the estimate slipped {len(slips)} times", slips[-1], "the executive sponsor joins", roles=(SPONSOR,)
    )


def find_overdue_updates(case: Case, criterion: Criterion) -> Ground | None:
    """E09: those that came late one after the other, and those that a silence is missing now."""
    due = find_awaited_update(case.course)
    count, since = (due.missed, due.by) if due is not None else (0, case.course.now)
    for promise in reversed(case.course.promises):
        if promise.answered_at is not None:
            if promise.outcome is not Outcome.LATE:
                break
            count, since = count + 1, promise.promised_at
    if count < criterion.count("commander"):
        return None
    fact, asks = f"{count} updates in a row are overdue or came late", "page the incident commander"
    if count < criterion.count("sponsor"):
        return Ground(fact, since, asks)
    return Ground(fact, since, f"{asks}, and the executive sponsor", roles=(COMMANDER, SPONSOR))


def find_set_back(case: Case, criterion: Criterion) -> Ground | None:
    """E10: it is told as less bad than it was before it went back, and nothing since then says why."""
    updates = case.incident.updates
    back = [
        index
        for index, (before, update) in enumerate(pairwise(updates), start=1)
        if licence_for(before.stage, update.stage) not in (None, "retracted")
    ]
    if not back:
        return None
    known = [update.facts.severity for update in updates[: back[-1]] if update.facts.severity is not None]
    worst = min(known, key=_RANK.__getitem__, default=case.incident.severity)
    explained = any(update.said.severity_reason is not None for update in updates[back[-1] :])
    if explained or not case.is_below(worst):
        return None
    fact = f"it went back to '{updates[back[-1]].stage}', and was {worst} before"
    return Ground(fact, updates[back[-1]].at, f"severity {worst}, or say why it is less")


def find_overrun(course: MaintenanceCourse, criterion: Criterion) -> Ground | None:
    """E14: an incident that the maintenance names as `related` is the one that was asked for."""
    window = course.maintenance.window
    if course.is_over or window is None or course.now - window.to <= criterion.length("longer"):
        return None
    linked = course.maintenance.facts.related
    fact, asks = "the maintenance runs past its window", "open an incident and link it"
    return None if linked else Ground(fact, window.to, asks, roles=())


CRITERIA: Mapping[CriterionCode, Callable[[Case, Criterion], Ground | None]] = {
    CriterionCode.UNSURE: find_unsure_severity,
    CriterionCode.CORE_DOWN: find_core_down,
    CriterionCode.MANY_AFFECTED: find_many_affected,
    CriterionCode.DATA_LOST: find_lost_data,
    CriterionCode.UNIDENTIFIED: find_unidentified,
    CriterionCode.GROWN: find_grown_impact,
    CriterionCode.SLIPPED: find_slipped_estimate,
    CriterionCode.OVERDUE: find_overdue_updates,
    CriterionCode.SET_BACK: find_set_back,
}
"""The criteria of incidents; E14 is one of maintenance."""


def _since_share(case: Case, share: Range) -> datetime:
    """Since when the present share is told."""
    return next(
        update.at for update in case.incident.updates if update.facts.impact and update.facts.impact.share == share
    )


def _exceeds(share: Range, bound: int) -> bool:
    return share.low >= bound and share.high > bound
