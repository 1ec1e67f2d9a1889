"""Times in prose: which words are a time of day, whether they say their zone, and whether a text names a moment.

Words that tell when we write again allow a slower rhythm, and a page quotes them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from statusladder.markup.prose import split_sentences, to_prose
from statusladder.model.pattern import compile_late
from statusladder.model.site import Settings

_HOUR, _MINUTES = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_HALF = r"\s?(?:[ap]m\b|[ap]\.m\.)"
_ZONE = compile_late(
    r"(?:\b|(?<=\d))(?:UTC|GMT|[PMCE][SD]?T|AK[SD]T|HST|A[SD]T|NST|CES?T|EES?T|WES?T|BST|IST|MSK|JST|KST|SGT|AE[SD]T"
    r"|AC[SD]T|AWST|NZ[SD]T|SAST|BRT|PKT|GST)\b"
    r"|(?<=\d)Z\b|T\d\d:\d\d(?::\d\d(?:\.\d+)?)?[+-]\d\d:?\d\d\b|:\d\d\s?\+\d\d:\d\d\b"
    r"|\b(?i:pacific|eastern|local time|(?:summer|standard|daylight) time|time zone)\b"
    r"|(?:(?<=\d )|(?<=[ap]m ))[A-Z][a-z]+ time\b"
)
_INTRODUCED = r"\b(?:at|from|until|till|by|since|between|around|about|approximately|before|after|was)\s+|~\s?"
_TIME_OF_DAY = compile_late(
    rf"(?i)(?<![\d:.,/+-])(?:{_HOUR}:{_MINUTES}(?::{_MINUTES})?{_HALF}|(?:0?\d|1[0-2]){_HALF}(?!\s+(?:i|not)\b))"
    rf"|(?:{_INTRODUCED})(?P<bare>{_HOUR}:{_MINUTES})(?![\d:%]|\.\d|\s?(?:min|m\b|hours?|h\b|ratio|aspect))"
)
_DATE = compile_late(
    r"(?i)\b\d{4}-\d\d-\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?\b"
)
_DIGIT = compile_late(r"\d")
"""Sought before a time is, which takes far longer: most words hold none."""

_ANY_CLOCK = compile_late(rf"(?i)\b{_HOUR}:{_MINUTES}(?:{_HALF}|\b)|\b(?:0?\d|1[0-2]){_HALF}")


def find_times_of_day(text: str) -> Iterator[tuple[int, str]]:
    """Every time of day with its offset. Ratios and durations are none: a bare `10:15` needs `at` or the like."""
    for match in _TIME_OF_DAY.finditer(text) if _DIGIT.search(text) else ():
        group = "bare" if match["bare"] else 0
        yield match.start(group), match[group].strip()


def find_clock_times(text: str) -> tuple[str, ...]:
    """The clock times in the text as they are written."""
    return tuple(match[0] for match in _ANY_CLOCK.finditer(text))


def says_zone(text: str) -> bool:
    return _ZONE.search(text) is not None


def says_when(text: str) -> bool:
    """Whether the text holds any clock time or date, in whatever form."""
    return _ANY_CLOCK.search(text) is not None or _DATE.search(text) is not None


def names_time_of(text: str, moments: Iterable[datetime | None], settings: Settings) -> bool:
    """Whether the text gives the time of day of one of the moments, in UTC or in the site's zone."""
    written = {_as_24_hours(time) for time in find_clock_times(text)}
    return any(
        f"{moment.astimezone(zone):%H:%M}" in written
        for moment in moments
        if moment is not None
        for zone in (UTC, settings.zone)
    )


def _as_24_hours(time: str) -> str:
    """`8:00 pm` as `20:00`."""
    hour, minute = (int(part) for part in (*re.findall(r"\d+", time), "0")[:2])
    half = re.search("[apAP]", time)
    if half is not None:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return f"{hour:02}:{minute:02}"


_RHYTHM = compile_late(
    r"(?i)\b(?:every|each) (?:(?:\d+|two|three|four|six|eight|twelve) )?(?:hours?|days?|mornings?|evenings?|minutes)\b"
    r"|\b(?:in|for|within) (?:\d+|two|three|four|six|eight|twelve|twenty-four) (?:hours|days)\b"
)


def tells_rhythm(text: str, promised: datetime | None, settings: Settings) -> bool:
    """Whether plain words say how often we write, or the time of day that was promised."""
    return bool(_RHYTHM.search(text)) or names_time_of(text, [promised], settings)


def find_rhythm_sentence(body: str, promised: datetime, settings: Settings) -> str | None:
    """The first sentence of a Markdown text that tells it; None where none does."""
    lines = (line.strip().removeprefix("- ") for line in to_prose(body).splitlines())
    told = (sentence for line in lines for sentence in split_sentences(line))
    return next((sentence for sentence in told if tells_rhythm(sentence, promised, settings)), None)
