"""What carries over from one update to the next, by the table of the content format."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import incident, stamp
from statusladder.ladder.publication import as_of
from statusladder.model.facts import Components
from statusladder.model.folding import carry_into, find_ended, fold
from statusladder.model.keys import Carry
from statusladder.model.update import IncidentKeys, MaintenanceKeys, carry_rules_of
from statusladder.model.vocabulary import ComponentState, Stage


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
        rules = carry_rules_of(keys)
        assert set(rules) == set(keys.model_fields)
        assert rules["next_update"].rule is Carry.NEVER


_STALE: dict[str, Any] = {
    "known": ["Sessions keep working"],
    "unknown": ["Why it failed"],
    "actions": ["Moving traffic"],
    "progress": {"percent": "50", "of": "sites"},
    "eta": "unknown",
    "eta_review_at": "2026-03-14T12:00:00Z",
    "milestones": [{"name": "Copy"}, {"name": "Move", "done_at": "2026-03-14T08:50:00Z"}],
    "workarounds": ["Use the app"],
    "customer_actions": ["Sign in again"],
    "impact": {"symptom": "Errors", "share": "5-10%", "workflows": ["By password"]},
    "ruled_out": ["The release"],
    "remaining": ["Late reports"],
    "cause": "A full disk",
}
"""What an update may say while all is bad, by key."""

_AGAIN: dict[str, Any] = {
    "known": ["It holds"],
    "actions": ["Watching"],
    "eta": "unknown",
    "progress": {"percent": "90", "of": "sites"},
    "milestones": [{"name": "Copy", "target": "2026-03-14T12:00:00Z"}],
    "workarounds": "none",
    "customer_actions": ["Replace your key"],
    "impact": {"workflows": ["By link"]},
}
"""What an update may say again when things are better."""


def _standing(facts: IncidentKeys) -> dict[str, Any]:
    """What stands of the facts above, in the words of those who look: milestones and workflows by name."""
    impact = facts.impact
    found = {name: getattr(facts, name) for name in _STALE if name != "impact"}
    found["milestones"] = tuple(one.name for one in facts.milestones or ())
    found["workflows"] = impact.workflows if impact else None
    found["symptom"] = impact.symptom if impact else None
    return {name: value for name, value in found.items() if value not in (None, ())}


def test_entering_monitoring_ends_what_was_done_and_hoped_for_while_it_was_bad() -> None:
    before = _standing(_facts({"stage": "mitigating", **_STALE}))
    after = _standing(_facts({"stage": "mitigating", **_STALE}, {"stage": "monitoring"}))

    gone = {"actions", "progress", "eta", "eta_review_at"}
    assert after == {name: value for name, value in before.items() if name not in gone} | {"milestones": ("Move",)}


def test_entering_resolved_ends_all_that_was_said_of_its_course() -> None:
    after = _standing(_facts({"stage": "mitigating", **_STALE}, {"stage": "resolved"}))

    assert set(after) == {"milestones", "symptom", "ruled_out", "remaining", "cause"}
    assert after["milestones"] == ("Move",)


@pytest.mark.parametrize("stage", ["retracted", "merged"])
def test_a_false_alarm_and_a_duplicate_end_the_same(stage: str) -> None:
    assert set(_standing(_facts({"stage": "mitigating", **_STALE}, {"stage": stage}))) == set(
        _standing(_facts({"stage": "mitigating", **_STALE}, {"stage": "resolved"}))
    )


def test_what_the_entering_file_says_again_stands_and_the_next_file_of_the_stage_keeps_it() -> None:
    files = [{"stage": "mitigating", **_STALE}, {"stage": "monitoring", **_AGAIN}, {"stage": "monitoring"}]

    entered, kept = (_standing(_facts(*files[:count])) for count in (2, 3))

    assert kept == entered
    assert entered["actions"] == ("Watching",)
    assert set(entered["milestones"]) == {"Copy", "Move"}
    assert {"eta", "progress"} <= set(entered)


def test_what_is_said_again_at_resolved_stands_in_its_follow_ups() -> None:
    said = {name: _AGAIN[name] for name in ("known", "workarounds", "customer_actions", "impact")}
    facts = _facts({"stage": "mitigating", **_STALE}, {"stage": "resolved", **said}, {"stage": "resolved"})
    report = _facts({"stage": "mitigating", **_STALE}, {"stage": "resolved", **said}, {"stage": "postmortem"})

    assert (facts.known, facts.workarounds, facts.customer_actions) == (("It holds",), (), ("Replace your key",))
    assert facts.impact is not None
    assert (facts.impact.workflows, facts.impact.symptom) == (("By link",), "Errors")
    assert (report.known, report.customer_actions) == (None, ("Replace your key",))


def test_an_incident_told_afterwards_says_what_stands() -> None:
    said = {name: _STALE[name] for name in ("known", "actions", "workarounds", "customer_actions", "milestones")}
    facts = _facts({"stage": "resolved", "backfilled": "true", **said})

    assert facts.customer_actions == ("Sign in again",)
    assert [one.name for one in facts.milestones or ()] == ["Copy", "Move"]


def test_a_setback_ends_what_was_said_of_the_recovery_and_brings_nothing_back() -> None:
    watching = {
        "stage": "monitoring",
        "mitigated_at": "2026-03-14T09:01:00Z",
        "monitoring_until": "2026-03-14T12:00:00Z",
        "exit_criterion": "An hour without an error",
    }
    files = [{"stage": "mitigating", **_STALE}, watching]
    back = _facts(*files, {"stage": "mitigating", "regression": "It fails again"})
    reopened = _facts(*files, {"stage": "resolved"}, {"stage": "mitigating", "reopened": "It fails again"})

    for facts in (back, reopened):
        assert (facts.mitigated_at, facts.monitoring_until, facts.exit_criterion) == (None, None, None)
        assert (facts.actions, facts.eta, facts.progress) == (None, None, None)
    assert back.workarounds is not None
    assert reopened.workarounds is None


def test_an_impact_that_ended_while_it_is_fixed_still_did_as_long_as_nothing_goes_back() -> None:
    ended_at = "2026-03-14T09:00:00Z"
    facts = _facts({"stage": "identified"}, {"stage": "mitigating", "mitigated_at": ended_at}, {"stage": "mitigating"})

    assert facts.mitigated_at is not None


def test_what_is_withdrawn_on_entering_is_gone_and_what_is_reached_can_be() -> None:
    files = [{"stage": "mitigating", **_STALE}, {"stage": "monitoring", "withdraw": ["milestones.Move", "known"]}]

    assert {"milestones", "known"} & set(_standing(_facts(*files))) == set()


def test_a_maintenance_that_is_over_asks_nothing_more_of_customers() -> None:
    files: list[dict[str, Any]] = [
        {"stage": "scheduled", "workarounds": ["Export before"], "customer_actions": ["Save"], "cause": "Age"},
        {"stage": "completed"},
    ]
    said = [MaintenanceKeys.model_validate({"at": "2026-03-14T09:00:00Z", **file}) for file in files]
    facts = fold(said)[-1]

    assert (facts.workarounds, facts.customer_actions, facts.cause) == (None, None, "Age")


def test_a_draft_that_entered_a_stage_leaves_the_entry_to_the_next_file() -> None:
    told = incident(
        {"stage": "mitigating", "at": stamp("09:00"), "actions": ["Moving traffic"]},
        {"stage": "monitoring", "at": stamp("09:10"), "actions": ["Watching"], "draft": "true"},
        {"stage": "monitoring", "at": stamp("09:20")},
    )
    published = [update.said for update in told.updates if not update.said.draft]

    assert told.facts.actions == ("Watching",)
    assert fold(published)[-1].actions is None
    before = as_of(told, told.updates[0].at)
    assert before is not None
    assert before.facts.actions == ("Moving traffic",)


def test_what_ends_is_named_and_what_the_stage_forbids_is_not() -> None:
    before = _facts({"stage": "mitigating", **_STALE})

    assert set(find_ended(before, Stage.MONITORING)) == {"actions", "eta", "eta_review_at", "progress", "milestones"}
    assert set(find_ended(before, Stage.RESOLVED)) == {
        "known",
        "actions",
        "milestones",
        "workarounds",
        "customer_actions",
        "impact",
    }
    assert list(find_ended(before, Stage.MITIGATING)) == []
    assert list(find_ended(_facts({"stage": "mitigating", "known": ["a"]}), Stage.MONITORING)) == []


_ENDS = {
    "monitoring": {"actions", "eta", "eta_review_at", "progress"},
    "resolved": {"known", "unknown", "actions", "eta", "eta_review_at", "progress", "workarounds", "customer_actions"},
}
"""What ends as a whole at which entry; retracted and merged are as resolved."""

_FORBIDDEN = {
    "investigating": {"progress", "cause"},
    "resolved": {"unknown", "eta", "eta_review_at", "progress"},
}
_WHOLE = sorted((_ENDS["resolved"] | {"ruled_out", "remaining", "cause"}) - {"eta_review_at"})


@st.composite
def _courses(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Files of any stages in any order, each with some of the facts, told apart by the number of their file."""
    stages = st.sampled_from(["investigating", "identified", "mitigating", "monitoring", "resolved"])
    files = []
    for number, stage in enumerate(draw(st.lists(stages, min_size=1, max_size=6))):
        said: dict[str, Any] = {
            "progress": {"percent": str(number), "of": "sites"},
            "eta": {
                "from": "2026-03-14T10:00:00Z",
                "to": "2026-03-14T11:00:00Z",
                "confidence": "low",
                "basis": str(number),
            },
            "cause": f"Cause {number}",
        }
        names = draw(st.lists(st.sampled_from(_WHOLE), unique=True))
        files.append({"stage": stage, **{name: said.get(name, [f"{name} {number}"]) for name in names}})
    return files


def _expected(name: str, files: Sequence[dict[str, Any]]) -> object:
    """By hand: the newest statement that no later entry ended, where its last stage lets it stand."""
    stands = None
    for before, file in pairwise([{}, *files]):
        if file["stage"] != before.get("stage") and name in _ENDS.get(file["stage"], ()):
            stands = None
        stands = file.get(name, stands)
        if name in _FORBIDDEN.get(file["stage"], ()):
            stands = None
    return stands


@given(_courses())
def test_on_any_course_a_fact_stands_from_its_statement_to_the_entry_that_ends_it(files: list[dict[str, Any]]) -> None:
    facts = _facts(*files)
    for name in _WHOLE:
        expected = _expected(name, files)
        alone = _facts({"stage": "mitigating", name: expected}) if expected is not None else None
        assert getattr(facts, name) == (getattr(alone, name) if alone is not None else None), name


@given(_courses(), st.sampled_from([Stage.MITIGATING, Stage.MONITORING, Stage.RESOLVED]))
def test_entering_tells_ahead_what_a_file_of_the_stage_that_says_nothing_else_leaves(
    files: list[dict[str, Any]], stage: Stage
) -> None:
    before, after = _facts(*files), _facts(*files, {"stage": stage})

    ahead = carry_into(before, stage)
    assert {name: getattr(ahead, name) for name in _STALE} == {name: getattr(after, name) for name in _STALE}
    assert all(getattr(after, name) != getattr(before, name) for name in find_ended(before, stage))
