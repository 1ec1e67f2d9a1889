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


def answer_of(public: Path) -> Any:
    return json.loads((public / "embed" / "banner.json").read_text(encoding="utf-8"))


def test_it_says_stage_title_and_next_update_of_what_goes_on(demo: Path) -> None:
    assert answer_of(demo) == {
        "version": 1,
        "page": "https://status.harbourline.example",
        "language": "en",
        "banners": [
            {
                "id": "2026-03-14-sign-in-fails major",
                "level": "major",
                "critical": False,
                "text": "Mitigating: Sign-in fails for some customers in the EU. Next update by 10:30 UTC",
                "dismiss": "Dismiss: Mitigating: Sign-in fails for some customers in the EU. Next update by 10:30 UTC",
                "url": "https://status.harbourline.example/incidents/2026-03-14-sign-in-fails/",
                "components": ["sign-in", "dashboards"],
                "ahead": None,
                "expires_at": "2026-03-16T00:00:00Z",
            }
        ],
    }


def test_it_says_nothing_when_all_is_well(published_at: Published) -> None:
    assert answer_of(published_at("calm", STORM))["banners"] == []


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
