"""Each source of reminders: what it reminds of, and the neighbour that needs no reminder."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from factory import at, incident, library, maintenance, stamp, updates
from statusladder.content.policies import read_preset
from statusladder.ladder.nudging import find_nudges, keep_nameable
from statusladder.ladder.outlook import Matter, Nudge, Outlook
from statusladder.model.communication import Drill, Incident, Maintenance
from statusladder.model.playbook import Playbook, PlaybookKeys
from statusladder.model.policy import LadderKeys, Preset
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import DrillKeys, SecurityKeys
from statusladder.model.site import Library, Settings
from statusladder.model.update import IncidentKeys

OPEN = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor", "next_update": "20h", "eta": "unknown"}
LATER = {"stage": "identified", "at": stamp("09:30"), "next_update": "20h"}
OVER = {"stage": "resolved", "at": stamp("10:00")}
FINAL = {"stage": "postmortem", "at": stamp("10:00", 15), "version": "final"}
WINDOW = {"from": stamp("22:00", 20), "to": stamp("23:00", 20)}
PLAN = {"stage": "scheduled", "at": stamp("09:00", 10), "title": "Move", "window": WINDOW}


def _of(matter: Matter, told: Incident | Maintenance, now: datetime) -> list[Nudge]:
    return [nudge for nudge in find_nudges(Outlook(library(told), now)) if nudge.matter is matter]


def _eta(to: str) -> dict[str, Any]:
    return {"eta": {"from": stamp("09:10"), "to": stamp(to), "confidence": "low", "basis": "a guess"}}


@pytest.mark.parametrize(
    ("files", "fact", "since"),
    [
        # The first file may be without an estimate, the second of that stage may not.
        (
            ({**OPEN, "eta": None}, {**LATER, "stage": "investigating"}),
            "the estimate is undecided",
            at("09:30"),
        ),
        (({**OPEN, **_eta("09:40")}, LATER), "the estimate has passed", at("09:40")),
        (
            ({**OPEN, "eta_review_at": stamp("09:45")},),
            "the time to look at the estimate again has passed",
            at("09:45"),
        ),
    ],
)
def test_an_estimate_that_is_undecided_or_passed(files: tuple[dict[str, Any], ...], fact: str, since: datetime) -> None:
    files = tuple({key: value for key, value in file.items() if value is not None} for file in files)

    (nudge,) = _of(Matter.ESTIMATE, incident(*files), at("10:00"))

    assert (nudge.fact, nudge.at) == (fact, since)


@pytest.mark.parametrize(
    "files",
    [
        ({key: value for key, value in OPEN.items() if key != "eta"},),
        (OPEN, LATER),
        ({**OPEN, **_eta("10:00")}, LATER),  # at its very end it has not passed
        ({**OPEN, **_eta("09:40")}, {**LATER, "stage": "monitoring"}),
        ({**OPEN, **_eta("09:40")}, OVER),
    ],
)
def test_an_estimate_that_holds_is_decided_or_is_not_waited_for(files: tuple[dict[str, Any], ...]) -> None:
    assert _of(Matter.ESTIMATE, incident(*files), at("10:00")) == []


def test_an_end_that_nobody_approved() -> None:
    grave = {**OPEN, "severity": "critical"}
    half = {**OVER, "approved_by": ["incident_commander"]}
    late = {"stage": "follow_up", "at": stamp("11:00"), "approved_by": ["executive_sponsor"]}

    (nudge,) = _of(Matter.APPROVAL, incident(grave, half), at("12:00"))

    assert (nudge.fact, nudge.at) == ("executive_sponsor has not approved 02-x", at("10:00"))
    assert _of(Matter.APPROVAL, incident(grave, half, late), at("12:00")) == []
    assert _of(Matter.APPROVAL, incident(OPEN, OVER), at("12:00")) == []  # a minor one needs none
    assert _of(Matter.APPROVAL, incident(grave), at("12:00")) == []  # while it is open, none is required


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, ["incident_commander"]),
        ({"acks": ["incident_commander"]}, []),
        ({"approved_by": ["incident_commander"]}, []),
        ({"acks": ["scribe"]}, ["incident_commander"]),
    ],
)
def test_an_open_stage_that_its_approver_has_not_read(said: dict[str, Any], missing: list[str]) -> None:
    first = {**OPEN, "severity": "major", **said}
    again = {"stage": "investigating", "at": stamp("09:20"), "next_update": "20h"}

    found = _of(Matter.ACK, incident(first, again), at("09:40"))

    assert [nudge.fact.split()[0] for nudge in found] == missing
    assert all(nudge.at == at("09:00") and nudge.internal for nudge in found)


def test_each_stage_is_read_anew_and_a_minor_incident_needs_no_reader() -> None:
    read = {**OPEN, "severity": "major", "acks": ["incident_commander"]}

    assert len(_of(Matter.ACK, incident(read, LATER), at("10:00"))) == 1
    assert _of(Matter.ACK, incident(OPEN), at("10:00")) == []


@pytest.mark.parametrize(
    ("now", "further", "reminded"),
    [
        (at("21:59", 19), {}, False),  # a day and a minute before
        (at("22:00", 19), {}, True),
        (at("20:30", 20), {"at": stamp("22:30", 19)}, False),  # reminded a day before
        (at("21:10", 20), {"at": stamp("22:30", 19)}, True),  # and an hour before it has to be again
        (at("21:10", 20), {"at": stamp("21:05", 20)}, False),
        (at("22:10", 20), {}, False),  # it runs
    ],
)
def test_readers_are_reminded_of_a_maintenance(now: datetime, further: dict[str, str], reminded: bool) -> None:
    files = [PLAN, {"stage": "scheduled", **further}] if further else [PLAN]

    found = _of(Matter.REMINDER, maintenance(*files), now)

    assert [nudge.at for nudge in found] == ([at("22:00", 20)] if reminded else [])


REPORT = {"stage": "postmortem", "at": stamp("09:00", 16)}


@pytest.mark.parametrize(
    ("severity", "files", "day", "fact"),
    [
        # Ended on the 14th at 10:00: the preliminary report within 72 hours, the final one within 14 days.
        ("critical", (OVER,), 17, "the preliminary report is overdue"),
        ("critical", (OVER, {**REPORT, "version": "preliminary"}), 28, "the final report is overdue"),
        ("major", (OVER,), 28, "the final report is overdue"),
        ("minor", ({**OVER, "next_update": stamp("10:00", 18)},), 18, "the promised report is overdue"),
    ],
)
def test_a_report_past_its_day(severity: str, files: tuple[dict[str, Any], ...], day: int, fact: str) -> None:
    told = incident({**OPEN, "severity": severity}, *files)

    assert _of(Matter.REPORT, told, at("10:00", day)) == []
    (nudge,) = _of(Matter.REPORT, told, at("10:01", day))
    assert (nudge.fact, nudge.at) == (fact, at("10:00", day))


@pytest.mark.parametrize(
    ("severity", "files"),
    [
        ("critical", (OVER, {**REPORT, "version": "final"})),
        ("minor", (OVER,)),
        ("major", ({"stage": "retracted", "at": stamp("10:00")},)),
    ],
)
def test_a_report_that_is_there_or_not_asked_for(severity: str, files: tuple[dict[str, Any], ...]) -> None:
    assert _of(Matter.REPORT, incident({**OPEN, "severity": severity}, *files), at("10:00", 31)) == []


def test_nobody_approves_or_writes_what_was_imported_long_ago() -> None:
    end = {**OVER, "imported_from": {"source": "statuspage", "id": "abc123"}}
    told = incident({**OPEN, "severity": "critical"}, end)

    assert find_nudges(Outlook(library(told), at("10:00", 31))) == ()


@pytest.mark.parametrize(("today", "past"), [(at("23:59", 20), False), (at("00:00", 21), True)])
def test_a_playbook_past_its_review(today: datetime, past: bool) -> None:
    keys = {"title": "Search", "severity": "minor", "incident_title": "Search fails", "questions": "Does it?"}
    said = PlaybookKeys.model_validate({**keys, "owner": "search-team", "version": "1", "review_by": "2026-03-20"})
    playbook = Playbook("search", "content/playbooks/search.md", {}, said, {}, "", shipped=False)

    nudges = find_nudges(Outlook(library(), today, (), (playbook,)))

    assert [(nudge.matter, nudge.about) for nudge in nudges] == ([(Matter.PLAYBOOK, "search")] if past else [])


def _item(**keys: object) -> Incident:
    item = {"id": "AI-1", "title": "Add a limit", "owner": "web-team", "due": "2026-03-20", **keys}
    return incident(OPEN, OVER, {**REPORT, "version": "final", "action_items": [item]})


PROOF = {"method": "A drill", "criterion": "It holds", "verify_by": "2026-03-25"}


def test_an_action_item_past_its_day() -> None:
    (open_item,) = _of(Matter.ACTION_ITEM, _item(status="planned"), at("00:00", 21))
    (done,) = _of(Matter.ACTION_ITEM, _item(status="done", verification=PROOF), at("00:00", 26))
    (hidden,) = _of(Matter.ACTION_ITEM, _item(public="false"), at("00:00", 21))

    assert (open_item.code, open_item.fact) == ("AI-1", "'Add a limit' is not done")
    assert (open_item.at, open_item.internal) == (date(2026, 3, 20), False)
    assert (done.fact, done.at) == ("'Add a limit' is not verified", date(2026, 3, 25))
    assert hidden.internal


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ({"status": "planned"}, 20),  # on its day it is in time
        ({"status": "done"}, 30),  # and nobody said by when it is proved
        ({"status": "done", "verification": PROOF}, 25),
        ({"status": "verified"}, 30),
        ({"status": "dropped", "dropped_reason": "Not needed"}, 30),
    ],
)
def test_an_action_item_that_is_in_time_or_closed(keys: dict[str, Any], day: int) -> None:
    assert _of(Matter.ACTION_ITEM, _item(**keys), at("23:59", day)) == []


def _told_later(*days: int, **keys: object) -> Incident:
    """A report of 15 March 2026 with an item that is open, and progress reports that many days later."""
    item = {"id": "AI-1", "title": "Add a limit", "status": "planned", **keys}
    report = {"stage": "postmortem", "at": stamp("00:00", 15), "version": "final", "action_items": [item]}
    return incident(OPEN, OVER, report, *({"stage": "follow_up", "at": _after(day).isoformat()} for day in days))


def _after(days: int) -> datetime:
    return at("00:00", 15) + timedelta(days=days)


@pytest.mark.parametrize(
    ("told", "today", "since"),
    [
        (_told_later(), 30, 30),
        (_told_later(), 95, 90),
        (_told_later(10), 90, 90),  # the first word does not answer for the second
        (_told_later(30), 91, 90),
    ],
)
def test_readers_wait_to_hear_what_became_of_a_promise(told: Incident, today: int, since: int) -> None:
    (nudge,) = _of(Matter.FOLLOW_UP, told, _after(today))

    assert nudge.fact == f"{since} days after its report nobody told what became of its open items"
    assert nudge.at == _after(since)


@pytest.mark.parametrize(
    ("told", "today"),
    [
        (_told_later(), 29),
        (_told_later(10), 31),
        (_told_later(10, 60), 91),
        (_told_later(status="verified"), 91),
        (_told_later(public="false"), 91),
    ],
)
def test_nobody_waits_for_a_word_that_came_or_that_is_not_due(told: Incident, today: int) -> None:
    assert _of(Matter.FOLLOW_UP, told, _after(today)) == []


def test_debt_is_told_of_what_is_published_and_of_nothing_else() -> None:
    told = incident(OPEN, LATER, {**LATER, "at": stamp("09:50"), "draft": "true"})
    debt = tuple(Problem(Place(f"x/{number:02}.md"), "F016", f"the title of {number}", "fix it") for number in (2, 3))

    found = [nudge for nudge in find_nudges(Outlook(library(told), at("10:00"), debt)) if nudge.matter is Matter.DEBT]
    before = [nudge for nudge in find_nudges(Outlook(library(told), at("09:10"), debt)) if nudge.matter is Matter.DEBT]

    assert [(nudge.about, nudge.code, nudge.fact, nudge.at) for nudge in found] == [
        ("2026-03-14-x", "F016", "the title of 2", at("09:30"))
    ]
    assert before == []


@pytest.mark.parametrize(("today", "past"), [(at("12:00", 20), False), (at("12:00", 21), True)])
def test_rules_past_their_review(today: datetime, past: bool) -> None:
    ladder = LadderKeys.model_validate({"review_by": "2026-03-20"})
    site = replace(library(), settings=library().settings.model_copy(update={"ladder": ladder}))

    nudges = find_nudges(Outlook(site, today))

    assert [(nudge.matter, nudge.at) for nudge in nudges] == ([(Matter.POLICY, date(2026, 3, 20))] if past else [])


def test_who_has_to_practise_again_and_who_never_did() -> None:
    drilled = Drill("2026-03-01-d", "content/drills/2026-03-01-d", updates(IncidentKeys, [
        {"stage": "notice", "at": stamp("09:00", 1), "roles": {"scribe": "web-team"}},
        {"stage": "resolved", "at": stamp("10:00", 1)},
    ]))  # fmt: skip
    keys = DrillKeys.model_validate({"every": "10d", "functions": ["scribe", "advocate"]})
    settings = library().settings.model_copy(update={"drills": keys})

    def facts(day: int) -> list[tuple[Matter, str, str]]:
        nudges = find_nudges(Outlook(replace(library(), settings=settings, drills=(drilled,)), at("12:00", day)))
        return [(nudge.matter, nudge.about, nudge.fact) for nudge in nudges]

    never = (Matter.DRILL, "advocate", "never practised")
    assert facts(11) == [never]
    assert facts(12) == [(Matter.DRILL, "scribe", "has to practise again"), never]


@pytest.mark.parametrize(
    ("day", "fact"),
    [(18, None), (19, "security.txt holds for 30 days at most"), (49, "security.txt no longer holds")],
)
def test_a_contact_for_security_that_ends(day: int, fact: str | None) -> None:
    keys = SecurityKeys.model_validate({"contact": "mailto:security@tern.example", "expires": "2026-04-18"})
    site = replace(library(), settings=library().settings.model_copy(update={"security": keys}))

    nudges = find_nudges(Outlook(site, at("12:00", 1) + timedelta(days=day - 1)))

    assert [nudge.fact for nudge in nudges if nudge.matter is Matter.SECURITY] == ([fact] if fact else [])


def test_a_review_is_overdue_once_its_days_after_the_final_report_have_passed() -> None:
    major = {**OPEN, "severity": "major"}

    (nudge,) = _of(Matter.REVIEW, incident(major, OVER, FINAL), at("10:01", 29))

    assert (nudge.fact, nudge.at) == ("the review of the final report is overdue", at("10:00", 29))


@pytest.mark.parametrize(
    ("files", "now"),
    [
        (({**OPEN, "severity": "major"}, OVER, FINAL), at("10:00", 29)),
        (({**OPEN, "severity": "minor"}, OVER, FINAL), at("10:01", 29)),
        (({**OPEN, "severity": "major"}, OVER, {**FINAL, "version": "preliminary"}), at("10:01", 29)),
        (
            (
                {**OPEN, "severity": "major"},
                OVER,
                FINAL,
                {
                    "stage": "follow_up",
                    "at": stamp("10:00", 20),
                    "review": {"held_at": stamp("09:00", 20), "roles": ["incident_commander"], "outcome": "accepted"},
                },
            ),
            at("10:01", 29),
        ),
    ],
    ids=["not yet", "no review is due", "not final", "held"],
)
def test_no_review_is_asked_for(files: tuple[dict[str, Any], ...], now: datetime) -> None:
    assert _of(Matter.REVIEW, incident(*files), now) == []


TEAMS = {
    "teams": [
        {"id": "care", "name": "Care", "codeowners": "@tern/care"},
        {"id": "night", "name": "Night shift", "codeowners": ["@tern/night", "night@tern.example"]},
    ],
    "roles": [
        {"id": "communications_lead", "name": "Communications lead", "team": "care"},
        {"id": "incident_commander", "name": "Incident commander", "team": "night"},
    ],
}
TERN = {"name": "Tern", "url": "https://status.tern.example"}
SLIPPED = ("09:40", "09:50", "10:00")


def _staffed(told: Incident | Maintenance, **keys: object) -> Library:
    rows = [{"id": "sign-in", "name": "Sign-in", "owner": "night"}]
    return replace(library(told), settings=Settings.model_validate({"site": TERN, "components": rows, **TEAMS, **keys}))


def _who(site: Library, matter: Matter, now: datetime) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    nudges = [nudge for nudge in find_nudges(Outlook(site, now)) if nudge.matter is matter]
    return [(one.role, one.team.id if one.team else None, one.handles) for nudge in nudges for one in nudge.who]


CARE = ("communications_lead", "care", ("@tern/care",))
COMMAND = ("incident_commander", "night", ("@tern/night", "night@tern.example"))
NO_SPONSOR = ("executive_sponsor", None, ())
SHORT = {**OPEN, "next_update": "30m"}
SLIPPING = tuple(
    {**OPEN, "at": stamp("09:10", 14) if index == 0 else stamp(f"09:{10 + index}"), **_eta(to), "eta_reason": "Slow"}
    for index, to in enumerate(SLIPPED)
)


@pytest.mark.parametrize(
    ("files", "matter", "now", "who"),
    [
        ((SHORT,), Matter.UPDATE, at("09:40"), [CARE]),
        ((SHORT,), Matter.ESCALATION, at("10:01"), [COMMAND]),  # two updates are missing
        ((SHORT,), Matter.ESCALATION, at("11:31"), [COMMAND, NO_SPONSOR]),
        (SLIPPING, Matter.ESCALATION, at("09:20"), [NO_SPONSOR]),
        (({**OPEN, **_eta("09:40")}, LATER), Matter.ESTIMATE, at("10:00"), [CARE]),
        (({**OPEN, "severity": "major"},), Matter.ACK, at("09:10"), [COMMAND]),
        (({**OPEN, "severity": "critical"}, OVER), Matter.APPROVAL, at("11:00"), [COMMAND, NO_SPONSOR]),
        (({**OPEN, "severity": "major"}, OVER), Matter.REPORT, at("10:01", 28), [CARE]),
        (({**OPEN, "roles": {"communications_lead": "night"}, "next_update": "30m"},), Matter.UPDATE, at("09:40"), [
            ("communications_lead", *COMMAND[1:])
        ]),
    ],
)  # fmt: skip
def test_who_has_to_act(
    files: tuple[dict[str, Any], ...], matter: Matter, now: datetime, who: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert _who(_staffed(incident(*files)), matter, now) == who


@pytest.mark.parametrize(
    ("owner", "who"),
    [
        ("night", [(None, *COMMAND[1:])]),
        ("incident_commander", [COMMAND]),
        ("operations_lead", [("operations_lead", None, ())]),
        ("elsewhere", [(None, "elsewhere", ())]),
    ],
)
def test_an_action_item_is_for_its_owner(owner: str, who: list[tuple[str | None, str | None, tuple[str, ...]]]) -> None:
    assert _who(_staffed(_item(status="planned", owner=owner)), Matter.ACTION_ITEM, at("00:00", 21)) == who


def test_a_maintenance_is_for_whoever_writes_early_notices() -> None:
    assert _who(_staffed(maintenance(PLAN)), Matter.REMINDER, at("22:00", 19)) == [CARE]


def test_a_small_team_is_called_by_no_role_that_it_does_not_have() -> None:
    told = incident(SHORT)
    small = replace(library(told), policy=read_preset(Preset.SMALL_TEAM))

    assert _who(small, Matter.UPDATE, at("10:01")) == _who(small, Matter.ESCALATION, at("12:00")) == []
    staffed = replace(_staffed(told), policy=read_preset(Preset.SMALL_TEAM))
    assert _who(staffed, Matter.ESCALATION, at("12:00")) == [COMMAND]


def test_a_public_repository_reads_no_email_address() -> None:
    told = incident(SHORT)
    outlook = Outlook(_staffed(told, site={**TERN, "repository": "public"}), at("10:01"))

    shown = keep_nameable(find_nudges(outlook), outlook)

    assert [one.handles for nudge in shown if nudge.matter is Matter.ESCALATION for one in nudge.who] == [
        ("@tern/night",)
    ]
