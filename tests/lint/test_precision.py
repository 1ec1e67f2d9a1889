"""Rules of wording are right nineteen times in twenty on real updates, and what was judged stays judged."""

from collections import Counter
from pathlib import Path

import pytest

from precision_page import PAGE, labels, page, weighing_hits
from real_updates import real_subjects
from statusladder.lint.interface import Subject

Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def subjects(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Subject]]:
    return real_subjects(real_data, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def found(subjects: list[tuple[str, Subject]]) -> dict[str, list[Key]]:
    return {
        code: [(hit.rule, hit.source, hit.words) for hit in weighing_hits(code, subjects)] for code in labels()["found"]
    }


def _judged(*verdicts: str) -> set[Key]:
    return {
        (label["rule"], label["source"], label["words"]) for label in labels()["labels"] if label["verdict"] in verdicts
    }


def test_every_rule_is_right_nineteen_times_in_twenty() -> None:
    verdicts = Counter((label["rule"], label["verdict"]) for label in labels()["labels"])

    for code, count in labels()["found"].items():
        acted, left = verdicts[code, "act"], verdicts[code, "leave"]
        assert acted + left == min(30, count), f"{code}: {acted + left} of {count} findings were read"
        assert acted >= 19 * left, f"{code}: {acted} of {acted + left} are right"


def test_a_label_quotes_no_sentence_of_other_people() -> None:
    assert [label for label in labels()["labels"] if len(label["words"].split()) > 6] == []


def test_the_page_is_what_the_labels_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_what_was_judged_is_found_and_what_was_narrowed_away_is_not(found: dict[str, list[Key]]) -> None:
    now = {key for keys in found.values() for key in keys}

    assert _judged("act", "leave") - now == set()
    assert _judged("narrowed") & now == set()


def test_the_counts_are_those_of_the_real_updates(
    subjects: list[tuple[str, Subject]], found: dict[str, list[Key]]
) -> None:
    assert len(subjects) == labels()["subjects"]
    assert {code: len(keys) for code, keys in found.items()} == labels()["found"]
