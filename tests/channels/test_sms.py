"""An SMS takes as few parts as the facts allow, counted by a table of the GSM alphabet that is not the program's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from short_texts import GSM_BEHIND_ESCAPE, GSM_COLUMNS, sms_parts
from statusladder.channels.sms import parts_of, septets_of

ALPHABET = "".join(GSM_COLUMNS)


def test_the_alphabet_is_that_of_the_standard() -> None:
    assert len(ALPHABET) == 127
    assert [letter for letter in ALPHABET if septets_of(letter) != 1] == []
    assert [letter for letter in GSM_BEHIND_ESCAPE if septets_of(letter) != 2] == []


def test_no_other_letter_of_the_basic_plane_is_in_it() -> None:
    known = {*ALPHABET, *GSM_BEHIND_ESCAPE}
    others = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)

    assert [letter for letter in others if letter not in known and septets_of(letter) is not None] == []


@given(text=st.one_of(st.text(st.sampled_from(ALPHABET + GSM_BEHIND_ESCAPE), max_size=500), st.text(max_size=250)))
def test_parts_are_counted_as_by_the_standard(text: str) -> None:
    assert parts_of(text) == sms_parts(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ب" * 70, 1),
        ("ب" * 71, 2),
        ("ب" * 134, 2),
        ("ب" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_the_limits_of_one_part_and_of_each_further_one(text: str, parts: int) -> None:
    assert parts_of(text) == sms_parts(text) == parts
