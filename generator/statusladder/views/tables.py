"""Figures in rows and columns, and how each is said with how sure it is: a median, a share, a rate of counts."""

from dataclasses import dataclass
from datetime import timedelta

from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.views import wording

MOST_COLUMNS = 4
"""Columns of figures that fit 320 pixels."""


@dataclass(frozen=True)
class Cell:
    """Words, and the page that they lead to."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than a phone has room for."""
        return len(self.columns) > MOST_COLUMNS


def make_row(*cells: Cell | str) -> tuple[Cell, ...]:
    return tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells)


NONE = "–"
CERTAIN = "95\u00a0% certain"
"""Heads the intervals; its space does not break."""

_MINUTE = timedelta(minutes=1)


def say_length(told: timedelta) -> str:
    """A length of time that no line breaks in two: `1 h 5 min`, `< 1 min`."""
    return wording.say_duration(told).replace("less than a minute", "< 1 min").replace(" ", "\u00a0")


def say_minutes(value: float) -> str:
    return say_length(value * _MINUTE)


def median_words(summary: Summary) -> str:
    """`38 min`; the values themselves, `5 min, 9 min, 1 h`, where there are too few for an interval."""
    if summary.median is None:
        return NONE
    if summary.interval is None:
        return ", ".join(say_minutes(value) for value in summary.values)
    return say_minutes(summary.median)


def interval_words(summary: Summary) -> str:
    """`20 min to 1 h`, between which the median lies with 95 % certainty."""
    if summary.interval is None:
        return "too few" if summary.n else NONE
    return f"{say_minutes(summary.interval.low)} to {say_minutes(summary.interval.high)}"


def hits_words(share: Share) -> str:
    return f"{share.hits} of {share.n}" if share.n else NONE


def share_words(share: Share) -> str:
    """`95 % (84–99 %)`: the share and its interval in whole per cents, which never promise more than they should."""
    if share.share is None or share.interval is None:
        return NONE
    parts = (_percent(share.share), _percent(share.interval.low), 100 - _percent(1 - share.interval.high))
    return "{}\u00a0% ({}–{}\u00a0%)".format(*parts)


def _percent(share: float) -> int:
    return int(share * 100 + 1e-9)


def rate_words(count: Count) -> str:
    """`2.5–11.7`: the rates from which chance alone could have brought this number about."""
    return f"{count.interval.low:.1f}–{count.interval.high:.1f}"
