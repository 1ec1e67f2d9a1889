"""`/manifest.json`: the moment of the build, and until when every file but for figures that run stays as it is."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statusladder import __version__
from statusladder.publish.pipeline import publish_site

SITES = Path(__file__).parent.parent / "sites"
STORM = datetime(2026, 6, 10, 10, 40, tzinfo=UTC)

RUNNING = re.compile(
    r"Built <time[^>]*>[^<]*"  # when the page was built
    r'|data-words="(?:[^"|]*\|)+[^"|]*">[^<]+'  # how long an open incident has lasted; the page's script counts on
    r"|longest silence so far [^.]*"
    r'|class="pct soft">[^<]*|Available: <b class="whole">[^<]*'  # the percentage of the last 90 days
    r'|(?<=</span></td>)<td>[^<]*|(?<=: )[A-Z][a-z ]+, (?:\d+ (?:d|h|min) ?)+(?=["<])'  # how long a day was disrupted
    r'|"now": "[^"]*"'
)


def _files(site: Path, target: Path, now: datetime) -> dict[str, str]:
    assert publish_site(site, target, now, None, lambda count: None).outcome
    return {file.relative_to(target).as_posix(): file.read_text() for file in target.rglob("*") if file.is_file()}


def _manifest(site: Path, target: Path, now: datetime) -> Any:
    return json.loads(_files(site, target, now)["manifest.json"])


def test_it_says_by_what_and_when_it_was_built_and_when_the_clock_alone_changes_it(tmp_path: Path) -> None:
    assert _manifest(SITES / "storm", tmp_path / "public", STORM) == {
        "generator": f"statusladder {__version__}",
        "now": "2026-06-10T10:40:00Z",
        "updated_at": "2026-06-10T10:30:00Z",
        "policy_version": None,
        "next_change_at": "2026-06-10T11:00:01Z",
    }


def test_a_site_that_never_said_anything_has_no_time_of_an_update(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    keys = "site:\n  name: Tern status\n  url: https://status.tern.example\n"
    (site / "site.yaml").write_text(f"{keys}components: []\nladder:\n  policy_version: '7'\n")

    manifest = _manifest(site, tmp_path / "public", STORM)

    assert (manifest["updated_at"], manifest["policy_version"]) == (None, "7")
    assert manifest["next_change_at"] == "2026-06-11T00:00:00Z"


@pytest.mark.parametrize("name", ["storm", "calm", "legal-and-right"])
def test_until_then_every_file_stays_as_it_is_but_for_figures_that_run(name: str, tmp_path: Path) -> None:
    site = SITES / name
    before = _files(site, tmp_path / "before", STORM)
    change = datetime.fromisoformat(json.loads(before["manifest.json"])["next_change_at"])

    last = _files(site, tmp_path / "last", change - timedelta(seconds=1))
    then = _files(site, tmp_path / "then", change)

    assert {path for path in before if _still(before[path]) != _still(last[path])} == set()
    assert "index.html" in {path for path in before if _still(before[path]) != _still(then[path])}


def _still(text: str) -> str:
    return RUNNING.sub("", text)
