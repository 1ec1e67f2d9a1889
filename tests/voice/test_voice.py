"""How a voice writes moments, lengths, numbers and lists: as the language has them, in the zone of the site."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.voice.catalogue import ENGLISH, Catalogue, message_of, shipped
from statusladder.voice.voice import Voice, english

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def _in(tag: str, **strings: str | dict[str, str]) -> Voice:
    """A voice whose strings are said to be in the language of the tag."""
    own = {key: message_of(text) for key, text in strings.items()}
    return Voice(Catalogue(tag.partition("-")[0], {**shipped(ENGLISH).messages, **own}), tag, UTC_ZONE, NOW)


@pytest.mark.parametrize(
    ("tag", "day", "number", "words"),
    [
        ("en", "14 March 2026", "12,345", "a, b and c"),
        ("en-US", "March 14, 2026", "12,345", "a, b, and c"),
        ("de", "14. März 2026", "12.345", "a, b und c"),
        ("pt-BR", "14 de março de 2026", "12.345", "a, b e c"),
        ("ar", "14 مارس 2026", "12,345", "\u2068a\u2069 و\u2068b\u2069 و\u2068c\u2069"),
        # A language that is not spoken here is written as English, and so are its dates.
        ("tlh", "14 March 2026", "12,345", "a, b and c"),
    ],
)
def test_dates_numbers_and_lists_are_those_of_the_language(tag: str, day: str, number: str, words: str) -> None:
    voice = _in(tag)

    assert voice.day(date(2026, 3, 14)) == day
    assert voice.number(12345) == number
    assert voice.listed(["a", "b", "c"]) == words


def test_dates_of_a_language_that_is_not_spoken_are_english() -> None:
    voice = Voice(shipped(ENGLISH), "fr", UTC_ZONE, NOW)

    assert (voice.day(date(2026, 3, 14)), voice.language, voice.direction) == ("14 March 2026", "en", "ltr")


def test_a_number_chooses_the_plural_form_by_the_rules_of_the_language() -> None:
    forms = {"zero": "0", "one": "1", "two": "2", "few": "3–10", "many": "11–99", "other": "100"}
    voice = _in("ar", **{"a.count": forms})

    assert [voice.say("a.count", n=n) for n in (0, 1, 2, 5, 11, 100)] == list(forms.values())
    assert voice.direction == "rtl"


def test_a_form_that_is_missing_is_the_general_one() -> None:
    assert _in("ar", **{"a.count": {"one": "one", "other": "{n}"}}).say("a.count", n=2) == "2"


def test_a_script_is_handed_a_form_for_every_category_of_the_language_and_the_name_of_its_rules() -> None:
    polish = _in("pl", **{"length.days": {"one": "{n} dzień", "few": "{n} dni", "other": "{n} dnia"}})

    assert polish.templates("length.days", "%") == {
        "few": "% dni",
        "many": "% dnia",
        "one": "% dzień",
        "other": "% dnia",
    }
    assert (polish.locale, _in("pt-BR").locale, _in("en").locale) == ("pl", "pt-BR", "en-GB")


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        _in("en").say("a.missing")
    with pytest.raises(KeyError):
        _in("en").say("time.window", start="10:15")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=48, seconds=59), "48 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (timedelta(days=3, minutes=59), "3 d"),
    ],
)
def test_a_length_has_two_units_at_most(length: timedelta, words: str) -> None:
    assert english(UTC_ZONE, NOW).length(length) == words


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)))
def test_no_length_is_empty(length: timedelta) -> None:
    assert english(UTC_ZONE, NOW).length(length).strip()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 14), date(2026, 3, 14), "Sat 14 March"),
        (date(2026, 3, 1), date(2026, 3, 8), "1–8 March"),
        (date(2026, 2, 27), date(2026, 3, 3), "27 February – 3 March"),
        (date(2025, 3, 1), date(2026, 3, 8), "1 March – 8 March"),
    ],
)
def test_days_name_a_month_once(first: date, last: date, words: str) -> None:
    assert english(UTC_ZONE, NOW).days(first, last) == words


@pytest.mark.parametrize(
    ("tag", "words", "across"),
    [
        ("en-US", "March 1–8", "February 27 – March 3"),
        ("de", "1.–8. März", "27. Februar – 3. März"),
        ("fr", "1–8 mars", "27 février – 3 mars"),
        ("ar", "1–8 مارس", "27 فبراير – 3 مارس"),
        ("ja", "3月1日～8日", "2月27日 – 3月3日"),
    ],
)
def test_days_of_a_month_are_put_together_as_the_language_does(tag: str, words: str, across: str) -> None:
    patterns = {"en-US": "MMMM d", "de": "d. MMMM", "ja": "M月d日"}
    voice = _in(tag, **{"time.pattern.day": patterns.get(tag, "d MMMM")})

    assert voice.days(date(2026, 3, 1), date(2026, 3, 8)) == words
    assert voice.days(date(2026, 2, 27), date(2026, 3, 3)) == across


@pytest.mark.parametrize(
    ("full", "moment", "window"),
    [
        ("{time}, {day}", "10:05 UTC, 14. März 2026", "10:05 to 11:00 UTC, 14. März 2026"),
        ("{day}, {time}", "14. März 2026, 10:05 UTC", "14. März 2026, 10:05 to 11:00 UTC"),
    ],
)
def test_a_day_stands_before_or_after_its_times(full: str, moment: str, window: str) -> None:
    voice = _in("de", **{"time.full": full})

    assert voice.full(NOW) == moment
    assert voice.window(NOW, NOW + timedelta(minutes=55)) == window
    ends = NOW + timedelta(days=1)
    assert voice.window(NOW, ends) == f"{moment} to {voice.full(ends)}"


def test_the_same_voice_speaks_at_another_moment() -> None:
    later = english(ZoneInfo("Europe/Lisbon"), NOW).at(NOW + timedelta(days=30))

    assert later.full(later.now) == "11:05 UTC+1, 13 April 2026"
