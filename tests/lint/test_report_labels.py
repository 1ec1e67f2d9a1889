"""The wording rules on reports, held against findings in real texts that were read one by one and labelled."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from night import in_ci
from precision_labels import POSTMORTEM, kept, labels
from real_reports import hits, reports, updates
from statusladder.lint.judge import find_rules
from statusladder.model.vocabulary import Stage

LABELS = labels(POSTMORTEM)
COUNTS = kept(POSTMORTEM)["found"]
each_code = pytest.mark.parametrize("code", COUNTS)


@each_code
def test_all_that_a_rule_finds_in_real_reports_is_labelled(code: str, real_data: Path) -> None:
    labelled = Counter(label.key for label in LABELS if label.rule == code and label.source.startswith("PM"))

    assert Counter(hits(find_rules()[code], reports(real_data))) == labelled


@in_ci
@pytest.mark.parametrize(("code", "stage"), [("P008", Stage.POSTMORTEM), ("P009", Stage.INVESTIGATING)])
def test_what_was_labelled_in_real_updates_is_still_found(code: str, stage: Stage, real_data: Path) -> None:
    told = [label for label in LABELS if label.rule == code and not label.source.startswith("PM")]
    found = set(hits(find_rules()[code], updates(real_data, stage)))

    assert {label.key for label in told if label.verdict != "narrowed"} <= found
    assert {label.key for label in told if label.verdict == "narrowed"} & found == set()


@each_code
def test_the_counts_are_those_of_the_real_texts(code: str, real_data: Path) -> None:
    stage = {"P008": Stage.POSTMORTEM, "P009": Stage.INVESTIGATING}.get(code)
    texts = chain(reports(real_data), updates(real_data, stage) if stage else ())

    assert len(hits(find_rules()[code], texts)) == COUNTS[code]


def test_no_real_update_holds_a_placeholder_or_a_drill(real_data: Path) -> None:
    told = [one for stage in (Stage.INVESTIGATING, Stage.POSTMORTEM) for one in updates(real_data, stage)]

    assert len(told) > 2500
    assert hits(find_rules()["G003"], iter(told)) + hits(find_rules()["G004"], iter(told)) == []
