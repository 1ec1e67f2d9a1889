"""How much is drawn, edited and tried out: by day what quickly finds most, in CI each kind of thing, by night all.

`make test` is the day, for whoever changes something. With CI set, the dear tests of rare things run as well. `make
night` sets STATUSLADDER_NIGHT, and so does the CI of each night.
"""

import os
import sys
from collections.abc import Sequence
from typing import TypeVar

import pytest

IS_NIGHT = bool(os.environ.get("STATUSLADDER_NIGHT"))
IS_CI = IS_NIGHT or bool(os.environ.get("CI"))

by_night = pytest.mark.skipif(not IS_NIGHT, reason="it takes all that the night goes through")
"""For a test of what all real data come to, of which the day reads a part."""

in_ci = pytest.mark.skipif(not IS_CI, reason="it is dear and rarely fails: CI and the night run it")
"""For a dear test of a rare thing, of which a cheaper test stays by day."""

ALL = sys.maxsize
"""`some(cases, by_day=1, in_ci=ALL)` leaves none to the night."""

Case = TypeVar("Case")


def examples(by_night: int, by_day: int, in_ci: int | None = None) -> int:
    """How many examples to draw or edits to make; in CI as many as by day, unless it is told another number."""
    if IS_NIGHT:
        return by_night
    return by_day if in_ci is None or not IS_CI else in_ci


def some(cases: Sequence[Case], by_day: int, in_ci: int | None = None) -> Sequence[Case]:
    """All cases by night; by day at most `by_day`, at even distances from the first on; in CI as `examples` says."""
    most = examples(len(cases), by_day, in_ci)
    if len(cases) <= most:
        return cases
    return [cases[number * len(cases) // most] for number in range(most)]
