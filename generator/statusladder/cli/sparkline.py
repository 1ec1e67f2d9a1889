"""Small pictures for terminals: a row of blocks, one a value."""

import math
from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"

MOST_BLOCKS = 40
"""More would not fit beside the other columns of a line; the newest are shown."""


def of_counts(counts: Sequence[int]) -> str:
    """From nought, which is the lowest block, to the largest count."""
    most = max(counts, default=0)
    return "".join(_block(count / most if most else 0.0) for count in counts[-MOST_BLOCKS:])


def of_lengths(minutes: Sequence[float]) -> str:
    """By their logarithms, as lengths of time are skewed: from the shortest, counted as a minute at least."""
    logarithms = [math.log10(max(value, 1.0)) for value in minutes]
    low, high = min(logarithms, default=0.0), max(logarithms, default=0.0)
    return "".join(_block((value - low) / (high - low) if high > low else 0.0) for value in logarithms[-MOST_BLOCKS:])


def _block(part: float) -> str:
    return BLOCKS[round(part * (len(BLOCKS) - 1))]
