"""A risk that nobody feels yet: what every output says of it, and what is counted once customers are affected."""

import csv
import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from some_outputs import publish_some
from statusladder.publish.pipeline import publish_site
from writing_site import attempt

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
components:
  - id: sign-in
    name: Sign-in
    since: 2026-01-01
  - id: exports
    name: Exports
    since: 2026-01-01
"""
NOW = "2026-03-14T10:00:00Z"

NOTICE = """\
---
stage: notice
at: 2026-03-14T09:30:00Z
title: Signing in may fail tonight
severity: minor
components:
  sign-in: affected
  exports: degraded_performance
potential_impact: Signing in may fail from 18:00 UTC on
customer_actions:
  - Sign in before 18:00 UTC and stay signed in
watch_until: 2026-03-14T20:00:00Z
next_update: 1h
---
A certificate expires at 18:00 UTC and its renewal has failed once. Nobody is affected so far.
"""
NOTICED_IN_TIME = {
    "01-notice.md": """\
---
stage: notice
at: 2026-03-02T08:40:00Z
title: Exports may be late
severity: major
components:
  exports: affected
detection: monitoring
detected_at: 2026-03-02T08:35:00Z
potential_impact: Exports may be late
next_update: 30m
---
A disk fills up. Nothing is late so far.
""",
    "02-investigating.md": """\
---
stage: investigating
at: 2026-03-02T09:05:00Z
title: Exports are late
components:
  exports: partial_outage
started_at: 2026-03-02T09:00:00Z
impact:
  symptom: Exports arrive late
next_update: 1h
---
Exports arrive late.
""",
    "03-resolved.md": """\
---
stage: resolved
at: 2026-03-02T10:00:00Z
---
Exports are on time again.
""",
    "04-postmortem.md": """\
---
stage: postmortem
version: final
at: 2026-03-04T10:00:00Z
---
## What happened

A disk was full.
""",
}
CAME_TO_NOTHING = {
    "01-notice.md": """\
---
stage: notice
at: 2026-03-05T08:00:00Z
title: Exports may be slow today
severity: minor
components:
  exports: affected
potential_impact: Exports may be slow
next_update: 2h
---
A disk is nearly full. Exports are as fast as ever.
""",
    "02-resolved.md": """\
---
stage: resolved
at: 2026-03-05T09:00:00Z
---
The disk was replaced in time.
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("early") / "site"
    stories = {
        "2026-03-14-sign-in-may-fail": {"01-notice.md": NOTICE},
        "2026-03-02-exports-late": NOTICED_IN_TIME,
        "2026-03-05-exports-slow": CAME_TO_NOTHING,
    }
    for name, files in stories.items():
        folder = root / "content" / "incidents" / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text)
    (root / "site.yaml").write_text(SITE)
    return root


@pytest.fixture(scope="module")
def public(site: Path) -> Path:
    return _publish(site, site.parent / "public")


def _publish(site: Path, target: Path) -> Path:
    assert publish_site(site, target, datetime(2026, 3, 14, 10, tzinfo=UTC), None, lambda count: None).outcome
    return target


def _text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).replace("\N{NO-BREAK SPACE}", " ").split())


def _page(public: Path, path: str = "") -> str:
    (main,) = re.findall("<main.*?</main>", (public / path / "index.html").read_text(), re.DOTALL)
    return str(main)


def _answers(page: str) -> dict[str, str]:
    """The three answers of an open incident, by their headings."""
    (glance,) = re.findall(r'<dl class="glance">.*?</dl>', page, re.DOTALL)
    return {
        _text(term): _text(words) for term, words in re.findall("<dt>(.*?)</dt><dd.*?>(.*?)</dd>", glance, re.DOTALL)
    }


@pytest.mark.parametrize("path", ["", "incidents/2026-03-14-sign-in-may-fail"])
def test_the_first_three_answers_are_what_may_happen_what_one_can_do_and_until_when_we_watch(
    public: Path, path: str
) -> None:
    assert _answers(_page(public, path)) == {
        "What may happen": "Signing in may fail from 18:00 UTC on At risk: Sign-in Degraded Exports",
        "What you can do": "Sign in before 18:00 UTC and stay signed in",
        "We are watching until": "20:00 UTC",
    }


@pytest.mark.parametrize(
    "path", ["", "incidents/2026-03-14-sign-in-may-fail", "components/sign-in", "incidents/2026-03-05-exports-slow"]
)
def test_nothing_that_is_only_at_risk_is_called_affected(public: Path, path: str) -> None:
    text = _text(_page(public, path))

    assert "At risk: Sign-in" in text or "At risk: Signing in may fail" in text or "Was at risk Exports" in text
    for allowed in ("Nobody is affected so far", "before customers were affected", "Weighted by customers affected"):
        text = text.replace(allowed, "")
    assert "ffected" not in text


def test_a_component_at_risk_is_operational_and_one_with_a_state_shows_it(public: Path) -> None:
    lede = r'<p class="lede">(.*?)</p>'
    states = [
        _text(re.findall(lede, _page(public, f"components/{name}"), re.DOTALL)[0]) for name in ("sign-in", "exports")
    ]
    rows = json.loads((public / "api/v2/summary.json").read_text())["components"]

    assert states == ["Operational", "Degraded"]
    assert {row["name"]: row["status"] for row in rows} == {
        "Sign-in": "operational",
        "Exports": "degraded_performance",
    }
    assert "No disruption" in _text(_page(public, "components/sign-in"))


def test_programs_are_told_of_no_impact_whatever_became_of_the_notice(public: Path) -> None:
    rows = json.loads((public / "api/v2/incidents.json").read_text())["incidents"]

    impacts = {row["name"]: row["impact"] for row in rows}
    (notice,) = next(row for row in rows if row["name"] == "Signing in may fail tonight")["incident_updates"]
    assert impacts == {
        "Signing in may fail tonight": "none",
        "Exports may be slow today": "none",
        "Exports are late": "major",
    }
    assert {row["name"]: row["new_status"] for row in notice["affected_components"]} == {
        "Sign-in": "operational",
        "Exports": "degraded_performance",
    }


@pytest.mark.parametrize("feed", ["history.atom", "updates.json", "components/sign-in/feed.atom"])
def test_feeds_name_what_is_at_risk(public: Path, feed: str) -> None:
    text = unescape((public / feed).read_text())

    assert "At risk: Sign-in" in text
    assert "Sign-in: Affected" not in text
    assert "Sign-in: affected" not in text


def test_a_banner_leaves_notices_out_unless_the_site_asks_for_them(site: Path, public: Path, tmp_path: Path) -> None:
    assert json.loads((public / "embed/banner.json").read_text())["banners"] == []

    asking = tmp_path / "site"
    asking.mkdir()
    (asking / "content").symlink_to(site / "content")
    (asking / "site.yaml").write_text(f"{SITE}banner:\n  notice: true\n")
    public = publish_some(asking, tmp_path / "public", datetime.fromisoformat(NOW), "banner")
    (row,) = json.loads((public / "embed/banner.json").read_text())["banners"]

    assert row["text"] == (
        "Early notice: Signing in may fail tonight. At risk: Sign-in. Affected components: Exports (degraded). "
        "Next update by 10:30 UTC"
    )


def test_what_was_detected_before_impact_is_counted_wherever_figures_are(site: Path, public: Path) -> None:
    data: Any = json.loads((public / "reliability.json").read_text())
    rows = list(csv.DictReader((public / "reliability.csv").read_text().splitlines()))
    stats = attempt(site, NOW, "stats").out
    by_name = {row["title"]: row for row in rows}

    for key in ("detected_before_impact", "detected_before_first_report"):
        assert (data["figures"][key]["hits"], data["figures"][key]["n"]) == (1, 1)
    assert data["figures"]["lengths_in_minutes"]["time_to_detect"]["n"] == 0
    assert by_name["Exports are late"]["detected_before_impact"] == "true"
    assert by_name["Signing in may fail tonight"]["detected_before_impact"] == ""
    assert "Detected before customers were affected 1 of 1" in _text(_page(public, "reliability"))
    assert re.search(r"Detected before customers were affected +1 of 1", stats)


def test_the_postmortem_begins_before_the_impact(public: Path) -> None:
    page = _page(public, "incidents/2026-03-02-exports-late/postmortem")
    (lanes,) = re.findall(r'<ol class="lanes">.*?</ol>', page, re.DOTALL)
    rows = [_text(row) for row in re.findall("<li.*?</li>", lanes, re.DOTALL)]

    assert rows[1:4] == [
        "08:35 UTC Detected by our monitoring",
        "08:40 UTC We said at 08:40 UTC : Early notice: A disk fills up.",
        "09:00 UTC Impact began",
    ]
    assert "Detected 25 min before customers were affected" in _text(page)
    assert "First notice 20 min before customers were affected" in _text(page)


def test_time_with_impact_begins_with_the_impact(public: Path) -> None:
    text = _text(_page(public, "incidents/2026-03-02-exports-late"))

    assert "Resolved after 1 h. First notice 20 min before customers were affected" in text
    noticed, began = text.index("08:35 UTC, 2 March 2026"), text.index("09:00 UTC, 2 March 2026")
    assert noticed < began
