"""Rules about times and facts on real public updates: nearly all that they find is worth a careful editor's time."""

from collections import Counter
from pathlib import Path

import pytest

from precision_labels import TIME, kept, labels
from real_findings import Found, findings, real_libraries

COUNTS = kept(TIME)["found"]
JUDGED = labels(TIME)


@pytest.fixture(scope="module")
def found(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Counter[Found]:
    return findings(list(real_libraries(real_data, tmp_path_factory.mktemp("real"))), COUNTS)


def test_each_rule_finds_what_it_found_when_it_was_judged(found: Counter[Found]) -> None:
    by_rule = Counter(one.rule for one in found.elements())

    assert {code: by_rule[code] for code in COUNTS} == COUNTS


@pytest.mark.parametrize("code", [code for code, count in COUNTS.items() if count])
def test_what_was_judged_is_what_is_found(code: str, found: Counter[Found]) -> None:
    judged = {Found(*label.key) for label in JUDGED if label.rule == code}
    now = {one for one in found if one.rule == code}

    assert judged <= now
    assert len(judged) >= min(30, len(now))
