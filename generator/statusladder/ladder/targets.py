"""Improvement targets against what is measured: in a period and in the one before, as sure as each figure allows.

Whether a target is met is a matter of the figure itself. That it changed is only said where chance alone would hardly
make such a difference (ladder.statistics), and of an availability, which has no interval, never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from statusladder.ladder.action_items import Action
from statusladder.ladder.action_record import ActionRecord, measure_items
from statusladder.ladder.component_record import availability_between, find_measured_since
from statusladder.ladder.course import Courses
from statusladder.ladder.figures import Figures, figures_of
from statusladder.ladder.measures import Measures, Metric
from statusladder.ladder.statistics import (
    LEAST_FOR_SHARE,
    Change,
    Count,
    Share,
    Summary,
    compare_counts,
    compare_medians,
    compare_shares,
    count_of,
)
from statusladder.model.targets import TargetMetric

_LENGTHS = {TargetMetric.TIME_TO_FIRST_NOTICE: Metric.FIRST_NOTICE, TargetMetric.TIME_TO_RESTORE: Metric.RESTORE}

Figure = Share | Count | Summary | float
"""A share, a count, a median in minutes, or an availability, of 0 to 1."""


class Verdict(StrEnum):
    """Whether a figure reaches its target. `incomplete`: a count may be too low, as not all time is on record."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_FEW = "too_few"
    INCOMPLETE = "incomplete"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Period:
    """A period with its figures; `is_known`: all of it is on record."""

    start: datetime
    end: datetime
    figures: Figures
    actions: ActionRecord
    is_known: bool


@dataclass(frozen=True)
class Tracked:
    """A metric now and in the period before; that one's figure is None where the record does not reach back over it.

    `target` is in the unit of the metric, None where the words of a postmortem do not say it clearly; then there is no
    verdict. `change` is None where there is nothing to compare with, or not all of the period is on record.
    """

    metric: TargetMetric
    component: str | None
    target: float | None
    by: date
    now: Figure | None
    before: Figure | None
    verdict: Verdict | None
    change: Change | None


@dataclass(frozen=True)
class Tracking:
    """What targets are measured by: the period `now`, the incidents of the one before it, which was as long (None where
    the record does not reach back over that), and the action items of all times."""

    courses: Courses
    now: Period
    earlier: Sequence[Measures] | None
    actions: Sequence[Action]

    @cached_property
    def before(self) -> Period | None:
        if self.earlier is None:
            return None
        zone, end = self.courses.zone, self.now.start
        start = end - (self.now.end - end)
        first_day, after = start.astimezone(zone).date(), end.astimezone(zone).date()
        items = [one for one in self.actions if first_day <= one.opened < after]
        return Period(
            start, end, figures_of(self.earlier), measure_items(items, self.now.end.astimezone(zone).date()), True
        )

    def track(self, metric: TargetMetric, component: str | None, target: float | None, by: date) -> Tracked:
        """A target with its figures."""
        now = self._measure(metric, component, self.now)
        before = self._measure(metric, component, self.before) if self.before is not None else None
        verdict = judge(target, now, self.now.is_known) if target is not None else None
        change = _compare(before, now) if self.now.is_known else None
        return Tracked(metric, component, target, by, now, before, verdict, change)

    def _measure(self, metric: TargetMetric, component: str | None, period: Period) -> Figure | None:
        match metric:
            case TargetMetric.PROMISES_KEPT:
                return period.figures.promises
            case TargetMetric.ACTION_ITEMS_VERIFIED:
                return period.actions.verified_on_time
            case TargetMetric.ESCALATIONS:
                return period.figures.escalations
            case TargetMetric.RE_OPENINGS:
                return count_of(period.figures.reopened.hits)
            case TargetMetric.AVAILABILITY:
                return self._availability(component, period)
        return period.figures.spreads[_LENGTHS[metric]].summary

    def _availability(self, component: str | None, period: Period) -> float | None:
        """Of the present period as much as is known, as the table of components has it; of the one before all of it."""
        since = find_measured_since(self.courses, component)
        start = max(since, period.start) if since is not None and period is self.now else period.start
        return availability_between(self.courses, component, start, period.end)


def judge(target: float, figure: Figure | None, is_known: bool) -> Verdict:
    """Whether the figure reaches the target: a share or an availability from below, a length or a count from above.

    A median is only judged where it has an interval, and a share from five cases on. Where the record is
    incomplete (`is_known` is false), a count may be known to be too high, and never to be low enough.
    """
    if isinstance(figure, Count):
        is_met = figure.number <= target
        return Verdict.INCOMPLETE if is_met and not is_known else _verdict(is_met)
    if isinstance(figure, Summary) and figure.median is not None:
        return _verdict(figure.median <= target) if figure.interval is not None else Verdict.TOO_FEW
    if isinstance(figure, Share) and figure.share is not None:
        return _verdict(_reaches(figure.share, target)) if figure.n >= LEAST_FOR_SHARE else Verdict.TOO_FEW
    return _verdict(_reaches(figure, target)) if isinstance(figure, float) else Verdict.NO_DATA


def _reaches(share: float, target: float) -> bool:
    """Whether a part of 1 is at least that percentage, whatever a float makes of 0.95."""
    return share * 100 >= target - 1e-9


def _verdict(is_met: bool) -> Verdict:
    return Verdict.MET if is_met else Verdict.NOT_MET


def _compare(before: Figure | None, now: Figure | None) -> Change | None:
    match before, now:
        case Share(), Share():
            return compare_shares(before, now)
        case Count(), Count():
            return compare_counts(before.number, now.number)
        case Summary(), Summary():
            return compare_medians(before, now)
    return None
