"""What tells of the API is true of it: the page for people, and openapi.json for programs."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from built_once import built_once
from night import in_ci, some
from some_outputs import publish_some

ROOT = Path(__file__).parent.parent.parent
SITES = ROOT / "tests" / "sites"
PROFILE = Path(__file__).parent / "schema" / "statuspage-v2"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
MANY = 101

Built = dict[str, Path]


INVESTIGATING = """\
stage: investigating
title: <b>Slow</b> & late
severity: minor
components: {exports: degraded_performance}
next_update: 1h
"""
SCHEDULED = "stage: scheduled\ntitle: A swap\nexpected: {exports: under_maintenance}\n"


def _write(site: Path, name: str, at: datetime, keys: str) -> None:
    file = site / "content" / f"{name.format(day=at.date())}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\nat: {at.isoformat()}\n{keys}---\nSlow.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def built(demo: Path, published_at: Callable[[str, datetime], Path], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo, the sites of the tests, and the API of one with more incidents than an answer holds, in beacon."""
    many = built_once(tmp_path_factory, "many-answers", _publish_many) / "public"
    return {"demo": demo, "many": many} | {one.name: published_at(one.name, NOW) for one in SITES.iterdir()}


def _publish_many(folder: Path) -> None:
    many = folder / "sources"
    shutil.copytree(SITES / "calm", many)
    with (many / "site.yaml").open("a") as settings:
        settings.write("theme: beacon\n")
    for number in range(MANY):
        at = NOW - timedelta(days=3 * number + 3)
        _write(many, "incidents/{day}-slow/01-investigating", at, INVESTIGATING)
        _write(many, "incidents/{day}-slow/02-resolved", at + timedelta(hours=1), "stage: resolved\n")
        window = (
            f"window: {{from: {(at + timedelta(hours=2)).isoformat()}, to: {(at + timedelta(hours=3)).isoformat()}}}\n"
        )
        _write(many, "maintenance/{day}-swap/01-scheduled", at, f"{SCHEDULED}{window}")
    publish_some(many, folder / "public", NOW, "api_page", "statuspage_api")


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _description(public: Path) -> Any:
    return _json(public / "api" / "openapi.json")


def _endpoint(path: str, description: Any) -> str:
    """The endpoint that stands for an address: one that names it, else the only one whose parameters fit it."""
    if path in description["paths"]:
        return path
    found = []
    for candidate, methods in description["paths"].items():
        pattern = re.escape(candidate)
        for parameter in methods["get"].get("parameters", ()):
            values = r"\d+" if parameter["schema"].get("type") == "integer" else "[0-9b-df-hj-np-tv-z]{12}"
            pattern = pattern.replace(re.escape("{" + parameter["name"] + "}"), values)
        if re.fullmatch(pattern, path):
            found.append(candidate)
    assert len(found) == 1, (path, found)
    return str(found[0])


def _answer_schema(endpoint: str, description: Any) -> Any:
    content = description["paths"][endpoint]["get"]["responses"]["200"]["content"]
    return content["application/json"]["schema"]


def test_the_description_is_openapi_of_this_site(built: Built) -> None:
    for public in some([*built.values()], by_day=1, in_ci=2):
        description = _description(public)

        assert [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()] == []
        assert [server["url"] for server in description["servers"]] == [
            _json(public / "api/v2/status.json")["page"]["url"]
        ]


def test_a_fault_in_the_description_would_be_found(built: Built) -> None:
    description = _description(built["demo"])
    del description["paths"]["/api/v2/incidents/{code}.json"]["get"]["parameters"]

    assert list(OpenAPIV31SpecValidator(description).iter_errors())


@in_ci
def test_every_published_answer_is_of_the_schema_that_the_description_names(built: Built) -> None:
    seen = set()
    for public in built.values():
        description = _description(public)
        for file in (public / "api" / "v2").rglob("*.json"):
            endpoint = _endpoint(f"/{file.relative_to(public).as_posix()}", description)
            schema = {**_answer_schema(endpoint, description), "components": description["components"]}
            errors = [error.message for error in Draft202012Validator(schema).iter_errors(_json(file))]
            assert errors == [], file
            seen.add(endpoint)
    assert seen == set(_description(built["demo"])["paths"])


def test_a_key_too_many_would_be_found(built: Built) -> None:
    description = _description(built["demo"])
    answer = _json(built["demo"] / "api/v2/incidents.json")
    answer["incidents"][0]["incident_updates"][0]["mood"] = "calm"
    schema = {**_answer_schema("/api/v2/incidents.json", description), "components": description["components"]}

    assert not Draft202012Validator(schema).is_valid(answer)


def _profiles() -> Iterator[tuple[str, Any]]:
    for file in sorted(PROFILE.glob("*.json")):
        text = file.read_text(encoding="utf-8").replace("#/$defs/", "#/components/schemas/")
        name = "incidents/{code}" if file.stem == "incident" else re.sub("-(?=unres|upcom|active)", "/", file.stem)
        yield f"/api/v2/{name}.json", json.loads(text)


def test_the_description_holds_the_strict_profile_word_for_word(built: Built) -> None:
    description = _description(built["demo"])
    schemas = description["components"]["schemas"]
    endpoints = set()
    for endpoint, profile in _profiles():
        answer = schemas[_answer_schema(endpoint, description)["$ref"].rsplit("/", 1)[1]]
        told_elsewhere = ("$schema", "title", "description", "$defs")
        assert answer == {key: value for key, value in profile.items() if key not in told_elsewhere}, endpoint
        assert {name: schemas[name] for name in profile["$defs"]} == profile["$defs"], endpoint
        endpoints.add(endpoint)
    assert {path for path in description["paths"] if "{number}" not in path} == endpoints


def _page(public: Path) -> str:
    return (public / "api" / "index.html").read_text(encoding="utf-8")


def test_the_page_names_every_endpoint_and_links_to_what_is_there(built: Built) -> None:
    for public in built.values():
        page = _page(public)
        for path in _description(public)["paths"]:
            assert f"<code>{path.lstrip('/')}</code>" in page
            assert ("{" in path) or f'href="{path.removeprefix("/api/")}"' in page
        assert 'href="openapi.json"' in page


def test_the_page_shows_what_the_site_answers_now(built: Built) -> None:
    for name, public in built.items():
        status, *incident = (json.loads(text) for text in _shown(public) if not text.startswith("curl "))

        assert status == _json(public / "api/v2/status.json"), name
        for shown in incident:
            whole = _json(public / f"api/v2/incidents/{shown['incident']['id']}.json")["incident"]
            assert shown["incident"].keys() == whole.keys()
            assert [one["id"] for one in shown["incident"]["incident_updates"]] == [whole["incident_updates"][0]["id"]]
            body = " ".join(whole["incident_updates"][0]["body"].split())
            assert body.startswith(shown["incident"]["incident_updates"][0]["body"][:40])
        assert len(incident) == bool(_json(public / "api/v2/incidents.json")["incidents"])


def _shown(public: Path) -> list[str]:
    return [unescape(text) for text in re.findall("<pre.*?>(.*?)</pre>", _page(public), re.S)]


def test_the_page_compares_the_digest_of_the_newest_update_in_the_feed_and_the_manifest(built: Built) -> None:
    for name, public in built.items():
        if name == "many":  # of which only answers are made
            continue
        items = _json(public / "updates.json")["items"]
        commands = [text.splitlines() for text in _shown(public) if text.startswith("curl ")]

        assert len(commands) == bool(items), name
        for to_feed, in_feed, to_manifest, in_manifest in commands:
            assert to_feed.endswith("/updates.json | jq -r '.items[0]._statusladder.facts'")
            assert in_feed == in_manifest == items[0]["_statusladder"]["facts"]
            address, page, anchor = re.findall(r"example/([^ ]+\.json)|\[\"([^\"]+)\"\]", to_manifest)
            shard = _json(public / address[0])["updates"]
            assert shard[page[1]][anchor[1]]["facts"] == in_manifest


def test_the_example_is_an_open_incident_while_there_is_one_and_is_cut_short(built: Built) -> None:
    page = unescape(_page(built["demo"]))

    assert '"name": "Sign-in fails for some customers in the EU"' in page
    assert (
        '"body": "Half of EU sign-in traffic now runs on the standby system, '
        'and customers there can sign in normally. …"' in page
    )


def test_older_history_is_linked_where_there_is_any(built: Built) -> None:
    many, demo = _page(built["many"]), _page(built["demo"])

    assert re.findall(r'href="v2/(\S+)/page-(\d+)\.json"', many) == [
        ("incidents", "2"),
        ("incidents", "3"),
        ("scheduled-maintenances", "2"),
        ("scheduled-maintenances", "3"),
    ]
    ids = [
        row["id"]
        for number in ("", "/page-2", "/page-3")
        for row in _json(built["many"] / f"api/v2/incidents{number}.json")["incidents"]
    ]
    assert len(ids) == len(set(ids)) == MANY + 1
    assert "page-2.json" not in demo


def test_what_authors_wrote_stays_text_on_the_page(built: Built) -> None:
    assert "&lt;b&gt;Slow&lt;/b&gt; &amp; late" in _page(built["many"])
    assert "<b>Slow</b>" not in _page(built["many"])


def test_the_page_is_found_from_the_subscribe_page_and_from_every_foot(built: Built) -> None:
    demo = built["demo"]

    assert '<a href="../api/">Status API</a>' in (demo / "subscribe" / "index.html").read_text(encoding="utf-8")
    assert '<a href="api/">API</a>' in (demo / "index.html").read_text(encoding="utf-8")
    assert "<loc>https://status.harbourline.example/api/</loc>" in (demo / "sitemap.xml").read_text(encoding="utf-8")


def test_every_stage_is_told_with_the_word_that_the_api_has_for_it(built: Built) -> None:
    rows = dict(re.findall(r'<th scope="row"><code>(\w+)</code></th><td>(.*?)</td>', _page(built["demo"])))

    assert rows["identified"] == "Identified, Mitigating"
    assert rows["resolved"] == "Resolved, Retracted, Merged"
    assert rows["completed"] == "Completed, Cancelled"
    words = _description(built["demo"])["components"]["schemas"]
    assert set(rows) == {*words["incident_status"]["enum"], *words["maintenance_status"]["enum"]}
