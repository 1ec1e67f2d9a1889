"""Which changed words no quotation tells of: in sentences as people fix them, and in texts that nobody would write."""

import pytest

from statusladder.model.differences import Rewording, find_untold_rewording

CASES = [
    ("one two three", "one two three", [], None),
    ("one two three", "one  two\nthree", [], None),
    ("one two three", "one 2 three", [], Rewording("two", "2", 4)),
    ("one two three four", "one 2 three 4", [], Rewording("two three four", "2 three 4", 4)),
    ("one two three four", "one 2 three 4", [("two", "2")], Rewording("four", "4", 12)),
    ("one two three four", "one 2 three 4", [("two", "2"), ("three four", "three 4")], None),
    ("one two three", "one three", [], Rewording("two", "", 4)),
    ("one two three", "one three", [("two", "nothing")], None),
    ("one two", "one", [], Rewording("two", "", 0)),
    ("one", "", [], Rewording("one", "", 0)),
    ("", "one", [("nothing", "one")], None),
    ("one two", "two one", [], Rewording("one two", "two one", 0)),
    ("all work", "not all work", [("all work", "all work")], Rewording("", "not", 0)),
    ("12 %.", "13 %.", [("12 %", "13 %")], None),
    ("äöü ☃", "aou ☃", [("äöü", "AOU")], Rewording("äöü", "aou", 0)),
]


@pytest.mark.parametrize(("was", "now", "quotations", "untold"), CASES)
def test_what_no_quotation_tells_is_found(
    was: str, now: str, quotations: list[tuple[str, str]], untold: Rewording | None
) -> None:
    assert find_untold_rewording(was, now, quotations) == untold


def test_a_file_of_nothing_but_commas_is_compared_too() -> None:
    rewording = find_untold_rewording(", " * 20_000 + "x", ", " * 19_000 + ". " * 1_000, [])

    assert rewording is not None
    assert rewording.now.endswith(".")
