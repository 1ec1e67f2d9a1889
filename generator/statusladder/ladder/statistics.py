"""What may honestly be said of a few figures: medians, shares, counts and comparisons, each with how sure it is.

Lengths of incidents are skewed and few, so nothing here knows a mean. Intervals are of 95 %: by order statistics for a
median, by Wilson (1927) for a share, by Garwood (1936) for a count; a difference is judged by permutations. All of it
is plain arithmetic on numbers; what they measure is told elsewhere.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

LEAST_FOR_INTERVAL = 6
"""Below this, not even the smallest and the largest value hold the median with 95 %: the values are listed instead."""

LEAST_FOR_P90 = 30
LEAST_TO_COMPARE = 8
"""On each side of a comparison."""


LEAST_FOR_SHARE = 5
"""Below this a share says more about chance than about what it is a share of."""

_SURE = 0.05
"""Chance alone may seem to be a change so often."""

_Z = 1.959963984540054
"""The point of the normal distribution that leaves 2.5 % above it."""

_TAIL = 0.025
_MOST_EXACT = 20_000
"""Ways to deal out the values that are all tried; eight and eight have 12 870."""

_DEALS = 1_999
"""Ways that are tried where there are more; an error of p of at most one hundredth."""


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Summary:
    """Values in order with what may be said of them; `interval` is None where the values are to be listed instead."""

    values: tuple[float, ...]
    median: float | None
    interval: Interval | None
    p90: float | None

    @property
    def n(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Share:
    """`hits` of `n`; without any there is neither a share nor an interval."""

    hits: int
    n: int
    share: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Count:
    """How often something happened, and between which rates chance could have brought that number about."""

    number: int
    interval: Interval

    def direction(self, before: int) -> str | None:
        """`up` or `down` from the number before; None while that could be chance."""
        if self.interval.holds(before):
            return None
        return "up" if self.number > before else "down"


@dataclass(frozen=True)
class Comparison:
    """Two groups of values; `difference` and `p` are None where a side has too few. `exact`: every deal was tried."""

    before: Summary
    after: Summary
    difference: float | None
    p: float | None
    exact: bool


def summarise(values: Sequence[float]) -> Summary:
    """The median, with its interval from six values on, and from thirty on the value below which 90 % lie."""
    ordered = tuple(sorted(values))
    n = len(ordered)
    rank = median_rank_of(n)
    interval = Interval(ordered[rank - 1], ordered[n - rank]) if rank else None
    # By the nearest rank: the smallest value that at least nine in ten do not exceed.
    p90 = ordered[-(-9 * n // 10) - 1] if n >= LEAST_FOR_P90 else None
    return Summary(ordered, median_of(ordered) if n else None, interval, p90)


def median_of(ordered: Sequence[float]) -> float:
    """The middle of values in order; between the two middle ones where their number is even."""
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def median_rank_of(n: int) -> int:
    """The largest rank r for which the r-th value from below and from above hold the median with 95 %; 0 without one.

    The interval misses when fewer than r of n values lie on one side of the median, each with even chance:
    2 * sum of C(n, i) for i < r, over 2 ** n, may be at most 1/20.
    """
    rank, missed, ways = 0, 0, 1
    while 40 * (missed + ways) <= 2**n:
        missed += ways
        ways = ways * (n - rank) // (rank + 1)
        rank += 1
    return rank


def share_of(hits: int, n: int) -> Share:
    """A share with Wilson's score interval (JASA 22, 1927), which stays within 0 and 1 however few there are."""
    if not n:
        return Share(hits, n, None, None)
    part, square = hits / n, _Z**2
    centre = part + square / (2 * n)
    reach = _Z * math.sqrt(part * (1 - part) / n + square / (4 * n**2))
    scale = 1 + square / n
    low = 0.0 if hits == 0 else (centre - reach) / scale
    high = 1.0 if hits == n else (centre + reach) / scale
    return Share(hits, n, part, Interval(low, high))


@cache
def count_of(number: int) -> Count:
    """A count with the exact interval of its Poisson rate (Garwood, Biometrika 28, 1936).

    The lower rate brings about `number` or more with 2.5 %, the upper one `number` or less.
    """
    reach = number + 6 * math.sqrt(number + 1) + 10
    low = 0.0
    if number:
        low = _where(lambda rate: _at_most(number - 1, rate) - (1 - _TAIL), 0.0, float(number))
    return Count(number, Interval(low, _where(lambda rate: _at_most(number, rate) - _TAIL, float(number), reach)))


def _at_most(number: int, rate: float) -> float:
    """The probability of `number` or fewer events; by logarithms, since e ** -rate alone is 0 from 746 on."""
    if rate == 0:
        return 1.0
    return math.fsum(math.exp(i * math.log(rate) - rate - math.lgamma(i + 1)) for i in range(number + 1))


def _where(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function crosses zero, by halving until the numbers have no room between them."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return middle


class Change(StrEnum):
    """How a figure differs from the one before, where chance alone would hardly (in 5%) make such a difference."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


def compare_shares(before: Share, now: Share) -> Change:
    """By Newcombe's interval of the difference of two shares (Statistics in Medicine 17, 1998, method 10), which is
    made of their Wilson intervals: a share within the interval of the other one is never a change."""
    if min(before.n, now.n) < LEAST_TO_COMPARE:
        return Change.TOO_FEW
    if _is_surely_higher(before, now):
        return Change.HIGHER
    return Change.LOWER if _is_surely_higher(now, before) else Change.UNCLEAR


def _is_surely_higher(low: Share, high: Share) -> bool:
    if low.share is None or high.share is None or low.interval is None or high.interval is None:
        return False
    return high.share - low.share > math.hypot(high.share - high.interval.low, low.interval.high - low.share)


def compare_counts(before: int, now: int) -> Change:
    """Two counts of periods of one length, by the exact test of Poisson rates (Przyborowski and Wilenski, Biometrika
    31, 1940): each event fell into either period with even chance. Below six in all nothing could be a change."""
    both = before + now
    if 2 * 0.5**both > _SURE:
        return Change.TOO_FEW
    as_uneven = 2 * sum(math.comb(both, i) for i in range(min(before, now) + 1))
    if as_uneven > _SURE * 2**both:
        return Change.UNCLEAR
    return Change.HIGHER if now > before else Change.LOWER


def compare_medians(before: Summary, now: Summary) -> Change:
    """By the permutations of `compare`."""
    compared = compare(before.values, now.values)
    if compared.difference is None or compared.p is None:
        return Change.TOO_FEW
    if compared.p > _SURE:
        return Change.UNCLEAR
    return Change.HIGHER if compared.difference > 0 else Change.LOWER


def compare(before: Sequence[float], after: Sequence[float], seed: int = 0) -> Comparison:
    """The difference of the medians, after less before, and how often chance alone makes one as large (two-sided).

    All values are dealt out anew into groups of the same sizes: in every possible way while there are at most 20 000,
    else in 1 999 random ways from a fixed seed, to which the real one is added.
    """
    earlier, later = summarise(before), summarise(after)
    if min(earlier.n, later.n) < LEAST_TO_COMPARE or earlier.median is None or later.median is None:
        return Comparison(earlier, later, None, None, exact=False)
    difference = later.median - earlier.median
    pool = sorted((*earlier.values, *later.values))
    exact = math.comb(len(pool), later.n) <= _MOST_EXACT
    deals = combinations(range(len(pool)), later.n) if exact else _random_deals(len(pool), later.n, seed)
    tried, as_large = (0, 0) if exact else (1, 1)
    for deal in deals:
        tried += 1
        as_large += abs(_difference(pool, deal)) >= abs(difference) - 1e-9
    return Comparison(earlier, later, difference, as_large / tried, exact)


def _random_deals(size: int, taken: int, seed: int) -> Iterator[Sequence[int]]:
    # Of this generator only random() is promised to stay the same in later versions of Python.
    chance = random.Random(seed)
    for _ in range(_DEALS):
        drawn = [chance.random() for _ in range(size)]
        yield sorted(sorted(range(size), key=drawn.__getitem__)[:taken])


def _difference(pool: Sequence[float], deal: Sequence[int]) -> float:
    """Median of the values at these places less that of all others; both stay in order as the pool is."""
    chosen = set(deal)
    return median_of([pool[place] for place in deal]) - median_of(
        [value for place, value in enumerate(pool) if place not in chosen]
    )
