"""The figures of single incidents against tables worked out by hand, at several moments of their course."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import at, course, courses, incident, stamp
from statusladder.ladder.measures import Kept, Length, Measures, Metric, measures_of
from statusladder.model.communication import Incident


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def look(story: Incident, clock: str, day: int = 14) -> Measures:
    return measures_of(course(story, at(clock, day)))


def lengths(measures: Measures) -> dict[str, tuple[float, str]]:
    """Minutes and what they are worth: `=` measured, `~` estimated, `+` running, `~+` both."""
    marks = {(False, False): "=", (True, False): "~", (False, True): "+", (True, True): "~+"}
    return {
        metric.name: (length.length / timedelta(minutes=1), marks[length.estimated, length.running])
        for metric, length in measures.lengths.items()
    }


DOWN: dict[str, Any] = {"components": {"sign-in": "major_outage"}, "severity": "major"}

STORY: tuple[dict[str, Any], ...] = (
    {"stage": "notice", "at": stamp("09:10"), "severity": "minor", "next_update": "30m"},
    {
        "stage": "investigating", "at": stamp("09:32"), **DOWN, "severity_reason": "it is real", "next_update": "30m",
        "impact": {"symptom": "Signing in fails"}, "started_at": stamp("09:00"), "detected_at": stamp("09:04"),
        "first_report_at": stamp("09:06"), "eta": "unknown",
    },
    {
        "stage": "identified", "at": stamp("10:03"), "next_update": "20m",
        "eta": {"from": stamp("10:30"), "to": stamp("11:00"), "confidence": "low", "basis": "a test"},
    },
    {
        "stage": "mitigating", "at": stamp("10:26"), "next_update": "30m", "eta_reason": "it is slower",
        "eta": {"from": stamp("10:45"), "to": stamp("11:20"), "confidence": "medium", "basis": "a test"},
    },
    {
        "stage": "monitoring", "at": stamp("11:15"), "mitigated_at": stamp("11:10"), "next_update": "60m",
        "components": {"sign-in": "operational"}, "corrections": [
            {"at": stamp("11:15"), "field": "started_at", "was": "09:05", "now": "09:00", "why": "a log"},
        ],
    },
    {"stage": "resolved", "at": stamp("12:10"), "resolved_at": stamp("12:00")},
)  # fmt: skip


def test_the_lengths_of_a_story_are_as_worked_out() -> None:
    """It began at 09:00 and was noticed at 09:04; the first word was at 09:10.

    detect 4 · first notice 10, from detection 6 · scope 09:10 → 09:32 = 22 · identify 09:00 → 10:03 = 63
    mitigate 09:00 → 11:10 = 130 · restore: sign-in was out from 09:00 to 11:10 = 130 · resolve 09:00 → 12:00 = 180
    open 09:10 → 12:10 = 180 · silences 22, 31, 23, 49, 55: the longest is 55 · a major one owes a report: 09:10 next
    day is 21 h 10 min = 1270 min after 12:00
    """
    assert lengths(look(incident(*STORY), "09:10", 15)) == {
        "DETECT": (4, "="),
        "FIRST_NOTICE": (10, "="),
        "NOTICE_AFTER_DETECTION": (6, "="),
        "SCOPE": (22, "="),
        "IDENTIFY": (63, "="),
        "MITIGATE": (130, "="),
        "RESTORE": (130, "="),
        "RESOLVE": (180, "="),
        "OPEN": (180, "="),
        "SILENCE": (55, "="),
        "REPORT": (1270, "+"),
    }


def test_promises_and_pauses_of_a_story_are_as_worked_out() -> None:
    """Promised 09:40, came 09:32: kept. 10:02, came 10:03: a minute late, within the grace. 10:23, came 10:26: three
    late. 10:56, came 11:15: 19 late. 12:15, came 12:10: kept.

    Pauses and the cadence: notice of a minor one 22 of 120 · investigating, major 31 of 30 · identified 23 of 30 ·
    mitigating 49 of 30 · monitoring 55 of 60: three of five within it.
    """
    found = look(incident(*STORY), "09:10", 15)

    assert (found.promises, found.promises_with_grace) == (Kept(5, 2), Kept(5, 3))
    assert found.course.record.overdue == minutes(1 + 3 + 19)
    assert found.pauses == Kept(5, 3)
    assert (found.escalations, found.reopenings, found.corrections) == (1, 0, 1)
    assert found.detected_first is True


def test_the_estimates_of_a_story_are_as_worked_out() -> None:
    """Restored at 11:10. 10:30 to 11:00 missed it by ten minutes; 10:45 to 11:20 held it, and ended 20 min later.

    Nobody knew from 09:32 to 10:03, which is 31 min.
    """
    record = look(incident(*STORY), "09:10", 15).estimates

    assert [(one.hit, one.error, one.slip) for one in record.estimates] == [
        (False, minutes(10), None),
        (True, minutes(0), minutes(20)),
    ]
    assert (record.revisions, record.slipped, record.unknown_for) == (1, minutes(20), minutes(31))


def test_while_it_is_open_what_is_not_over_runs_and_is_not_dropped() -> None:
    """At 10:40, fourteen minutes after the fourth update: nothing is late, the second estimate is still ahead."""
    found = look(incident(*STORY), "10:40")

    told = lengths(found)
    assert told["IDENTIFY"] == (63, "=")
    assert {name: told[name] for name in ("MITIGATE", "RESTORE", "RESOLVE", "OPEN", "SILENCE")} == {
        "MITIGATE": (100, "+"),
        "RESTORE": (100, "+"),
        "RESOLVE": (100, "+"),
        "OPEN": (90, "+"),
        "SILENCE": (31, "+"),
    }
    assert (found.promises, found.pauses) == (Kept(3, 1), Kept(3, 2))
    assert [one.hit for one in found.estimates.estimates] == [None, None]


@pytest.mark.parametrize(
    ("clock", "plain", "with_grace", "paused"),
    # The promise of 10:26 is for 10:56, and so is the end of the cadence.
    [
        ("10:56", Kept(3, 1), Kept(3, 2), Kept(3, 2)),
        ("10:57", Kept(4, 1), Kept(3, 2), Kept(4, 2)),  # a minute late: within the grace nothing is decided yet
        ("10:58", Kept(4, 1), Kept(3, 2), Kept(4, 2)),
        ("10:59", Kept(4, 1), Kept(4, 2), Kept(4, 2)),
    ],
)
def test_a_promise_that_is_overdue_now_counts(clock: str, plain: Kept, with_grace: Kept, paused: Kept) -> None:
    found = look(incident(*STORY), clock)

    assert (found.promises, found.promises_with_grace, found.pauses) == (plain, with_grace, paused)


@pytest.mark.parametrize(("late", "kept"), [(0, (1, 1)), (2, (0, 1)), (3, (0, 0))])
def test_the_grace_lets_an_update_be_two_minutes_late_and_no_more(late: int, kept: tuple[int, int]) -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00"), **DOWN, "next_update": "30m"},
        {"stage": "resolved", "at": stamp(f"09:{30 + late}")},
    )

    found = look(story, "12:00")

    assert (found.promises.kept, found.promises_with_grace.kept) == kept


def test_a_window_that_is_said_again_is_no_second_estimate() -> None:
    again = {"stage": "mitigating", "at": stamp("10:40"), "eta": STORY[3]["eta"]}

    assert len(look(incident(*STORY[:4], again), "10:50").estimates.estimates) == 2


def test_an_estimate_given_when_all_was_well_again_is_about_nothing() -> None:
    window = {"from": stamp("10:40"), "to": stamp("10:50"), "confidence": "low", "basis": "a test"}
    well = {"stage": "monitoring", "at": stamp("10:30"), "components": {"sign-in": "operational"}, "eta": window}
    story = incident(*STORY[:2], well, {"stage": "resolved", "at": stamp("11:30")})

    assert [(one.hit, one.error) for one in look(story, "12:00").estimates.estimates] == [(None, None)]


def test_an_estimate_that_has_passed_is_missed_while_it_still_lasts() -> None:
    record = look(incident(*STORY), "11:08").estimates

    assert [(one.hit, one.error) for one in record.estimates] == [(False, minutes(8)), (None, None)]


def test_restored_before_its_window_an_estimate_is_missed_by_less_than_nothing() -> None:
    """10:30 to 11:00 was said; at 10:10 it was over: twenty minutes early."""
    early = [*STORY[:3], {"stage": "resolved", "at": stamp("10:20"), "resolved_at": stamp("10:10")}]

    assert [(one.hit, one.error) for one in look(incident(*early), "23:00").estimates.estimates] == [
        (False, minutes(-20))
    ]


def test_where_the_beginning_is_not_known_nothing_counts_from_it() -> None:
    """The first notice stands in for the beginning, marked; how long it was dark nobody can tell."""
    story = incident(
        {"stage": "investigating", "at": stamp("09:10"), **DOWN, "impact": {"symptom": "x"}},
        {"stage": "resolved", "at": stamp("10:00")},
    )

    assert lengths(look(story, "10:00")) == {
        "SCOPE": (0, "="),
        "RESTORE": (50, "~"),
        "RESOLVE": (50, "~"),
        "OPEN": (50, "="),
        "SILENCE": (50, "="),
        "REPORT": (0, "+"),
    }


def test_an_estimated_time_marks_what_is_counted_from_it() -> None:
    story = incident(
        {
            "stage": "investigating", "at": stamp("09:10"), **DOWN, "severity": "info",
            "started_at": {"at": stamp("09:00"), "estimated": "true"}, "detected_at": stamp("09:05"),
        },
        {"stage": "resolved", "at": stamp("10:00"), "resolved_at": {"at": stamp("09:50"), "estimated": "true"}},
    )  # fmt: skip

    told = lengths(look(story, "10:00"))

    assert (told["DETECT"], told["FIRST_NOTICE"]) == ((5, "~"), (10, "~"))
    assert (told["NOTICE_AFTER_DETECTION"], told["OPEN"]) == ((5, "="), (50, "="))
    assert (told["RESTORE"], told["RESOLVE"]) == ((50, "~"), (50, "~"))


def test_a_warning_before_it_began_left_nobody_in_the_dark() -> None:
    story = incident(
        {"stage": "notice", "at": stamp("08:00"), "severity": "minor"},
        {"stage": "investigating", "at": stamp("09:00"), **DOWN, "started_at": stamp("08:50")},
    )

    assert lengths(look(story, "09:10"))["FIRST_NOTICE"] == (0, "=")


REOPENED: tuple[dict[str, Any], ...] = (
    {"stage": "investigating", "at": stamp("09:00"), **DOWN, "started_at": stamp("09:00")},
    {"stage": "identified", "at": stamp("09:20"), "next_update": "2h", "eta": {
        "from": stamp("09:30"), "to": stamp("10:00"), "confidence": "high", "basis": "a test",
    }},
    {"stage": "resolved", "at": stamp("10:00"), "mitigated_at": stamp("09:40"), "resolved_at": stamp("09:50")},
    {"stage": "investigating", "at": stamp("13:00"), **DOWN, "reopened": "it is back"},
    {"stage": "identified", "at": stamp("13:10"), "eta": {
        "from": stamp("13:20"), "to": stamp("13:30"), "confidence": "high", "basis": "a test",
    }},
    {"stage": "resolved", "at": stamp("14:00"), "resolved_at": stamp("13:45")},
)  # fmt: skip


def test_re_opened_its_impact_is_what_was_felt_and_the_span_stands_beside_it() -> None:
    """Out from 09:00 until it was mitigated at 09:40, and from 13:00 to 13:45: 85 min of impact in a span of 285.

    The first estimate held; the second, of 13:20 to 13:30, was missed by 15 min and put nothing off.
    """
    found = look(incident(*REOPENED), "15:00")

    told = lengths(found)
    assert (told["RESTORE"], told["RESTORE_SPAN"], told["RESOLVE"]) == ((85, "="), (285, "="), (285, "="))
    assert "MITIGATE" not in told  # what was said before the re-opening is not of this recovery
    assert told["SILENCE"] == (50, "=")  # from 13:10 to 14:00; between resolved and re-opened nobody waited
    assert found.reopenings == 1
    assert [(one.hit, one.error, one.slip) for one in found.estimates.estimates] == [
        (True, minutes(0), None),
        (False, minutes(15), None),
    ]


def test_what_was_mitigated_before_a_setback_was_not_mitigated() -> None:
    """Well at 09:40 and out again; watched anew from 10:30, which nobody gave a time for."""
    story = incident(
        {"stage": "mitigating", "at": stamp("09:10"), **DOWN, "started_at": stamp("09:00")},
        {"stage": "monitoring", "at": stamp("09:45"), "mitigated_at": stamp("09:40")},
        {"stage": "mitigating", "at": stamp("10:00"), "regression": "it is back"},
        {"stage": "monitoring", "at": stamp("10:30")},
    )

    assert lengths(look(story, "09:50"))["MITIGATE"] == (40, "=")
    assert lengths(look(story, "10:10"))["MITIGATE"] == (70, "+")
    assert lengths(look(story, "10:40"))["MITIGATE"] == (90, "=")


def test_an_end_at_a_guess_is_no_measured_impact() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:10"), **DOWN, "started_at": stamp("09:00")},
        {"stage": "resolved", "at": stamp("10:00"), "resolved_at": {"at": stamp("09:50"), "estimated": "true"}},
    )

    assert lengths(look(story, "10:00"))["RESTORE"] == (50, "~")


def test_a_diagnosis_that_was_withdrawn_identified_nothing() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00"), **DOWN, "started_at": stamp("09:00")},
        {"stage": "identified", "at": stamp("09:10")},
        {"stage": "investigating", "at": stamp("09:30"), "diagnosis_withdrawn": "it was not that"},
        {"stage": "mitigating", "at": stamp("10:00")},
    )

    assert lengths(look(story, "09:45"))["IDENTIFY"] == (45, "+")
    assert lengths(look(story, "10:30"))["IDENTIFY"] == (60, "=")


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ({"detected_at": stamp("09:04"), "first_report_at": stamp("09:06")}, True),
        ({"detected_at": stamp("09:06"), "first_report_at": stamp("09:06")}, False),
        ({"detected_at": stamp("09:06"), "first_report_at": stamp("09:04"), "detection": "monitoring"}, False),
        ({"detected_at": {"at": stamp("09:04"), "estimated": "true"}, "first_report_at": stamp("09:06")}, None),
        ({"detection": "monitoring"}, True),
        ({"detection": "staff"}, True),
        ({"detection": "customer"}, False),
        ({"detection": "third_party"}, None),
        ({"first_report_at": stamp("09:06")}, None),
        ({"detected_at": stamp("08:40"), "started_at": stamp("08:50")}, True),
        ({"detected_at": stamp("08:40"), "started_at": stamp("08:50"), "detection": "third_party"}, True),
        ({"detected_at": stamp("08:40"), "started_at": stamp("08:50"), "detection": "customer"}, False),
        ({"detected_at": stamp("08:40"), "started_at": stamp("08:50"), "first_report_at": stamp("08:30")}, False),
        ({"detected_at": stamp("08:40"), "started_at": {"at": stamp("08:50"), "estimated": "true"}}, None),
    ],
)
def test_whether_we_knew_first_is_told_by_times_else_by_how_it_was_noticed(
    keys: dict[str, Any], first: bool | None
) -> None:
    story = incident({"stage": "investigating", "at": stamp("09:10"), **DOWN, **keys})

    assert look(story, "09:20").detected_first is first


GUESS = {"at": stamp("09:20"), "estimated": "true"}


@pytest.mark.parametrize(
    ("keys", "early", "detect"),
    [
        ({"started_at": stamp("09:20"), "detected_at": stamp("09:05")}, True, None),
        ({"started_at": stamp("09:20"), "detected_at": stamp("09:20")}, False, (0, "=")),
        ({"started_at": stamp("09:20"), "detected_at": stamp("09:24")}, False, (4, "=")),
        ({"started_at": stamp("09:20")}, True, None),
        ({"started_at": stamp("09:00")}, None, None),
        ({"detected_at": stamp("09:05")}, None, None),
        ({"started_at": GUESS, "detected_at": stamp("09:05")}, None, None),
        ({"started_at": stamp("09:20"), "detected_at": GUESS | {"at": stamp("09:05")}}, True, None),
    ],
)
def test_what_was_detected_before_impact_is_counted_and_has_no_time_to_detect(
    keys: dict[str, Any], early: bool | None, detect: tuple[float, str] | None
) -> None:
    """The notice of 09:10 is proof as well, where nobody says when the risk was detected."""
    story = incident(
        {"stage": "notice", "at": stamp("09:10"), "severity": "minor"},
        {"stage": "investigating", "at": stamp("09:30"), **DOWN, **keys},
    )

    found = look(story, "10:00")

    assert found.detected_before_impact is early
    assert lengths(found).get("DETECT") == detect


def _item(name: str, status: str, **keys: Any) -> dict[str, Any]:
    proof = {"method": "drill", "criterion": "it holds"}
    if "verified_at" in keys:
        proof["verified_at"] = keys.pop("verified_at")
    return {"id": name, "status": status, "verification": proof, **keys}


def test_report_and_proof_are_counted_from_the_end() -> None:
    """Closed on 14 March at 12:00; reported two days later at 12:00; the last proof is of 30 March, 16 days later."""
    items = [_item("AI-1", "verified", verified_at="2026-03-20"), _item("AI-2", "done"), _item("AI-3", "dropped")]
    report = {"stage": "postmortem", "at": stamp("12:00", 16), "version": "final", "action_items": items}
    proof = {"stage": "follow_up", "at": stamp("12:00", 31), "action_items": [
        _item("AI-2", "verified", verified_at="2026-03-30"),
    ]}  # fmt: skip

    story = incident(*STORY, report, proof)

    before, after = look(story, "12:00", 20).lengths, look(story, "12:00", 31).lengths
    assert before[Metric.REPORT] == after[Metric.REPORT] == Length(timedelta(days=2))
    assert before[Metric.VERIFIED] == Length(timedelta(days=6), running=True)
    assert after[Metric.VERIFIED] == Length(timedelta(days=16))


def test_a_minor_incident_owes_no_report() -> None:
    minor = incident(
        {"stage": "investigating", "at": stamp("09:00"), "severity": "minor"},
        {"stage": "resolved", "at": stamp("10:00")},
    )

    assert Metric.REPORT not in look(minor, "12:00").lengths


def test_what_was_imported_keeps_promises_owes_no_report_and_had_another_rhythm() -> None:
    origin = {"imported_from": {"source": "statuspage", "id": "1"}}
    story = incident(*[{**file, **origin} for file in STORY])

    found = look(story, "09:10", 15)

    assert (found.promises, found.pauses) == (Kept(5, 2), Kept(0, 0))
    assert Metric.REPORT not in found.lengths


def test_of_what_is_not_written_yet_there_are_no_figures() -> None:
    assert courses(at("09:00"), incident(*STORY)).incidents == ()


STATES = st.sampled_from([None, "operational", "degraded_performance", "partial_outage", "major_outage"])
STEPS = st.lists(st.tuples(st.integers(1, 40), st.booleans(), STATES, STATES), min_size=1, max_size=8)


@given(STEPS, st.integers(1, 60))
def test_the_time_to_restore_is_the_minutes_in_which_anything_was_wrong(
    steps: list[tuple[int, bool, str | None, str | None]], later: int
) -> None:
    """Each step comes some minutes after the one before: it resolves the incident, or (re-opened by the next one) says
    how two components are. The minutes are counted one by one, by what was last said of either."""
    minute = 0
    files: list[dict[str, Any]] = []
    standing: dict[str, str] = {}
    wrong: list[int] = []
    for gap, resolves, sign_in, exports in [(1, False, "major_outage", None), *steps]:
        wrong += [one for one in range(minute, minute + gap) if set(standing.values()) - {"operational"}]
        minute += gap
        closes = resolves and files[-1]["stage"] != "resolved"
        said = {} if closes else {name: said for name, said in (("sign-in", sign_in), ("exports", exports)) if said}
        reopens = bool(files) and files[-1]["stage"] == "resolved"
        if reopens and not set(said.values()) - {"operational"}:
            said["sign-in"] = "partial_outage"  # a leg without a state counts by its stages (test_course)
        standing = {} if closes else {**standing, **said}
        files.append(
            {
                "stage": "resolved" if closes else "investigating",
                "at": (at("00:00") + timedelta(minutes=minute)).isoformat(),
                **({"components": said} if said else {}),
                **({"reopened": "back"} if reopens else {}),
            }
        )
    wrong += [one for one in range(minute, minute + later) if set(standing.values()) - {"operational"}]

    measures = measures_of(course(incident(*files), at("00:00") + timedelta(minutes=minute + later)))

    assert measures.lengths[Metric.RESTORE].length == timedelta(minutes=len(wrong))
    assert measures.lengths[Metric.RESTORE].running == bool(set(standing.values()) - {"operational"})


def test_an_incident_told_afterwards_has_a_length_once_it_is_open_before_readers() -> None:
    told = {"stage": "resolved", "at": stamp("09:00"), **DOWN}
    again = {"stage": "investigating", "at": stamp("09:30"), "reopened": "it fails again", **DOWN, "next_update": "30m"}
    over = {"stage": "resolved", "at": stamp("09:50")}

    assert "RESOLVE" not in lengths(look(incident(told), "12:00"))
    assert lengths(look(incident(told, again, over), "12:00"))["RESOLVE"] == (20, "~")
