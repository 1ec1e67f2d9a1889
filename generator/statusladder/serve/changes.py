"""Turns the many events of one save into one rebuild, and loses none that comes while a rebuild runs."""

import threading
import time
from collections.abc import Callable

QUIET, LONGEST = 0.06, 0.6
"""Seconds: of peace after an event before a rebuild begins, and after which it begins although there is none."""

HEARING = 0.5
"""Seconds for which the waiting thread is deaf to a Ctrl-C of the moment before it fell asleep."""


class Changes:
    """What happened since the last rebuild; one thread waits, any thread reports.

    `clock` counts seconds and never goes back; `condition` wakes the one that waits. Both can be a test's own.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, condition: threading.Condition | None = None
    ) -> None:
        self._clock = clock
        self._condition = condition or threading.Condition()
        self._deadline: float | None = None
        self._due = 0.0

    def happened(self, at_once: bool = False) -> None:
        """Something changed; with `at_once` there is nothing to wait for."""
        with self._condition:
            now = self._clock()
            if self._deadline is None:
                self._deadline = now + LONGEST
            self._due = now if at_once else min(now + QUIET, self._deadline)
            self._condition.notify_all()

    def wait(self) -> None:
        """Blocks until something has changed and its storm is over; what happens from then on is the next change."""
        with self._condition:
            while self._deadline is None or self._due > self._clock():
                self._condition.wait(HEARING if self._deadline is None else self._due - self._clock())
            self._deadline = None
