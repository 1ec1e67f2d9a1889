"""The 819 incidents of a public record, none with a state: no page flatters a component that an incident names."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from built_once import built_once
from night import in_ci, some
from public_record import public_record
from statement_answers import badges, figures
from statement_pages import home
from statement_readers import WINDOWS
from statement_reports import reliability
from statement_site import PublishedSite, moment
from statement_stories import components
from statements import Kind, Statement
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.publish.pipeline import publish_site
from told_incidents import first_moment

MOMENTS = ("2026-01-15T12:00:00Z", "2026-03-01T09:00:00Z", "2026-06-30T18:00:00Z")
UTC = ZoneInfo("UTC")
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: website
    name: Website
    since: 2022-01-01
"""


@pytest.fixture(scope="module")
def record(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "lines", lambda folder: public_record(real_data, folder, by_day=150)) / "record"


@pytest.fixture(scope="module")
def site(record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that imported the record."""

    def receive(folder: Path) -> None:
        (folder / "site.yaml").write_text(SITE)
        reception = plan_reception(folder, read_github_jsonl(record))
        assert reception.problems == ()
        write_reception(folder, reception)

    return built_once(tmp_path_factory, "site-of-the-record", receive)


def named(record: Path, now: datetime) -> dict[tuple[str, int], str]:
    """Each component that the record names within so many days, by its name, with the newest such incident."""
    found: dict[tuple[str, int], str] = {}
    for line in (record / "incidents.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        told = [moment(update["at"]) for update in row["updates"]]
        if not told or min(told) > now:
            continue
        for days in WINDOWS:
            if max(told) > first_moment(now, UTC, days):
                found |= {(name, days): row["title"] for name in row.get("components") or ()}
    return found


def flattering(site: PublishedSite, days_named: dict[tuple[str, int], str]) -> Iterator[Statement]:
    """Each place that gives such a component full marks."""
    names = {(site.components[name], days): title for (name, days), title in days_named.items()}
    for reader in (home, components, badges, reliability, figures):
        for one in reader(site):
            component, _, window = one.subject.partition(" ")
            if one.kind is Kind.UPTIME and "100.00" in one.value.words:
                if (component, int(window.removesuffix(" days"))) in names:
                    yield one
            elif one.kind is Kind.DISRUPTED_DAYS and one.value.bounds == (0, 0) and (component, 90) in names:
                yield one


@in_ci
@pytest.mark.parametrize("now", some(MOMENTS, by_day=1))
def test_no_component_that_an_incident_names_is_without_a_fault(
    now: str, record: Path, site: Path, tmp_path: Path
) -> None:
    publication = publish_site(site, tmp_path / "public", moment(now), None, lambda count: None)
    assert publication.outcome, publication.problems
    names = named(record, moment(now))
    found = [f"{one.subject}: {one}" for one in flattering(PublishedSite(tmp_path / "public"), names)]

    assert len(names) > 12
    assert not found, f"{len(found)} statements flatter, first {found[:3]}"
