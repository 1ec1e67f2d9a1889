"""Improvement targets: which figure is to get how good by when, in site.yaml or in the words of a postmortem.

A target is a number in the unit of its metric: percent, minutes, or how many in the period of the reliability page.
"""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo

from statusladder.model.facts import Fact
from statusladder.model.values import Day, Line, accept_choice, describe, read_duration, read_line, refuse

MOST = 100_000
"""A count that no site reaches; more is a typing error."""

_PERCENT = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*%", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?", re.ASCII)


class Unit(StrEnum):
    """What a metric is counted in. Shares are to be at least the target, lengths and counts at most."""

    PERCENT = "percent"
    MINUTES = "minutes"
    COUNT = "count"


class TargetMetric(StrEnum):
    """A figure that can have a target."""

    PROMISES_KEPT = "promises_kept"
    ACTION_ITEMS_VERIFIED = "action_items_verified"
    AVAILABILITY = "availability"
    TIME_TO_FIRST_NOTICE = "time_to_first_notice"
    TIME_TO_RESTORE = "time_to_restore"
    ESCALATIONS = "escalations"
    RE_OPENINGS = "re_openings"

    @property
    def unit(self) -> Unit:
        if self in (TargetMetric.ESCALATIONS, TargetMetric.RE_OPENINGS):
            return Unit.COUNT
        lengths = (TargetMetric.TIME_TO_FIRST_NOTICE, TargetMetric.TIME_TO_RESTORE)
        return Unit.MINUTES if self in lengths else Unit.PERCENT


def _read_percent(text: str) -> float:
    match = _PERCENT.fullmatch(text)
    if match is None:
        if _NUMBER.fullmatch(text):
            raise refuse(f"'{text}' has no unit", f"write {text}%")
        raise refuse(f"{describe(text)} is not a percentage", "write it as 95%")
    if float(match[1]) > 100:
        raise refuse(f"{describe(text)} is out of range", "write a percentage from 0% to 100%")
    return float(match[1])


def _read_minutes(text: str) -> float:
    if _NUMBER.fullmatch(text):
        raise refuse(f"'{text}' has no unit", f"write {text}m for minutes, or {text}h for hours")
    length = read_duration(text)
    if length is None:
        raise refuse(f"{describe(text)} is not a length of time", "write it as 10m, 2h or 1h30m")
    return length.total_seconds() / 60


def _read_count(text: str) -> float:
    fix = f"write how many at most in a year, from 0 to {MOST}, without a unit"
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        raise refuse(f"{describe(text)} is not a whole number", fix)
    if int(text) > MOST:
        raise refuse(f"{text} is out of range", fix)
    return float(text)


_READERS = {Unit.PERCENT: _read_percent, Unit.MINUTES: _read_minutes, Unit.COUNT: _read_count}


def _read_target(value: object, info: ValidationInfo) -> float:
    """In the unit of the metric; where that is wrong itself, nobody can say what the target means."""
    metric = info.data.get("metric")
    if isinstance(value, float):
        return value
    text = read_line(str(value) if isinstance(value, int) else value)
    return _READERS[metric.unit](text) if isinstance(metric, TargetMetric) else 0.0


def _read_component(value: object, info: ValidationInfo) -> str | None:
    metric = info.data.get("metric")
    if value is not None and metric not in (None, TargetMetric.AVAILABILITY):
        raise refuse(f"'{metric}' is measured for the whole site only", "remove this line")
    return read_line(value) if value is not None else None


class Target(Fact):
    """A figure of the last 365 days, and what it is to reach by a day: of the site, or of a component."""

    metric: Annotated[TargetMetric, accept_choice(TargetMetric, "metric")]
    target: Annotated[float, PlainValidator(_read_target, json_schema_input_type=str | int)]
    by: Day
    component: Annotated[Line | None, PlainValidator(_read_component, json_schema_input_type=str)] = None


def find_target(metric: str, target: str) -> tuple[TargetMetric | None, float | None]:
    """What a postmortem means by its own words: `Time to first notice` and `5 min`; None where that is not clear."""
    name = re.sub(r"[\s_-]+", "_", metric.casefold().strip())
    if name not in list(TargetMetric):
        return None, None
    known = TargetMetric(name)
    words = re.sub(r"\s+|(?<=m)in(?:utes?|\.)?(?![a-z])", "", target.casefold())
    try:
        return known, _READERS[known.unit](words)
    except ValueError:
        return known, None
