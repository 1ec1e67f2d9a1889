"""Rules about times and facts on real public updates: nearly all that they find is worth a careful editor's time."""

from collections import Counter
from pathlib import Path

import pytest

from night import IS_NIGHT, by_night, in_ci
from precision_labels import TIME, kept, labels
from public_record import public_record
from real_findings import Found, findings, ids_of, real_libraries
from statusladder.model.site import Library

COUNTS = kept(TIME)["found"]
JUDGED = labels(TIME)


@pytest.fixture(scope="module")
def libraries(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Library]:
    scratch = tmp_path_factory.mktemp("real")
    return list(real_libraries(real_data, public_record(real_data, scratch, by_day=120), scratch))


@pytest.fixture(scope="module")
def found(libraries: list[Library]) -> Counter[Found]:
    return findings(libraries, COUNTS)


@by_night
def test_each_rule_finds_what_it_found_when_it_was_judged(found: Counter[Found]) -> None:
    by_rule = Counter(one.rule for one in found.elements())

    assert {code: by_rule[code] for code in COUNTS} == COUNTS
    for code in COUNTS:
        judged = sum(label.rule == code for label in JUDGED)
        assert judged >= min(30, len({one for one in found if one.rule == code}))


@in_ci
def test_what_was_judged_is_what_is_found(libraries: list[Library], found: Counter[Found]) -> None:
    read = set(ids_of(libraries))
    judged = {Found(*label.key) for label in JUDGED if label.source in read}

    assert {one.rule for one in judged} == {label.rule for label in JUDGED} or not IS_NIGHT
    assert len({one.rule for one in judged}) > 3
    assert judged - set(found) == set()
