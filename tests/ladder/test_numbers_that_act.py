"""Every number of the policy acts, or has a reason why it only is told: with another number something else is found.

Each case is a small incident or maintenance at the very edge of its number.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from factory import POLICY, at, incident, library, maintenance, stamp, updates
from policy_numbers import NUMBERS, Path, changed, name_of
from statusladder.ladder.drills import measure_drill
from statusladder.ladder.nudging import find_nudges
from statusladder.ladder.outlook import Outlook
from statusladder.ladder.severity import find_definition_met
from statusladder.lint.announcement import RULES as ANNOUNCEMENT
from statusladder.lint.interface import Finding, Subject
from statusladder.lint.owing import find_missing_components
from statusladder.lint.substance import find_empty_note
from statusladder.lint.time import find_long_gap
from statusladder.model.communication import Drill, Incident, Maintenance
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys
from statusladder.model.values import duration_as_written
from statusladder.model.vocabulary import Severity

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Find = Callable[[Policy], object]
"""What is found under a policy."""

SETTINGS = Settings.model_validate(
    {
        "site": {"name": "Tern", "url": "https://status.tern.example"},
        "components": [
            {"id": "sign-in", "name": "Sign-in", "priority": "1"},
            {"id": "exports", "name": "Exports", "priority": "4"},
        ],
    }
)


def _first(severity: str = "minor", **more: object) -> dict[str, Any]:
    """The first file of an incident, at 09:00; a promise of its own keeps other criteria still."""
    return {"stage": "investigating", "at": stamp("09:00"), "severity": severity, "next_update": "90d", **more}


def _down(component: str = "sign-in", state: str = "major_outage") -> dict[str, Any]:
    return {"components": {component: state}}


def _nudged(told: Incident | Maintenance, now: datetime) -> Find:
    """The codes or matters of the reminders, and what they ask for."""

    def find(policy: Policy) -> object:
        known = replace(library(told), policy=policy, settings=SETTINGS)
        return {(nudge.matter, nudge.code, nudge.ask) for nudge in find_nudges(Outlook(known, now))}

    return find


def _judged(rule: Callable[[Subject], Any], told: Incident | Maintenance) -> Find:
    """What a rule says of the newest update."""
    before = told.updates[-2] if len(told.updates) > 1 else None

    def find(policy: Policy) -> object:
        found: list[Finding] = list(rule(Subject(SETTINGS, policy, told, told.updates[-1], before)))
        return [finding.sentence for finding in found]

    return find


def _shared(severity: str, share: str) -> Incident:
    return incident(_first(severity, impact={"share": share}, **_down(state="partial_outage")))


def _overdue(count: int) -> tuple[Incident, datetime]:
    """An incident whose promised updates have been late that many times."""
    promised = [
        {"stage": "investigating", "at": stamp(f"{9 + number}:00"), "next_update": "30m"} for number in range(count + 1)
    ]
    return incident({**promised[0], "severity": "major"}, *promised[1:]), at(f"{9 + count}:05")


def _slipped() -> Incident:
    def eta(to: str) -> dict[str, Any]:
        return {"eta": {"from": stamp("09:10"), "to": stamp(to), "confidence": "low", "basis": "a guess"}}

    moved = [
        {"stage": "investigating", "at": stamp(clock), **eta(to)}
        for clock, to in (("9:20", "11:00"), ("9:30", "12:00"))
    ]
    return incident(_first("major", **eta("10:00")), *moved)


def _over(severity: str, *papers: str) -> Incident:
    """Over at 10:00, with papers on the days after."""
    reports = [
        {"stage": "postmortem", "at": stamp("10:00", 15 + number), "version": version}
        for number, version in enumerate(papers)
    ]
    return incident(_first(severity), {"stage": "resolved", "at": stamp("10:00")}, *reports)


def _announced(before: timedelta, length: timedelta) -> Find:
    """A maintenance on a Saturday evening, announced that long before it."""
    start = at("20:00", 28)
    window = {"from": start.isoformat(), "to": (start + length).isoformat()}
    told = maintenance({"stage": "scheduled", "at": (start - before).isoformat(), "title": "Move", "window": window})
    return _judged(ANNOUNCEMENT.rules[0].find, told)


def _reminded(told_before: timedelta, now_before: timedelta) -> Find:
    start = at("22:00", 28)
    window = {"from": start.isoformat(), "to": (start + timedelta(hours=1)).isoformat()}
    told = maintenance(
        {"stage": "scheduled", "at": (start - told_before).isoformat(), "title": "Move", "window": window}
    )
    return _nudged(told, start - now_before)


def _overrun() -> Find:
    window = {"from": stamp("22:00"), "to": stamp("23:00")}
    told = maintenance({"stage": "in_progress", "at": stamp("22:00"), "title": "Move", "window": window})
    return _nudged(told, at("23:16"))


def _beyond_the_cadence(path: Path) -> Find:
    """A promise that is as long as the cadence and its rounding allow, and a minute (or a day) more."""
    _, severity, stage = path
    wait = NUMBERS[path]
    assert isinstance(wait, timedelta)
    promised = duration_as_written(wait + timedelta(minutes=6))
    return _judged(find_long_gap, incident(_first(severity, stage=stage, next_update=promised)))


def _relaxed(stage: str, lasted: timedelta) -> Find:
    """A promise beyond the cadence that the words give, after the incident has lasted that long."""
    now = at("09:00") + lasted
    told = incident(_first(), {"stage": stage, "at": now.isoformat(), "next_update": "12h"})
    words = f"We write again by {now + timedelta(hours=12):%H:%M} UTC, because the restore takes that long."
    return _judged(find_long_gap, replace(told, updates=(told.updates[0], replace(told.updates[1], body=words))))


def _unchanged() -> Find:
    notes = [{"stage": "investigating", "at": stamp(f"{10 + number}:00"), "no_change": "true"} for number in range(3)]
    return _judged(find_empty_note, incident(_first(), *notes))


def _unknown_components() -> Find:
    later = {"stage": "investigating", "at": stamp("09:11"), "components": "unknown"}
    return _judged(find_missing_components, incident(_first(components="unknown"), later))


def _drilled(severity: str) -> Find:
    story = updates(IncidentKeys, [_first(severity)])
    drill = Drill("2026-03-14-x", "content/drills/2026-03-14-x", story)
    return lambda policy: measure_drill(drill, policy, at("10:00")).aim


def _met(severity: str, share: str) -> Find:
    """The definition that a share meets, of a core component that is down."""
    facts = incident(_first(severity, impact={"share": share}, **_down())).facts
    return lambda policy: find_definition_met(facts, SETTINGS, policy)


_COMMANDER, _SPONSOR = _overdue(2), _overdue(3)
CASES: Mapping[str, Find] = {
    "components_unknown_for": _unknown_components(),
    "relaxation.with_reason_after": _relaxed("investigating", timedelta(hours=2)),
    "relaxation.never_within": _relaxed("monitoring", timedelta(hours=1)),
    "no_change_limit": _unchanged(),
    "escalation.E01.major": _nudged(_shared("minor", "4-5%"), at("09:05")),
    "escalation.E01.critical": _nudged(_shared("major", "45-50%"), at("09:05")),
    "escalation.E02.priority": _nudged(incident(_first("major", **_down("exports"))), at("10:00")),
    "escalation.E02.lasting": _nudged(incident(_first("major", **_down())), at("09:30")),
    "escalation.E03.percent": _nudged(incident(_first(impact={"share": "5-6%"}, **_down())), at("11:00")),
    "escalation.E03.lasting": _nudged(incident(_first(impact={"share": "8-9%"}, **_down())), at("10:00")),
    "escalation.E06.minor": _nudged(incident(_first("minor")), at("13:01")),
    "escalation.E06.major": _nudged(incident(_first("major")), at("11:01")),
    "escalation.E08.times": _nudged(_slipped(), at("10:00")),
    "escalation.E09.commander": _nudged(*_COMMANDER),
    "escalation.E09.sponsor": _nudged(*_SPONSOR),
    "escalation.E14.longer": _overrun(),
    "reports.critical.preliminary": _nudged(_over("critical"), at("10:01", 17)),
    "reports.critical.final": _nudged(_over("critical", "preliminary"), at("10:01", 28)),
    "reports.critical.review": _nudged(_over("critical", "final"), at("10:01", 29)),
    "reports.major.final": _nudged(_over("major"), at("10:01", 28)),
    "reports.major.review": _nudged(_over("major", "final"), at("10:01", 29)),
    "maintenance.lead": _announced(timedelta(hours=72), timedelta(minutes=30)),
    "maintenance.lead_if_long": _announced(timedelta(days=7), timedelta(hours=2)),
    "maintenance.long": _announced(timedelta(days=4), timedelta(minutes=61)),
    "maintenance.reminders.0": _reminded(timedelta(days=4), timedelta(hours=30)),
    "maintenance.reminders.1": _reminded(timedelta(hours=2), timedelta(minutes=61)),
    **{name_of(path): _beyond_the_cadence(path) for path in NUMBERS if path[0] == "cadence"},
    **{f"first_notice.{one}.{part}": _drilled(one) for one in Severity for part in ("target", "latest")},
}
"""For each number, what finds something else when it is another."""

ONLY_TOLD: Mapping[str, str] = {
    "maintenance.lead_if_breaking": "no key says whether a maintenance breaks what customers have built",
}


def test_somebody_decided_for_every_number_what_it_does() -> None:
    assert {*CASES, *ONLY_TOLD} == {name_of(path) for path in NUMBERS}


@pytest.mark.parametrize("path", [path for path in NUMBERS if name_of(path) in CASES], ids=name_of)
def test_another_number_moves_what_is_found(path: Path) -> None:
    find = CASES[name_of(path)]

    assert find(POLICY) != find(changed(path))


@pytest.mark.parametrize(("severity", "share"), [("minor", "5-5%"), ("major", "50-50%")])
def test_the_bounds_between_severities_move_the_definitions(severity: str, share: str) -> None:
    bound = "major" if severity == "minor" else "critical"
    find = _met(severity, share)

    assert find(POLICY) != find(changed(("escalation", "E01", bound)))
