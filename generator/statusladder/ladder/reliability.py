"""The figures of a site over a period: what is counted and what is left out, in total and by severity.

What readers thought of our words is counted too: for each question how many answered, and how many with 4 or 5 of 5.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.action_record import ActionRecords, measure_actions
from statusladder.ladder.availability import find_window_start, midnight_of
from statusladder.ladder.component_record import ComponentRecord, measure_components
from statusladder.ladder.course import Courses
from statusladder.ladder.measures import Kept, Length, Measures, Metric, measures_of
from statusladder.ladder.statistics import Comparison, Count, Share, Summary, compare, count_of, share_of, summarise
from statusladder.model.communication import Incident
from statusladder.model.feedback import ANSWERS, Answer, RatingQuestion
from statusladder.model.report import ImprovementTarget
from statusladder.model.site import Library
from statusladder.model.vocabulary import Confidence, Severity, Stage

GOOD = ANSWERS[-2:]
FEWEST = 5
"""Answers below which a share says more about chance than about our words."""


@dataclass(frozen=True)
class Rated:
    """How a question was answered: `share` is that of those who answered well, among all who did."""

    question: RatingQuestion
    share: Share

    @property
    def is_told(self) -> bool:
        """Whether there are enough answers to speak of a share."""
        return self.share.n >= FEWEST


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

NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)

LEAST_TO_CALIBRATE = 10
"""Estimates of one stated confidence, below which nothing is said of how often they held."""


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
class Dot:
    """One incident in a picture of a metric: hollow while it runs, marked where an end is estimated."""

    incident: Incident
    length: Length

    @property
    def minutes(self) -> float:
        return self.length.length / _MINUTE


@dataclass(frozen=True)
class Spread:
    """A metric over incidents, in minutes: every known one is a dot, and the measured ones enter the summary.

    `missing` counts the incidents of which it is unknown, or to which it does not apply.
    """

    dots: tuple[Dot, ...]
    summary: Summary
    estimated: int
    running: int
    missing: int


@dataclass(frozen=True)
class Estimates:
    """The announced times of recovery: how many windows held, by how many minutes the others missed, how they moved.

    `calibration`: how often windows of one stated confidence held, where there are enough to say so.
    """

    held: Share
    error: Summary
    revisions: int
    slipped: timedelta
    undecided: int
    unknown_for: timedelta
    calibration: Mapping[Confidence, Share | None]


@dataclass(frozen=True)
class Figures:
    """What may be said of some incidents together."""

    incidents: Count
    open: int
    spreads: Mapping[Metric, Spread]
    promises: Share
    promises_with_grace: Share
    pauses: Share
    overdue: timedelta
    detected_first: Share
    detected_before_impact: Share
    estimates: Estimates
    escalations: Count
    reopened: Share
    corrections: Count


@dataclass(frozen=True)
class TargetRecord:
    """An improvement target before and after it was told; no comparison where its metric is none of ours."""

    incident: Incident
    target: ImprovementTarget
    told_at: datetime
    metric: Metric | None
    comparison: Comparison | None


@dataclass(frozen=True)
class Reliability:
    """Everything that the reliability page says.

    `retracted` and `merged` count what was left out: false alarms, and what another incident tells. `before` is the
    number of incidents in the period of the same length before this one; None where nothing is known of it.
    `incidents` are those that count, oldest first, and `ratings` what readers thought of our words about them.
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
    actions = (action for course in counted for action in course.actions)
    return Reliability(
        scope=scope,
        start=start,
        end=now,
        policy_version=library.settings.ladder.policy_version,
        partial_weight=library.settings.metrics.partial_weight,
        retracted=ended.count(Stage.RETRACTED),
        merged=ended.count(Stage.MERGED),
        before=_before(measured, courses, start),
        incidents=tuple(inside),
        whole=figures_of(inside),
        by_severity={
            severity: figures_of(of_it)
            for severity in Severity
            if (of_it := [one for one in inside if one.severity is severity])
        },
        components=tuple(one for one in records if scope.component in (None, one.component.id)),
        actions=measure_actions(actions, first_day, now.astimezone(courses.zone).date()),
        targets=tuple(_targets(measured)),
        ratings=count_ratings(answer for answer in library.feedback if answer.said.incident in ids),
    )


def _is_inside(incident: Incident, start: datetime | None) -> bool:
    return start is None or incident.first.at >= start


def _before(measured: Sequence[Measures], courses: Courses, start: datetime | None) -> int | None:
    """Nothing is compared with a time that the record does not reach back to."""
    if start is None:
        return None
    earlier = start - (courses.now - start)
    if courses.known_since is None or midnight_of(courses.known_since, courses.zone) > earlier:
        return None
    return sum(earlier <= one.incident.first.at < start for one in measured)


def figures_of(measured: Sequence[Measures]) -> Figures:
    """The figures of these incidents taken together."""
    known_first = [one.detected_first for one in measured if one.detected_first is not None]
    known_early = [one.detected_before_impact for one in measured if one.detected_before_impact is not None]
    closed = [one for one in measured if not one.incident.is_open or one.reopenings]
    return Figures(
        incidents=count_of(len(measured)),
        open=sum(one.incident.is_open for one in measured),
        spreads={metric: spread_of(measured, metric) for metric in Metric},
        promises=_kept(measured, lambda one: one.promises),
        promises_with_grace=_kept(measured, lambda one: one.promises_with_grace),
        pauses=_kept(measured, lambda one: one.pauses),
        overdue=sum((one.course.record.overdue for one in measured), NOTHING),
        detected_first=share_of(sum(known_first), len(known_first)),
        detected_before_impact=share_of(sum(known_early), len(known_early)),
        estimates=_estimates(measured),
        escalations=count_of(sum(one.escalations for one in measured)),
        reopened=share_of(sum(one.reopenings > 0 for one in closed), len(closed)),
        corrections=count_of(sum(one.corrections for one in measured)),
    )


def spread_of(measured: Sequence[Measures], metric: Metric) -> Spread:
    dots = tuple(Dot(one.incident, one.lengths[metric]) for one in measured if metric in one.lengths)
    return Spread(
        dots=dots,
        summary=summarise([dot.minutes for dot in dots if dot.length.is_measured]),
        estimated=sum(dot.length.estimated and not dot.length.running for dot in dots),
        running=sum(dot.length.running for dot in dots),
        missing=len(measured) - len(dots),
    )


def _kept(measured: Iterable[Measures], which: Callable[[Measures], Kept]) -> Share:
    told = [which(one) for one in measured]
    return share_of(sum(one.kept for one in told), sum(one.made for one in told))


def _estimates(measured: Sequence[Measures]) -> Estimates:
    records = [one.estimates for one in measured]
    given = [estimate for record in records for estimate in record.estimates]
    judged = [estimate for estimate in given if estimate.hit is not None]
    calibration: dict[Confidence, Share | None] = {}
    for confidence in Confidence:
        of_it = [estimate.hit for estimate in judged if estimate.confidence is confidence]
        enough = len(of_it) >= LEAST_TO_CALIBRATE
        calibration[confidence] = share_of(of_it.count(True), len(of_it)) if enough else None
    return Estimates(
        held=share_of(sum(estimate.hit is True for estimate in judged), len(judged)),
        error=summarise([abs(one.error) / _MINUTE for one in judged if one.error is not None]),
        revisions=sum(record.revisions for record in records),
        slipped=sum((record.slipped for record in records), NOTHING),
        undecided=len(given) - len(judged),
        unknown_for=sum((record.unknown_for for record in records), NOTHING),
        calibration=calibration,
    )


def _targets(measured: Sequence[Measures]) -> Iterable[TargetRecord]:
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
            yield TargetRecord(one.incident, target, told_at, metric, compared)


def _compared(measured: Sequence[Measures], metric: Metric, told_at: datetime) -> Comparison:
    before = [one for one in measured if one.incident.first.at < told_at]
    after = [one for one in measured if one.incident.first.at >= told_at]
    return compare(spread_of(before, metric).summary.values, spread_of(after, metric).summary.values)
