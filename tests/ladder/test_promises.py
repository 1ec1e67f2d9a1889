"""Promises of the next update: kept, late, waiting, overdue, each by a table worked out by hand."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from factory import at, course, incident, stamp
from statusladder.ladder.promises import Outcome

STORY = (
    {"stage": "investigating", "at": stamp("09:00"), "next_update": "30m"},
    {"stage": "identified", "at": stamp("09:30"), "next_update": "20m"},
    {"stage": "mitigating", "at": stamp("09:54"), "next_update": stamp("10:30")},
)


def test_each_promise_is_judged_by_the_next_update_without_grace() -> None:
    made = course(incident(*STORY), at("10:05")).promises

    assert [(promise.outcome, promise.late_by) for promise in made] == [
        (Outcome.KEPT, timedelta(0)),
        (Outcome.LATE, timedelta(minutes=4)),
        (Outcome.WAITING, timedelta(0)),
    ]


def test_the_last_promise_waits_until_its_minute_and_is_overdue_after_it() -> None:
    story = incident(*STORY)

    assert course(story, at("10:30")).promises[-1].outcome is Outcome.WAITING
    late = course(story, at("10:31")).promises[-1]
    assert (late.outcome, late.late_by) == (Outcome.OVERDUE, timedelta(minutes=1))


def test_the_record_counts_what_is_decided() -> None:
    story = incident(*STORY)

    kept = course(story, at("10:05")).record
    assert (kept.made, kept.kept, kept.late, kept.overdue) == (2, 1, 1, timedelta(minutes=4))
    assert kept.longest_silence == timedelta(minutes=30)
    overdue = course(story, at("10:40")).record
    assert (overdue.made, overdue.kept, overdue.late, overdue.overdue) == (3, 1, 1, timedelta(minutes=14))
    assert overdue.longest_silence == timedelta(minutes=46)


def test_the_time_between_a_resolution_and_a_re_opening_is_no_silence() -> None:
    story = incident(
        {"stage": "investigating", "at": stamp("09:00")},
        {"stage": "resolved", "at": stamp("09:20")},
        {"stage": "investigating", "at": stamp("20:00"), "reopened": "Back"},
        {"stage": "resolved", "at": stamp("20:10")},
    )

    assert course(story, at("23:00")).record.longest_silence == timedelta(minutes=20)


def test_a_moment_before_later_files_sees_only_what_was_written() -> None:
    assert [promise.outcome for promise in course(incident(*STORY), at("09:10")).promises] == [Outcome.WAITING]


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=8), st.integers(0, 600))
def test_every_promise_is_kept_late_overdue_or_waiting(gaps: list[tuple[int, int]], later: int) -> None:
    moment, files = at("00:00", day=1), []
    for gap, promised in gaps:
        files.append({"stage": "investigating", "at": moment.isoformat(), "next_update": f"{promised}m"})
        moment += timedelta(minutes=gap)
    now = moment + timedelta(minutes=later)

    told = course(incident(*files), now)
    made, counted = told.promises, told.record

    assert len(made) == len(files)
    overdue = sum(promise.outcome is Outcome.OVERDUE for promise in made)
    assert counted.kept + counted.late + overdue == counted.made
    assert counted.overdue == sum((promise.late_by for promise in made), timedelta(0))
    assert all(
        (promise.late_by > timedelta(0)) == (promise.outcome in (Outcome.LATE, Outcome.OVERDUE)) for promise in made
    )
