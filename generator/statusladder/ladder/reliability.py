"""The figures of a site over a period: what is counted and what is left out, in total and by severity.

What readers thought of our words is counted too: for each question how many answered, and how many with 4 or 5 of 5.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.action_record import ActionRecords, measure_actions
from statusladder.ladder.availability import find_window_start, midnight_of
from statusladder.ladder.component_record import ComponentRecord, measure_components
from statusladder.ladder.course import Courses
from statusladder.ladder.figures import Figures, figures_of, spread_of
from statusladder.ladder.measures import Measures, Metric, measures_of
from statusladder.ladder.statistics import LEAST_FOR_SHARE, Comparison, Share, compare, share_of
from statusladder.ladder.targets import Period, Tracked, Tracking
from statusladder.model.communication import Incident
from statusladder.model.feedback import ANSWERS, Answer, RatingQuestion
from statusladder.model.report import ImprovementTarget
from statusladder.model.site import Library
from statusladder.model.targets import find_target
from statusladder.model.vocabulary import Severity, Stage

GOOD = ANSWERS[-2:]


@dataclass(frozen=True)
class Rated:
    """How a question was answered: `share` is that of those who answered well, among all who did."""

    question: RatingQuestion
    share: Share

    @property
    def is_told(self) -> bool:
        """Whether there are enough answers to speak of a share."""
        return self.share.n >= LEAST_FOR_SHARE


def count_ratings(feedback: Iterable[Answer]) -> tuple[Rated, ...]:
    """The questions that were answered, in their order."""
    given: dict[RatingQuestion, list[int]] = {}
    for answer in feedback:
        if answer.said.question is not None and answer.said.answer is not None:
            given.setdefault(answer.said.question, []).append(answer.said.answer)
    return tuple(
        Rated(question, share_of(sum(answer in GOOD for answer in given[question]), len(given[question])))
        for question in RatingQuestion
        if question in given
    )


def ratings_by_incident(feedback: Iterable[Answer]) -> Mapping[str, tuple[Rated, ...]]:
    """By the id of an incident how it was rated; those of which nobody did are left out."""
    sorted_out: dict[str, list[Answer]] = {}
    for answer in feedback:
        sorted_out.setdefault(answer.said.incident, []).append(answer)
    return {incident: count_ratings(answers) for incident, answers in sorted_out.items()}


PERIODS = (30, 90, 365)


@dataclass(frozen=True)
class Selection:
    """What is looked at: the last `days` days of the site's zone (None: all), and incidents of one kind alone."""

    days: int | None = 365
    component: str | None = None
    severity: Severity | None = None

    def start(self, library: Library, now: datetime) -> datetime | None:
        return None if self.days is None else find_window_start(self.days, library.settings.zone, now)

    def holds(self, incident: Incident) -> bool:
        of_it = self.component is None or self.component in incident.component_ids
        return of_it and (self.severity is None or incident.severity is self.severity)


@dataclass(frozen=True)
class TargetRecord:
    """An improvement target of a postmortem before and after it was told; no comparison where its metric is no length
    of ours. `tracked` is what it comes to in the period, where its metric may have a target in site.yaml too."""

    incident: Incident
    target: ImprovementTarget
    told_at: datetime
    metric: Metric | None
    comparison: Comparison | None
    tracked: Tracked | None


@dataclass(frozen=True)
class Reliability:
    """Everything that the reliability page says.

    `retracted` and `merged` count what was left out: false alarms, and what another incident tells. `before` is the
    number of incidents in the period of the same length before this one; None where nothing is known of it.
    `incidents` are those that count, oldest first, and `ratings` what readers thought of our words about them.
    `tracked` are the targets of site.yaml, which are for the whole site over the usual period: None for another scope.
    """

    scope: Selection
    start: datetime | None
    end: datetime
    policy_version: str | None
    partial_weight: float
    retracted: int
    merged: int
    before: int | None
    incidents: tuple[Measures, ...]
    whole: Figures
    by_severity: Mapping[Severity, Figures]
    components: tuple[ComponentRecord, ...]
    actions: ActionRecords
    targets: tuple[TargetRecord, ...]
    tracked: tuple[Tracked, ...] | None
    ratings: tuple[Rated, ...]


def measure_reliability(courses: Courses, scope: Selection) -> Reliability:
    """The figures at a moment; for the public only of a public part (ladder.publication).

    An incident counts in the period in which its first notice was published. Maintenance and drills do not count.
    """
    library, now = courses.library, courses.now
    told = [course for course in courses.incidents if scope.holds(course.incident)]
    counted = [course for course in told if course.incident.stage not in (Stage.RETRACTED, Stage.MERGED)]
    measured = [measures_of(course) for course in counted]
    start = scope.start(library, now)
    inside = [one for one in measured if _is_inside(one.incident, start)]
    inside.sort(key=lambda one: (one.incident.first.at, one.incident.id))
    ids = {one.incident.id for one in inside}
    records = measure_components(courses, scope.days)
    ended = [course.incident.stage for course in told if _is_inside(course.incident, start)]
    first_day = start.astimezone(courses.zone).date() if start is not None else None
    actions = [action for course in counted for action in course.actions]
    whole, before = figures_of(inside), _find_before(measured, courses, start)
    told_actions = measure_actions(actions, first_day, now.astimezone(courses.zone).date())
    tracking = None
    if start is not None and scope == Selection():
        is_known = _reaches(courses, start) and not library.gaps
        present = Period(start, now, whole, told_actions.whole, is_known)
        tracking = Tracking(courses, present, before, actions)
    wanted = library.settings.metrics.targets
    return Reliability(
        scope=scope,
        start=start,
        end=now,
        policy_version=library.settings.ladder.policy_version,
        partial_weight=library.settings.metrics.partial_weight,
        retracted=ended.count(Stage.RETRACTED),
        merged=ended.count(Stage.MERGED),
        before=len(before) if before is not None else None,
        incidents=tuple(inside),
        whole=whole,
        by_severity={
            severity: figures_of(of_it)
            for severity in Severity
            if (of_it := [one for one in inside if one.severity is severity])
        },
        components=tuple(one for one in records if scope.component in (None, one.component.id)),
        actions=told_actions,
        targets=tuple(_targets(measured, tracking)),
        tracked=tuple(tracking.track(one.metric, one.component, one.target, one.by) for one in wanted)
        if tracking is not None
        else None,
        ratings=count_ratings(answer for answer in library.feedback if answer.said.incident in ids),
    )


def _is_inside(incident: Incident, start: datetime | None) -> bool:
    return start is None or incident.first.at >= start


def _find_before(measured: Sequence[Measures], courses: Courses, start: datetime | None) -> list[Measures] | None:
    """Nothing is compared with a time that the record does not reach back to."""
    if start is None or not _reaches(courses, earlier := start - (courses.now - start)):
        return None
    return [one for one in measured if earlier <= one.incident.first.at < start]


def _reaches(courses: Courses, moment: datetime) -> bool:
    return courses.known_since is not None and midnight_of(courses.known_since, courses.zone) <= moment


def _targets(measured: Sequence[Measures], tracking: Tracking | None) -> Iterator[TargetRecord]:
    """Every target by the newest words on it; the day on which it was first told parts before from after."""
    names = {metric.value: metric for metric in Metric}
    for one in measured:
        for target in one.incident.facts.improvement_targets or ():
            told_at = next(
                update.at
                for update in one.incident.updates
                if any(said.metric == target.metric for said in update.said.improvement_targets or ())
            )
            metric = names.get(" ".join(target.metric.casefold().split()))
            compared = _compared(measured, metric, told_at) if metric is not None else None
            known, wanted = find_target(target.metric, target.target)
            tracked = tracking.track(known, None, wanted, target.by) if tracking is not None and known else None
            yield TargetRecord(one.incident, target, told_at, metric, compared, tracked)


def _compared(measured: Sequence[Measures], metric: Metric, told_at: datetime) -> Comparison:
    before = [one for one in measured if one.incident.first.at < told_at]
    after = [one for one in measured if one.incident.first.at >= told_at]
    return compare(spread_of(before, metric).summary.values, spread_of(after, metric).summary.values)
