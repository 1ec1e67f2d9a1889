"""Times as people give them on a command line: in full, as a time of today, or as a length."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from statusladder.model.values import parse_moment, read_duration, refuse

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def given_time(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A moment: `2026-03-14T09:30:00Z`, `09:30` of today in the site's zone, or `30m` after `now`; in UTC.

    Raises a ValueError that says what is wrong and how to write it.
    """
    words = text.strip()
    clock = _CLOCK.fullmatch(words)
    if clock is not None:
        today = now.astimezone(zone)
        return today.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0).astimezone(UTC)
    length = read_duration(words)
    if length is not None:
        return now + length
    if not words[:4].isdigit():
        raise refuse(f"'{text}' is no time", "write 09:30, 2026-03-14T09:30:00Z, or a length as 30m")
    return parse_moment(words, zone)


def given_window(text: str, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """Two moments with two dots in between, `10:15..11:00`. Raises a ValueError as `given_time` does."""
    first, dots, last = text.partition("..")
    if not dots:
        raise refuse(f"'{text}' is no window", "write its two ends as 10:15..11:00; a single time is no estimate")
    return given_time(first, zone, now), given_time(last, zone, now)


def written(moment: datetime) -> str:
    """The moment as it is written into a file."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
