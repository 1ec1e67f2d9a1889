"""How well the announced times of recovery held: which windows were hit, by how much they missed, how they slipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from statusladder.ladder.course import IncidentCourse
from statusladder.model.communication import Incident
from statusladder.model.facts import Eta
from statusladder.model.vocabulary import OPEN_STAGES, Confidence

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Estimate:
    """One announced window.

    `hit` is None while nobody can tell: it is neither over nor past its window. `error` is how long after the window
    it was restored, or, below zero, before it; while it lasts past its window, how late it is already. `slip` is how
    much later the window ends than the one before; None for the first. `restored_at` is when the impact that it speaks
    of ended.
    """

    update_id: str
    made_at: datetime
    eta: Eta
    restored_at: datetime | None
    from_: datetime
    to: datetime
    confidence: Confidence | None
    hit: bool | None
    error: timedelta | None
    slip: timedelta | None


@dataclass(frozen=True)
class EstimateRecord:
    """The estimates of one incident, and how long it was said that none can be given, which nobody is blamed for."""

    estimates: tuple[Estimate, ...]
    unknown_for: timedelta

    @property
    def revisions(self) -> int:
        return sum(estimate.slip is not None for estimate in self.estimates)

    @property
    def slipped(self) -> timedelta:
        """By how much the end moved away in all, from the first window to the last."""
        return sum((estimate.slip for estimate in self.estimates if estimate.slip is not None), NOTHING)


def measure_estimates(course: IncidentCourse) -> EstimateRecord:
    return EstimateRecord(tuple(_estimates(course)), _unknown_for(course.incident, course.now))


def _estimates(course: IncidentCourse) -> Iterator[Estimate]:
    now = course.now
    latest: tuple[datetime, datetime] | None = None
    for update in course.incident.updates:
        eta = update.said.eta
        if update.stage not in OPEN_STAGES:
            latest = None  # a re-opening is estimated anew, and puts nothing off
        if eta is None or eta.from_ is None or eta.to is None or (eta.from_, eta.to) == latest:
            continue
        # The impact that it speaks of; one that was given when all was well again is about nothing.
        spoken_of = next((one for one in course.impact if one.end is None or one.end > update.at), None)
        restored_at = spoken_of.end if spoken_of is not None else None
        hit, error = None, None
        if restored_at is not None:
            hit = eta.from_ <= restored_at <= eta.to
            error = max(restored_at - eta.to, NOTHING) + min(restored_at - eta.from_, NOTHING)
        elif spoken_of is not None and now > eta.to:
            hit, error = False, now - eta.to
        slip = eta.to - latest[1] if latest is not None else None
        latest = (eta.from_, eta.to)
        yield Estimate(update.id, update.at, eta, restored_at, eta.from_, eta.to, eta.confidence, hit, error, slip)


def _unknown_for(incident: Incident, now: datetime) -> timedelta:
    told = [(update.at, update.facts.eta) for update in incident.updates]
    spells = pairwise([*told, (max(now, incident.latest.at), None)])
    return sum((until - since for (since, eta), (until, _) in spells if eta is not None and eta.unknown), NOTHING)
