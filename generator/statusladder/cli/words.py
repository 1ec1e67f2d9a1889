"""Times, lengths, counts and lists in the words of a terminal, which are English whatever the language of the site.

Short because it says what many commands say alike.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from statusladder.voice.clock import Clock

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class TerminalClock(Clock):
    """Says moments in a terminal."""

    def day(self, day: date) -> str:
        return say_date(day)

    def on_day(self, time: str, day: str) -> str:
        return f"{time}, {day}"

    def from_until(self, start: str, end: str) -> str:
        return f"{start} to {end}"


def say_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_duration(length: timedelta) -> str:
    """`48 min`, `2 h 10 min`, `3 d 4 h`: two units at most, cut; below a minute in words."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{rest} min"


def say_count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def say_list(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(words)
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)
