"""What once broke an entry stays whole, and so do some hundred inputs more, the same each time; `make fuzz` goes on."""

import pytest

from fuzz_entries import ENTRIES
from fuzz_inputs import corpus, input_of, made_small
from night import examples

INPUTS = {"reader": 150, "settings": 200, "markup": 300, "importers": 150, "feedback": 200, "manifest": 500}
"""By night; a third of them in CI, and a sixth by day."""


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_broke_an_entry_once_is_refused_or_read(entry: str) -> None:
    for file in corpus(entry):
        ENTRIES[entry](file.read_bytes())


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_bytes_break_an_entry(entry: str) -> None:
    for number in range(examples(by_night=INPUTS[entry], by_day=INPUTS[entry] // 6, in_ci=INPUTS[entry] // 3)):
        data = input_of(entry, number)
        try:
            ENTRIES[entry](data)
        except Exception as failure:
            raise AssertionError(f"input {number}: {data!r}") from failure


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_input_is_the_same_each_time_and_no_other_number_is_like_it(entry: str) -> None:
    inputs = [input_of(entry, number) for number in range(60)]

    assert [input_of(entry, number) for number in range(60)] == inputs
    assert len(set(inputs)) > 40


def test_what_breaks_an_entry_is_made_as_small_as_it_gets() -> None:
    assert made_small(b"one a two b three", lambda data: b"a" in data and b"b" in data) == b"ab"
