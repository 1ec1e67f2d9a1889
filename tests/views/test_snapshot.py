"""What a page will say, on small stories written out by hand."""

from typing import Any, ClassVar

from factory import at, incident, library, maintenance, stamp
from statusladder.model.communication import Incident
from statusladder.model.vocabulary import ComponentState
from statusladder.views.snapshot import Snapshot, take
from statusladder.views.story import Story

FIRST: dict[str, Any] = {
    "stage": "investigating",
    "at": stamp("09:00"),
    "started_at": stamp("08:50"),
    "title": "Sign-in fails",
    "severity": "major",
    "components": {"sign-in": "partial_outage"},
    "impact": {"share": "5-10%", "basis": "estimated"},
    "next_update": "30m",
}
IDENTIFIED: dict[str, Any] = {
    "stage": "identified",
    "at": stamp("09:35"),
    "components": {"sign-in": "major_outage"},
    "impact": {"share": "12-18%", "basis": "measured"},
    "impact_reason": "a second group failed",
    "eta": {"from": stamp("10:00"), "to": stamp("10:30"), "confidence": "low", "basis": "a test"},
    "next_update": "30m",
}
MOVED: dict[str, Any] = {
    "stage": "identified",
    "at": stamp("10:00"),
    "eta": {"from": stamp("11:00"), "to": stamp("11:30"), "confidence": "low", "basis": "a test"},
    "eta_reason": "smaller steps",
    "next_update": "30m",
}
RESOLVED: dict[str, Any] = {"stage": "resolved", "at": stamp("11:00"), "resolved_at": stamp("10:50")}


def _only(snapshot: Snapshot) -> Story:
    (story,) = snapshot.incidents
    return story


def test_an_open_incident_is_the_verdict_in_its_own_words() -> None:
    snapshot = take(library(incident(FIRST, IDENTIFIED)), at("09:40"))

    assert (snapshot.verdict, snapshot.verdict_state) == ("Sign-in fails", ComponentState.MAJOR_OUTAGE)
    story = _only(snapshot)
    assert story.next_update is not None
    assert (story.next_update.text, story.next_update.is_overdue) == ("Next update by 10:05 UTC", False)
    assert [(step.label, step.progress) for step in story.steps] == [
        ("Investigating", "done"),
        ("Identified", "now"),
        ("Mitigating", "next"),
        ("Monitoring", "next"),
        ("Resolved", "next"),
    ]


def test_a_broken_promise_is_said_and_keeps_its_printed_time() -> None:
    story = _only(take(library(incident(FIRST, IDENTIFIED)), at("10:06")))

    assert story.next_update is not None
    assert story.next_update.text == "The update promised for 10:05 UTC is late"
    assert story.outcome == "Identified. First notice after 10 min, none of 2 promised updates on time."


def test_each_rung_says_what_changed_and_how_its_promise_went() -> None:
    newest, middle, oldest = _only(take(library(incident(FIRST, IDENTIFIED, MOVED)), at("10:10"))).rungs

    assert [(row.label, row.before, row.after, row.reason) for row in middle.changes] == [
        ("Sign-In", "Partial outage", "Major outage", None),
        ("Affected", "5–10% of customers, estimated", "12–18% of customers, measured", "a second group failed"),
        ("Recovery expected", None, "10:00 to 10:30 UTC", None),
    ]
    assert (oldest.promise, oldest.promise_broken) == ("Next update promised by 09:30 UTC – 5 min late", True)
    assert (middle.promise, middle.promise_broken) == ("Next update promised by 10:05 UTC – on time", False)
    assert (newest.label, newest.is_new_stage, newest.gap) == ("Identified, update", False, "25 min")


def test_a_re_opening_starts_from_working_components() -> None:
    back = {
        "stage": "investigating",
        "at": stamp("15:00"),
        "reopened": "errors are back",
        "components": {"sign-in": "major_outage"},
    }
    newest = _only(take(library(incident(FIRST, RESOLVED, back)), at("15:10"))).rungs[0]

    assert [(row.label, row.before, row.after) for row in newest.changes] == [("Sign-In", None, "Major outage")]
    assert [(note.label, note.text) for note in newest.notes] == [("Re-opened", "Errors are back")]


def _changes(story: Story) -> list[list[str]]:
    """The changes of each update, oldest first."""
    return [
        [f"{row.label}: {f'{row.before} → ' if row.before else ''}{row.after}" for row in rung.changes]
        for rung in reversed(story.rungs)
    ]


def test_a_state_that_is_stated_once_more_is_no_change() -> None:
    again: dict[str, Any] = {
        "stage": "identified",
        "at": stamp("09:35"),
        "components": {"sign-in": "partial_outage", "exports": "affected"},
    }
    once_more = {**again, "at": stamp("09:50"), "components": {**again["components"], "sign-in": "major_outage"}}
    story = _only(take(library(incident(FIRST, again, once_more)), at("10:00")))

    assert _changes(story)[1:] == [["Exports: Affected"], ["Sign-In: Partial outage → Major outage"]]


def test_what_was_at_risk_is_affected_once_the_incident_is_real_stated_anew_or_not() -> None:
    notice = {
        "stage": "notice", "at": stamp("09:00"), "title": "Sign-in may fail", "severity": "major",
        "components": {"sign-in": "affected", "exports": "operational"},
    }  # fmt: skip
    real = {"stage": "investigating", "at": stamp("09:20")}
    anew = {**real, "components": {"sign-in": "affected"}}

    assert _changes(_only(take(library(incident(notice, {**notice, "at": stamp("09:10")})), at("10:00")))) == [
        ["Exports: Operational", "At risk: Sign-In", "Severity: Major"],
        [],
    ]
    for later in (real, anew):
        assert _changes(_only(take(library(incident(notice, later)), at("10:00"))))[1] == ["Sign-In: Affected"]


def test_an_estimate_that_moved_keeps_its_history() -> None:
    story = _only(take(library(incident(FIRST, IDENTIFIED, MOVED)), at("10:10")))

    assert [(row.before, row.after, row.reason) for row in story.estimates] == [
        ("10:00 to 10:30 UTC", "11:00 to 11:30 UTC", "smaller steps")
    ]


def test_after_the_end_the_page_says_how_it_went() -> None:
    snapshot = take(library(incident(FIRST, IDENTIFIED, RESOLVED)), at("12:00"))
    story = _only(snapshot)

    assert snapshot.verdict == "All systems are operating normally"
    assert story.outcome == "Resolved after 2 h. First notice after 10 min, none of 2 promised updates on time."
    assert [(view.name, view.label) for view in story.panel.affected] == [("Sign-In", "Major outage")]
    assert (story.next_update, story.steps) == (None, ())


def test_a_running_maintenance_says_so_and_an_overrun_too() -> None:
    window = {"from": stamp("01:00", 15), "to": stamp("02:00", 15)}
    planned = {"stage": "scheduled", "at": stamp("10:00"), "title": "Upgrade", "window": window}
    works = maintenance(planned)

    before = take(library(works), at("00:30", 15))
    during = take(library(works), at("01:30", 15))
    after = take(library(works), at("02:30", 15))

    assert (len(before.planned), len(before.running)) == (1, 0)
    assert before.verdict == "All systems are operating normally"
    assert (during.verdict, during.running[0].label) == ("Maintenance in progress: Upgrade", "In progress")
    assert (during.running[0].is_overrun, after.running[0].is_overrun) == (False, True)


def test_a_component_without_a_first_day_is_known_from_when_it_first_failed() -> None:
    story = incident(FIRST | {"at": stamp("00:20"), "started_at": stamp("22:00", 13)}, name="2026-03-13-x")
    snapshot = take(library(story), at("12:00"))

    (view,) = (view for group in snapshot.groups for view in group.components if view.id == "sign-in")
    assert [day.date.day for day in view.days if day.worst is not None] == [13, 14]


def test_a_site_without_anything_to_tell_is_calm() -> None:
    snapshot = take(library(), at("12:00"))

    assert snapshot.verdict == "All systems are operating normally"
    assert (snapshot.stories, snapshot.months, snapshot.updated_at) == ((), (), None)
    assert snapshot.recent == ()  # Nobody said since when the site is watched.
    assert [view.summary for group in snapshot.groups for view in group.components] == [
        "No disruption in the last day"
    ] * 2


class _Asked(Incident):
    """Counts how often its title is asked for."""

    count: ClassVar[int] = 0

    @property
    def title(self) -> str:
        _Asked.count += 1
        return super().title


def _titles_asked_for(incidents: int) -> int:
    names = [f"2026-03-14-{number:03}" for number in range(incidents)]
    made = [incident({**FIRST, "related": names[:1]}, RESOLVED, name=name) for name in names]
    before = _Asked.count
    take(library(*(_Asked(one.id, one.path, one.updates) for one in made)), at("12:00"))
    return _Asked.count - before


def test_titles_asked_for_grow_with_the_incidents_and_not_with_their_square() -> None:
    assert _titles_asked_for(80) < 2.5 * _titles_asked_for(40)


def test_each_row_of_the_reliability_table_is_made_once_and_not_once_per_column() -> None:
    assert _titles_asked_for(40) < 20 * 40
