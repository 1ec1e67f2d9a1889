"""DatoCMS's files become a site: every incident, maintenance, text, time and component is found again."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from night import in_ci
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.datocms import read_datocms
from statusladder.importers.interface import SourceError
from statusladder.markup.html import to_html
from statusladder.model.imported import Imported
from statusladder.model.site import Library
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site
from statusladder.views.wording import stamp_of

NOW = datetime(2026, 10, 1, tzinfo=UTC)
INCIDENT: dict[str, Any] = {
    "name": "Uploads fail",
    "impact": "major",
    "updates": [
        {"date": "2025-06-01T09:00:00.500Z", "status": "investigating", "content": "Uploads **fail**.\n\n- one\n- two"},
        {"date": "2025-06-01T10:00:00.000Z", "status": "resolved", "content": "They work."},
    ],
}
MAINTENANCE: dict[str, Any] = {
    "name": "New cables",
    "scheduledTime": "2025-05-10T01:00:00.000Z",
    "minutes": "90",
    "content": "We lay new cables.",
    "components": ["backend"],
    "updates": [{"date": "2025-05-10T02:00:00.000Z", "status": "in-progress", "content": "Begun."}],
}


def _write(folder: Path, incident: Any, maintenance: Any) -> Path:
    for section, name, row in (
        ("incidents", "2025-06-01-uploads-fail", incident),
        ("maintenances", "2025-05-01-new-cables", maintenance),
    ):
        (folder / section).mkdir(parents=True)
        (folder / section / f"{name}.json").write_text(json.dumps(row))
    return folder


def _import(source: Path, site: Path) -> Imported:
    site.mkdir()
    text = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
    (site / "site.yaml").write_text(text)
    imported = read_datocms(source)
    reception = plan_reception(site, imported)
    assert reception.problems == ()
    write_reception(site, reception)
    again = plan_reception(site, read_datocms(source))
    assert (dict(again.files), again.settings_text, again.problems) == ({}, None, ())
    return imported


def _library(site: Path) -> Library:
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def _counts(source: Path, site: Path) -> tuple[int, int, int, int]:
    """Incidents, maintenances, updates and named components of the source, each found again."""
    imported = _import(source, site)
    publication = publish_site(site, site.parent / "public", NOW, None, lambda count: None)
    assert publication.outcome is not None
    library = _library(site)
    folders = {folder.source_id: f"{folder.section}/{folder.id}" for folder in imported.folders}
    updates = components = 0
    for file in sorted(source.glob("*/*.json")):
        row = json.loads(file.read_text())
        folder = folders[f"{file.parent.name}/{file.stem}"]
        one = next(found for found in library.communications if found.path == f"content/{folder}")
        told: tuple[Any, ...] = one.updates
        page = (site.parent / "public" / folder / "index.html").read_text()
        feed = (site.parent / "public" / folder / "feed.atom").read_text()
        if "content" in row:
            assert told[0].body.strip() == row["content"].strip()
        for update, source_update in zip(told[-len(row["updates"]) :], row["updates"], strict=True):
            updates += 1
            assert update.at == parse_moment(source_update["date"])
            assert update.body.strip() == source_update["content"].strip().replace("\r\n", "\n")
            assert to_html(update.body, top_heading=4) in page
            assert f'datetime="{stamp_of(update.at)}"' in page
            assert f"<id>tag:status.tern.example,{one.id[:10]}:update/{one.id}/{update.id}</id>" in feed
        for name in row.get("components", []):
            components += 1
            assert name in one.component_ids
    return len(library.incidents), len(library.maintenances), updates, components


@in_ci
def test_the_real_incidents_and_maintenances_are_found_again(real_data: Path, tmp_path: Path) -> None:
    assert _counts(real_data / "datocms-status" / "data", tmp_path / "site") == (72, 31, 305, 68)


def test_our_own_are_found_again(tmp_path: Path) -> None:
    source = _write(tmp_path / "source", INCIDENT, MAINTENANCE)

    assert _counts(source, tmp_path / "site") == (1, 1, 3, 1)


def test_an_announcement_has_the_day_of_its_file_and_the_window_its_minutes(tmp_path: Path) -> None:
    imported = _import(_write(tmp_path / "source", INCIDENT, MAINTENANCE), tmp_path / "site")
    (maintenance,) = _library(tmp_path / "site").maintenances

    assert maintenance.first.at == datetime(2025, 5, 1, tzinfo=UTC)
    assert maintenance.window is not None
    assert maintenance.window.to == datetime(2025, 5, 10, 2, 30, tzinfo=UTC)
    assert imported.left_out == ()
    assert imported.notes == (
        "2025-05-01-new-cables.json: its announcement has a day and no time, told as 2025-05-01T00:00:00Z",
    )


@pytest.mark.parametrize("text", ["", "[]", "{", "7"])
def test_a_file_that_is_no_incident_is_refused_by_name(tmp_path: Path, text: str) -> None:
    source = _write(tmp_path / "source", INCIDENT, MAINTENANCE)
    (source / "incidents" / "2025-07-01-x.json").write_text(text)

    with pytest.raises(SourceError, match=r"2025-07-01-x\.json"):
        read_datocms(source)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"updates": None}, "it has no updates"),
        ({"updates": [{"date": "now", "status": "resolved", "content": "x"}]}, "an update has no time"),
        ({"updates": [{"date": "2025-06-01T09:00:00Z", "status": "odd", "content": "x"}]}, "the unknown status 'odd'"),
    ],
)
def test_what_an_incident_lacks_is_listed(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    imported = read_datocms(_write(tmp_path / "source", INCIDENT | change, MAINTENANCE))

    assert any(sentence in line for line in (*imported.left_out, *imported.notes))


def test_a_folder_without_files_is_said_to_hold_none(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no incidents"):
        read_datocms(tmp_path)
