"""Rules about times and facts on real public updates: nearly all that they find is worth a careful editor's time."""

from collections import Counter
from pathlib import Path

import pytest

from real_findings import FEWEST_READ, PRECISION, Found, findings, labels, real_libraries

LABELS = Path(__file__).parent / "data" / "labels-time.json"
COUNTS, JUDGED = labels(LABELS)


@pytest.fixture(scope="module")
def found(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Counter[Found]:
    return findings(list(real_libraries(real_data, tmp_path_factory.mktemp("real"))), COUNTS)


def test_each_rule_finds_what_it_found_when_it_was_judged(found: Counter[Found]) -> None:
    by_rule = Counter(one.rule for one in found.elements())

    assert {code: by_rule[code] for code in COUNTS} == COUNTS


@pytest.mark.parametrize("code", [code for code, count in COUNTS.items() if count])
def test_an_editor_would_act_on_nineteen_of_twenty(code: str, found: Counter[Found]) -> None:
    still = [acted for one, acted in JUDGED.items() if one.rule == code and found[one]]
    distinct = sum(one.rule == code for one in found)

    assert len(still) >= min(FEWEST_READ, distinct)
    assert sum(still) >= PRECISION * len(still)
