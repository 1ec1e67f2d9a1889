"""The next update that imported words promise: lifted only where they state its time, or how long it takes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from statusladder.importers.forms import stamp_of
from statusladder.model.imported import PlainValue

_CLOSING = frozenset({"resolved", "completed", "postmortem"})
"""Stages after which no update is owed."""

_NEAREST = timedelta(hours=12)
"""A clock time that is past means the next day where that is nearer than the one gone by; else it is a slip."""

_ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("UTC", "GMT"), UTC),
    **dict.fromkeys(("PT", "PST", "PDT", "PACIFIC"), ZoneInfo("America/Los_Angeles")),
    **dict.fromkeys(("ET", "EST", "EDT", "EASTERN"), ZoneInfo("America/New_York")),
    **dict.fromkeys(("CET", "CEST"), ZoneInfo("Europe/Berlin")),
}
"""The names that mean one zone. BST, CST and IST are each those of several countries."""

_OF_A_SEASON = frozenset({"PST", "PDT", "EST", "EDT", "CET", "CEST"})
"""Out of its season nobody can tell whether such a name or the hour is wrong."""

_NUMBERS = {"a": 1.0, "an": 1.0, "half an": 0.5, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0} | {
    "six": 6.0, "ten": 10.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "sixty": 60.0, "ninety": 90.0
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_MINUTES = r"(?:minutes?|mins?|m)\b"
_LENGTH = re.compile(
    rf"(?i)(?:(?:about|around|approximately|roughly|at most)\s+|~\s*)*(?P<next>(?:(?:the|next|another)\s+)*)"
    rf"(?:{_NUMBER}\s*(?:-|–|to|or)\s*)?(?:(?P<count>{_NUMBER})[\s-]*)?"
    rf"(?:(?P<minutes>{_MINUTES})|(?P<hours>hour|hours|hrs?|h)(?:\b|(?=\d))(?:\s*(?:and\s+)?(?P<more>\d{{1,2}})\s*{_MINUTES})?)"
)
"""Of a range the later end: only past that is the word broken."""

_CLOCK = re.compile(
    r"(?i)(?:(?:about|around|approximately|roughly)\s+|~\s*)?(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap]m)?"
    rf"\s*\(?(?P<zone>{'|'.join(_ZONES)})\b\)?(?:\s+time\b)?(?!\s*[+-]\s*\d)"
)
_AND_THE_SAME = re.compile(r"(?i)\s*(?:/|\(|,|or\b|=)?\s*(?=\d)")

_LONGEST = 1000
"""Characters of a sentence: people write none that is longer, and it would take long to search."""

_KIND = (
    r"(?:(?:further|more|next|new|detailed|substantial|status|full|brief|short|regular|additional|progress)\s+){0,4}"
)
_AN_UPDATE = rf"(?:(?:an|a|another|the|our|one)\s+)?{_KIND}updates?\b"
_WILL = r"(?:(?:\bwill|'ll|\bare going to|\bexpect to|\bplan to)(?:\s+(?:also|then|again|continue to))?)"
_HEAD = re.compile(
    rf"(?i)(?P<noun>\bnext\s+(?:status\s+)?update\b(?:\s+(?:is|will|to|be|should|expected|due|provided|posted|shared"
    r"|planned|available|eta|time))*)"
    rf"|(?P<ours>{_WILL}\s+(?:provide|post|share|send|give|have|issue|publish)(?:\s+(?:you|everyone)(?:\s+with)?)?"
    rf"\s+{_AN_UPDATE})"
    rf"|(?P<again>{_WILL}\s+update(?:\s+(?:again|you|here|(?:our|the|this)\s+(?:status|page|incident)(?:\s+page)?))*)"
    rf"|(?P<passive>\b{_AN_UPDATE}\s+(?:will|to)\s+(?:follow|come|be\s+(?:provided|posted|shared|sent|given|published)))"
)
_LEAD = re.compile(r"(?i)(?<![\w-])(?:(?P<length>in|within|every)|(?P<clock>at|by|before|around|no later than))\s+")
_BETWEEN = re.compile(
    r"(?i)(?:\s+(?!(?:if|unless|once|when|after|before|until|till|that|which|who|as|and|or|but|will|is|are|was|were|to"
    r"|from|expected|scheduled|planned|starting|ending|completed|restored)\b)[\w'-]+){0,6}\s+"
)
"""What may stand between the update and its time: a few words about it, and no second thing that has a time."""

_WE = re.compile(r"(?i)\b(?:we|(?:our|the) (?:\w+ )?(?:team|teams|engineers))\b")
_OTHERS = re.compile(
    r"(?i)\b(?:they|it|(?:provider|vendor|partner|supplier|upstream)s?)\s+"
    r"(?:is|are|has|have|will|expects?|plans?|says?|said)\b"
)
_OF_OTHERS = re.compile(r"(?i)(?:\b(?:their|its|his|her)|\w's|\ws')\s+$")
_CONDITION_FIRST = re.compile(r"(?i)\W*(?:if|once|when|after|unless|should|as soon as)\b")
_TAKEN_BACK = re.compile(
    r"(?i)[\s,]*(?:(?:only\s+)?(?:if(?!\s+not)|should|assuming|provided)\b|(?:of|after|before|following|from(?!\s+now))\b"
    r"|and\s+(?:a|an|\d+)\b|(?:to|or|-|–)\s*\d)"
)
"""What makes a time conditional, counts it from elsewhere, or goes on with it."""

_ANOTHER_DAY = re.compile(
    r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|next\s+(?:week|day)|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2})\b"
)
_DAY_BEHIND = re.compile(r"(?i)[\s,(]*(?:on\s+)?(?P<day>[\w-]+(?:\s+\d+|\s+of\s+\w+|\s+\w+)?)")


def promise_keys_in(stage: str, words: str, at: datetime) -> dict[str, PlainValue]:
    """`next_update` for the keys of an imported file, where its words promise one."""
    promised = None if stage in _CLOSING else promised_in(words, at)
    return {} if promised is None else {"next_update": stamp_of(promised)}


def promised_in(text: str, at: datetime) -> datetime | None:
    """The moment by which the text, published at `at`, promises the next update; None where it states no such moment.

    Of several promises the first to fall due is that of the next update. Text is plain or Markdown.
    """
    found = [moment for sentence in _sentences(text) for moment in _promises(sentence, at) if moment > at]
    return min(found, default=None)


def _sentences(text: str) -> Iterator[str]:
    """Sentences without marks, as long as people write them; quoted lines are another's words."""
    bare = re.sub(r"[*_`\\]", "", text).replace("’", "'")
    for typed in re.sub(r"(?i)(?<=\d|\s)([ap])\.\s?m\.", r"\1m", bare).splitlines():
        line = " ".join(typed.split())
        if not line.startswith((">", "&gt;")):
            yield from (one for one in re.split(r"(?<=[.!?;])\s+", line) if len(one) <= _LONGEST)


def _promises(sentence: str, at: datetime) -> Iterator[datetime]:
    for head in _HEAD.finditer(sentence):
        before, behind = sentence[: head.start()], sentence[head.end() :]
        if not _is_ours(before, head.lastgroup in ("ours", "again")):
            continue
        moment = _stated_behind(head, behind, at) or _stated_first(before, at)
        if moment is not None:
            yield moment


def _is_ours(before: str, needs_speaker: bool) -> bool:
    """Whether those who write promise it, without a condition, and not somebody of whom they tell."""
    if _CONDITION_FIRST.match(before) or _OF_OTHERS.search(before):
        return False
    speakers = list(_WE.finditer(before))
    since = before[speakers[-1].end() :] if speakers else before
    return not _OTHERS.search(since) and (bool(speakers) or not needs_speaker or not before.strip())


def _stated_behind(head: re.Match[str], behind: str, at: datetime) -> datetime | None:
    if head["noun"] and (at_once := re.match(r"\s*[:–-]?\s*(?=[\d~])", behind)):
        rest = behind[at_once.end() :]
        return _length(rest, at) or _clock(rest, "", at)
    for lead in _LEAD.finditer(behind):
        between, rest = behind[: lead.start()], behind[lead.end() :]
        follows = bool(re.fullmatch(r"\s*[:–-]?\s*", between))
        if not follows and (head["again"] or not _BETWEEN.fullmatch(between)):
            continue
        moment = _length(rest, at) if lead["length"] else _clock(rest, between, at)
        if moment is not None:
            return moment
    return None


def _stated_first(before: str, at: datetime) -> datetime | None:
    """`Within 30 minutes we will …`: the time opens the sentence and nothing but the speaker follows it."""
    opening = re.fullmatch(r"(?i)\W*(?:in|within|by|at)\s+(?P<time>.+?),?\s+(?:we|our team|the team)\s*", before)
    if opening is None:
        return None
    said = opening["time"]
    is_whole = _LENGTH.fullmatch(said) or _CLOCK.fullmatch(said)
    return (_length(said, at) or _clock(said, "", at)) if is_whole else None


def _length(rest: str, at: datetime) -> datetime | None:
    match = _LENGTH.match(rest)
    if match is None or _TAKEN_BACK.match(rest[match.end() :]):
        return None
    count = (match["count"] or "").lower()
    if not count and not (match["next"] and (match["hours"] or "").lower() == "hour"):
        return None
    number = _NUMBERS[count] if count in _NUMBERS else float(count or 1)
    minutes = number if match["minutes"] else number * 60 + int(match["more"] or 0)
    return at + timedelta(minutes=minutes)


def _clock(rest: str, between: str, at: datetime) -> datetime | None:
    """The moment of a clock time; given in two zones, only where both mean the same."""
    moments: set[datetime | None] = set()
    match = _CLOCK.match(rest)
    end = 0
    while match is not None:
        end = match.end()
        behind = _DAY_BEHIND.match(rest, end)
        day = behind["day"].lower() if behind else ""
        moments.add(_moment(match, f"{between} {day}", at))
        again = _AND_THE_SAME.match(rest, end)
        match = _CLOCK.match(rest, again.end()) if again else None
    if len(moments) != 1 or _TAKEN_BACK.match(rest[end:]):
        return None
    return moments.pop()


def _moment(clock: re.Match[str], day: str, at: datetime) -> datetime | None:
    """The clock time on the day that the words around it name, or on the nearest one that is still to come."""
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"].lower() == "pm" else 0)
    elif clock["minute"] is None:
        return None
    if hour > 23 or minute > 59 or _ANOTHER_DAY.search(day):
        return None
    name = clock["zone"].upper()
    zone = _ZONES[name]
    today = at.astimezone(zone).date()
    moments = [datetime.combine(today + timedelta(days=days), time(hour, minute), zone) for days in (0, 1)]
    if re.search(r"\btomorrow\b", day):
        moment = moments[1]
    elif moments[0] > at or re.search(r"\b(?:today|tonight)\b", day) or moments[1] - at > _NEAREST:
        moment = moments[0]
    else:
        moment = moments[1]
    if name in _OF_A_SEASON and moment.tzname() != name:
        return None
    return moment.astimezone(UTC)
