"""The wording rules on reports, held against findings in real texts that were read one by one and labelled."""

import json
from collections import Counter
from pathlib import Path

import pytest

from real_reports import hits, reports, updates
from statusladder.lint.judge import all_rules
from statusladder.model.vocabulary import Stage

LABELS = [
    (entry["rule"], entry["source"], entry["words"], entry["verdict"])
    for entry in json.loads((Path(__file__).parent / "data" / "labels-postmortem.json").read_text(encoding="utf-8"))
]
CODES = sorted({rule for rule, *_ in LABELS})
each_code = pytest.mark.parametrize("code", CODES)


@each_code
def test_at_least_19_of_20_findings_are_ones_to_act_on(code: str) -> None:
    verdicts = Counter(verdict for rule, _, _, verdict in LABELS if rule == code)

    assert verdicts["right"] >= 0.95 * verdicts.total()
    assert set(verdicts) <= {"right", "wrong"}


@each_code
def test_all_that_a_rule_finds_in_real_reports_is_labelled(code: str, real_data: Path) -> None:
    labelled = Counter((rule, source, words) for rule, source, words, _ in LABELS if source.startswith("PM"))

    found = Counter(hits(all_rules()[code], reports(real_data)))
    assert found == Counter({hit: times for hit, times in labelled.items() if hit[0] == code})


@pytest.mark.parametrize(("code", "stage"), [("P008", Stage.POSTMORTEM), ("P009", Stage.INVESTIGATING)])
def test_what_was_labelled_in_real_updates_is_still_found(code: str, stage: Stage, real_data: Path) -> None:
    labelled = {label[:3] for label in LABELS if label[0] == code and not label[1].startswith("PM")}

    assert len(labelled) >= 29
    assert labelled <= set(hits(all_rules()[code], updates(real_data, stage)))


def test_no_real_update_holds_a_placeholder_or_a_drill(real_data: Path) -> None:
    told = [one for stage in (Stage.INVESTIGATING, Stage.POSTMORTEM) for one in updates(real_data, stage)]

    assert len(told) > 2500
    assert hits(all_rules()["G003"], iter(told)) + hits(all_rules()["G004"], iter(told)) == []
