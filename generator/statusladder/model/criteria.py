"""The criteria by which an incident gets more serious: which there are, and the numbers that each has."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.values import Flag, accept_whole_number, describe, read_duration, refuse, suggest


class CriterionCode(StrEnum):
    """The criteria by which an incident gets more serious, whose texts are below `preset.escalation`."""

    UNSURE = "E01"
    CORE_DOWN = "E02"
    MANY_AFFECTED = "E03"
    DATA_LOST = "E04"
    UNIDENTIFIED = "E06"
    GROWN = "E07"
    SLIPPED = "E08"
    OVERDUE = "E09"
    SET_BACK = "E10"
    OVERRUN = "E14"


class Measure(StrEnum):
    """What a number of a criterion is."""

    LENGTH = "length of time"
    COUNT = "whole number"
    PERCENT = "percentage"


MEASURES: Mapping[CriterionCode, Mapping[str, Measure]] = {
    CriterionCode.UNSURE: {"major": Measure.PERCENT, "critical": Measure.PERCENT},
    CriterionCode.CORE_DOWN: {"priority": Measure.COUNT, "lasting": Measure.LENGTH},
    CriterionCode.MANY_AFFECTED: {"percent": Measure.PERCENT, "lasting": Measure.LENGTH},
    CriterionCode.DATA_LOST: {},
    CriterionCode.UNIDENTIFIED: {"minor": Measure.LENGTH, "major": Measure.LENGTH},
    CriterionCode.GROWN: {},
    CriterionCode.SLIPPED: {"times": Measure.COUNT},
    CriterionCode.OVERDUE: {"commander": Measure.COUNT, "sponsor": Measure.COUNT},
    CriterionCode.SET_BACK: {},
    CriterionCode.OVERRUN: {"longer": Measure.LENGTH},
}
"""The numbers of each criterion, by the names that its text has for them."""


def is_measured_so(code: CriterionCode, name: str, number: timedelta | int) -> bool:
    """Whether the criterion has a number of this name, and this is what that measures."""
    measure = MEASURES[code].get(name)
    if isinstance(number, timedelta):
        return measure is Measure.LENGTH
    return measure is Measure.COUNT or (measure is Measure.PERCENT and number <= 100)


def _number(value: object) -> timedelta | int:
    """A length of time, or a plain number: what a criterion counts."""
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return accept_whole_number(1, 1000)(value)
    if isinstance(value, timedelta):
        return value
    length = read_duration(value) if isinstance(value, str) else None
    if length is None:
        sentence = f"{describe(value)} is neither a whole number above zero nor a length of time"
        raise refuse(sentence, "write a number, as 3, or a length of time, as 30m or 2h")
    return length


def _code(value: object) -> CriterionCode:
    """As `accept_one_of`; one code is as near to another as to any, so that only other spellings have a near miss."""
    if isinstance(value, str) and value in list(CriterionCode):
        return CriterionCode(value)
    is_code = isinstance(value, str) and re.fullmatch(r"E\d\d", value, re.ASCII)
    fix = f"write one of {', '.join(CriterionCode)}" if is_code else suggest(str(value), CriterionCode)
    raise refuse(f"no criterion is called {describe(value)}", fix)


_Number = Annotated[timedelta | int, PlainValidator(_number, json_schema_input_type=str | int)]


class Criterion(Fact):
    """When an incident gets more serious: its numbers (`MEASURES`). One that is `off` is silent and keeps its numbers.

    The numbers of E01 and E02 are also those of the shipped definitions of severities.
    """

    numbers: dict[str, _Number] = Field(default_factory=dict)
    off: Flag = False

    def length(self, name: str) -> timedelta:
        number = self.numbers[name]
        if not isinstance(number, timedelta):
            raise TypeError(f"{name} is no length of time")
        return number

    def count(self, name: str) -> int:
        number = self.numbers[name]
        if isinstance(number, timedelta):
            raise TypeError(f"{name} is a length of time")
        return number


def _criterion(value: object) -> object:
    """The numbers alone, or the word `none`; whoever states numbers wants the criterion."""
    if value == "none":
        return {"off": "true"}
    if isinstance(value, str):
        raise refuse(f"{describe(value)} is not what a criterion takes", "write its numbers by name, or write none")
    return {"numbers": value, "off": "false"} if isinstance(value, dict) else value


Criteria = dict[
    Annotated[CriterionCode, PlainValidator(_code, json_schema_input_type=CriterionCode)],
    Annotated[Criterion, BeforeValidator(_criterion, json_schema_input_type=dict[str, str | int] | Literal["none"])],
]
