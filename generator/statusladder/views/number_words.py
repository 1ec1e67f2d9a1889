"""How figures are said with how sure they are: a median with its interval, a share with its parts, a rate of counts."""

from datetime import timedelta

from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.views import wording

NONE = "–"
CERTAIN = "95\u00a0% certain"
"""Heads the intervals; its space does not break."""

_MINUTE = timedelta(minutes=1)


def length(told: timedelta) -> str:
    """A length of time that no line breaks in two: `1 h 5 min`, `< 1 min`."""
    return wording.duration(told).replace("less than a minute", "< 1 min").replace(" ", "\u00a0")


def minutes(value: float) -> str:
    return length(value * _MINUTE)


def median_words(told: Summary) -> str:
    """`38 min`; the values themselves, `5 min, 9 min, 1 h`, where there are too few for an interval."""
    if told.median is None:
        return NONE
    if told.interval is None:
        return ", ".join(minutes(value) for value in told.values)
    return minutes(told.median)


def interval_words(told: Summary) -> str:
    """`20 min to 1 h`, between which the median lies with 95 % certainty."""
    if told.interval is None:
        return "too few" if told.n else NONE
    return f"{minutes(told.interval.low)} to {minutes(told.interval.high)}"


def hits_words(told: Share) -> str:
    return f"{told.hits} of {told.n}" if told.n else NONE


def share_words(told: Share) -> str:
    """`95 % (84–99 %)`: the share and its interval in whole per cents, which never promise more than they should."""
    if told.share is None or told.interval is None:
        return NONE
    parts = (_percent(told.share), _percent(told.interval.low), 100 - _percent(1 - told.interval.high))
    return "{}\u00a0% ({}–{}\u00a0%)".format(*parts)


def _percent(share: float) -> int:
    return int(share * 100 + 1e-9)


def rate_words(told: Count) -> str:
    """`2.5–11.7`: the rates from which chance alone could have brought this number about."""
    return f"{told.interval.low:.1f}–{told.interval.high:.1f}"
