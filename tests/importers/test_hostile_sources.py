"""Whatever bytes a source holds, an import ends in words, writes all of itself or nothing, and takes its time once."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from night import examples, some
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.datocms import read_datocms
from statusladder.importers.feed_ids import with_feed_ids
from statusladder.importers.feedback import IMPORTER as FEEDBACK
from statusladder.importers.forms import make_own_id
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.html_words import markdown_of, to_markdown
from statusladder.importers.interface import SourceError
from statusladder.importers.statuspage import read_statuspage
from statusladder.model.imported import Imported
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site

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
PAGE = {"id": "ternpage0001", "name": "Tern", "url": "https://status.tern.example"}
FEED = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x</id>'
    '<link href="https://status.tern.example/incidents/tern01"/></entry></feed>'
)
KEYS = (
    *("page", "id", "name", "url", "incidents", "incident_updates", "status", "body", "display_at", "created_at"),
    *("updated_at", "impact", "components", "group", "group_id", "position", "start_date", "affected_components"),
    *("code", "new_status", "scheduled_maintenances", "scheduled_for", "scheduled_until", "postmortem_body"),
    *("resolved_at", "entry_id", "updates", "at", "message", "title", "date", "content", "minutes", "scheduledTime"),
)
TEXTS = (
    "tern01",
    "2025-06-01T09:00:00Z",
    "2025-06-01",
    "Scheduled",
    "Investigating",
    "resolved",
    "critical",
    "API",
    "api!",
    "::: internal\nsecret\n:::",
    "<![foo]>",
    "<!-- a",
    "\x00\x01\x1b[31m\x85",
    "\u2028",
    "\ud800",
    "\ufffe",
    "\u202e",
    "https://[",
    "https://a b\n",
    "../../etc",
    "/incidents/../x",
    "<<<<<<< a",
    "---\nstage: resolved\n---",
    "9" * 5000,
    "é" * 90,
    "",
    "2025-06-01-api",
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(TEXTS)
    | st.text(st.characters(codec=None), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)
FACTS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6)
UPDATES = st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8), max_size=4)


def _statuspage(folder: Path, data: bytes) -> Imported:
    (folder / "answer.json").write_bytes(data)
    return read_statuspage(folder / "answer.json")


def _jsonl(folder: Path, data: bytes) -> Imported:
    (folder / "history.jsonl").write_bytes(data)
    return read_github_jsonl(folder / "history.jsonl")


def _datocms(folder: Path, data: bytes) -> Imported:
    (folder / "incidents").mkdir(exist_ok=True)
    (folder / "incidents" / "2025-06-01-api.json").write_bytes(data)
    return read_datocms(folder)


def _maintenance(folder: Path, data: bytes) -> Imported:
    (folder / "maintenances").mkdir(exist_ok=True)
    (folder / "maintenances" / "2025-06-01-api.json").write_bytes(data)
    return read_datocms(folder)


def _feedback(ending: str) -> Callable[[Path, bytes], Imported]:
    def read(folder: Path, data: bytes) -> Imported:
        (folder / f"answers{ending}").write_bytes(data)
        return FEEDBACK.read(folder / f"answers{ending}")

    return read


def _feed(folder: Path, data: bytes) -> Imported:
    (folder / "history.atom").write_bytes(data)
    page = _statuspage(folder, _answer({}).encode())
    return with_feed_ids(page, folder / "history.atom")


READERS: dict[str, Callable[[Path, bytes], Imported]] = {
    "statuspage": _statuspage,
    "github_jsonl": _jsonl,
    "datocms": _datocms,
    "datocms-maintenance": _maintenance,
    "feedback-csv": _feedback(".csv"),
    "feedback-json": _feedback(".json"),
    "feedback-yaml": _feedback(".yaml"),
    "feed": _feed,
}


def _update(**facts: Any) -> dict[str, Any]:
    at = "2025-06-01T09:00:00Z"
    told = {"id": "u1", "status": "investigating", "body": "Words.", "display_at": at, "created_at": at}
    return told | {"at": at, "date": at, "message": "Words.", "content": "Words."} | facts


def _answer(facts: dict[str, Any], update: dict[str, Any] | None = None, page: Any = PAGE) -> str:
    row = {"id": "tern01", "name": "Uploads fail", "incident_updates": [_update(**(update or {}))]}
    return json.dumps({"page": page, "incidents": [row | facts]})


def _line(facts: dict[str, Any], update: dict[str, Any] | None = None) -> str:
    told = _update(status="Investigating") | (update or {})
    return json.dumps({"id": "1", "title": "Uploads fail", "updates": [told]} | facts)


def _site(folder: Path) -> Path:
    site = folder / "site"
    site.mkdir()
    (site / "site.yaml").write_text(SITE_YAML)
    return site


def _bytes_of(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def _take_in(folder: Path, imported: Imported) -> None:
    """Plans the import and writes it where nothing is wrong: then all that is there can be read."""
    site = _site(folder)
    before = _bytes_of(site)
    reception = plan_reception(site, imported)
    if reception.problems:
        assert _bytes_of(site) == before
        return
    write_reception(site, reception)
    assert {*reception.files} <= {*_bytes_of(site)}
    forms = [problem for problem in read_library(site).problems if problem.code != "D013"]
    assert forms == []


FUZZ = settings(max_examples=examples(by_night=60, by_day=15), suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", READERS)
@FUZZ
@given(data=st.binary(max_size=60))
@example(data=b"")
@example(data=b"[" * 100_000)
@example(data=b'{"a":' * 20_000)
@example(data=b"\xff\xfe<\x00")
@example(data=b'<?xml version="1.0" encoding="no-such"?><a/>')
@example(data=b'<?xml version="1.0" encoding="utf-7"?><a/>')
@example(data=b"9" * 5000)
@example(data=b"[NaN, 1e999, -0]")
@example(data=b'{"page": {"url": "https://["}, "incidents": []}')
def test_no_bytes_are_a_traceback(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    try:
        imported = READERS[name](folder, data)
    except SourceError:
        return
    _take_in(folder, imported)


@FUZZ
@given(facts=FACTS, told=UPDATES, page=VALUES, has_page=st.booleans())
def test_a_statuspage_of_any_values_is_written_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, Any], told: list[Any], page: Any, has_page: bool
) -> None:
    folder = tmp_path_factory.mktemp("values")
    text = json.dumps(
        {
            "page": page if has_page else PAGE,
            "components": told,
            "incidents": [{"id": "tern01", "incident_updates": [_update(**one) for one in told]} | facts],
            "scheduled_maintenances": [{"id": "tern02", "incident_updates": [_update(), *told]} | facts],
        }
    )
    try:
        imported = _statuspage(folder, text.encode())
    except SourceError:
        return
    _take_in(folder, imported)


@FUZZ
@given(facts=FACTS, told=UPDATES)
def test_json_lines_of_any_values_are_written_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, Any], told: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("values")
    rows = [{"id": "1", "title": "A", "updates": [_update(**one) for one in told]} | facts, {"id": "2"} | facts]
    try:
        imported = _jsonl(folder, "\n".join(json.dumps(row) for row in rows).encode())
    except SourceError:
        return
    _take_in(folder, imported)


@FUZZ
@given(facts=FACTS, told=UPDATES, kind=st.booleans())
def test_datocms_of_any_values_is_written_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, Any], told: list[Any], kind: bool
) -> None:
    folder = tmp_path_factory.mktemp("values")
    text = json.dumps({"name": "A", "updates": [_update(**one) for one in told]} | facts)
    try:
        imported = (_datocms if kind else _maintenance)(folder, text.encode())
    except SourceError:
        return
    _take_in(folder, imported)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("statuspage", _answer({}, {"body": "<![foo]> words"})),
        ("statuspage", _answer({}, {"body": "<![CDATA[ words"})),
        ("statuspage", _answer({}, page=PAGE | {"url": "https://["})),
        ("github_jsonl", _line({"url": "https://["})),
        ("github_jsonl", _line({"url": "https://tern.example/incidents/../x y"})),
        ("github_jsonl", _line({"title": "\ud800"})),
        ("github_jsonl", _line({}, {"message": "one\u2028two \x07"})),
        (
            "github_jsonl",
            _line({"title": "\u202eA \ufeffB", "components": ["\u202dC"]}, {"message": "\u202eA \ufeffB"}),
        ),
        ("github_jsonl", _line({"title": "::internal"}, {"message": "<p>&#58;:: internal</p>x\n::: internal\ny\n:::"})),
        (
            "datocms",
            json.dumps({"name": "::internal <!-- a", "updates": [_update(content="a ::: internal\n```internal")]}),
        ),
        ("datocms", json.dumps({"name": "A \ud800", "updates": [_update(content="\x00 \ud800 words")]})),
        ("datocms", json.dumps({"name": "A", "updates": [_update(content="<!-- words")]})),
        ("datocms-maintenance", json.dumps({"name": "A", "components": ["API", "api!"], "updates": [_update()]})),
    ],
)
def test_a_single_odd_value_costs_no_incident(tmp_path: Path, name: str, text: str) -> None:
    imported = READERS[name](tmp_path, text.encode())
    site = _site(tmp_path)
    reception = plan_reception(site, imported)

    assert reception.problems == ()
    write_reception(site, reception)
    assert len(imported.folders) == 1
    assert read_library(site).problems == ()


def test_an_old_address_with_a_password_stops_no_site(tmp_path: Path) -> None:
    """It is public for long, and the rules on secrets pass over what was imported too."""
    words = "See <a href='https://ops:k7-Harbour@tern.example/'>there</a> and https://ops:k7-Harbour@tern.example/x"
    site = _site(tmp_path)
    write_reception(site, plan_reception(site, _jsonl(tmp_path, _line({}, {"message": words}).encode())))

    assert judge_site(site, datetime(2026, 1, 1, tzinfo=UTC), Gate.CHECK).blocking(Gate.BUILD) == ()


def test_two_incidents_of_one_old_address_are_redirected_once(tmp_path: Path) -> None:
    url = "https://tern.example/incidents/1"
    imported = _jsonl(tmp_path, f"{_line({'url': url})}\n{_line({'url': url, 'id': '2'})}".encode())

    assert imported.redirects == (("/incidents/1", "/incidents/2025-06-01-uploads-fail/"),)
    assert imported.left_out == (f"{tmp_path}/history.jsonl:2: its old address /incidents/1 is none that can lead on",)


def test_an_import_that_cannot_be_written_to_its_end_leaves_nothing_behind(tmp_path: Path) -> None:
    named = {"affected_components": [{"code": "c1", "name": "Mail"}]}
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "1.json").write_text(_answer({}))
    (tmp_path / "answers" / "2.json").write_text(_answer({"id": "tern02", "name": "Z"}, named))
    site = _site(tmp_path)
    reception = plan_reception(site, read_statuspage(tmp_path / "answers"))
    assert None not in (reception.settings_text, reception.redirects_text)
    assert len(reception.files) == 2
    last = max(reception.files)
    (site / last).parent.mkdir(parents=True)
    (site / last).write_text("somebody else was faster")
    before = _bytes_of(site)

    with pytest.raises(FileExistsError):
        write_reception(site, reception)

    assert _bytes_of(site) == before
    assert [*(site / "content").iterdir()] == [site / "content" / "incidents"]
    assert [*(site / "content" / "incidents").iterdir()] == [(site / last).parent]


def test_what_the_reader_would_refuse_is_no_byte_written(tmp_path: Path) -> None:
    """An importer of another package may hand over what ours never would."""
    site = _site(tmp_path)
    imported = _statuspage(tmp_path, _answer({}, {"affected_components": [{"code": "c1", "name": "Mail"}]}).encode())
    (component,) = imported.components
    (folder,) = imported.folders
    before = _bytes_of(site)

    def wrong(**changed: Any) -> list[tuple[str, str]]:
        reception = plan_reception(site, replace(imported, **changed))
        return [(problem.code, problem.place.path) for problem in reception.problems]

    assert wrong() == []
    assert ("D010", "site.yaml") in wrong(components=(replace(component, id="Mail! \ud800"),))
    assert wrong(redirects=(("/a b", f"/incidents/{folder.id}/"),)) == [("D010", "content/redirects.yaml")]
    assert ("D012", "content/incidents/../x/01-investigating.md") in wrong(folders=(replace(folder, id="../x"),))
    told = replace(folder.updates[0], keys={**folder.updates[0].keys, "stage": "nowhere"}, body="\ud800")
    path = f"content/incidents/{folder.id}/01-investigating.md"
    assert {found for _, found in wrong(folders=(replace(folder, updates=(told,)),))} == {path}
    assert _bytes_of(site) == before


PATTERNS = {
    "tags that never close": "<a ",
    "tags with an open quote": "<a href='",
    "emphasis that never closes": "<b>x ",
    "links that never close": "<a href='https://tern.example/'>x ",
    "items": "<ul><li>x",
    "declarations": "<![x",
    "comments": "<!--",
    "pictures": "![",
    "entities": "&amp",
    "numbered entities": "&#1",
    "addresses": "https://tern.example/.",
    "dots behind an address": "https://a.....",
    "blank lines": "\n \n",
    "colons": ":::",
    "stars": "*",
    "end tags": "</b></p>",
    "blanks": " \t",
    "merge marks": "<<<<<<<\n",
}


def test_incidents_that_would_all_have_one_name_take_no_longer_each() -> None:
    taken: dict[str, int] = {}
    ids = [make_own_id("2025-06-01-a", "!", taken) for _ in range(2000)]

    assert len({*ids}) == 2000
    assert ids[:4] == ["2025-06-01-a", "2025-06-01-a-x", "2025-06-01-a-x-2", "2025-06-01-a-x-3"]
    assert max(taken.values()) == 1999


def _cost(work: Callable[[str], object], text: str) -> float:
    costs = []
    for _ in range(3):
        begun = time.process_time()
        work(text)
        costs.append(time.process_time() - begun)
    return min(costs)


@pytest.mark.parametrize("work", [to_markdown, markdown_of])
@pytest.mark.parametrize("pattern", some([*PATTERNS], by_day=6))
def test_a_text_of_twice_the_length_takes_about_twice_as_long(work: Callable[[str], object], pattern: str) -> None:
    text = PATTERNS[pattern]
    short, long = (text * (size // len(text)) for size in (20_000, 40_000))

    assert _cost(work, long) < 4 * _cost(work, short) + 0.002
