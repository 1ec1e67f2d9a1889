"""Reading a whole site: everything is there, nothing is skipped, and no input makes a traceback."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from front_matter import odd_values
from night import examples
from statusladder.content.reader import read_library
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ComponentState, Stage

SITES = Path(__file__).parent.parent / "sites"

SITE_YAML = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
"""


@pytest.fixture
def library() -> Library:
    reading = read_library(SITES / "legal-and-right")
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def test_every_folder_and_file_is_read_in_order(library: Library) -> None:
    assert [(incident.id, [update.id for update in incident.updates]) for incident in library.incidents] == [
        ("2026-03-10-quoted", ["01-investigating", "02-identified", "03-resolved"]),
        ("2026-03-11-no-time", ["01-investigating", "02-resolved"]),
    ]
    assert [maintenance.id for maintenance in library.maintenances] == ["2030-05-01-far-ahead"]
    assert [drill.id for drill in library.drills] == ["2026-02-01-restore"]


def test_a_byte_order_mark_and_windows_line_ends_are_simply_read(library: Library) -> None:
    first = library.incidents[0].first

    assert first.said.title == 'Exports say "done" & <script>alert(1)</script> too early'
    assert "\r" not in first.body
    assert first.place("components.exports").line == 7


def test_facts_carry_over_from_file_to_file(library: Library) -> None:
    identified = library.incidents[0].updates[1]

    assert identified.said.severity is None
    assert identified.facts.severity == "minor"
    assert identified.facts.components is not None
    assert identified.facts.components.states["exports"].status is ComponentState.DEGRADED_PERFORMANCE


def test_internal_words_stand_apart_from_the_body(library: Library) -> None:
    identified = library.incidents[0].updates[1]

    assert "heron-cluster" not in identified.body
    assert identified.internal_notes == ("Secret name: heron-cluster.",)
    assert identified.body.split("\n")[-1] == "Files are complete after ten minutes."


def test_an_incident_resolved_without_a_time_ended_when_that_was_said(library: Library) -> None:
    incident = library.incidents[1]

    assert incident.stage is Stage.RESOLVED
    assert incident.closed_at == incident.latest.at


def _site(root: Path, matter: bytes) -> Path:
    folder = root / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "site.yaml").write_text(SITE_YAML)
    (folder / "01-investigating.md").write_bytes(matter)
    return root


FILE = "01-investigating.md"
BY_DESKTOPS = ("Thumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", f"._{FILE}", "Icon\r", "__MACOSX")
BY_EDITORS = (
    f".{FILE}.swp",
    f"{FILE}~",
    f"#{FILE}#",
    f".#{FILE}",
    f"~${FILE}",
    f".~lock.{FILE}#",
    f"{FILE}.bak",
    "x.tmp",
)
BY_MERGES = (
    f"{FILE}.orig",
    f"{FILE}.rej",
    "01-x_BACKUP_47.md",
    "01-x_BASE_47.md",
    "01-x_LOCAL_47.md",
    "01-x_REMOTE_4.md",
)


@pytest.mark.parametrize("name", [*BY_DESKTOPS, *BY_EDITORS, *BY_MERGES])
def test_what_others_leave_beside_a_file_is_no_file_of_the_site(tmp_path: Path, name: str) -> None:
    site = _site(tmp_path, b"---\nstage: investigating\nat: 2026-03-14T09:00:00Z\ntitle: x\nseverity: minor\n---\nx\n")
    before = read_library(site)
    (site / "content" / "incidents" / "2026-03-14-sign-in" / name).write_bytes(b"\x00")

    assert before.problems == ()
    assert read_library(site) == before


@pytest.mark.parametrize("folder", ["content", "content/incidents", "content/pages"])
def test_what_others_leave_is_passed_over_in_every_folder(tmp_path: Path, folder: str) -> None:
    site = _site(tmp_path, b"---\nstage: investigating\nat: 2026-03-14T09:00:00Z\ntitle: x\nseverity: minor\n---\nx\n")
    (site / folder).mkdir(exist_ok=True)
    (site / folder / "Thumbs.db").write_bytes(b"\x00")

    assert read_library(site).problems == ()


@pytest.mark.parametrize("name", ["notes.txt", "01-investigating.md.orig.txt", "Icons", "02_base_12.md", "thumbs.md"])
def test_any_other_file_is_a_problem_since_it_may_be_an_update(tmp_path: Path, name: str) -> None:
    site = _site(tmp_path, b"---\nstage: investigating\nat: 2026-03-14T09:00:00Z\ntitle: x\nseverity: minor\n---\nx\n")
    (site / "content" / "incidents" / "2026-03-14-sign-in" / name).write_bytes(b"x")

    assert [problem.code for problem in read_library(site).problems] == ["D012"]


_KEYS = st.sampled_from(
    [
        "stage",
        "at",
        "title",
        "severity",
        "components",
        "eta",
        "impact",
        "known",
        "next_update",
        "workarounds",
        "roles",
        "milestones",
        "progress",
        "internal",
        "embargoed_until",
        "action_items",
        "withdraw",
        "x-note",
        "corrections",
    ]
)
_VALUES = odd_values(["investigating", "resolved", "sign-in"], _KEYS)


@settings(
    max_examples=examples(by_night=150, by_day=50, in_ci=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(_KEYS, _VALUES), max_size=8), st.text(max_size=60))
def test_any_front_matter_is_read_or_refused_but_never_a_traceback(
    tmp_path: Path, matter: list[tuple[str, str]], body: str
) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in matter)
    text = f"---\n{lines}---\n{body}"

    reading = read_library(_site(tmp_path, text.encode("utf-8", "replace")))

    assert reading.library is not None
    assert reading.problems or len(reading.library.incidents) == 1
    assert all(problem.sentence and problem.fix and problem.place.line >= 1 for problem in reading.problems)


@settings(
    max_examples=examples(by_night=60, by_day=20, in_ci=60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    reading = read_library(_site(tmp_path, data))

    assert reading.library is not None
    assert reading.problems or len(reading.library.incidents) == 1


def test_a_file_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    reading = read_library(_site(tmp_path, b"---\nstage: investigating\n---\n" + b"long " * 2_000_000))

    assert [(problem.code, problem.sentence, problem.fix) for problem in reading.problems] == [
        (
            "D001",
            "the file is 10,000,029 bytes long; the limit is 1,048,576",
            "split it, or remove what was pasted by mistake",
        )
    ]


def test_a_link_that_goes_in_circles_is_refused(tmp_path: Path) -> None:
    site = _site(tmp_path, b"---\n---\n")
    os.symlink("loop", site / "content" / "incidents" / "loop")

    assert "D014" in [problem.code for problem in read_library(site).problems]


@pytest.mark.parametrize("nothing", ["null", "~", '""', ""])
def test_a_web_form_that_sends_every_field_says_no_more_than_it_was_given(nothing: str, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SITE_YAML)
    given = {"stage": "investigating", "at": "2026-03-14T09:01:00Z", "title": "Sign-in fails", "severity": "minor"}
    for number, keys in enumerate((given, {key: given.get(key, nothing) for key in IncidentKeys.model_fields}), 1):
        matter = "".join(f"{key}: {value}\n" for key, value in {**keys, "stage": "investigating"}.items())
        (folder / f"{number:02}-investigating.md").write_text(f"---\n{matter}---\nWords.\n")

    reading = read_library(tmp_path)

    assert reading.problems == ()
    assert reading.library is not None
    bare, full = reading.library.incidents[0].updates
    assert full.said == bare.said
    assert full.said.model_fields_set == bare.said.model_fields_set
