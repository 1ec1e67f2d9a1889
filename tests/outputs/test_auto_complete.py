"""`auto_complete`: a maintenance says that it completes by itself, and every output takes it to be over then."""

import json
from datetime import datetime
from pathlib import Path

from reported_site import words
from statusladder.publish.pipeline import publish_site

SITE = """\
site: {name: Tern, url: https://status.tern.example}
components:
  - {id: exports, name: Exports, since: 2026-01-01}
"""
PLAN = """\
---
stage: scheduled
at: 2026-03-10T09:00:00Z
title: Cable work
window: {from: 2026-03-15T01:00:00Z, to: 2026-03-15T02:00:00Z}
expected: {exports: under_maintenance}
auto_complete: true
---
We replace a cable.
"""
PAGE = "maintenance/2026-03-15-cables"


def _publish(root: Path, clock: str) -> Path:
    site = root / "site"
    folder = site / "content" / PAGE
    folder.mkdir(parents=True, exist_ok=True)
    (site / "site.yaml").write_text(SITE)
    (folder / "01-scheduled.md").write_text(PLAN)
    moment = datetime.fromisoformat(f"2026-03-15T{clock}:00Z")
    publication = publish_site(site, root / "public", moment, None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return root / "public"


def _row(public: Path) -> dict[str, str]:
    (row,) = json.loads((public / "api/v2/scheduled-maintenances.json").read_text())["scheduled_maintenances"]
    return {key: row[key] for key in ("status", "updated_at", "resolved_at")}


def test_until_then_its_page_says_so_and_the_clock_knows_when(tmp_path: Path) -> None:
    public = _publish(tmp_path, "01:30")

    assert "Completion Automatic at 02:00 UTC, 15 March 2026, unless we post an update" in words(
        public / PAGE / "index.html"
    )
    assert json.loads((public / "manifest.json").read_text())["next_change_at"] == "2026-03-15T02:00:00Z"
    assert _row(public) == {"status": "in_progress", "updated_at": "2026-03-15T01:00:00.000Z", "resolved_at": None}


def test_from_then_on_it_is_over_in_every_output(tmp_path: Path) -> None:
    public = _publish(tmp_path, "02:00")

    page, home = words(public / PAGE / "index.html"), words(public / "index.html")
    assert "Completed at the end of its window." in page
    assert "Completion Automatic" not in page
    assert "past its window" not in page
    assert "Exports Operational" in home
    assert "All systems are operating normally" in home
    assert _row(public) == {
        "status": "completed",
        "updated_at": "2026-03-15T02:00:00.000Z",
        "resolved_at": "2026-03-15T02:00:00.000Z",
    }
    assert json.loads((public / "embed/banner.json").read_text())["banners"] == []
    assert "Completed at the end of its window." in (public / "history.atom").read_text()
    assert "Under maintenance" not in (public / "badges/exports.svg").read_text()
