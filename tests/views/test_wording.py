"""Times, durations and figures in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statusladder.cli.words import say_duration
from statusladder.model.facts import Impact, Range
from statusladder.model.vocabulary import Basis
from statusladder.views import wording
from statusladder.voice.voice import english

NOON = datetime(2026, 7, 14, 12, 0, tzinfo=UTC)
VOICE = english(ZoneInfo("UTC"), NOON)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "12:00 UTC, 14 July 2026"),
        ("Europe/Lisbon", "13:00 UTC+1, 14 July 2026"),
        ("America/St_Johns", "09:30 UTC-2:30, 14 July 2026"),
        ("Pacific/Kiritimati", "02:00 UTC+14, 15 July 2026"),
    ],
)
def test_a_time_is_never_said_without_its_zone(zone: str, words: str) -> None:
    assert english(ZoneInfo(zone), NOON).full(NOON) == words


def test_the_zone_is_that_of_the_moment_and_not_of_now() -> None:
    voice = english(ZoneInfo("Europe/Lisbon"), NOON)

    assert voice.time(datetime(2026, 1, 14, 12, 0, tzinfo=UTC)) == "12:00 UTC"


def test_a_date_is_said_where_it_is_another_day() -> None:
    voice = english(ZoneInfo("UTC"), NOON)

    assert voice.since(NOON + timedelta(hours=1), NOON) == "13:00 UTC"
    assert voice.since(NOON + timedelta(hours=13), NOON) == "01:00 UTC, 15 July 2026"
    assert voice.window(NOON, NOON + timedelta(hours=2)) == "12:00 to 14:00 UTC, 14 July 2026"
    assert voice.window(NOON, NOON + timedelta(days=1)) == "12:00 UTC, 14 July 2026 to 12:00 UTC, 15 July 2026"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "less than a minute"), (1, "1 min"), (59.9, "59 min"), (60, "1 h"), (130, "2 h 10 min"), (1440, "1 d"),
     (3200, "2 d 5 h")],
)  # fmt: skip
def test_durations(minutes: float, words: str) -> None:
    assert say_duration(timedelta(minutes=minutes)) == words


def test_figures_carry_their_basis() -> None:
    impact = Impact.model_construct(share=Range(12, 18), accounts=Range(1200, 1200), basis=Basis.MEASURED)

    assert wording.say_impact_size(impact, VOICE) == "12–18% of customers · 1,200 accounts, measured"
    assert wording.say_impact_size(Impact.model_construct(share=Range(0.5, 0.5)), VOICE) == "0.5% of customers"
    assert wording.say_impact_size(Impact.model_construct(basis=Basis.MEASURED), VOICE) is None


@pytest.mark.parametrize(
    ("number", "words"), [(11, "11th"), (12, "12th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (111, "111th")]
)
def test_a_number_that_counts_in_order_has_the_form_for_it(number: int, words: str) -> None:
    assert VOICE.say_ordinal("recurrence.in_figures", number) == words
