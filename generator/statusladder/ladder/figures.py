"""What may be said of some incidents together: lengths, promises, estimates and counts, each with how sure it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.measures import Kept, Length, Measures, Metric
from statusladder.ladder.statistics import Count, Share, Summary, count_of, share_of, summarise
from statusladder.model.communication import Incident
from statusladder.model.vocabulary import Confidence

NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)

LEAST_TO_CALIBRATE = 10
"""Estimates of one stated confidence, below which nothing is said of how often they held."""


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
