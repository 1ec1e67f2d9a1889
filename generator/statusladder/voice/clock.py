"""Says moments in the site's zone, each with its date where that is not clear; how a date is written is left open.

Apart from the voice, so that who writes an update at night waits for no table of the world's languages.
"""

from abc import ABC, abstractmethod
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


class Clock(ABC):
    """Says moments in a zone, as it is `now`."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self.zone = zone
        self.now = now

    @abstractmethod
    def day(self, day: date) -> str:
        """`14 March 2026`."""

    @abstractmethod
    def on_day(self, time: str, day: str) -> str:
        """`10:15 UTC, 14 March 2026`, of a time or a window and its day, in the order of the language."""

    @abstractmethod
    def from_until(self, start: str, end: str) -> str:
        """`10:15 to 11:00 UTC`, of two times."""

    def local(self, moment: datetime) -> datetime:
        """The moment in the site's zone."""
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The day that the moment falls on in the site's zone."""
        return self.local(moment).date()

    def zone_name(self, moment: datetime) -> str:
        """`UTC`, or the zone's abbreviation with its offset, since abbreviations alone are ambiguous."""
        local = self.local(moment)
        offset = local.utcoffset() or timedelta(0)
        if not offset:
            return "UTC"
        minutes = int(offset.total_seconds() // 60)
        sign, hours, rest = "-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60
        return f"UTC{sign}{hours}" if not rest else f"UTC{sign}{hours}:{rest:02}"

    def time(self, moment: datetime) -> str:
        """`10:15 UTC`."""
        local = self.local(moment)
        return f"{self.bare_time(local)} {self.zone_name(local)}"

    def bare_time(self, moment: datetime) -> str:
        """`10:15`."""
        local = self.local(moment)
        return f"{local.hour:02}:{local.minute:02}"

    def full(self, moment: datetime) -> str:
        """`10:15 UTC, 14 March 2026`."""
        local = self.local(moment)
        return self.on_day(self.time(local), self.day(local.date()))

    def since(self, moment: datetime, other: datetime) -> str:
        """A moment with its date only where it is another day than `other`'s."""
        return self.time(moment) if self.day_of(moment) == self.day_of(other) else self.full(moment)

    def window(self, start: datetime, end: datetime) -> str:
        """`01:00 to 02:30 UTC, 2 April 2026`, or both moments in full across days."""
        if self.day_of(start) != self.day_of(end) or self.zone_name(start) != self.zone_name(end):
            return self.from_until(self.full(start), self.full(end))
        return self.on_day(self.from_until(self.bare_time(start), self.time(end)), self.day(self.day_of(end)))

    def short_window(self, start: datetime, end: datetime, other: datetime) -> str:
        """A window without its date where that is the date of `other`."""
        if self.day_of(start) == self.day_of(end) == self.day_of(other):
            return self.from_until(self.bare_time(start), self.time(end))
        return self.window(start, end)
