"""Which number a file gets that comes to a folder: one that is free, and where its time stands among the others."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate


class FreeNumbers:
    """The numbers of a folder's files, with their times where these are known; a file that comes takes one more.

    Each question takes two comparisons of times, however many files there are: known are the latest time up to each
    number and the earliest from it on. A file that comes at its place changes neither for the others.
    """

    def __init__(self, files: Iterable[tuple[int, datetime | None]]) -> None:
        numbers = dict(files)
        timed = sorted((number, at) for number, at in numbers.items() if at is not None)
        times = [at for _, at in timed]
        self._taken = set(numbers)
        self._last = max(numbers, default=0)
        self._timed = [number for number, _ in timed]
        self._latest = list(accumulate(times, max))
        self._earliest = list(accumulate(reversed(times), min))[::-1]

    def take(self, at: datetime, before: int) -> int | None:
        """Takes the number right behind `before`, else the one behind all, and returns it; None where neither fits."""
        for number in (before + 1, self._last + 1):
            place = bisect_left(self._timed, number)
            if number not in self._taken and self._is_in_order(place, at):
                self._taken.add(number)
                self._last = max(self._last, number)
                for kept, value in ((self._latest, at), (self._earliest, at)):
                    kept.insert(place, value)
                self._timed.insert(place, number)
                return number
        return None

    def _is_in_order(self, place: int, at: datetime) -> bool:
        is_after = place == 0 or self._latest[place - 1] <= at
        return is_after and (place == len(self._timed) or at <= self._earliest[place])
