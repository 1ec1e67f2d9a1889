"""Statuspage answers become a site: everything the input says is found again, and nothing that it does not say."""

import html
import json
import random
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import ALL, examples, some
from statusladder.content.reader import read_library
from statusladder.content.receive import Reception, plan_reception, write_reception
from statusladder.importers.interface import SourceError
from statusladder.importers.statuspage import read_statuspage
from statusladder.model.imported import Imported
from statusladder.model.site import Library
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site
from statusladder.voice.catalogue import ENGLISH, read_strings

OWN = Path(__file__).parent / "data"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
SITE_YAML = """\
# Our page
site:
  name: Imported status
  url: https://status.tern.example
components:   # in order
  - id: website
    name: Website   # ours

contacts:
  - text: Support
"""
REAL = {
    "discord-2022": ["discord-2022-*.json"],
    "github-2024": ["github-2024-*.json"],
    "emma-2019": ["emma-2019-*.json"],
    "github-2020-maintenance": ["github-summary.json", "github-summary-2.json"],
    "github-single": ["github-incident-*.json"],
}


def _site(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE_YAML)
    return folder


def _import(source: Path, site: Path) -> tuple[Imported, Reception]:
    imported = read_statuspage(source)
    reception = plan_reception(site, imported)
    assert reception.problems == ()
    write_reception(site, reception)
    return imported, reception


def _library(site: Path) -> Library:
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def _plain(source: str) -> str:
    """The words of a source body: without its tags and entities, white space as one space."""
    without_tags = re.sub(r"</?(?:a|b|br|p|ul|li|strong|i|em|code)\b[^>]*>", " ", source)
    return " ".join(html.unescape(without_tags).split())


def _rows(source: Path) -> list[dict[str, Any]]:
    """Every incident and maintenance of the source, of several versions the newest."""
    newest: dict[str, dict[str, Any]] = {}
    for file in sorted(source.glob("*.json")):
        values = json.loads(file.read_text())
        single = [values["incident"]] if "incident" in values else []
        for row in [*values.get("incidents", []), *values.get("scheduled_maintenances", []), *single]:
            if row["id"] not in newest or row["updated_at"] > newest[row["id"]]["updated_at"]:
                newest[row["id"]] = row
    return list(newest.values())


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _words_of_page(text: str) -> str:
    return _without_space(html.unescape(re.sub(r"<[^>]+>", "", text)))


def _assert_all_found_again(source: Path, site: Path, imported: Imported) -> tuple[int, int, int]:
    """Each incident, text, time and stated component in content, page and feed; returns how many of each."""
    library = _library(site)
    publication = publish_site(site, site.parent / "public", NOW, None, lambda count: None)
    assert publication.outcome is not None
    by_source = {folder.source_id: folder.id for folder in imported.folders}
    communications = {one.id: one for one in library.communications}
    component_ids = {one.imported_from: one.id for one in library.settings.components}
    feed = _words_of_page(html.unescape((site.parent / "public" / "history.atom").read_text()))
    updates = states = 0
    for row in _rows(source):
        one = communications[by_source[row["id"]]]
        assert one.title == " ".join(row["name"].split())
        section = one.path.split("/")[1]
        page = (site.parent / "public" / section / one.id / "index.html").read_text()
        said = _words_of_page(page)
        told = {
            update.said.imported_from.id.split("/")[1]: update for update in one.updates if update.said.imported_from
        }
        for source_update in row["incident_updates"]:
            update = told[source_update["id"]]
            updates += 1
            assert update.at == parse_moment(source_update["display_at"])
            words = _without_space(_plain(source_update["body"]))
            assert words in said
            assert words in feed
            stamp = update.at.isoformat(timespec="milliseconds" if update.at.microsecond else "seconds")
            assert f'datetime="{stamp.replace("+00:00", "Z")}"' in page
            for affected in source_update["affected_components"] or []:
                if "code" in affected:
                    states += 1
                    assert update.said.components is not None
                    stated = update.said.components.states[component_ids[affected["code"]]].status
                    assert stated == affected["new_status"]
                    assert stated is not None
                    assert str(read_strings(ENGLISH)[f"state.{stated.value}"]) in page
    return len(communications), updates, states


@pytest.mark.parametrize(
    ("name", "counts"),
    some(
        [
            ("discord-2022", (2, 2, 1)),
            ("github-2024", (2, 12, 12)),
            ("emma-2019", (22, 105, 438)),
            ("github-2020-maintenance", (4, 11, 5)),
            ("github-single", (2, 13, 84)),
        ],
        by_day=2,
        in_ci=ALL,
    ),
)
def test_everything_in_real_answers_is_found_again(
    name: str, counts: tuple[int, int, int], real_data: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for pattern in REAL[name]:
        for file in (real_data / "statuspage-v2").glob(pattern):
            shutil.copy(file, source)
    imported, _ = _import(source, _site(tmp_path / "site"))

    assert _assert_all_found_again(source, tmp_path / "site", imported) == counts


def test_everything_in_our_own_answers_is_found_again(tmp_path: Path) -> None:
    imported, _ = _import(OWN, _site(tmp_path / "site"))

    assert _assert_all_found_again(OWN, tmp_path / "site", imported) == (3, 6, 4)


def test_what_the_source_lacks_is_listed_and_not_invented(tmp_path: Path) -> None:
    imported, _ = _import(OWN, _site(tmp_path / "site"))

    assert imported.left_out == ()
    assert imported.notes == (
        "component comp00000001 is 'Uploads'; it was also called 'File uploads'",
        "incident bcdfghjklm02: update upd000000004 has the unknown status 'mystery', told as 'investigating'",
        "incident bcdfghjklm02: it names no component",
        "incident bcdfghjklm02: it is resolved by its status; no update says so, the closing file has no text",
        "incident bcdfghjklm02: monitoring_at 2025-06-01T20:30:00Z has no update, kept as mitigated_at",
    )


def test_the_folders_keep_what_readers_and_clients_know(tmp_path: Path) -> None:
    _import(OWN, _site(tmp_path / "site"))
    library = _library(tmp_path / "site")

    assert [one.id for one in library.incidents] == ["2025-06-01-uploads-fail", "2025-06-01-uploads-fail-bcdfghjklm02"]
    first = library.incidents[0]
    assert first.first.said.imported_from is not None
    assert first.first.said.imported_from.url == "https://status.tern.example/incidents/bcdfghjklm01"
    assert first.started_at == parse_moment("2025-06-01T08:40:00Z")
    assert library.incidents[1].closed_at == parse_moment("2025-06-01T21:00:00Z")
    assert [(redirect.from_, redirect.to) for redirect in library.settings.redirects] == [
        ("/incidents/bcdfghjklm01", "/incidents/2025-06-01-uploads-fail/"),
        ("/incidents/bcdfghjklm02", "/incidents/2025-06-01-uploads-fail-bcdfghjklm02/"),
        ("/incidents/bcdfghjklm03", "/maintenance/2025-05-01-new-cables/"),
    ]


def test_site_yaml_grows_as_text_and_keeps_every_comment(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)

    text = (site / "site.yaml").read_text()
    assert text.startswith(SITE_YAML.split("\ncontacts")[0].rstrip("\n"))
    assert "\n\ncontacts:\n  - text: Support\n" in text
    assert [(one.id, one.name, one.group) for one in _library(site).settings.components] == [
        ("website", "Website", None),
        ("uploads-comp00000002", "Uploads", None),
        ("uploads", "Uploads", "Files"),
    ]


def test_old_addresses_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)

    assert "redirects" not in (site / "site.yaml").read_text()
    assert (site / "content" / "redirects.yaml").read_text() == (
        "# Old addresses of what was imported, and where they lead now. More of your own fit here, or into site.yaml.\n"
        "redirects:\n"
        "  - from: /incidents/bcdfghjklm01\n"
        "    to: /incidents/2025-06-01-uploads-fail/\n"
        "  - from: /incidents/bcdfghjklm02\n"
        "    to: /incidents/2025-06-01-uploads-fail-bcdfghjklm02/\n"
        "  - from: /incidents/bcdfghjklm03\n"
        "    to: /maintenance/2025-05-01-new-cables/\n"
    )


def test_old_addresses_that_site_yaml_has_from_an_earlier_import_are_not_added_again(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)
    earlier = (site / "content" / "redirects.yaml").read_text()
    (site / "content" / "redirects.yaml").unlink()
    (site / "site.yaml").write_text((site / "site.yaml").read_text() + earlier)

    _, again = _import(OWN, site)

    assert again.redirects_text is None
    assert not (site / "content" / "redirects.yaml").exists()


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}

    _, again = _import(OWN, site)

    assert (dict(again.files), again.settings_text, again.unchanged) == ({}, None, 7)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_later_import_adds_only_the_new_updates_even_in_a_renamed_component(tmp_path: Path) -> None:
    site, source = _site(tmp_path / "site"), tmp_path / "source"
    shutil.copytree(OWN, source)
    file = source / "tern-incidents.json"
    whole = json.loads(file.read_text())
    early = json.loads(file.read_text())
    early["incidents"][0]["incident_updates"] = early["incidents"][0]["incident_updates"][1:]
    early["incidents"][0] |= {"status": "identified", "resolved_at": None}
    file.write_text(json.dumps(early))
    _import(source, site)
    file.write_text(json.dumps(whole))

    _, later = _import(source, site)

    assert list(later.files) == ["content/incidents/2025-06-01-uploads-fail/03-resolved.md"]
    assert len(_library(site).incidents[0].updates) == 3


def test_a_persons_edit_is_refused_by_name_and_nothing_is_written(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _import(OWN, site)
    edited = site / "content/incidents/2025-06-01-uploads-fail/02-identified.md"
    edited.write_text(edited.read_text() + "\nA sentence of ours.\n")
    (site / "content/maintenance/2025-05-01-new-cables/02-completed.md").unlink()

    reception = plan_reception(site, read_statuspage(OWN))

    assert [(problem.place.path, problem.code) for problem in reception.problems] == [
        ("content/incidents/2025-06-01-uploads-fail/02-identified.md", "D013")
    ]


def test_a_folder_of_ones_own_is_never_mixed_with_an_import(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    own = site / "content/incidents/2025-06-01-uploads-fail"
    own.mkdir(parents=True)
    (own / "01-investigating.md").write_text("---\nstage: investigating\n---\nOurs.\n")

    reception = plan_reception(site, read_statuspage(OWN))

    assert "content/incidents/2025-06-01-uploads-fail" in [problem.place.path for problem in reception.problems]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not JSON"),
        ("[1, 2", "is not JSON"),
        ("[]", "names no page"),
        ('{"page": {"id": "a"}}', "does not say the page's address"),
        ('{"page": {"id": "a", "url": "https://a.example"}}', "holds no incident"),
        ('{"page": {"id": "a", "url": "https://a.example"}, "incidents": 3}', "is not a list of objects"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "x.json").write_text(text)

    with pytest.raises(SourceError, match=sentence):
        read_statuspage(tmp_path)


def test_answers_of_several_pages_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        page = {"id": name, "name": f"Page {name}", "url": "https://a.example"}
        (tmp_path / f"{name}.json").write_text(json.dumps({"page": page, "incidents": []}))

    with pytest.raises(SourceError, match="several pages: Page a, Page b"):
        read_statuspage(tmp_path)


def _damaged(node: Any, chance: random.Random) -> Any:
    """The same JSON with something deleted, or replaced by something of another kind."""
    if chance.random() < 0.04:
        return chance.choice(
            [None, "", 7, [], {}, "x" * 300, "\ud800\x07", "2025-13-01T00:00:00Z", True, -1.5, ["a"], {"id": "z"}]
        )
    if isinstance(node, dict):
        return {key: _damaged(value, chance) for key, value in node.items() if chance.random() > 0.03}
    if isinstance(node, list):
        return [_damaged(value, chance) for value in node if chance.random() > 0.03]
    return node


@settings(max_examples=examples(by_night=150, by_day=30), deadline=None)
@given(st.integers(0, 10**9))
def test_a_damaged_answer_is_refused_or_imported_once_but_never_a_traceback(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("tern-incidents.json", "tern-scheduled-maintenances.json"):
            values = _damaged(json.loads((OWN / name).read_text()), chance)
            (Path(folder) / name).write_text(json.dumps(values))
        try:
            imported = read_statuspage(Path(folder))
        except SourceError:
            return
        site = _site(Path(folder) / "site")
        reception = plan_reception(site, imported)
        assert reception.problems == ()
        write_reception(site, reception)
        assert read_library(site).problems == ()
        again = plan_reception(site, read_statuspage(Path(folder)))
        assert (dict(again.files), again.settings_text, again.problems) == ({}, None, ())
