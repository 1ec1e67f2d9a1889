"""The promises of 819 real incidents: an independent script, and a reader, find those that the importer lifts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from factory import course, maintenance_course
from importers.promises_by_script import Kept, figures
from night import IS_NIGHT, by_night, in_ci
from public_record import public_record
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.promises import promised_in
from statusladder.importers.statuspage import read_statuspage
from statusladder.ladder.promises import Outcome
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library
from statusladder.model.values import parse_moment

NOW = datetime(2026, 10, 1, tzinfo=UTC)
LABELS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "promise_labels.json").read_text(encoding="utf-8"))
"""Read one by one: 30 of the 69 updates from which a promise was lifted, 30 of the 459 others that hold `update` or
`next` (both drawn by chance, seed 819), and the five that come nearest to a promise without being one."""


@pytest.fixture(scope="module")
def record_folder(real_data: Path) -> Path:
    return real_data / "github-incidents" / "parsed"


@pytest.fixture(scope="module")
def part(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of the record by night, by day a part of it."""
    return public_record(real_data, tmp_path_factory.mktemp("part"), by_day=160)


@pytest.fixture(scope="module")
def by_script(part: Path) -> dict[str, Kept]:
    return figures(part)


@pytest.fixture(scope="module")
def library(part: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    site = tmp_path_factory.mktemp("record")
    text = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
    (site / "site.yaml").write_text(text)
    write_reception(site, plan_reception(site, read_github_jsonl(part)))
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def _source(communication: Incident | Maintenance) -> str:
    origin = communication.first.said.imported_from
    assert origin is not None
    return origin.id


def _in_minutes(length: timedelta | None) -> float | None:
    return None if length is None else length / timedelta(minutes=1)


@in_ci
def test_each_incident_has_the_figures_that_the_script_finds(library: Library, by_script: dict[str, Kept]) -> None:
    ours = {
        _source(incident): (
            kept.made,
            kept.kept,
            kept.late,
            _in_minutes(kept.overdue),
            _in_minutes(kept.longest_silence),
        )
        for incident in library.incidents
        for kept in [course(incident, NOW).record]
    }
    theirs = {
        name: (kept.made, kept.kept, len(kept.lateness), sum(kept.lateness), kept.longest_wait)
        for name, kept in by_script.items()
        if name in ours
    }

    assert ours == theirs
    assert sum(made for made, *_ in ours.values()) > 10


def test_the_maintenances_have_the_figures_that_the_script_finds(library: Library, by_script: dict[str, Kept]) -> None:
    made = {_source(one): len(maintenance_course(one, NOW).promises) for one in library.maintenances}

    assert len(made) + len(library.incidents) == len(by_script)
    assert len(by_script) == 819 or not IS_NIGHT
    assert made == {name: by_script[name].made for name in made}


@by_night
def test_the_record_holds_69_dated_promises_of_which_21_were_late(library: Library) -> None:
    made = [promise for incident in library.incidents for promise in course(incident, NOW).promises]
    late = [promise.late_by // timedelta(minutes=1) for promise in made if promise.outcome is Outcome.LATE]

    assert sum(course(incident, NOW).record.made > 0 for incident in library.incidents) == 41
    assert [promise.outcome for promise in made].count(Outcome.KEPT) == 48
    assert sorted(late) == [1, 1, 1, 1, 4, 4, 5, 5, 5, 5, 6, 13, 13, 15, 17, 18, 23, 28, 32, 32, 33]
    assert len(made) == 48 + len(late)


@pytest.fixture(scope="module")
def lifted(record_folder: Path) -> Callable[[dict[str, Any]], datetime | None]:
    """What the importer reads in the update that a label is about."""
    lines = (record_folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}

    def read(label: dict[str, Any]) -> datetime | None:
        update = rows[label["incident"]]["updates"][label["update"]]
        return promised_in(update["message"], parse_moment(update["at"]))

    return read


def test_what_is_lifted_is_what_a_reader_reads(lifted: Callable[[dict[str, Any]], datetime | None]) -> None:
    """Precision and recall of the sample are both 1."""
    promised = [label for label in LABELS if label["promised"] is not None]
    found = [label for label in LABELS if lifted(label) is not None]
    right = [label for label in found if label in promised and lifted(label) == parse_moment(label["promised"])]

    assert (len(LABELS), len(promised)) == (65, 30)
    assert len(right) / len(found) == 1.0
    assert len(right) / len(promised) == 1.0


def test_a_real_answer_of_statuspage_promises_too(real_data: Path) -> None:
    updates = [
        update
        for folder in read_statuspage(real_data / "statuspage-v2" / "github-summary.json").folders
        for update in folder.updates
    ]

    assert [update.keys["next_update"] for update in updates if "next_update" in update.keys] == [
        "2020-05-22T20:17:05.205Z"
    ]
