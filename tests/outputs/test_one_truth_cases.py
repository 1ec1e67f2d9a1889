"""The smallest site for each kind of untruth that pages told once; what they have to say was worked out by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import statement_phrases as phrases
from statement_readers import statements_of
from statement_site import PublishedSite, text
from statements import Kind, between, one_of
from truth_cases import assert_says, beat, built, first

SLOW = "incidents/2026-03-10-slow/"
UPGRADE = "maintenance/2026-03-12-upgrade/"
WEBSITE = "components/website/"
WINDOW = {"from": "2026-03-12T22:00:00Z", "to": "2026-03-13T02:00:00Z"}


def _maintenance(folder: Path, now: str) -> PublishedSite:
    """Announced for the night of 12 March, 22:00 to 02:00; nobody writes another word."""
    keys: dict[str, Any] = {"title": "Database upgrade", "window": WINDOW, "expected": {"website": "under_maintenance"}}
    return built(folder, now, {"maintenance/2026-03-12-upgrade": [beat("2026-03-10 09:00", "scheduled", **keys)]})


def test_a_component_named_without_a_state_is_affected_everywhere(tmp_path: Path) -> None:
    site = built(
        tmp_path, "2026-03-10 09:30", {"incidents/2026-03-10-slow": [first("2026-03-10 09:00", state="affected")]}
    )
    assert_says(
        site,
        (WEBSITE, Kind.STATE, one_of("affected")),
        (f"{SLOW} {WEBSITE}", Kind.STATE_IN_INCIDENT, one_of("affected")),
        (f"{WEBSITE} 2026-03-10", Kind.DAY_STATE, one_of("affected")),
        ("the site", Kind.INDICATOR, one_of("minor", "major", "critical")),
    )


def test_a_window_with_a_minute_of_unknown_state_has_no_percentage(tmp_path: Path) -> None:
    """40 days before the moment: outside of the last 30 days, within the last 90."""
    told = [first("2026-01-30 09:00", state="affected"), beat("2026-01-30 09:20", "resolved")]
    site = built(tmp_path, "2026-03-11 12:00", {"incidents/2026-01-30-slow": told})
    assert_says(
        site,
        (f"{WEBSITE} 30 days", Kind.UPTIME, one_of("100.00")),
        (f"{WEBSITE} 90 days", Kind.UPTIME, one_of("no figure")),
        (f"{WEBSITE} 365 days", Kind.UPTIME, one_of("no figure")),
        (f"{WEBSITE} 90 days", Kind.WORST_WINDOWS, one_of("no figure|no figure|no figure")),
        (WEBSITE, Kind.DISRUPTED_DAYS, between(1, 90)),
        (f"{WEBSITE} 2026-01-30", Kind.DAY_STATE, one_of("affected")),
        ("components/api/ 90 days", Kind.UPTIME, one_of("100.00")),
    )
    assert phrases.NOT_MEASURED.search(text(site.page(WEBSITE)))


def test_a_site_younger_than_a_day_has_no_percentage(tmp_path: Path) -> None:
    young = [{"id": "website", "name": "Website", "since": "2026-03-10"}]
    site = built(tmp_path, "2026-03-10 09:30", {}, young)
    assert_says(site, *[(f"{WEBSITE} {days} days", Kind.UPTIME, one_of("no figure")) for days in (30, 90, 365)])


def test_a_site_that_does_not_say_since_when_it_is_measured_has_no_percentage(tmp_path: Path) -> None:
    told = [first("2026-03-10 09:00"), beat("2026-03-10 09:20", "resolved")]
    undated = [{"id": "website", "name": "Website"}, {"id": "api", "name": "API"}]
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told}, undated)
    names = (WEBSITE, "components/api/")
    windows = [f"{name} {days} days" for name in names for days in (30, 90, 365)]
    assert_says(site, *[(window, Kind.UPTIME, one_of("no figure")) for window in windows])


def test_an_incident_of_several_days_stands_on_each_of_them(tmp_path: Path) -> None:
    """From 27 February to 2 March, over the end of a month, and one that is still open since 8 March."""
    over = [first("2026-02-27 09:00"), beat("2026-03-02 09:00", "resolved")]
    site = built(
        tmp_path,
        "2026-03-10 12:00",
        {"incidents/2026-02-27-slow": over, "incidents/2026-03-08-slow": [first("2026-03-08 09:00")]},
    )
    spanned = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09", "2026-03-10"]
    assert_says(
        site,
        *[(day, Kind.INCIDENTS_OF_DAY, one_of("some")) for day in spanned],
        *[(f"incidents/2026-02-27-slow/ on {day}", Kind.LISTED, one_of("listed")) for day in spanned[:4]],
        *[(f"incidents/2026-03-08-slow/ on {day}", Kind.LISTED, one_of("listed")) for day in spanned[4:]],
        ("2026-03-05", Kind.INCIDENTS_OF_DAY, one_of("none")),
    )


def test_a_maintenance_whose_window_has_begun_is_in_progress_everywhere(tmp_path: Path) -> None:
    site = _maintenance(tmp_path, "2026-03-12 23:00")
    assert_says(
        site,
        (UPGRADE, Kind.STAGE, one_of("in_progress")),
        (WEBSITE, Kind.STATE, one_of("under_maintenance")),
        ("the site", Kind.INDICATOR, one_of("maintenance")),
    )
    (row,) = site.json("api/v2/scheduled-maintenances.json")["scheduled_maintenances"]
    assert row["updated_at"] == "2026-03-12T22:00:00.000Z"


def test_a_maintenance_that_was_extended_before_it_began_is_scheduled_everywhere(tmp_path: Path) -> None:
    keys: dict[str, Any] = {"title": "Database upgrade", "window": WINDOW, "expected": {"website": "under_maintenance"}}
    longer = {"from": WINDOW["from"], "to": "2026-03-13T03:00:00Z"}
    told = [beat("2026-03-10 09:00", "scheduled", **keys), beat("2026-03-11 09:00", "extended", window=longer)]
    site = built(tmp_path, "2026-03-12 09:00", {"maintenance/2026-03-12-upgrade": told})
    assert_says(site, (UPGRADE, Kind.STAGE, one_of("scheduled")), (WEBSITE, Kind.STATE, one_of("operational")))


def test_a_maintenance_that_nobody_closed_reads_the_same_in_row_bar_badge_and_figure(tmp_path: Path) -> None:
    """Late from 13 March, 02:00 to 14 March, 10:00: 32 h of the 2,146 h since 15 December are lost, 1.491 %."""
    site = _maintenance(tmp_path, "2026-03-14 10:00")
    assert_says(
        site,
        (UPGRADE, Kind.STAGE, one_of("overdue")),
        (WEBSITE, Kind.STATE, one_of("overdue_maintenance")),
        (f"{WEBSITE} 2026-03-12", Kind.DAY_STATE, one_of("under_maintenance")),
        (f"{WEBSITE} 2026-03-13", Kind.DAY_STATE, one_of("overdue_maintenance")),
        (f"{WEBSITE} 2026-03-14", Kind.DAY_STATE, one_of("overdue_maintenance")),
        (f"{WEBSITE} 90 days", Kind.UPTIME, one_of("98.50")),
        (WEBSITE, Kind.DISRUPTED_DAYS, between(2, 2)),
    )


def test_the_length_of_an_incident_that_was_opened_again_leaves_its_rest_out(tmp_path: Path) -> None:
    """20 minutes, two days of rest, 10 minutes."""
    told = [
        first("2026-03-10 09:00"),
        beat("2026-03-10 09:20", "resolved", resolved_at="2026-03-10T09:20:00Z"),
        beat(
            "2026-03-12 09:00",
            "investigating",
            reopened="It is slow again",
            components={"website": "degraded_performance"},
        ),
        beat("2026-03-12 09:10", "resolved", resolved_at="2026-03-12T09:10:00Z"),
    ]
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(
        site,
        (SLOW, Kind.LENGTH, between(30, 30)),
        ("2026-03-10", Kind.INCIDENTS_OF_DAY, one_of("some")),
        ("2026-03-12", Kind.INCIDENTS_OF_DAY, one_of("some")),
        ("2026-03-11", Kind.INCIDENTS_OF_DAY, one_of("none")),
    )
    pages = {one.page for one in statements_of(site.public) if one.kind is Kind.LENGTH and one.value.bounds}
    assert {"index.html", "history/2026-03/", SLOW, "reliability/", "reliability.json"} <= pages


def test_an_incident_that_was_closed_long_after_recovery_says_both(tmp_path: Path) -> None:
    """Well after 18 minutes, watched until 13 h after the start."""
    told = [
        first("2026-03-10 01:00"),
        beat(
            "2026-03-10 01:20", "monitoring", mitigated_at="2026-03-10T01:18:00Z", components={"website": "operational"}
        ),
        beat("2026-03-10 14:00", "resolved"),
    ]
    site = built(tmp_path, "2026-03-11 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(site, (SLOW, Kind.LENGTH, between(18, 18)), (SLOW, Kind.CLOSED_AFTER, between(780, 780)))
    for kind in (Kind.LENGTH, Kind.CLOSED_AFTER):
        assert {"index.html", SLOW} <= {one.page for one in statements_of(site.public) if one.kind is kind}


def test_a_report_that_corrects_the_end_of_the_impact_is_believed_everywhere(tmp_path: Path) -> None:
    """The updates said 60 minutes, the final report says 120."""
    told = [
        first("2026-03-10 09:00"),
        beat(
            "2026-03-10 10:00", "monitoring", mitigated_at="2026-03-10T10:00:00Z", components={"website": "operational"}
        ),
        beat("2026-03-10 11:30", "resolved"),
        beat("2026-03-12 09:00", "postmortem", version="final", mitigated_at="2026-03-10T11:00:00Z"),
    ]
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(site, (SLOW, Kind.LENGTH, between(120, 120)))


def test_an_incident_that_was_told_only_afterwards_has_no_length(tmp_path: Path) -> None:
    told = [first("2026-03-10 09:00", "resolved", backfilled="true")]
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(site, (SLOW, Kind.LENGTH, one_of("none")), (SLOW, Kind.CLOSED_AFTER, one_of("none")))
    lengths = site.json("reliability.json")["figures"]["lengths_in_minutes"]
    assert {name: told["n"] for name, told in lengths.items() if told["n"]} == {}


def test_a_day_that_the_zone_skipped_has_no_bar(tmp_path: Path) -> None:
    """In Apia, 30 December 2011 did not happen: the day after 29 December was 31 December."""
    old = [{"id": "website", "name": "Website", "since": "2011-01-01"}]
    told = [first("2011-12-29 20:00"), beat("2011-12-31 09:30", "resolved", resolved_at="2011-12-31T09:28:00Z")]
    site = built(tmp_path, "2012-01-02 12:00", {"incidents/2011-12-29-slow": told}, old, "Pacific/Apia")
    assert date(2011, 12, 30) not in site.last_days(10)
    page = (site.public / WEBSITE / "index.html").read_text()
    assert "2011-12-30" not in page
    assert phrases.written(date(2011, 12, 30)) not in page
    assert_says(
        site,
        (f"{WEBSITE} 2011-12-29", Kind.DAY_STATE, one_of("degraded_performance")),
        (f"{WEBSITE} 2011-12-31", Kind.DAY_STATE, one_of("degraded_performance")),
    )


@pytest.mark.parametrize(("since", "before"), [("2024-01-01", 0), ("2026-01-01", None)])
def test_a_period_is_compared_only_with_one_that_the_record_reaches(
    since: str, before: int | None, tmp_path: Path
) -> None:
    told = [first("2026-03-10 09:00"), beat("2026-03-10 09:20", "resolved")]
    rows = [{"id": "website", "name": "Website", "since": since}]
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told}, rows)
    compared = {one.page for one in statements_of(site.public) if one.kind is Kind.COMPARED}
    assert site.json("reliability.json")["figures"]["incidents"]["before"] == before
    assert compared == (set() if before is None else {"reliability/", "reliability.json"})
