"""A component with `until` is retired from that day on: out of today's lists, its history kept at its old addresses."""

import json
import re
import xml.etree.ElementTree as etree
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reported_site import words
from statusladder.cli.main import statusladder
from statusladder.history.manifest import read_manifest
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site
from statusladder.publish.live import judge_live
from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Kite status
  url: https://status.kite.example
  timezone: Europe/Berlin
components:
  - id: shop
    name: Shop
    since: 2025-01-01
  - id: telegrams
    name: Telegrams
    group: Old
    since: 2025-01-01
"""
UNTIL = "    until: 2026-03-14\n"
OLD = "content/incidents/2026-02-03-telegrams-late"
FILES = {
    f"{OLD}/01-investigating.md": """\
stage: investigating
at: 2026-02-03T09:00:00Z
title: Telegrams come late
severity: minor
components:
  telegrams: degraded_performance
next_update: 60m
""",
    f"{OLD}/02-resolved.md": """\
stage: resolved
at: 2026-02-03T10:00:00Z
data_loss: none
""",
    "content/incidents/2026-03-14-shop-slow/01-investigating.md": """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: The shop is slow
severity: minor
components:
  shop: major_outage
next_update: 60m
""",
}
NOW = datetime.fromisoformat("2026-03-14T10:00:00Z")
DAY_BEFORE = datetime.fromisoformat("2026-03-13T22:59:00Z")
"""A minute before midnight in Berlin."""


def _site(root: Path, settings: str = SITE + UNTIL, **more: str) -> Path:
    site = root / "site"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"---\n{text}---\nWords.\n")
    for name, text in more.items():
        file = site / f"content/incidents/2026-03-15-{name}/01-investigating.md"
        file.parent.mkdir()
        file.write_text(f"---\n{text}---\nWords.\n")
    (site / "site.yaml").write_text(settings)
    return site


def _publish(site: Path, now: datetime = NOW) -> Path:
    publication = publish_site(site, site.parent / "public", now, None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return site.parent / "public"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _publish(_site(tmp_path_factory.mktemp("retired")))


def _api(public: Path, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((public / f"api/v2/{path}.json").read_text())
    return answer


def test_a_component_that_was_taken_out_is_an_error_whose_fix_keeps_it(tmp_path: Path) -> None:
    site = _site(tmp_path, SITE.partition("  - id: telegrams")[0])

    checked = CliRunner().invoke(statusladder, ["check", "--quiet", "--site", str(site), "--now", NOW.isoformat()])

    assert checked.stderr.startswith(
        f"{OLD}/01-investigating.md:7: D011 no component is called 'telegrams'\n"
        "  add 'telegrams' to 'components' in site.yaml, with 'until: DATE' if it was retired\n"
    )
    (site / "site.yaml").write_text(SITE + UNTIL)
    assert not judge_site(site, NOW, Gate.BUILD).blocking(Gate.BUILD)


def test_until_that_day_it_is_a_component_as_any_other(tmp_path: Path) -> None:
    public = _publish(_site(tmp_path), DAY_BEFORE)

    assert "Old Telegrams Operational" in words(public / "index.html")
    assert {row["name"] for row in _api(public, "components")["components"]} == {"Shop", "Old", "Telegrams"}


def test_from_that_day_on_it_is_in_no_list_of_today(public: Path) -> None:
    assert {row["name"] for row in _api(public, "components")["components"]} == {"Shop"}
    assert {row["name"] for row in _api(public, "summary")["components"]} == {"Shop"}
    for page in ("", "subscribe/", "reliability/", "incidents/2026-03-14-shop-slow/"):
        assert "Telegrams" not in re.sub("Telegrams come late", "", words(public / page / "index.html")), page
    assert "telegrams" not in (public / "reliability.json").read_text().replace(OLD.rpartition("/")[2], "")


def test_what_is_retired_is_not_counted_among_what_works(public: Path) -> None:
    assert _api(public, "status")["status"] == {"indicator": "critical", "description": "Major System Outage"}


def test_its_page_says_so_and_keeps_its_history(public: Path) -> None:
    page = words(public / "components/telegrams/index.html")

    assert "Telegrams Retired on 14 March 2026 . Past incidents and maintenance stay on this page." in page
    assert "3 February 2026 Telegrams come late Resolved after 1 h." in page
    assert "Operational" not in page
    assert "%" not in page


def test_the_history_leads_to_its_page(public: Path) -> None:
    assert "Retired components Telegrams , 14 March 2026" in words(public / "history/index.html")
    assert 'href="../components/telegrams/"' in (public / "history/index.html").read_text()


def test_old_incidents_keep_it(public: Path) -> None:
    assert "Telegrams" in words(public / f"incidents/{OLD.rpartition('/')[2]}/index.html").replace("Telegrams come", "")
    old = next(one for one in _api(public, "incidents")["incidents"] if one["name"] == "Telegrams come late")
    assert [(row["name"], row["status"], row["group_id"]) for row in old["components"]] == [
        ("Telegrams", "operational", None)
    ]
    assert old["incident_updates"][-1]["affected_components"][0]["name"] == "Telegrams"


@pytest.mark.parametrize("kind", ["", "state/", "uptime/"])
def test_a_badge_that_other_pages_show_says_that_it_is_retired(kind: str, public: Path) -> None:
    badge = etree.fromstring((public / f"badges/{kind}telegrams.svg").read_bytes())

    assert badge.get("aria-label") == ("Retired" if kind == "state/" else "Telegrams: Retired")


def test_no_published_address_is_gone(tmp_path: Path) -> None:
    site = _site(tmp_path, SITE)
    live = read_manifest(str(_publish(site) / "manifest.json"))
    (site / "site.yaml").write_text(SITE + UNTIL)

    judged, _ = judge_live(site, judge_site(site, None, Gate.CHECK), live, NOW)

    assert [str(problem) for problem in judged.problems if problem.code == "C014"] == []


def test_a_newer_incident_that_names_it_is_a_warning(tmp_path: Path) -> None:
    newer = FILES[f"{OLD}/01-investigating.md"].replace("2026-02-03T09", "2026-03-15T09")
    site = _site(tmp_path, late=newer)

    judged = judge_site(site, None, Gate.CHECK)

    (found,) = [problem for problem in judged.problems if problem.code == "D018"]
    assert found.sentence == "'telegrams' was retired on 2026-03-14, before this began"
    assert str(found.place) == "content/incidents/2026-03-15-late/01-investigating.md:7"
    assert found not in judged.blocking(Gate.CHECK)
    public = _publish(site, datetime.fromisoformat("2026-03-15T10:00:00Z"))
    assert "Telegrams come late Next update by" in words(public / "components/telegrams/index.html")


def test_a_team_that_names_owners_needs_none_for_it(tmp_path: Path) -> None:
    site = _site(tmp_path, SITE.replace("    name: Shop\n", "    name: Shop\n    owner: us\n") + UNTIL)

    assert "G006" not in {problem.code for problem in judge_site(site, None, Gate.CHECK).problems}
