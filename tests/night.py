"""How much is drawn, edited and tried out: as much as quickly finds most by day, and all by night.

`make test` is the day, for whoever changes something and for CI then; `make night` sets STATUSLADDER_NIGHT, and so does
the CI of each night.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

IS_NIGHT = bool(os.environ.get("STATUSLADDER_NIGHT"))

by_night = pytest.mark.skipif(not IS_NIGHT, reason="it takes all that the night goes through")
"""For a test of what all real data come to, of which the day reads a part."""

Case = TypeVar("Case")


def examples(by_night: int, by_day: int) -> int:
    """How many examples to draw or edits to make."""
    return by_night if IS_NIGHT else by_day


def some(cases: Sequence[Case], by_day: int) -> Sequence[Case]:
    """All cases by night; by day at most `by_day` of them, at even distances from the first on."""
    if IS_NIGHT or len(cases) <= by_day:
        return cases
    return [cases[number * len(cases) // by_day] for number in range(by_day)]
