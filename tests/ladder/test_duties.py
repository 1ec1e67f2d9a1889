"""What the next update owes, and how long customers wait for the one after it."""

from datetime import timedelta

import pytest

from factory import POLICY, incident, stamp
from statusladder.ladder.promises import exceeded_wait_of, longest_wait_at, may_slow_down, owed_at
from statusladder.model.policy import PolicyChanges
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, OPEN_STAGES, Severity, Stage


def test_the_first_file_owes_no_estimate_and_later_ones_do() -> None:
    first, later = (owed_at(POLICY, Stage.INVESTIGATING, Severity.MINOR, is_first=first) for first in (True, False))

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
    facts = set(owed_at(POLICY, stage, severity))

    assert told <= facts
    assert not untold & facts


def test_a_site_may_ask_for_more_and_for_less() -> None:
    changes = {"facts": {"cause": {"identified": "required"}, "eta": {"identified": "recommended"}}}
    policy = POLICY.changed(PolicyChanges.model_validate(changes))

    before, after = (set(owed_at(rules, Stage.IDENTIFIED, Severity.MINOR)) for rules in (POLICY, policy))

    assert (after - before, before - after) == ({"cause"}, {"eta"})


def test_only_an_open_stage_promises_another_update() -> None:
    stages = (*INCIDENT_STAGES, *MAINTENANCE_STAGES)

    assert [stage for stage in stages if longest_wait_at(POLICY, stage, Severity.INFO)] == list(OPEN_STAGES)
    assert longest_wait_at(POLICY, Stage.MONITORING, Severity.INFO) == timedelta(days=1)


def test_without_a_severity_customers_wait_as_in_a_minor_incident() -> None:
    waits = {longest_wait_at(POLICY, Stage.INVESTIGATING, severity) for severity in (None, Severity.MINOR)}

    assert waits == {timedelta(hours=1)}


@pytest.mark.parametrize(
    ("stage", "promised", "exceeded"),
    [
        ("identified", "30m", None),
        ("identified", "35m", None),
        ("identified", "36m", timedelta(minutes=30)),
        ("monitoring", "90m", timedelta(hours=1)),
        ("resolved", "9h", None),
    ],
)
def test_a_promise_exceeds_the_wait_of_its_stage_by_more_than_a_rounded_time(
    stage: str, promised: str, exceeded: timedelta | None
) -> None:
    told = incident({"stage": stage, "at": stamp("09:00"), "severity": "major", "next_update": promised})

    assert exceeded_wait_of(POLICY, told.latest) == exceeded


def test_the_wait_is_that_of_the_severity_that_stood_when_it_was_promised() -> None:
    told = incident(
        {"stage": "identified", "at": stamp("09:00"), "severity": "minor", "next_update": "60m"},
        {"stage": "identified", "at": stamp("10:00"), "severity": "critical", "next_update": "60m"},
    )

    assert [exceeded_wait_of(POLICY, update) for update in told.updates] == [None, timedelta(minutes=20)]


@pytest.mark.parametrize(
    ("stage", "minutes", "allowed"),
    [
        (Stage.IDENTIFIED, 119, False),
        (Stage.IDENTIFIED, 120, True),
        (Stage.MONITORING, 59, False),
        (Stage.MONITORING, 60, True),
    ],
)
def test_the_rhythm_slows_down_after_two_hours_or_one_while_monitoring(
    stage: Stage, minutes: int, allowed: bool
) -> None:
    assert may_slow_down(POLICY, stage, timedelta(minutes=minutes)) is allowed
