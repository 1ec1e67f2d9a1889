"""A watched moment answers as the moment itself does, and as every other moment within its validity would."""

import copy
import pickle
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.ladder.watched import Validity, watch_moment

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
TICK, DAY = timedelta.resolution, timedelta(days=1)
ZONES = (
    *("UTC", "Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns"),
    *("America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Beirut", "America/Asuncion", "Pacific/Apia"),
)
"""Some of them change their clocks at midnight, at a minute past it, or leave out a day."""

CHANGES = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2010, 11, 7, 2, 31, tzinfo=UTC),  # St. John's goes back from 00:01 to 23:01
    datetime(2018, 11, 4, 3, tzinfo=UTC),  # in São Paulo there is no midnight
    datetime(2025, 11, 2, 5, tzinfo=UTC),  # Havana has two of them
    datetime(2025, 10, 30, 21, tzinfo=UTC),  # Cairo goes back from midnight
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Samoa has no 30 December
)

Answer = Callable[[Any], object]
"""What a program asks of the present moment."""

_minutes = st.integers(-3 * 1440, 3 * 1440).map(lambda count: timedelta(minutes=count))
_lengths = st.one_of(_minutes, st.sampled_from((timedelta(0), TICK, -TICK, DAY, -DAY)))
_moments = st.builds(lambda change, length: change + length, st.sampled_from(CHANGES), _lengths)
_zones = st.sampled_from(ZONES).map(ZoneInfo)

COMPARED: dict[str, Callable[[Any, Any], object]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "swapped <": lambda one, other: other < one,
    "swapped <=": lambda one, other: other <= one,
    "swapped ==": lambda one, other: other == one,
    "swapped !=": lambda one, other: other != one,
    "the later": lambda one, other: max(one, other) is one,
    "in order": lambda one, other: (one, 1) < (other, 0),
    "among": lambda one, other: one in (other,),
}


@st.composite
def _questions(draw: st.DrawFn, near: datetime) -> Answer:
    """A comparison of the moment, moved by a length, or of its day in a zone, with something fixed or moved itself."""
    compare = COMPARED[draw(st.sampled_from(sorted(COMPARED)))]
    length, other = draw(_lengths), draw(_lengths)
    zone = draw(_zones)
    edge = (near + draw(_lengths)).astimezone(draw(_zones))
    day = (near + draw(_lengths)).astimezone(draw(_zones)).date()
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return lambda now: compare(now, edge)
    if kind == 1:
        return lambda now: compare(now + length, edge)
    if kind == 2:
        return lambda now: compare(now - length, now + other)
    if kind == 3:
        return lambda now: compare((now + length).astimezone(zone).date(), day)
    if kind == 4:
        return lambda now: compare((now + length).astimezone(zone).date(), now.astimezone(zone).date())
    if kind == 5:
        return lambda now: ((now + length).astimezone(zone).date() - day).days
    if kind == 6:
        return lambda now: compare((now + length).astimezone(zone).date() + DAY, day)
    return lambda now: (now + length) - (now - other)


@st.composite
def _programs(draw: st.DrawFn) -> tuple[datetime, tuple[Answer, ...]]:
    now = draw(_moments)
    return now, tuple(draw(st.lists(_questions(now), min_size=1, max_size=4)))


def _answers(questions: Sequence[Answer], now: Any) -> list[object]:
    return [ask(now) for ask in questions]


@given(_programs(), st.lists(_lengths, min_size=1, max_size=12))
@settings(max_examples=examples(by_night=5_000, by_day=100, in_ci=400))
def test_within_the_validity_every_other_moment_gives_the_same_answers(
    program: tuple[datetime, tuple[Answer, ...]], lengths: list[timedelta]
) -> None:
    now, questions = program
    plain = _answers(questions, now)
    moment, validity = watch_moment(now)

    assert _answers(questions, moment) == plain
    assert validity.since <= now < validity.until
    near = [now + length for length in lengths]
    near += [edge + length for edge in (validity.since, validity.until) for length in (-TICK, timedelta(0))
             if 1900 < edge.year < 2100]  # fmt: skip
    for other in near:
        if validity.since <= other < validity.until:
            assert _answers(questions, other) == plain, f"at {other} in {validity}"


EDGE = NOW + timedelta(hours=3)
LEAVE_ONE_MOMENT: dict[str, Answer] = {
    "format": lambda now: f"{now:%H:%M}",
    "str": str,
    "repr": repr,
    "isoformat": lambda now: now.isoformat(),
    "hash": hash,
    "timestamp": lambda now: now.timestamp(),
    "replace": lambda now: now.replace(microsecond=0),
    "year": lambda now: now.year,
    "hour": lambda now: now.hour,
    "date": lambda now: now.date(),
    "weekday": lambda now: now.weekday(),
    "timetuple": lambda now: now.timetuple(),
    "strftime": lambda now: now.strftime("%d"),
    "percent": lambda now: "%s" % now,  # noqa: UP031  # this very way to write it
    "offset": lambda now: now.utcoffset(),
    "length": lambda now: EDGE - now,
    "length back": lambda now: now - EDGE,
    "key": lambda now: {now: 1},
    "UTC": lambda now: now.astimezone(UTC),
    "local hour": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")).hour,
    "local format": lambda now: f"{now.astimezone(ZoneInfo('Europe/Lisbon')):%H:%M}",
    "local str": lambda now: str(now.astimezone(ZoneInfo("Europe/Lisbon"))),
    "local repr": lambda now: repr(now.astimezone(ZoneInfo("Europe/Lisbon"))),
    "local offset": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")).utcoffset(),
    "local compared": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")) < EDGE,
    "local is equal": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")) == NOW,
    "local key": lambda now: {now.astimezone(ZoneInfo("Europe/Lisbon")): 1},
    "local length": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")) - EDGE,
    "local length back": lambda now: EDGE - now.astimezone(ZoneInfo("Europe/Lisbon")),
    "local moved": lambda now: now.astimezone(ZoneInfo("Europe/Lisbon")) + DAY,
}


@pytest.mark.parametrize("name", LEAVE_ONE_MOMENT)
def test_what_a_moment_is_leaves_this_moment_alone(name: str) -> None:
    ask = LEAVE_ONE_MOMENT[name]
    moment, validity = watch_moment(NOW)

    assert ask(moment) == ask(NOW)
    assert validity == Validity(NOW, NOW, NOW + TICK)


LEAVE_THE_DAY: dict[str, Callable[[Any], object]] = {
    "format": lambda day: f"{day:%d %B}",
    "str": str,
    "repr": repr,
    "isoformat": lambda day: day.isoformat(),
    "hash": hash,
    "year": lambda day: day.year,
    "weekday": lambda day: day.weekday(),
    "replace": lambda day: day.replace(day=1),
    "key": lambda day: {day: 1},
    "added": lambda day: day + DAY,
    "length": lambda day: day - date(2026, 1, 1),
    "length back": lambda day: date(2026, 1, 1) - day,
    "ordinal": lambda day: day.toordinal(),
}


@pytest.mark.parametrize("name", LEAVE_THE_DAY)
def test_what_a_day_is_leaves_the_day(name: str) -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    moment, validity = watch_moment(NOW)

    told, plain = (LEAVE_THE_DAY[name](one.astimezone(zone).date()) for one in (moment, NOW))

    assert told == plain
    assert validity.since == datetime(2026, 3, 13, 18, 15, tzinfo=UTC)
    assert validity.until == datetime(2026, 3, 14, 18, 15, tzinfo=UTC)


def test_a_question_narrows_no_more_than_it_must() -> None:
    moment, validity = watch_moment(NOW)

    assert moment < EDGE
    assert not moment + timedelta(hours=1) < NOW
    assert validity == Validity(NOW, NOW - timedelta(hours=1), EDGE)


@pytest.mark.parametrize("made", [lambda moment: moment, lambda moment: moment.astimezone(ZoneInfo("UTC")).date()])
def test_no_watched_moment_is_kept(made: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="is not kept"):
        pickle.dumps(made(watch_moment(NOW)[0]))
    with pytest.raises(TypeError, match="is not kept"):
        copy.copy(made(watch_moment(NOW)[0]))
