"""Promises, timing, record and reminders are those of the table worked out by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from factory import courses_of
from hand_worked import ALL, Look, Worked, write_site
from statusladder.content.reader import read_library
from statusladder.ladder.dues import find_dues
from statusladder.ladder.measures import Metric
from statusladder.ladder.nudging import find_nudges
from statusladder.ladder.outlook import Outlook
from statusladder.ladder.reliability import Selection, measure_reliability
from statusladder.model.site import Library

ROWS = [pytest.param(worked, look, id=f"{worked.id} {look.now[11:16]}") for worked in ALL for look in worked.looks]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Library]:
    """A library for each worked incident, with nothing else in it."""
    made = {}
    for worked in ALL:
        library = read_library(write_site(tmp_path_factory.mktemp("site"), worked)).library
        assert library is not None
        alone = tuple(incident for incident in library.incidents if incident.id == worked.id)
        made[worked.id] = replace(library, incidents=alone, maintenances=(), drills=())
    return made


@pytest.mark.parametrize(("worked", "look"), ROWS)
def test_what_is_awaited_is_as_worked_out(worked: Worked, look: Look, libraries: dict[str, Library]) -> None:
    dues = find_dues(courses_of(libraries[worked.id], datetime.fromisoformat(look.now)))

    told = [(due.timing.value, f"{due.by:%H:%M}", due.late_by) for due in dues]
    assert told == ([(look.timing, look.by, timedelta(minutes=look.late))] if look.timing else [])


@pytest.mark.parametrize(("worked", "look"), ROWS)
def test_the_record_is_as_worked_out(worked: Worked, look: Look, libraries: dict[str, Library]) -> None:
    (course,) = courses_of(libraries[worked.id], datetime.fromisoformat(look.now)).incidents

    told = course.record

    assert (told.made, told.kept) == (look.made, look.kept)
    assert (told.longest_silence, told.overdue) == (timedelta(minutes=look.silence), timedelta(minutes=look.overdue))


@pytest.mark.parametrize(("worked", "look"), ROWS)
def test_the_figures_of_the_site_are_as_worked_out(worked: Worked, look: Look, libraries: dict[str, Library]) -> None:
    found = measure_reliability(
        courses_of(libraries[worked.id], datetime.fromisoformat(look.now)), Selection(None)
    ).whole

    silences = [dot.minutes for dot in found.spreads[Metric.SILENCE].dots]
    assert (found.promises.n, found.promises.hits) == (look.made, look.kept)
    assert (silences, found.overdue) == ([look.silence], timedelta(minutes=look.overdue))


@pytest.mark.parametrize(("worked", "look"), ROWS)
def test_the_reminders_are_as_worked_out(worked: Worked, look: Look, libraries: dict[str, Library]) -> None:
    nudges = find_nudges(Outlook(libraries[worked.id], datetime.fromisoformat(look.now)))

    of_it = (nudge for nudge in nudges if nudge.about == worked.id)
    assert tuple(nudge.code or nudge.matter.value for nudge in of_it) == look.nudges
