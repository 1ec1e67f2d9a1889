"""Which characters no text may hold, and what becomes of them in a text of somebody else's."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from night import examples
from statusladder.model.characters import IN_NO_VALUE, find_unfit, is_printable, make_fit
from statusladder.model.values import read_line, read_text

CODES = range(examples(by_night=0x110000, by_day=0x10000, in_ci=0x110000))
"""By day those of the basic plane, which holds all that is unfit."""


@given(st.text(st.characters(), max_size=40))
def test_a_text_made_fit_has_nothing_unfit_and_stays_as_it_is_when_made_fit_again(text: str) -> None:
    fit = make_fit(text)

    assert find_unfit(fit) is None
    assert make_fit(fit) == fit
    fit.encode()
    assert len(fit.splitlines()) == len(fit.removesuffix("\n").split("\n")) if fit else True


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=40))
def test_what_is_fit_is_left_as_it_is(text: str) -> None:
    assert find_unfit(text) is None
    assert make_fit(text) == text


def test_no_control_and_no_half_of_a_character_is_fit_but_the_tab_and_the_line_end() -> None:
    unfit = {chr(code) for code in CODES if find_unfit(chr(code)) is not None}

    wanted = {chr(code) for code in CODES if unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp")}
    assert unfit == (wanted | {"\ufffe", "\uffff"}) - {"\t", "\n"}


def test_nothing_that_a_text_or_a_value_may_not_hold_is_printable() -> None:
    refused = re.compile(f"[\t\r{IN_NO_VALUE}]")

    assert [code for code in CODES if is_printable(chr(code)) and refused.match(chr(code))] == []
    assert is_printable("Two lines:\nrété 日本 👍.")


def test_line_ends_of_every_kind_become_ours_and_all_else_is_shown_as_missing() -> None:
    assert make_fit("a\r\nb\rc\x0bd\x0ce\u2028f\u2029g\x85h\x00i\ud800j\uffffk\tl") == (
        "a\nb\nc\nd\ne\nf\ng\nh\ufffdi\ufffdj\ufffdk\tl"
    )


@pytest.mark.parametrize("unfit", ["\x00", "\x1b", "\u2028", "\ud800", "\ufffe"])
def test_no_value_is_read_with_what_is_unfit_wherever_it_comes_from(unfit: str) -> None:
    for read in (read_text, read_line):
        with pytest.raises(PydanticCustomError, match="which cannot be shown"):
            read(f"Pages load {unfit} slowly")


def test_a_title_is_one_line_and_a_text_may_have_several() -> None:
    assert read_text("one\ntwo") == "one\ntwo"
    assert read_line("one\n") == "one"
    with pytest.raises(PydanticCustomError, match="several lines"):
        read_line("one\ntwo")
