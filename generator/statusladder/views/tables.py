"""Figures in rows and columns, and how each is said with how sure it is: a median, a share, a rate of counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce

from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.voice.voice import Voice

MOST_COLUMNS = 4
"""Columns of figures that fit 320 pixels."""


@dataclass(frozen=True)
class Cell:
    """Words, the page that they lead to, and the mark of the state that they name."""

    text: str
    url: str | None = None
    mark: str | None = None


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

_MINUTE = timedelta(minutes=1)


def say_certain(voice: Voice) -> str:
    """`95% interval`: heads the intervals."""
    return voice.say("reliability.figure.certain")


def say_length(told: timedelta, voice: Voice) -> str:
    """A length of time that no line breaks in two: `1 h 5 min`, `< 1 min`."""
    return _unbroken(voice.say("reliability.figure.below_a_minute") if told < _MINUTE else voice.length(told))


def say_minutes(value: float, voice: Voice) -> str:
    return say_length(value * _MINUTE, voice)


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def median_words(summary: Summary, voice: Voice) -> str:
    """`38 min`; the values themselves, `5 min, 9 min, 1 h`, where there are too few for an interval."""
    if summary.median is None:
        return NONE
    if summary.interval is None:
        return say_values((say_minutes(value, voice) for value in summary.values), voice)
    return say_minutes(summary.median, voice)


def say_values(values: Iterable[str], voice: Voice) -> str:
    """`5 min, 9 min, 1 h`: of one value at least, none of which is the last word on the others."""
    return reduce(lambda first, other: voice.say("reliability.figure.values", first=first, next=other), values)


def say_clauses(clauses: Iterable[str], voice: Voice) -> str:
    """`Critical: sample size 2; minor: sample size 5.`: a sentence of one clause at least."""
    joined = reduce(lambda first, other: voice.say("reliability.figure.clauses", first=first, next=other), clauses)
    return voice.say("reliability.figure.sentence", clauses=joined)


def interval_words(summary: Summary, voice: Voice) -> str:
    """`20 min to 1 h`, the 95% interval of the median."""
    if summary.interval is None:
        return voice.say("reliability.figure.too_few") if summary.n else NONE
    low, high = say_minutes(summary.interval.low, voice), say_minutes(summary.interval.high, voice)
    return voice.say("reliability.figure.range", low=low, high=high)


def hits_words(share: Share, voice: Voice) -> str:
    """`3 of 4`."""
    return voice.say("reliability.figure.hits", hits=share.hits, all=share.n) if share.n else NONE


def share_words(share: Share, voice: Voice) -> str:
    """`95% (84–99%)`: the share and its interval in whole per cents, rounded down where more would be better news."""
    if share.share is None or share.interval is None:
        return NONE
    about = voice.percent(_percent(share.interval.low), 100 - _percent(1 - share.interval.high))
    value = voice.percent(_percent(share.share))
    return voice.say("reliability.figure.share", share=_unbroken(value), range=_unbroken(about))


def _percent(share: float) -> int:
    return int(share * 100 + 1e-9)


def rate_words(count: Count, voice: Voice) -> str:
    """`2.5–11.7`: the rates from which chance alone could have brought this number about."""
    low, high = voice.decimal(count.interval.low, 1), voice.decimal(count.interval.high, 1)
    return voice.say("reliability.counts.rate", low=low, high=high)
