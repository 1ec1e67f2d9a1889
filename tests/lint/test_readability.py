"""Syllables, grades and the two formulas, against words and sentences that were counted by hand."""

import pytest

from statusladder.lint.plain_reading import count_sentences, syllables_in, words_in

BY_HAND = {
    "a": 1, "the": 1, "be": 1, "late": 1, "rule": 1, "rules": 1, "times": 1, "failed": 1, "filled": 1, "moved": 1,
    "used": 1, "caused": 1, "hour": 1, "our": 1, "queue": 1, "issues": 2, "table": 2, "tables": 2, "centre": 2,
    "started": 2, "needed": 2, "handled": 2, "settled": 2, "changes": 2, "pages": 2, "services": 3, "releases": 3,
    "likely": 2, "statement": 2, "create": 2, "created": 3, "being": 2, "trying": 2, "seeing": 2, "client": 2,
    "quiet": 2, "science": 2, "patient": 2, "fuel": 2, "station": 2, "special": 2, "region": 2, "medium": 3,
    "video": 3, "area": 3, "idea": 3, "period": 3, "various": 3, "previous": 3, "million": 2, "manual": 3,
    "quality": 3, "delayed": 2, "applied": 2, "resolved": 2, "fixed": 1, "identified": 4, "elevated": 4, "unable": 3,
    "database": 3, "reliable": 4, "continuous": 4, "influence": 3, "experiencing": 5, "investigating": 5,
    "authentication": 5, "availability": 6, "immediately": 5, "customers": 3, "error": 2, "latency": 3,
    "09:30": 1, "12": 1, "sign-in": 2, "we're": 1, "users’": 2,
}  # fmt: skip


@pytest.mark.parametrize(("word", "syllables"), BY_HAND.items(), ids=list(BY_HAND))
def test_syllables_are_those_that_one_speaks(word: str, syllables: int) -> None:
    assert syllables_in(word) == syllables


def test_case_is_no_matter() -> None:
    assert syllables_in("AUTHENTICATION") == syllables_in("authentication")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sign-in fails at 09:30 UTC.", ["Sign-in", "fails", "at", "09:30", "UTC"]),
        ("It's 12.5 % – or more!", ["It's", "12.5", "or", "more"]),
        ("…", []),
    ],
)
def test_a_word_is_what_one_reads_as_one(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_the_formulas_are_those_that_were_published() -> None:
    """The first sentence has 6 words, 17 letters and 6 syllables, the second 4 words, 41 letters and 17 syllables."""
    counted = count_sentences(["The cat sat on the mat.", "Availability deteriorated during maintenance.", "…"])

    assert (counted.sentences, counted.words, counted.letters) == (2, 10, 58)
    assert counted.syllables == 6 + 17
    assert counted.flesch_kincaid == pytest.approx(0.39 * 5 + 11.8 * 2.3 - 15.59)
    assert counted.automated_index == pytest.approx(4.71 * 5.8 + 0.5 * 5 - 21.43)
    assert counted.grade == min(counted.flesch_kincaid, counted.automated_index)
