"""The ownership map: teams, roles and who decides what follow from the settings and the policy in force."""

from typing import Any

import pytest

from factory import POLICY
from statusladder.content.policies import read_preset
from statusladder.ladder.ownership import DecisionRight, Ownership, ownership_of
from statusladder.model.policy import POLICY_STAGES, Policy, PolicyChanges, Preset
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity, Stage

COMMANDER, LEAD, SPONSOR = "incident_commander", "communications_lead", "executive_sponsor"


def _map(policy: Policy = POLICY, **keys: Any) -> Ownership:
    site = {"name": "Tern", "url": "https://status.tern.example"}
    components = [
        {"id": "sign-in", "name": "Sign-in", "owner": "identity"},
        {"id": "exports", "name": "Exports", "owner": "reports"},
        {"id": "search", "name": "Search", "owner": "identity"},
        {"id": "maps", "name": "Maps"},
    ]
    return ownership_of(Settings.model_validate({"site": site, "components": components, **keys}), policy)


def _right(ownership: Ownership, stage: Stage, severity: Severity) -> DecisionRight:
    (right,) = (one for one in ownership.decision_rights if one.stage is stage and severity in one.severities)
    return right


def test_a_team_has_its_components_and_the_roles_that_it_fills() -> None:
    told = _map(
        roles=[
            {"id": COMMANDER, "name": "Commander", "team": "identity"},
            {"id": "translator", "name": "Translates", "team": "press"},
        ],
    )

    assert [(one.team.id, one.components, one.roles) for one in told.holdings] == [
        ("identity", ("sign-in", "search"), (COMMANDER,)),
        ("reports", ("exports",), ()),
        ("press", (), ("translator",)),
    ]
    assert [owner for _, _, owner in told.components] == ["identity", "reports", "identity", None]
    assert (told.team_of(COMMANDER), told.team_of(LEAD), told.team_of("nobody")) == ("identity", None, None)
    assert [(role.id, role.own_name) for role in told.roles][-1] == ("translator", "Translates")


def test_a_team_that_is_listed_is_told_though_it_has_nothing() -> None:
    told = _map(teams=[{"id": "identity", "name": "Identity"}, {"id": "idle", "name": "Idle"}])

    assert [(one.team.name, len(one.components)) for one in told.holdings] == [("Identity", 2), ("Idle", 0)]


def test_every_stage_and_severity_has_exactly_one_row() -> None:
    rows = [(one.stage, severity) for one in _map().decision_rights for severity in one.severities]

    assert rows == [(stage, severity) for stage in POLICY_STAGES for severity in Severity]


@pytest.mark.parametrize(
    ("severity", "accountable"),
    [
        (Severity.CRITICAL, (COMMANDER, SPONSOR)),
        (Severity.MAJOR, (COMMANDER,)),
        (Severity.MINOR, (LEAD,)),
        (Severity.INFO, (LEAD,)),
    ],
)
def test_who_approves_is_accountable_and_else_who_writes(severity: Severity, accountable: tuple[str, ...]) -> None:
    right = _right(_map(), Stage.RESOLVED, severity)

    assert (right.responsible, right.accountable) == ((LEAD,), accountable)


def test_the_commander_and_who_has_the_facts_are_asked_and_all_others_told() -> None:
    notice = _right(_map(), Stage.NOTICE, Severity.CRITICAL)
    report = _right(_map(), Stage.POSTMORTEM, Severity.CRITICAL)

    assert notice.consulted == (COMMANDER, "operations_lead")
    assert notice.informed == ("customer_advocate", "scribe", SPONSOR)
    assert report.consulted == ("operations_lead", "scribe")
    assert report.informed == ("customer_advocate",)


def test_no_role_is_told_twice_and_none_is_forgotten() -> None:
    told = _map(roles=[{"id": "translator", "name": "Translates"}])

    for right in told.decision_rights:
        named = [*{*right.responsible, *right.accountable}, *right.consulted, *right.informed]
        assert sorted(named) == sorted(role.id for role in told.roles)


def test_what_a_site_does_otherwise_is_in_it() -> None:
    changes = PolicyChanges.model_validate(
        {"owners": {"resolved": "scribe"}, "approvers": {"resolved": {"minor": [COMMANDER]}}}
    )

    right = _right(_map(POLICY.changed(changes)), Stage.RESOLVED, Severity.MINOR)

    assert (right.responsible, right.accountable) == (("scribe",), (COMMANDER,))
    assert LEAD in right.informed


def test_where_the_policy_names_nobody_nobody_is_told_to_do_anything() -> None:
    told = _map(read_preset(Preset.SMALL_TEAM))

    assert len(told.decision_rights) == len(POLICY_STAGES)
    assert all(right.severities == tuple(Severity) for right in told.decision_rights)
    assert not any(right.responsible or right.accountable or right.informed for right in told.decision_rights)
