"""What is said from right to left: one kind of digits, and values of another direction, which leave its order."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from statusladder.theming.words import make_say
from statusladder.voice.catalogue import shipped
from statusladder.voice.voice import Voice, english

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
TODAY = date(2026, 3, 14)
ISOLATE, END, MARK, LATIN_MARK = "\u2068", "\u2069", "\u200f", "\u200e"


def _arabic(tag: str = "ar") -> Voice:
    return Voice(shipped("ar"), tag, ZoneInfo("UTC"), NOW)


def _seen(text: str) -> str:
    """A text without the marks that nobody sees."""
    return text.translate(dict.fromkeys(map(ord, (ISOLATE, END, MARK, LATIN_MARK))))


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "ar-SA", "ar-MA"])
def test_digits_are_the_same_in_dates_numbers_times_and_lengths(tag: str) -> None:
    voice = _arabic(tag)
    texts = [
        *(voice.day(TODAY), voice.weekday(TODAY), voice.month(TODAY), voice.days(date(2026, 3, 1), TODAY)),
        *(voice.number(12_345), voice.number(0.5), voice.decimal(99.9, 2), voice.percent(12, 18)),
        *(voice.full(NOW), voice.length(timedelta(hours=2, minutes=10)), voice.window(NOW, NOW + timedelta(hours=1))),
    ]

    assert not [text for text in texts if any("٠" <= sign <= "٩" for sign in text)]
    assert all(any("0" <= sign <= "9" for sign in text) for text in texts)


def test_a_day_a_window_and_a_range_are_written_in_arabic_order() -> None:
    voice = _arabic()

    assert voice.weekday(TODAY) == "السبت 14 مارس"
    assert voice.days(date(2026, 3, 1), date(2026, 3, 8)) == "1–8 مارس"
    assert _seen(voice.percent(12, 18)) == "12 إلى 18%"
    assert _seen(voice.window(NOW, NOW + timedelta(hours=1))) == "من 10:05 إلى 11:05 UTC، 14 مارس 2026"


def test_a_time_with_its_zone_keeps_its_order() -> None:
    voice = _arabic()

    assert voice.time(NOW) == f"{ISOLATE}10:05 UTC{END}"
    assert voice.say("promise.made", time=voice.time(NOW)) == f"موعد التحديث التالي {ISOLATE}10:05 UTC{END}"
    assert voice.full(NOW) == f"{MARK}{ISOLATE}10:05 UTC{END}، 14 مارس 2026"


def test_a_value_in_latin_letters_is_isolated_and_an_arabic_one_is_not() -> None:
    voice = _arabic()

    assert voice.say("home.maintenance_runs", title="API 2.0 (EU)") == f"صيانة جارية: {ISOLATE}API 2.0 (EU){END}"
    assert voice.say("home.maintenance_runs", title="بوابة الدفع") == "صيانة جارية: بوابة الدفع"
    assert voice.listed(["API", "الدفع"]) == f"{ISOLATE}API{END} والدفع"


def test_a_version_of_digits_keeps_its_order_and_a_number_needs_no_help() -> None:
    voice = _arabic()

    assert voice.say("panel.policy_version", version="2026-01") == f"الإصدار {ISOLATE}2026-01{END}"
    assert voice.say("panel.policy_version", version="1,234.5") == "الإصدار 1,234.5"
    assert voice.say("panel.monitoring_until", time="10:15") == "حتى 10:15"


def test_a_percent_sign_stays_behind_its_number() -> None:
    signs = [
        (key, sign)
        for key, message in shipped("ar").messages.items()
        for parts in message.forms.values()
        for text in parts
        for sign in re.findall(r"(?:^|\d)(.?%.?)", text)
        if not key.startswith("marks.")  # where a script puts a length in its place
    ]

    assert signs
    assert [key for key, sign in signs if sign != f"{LATIN_MARK}%{LATIN_MARK}"] == []


def test_a_number_behind_a_percent_sign_is_not_read_before_it() -> None:
    """The mark that keeps the sign behind its number would take a number that follows without a letter with it."""
    texts = [
        (key, "0".join(parts[::2]))
        for key, message in shipped("ar").messages.items()
        for parts in message.forms.values()
    ]

    assert [key for key, text in texts if re.search(rf"%{LATIN_MARK}[^\w{MARK}]*\d", text)] == []


def test_a_text_that_would_begin_with_latin_letters_begins_with_a_mark_of_its_direction() -> None:
    voice = _arabic()

    assert voice.say("feed.major", site="Tern") == f"{MARK}{ISOLATE}Tern{END}: الحوادث الكبيرة"
    assert voice.say("timeline.news.correction", title="Tern") == f"تصحيح: {ISOLATE}Tern{END}"


def test_a_template_isolates_text_and_markup_alike() -> None:
    say = make_say(_arabic())

    assert say("home.maintenance_runs", title="A < B") == Markup(f"صيانة جارية: {ISOLATE}A &lt; B{END}")
    assert say("home.maintenance_runs", title=Markup("<b>A</b>")) == Markup(f"صيانة جارية: {ISOLATE}<b>A</b>{END}")


def test_nothing_is_isolated_in_a_language_from_left_to_right() -> None:
    voice = english(ZoneInfo("UTC"), NOW)

    assert voice.say("timeline.news.correction", title="بوابة") == "Correction: بوابة"
    assert voice.time(NOW) == "10:05 UTC"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "لا حوادث"), (1, "حادث واحد"), (2, "حادثان"), (5, "5 حوادث"), (11, "11 حادثًا"), (100, "100 حادث")],
)
def test_a_counted_noun_has_the_six_forms_of_arabic(number: int, words: str) -> None:
    assert _arabic().say("reliability.incidents", n=number, period="2026") == f"2026: {words}."
