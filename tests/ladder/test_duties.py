"""What the next update owes, and how long customers wait for the one after it."""

from datetime import timedelta

import pytest

from factory import POLICY
from statusladder.ladder.duties import longest_wait, owed
from statusladder.model.policy import PolicyChanges
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, OPEN_STAGES, Severity, Stage


def test_the_first_file_owes_no_estimate_and_later_ones_do() -> None:
    first, later = (owed(POLICY, Stage.INVESTIGATING, Severity.MINOR, is_first=first) for first in (True, False))

    assert set(later) - set(first) == {"eta"}
    assert {"components", "impact.symptom", "next_update"} <= set(first)


@pytest.mark.parametrize(
    ("stage", "severity", "told", "untold"),
    [
        (Stage.NOTICE, Severity.MAJOR, {"potential_impact"}, {"watch_until", "impact.symptom", "components"}),
        (Stage.INVESTIGATING, Severity.CRITICAL, {"contacts"}, {"apology"}),
        (Stage.INVESTIGATING, Severity.MINOR, set(), {"contacts"}),
        (Stage.IDENTIFIED, Severity.MAJOR, {"impact.share", "known", "eta"}, {"cause", "progress", "approved_by"}),
        (Stage.IDENTIFIED, None, {"known"}, {"impact.share"}),
        (Stage.RESOLVED, Severity.MINOR, {"data_loss", "remaining", "apology"}, {"next_update", "approved_by"}),
        (Stage.RESOLVED, Severity.MAJOR, {"approved_by"}, {"unknown"}),
        (Stage.POSTMORTEM, Severity.MAJOR, {"contributing_factors", "version"}, {"cause"}),
    ],
)
def test_what_a_stage_owes_by_severity(
    stage: Stage, severity: Severity | None, told: set[str], untold: set[str]
) -> None:
    facts = set(owed(POLICY, stage, severity))

    assert told <= facts
    assert not untold & facts


def test_a_site_may_ask_for_more_and_for_less() -> None:
    changes = {"facts": {"cause": {"identified": "required"}, "eta": {"identified": "recommended"}}}
    policy = POLICY.changed(PolicyChanges.model_validate(changes))

    before, after = (set(owed(rules, Stage.IDENTIFIED, Severity.MINOR)) for rules in (POLICY, policy))

    assert (after - before, before - after) == ({"cause"}, {"eta"})


def test_only_an_open_stage_promises_another_update() -> None:
    stages = (*INCIDENT_STAGES, *MAINTENANCE_STAGES)

    assert [stage for stage in stages if longest_wait(POLICY, stage, Severity.INFO)] == list(OPEN_STAGES)
    assert longest_wait(POLICY, Stage.MONITORING, Severity.INFO) == timedelta(days=1)


def test_without_a_severity_customers_wait_as_in_a_minor_incident() -> None:
    waits = {longest_wait(POLICY, Stage.INVESTIGATING, severity) for severity in (None, Severity.MINOR)}

    assert waits == {timedelta(hours=1)}
