"""`/embed/banner.json`: what the banner says, how long, and of what; the script is small."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from some_outputs import publish_some

SITES = Path(__file__).parent.parent / "sites"
STORM = datetime(2026, 6, 10, 12, tzinfo=UTC)
Published = Callable[[str, datetime], Path]
SMALL = """\
site: {name: Tern status, url: https://status.tern.example}
components:
  - {id: exports, name: Exports}
  - {id: api, name: API}
"""


def answer_of(public: Path) -> Any:
    return json.loads((public / "embed" / "banner.json").read_text(encoding="utf-8"))


def test_it_says_stage_title_components_and_next_update_of_what_goes_on(demo: Path) -> None:
    text = (
        "Mitigating: Sign-in fails for some customers in the EU. 2 components, worst state: partial outage. "
        "Next update by 10:30 UTC"
    )
    marks = json.loads((demo / "manifest/2026.json").read_text())["updates"]["incidents/2026-03-14-sign-in-fails/"]

    assert answer_of(demo) == {
        "version": 1,
        "page": "https://status.harbourline.example",
        "language": "en",
        "banners": [
            {
                "id": "2026-03-14-sign-in-fails major",
                "level": "major",
                "critical": False,
                "text": text,
                "dismiss": f"Dismiss: {text}",
                "url": "https://status.harbourline.example/incidents/2026-03-14-sign-in-fails/",
                "components": ["sign-in", "dashboards"],
                "ahead": None,
                "expires_at": "2026-03-16T00:00:00Z",
                "facts": list(marks.values())[-1]["facts"],
            }
        ],
    }


def test_it_says_nothing_when_all_is_well(published_at: Published) -> None:
    assert answer_of(published_at("calm", STORM))["banners"] == []


WORDS = """\
stage: investigating
at: 2026-06-10T11:50:00Z
title: {title}
severity: major
components: {{exports: {state}, api: {state}}}
next_update: 30m
"""


@pytest.mark.parametrize(
    ("title", "components"),
    [
        ("Exports fail", "Affected components: Exports (major outage), API (major outage). "),
        (
            "Exports asked for since this morning fail",
            "2 components, worst state: major outage. ",
        ),
        ("Exports that were asked for since this morning fail, and calls of the API do", ""),
    ],
)
def test_what_is_affected_is_said_as_far_as_the_line_has_room(title: str, components: str, tmp_path: Path) -> None:
    folder = tmp_path / "content/incidents/2026-06-10-exports"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SMALL)
    (folder / "01-investigating.md").write_text(f"---\n{WORDS.format(title=title, state='major_outage')}---\nWords.\n")

    publish_some(tmp_path, tmp_path / "public", STORM, "banner")
    (row,) = answer_of(tmp_path / "public")["banners"]

    assert row["text"] == f"Investigating: {title}. {components}Next update by 12:20 UTC"


def test_every_line_is_short_and_ends_a_day_or_two_ahead(published_at: Published) -> None:
    rows = answer_of(published_at("storm", STORM))["banners"]

    assert len(rows) > 1
    for row in rows:
        assert len(row["text"]) <= 140
        assert row["critical"] is (row["level"] == "critical")
        assert 24 <= (datetime.fromisoformat(row["expires_at"]) - STORM).total_seconds() / 3600 <= 48


@pytest.mark.parametrize("now", ["2026-06-10T12:00:00Z", "2026-12-01T00:00:00Z"])
def test_all_that_is_open_is_in_it(now: str, tmp_path: Path) -> None:
    publish_some(SITES / "storm", tmp_path, datetime.fromisoformat(now), "banner", "statuspage_api")
    rows = answer_of(tmp_path)["banners"]

    unresolved = json.loads((tmp_path / "api/v2/incidents/unresolved.json").read_text())["incidents"]
    active = json.loads((tmp_path / "api/v2/scheduled-maintenances/active.json").read_text())["scheduled_maintenances"]
    assert {row["url"] for row in rows} == {row["shortlink"] for row in (*unresolved, *active)}


def test_the_script_is_small_and_asks_for_nothing_else(published_at: Published) -> None:
    script = (published_at("calm", STORM) / "embed" / "banner.js").read_bytes()

    assert len(gzip.compress(script)) <= 3072
    assert re.findall(rb"https?://|import|eval|innerHTML|cookie", script) == []
