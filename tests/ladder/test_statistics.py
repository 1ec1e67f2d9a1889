"""Intervals, shares, counts and comparisons: against tables worked out by hand or printed, and by trying everything."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.ladder.statistics import (
    Change,
    Interval,
    compare,
    compare_counts,
    compare_medians,
    compare_shares,
    count_of,
    median_rank_of,
    share_of,
    summarise,
)

NUMBERS = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("values", "median"),
    [([7], 7), ([9, 1], 5), ([30, 2, 4], 4), ([1, 2, 3, 1000], 2.5), ([5, 5, 5, 5, 900], 5)],
)
def test_the_median_is_the_middle_and_no_long_incident_moves_it(values: list[float], median: float) -> None:
    summary = summarise(values)

    assert (summary.median, summary.n) == (median, len(values))
    assert (summary.interval, summary.p90) == (None, None)  # below six the values themselves are told
    assert summary.values == tuple(sorted(values))


def test_no_value_has_no_median() -> None:
    assert (summarise([]).median, summarise([]).interval, summarise([]).n) == (None, None, 0)


@pytest.mark.parametrize(
    ("n", "rank"),
    # 2 * (C(n,0) + … + C(n,r-1)) / 2^n must not exceed 0.05:
    # n=5: 2/32 = 0.0625, none.   n=6: 2/64 = 0.031, smallest and largest.   n=8: r=2 would be 18/256 = 0.070.
    # n=9: 20/512 = 0.039, the 2nd.   n=11: r=3 would be 2*67/2048 = 0.065.   n=12: 2*79/4096 = 0.039, the 3rd.
    # n=14: r=4 would be 2*470/16384 = 0.057.   n=15: 2*576/32768 = 0.035, the 4th.   n=17: 2*3214/131072 = 0.049, 5th.
    [(1, 0), (5, 0), (6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (14, 3), (15, 4), (16, 4), (17, 5), (25, 8), (100, 40)],
)
def test_the_ranks_of_the_interval_are_those_of_the_table(n: int, rank: int) -> None:
    assert median_rank_of(n) == rank


@pytest.mark.parametrize("n", [5, 6, 8, 9, 11, 12])
def test_trying_every_way_the_interval_holds_the_median_with_95_percent_and_one_rank_further_in_it_does_not(
    n: int,
) -> None:
    """Every value lies below (0) or above (1) the true median with even chance; all 2^n ways are tried."""

    def held(rank: int) -> float:
        ways = [sum(way) for way in product((0, 1), repeat=n)]
        return sum(rank <= above <= n - rank for above in ways) / len(ways)

    rank = median_rank_of(n)
    assert rank == 0 or held(rank) >= 0.95
    assert held(rank + 1) < 0.95


@pytest.mark.parametrize(
    ("n", "low", "high"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (11, 2, 10), (12, 3, 10), (14, 3, 12), (15, 4, 12)]
)
def test_the_interval_of_a_median_is_made_of_values(n: int, low: int, high: int) -> None:
    assert summarise([float(value) for value in range(n, 0, -1)]).interval == Interval(low, high)


@given(NUMBERS)
def test_a_median_lies_in_its_interval_and_both_among_the_values(values: list[float]) -> None:
    summary = summarise(values)

    assert summary.median is not None
    assert summary.values[0] <= summary.median <= summary.values[-1]
    assert (summary.interval is not None) == (len(values) >= 6)
    assert summary.interval is None or summary.interval.holds(summary.median)
    assert summary.p90 is None or summary.median <= summary.p90 <= summary.values[-1]


@pytest.mark.parametrize(("n", "p90"), [(29, None), (30, 27), (31, 28), (40, 36), (100, 90)])
def test_nine_in_ten_are_told_from_thirty_on_by_the_nearest_rank(n: int, p90: int | None) -> None:
    """0.9 * 30 = 27; 0.9 * 31 = 27.9, so the 28th."""
    assert summarise([float(value) for value in range(1, n + 1)]).p90 == p90


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # z = 1.96, z² = 3.8415.
        # 8 of 10: centre 0.8 + 3.8415/20 = 0.99207; reach 1.96 * √(0.016 + 3.8415/400) = 0.31361; scale 1.38415:
        # (0.99207 ∓ 0.31361) / 1.38415 = 0.4902 and 0.9433.
        (8, 10, 0.4902, 0.9433),
        # 1 of 2: centre 0.5 + 0.96036 = 1.46036; reach 1.96 * √(0.125 + 0.24009) = 1.18427; scale 2.92073.
        (1, 2, 0.0945, 0.9055),
        # None of 5: from 0 to z² / (5 + z²) = 3.8415 / 8.8415; all of 5: the mirror image.
        (0, 5, 0.0, 0.4345),
        (5, 5, 0.5655, 1.0),
        # 81 of 263, of Newcombe (Statistics in Medicine 17, 1998), table I: 0.2553 to 0.3662.
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_a_share_has_the_interval_of_wilson(hits: int, n: int, low: float, high: float) -> None:
    share = share_of(hits, n)

    assert share.share == hits / n
    assert share.interval is not None
    assert [share.interval.low, share.interval.high] == pytest.approx([low, high], abs=5e-5)


def test_a_share_of_nothing_is_none() -> None:
    assert (share_of(0, 0).share, share_of(0, 0).interval) == (None, None)


@given(st.integers(1, 500), st.data())
def test_the_interval_of_a_share_lies_within_0_and_1_and_around_it(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    told, mirrored = share_of(hits, n).interval, share_of(n - hits, n).interval

    assert told is not None
    assert mirrored is not None
    assert 0 <= told.low <= hits / n <= told.high <= 1
    assert told.low == pytest.approx(1 - mirrored.high, abs=1e-9)


@pytest.mark.parametrize(
    ("number", "low", "high"),
    # The printed table of exact limits of a Poisson rate (Garwood 1936).
    # 0: the upper rate is -ln 0.025 = 3.689.   1: the lower one is -ln 0.975 = 0.0253.
    [(0, 0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.11, 65.92)],
)
def test_a_count_has_the_exact_interval_of_its_rate(number: int, low: float, high: float) -> None:
    told = count_of(number).interval

    assert [told.low, told.high] == pytest.approx([low, high], rel=1e-3)


@given(st.integers(0, 900))
def test_the_limits_of_a_count_leave_two_and_a_half_percent_on_each_side(number: int) -> None:
    """By adding up p(0) = e^-r and p(i) = p(i-1) r / i, in decimal numbers that no large rate lets vanish."""

    def at_most(most: int, rate: float) -> float:
        term = total = Decimal(-rate).exp()
        for i in range(1, most + 1):
            term *= Decimal(rate) / i
            total += term
        return float(total)

    told = count_of(number).interval

    assert at_most(number, told.high) == pytest.approx(0.025, rel=1e-6)
    assert number == 0 or 1 - at_most(number - 1, told.low) == pytest.approx(0.025, rel=1e-6)
    assert told.holds(number)


@pytest.mark.parametrize(("before", "direction"), [(3, "up"), (5, None), (10, None), (18, None), (19, "down")])
def test_a_count_points_nowhere_while_it_may_be_chance(before: int, direction: str | None) -> None:
    """Ten of them: 4.795 to 18.390."""
    assert count_of(10).direction(before) == direction


def test_below_eight_on_a_side_nothing_is_compared() -> None:
    comparison = compare([float(value) for value in range(7)], [float(value) for value in range(100)])

    assert (comparison.difference, comparison.p) == (None, None)
    assert (comparison.before.n, comparison.after.n) == (7, 100)


def test_two_groups_apart_differ_by_their_medians_with_a_small_p() -> None:
    """The medians are 104.5 and 4.5; of the 12 870 ways to deal sixteen values to eight and eight, few part them so."""
    low = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    high = [value + 100 for value in low]
    comparison = compare(high, low)

    assert (comparison.difference, comparison.exact) == (-100.0, True)
    assert comparison.p == pytest.approx(_by_trying(high, low))
    assert comparison.p is not None
    assert comparison.p < 0.05


def _by_trying(before: list[float], after: list[float]) -> float:
    """The permutation p by marking each value for one group or the other, and sorting anew each time."""

    def middle(values: list[float]) -> float:
        ordered = sorted(values)
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2

    pool = before + after
    real = abs(middle(after) - middle(before))
    all_deals = as_large = 0
    for mask in range(1 << len(pool)):
        if mask.bit_count() != len(after):
            continue
        chosen = [value for place, value in enumerate(pool) if mask >> place & 1]
        others = [value for place, value in enumerate(pool) if not mask >> place & 1]
        all_deals += 1
        as_large += abs(middle(chosen) - middle(others)) >= real
    return as_large / all_deals


def test_p_is_what_trying_every_deal_gives() -> None:
    before, after = [3.0, 9, 14, 14, 22, 35, 41, 60], [2.0, 4, 5, 9, 11, 16, 30, 33]

    comparison = compare(before, after)

    # (9+11)/2 - (14+22)/2 = 10 - 18
    assert comparison.difference == -8
    assert comparison.exact
    assert comparison.p == pytest.approx(_by_trying(before, after))


def test_where_too_many_deals_exist_p_comes_from_a_fixed_seed() -> None:
    before, after = [float(value) for value in range(0, 60, 2)], [float(value) for value in range(5, 65, 2)]

    first, again = compare(before, after), compare(before, after)

    assert first == again
    assert not first.exact
    assert first.p is not None
    # One seed and another differ by chance alone: three standard errors of 1 999 deals are below 0.034.
    assert first.p == pytest.approx(compare(before, after, seed=7).p or 0, abs=0.05)
    assert first.p >= 1 / 2000


def test_equal_groups_differ_by_nothing_and_chance_always_does_as_well() -> None:
    same = [5.0] * 8

    comparison = compare(same, same)

    assert (comparison.difference, comparison.p) == (0, 1)


def test_a_difference_that_no_random_deal_reaches_is_as_likely_as_the_real_one_among_them() -> None:
    """One of 2 000: chance is never said to be impossible."""
    comparison = compare([float(value) for value in range(100, 120)], [float(value) for value in range(20)])

    assert (comparison.exact, comparison.p) == (False, 1 / 2000)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    # 10 of 20: 0.299 to 0.701; 16 of 20: 0.584 to 0.919; 19 of 20: 0.764 to 0.991. From 10 to 19 it is 0.45, more than
    # the root of 0.186² + 0.201², 0.274; from 16 to 19 it is 0.15, less than that of 0.186² + 0.119², 0.221.
    [
        ((10, 20), (19, 20), Change.HIGHER),
        ((19, 20), (10, 20), Change.LOWER),
        ((16, 20), (19, 20), Change.UNCLEAR),
        ((8, 8), (8, 8), Change.UNCLEAR),
        ((0, 7), (20, 20), Change.TOO_FEW),
        ((0, 0), (0, 0), Change.TOO_FEW),
    ],
)
def test_a_share_changed_by_more_than_both_intervals_allow(
    before: tuple[int, int], now: tuple[int, int], change: Change
) -> None:
    assert compare_shares(share_of(*before), share_of(*now)) is change


@given(st.integers(0, 40), st.integers(0, 40), st.integers(8, 40), st.integers(8, 40))
def test_what_lies_within_an_interval_is_never_a_change(before: int, now: int, n: int, m: int) -> None:
    first, second = share_of(min(before, n), n), share_of(min(now, m), m)

    if compare_counts(before, now) in (Change.HIGHER, Change.LOWER):
        assert not count_of(now).interval.holds(before)
    if compare_shares(first, second) in (Change.HIGHER, Change.LOWER):
        assert first.interval is not None
        assert second.interval is not None
        assert not second.interval.holds(first.hits / n)
        assert not first.interval.holds(second.hits / m)


def test_a_median_changed_from_eight_on_each_side_where_chance_hardly_deals_it_out_so() -> None:
    """Of the 12 870 ways to deal out 1 to 16 few have medians as far apart as 1 to 8 and 9 to 16."""
    low, high = summarise(range(1, 9)), summarise(range(9, 17))

    assert compare_medians(low, high) is Change.HIGHER
    assert compare_medians(high, low) is Change.LOWER
    assert compare_medians(low, low) is Change.UNCLEAR
    assert compare_medians(summarise(range(1, 8)), high) is Change.TOO_FEW
