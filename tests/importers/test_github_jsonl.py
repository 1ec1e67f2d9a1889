"""JSON lines become a site: every incident, text, time and component is found again, in pages and in their feeds."""

import html
import json
import re
import xml.etree.ElementTree as etree
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from night import IS_NIGHT, in_ci
from public_record import public_record
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.interface import SourceError
from statusladder.model.imported import Imported
from statusladder.model.site import Library
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

OWN = Path(__file__).parent / "jsonl"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def _site(folder: Path) -> Path:
    folder.mkdir()
    text = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
    (folder / "site.yaml").write_text(text)
    return folder


def _import(source: Path, site: Path) -> Imported:
    imported = read_github_jsonl(source)
    reception = plan_reception(site, imported)
    assert reception.problems == ()
    write_reception(site, reception)
    return imported


def _library(site: Path) -> Library:
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def _bare(text: str) -> str:
    """Words without any white space: paragraphs and line breaks are shown in other ways."""
    return re.sub(r"\s+", "", text)


def _shown(fragment: str) -> str:
    return _bare(html.unescape(re.sub(r"<[^>]+>", "", fragment)))


def _assert_found_again(row: dict[str, Any], folder: str, library: Library, public: Path) -> tuple[int, int]:
    """One row of the source in its folder, its page and its feed; returns how many updates and components."""
    one = next(found for found in library.communications if found.path == f"content/{folder}")
    names = {component.name: component.id for component in library.settings.components}
    page = (public / folder / "index.html").read_text()
    words = _shown(page)
    entries = list(etree.parse(public / folder / "feed.atom").getroot().iter(f"{ATOM}entry"))
    assert one.title == " ".join(row["title"].split())
    assert len(one.updates) == len(row["updates"]) == len(entries)
    updates: tuple[Any, ...] = one.updates
    for update, told, entry in zip(updates, row["updates"], reversed(entries), strict=True):
        assert update.at == parse_moment(told["at"])
        assert f'datetime="{told["at"]}"' in page
        assert _bare(told["message"]) in words
        assert entry.findtext(f"{ATOM}published") == told["at"].replace("Z", "+00:00")
        assert _bare(told["message"]) in _shown(entry.findtext(f"{ATOM}content") or "")
    for name in row.get("components") or []:
        assert names[name] in one.component_ids
        assert html.escape(name) in page
        assert folder.split("/")[1] in (public / "components" / names[name] / "index.html").read_text()
    return len(one.updates), len(row.get("components") or [])


def _counts(source: Path, site: Path) -> tuple[int, int, int]:
    """Incidents, updates and named components of the source, each found again."""
    imported = _import(source, site)
    publication = publish_site(site, site.parent / "public", NOW, None, lambda count: None)
    assert publication.outcome is not None
    library = _library(site)
    folders = {folder.source_id: f"{folder.section}/{folder.id}" for folder in imported.folders}
    rows = [json.loads(line) for file in sorted(source.glob("*.jsonl")) for line in file.read_text().splitlines()]
    told = [row for row in rows if row["updates"]]
    found = [_assert_found_again(row, folders[row["entry_id"]], library, site.parent / "public") for row in told]
    return len(found), sum(updates for updates, _ in found), sum(components for _, components in found)


@in_ci
def test_the_819_incidents_of_the_public_record_are_found_again(real_data: Path, tmp_path: Path) -> None:
    record = public_record(real_data, tmp_path, by_day=120)

    assert _counts(record, _site(tmp_path / "site")) == ((819, 4570, 1092) if IS_NIGHT else (120, 637, 148))


def test_our_own_lines_are_found_again(tmp_path: Path) -> None:
    assert _counts(OWN, _site(tmp_path / "site")) == (3, 8, 3)


def test_what_cannot_be_told_is_listed(tmp_path: Path) -> None:
    imported = read_github_jsonl(OWN)

    assert [sentence.rsplit("/", 1)[-1] for sentence in imported.left_out] == ["tern.jsonl:4: it has no updates"]


def test_an_incident_without_a_component_is_carried_and_noted() -> None:
    imported = read_github_jsonl(OWN)

    assert imported.notes == ("incident tag:status.tern.example,2005:Incident/102: it names no component",)
    assert "tag:status.tern.example,2005:Incident/102" in [folder.source_id for folder in imported.folders]


def test_a_site_that_has_no_components_yet_gets_those_of_the_source(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    text = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(text.partition("components:")[0])

    _import(OWN, site)

    assert [component.id for component in _library(site).settings.components] == ["uploads", "web-mobile"]


def test_an_import_that_brings_no_component_needs_a_site_that_has_one(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    text = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(text.partition("components:")[0])
    source = tmp_path / "x.jsonl"
    source.write_text(OWN.joinpath("tern.jsonl").read_text().splitlines()[1])

    reception = plan_reception(site, read_github_jsonl(source))

    assert [problem.sentence for problem in reception.problems] == ["the key 'components' is missing"]


def test_a_title_is_read_as_its_page_shows_it(tmp_path: Path) -> None:
    row = json.loads(OWN.joinpath("tern.jsonl").read_text().splitlines()[0])
    (tmp_path / "x.jsonl").write_text(json.dumps(row | {"title": "Search &amp;\u00a0 uploads fail for R&D &copy"}))

    (folder,) = read_github_jsonl(tmp_path / "x.jsonl").folders

    assert folder.updates[0].keys["title"] == "Search & uploads fail for R&D &copy"


def test_feed_readers_know_the_incidents_by_their_old_ids(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)
    publish_site(site, tmp_path / "public", NOW, None, lambda count: None)

    entries = etree.parse(tmp_path / "public" / "history.atom").getroot().iter(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {
        f"tag:status.tern.example,2005:Incident/{number}" for number in (101, 102, 103)
    }


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)

    again = plan_reception(site, read_github_jsonl(OWN))

    assert (dict(again.files), again.settings_text, again.unchanged, again.problems) == ({}, None, 8, ())


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "holds no incident"), ("{}\n{", ":2 is no JSON object"), ("[]", ":1 is no JSON object")]
)
def test_what_are_no_json_lines_is_said_to_be_none(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "x.jsonl").write_text(text)

    with pytest.raises(SourceError, match=sentence):
        read_github_jsonl(tmp_path)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"id": 7, "updates": [{}]},
        {"id": "a", "updates": [{"at": "yesterday", "status": "Update", "message": "x"}]},
        {"id": "a", "updates": [{"at": "2025-06-01T09:00:00Z", "status": ["x"], "message": None}]},
        {"id": "a", "updates": "none"},
    ],
)
def test_a_line_that_cannot_be_told_stops_no_other(tmp_path: Path, row: dict[str, Any]) -> None:
    good = OWN.joinpath("tern.jsonl").read_text().splitlines()[0]
    (tmp_path / "x.jsonl").write_text(f"{json.dumps(row)}\n{good}\n")

    imported = read_github_jsonl(tmp_path)

    assert [folder.id for folder in imported.folders] == ["2025-06-01-uploads-fail"]
    assert "x.jsonl:1: " in imported.left_out[0]


def test_what_no_text_may_hold_is_shown_as_missing_and_every_line_end_is_one_of_ours(tmp_path: Path) -> None:
    row = {
        "id": "tern01",
        "title": "Pages load \x01 slowly",
        "components": ["Web\u2028site", "Ex\x1bports"],
        "updates": [{"at": "2026-03-14T09:00:00Z", "status": "Resolved", "message": "One\u2028two \ud800 three\x00."}],
    }
    whole = json.dumps(row).encode() + b"\n"
    (tmp_path / "a.jsonl").write_bytes(whole + json.dumps({**row, "id": "x", "title": "a\u2028b"}).encode())

    _import(tmp_path / "a.jsonl", site := _site(tmp_path / "site"))
    library = _library(site)

    assert [one.title for one in library.incidents] == ["a b", "Pages load \ufffd slowly"]
    assert library.incidents[1].updates[0].body == "One  \ntwo \ufffd three\ufffd."
    assert [component.name for component in library.settings.components] == ["Website", "Web site", "Ex\ufffdports"]


def test_a_line_separator_within_a_text_ends_no_line_of_the_source(tmp_path: Path) -> None:
    row = '{"id": "tern01", "title": "a\u2028b", "updates": [{"at": "2026-03-14T09:00:00Z", "status": "Resolved"}]}'
    (tmp_path / "a.jsonl").write_text(row, encoding="utf-8")

    assert [folder.source_id for folder in read_github_jsonl(tmp_path / "a.jsonl").folders] == ["tern01"]
