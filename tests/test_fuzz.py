"""What once broke an entry stays whole, and so do some hundred inputs more, the same each time; `make fuzz` goes on."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from fuzz_entries import ENTRIES, corpus, inputs

EXAMPLES = {"reader": 60, "markup": 250, "importers": 150, "feedback": 100, "manifest": 150}


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_broke_an_entry_once_is_refused_or_read(entry: str) -> None:
    for file in corpus(entry):
        ENTRIES[entry](file.read_bytes())


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_bytes_break_an_entry(entry: str) -> None:
    @settings(
        max_examples=EXAMPLES[entry],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(entry))
    def holds(data: bytes) -> None:
        ENTRIES[entry](data)

    holds()
