"""What a policy says of a fact, and what becomes of it when somebody changes a part."""

from datetime import timedelta

import pytest

from factory import POLICY
from statusladder.model.keys import Carry
from statusladder.model.policy import POLICY_STAGES, PROSE, Demand, FactName, PolicyChanges
from statusladder.model.update import REPORT_KEYS, IncidentKeys, carry_rules_of
from statusladder.model.vocabulary import REPORT_STAGES, Severity, Stage

CRITICAL, MAJOR, MINOR, INFO = Severity


def test_every_fact_is_a_key_of_an_update_or_stands_in_its_words() -> None:
    names = {fact.partition(".")[0] for fact in set(FactName) - PROSE}

    assert names <= set(IncidentKeys.model_fields)
    assert not PROSE & set(IncidentKeys.model_fields)


def test_a_fact_is_forbidden_exactly_where_entering_the_stage_drops_it_or_its_file_may_not_hold_it() -> None:
    rules = carry_rules_of(IncidentKeys)
    for fact in set(FactName) - PROSE:
        name = fact.partition(".")[0]
        if rules[name].rule is Carry.NEVER:
            continue  # belongs to its file alone: there is nothing to drop
        dropped = set(POLICY_STAGES) & rules[name].forbidden
        refused = set(POLICY_STAGES) - set(REPORT_STAGES) if name in REPORT_KEYS else set()
        forbidden = {stage for stage in POLICY_STAGES if POLICY.demand(fact, stage, MINOR) is Demand.FORBIDDEN}

        assert forbidden == dropped | refused, fact


def test_what_the_files_drop_beyond_the_policy_goes_with_a_fact_that_it_names() -> None:
    named = {fact.partition(".")[0] for fact in FactName}
    dropped = {name: carried.forbidden for name, carried in carry_rules_of(IncidentKeys).items() if carried.forbidden}

    assert set(dropped) - named == {"ruled_out", "eta_review_at"}
    assert (dropped["ruled_out"], dropped["eta_review_at"]) == (dropped["known"], dropped["eta"])


def test_without_a_severity_no_more_is_asked_than_of_a_minor_incident() -> None:
    share = [POLICY.demand(FactName.SHARE, Stage.IDENTIFIED, severity) for severity in (MAJOR, MINOR, None)]

    assert share == [Demand.REQUIRED, Demand.RECOMMENDED, Demand.RECOMMENDED]


def test_a_stage_without_rules_asks_for_nothing() -> None:
    assert {POLICY.demand(fact, Stage.MERGED, CRITICAL) for fact in FactName} == {Demand.OPTIONAL}


def test_an_approval_is_asked_for_where_somebody_has_to_give_it() -> None:
    stage, fact = Stage.RESOLVED, FactName.APPROVED_BY
    changes = {"approvers": {"resolved": {"critical": "none", "minor": ["incident_commander"]}}}
    changed = POLICY.changed(PolicyChanges.model_validate(changes))

    assert [POLICY.demand(fact, stage, severity) for severity in (CRITICAL, MAJOR, MINOR)] == [
        Demand.REQUIRED,
        Demand.REQUIRED,
        Demand.OPTIONAL,
    ]
    assert [changed.demand(fact, stage, severity) for severity in (CRITICAL, MAJOR, MINOR)] == [
        Demand.OPTIONAL,
        Demand.REQUIRED,
        Demand.REQUIRED,
    ]


def test_a_change_reaches_what_it_names_and_nothing_beside_it() -> None:
    changes = {"cadence": {"major": {"investigating": "20m"}}, "facts": {"eta": {"monitoring": {"minor": "required"}}}}
    changed = POLICY.changed(PolicyChanges.model_validate(changes))

    assert changed.cadence[MAJOR] == {**POLICY.cadence[MAJOR], Stage.INVESTIGATING: timedelta(minutes=20)}
    assert {**changed.cadence, MAJOR: None} == {**POLICY.cadence, MAJOR: None}
    assert changed.demand(FactName.ETA, Stage.MONITORING, MINOR) is Demand.REQUIRED
    assert changed.demand(FactName.ETA, Stage.MONITORING, MAJOR) is Demand.OPTIONAL
    assert changed.owners == POLICY.owners
    assert POLICY.cadence[MAJOR][Stage.INVESTIGATING] == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("row", "minutes"),
    [("45m", [45] * 5), ({"notice": "1h", "monitoring": "1d"}, [60, 30, 30, 30, 1440])],
)
def test_one_length_stands_for_every_stage(row: object, minutes: list[int]) -> None:
    changed = POLICY.changed(PolicyChanges.model_validate({"cadence": {"major": row}}))

    assert list(changed.cadence[MAJOR].values()) == [timedelta(minutes=length) for length in minutes]
