"""What generated updates say beside their stage and time: any keys, in any state of completeness and of wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from hypothesis import strategies as st

from generated_texts import lists, sentences, titles
from statusladder.content.writer import Written

COMPONENTS = ("sign-in", "exports", "search", "payments", "mobile-app", "webhooks")
ROLES = ("incident_commander", "communications_lead", "executive_sponsor")
SEVERITIES = ("critical", "major", "minor", "info")


@dataclass(frozen=True)
class After:
    """A moment that is so many minutes after the update's own; before it where that is less than none."""

    minutes: int
    day_only: bool = False

    def typed(self, at: datetime) -> str:
        moment = at + timedelta(minutes=self.minutes)
        return f"{moment:%Y-%m-%d}" if self.day_only else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


Drawn: TypeAlias = "Written | After | Sequence[Drawn] | Mapping[str, Drawn]"
Values: TypeAlias = "st.SearchStrategy[Drawn]"

_DAY, _YEAR = 24 * 60, 365 * 24 * 60
_near = st.integers(-3 * 60, 8 * 60)
ahead = st.one_of(st.integers(1, 8 * 60), st.integers(1, 3 * _YEAR))
anytime: Values = st.one_of(_near, st.integers(-_YEAR, 2 * _YEAR)).map(After)
days: Values = st.integers(-_YEAR, 2 * _YEAR).map(lambda minutes: After(minutes, day_only=True))
_until: Values = st.one_of(days, anytime)
_states = st.sampled_from(
    ("degraded_performance", "partial_outage", "major_outage", "under_maintenance", "operational", "affected")
)
components: Values = st.one_of(
    st.dictionaries(st.sampled_from(COMPONENTS), _states, min_size=1, max_size=3),
    st.dictionaries(
        st.sampled_from(COMPONENTS),
        st.fixed_dictionaries({"status": _states, "recovered": st.integers(0, 100).map(str)}),
        min_size=1,
        max_size=2,
    ),
)
_shares: Values = st.one_of(
    st.just("unknown"),
    st.sampled_from(("7.31%", "100%")),
    st.tuples(st.integers(0, 50), st.integers(50, 100)).map(lambda ends: f"{ends[0]}-{ends[1]}%"),
)
_accounts: Values = st.one_of(st.just("unknown"), st.integers(0, 90000).map(str))
_lists: Values = lists
_sentences: Values = sentences
_none_or_lists: Values = st.one_of(st.just("none"), lists)


def _window(ends: tuple[int, int]) -> Drawn:
    begin, length = ends
    return {"from": After(begin), "to": After(begin + length), "confidence": "medium", "basis": "A third is copied"}


_estimates: Values = st.one_of(st.just("unknown"), st.tuples(_near, st.integers(1, 5 * 60)).map(_window))


def _optional(**values: Values) -> Values:
    return st.fixed_dictionaries({}, optional=values)


def _records(required: dict[str, Values], most: int = 2, **optional: Values) -> Values:
    return st.lists(st.fixed_dictionaries(required, optional=optional), min_size=1, max_size=most)


def _called(record: Drawn) -> str:
    """The name by which a record is merged with what was said of it before."""
    return str(record.get("id", record.get("name"))) if isinstance(record, Mapping) else ""


FACTS: dict[str, Values] = {
    "title": titles,
    "summary": _sentences,
    "components": components,
    "impact": _optional(
        symptom=_sentences,
        share=_shares,
        accounts=_accounts,
        basis=st.sampled_from(("measured", "estimated")),
        regions=st.lists(st.sampled_from(("EU-1", "US-2", "آسيا")), min_size=1, max_size=2),
        workflows=_lists,
    ).filter(bool),
    "potential_impact": _sentences,
    "watch_until": anytime,
    "known": _lists,
    "unknown": _lists,
    "ruled_out": _lists,
    "actions": _lists,
    "cause": _sentences,
    "eta": _estimates,
    "eta_reason": _sentences,
    "eta_review_at": anytime,
    "progress": st.fixed_dictionaries(
        {"percent": st.integers(0, 100).map(str), "of": _sentences},
        optional={"basis": st.sampled_from(("measured", "estimated"))},
    ),
    "milestones": st.lists(
        st.fixed_dictionaries(
            {"name": st.sampled_from(("Disk replaced", "Index built", "Queue empty"))},
            optional={"target": anytime, "done_at": anytime},
        ),
        min_size=1,
        max_size=2,
        unique_by=_called,
    ),
    "next_update": st.one_of(st.sampled_from(("15m", "1h", "2h30m", "3d")), ahead.map(After)),
    "no_change": st.just("true"),
    "workarounds": st.one_of(_none_or_lists, _records({"text": _sentences}, verified_at=anytime, ends_when=_sentences)),
    "customer_actions": _none_or_lists,
    "qa": _records({"q": _sentences, "a": _sentences}),
    "data_loss": st.sampled_from(("none", "suspected", "confirmed", "unknown")),
    "remaining": _none_or_lists,
    "monitoring_until": anytime,
    "exit_criterion": _sentences,
    "you_told_us": _sentences,
    "roles": st.fixed_dictionaries(
        {"incident_commander": st.just("storage-team")},
        optional={
            "executive_sponsor": st.just({"name": "Ada Reef", "title": "Chief Operating Officer", "consented": "true"})
        },
    ),
    "approved_by": st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True),
    "acks": st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True),
    "audiences": st.dictionaries(st.sampled_from(("developers", "internal")), sentences, min_size=1),
    "contacts": _records({"text": _sentences}, url=st.just("https://help.tern.example/urgent")),
    "concessions": st.one_of(
        _lists,
        _records(
            {"offer": _sentences}, who=_sentences, how=_sentences, until=_until, approved_by=st.sampled_from(ROLES)
        ),
    ),
    "detection": st.sampled_from(("monitoring", "customer", "staff", "third_party")),
    "impact_reason": _sentences,
    "severity_reason": _sentences,
    "corrections": _records(
        {"at": anytime, "field": st.just("title"), "was": titles, "now": titles, "why": _sentences}
    ),
    "notify": st.sampled_from(("true", "false")),
    "lint_ignore": _records({"rule": st.sampled_from(("L003", "T001", "F001", "C002")), "reason": _sentences}),
    "playbook": st.just("sign-in"),
    "policy_version": st.just("7"),
    "tags": _lists,
    "withdraw": st.lists(
        st.sampled_from(("cause", "eta", "known", "milestones.Disk replaced")), min_size=1, max_size=2
    ),
    "x-ticket": _sentences,
}
FOR_THE_TEAM: dict[str, Values] = {
    "internal": st.one_of(_sentences, st.dictionaries(st.sampled_from(("bridge", "log")), sentences, min_size=1)),
    "decisions": _records({"at": anytime, "what": _sentences, "by_role": st.sampled_from(ROLES)}),
}
"""Keys that a public repository must not hold."""

REPORT_FACTS: Mapping[str, Values] = {
    "trigger": _sentences,
    "timeline": _records({"at": anytime, "what": _sentences}),
    "contributing_factors": _lists,
    "safeguards": _lists,
    "action_items": st.lists(
        st.fixed_dictionaries(
            {"id": st.sampled_from(("A1", "A2", "A3")), "title": _sentences},
            optional={
                "type": st.sampled_from(("bug_fix", "infrastructure", "process")),
                "effect": st.sampled_from(("prevents", "mitigates", "detects", "responds_faster")),
                "priority": st.sampled_from(("P0", "P1", "P2")),
                "owner": st.just("storage-team"),
                "due": days,
                "due_history": _records({"was": days, "why": _sentences}),
                "status": st.sampled_from(("planned", "in_progress", "done", "verified", "dropped", "superseded")),
                "done_at": days,
                "verification": st.fixed_dictionaries(
                    {"method": _sentences, "criterion": _sentences}, optional={"verify_by": days, "verified_at": days}
                ),
                "public": st.sampled_from(("true", "false")),
                "dropped_reason": _sentences,
            },
        ),
        min_size=1,
        max_size=3,
        unique_by=_called,
    ),
    "improvement_targets": _records({"metric": _sentences, "baseline": _sentences, "target": _sentences, "by": days}),
    "governance_changes": _lists,
    "lessons": _lists,
    "feedback_answered": _records({"you_said": _sentences, "we_did": _sentences}),
    "withheld": _records({"what": _sentences, "why": _sentences}),
    "review": st.fixed_dictionaries(
        {"held_at": anytime, "roles": st.just(["incident_commander"]), "outcome": _sentences}
    ),
}


def typed(drawn: Drawn, at: datetime) -> Written:
    """What stands in the file of an update that is dated `at`."""
    if isinstance(drawn, After):
        return drawn.typed(at)
    if isinstance(drawn, Mapping):
        return {key: typed(value, at) for key, value in drawn.items()}
    return drawn if isinstance(drawn, str | int) else [typed(item, at) for item in drawn]


@st.composite
def some_of(draw: st.DrawFn, facts: Mapping[str, Values], fewest: int, most: int) -> dict[str, Drawn]:
    """Between `fewest` and `most` of these keys, each with a value of its own."""
    names = draw(st.lists(st.sampled_from(sorted(facts)), min_size=fewest, max_size=most, unique=True))
    return {name: draw(facts[name]) for name in names}
