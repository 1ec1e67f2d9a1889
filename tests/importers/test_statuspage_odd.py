"""Answers that real pages give on bad days: torn in several files, half told, edited since, or with broken text."""

import json
from pathlib import Path
from typing import Any

import pytest

from statusladder.content.reader import read_library
from statusladder.content.receive import Reception, plan_reception, write_reception
from statusladder.importers.interface import SourceError
from statusladder.importers.statuspage import read_statuspage
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.imported import Imported
from statusladder.model.values import parse_moment

SITE_YAML = """\
site:
  name: Imported status
  url: https://status.tern.example
components:
  - id: website
    name: Website
contacts:
  - text: Support
"""
FOLDER = "content/incidents/2025-06-01-uploads-fail"
NO_COMPONENT = "incident tern01: it names no component"


def _update(name: str | None, status: str, clock: str, body: str = "Words.") -> dict[str, Any]:
    at = f"2025-06-01T{clock}:00Z"
    return {"id": name, "status": status, "body": body, "display_at": at, "created_at": at}


def _row(*updates: dict[str, Any], **facts: Any) -> dict[str, Any]:
    row = {"id": "tern01", "name": "Uploads fail", "status": updates[0]["status"] if updates else "resolved"}
    return row | {"impact": "minor", "updated_at": "2025-06-01T12:00:00Z", "incident_updates": list(updates)} | facts


def _save(folder: Path, *rows: dict[str, Any], key: str = "incidents") -> Path:
    """Writes one answer with each row, as saved on different days."""
    folder.mkdir(exist_ok=True)
    for number, row in enumerate(rows):
        page = {"id": "ternpage0001", "name": "Tern", "url": "https://status.tern.example"}
        (folder / f"{number}.json").write_text(json.dumps({"page": page, key: [row]}))
    return folder


def _plan(tmp_path: Path, *rows: dict[str, Any], key: str = "incidents") -> tuple[Imported, Reception]:
    site = tmp_path / "site"
    if not site.exists():
        site.mkdir()
        (site / "site.yaml").write_text(SITE_YAML)
    imported = read_statuspage(_save(tmp_path / "answers", *rows, key=key))
    return imported, plan_reception(site, imported)


def _import(tmp_path: Path, *rows: dict[str, Any], key: str = "incidents") -> tuple[Imported, Reception]:
    imported, reception = _plan(tmp_path, *rows, key=key)
    assert reception.problems == ()
    write_reception(tmp_path / "site", reception)
    return imported, reception


def _only(tmp_path: Path) -> Incident | Maintenance:
    reading = read_library(tmp_path / "site")
    assert reading.problems == ()
    assert reading.library is not None
    (one,) = reading.library.communications
    assert isinstance(one, Incident | Maintenance)
    return one


def _stages(tmp_path: Path) -> list[str]:
    return [update.stage.value for update in _only(tmp_path).updates]


def test_updates_that_only_an_older_answer_holds_are_not_lost(tmp_path: Path) -> None:
    early, late = _update("u1", "investigating", "08:00"), _update("u2", "resolved", "09:00")

    _import(tmp_path, _row(early, updated_at="2025-06-01T08:00:00Z"), _row(late))

    assert _stages(tmp_path) == ["investigating", "resolved"]


@pytest.mark.parametrize("older", [None, "soon", "2025-06-01T13:30:00.000+02:00"])
def test_the_newest_answer_wins_whatever_its_zone(tmp_path: Path, older: str | None) -> None:
    update = _update("u1", "investigating", "08:00")

    _import(tmp_path, _row(update, name="Old words", updated_at=older), _row(update))

    assert _only(tmp_path).title == "Uploads fail"


def test_updates_without_an_id_are_known_again_by_their_time(tmp_path: Path) -> None:
    twice = _update("u2", "resolved", "09:00")
    row = _row(twice, twice, _update(None, "identified", "08:30"), _update(None, "investigating", "08:00"))

    imported, _ = _import(tmp_path, row)
    _, again = _plan(tmp_path, row)

    assert _stages(tmp_path) == ["investigating", "identified", "resolved"]
    assert "incident tern01: update u2 is there twice, told once" in imported.notes
    assert (dict(again.files), again.unchanged, again.problems) == ({}, 3, ())


def test_two_updates_with_one_id_are_both_told(tmp_path: Path) -> None:
    row = _row(_update("u", "resolved", "09:00", "Over."), _update("u", "investigating", "08:00"))

    _import(tmp_path, row)

    assert _stages(tmp_path) == ["investigating", "resolved"]


def test_a_report_beside_the_updates_becomes_a_file(tmp_path: Path) -> None:
    row = _row(
        _update("u2", "resolved", "09:00"),
        _update("u1", "investigating", "08:00"),
        status="postmortem",
        postmortem_body="The disk was full.",
        postmortem_published_at="2025-06-02T10:00:00Z",
    )

    _import(tmp_path, row)

    assert _stages(tmp_path) == ["investigating", "resolved", "postmortem"]
    assert _only(tmp_path).latest.body == "The disk was full."
    assert _only(tmp_path).latest.at == parse_moment("2025-06-02T10:00:00Z")


def _report(tmp_path: Path, body: str) -> str:
    row = _row(
        _update("u1", "resolved", "09:00"),
        status="postmortem",
        postmortem_body=body,
        postmortem_published_at="2025-06-02T10:00:00Z",
    )
    imported, _ = _import(tmp_path, row)
    assert (imported.left_out, imported.notes) == ((), (NO_COMPONENT,))
    return _only(tmp_path).latest.body


def test_a_report_stays_the_markdown_that_it_was(tmp_path: Path) -> None:
    typed = (
        "## Summary\r\n\r\nThe disk was **full**, see [our note](https://tern.example/a_b).\r\n\r\n"
        "| When | What |\r\n|---|---|\r\n| 08:00 | `df` said 100% |\r\n\r\n* One\r\n* Two\r\n"
    )

    assert _report(tmp_path, typed) == typed.replace("\r\n", "\n").strip()


def test_a_picture_of_a_report_becomes_a_link(tmp_path: Path) -> None:
    typed = "The load: ![a graph](https://img.example/1.png) and ![](https://img.example/2.png)"

    assert _report(tmp_path, typed) == (
        "The load: [a graph](https://img.example/1.png) and [Picture](https://img.example/2.png)"
    )


def test_a_report_in_html_is_read_as_that(tmp_path: Path) -> None:
    assert _report(tmp_path, "<p>The disk was <b>full</b>.</p><p>2 * 3</p>") == "The disk was **full**.\n\n2 \\* 3"


def test_a_report_that_was_never_published_stays_out(tmp_path: Path) -> None:
    row = _row(_update("u1", "resolved", "08:00"), postmortem_body="A draft.", postmortem_published_at=None)

    imported, _ = _import(tmp_path, row)

    assert (imported.left_out, imported.notes) == (
        ("incident tern01: its report was never published, so it stays out",),
        (NO_COMPONENT,),
    )
    assert _stages(tmp_path) == ["resolved"]


def test_a_maintenance_under_way_by_its_status_is_under_way(tmp_path: Path) -> None:
    row = _row(
        _update("u1", "scheduled", "08:00"),
        status="in_progress",
        scheduled_for="2025-06-01T10:00:00Z",
        scheduled_until="2025-06-01T11:00:00Z",
    )

    imported, _ = _import(tmp_path, row, key="scheduled_maintenances")

    assert _stages(tmp_path) == ["scheduled", "in_progress"]
    assert _only(tmp_path).latest.at == parse_moment("2025-06-01T10:00:00Z")
    assert _only(tmp_path).latest.body == ""
    assert imported.notes == (
        "maintenance tern01: it is in_progress by its status; no update says so, the file for it has no text",
    )


def test_a_status_behind_the_updates_is_said_and_not_followed(tmp_path: Path) -> None:
    imported, _ = _import(tmp_path, _row(_update("u1", "resolved", "08:00"), status="investigating"))

    assert _stages(tmp_path) == ["resolved"]
    assert imported.notes == (
        NO_COMPONENT,
        "incident tern01: its status is 'investigating' although its last update says 'resolved', which is kept",
    )


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("monitoring_at", "monitoring_at 2025-06-03T00:00:00Z does not fit its updates"),
        ("resolved_at", "resolved_at 2025-06-03T00:00:00Z does not fit its updates"),
        ("started_at", "started_at 2025-06-03T00:00:00Z lies after its first update"),
    ],
)
def test_an_event_time_that_cannot_be_is_listed(tmp_path: Path, key: str, sentence: str) -> None:
    row = _row(_update("u1", "resolved", "08:00"), **{key: "2025-06-03T00:00:00Z"})

    imported, _ = _import(tmp_path, row)

    assert imported.left_out == (f"incident tern01: {sentence}",)


def test_an_incident_of_which_nothing_was_said_is_listed(tmp_path: Path) -> None:
    imported, _ = _import(tmp_path, _row(_update("u1", "resolved", "08:00")), _row(id="tern02"))

    assert "incident tern02: nothing was ever said of it, so that there is nothing to tell" in imported.left_out


def test_a_source_in_which_nothing_was_said_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has an update"):
        read_statuspage(_save(tmp_path / "answers", _row()))


def test_text_that_no_page_can_carry_is_shown_as_missing(tmp_path: Path) -> None:
    row = _row(_update("u1", "resolved", "08:00", "half \ud800 a sign\x0bnext \x07"), name="Up\x00loads")

    imported, _ = _import(tmp_path, row)

    assert _only(tmp_path).title == "Up\ufffdloads"
    assert _only(tmp_path).first.body == "half \ufffd a sign  \nnext \ufffd"
    assert "2 texts hold characters that nothing can show" in imported.left_out[0]


def test_an_id_that_is_no_address_leads_nowhere_and_harms_nothing(tmp_path: Path) -> None:
    imported, _ = _import(tmp_path, _row(_update("u1", "resolved", "08:00"), id="A/../b <"))

    assert imported.redirects == ()
    assert imported.left_out[-1] == "incident A/../b <: its old address /incidents/A/../b < is none that can lead on"
    origin = _only(tmp_path).first.said.imported_from
    assert origin is not None
    assert origin.url == "https://status.tern.example/incidents/A%2F..%2Fb%20%3C"


def test_a_file_of_ones_own_keeps_its_number(tmp_path: Path) -> None:
    first, second = _update("u1", "investigating", "08:00"), _update("u2", "resolved", "09:00")
    _import(tmp_path, _row(first))
    own = tmp_path / "site" / FOLDER / "02-identified.md"
    own.write_text("---\nstage: identified\nat: 2025-06-01T08:30:00Z\n---\nOurs.\n")

    _, later = _import(tmp_path, _row(second, first))

    assert list(later.files) == [f"{FOLDER}/03-resolved.md"]
    assert own.read_text().endswith("Ours.\n")
    assert len(_only(tmp_path).updates) == 3


def test_a_deleted_file_comes_back_where_it_was(tmp_path: Path) -> None:
    row = _row(
        _update("u3", "resolved", "09:00"),
        _update("u2", "identified", "08:30"),
        _update("u1", "investigating", "08:00"),
    )
    _import(tmp_path, row)
    (tmp_path / "site" / FOLDER / "02-identified.md").unlink()

    _, again = _import(tmp_path, row)

    assert list(again.files) == [f"{FOLDER}/02-identified.md"]


def test_an_update_between_those_that_are_here_is_refused(tmp_path: Path) -> None:
    first, second = _update("u1", "investigating", "08:00"), _update("u3", "resolved", "09:00")
    _import(tmp_path, _row(second, first))

    _, later = _plan(tmp_path, _row(second, _update("u2", "identified", "08:30"), first))

    assert [(problem.place.path, problem.code) for problem in later.problems] == [(FOLDER, "T009")]


def test_line_ends_that_git_rewrote_are_no_edit(tmp_path: Path) -> None:
    row = _row(_update("u1", "resolved", "08:00"))
    _import(tmp_path, row)
    file = tmp_path / "site" / FOLDER / "01-resolved.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    _, again = _plan(tmp_path, row)

    assert (dict(again.files), again.unchanged, again.problems) == ({}, 1, ())


def test_names_and_descriptions_of_components_are_read_as_their_page_shows_them(tmp_path: Path) -> None:
    group = {"id": "g1", "name": "Files &amp;  more", "group": True}
    own = {"id": "c1", "name": "Uploads\xa0 &amp; exports", "group_id": "g1", "description": "From  &quot;apps&quot;"}
    row = _row(_update("upd01", "resolved", "10:00"), components=[group, own])

    imported, _ = _import(tmp_path, row)

    (component,) = imported.components
    assert (component.id, component.name) == ("uploads-exports", "Uploads & exports")
    assert (component.group, component.description) == ("Files & more", 'From "apps"')
    assert imported.notes == ()


def test_one_name_in_two_spellings_of_its_spaces_is_one_name(tmp_path: Path) -> None:
    rows = [
        _row(_update("upd01", "resolved", "10:00"), id=f"tern0{number}", components=[{"id": "c1", "name": name}])
        for number, name in enumerate(("Tern API", "Tern\xa0API"))
    ]

    imported, _ = _import(tmp_path, *rows)

    assert imported.notes == ()
