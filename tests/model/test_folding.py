"""What carries over from one update to the next, by the table of the content format."""

from typing import Any

import pytest

from statusladder.model.facts import Components
from statusladder.model.folding import fold
from statusladder.model.update import Carry, IncidentKeys, MaintenanceKeys, carry_rules
from statusladder.model.vocabulary import ComponentState


def _facts(*files: dict[str, Any]) -> IncidentKeys:
    stages = [{"at": f"2026-03-14T09:{minute:02}:00Z", **file} for minute, file in enumerate(files)]
    return fold(IncidentKeys.model_validate(file) for file in stages)[-1]


def _states(facts: IncidentKeys) -> dict[str, ComponentState | None]:
    assert isinstance(facts.components, Components)
    return {name: fact.status for name, fact in facts.components.states.items()}


def test_components_merge_by_id() -> None:
    facts = _facts(
        {"stage": "investigating", "components": {"sign-in": "partial_outage"}},
        {"stage": "identified", "components": {"exports": "degraded_performance"}},
        {"stage": "mitigating", "components": {"sign-in": "degraded_performance"}},
    )

    assert _states(facts) == {
        "sign-in": ComponentState.DEGRADED_PERFORMANCE,
        "exports": ComponentState.DEGRADED_PERFORMANCE,
    }


def test_impact_merges_by_sub_key() -> None:
    facts = _facts(
        {"stage": "investigating", "impact": {"symptom": "Errors", "share": "5-10%"}},
        {"stage": "identified", "impact": {"share": "12-18%"}},
    )

    assert facts.impact is not None
    assert (facts.impact.symptom, facts.impact.share and facts.impact.share.high) == ("Errors", 18)


def test_a_list_replaces_the_old_one_as_a_whole_and_else_carries() -> None:
    facts = _facts(
        {"stage": "identified", "known": ["a", "b"], "actions": ["x"]},
        {"stage": "mitigating", "known": ["c"]},
    )

    assert (facts.known, facts.actions) == (("c",), ("x",))


def test_the_word_none_is_a_decision_and_carries_as_an_empty_list() -> None:
    facts = _facts({"stage": "identified", "workarounds": "none"}, {"stage": "mitigating"})

    assert facts.workarounds == ()


def test_a_promise_belongs_to_its_own_file() -> None:
    assert _facts({"stage": "investigating", "next_update": "30m"}, {"stage": "identified"}).next_update is None


@pytest.mark.parametrize(
    ("fact", "value", "stage"),
    [
        ("unknown", ["why"], "resolved"),
        ("eta", "unknown", "resolved"),
        ("progress", {"percent": "50", "of": "sites"}, "resolved"),
        ("known", ["a"], "postmortem"),
        ("monitoring_until", "2026-03-14T12:00:00Z", "resolved"),
    ],
)
def test_entering_a_stage_drops_what_it_forbids(fact: str, value: object, stage: str) -> None:
    assert getattr(_facts({"stage": "monitoring", fact: value}), fact) is not None
    assert getattr(_facts({"stage": "monitoring", fact: value}, {"stage": stage}), fact) is None


def test_leaving_the_notice_drops_the_potential_impact() -> None:
    facts = _facts({"stage": "notice", "potential_impact": "Delays"}, {"stage": "investigating"})

    assert facts.potential_impact is None


def test_re_opening_restates_the_components_but_keeps_the_start() -> None:
    facts = _facts(
        {"stage": "investigating", "components": {"sign-in": "major_outage"}, "started_at": "2026-03-14T08:00:00Z"},
        {"stage": "resolved"},
        {"stage": "investigating", "reopened": "Back", "components": {"exports": "partial_outage"}},
    )

    assert _states(facts) == {"exports": ComponentState.PARTIAL_OUTAGE}
    assert facts.started_at is not None


def test_a_withdrawn_fact_is_gone_unless_it_is_stated_anew() -> None:
    withdrawn = _facts(
        {"stage": "identified", "cause": "The cache", "milestones": [{"name": "a"}, {"name": "b"}]},
        {"stage": "mitigating", "withdraw": ["cause", "milestones.a"]},
    )
    restated = _facts(
        {"stage": "identified", "cause": "The cache"}, {"stage": "mitigating", "withdraw": "cause", "cause": "The disk"}
    )

    assert withdrawn.cause is None
    assert withdrawn.milestones is not None
    assert [milestone.name for milestone in withdrawn.milestones] == ["b"]
    assert restated.cause == "The disk"


def test_a_follow_up_changes_only_what_it_says_of_an_action_item() -> None:
    facts = _facts(
        {"stage": "postmortem", "action_items": [{"id": "AI-1", "title": "Add a limit", "status": "planned"}]},
        {"stage": "follow_up", "action_items": [{"id": "AI-1", "status": "done", "done_at": "2026-04-01"}]},
    )

    assert facts.action_items is not None
    assert (facts.action_items[0].title, facts.action_items[0].status) == ("Add a limit", "done")


def test_every_key_says_how_it_carries() -> None:
    for keys in (IncidentKeys, MaintenanceKeys):
        rules = carry_rules(keys)
        assert set(rules) == set(keys.model_fields)
        assert rules["next_update"].rule is Carry.NEVER
