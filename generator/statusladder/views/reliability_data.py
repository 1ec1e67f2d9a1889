"""The figures of a site as plain data: what `stats --format json` prints and what /reliability.json holds.

Lengths of time are minutes, shares are parts of 1, availability is per cent, cut to two decimals. What is unknown is
null, so that nobody reads a nought into it.
"""

from datetime import datetime, timedelta

from statusladder.ladder.action_record import ActionRecord
from statusladder.ladder.availability import percent_text
from statusladder.ladder.component_record import Band, ComponentRecord, WindowRecord
from statusladder.ladder.figures import Estimates, Figures, Spread
from statusladder.ladder.measures import Length, Measures, Metric
from statusladder.ladder.reliability import Reliability, TargetRecord
from statusladder.ladder.statistics import Count, Interval, Share, Summary
from statusladder.ladder.targets import Figure, Tracked
from statusladder.views.wording import stamp_of
from statusladder.voice.voice import Voice

Data = dict[str, object]

_MINUTE = timedelta(minutes=1)


def reliability_as_data(reliability: Reliability, voice: Voice) -> Data:
    """Everything that the reliability page says, as data; the rules are for people, in the words of the voice."""
    whole = reliability.whole
    return {
        "now": stamp_of(reliability.end),
        "period": {
            "days": reliability.scope.days,
            "start": _moment(reliability.start),
            "end": stamp_of(reliability.end),
        },
        "component": reliability.scope.component,
        "severity": reliability.scope.severity,
        "rules": {
            "included": voice.say("reliability.rules.included"),
            "left_out": voice.say("reliability.rules.left_out"),
            "sla": voice.say("reliability.rules.no_ledger"),
            "policy_version": reliability.policy_version,
            "partial_weight": reliability.partial_weight,
        },
        "left_out": {"retracted": reliability.retracted, "merged": reliability.merged},
        "headline": {
            key_of(Metric.FIRST_NOTICE): _spread(whole.spreads[Metric.FIRST_NOTICE]),
            "promises_kept": _share(whole.promises),
            "action_items_verified": _share(reliability.actions.whole.verified),
        },
        "figures": _figures(whole, reliability.before),
        "by_severity": {severity.value: _figures(found) for severity, found in reliability.by_severity.items()},
        "components": [_component(record) for record in reliability.components],
        "action_items": {
            **_actions(reliability.actions.whole),
            "by_type": {kind.value: _actions(found) for kind, found in reliability.actions.by_type.items()},
        },
        "targets": None if reliability.tracked is None else [_tracked(one) for one in reliability.tracked],
        "improvement_targets": [_target(target, voice) for target in reliability.targets],
        "ratings": {one.question.value: _share(one.share) for one in reliability.ratings},
        "incidents": [as_row(one) for one in reliability.incidents],
    }


def as_row(measures: Measures) -> Data:
    """One incident, flat, as a row of a table takes it: each metric in minutes, and what that is worth."""
    row: Data = {
        "id": measures.incident.id,
        "title": measures.incident.title,
        "severity": measures.severity.value,
        "first_notice_at": stamp_of(measures.incident.first.at),
        "is_open": measures.incident.is_open,
        "promises_made": measures.promises.made,
        "promises_kept": measures.promises.kept,
        "promises_kept_with_grace": measures.promises_with_grace.kept,
        "pauses": measures.pauses.made,
        "pauses_within_cadence": measures.pauses.kept,
        "minutes_overdue": _number(measures.course.record.overdue / _MINUTE),
        "estimates": len(measures.estimates.estimates),
        "estimates_held": sum(estimate.hit is True for estimate in measures.estimates.estimates),
        "detected_before_first_report": measures.detected_first,
        "detected_before_impact": measures.detected_before_impact,
        "escalations": measures.escalations,
        "reopenings": measures.reopenings,
        "corrections": measures.corrections,
    }
    for metric in Metric:
        length = measures.lengths.get(metric)
        row[key_of(metric)] = _number(length.length / _MINUTE) if length is not None else None
        row[f"{key_of(metric)}_is"] = say_worth(length)
    return row


def say_worth(length: Length | None) -> str:
    """What a length of time is worth: `measured`, or why it enters no median."""
    if length is None:
        return "unknown"
    if length.running:
        return "running"
    return "estimated" if length.estimated else "measured"


def key_of(metric: Metric) -> str:
    """The metric's name as a key: `time_to_first_notice`."""
    return metric.value.replace(",", "").replace(" ", "_")


def _figures(figures: Figures, before: int | None = None) -> Data:
    return {
        "incidents": _count(figures.incidents, before),
        "open": figures.open,
        "lengths_in_minutes": {key_of(metric): _spread(spread) for metric, spread in figures.spreads.items()},
        "promises_kept": _share(figures.promises),
        "promises_kept_with_2_minutes_of_grace": _share(figures.promises_with_grace),
        "pauses_within_cadence": _share(figures.pauses),
        "minutes_overdue": _number(figures.overdue / _MINUTE),
        "detected_before_first_report": _share(figures.detected_first),
        "detected_before_impact": _share(figures.detected_before_impact),
        "estimates": _estimates(figures.estimates),
        "escalations": _count(figures.escalations),
        "reopened": _share(figures.reopened),
        "corrections": _count(figures.corrections),
    }


def _spread(spread: Spread) -> Data:
    counted = {"estimated": spread.estimated, "running": spread.running, "missing": spread.missing}
    return _summary(spread.summary) | counted


def _summary(summary: Summary) -> Data:
    """The values themselves only where there are too few for an interval."""
    return {
        "n": summary.n,
        "median": _number(summary.median),
        "interval": _interval(summary.interval),
        "p90": _number(summary.p90),
        "values": None if summary.interval is not None else [_number(value) for value in summary.values],
    }


def _share(share: Share) -> Data:
    return {
        "hits": share.hits,
        "n": share.n,
        "share": _number(share.share, 4),
        "interval": _interval(share.interval, 4),
    }


def _count(count: Count, before: int | None = None) -> Data:
    direction = None if before is None else count.direction(before)
    return {"number": count.number, "interval": _interval(count.interval), "before": before, "direction": direction}


def _estimates(told: Estimates) -> Data:
    return {
        "held": _share(told.held),
        "error_in_minutes": _summary(told.error),
        "revisions": told.revisions,
        "slipped_minutes": _number(told.slipped / _MINUTE),
        "undecided": told.undecided,
        "unknown_minutes": _number(told.unknown_for / _MINUTE),
        "calibration": {
            confidence.value: None if held is None else _share(held) for confidence, held in told.calibration.items()
        },
    }


def _component(record: ComponentRecord) -> Data:
    return {
        "id": record.component.id,
        "name": record.name,
        "since": record.since.isoformat() if record.since is not None else None,
        "period": _window(record.in_period) if record.in_period is not None else None,
        "windows": [_window(window) for window in record.windows],
    }


def _window(window: WindowRecord) -> Data:
    return {
        "days": window.days,
        "start": stamp_of(window.start),
        "end": stamp_of(window.end),
        "availability": as_percent(window.availability) if window.availability is not None else None,
        "by_customers": _band(window.band) if window.band is not None else None,
        "worst": {
            name: {
                "start": stamp_of(stretch.start),
                "end": stamp_of(stretch.end),
                "lost_from": stamp_of(stretch.lost_from),
                "availability": as_percent(stretch.availability),
            }
            for name, stretch in window.worst.items()
        },
        "impact_minutes": _number(window.impact_time / _MINUTE),
        "impact_minutes_by_state": {state.value: _number(time / _MINUTE) for state, time in window.impact.items()},
        "incidents_without_a_state": window.unmeasured,
        "assumed": window.assumed,
    }


def _band(band: Band) -> Data:
    return {
        "low": as_percent(band.low),
        "middle": as_percent(band.middle),
        "high": as_percent(band.high),
        "told_minutes": _number(band.told / _MINUTE),
        "untold_minutes": _number(band.untold / _MINUTE),
    }


def as_percent(share: float) -> float:
    """Cut and not rounded to two decimals."""
    return float(percent_text(share))


def _actions(record: ActionRecord) -> Data:
    return {
        "opened": record.opened,
        "on_time": _share(record.on_time),
        "verified": _share(record.verified),
        "verified_on_time": _share(record.verified_on_time),
        "dropped": record.dropped,
        "superseded": record.superseded,
        "moved": record.moved,
        "age_in_days": _summary(record.age),
    }


def _target(told: TargetRecord, voice: Voice) -> Data:
    """`words` say why nothing is compared."""
    compared, words = told.comparison, None
    if compared is None and told.tracked is None:
        words = voice.say("reliability.targets.not_measured_data")
    elif compared is not None and compared.difference is None:
        words = voice.say("reliability.targets.too_few_data")
    return {
        "incident": told.incident.id,
        "metric": told.target.metric,
        "baseline": told.target.baseline,
        "target": told.target.target,
        "by": told.target.by.isoformat(),
        "told_at": stamp_of(told.told_at),
        "before": _summary(compared.before) if compared is not None else None,
        "after": _summary(compared.after) if compared is not None else None,
        "difference": _number(compared.difference) if compared is not None else None,
        "p": _number(compared.p, 4) if compared is not None else None,
        "p_is_exact": compared.exact if compared is not None and compared.p is not None else None,
        "words": words,
        "measured": _tracked(told.tracked) if told.tracked is not None else None,
    }


def _tracked(one: Tracked) -> Data:
    """`target` is in the unit of the metric; it and `verdict` are null where a postmortem does not state it clearly."""
    return {
        "metric": one.metric.value,
        "component": one.component,
        "unit": one.metric.unit.value,
        "target": _number(one.target, 4),
        "by": one.by.isoformat(),
        "verdict": one.verdict.value if one.verdict is not None else None,
        "now": _figure(one.now),
        "before": _figure(one.before),
        "change": one.change.value if one.change is not None else None,
    }


def _figure(figure: Figure | None) -> Data | float | None:
    match figure:
        case Share():
            return _share(figure)
        case Count():
            return {"number": figure.number, "interval": _interval(figure.interval)}
        case Summary():
            return _summary(figure)
    return as_percent(figure) if figure is not None else None


def _moment(moment: datetime | None) -> str | None:
    return stamp_of(moment) if moment is not None else None


def _interval(interval: Interval | None, digits: int = 2) -> list[float | None] | None:
    return None if interval is None else [_number(interval.low, digits), _number(interval.high, digits)]


def _number(value: float | None, digits: int = 2) -> float | None:
    """Rounded, and whole where it is whole."""
    if value is None:
        return None
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
