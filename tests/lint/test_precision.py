"""Rules of wording are right nineteen times in twenty on real updates, and what was judged stays judged."""

from collections import Counter
from pathlib import Path

import pytest

from night import by_night, in_ci
from precision_labels import LANGUAGE, Label, agreement, kept, labels
from precision_page import FILES, PAGE, page, texts, weighing_hits
from public_record import public_record
from real_updates import Hit, real_subjects
from statusladder.lint.interface import Subject
from statusladder.lint.judge import find_rules
from statusladder.model.problem import Kind, Level

ALL = labels(*FILES)
FOUND = {code: count for file in FILES for code, count in kept(file)["found"].items()}


@pytest.fixture(scope="module")
def subjects(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Subject]]:
    scratch = tmp_path_factory.mktemp("real")
    return real_subjects(real_data, public_record(real_data, scratch, by_day=120), scratch)


@pytest.fixture(scope="module")
def found(subjects: list[tuple[str, Subject]]) -> dict[str, list[Hit]]:
    return {code: weighing_hits(code, subjects) for code in kept(LANGUAGE)["found"]}


def test_every_rule_of_wording_that_asks_for_something_was_held_to_real_texts() -> None:
    asking = {
        code
        for code, rule in find_rules().items()
        if rule.about.kind is Kind.WORDING and rule.about.level is not Level.INFO
    }

    assert asking - set(FOUND) == set()


def test_every_rule_is_right_nineteen_times_in_twenty() -> None:
    verdicts = Counter((label.rule, label.verdict) for label in ALL)

    assert {label.verdict for label in ALL} == {"act", "leave", "narrowed"}
    for code, count in FOUND.items():
        acted, left = verdicts[code, "act"], verdicts[code, "leave"]
        assert acted + left >= min(30, kept(LANGUAGE)["texts"].get(code, count)), f"{code}: {acted + left} were read"
        assert acted >= 19 * left, f"{code}: {acted} of {acted + left} are right"


def test_what_stands_is_what_the_readers_said_and_doubt_is_no_yes() -> None:
    for label in ALL:
        assert set(label.readers) <= {"act", "leave"}
        assert label.readers or label.verdict == "narrowed", label
        assert label.verdict in {"narrowed", "act" if set(label.readers) == {"act"} else "leave"}, label


def test_two_readers_read_nearly_all_and_agree() -> None:
    both, same, _ = agreement(ALL)
    standing = [label for label in ALL if label.verdict != "narrowed"]

    assert both >= 0.9 * len(standing)
    assert same >= 0.95 * both


def test_agreement_counts_what_chance_would_bring() -> None:
    told = [*[("act", "act")] * 20, *[("act", "leave")] * 5, *[("leave", "act")] * 10, *[("leave", "leave")] * 15]
    read = [Label("L001", "x", "y", "leave", readers) for readers in [*told, ("act",), ()]]

    both, same, kappa = agreement(read)
    assert (both, same) == (50, 35)
    assert kappa == pytest.approx(0.4)


def test_a_label_quotes_no_sentence_of_other_people() -> None:
    assert [label for label in ALL if len(label.words.split()) > 6] == []


def test_the_page_is_what_the_labels_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@in_ci
def test_what_was_judged_is_found_and_what_was_narrowed_away_is_not(
    subjects: list[tuple[str, Subject]], found: dict[str, list[Hit]]
) -> None:
    now = {(hit.rule, hit.source, hit.words) for hits in found.values() for hit in hits}
    read = {source for source, _ in subjects}
    told = [label for label in labels(LANGUAGE) if label.source in read]
    assert {label.verdict for label in told} == {"act", "leave", "narrowed"}

    assert {label.key for label in told if label.verdict != "narrowed"} - now == set()
    assert {label.key for label in told if label.verdict == "narrowed"} & now == set()


@in_ci
def test_no_text_is_read_twice_for_one_rule(found: dict[str, list[Hit]]) -> None:
    standing = {label.key for label in labels(LANGUAGE) if label.verdict != "narrowed"}

    for code, hits in found.items():
        read = {(hit.rule, hit.source, hit.words): hit for hit in hits if (hit.rule, hit.source, hit.words) in standing}
        assert texts(list(read.values())) == len(read), code


@by_night
def test_the_counts_are_those_of_the_real_updates(
    subjects: list[tuple[str, Subject]], found: dict[str, list[Hit]]
) -> None:
    told = kept(LANGUAGE)

    assert len(subjects) == told["subjects"]
    assert {code: len(hits) for code, hits in found.items()} == told["found"]
    assert {code: texts(hits) for code, hits in found.items()} == told["texts"]
