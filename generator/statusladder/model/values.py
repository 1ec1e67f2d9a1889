"""How single values are read from text: times, durations, choices, sentences.

YAML hands over strings only (content.strict_yaml), so each key's type decides what its words mean. A value that does
not fit is refused with one sentence and a fix, which the content room turns into a Problem at the right line.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from statusladder.model.addresses import is_link
from statusladder.model.characters import find_unfit, name_character, with_unseen_numbered

E = TypeVar("E", bound=StrEnum)

EARLIEST_YEAR, LATEST_YEAR = 1990, 2199
"""Years outside these are typing errors; the bounds also keep date arithmetic far from Python's own limits."""

MOST_NAMED = 12
"""Names that a fix lists when there is no near miss; more would bury the sentence."""

LONGEST_DURATION = timedelta(days=366)

_MOMENT = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt ](?P<time>\d\d:\d\d(?::\d\d)?)(?P<fraction>\.\d+)?\s?(?P<zone>[Zz]|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_DURATION = re.compile(r"(?:(?P<d>\d{1,4})d)?(?:(?P<h>\d{1,4})h)?(?:(?P<m>\d{1,5})m)?", re.ASCII)
SHARE = re.compile(r"(?P<low>\d{1,3}(?:\.\d+)?)(?:\s*[-–]\s*(?P<high>\d{1,3}(?:\.\d+)?))?\s*%", re.ASCII)
COUNT = re.compile(r"(?P<low>\d{1,12})(?:\s*[-–]\s*(?P<high>\d{1,12}))?", re.ASCII)


def refuse(sentence: str, fix: str) -> PydanticCustomError:
    """The error that a value's reader raises: what is wrong, and the fix."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence, "fix": fix})


_OTHER_WORDS = {
    "critical": "major_outage",
    "degraded": "degraded_performance",
    "down": "major_outage",
    "maintenance": "under_maintenance",
    "major": "major_outage",
    "offline": "major_outage",
    "online": "operational",
    "outage": "major_outage",
    "partial": "partial_outage",
    "slow": "degraded_performance",
    "unavailable": "major_outage",
    "working": "operational",
}
"""Words that people have for the state of a component, and that no likeness of letters would find."""


def find_near_miss(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` was probably meant to be: by letter case first, then by sense, then by likeness."""
    known = sorted(set(candidates))
    folded = {name.casefold(): name for name in known}
    key = word.casefold().replace("-", "_")
    for attempt in (word.casefold(), key, key.replace("_", "-")):
        if attempt in folded:
            return folded[attempt]
    if _OTHER_WORDS.get(key) in known:
        return _OTHER_WORDS[key]
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def suggest(word: str, candidates: Iterable[str]) -> str:
    """The fix for an unknown name: the near miss if there is one, else the whole list."""
    known = list(candidates)
    close = find_near_miss(word, known) if len(word) > 2 else None
    if close is not None:
        return f"did you mean '{close}'?"
    if len(known) > MOST_NAMED:
        return "remove it, or look up the right name in the content format"
    return f"write one of {', '.join(known)}" if known else "remove it"


def describe(value: object) -> str:
    """What a person wrote, in a few words: the text itself when it is short, with what nobody sees as its number."""
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "…"
        return f"'{with_unseen_numbered(shown)}'"
    return "a list" if isinstance(value, list) else "a mapping"


def read_moment(value: object, info: ValidationInfo) -> datetime:
    """As `parse_moment`; the validation context may name the site's zone (`{"zone": ZoneInfo}`)."""
    zone = (info.context or {}).get("zone")
    return parse_moment(value, zone if isinstance(zone, ZoneInfo) else None)


def parse_moment(value: object, zone: ZoneInfo | None = None) -> datetime:
    """An RFC 3339 time as an aware datetime in UTC; seconds may be left out, the zone may not.

    Raises a ValueError whose fix shows the offset of `zone`, the site's, when the time lacks one.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if not isinstance(value, str):
        raise refuse(f"a time is expected, not {describe(value)}", "write it as 2026-03-14T09:01:00Z")
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        raise refuse(f"{describe(value)} is not a time", "write it as 2026-03-14T09:01:00Z")
    fraction = f"{match['fraction'][:7]:0<7}" if match["fraction"] else ""
    seconds = "" if match["time"].count(":") == 2 or not fraction else ":00"
    try:
        moment = datetime.fromisoformat(f"{match['date']}T{match['time']}{seconds}{fraction}")
    except ValueError:
        raise refuse(f"{describe(value)} is not a possible time", "check the month, the day and the clock") from None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise refuse(
            f"the year of {describe(value)} is not believable", f"years run from {EARLIEST_YEAR} to {LATEST_YEAR}"
        )
    if match["zone"] is None:
        raise refuse(f"{describe(value)} does not say its time zone", f"write {_with_site_offset(moment, zone)}")
    return _shift(moment, match["zone"], value)


def _shift(moment: datetime, zone: str, typed: str) -> datetime:
    if zone in "Zz":
        return moment.replace(tzinfo=UTC)
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise refuse(f"{describe(typed)} has an impossible offset", "write the offset as +01:00, or Z for UTC")
    offset = timedelta(hours=hours, minutes=minutes)
    return (moment + (offset if zone[0] == "-" else -offset)).replace(tzinfo=UTC)


def _with_site_offset(moment: datetime, zone: ZoneInfo | None) -> str:
    stamp = moment.isoformat(timespec="seconds")
    if zone is None:
        return f"{stamp}Z"
    offset = moment.replace(tzinfo=zone).isoformat()[-6:]
    return f"{stamp}Z" if offset == "+00:00" else f"{stamp}{offset} (the site's zone) or end it with Z for UTC"


def read_duration(text: str) -> timedelta | None:
    """`30m`, `2h`, `1h30m`, `3d` as a positive duration; None when the text is not one."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    days, hours, minutes = (int(match[part] or 0) for part in "dhm")
    length = timedelta(days=days, hours=hours, minutes=minutes)
    return length if timedelta(0) < length <= LONGEST_DURATION else None


def duration_as_written(length: timedelta) -> str:
    """A length of whole minutes as `read_duration` takes it."""
    minutes = int(length.total_seconds() // 60)
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def read_moment_or_duration(value: object, info: ValidationInfo) -> datetime | timedelta:
    """A time, or a duration counted from the update's own `at`."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (length := read_duration(value)) is not None:
        return length
    if isinstance(value, str) and not value[:4].isdigit():
        raise refuse(
            f"{describe(value)} is neither a time nor a duration", "write 30m, 2h, or a time as 2026-03-14T09:30:00Z"
        )
    return read_moment(value, info)


def read_date(value: object) -> date:
    """A calendar day as YYYY-MM-DD."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            day = None
        if day is not None and EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            return day
    raise refuse(f"{describe(value)} is not a date", "write it as 2026-03-14")


def read_day_or_moment(value: object, info: ValidationInfo) -> date:
    """A calendar day, or a time where the hour counts."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        return read_date(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value.strip()):
        return read_moment(value, info)
    raise refuse(f"{describe(value)} is neither a day nor a time", "write it as 2026-03-14, or as 2026-03-14T09:30:00Z")


def read_text(value: object) -> str:
    """Words as they were typed, trimmed; never empty."""
    if not isinstance(value, str):
        raise refuse(
            f"text is expected, not {describe(value)}", "write one sentence; put it in quotes if it holds ': '"
        )
    if not value.strip():
        raise refuse("the text is empty", "write it, or delete the key")
    if (unfit := find_unfit(value)) is not None:
        raise refuse(f"the text holds the character {name_character(unfit)}, which cannot be shown", "delete it")
    return value.strip()


def read_line(value: object) -> str:
    """Words as `read_text`, all on one line: a title or a name stands in headers, lists and menus."""
    text = read_text(value)
    if "\n" in text:
        raise refuse("the text has several lines, and only one is shown", "write it on one line")
    return text


def read_link(value: object) -> str:
    """An address that a page may link to: of the web, of e-mail or of a telephone; nothing that could run."""
    text = read_text(value)
    if is_link(text):
        return text
    fix = "begin it with https://, mailto: or tel:"
    if text.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        fix = "write it without a user's name, blanks, quotes and backslashes, and with a host and a port that exist"
    raise refuse(f"{describe(value)} is not an address to link to", fix)


def accept_matching(pattern: str, noun: str, example: str) -> Callable[[object], str]:
    """A reader for text of one form."""

    def read(value: object) -> str:
        text = read_text(value)
        if re.fullmatch(pattern, text, re.ASCII):
            return text
        raise refuse(f"{describe(value)} is not {noun}", f"write it as {example}")

    return read


def read_flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise refuse(f"{describe(value)} is neither true nor false", "write true or false")


def accept_whole_number(lowest: int, highest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,12}", value.strip(), re.ASCII):
            raise refuse(f"{describe(value)} is not a whole number", f"write a number from {lowest} to {highest}")
        number = int(value)
        if not lowest <= number <= highest:
            raise refuse(f"{number} is out of range", f"write a number from {lowest} to {highest}")
        return number

    return read


def read_part(value: object) -> float:
    """A part of a whole, as a number from 0 to 1."""
    if isinstance(value, float):
        value = str(value)
    if isinstance(value, str) and re.fullmatch(r"\d(?:\.\d{1,6})?", value.strip(), re.ASCII) and float(value) <= 1:
        return float(value)
    raise refuse(f"{describe(value)} is not a part of a whole", "write a number from 0 to 1, as 0.3")


def accept_one_of(choices: Iterable[E], noun: str) -> Callable[[object], E]:
    """A reader for one of a few words; an unknown word is named together with its near miss."""
    by_word = {str(choice): choice for choice in choices}

    def read(value: object) -> E:
        if isinstance(value, str) and value in by_word:
            return by_word[value]
        raise refuse(
            f"no {noun} is called {describe(value)}", suggest(value if isinstance(value, str) else "", by_word)
        )

    return read


def accept_choice(kind: type[E], noun: str) -> Any:
    """The annotation of a key that takes one word of an enumeration."""
    return PlainValidator(accept_one_of(kind, noun), json_schema_input_type=kind)


def as_list(value: object) -> object:
    """A single text stands for a list of one: at 3 a.m. nobody should fail on a missing dash."""
    return [value] if isinstance(value, str) else value


Moment = Annotated[datetime, PlainValidator(read_moment, json_schema_input_type=str)]
MomentOrDuration = Annotated[datetime | timedelta, PlainValidator(read_moment_or_duration, json_schema_input_type=str)]
Day = Annotated[date, PlainValidator(read_date, json_schema_input_type=str)]
DayOrMoment = Annotated[date | datetime, PlainValidator(read_day_or_moment, json_schema_input_type=str)]
Text = Annotated[str, PlainValidator(read_text, json_schema_input_type=str)]
Line = Annotated[str, PlainValidator(read_line, json_schema_input_type=str)]
Link = Annotated[str, PlainValidator(read_link, json_schema_input_type=str)]
Flag = Annotated[bool, PlainValidator(read_flag, json_schema_input_type=bool)]
Percent = Annotated[int, PlainValidator(accept_whole_number(0, 100), json_schema_input_type=int)]
_LANGUAGE_TAG = (
    r"(?i:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
"""A well-formed tag of BCP 47 (RFC 5646, 2.1): language, script, region, variants, extensions, private use."""

LanguageTag = Annotated[
    str,
    PlainValidator(
        accept_matching(_LANGUAGE_TAG, "a language tag", "en, or pt-BR"),
        json_schema_input_type=str,
    ),
]
