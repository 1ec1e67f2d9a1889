"""Two components of one name are told apart by their group wherever they stand alone."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from reported_site import words
from statusladder.model.site import Settings
from statusladder.publish.pipeline import publish_site

SITE = """\
site: {name: Tern, url: https://status.tern.example}
components:
  - {id: api-eu, name: API, group: EU, since: 2026-01-01}
  - {id: api-us, name: API, group: US, since: 2026-01-01}
  - {id: search, name: Search, group: US, since: 2026-01-01}
"""
FILES = {
    "content/incidents/2026-03-13-slow/01-resolved.md": """\
stage: resolved
at: 2026-03-13T09:00:00Z
title: Answers were late
severity: minor
backfilled: true
started_at: 2026-03-13T08:00:00Z
components: {api-eu: affected}
""",
    "content/incidents/2026-03-14-down/01-investigating.md": """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: Answers fail
severity: major
components: {api-eu: major_outage}
corrections:
  - {at: 2026-03-14T09:00:00Z, field: components.api-eu, was: degraded_performance, now: major_outage, why: a slip}
""",
    "content/maintenance/2026-04-02-cables/01-scheduled.md": """\
stage: scheduled
at: 2026-03-10T09:00:00Z
title: Cable work
window: {from: 2026-04-02T01:00:00Z, to: 2026-04-02T02:00:00Z}
expected: {api-us: under_maintenance}
""",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("names") / "site"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"---\n{text}---\nWords.\n")
    (site / "site.yaml").write_text(SITE)
    target = site.parent / "public"
    publication = publish_site(site, target, datetime.fromisoformat("2026-03-14T10:00:00Z"), None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return target


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "Major outage API (EU)"),
        ("incidents/2026-03-14-down/", "Working normally API (US) and Search"),
        ("incidents/2026-03-14-down/", "corrected the state of API (EU) from"),
        ("incidents/2026-03-14-down/", "API (EU): Major outage"),
        ("maintenance/2026-04-02-cables/", "Under maintenance API (US)"),
        ("components/api-eu/", "Component API (EU) Major outage"),
        ("reliability/", "Worst week API (EU) not measured"),
        ("reliability/", "Not measured, because incidents have no recorded state or length: API (EU) 1"),
    ],
)
def test_a_page_names_the_group_where_the_name_stands_alone(page: str, said: str, public: Path) -> None:
    assert said in words(public / page / "index.html")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("components/api-us/index.html", "<title>API (US) · Tern</title>"),
        ("components/api-us/feed.atom", "<title>API (US) · Tern</title>"),
        ("components/api-us/calendar.ics", "maintenance of API (US)"),
        ("calendar.ics", "CATEGORIES:API (US)"),
        ("updates.atom", '<category term="API (EU)"/>'),
        ("badges/api-eu.svg", "<title>API (EU): Major outage</title>"),
        ("badges/uptime/api-us.svg", "<title>API (US): 100"),
        ("reliability.json", '"name": "API (EU)"'),
    ],
)
def test_a_file_names_the_group_where_the_name_stands_alone(file: str, said: str, public: Path) -> None:
    assert said in (public / file).read_text()


def test_in_the_api_a_name_has_its_group_beside_it_or_in_it(public: Path) -> None:
    def rows(path: str, key: str) -> list[dict[str, str]]:
        answer: list[dict[str, str]] = json.loads((public / "api/v2" / path).read_text())[key]
        return answer

    assert all(row["group_id"] for row in rows("components.json", "components") if row["name"] == "API")
    (incident,) = json.loads((public / "api/v2/incidents/unresolved.json").read_text())["incidents"]
    assert [row["name"] for row in incident["incident_updates"][0]["affected_components"]] == ["API (EU)"]


def test_below_the_heading_of_its_group_a_component_has_its_name_alone(public: Path) -> None:
    assert "EU API Major outage" in words(public / "index.html")
    assert "US API: Atom" in words(public / "subscribe/index.html").replace(" : ", ": ")


@pytest.mark.parametrize(
    ("components", "names"),
    [
        ([("a", "API", None), ("b", "Search", "EU")], ["API", "Search"]),
        ([("a", "API", None), ("b", "api", "EU")], ["API", "api (EU)"]),
        ([("a", "API", "EU"), ("b", "API", "EU"), ("c", "API", "US")], ["API (a)", "API (b)", "API (US)"]),
        ([("a", "API", None), ("b", "API", None)], ["API (a)", "API (b)"]),
    ],
)
def test_a_name_has_as_much_beside_it_as_it_takes_to_be_the_only_one(
    components: list[tuple[str, str, str | None]], names: list[str]
) -> None:
    rows = [{"id": name, "name": label} | ({"group": group} if group else {}) for name, label, group in components]
    settings = Settings.model_validate({"site": {"name": "Tern", "url": "https://t.example"}, "components": rows})

    assert [settings.name_of(row["id"]) for row in rows] == names
    assert settings.name_of("gone") == "gone"
