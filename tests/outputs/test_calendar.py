"""`/calendar.ics`: windows that a calendar moves, extends and cancels in place, read by two independent parsers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from some_outputs import publish_some

ROOT = Path(__file__).resolve().parents[2]
SITE_YAML = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: Europe/Lisbon
components:
  - id: exports
    name: Exports, nightly
  - id: api
    name: API
"""
SCHEDULED = """\
---
stage: scheduled
at: 2026-07-01T10:00:00Z
title: "A move; with commas, a \\\\ and “quotes” that make this line much longer than seventy-five"
window:
  from: 2026-07-14T14:00:00+01:00
  to: 2026-07-14T15:00:00+01:00
expected:
  exports: under_maintenance
---
Exports move to new machines. None is lost.

They come a little later that day.
"""
EXTENDED = """\
---
stage: extended
at: 2026-07-14T13:50:00Z
window:
  from: 2026-07-14T13:00:00Z
  to: 2026-07-14T16:00:00Z
---
It takes longer.
"""
CANCELLED = "---\nstage: cancelled\nat: 2026-07-10T10:00:00Z\n---\nWe do not move them.\n"
NOW = datetime(2026, 7, 14, 13, 55, tzinfo=UTC)
UID = "2026-07-14-move@status.tern.example"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "content" / "maintenance" / "2026-07-14-move"
    folder.mkdir(parents=True)
    (tmp_path / "site" / "site.yaml").write_text(SITE_YAML)
    (folder / "01-scheduled.md").write_text(SCHEDULED)
    return tmp_path / "site"


def write(site: Path, name: str, text: str) -> None:
    (site / "content" / "maintenance" / "2026-07-14-move" / name).write_text(text)


def published(site: Path, now: datetime = NOW, path: str = "calendar.ics") -> bytes:
    return (publish_some(site, site.parent / "public", now, "calendar") / path).read_bytes()


def read_both(data: bytes) -> list[dict[str, Any]]:
    """The events as both parsers read them, which have to agree."""
    one = [
        {
            "uid": str(event["uid"]), "summary": str(event["summary"]), "start": event.decoded("dtstart"),
            "end": event.decoded("dtend"), "status": str(event["status"]), "sequence": int(str(event["sequence"])),
            "stamp": event.decoded("dtstamp"), "description": str(event["description"]),
        }
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]  # fmt: skip
    calendar = vobject.readOne(data.decode(), validate=True)
    other = [
        {
            "uid": event.uid.value, "summary": event.summary.value, "start": event.dtstart.value,
            "end": event.dtend.value, "status": event.status.value, "sequence": int(event.sequence.value),
            "stamp": event.dtstamp.value, "description": event.description.value,
        }
        for event in calendar.contents.get("vevent", [])
    ]  # fmt: skip
    assert one == other
    return one


def test_an_announced_window_is_an_event_in_utc(site: Path) -> None:
    (event,) = read_both(published(site))

    assert event == {
        "uid": UID,
        "summary": "A move; with commas, a \\ and “quotes” that make this line much longer than seventy-five",
        "start": datetime(2026, 7, 14, 13, tzinfo=UTC),
        "end": datetime(2026, 7, 14, 14, tzinfo=UTC),
        "status": "CONFIRMED",
        "sequence": 0,
        "stamp": datetime(2026, 7, 1, 10, tzinfo=UTC),
        "description": "Exports move to new machines. None is lost.\n\nThey come a little later that day.\n\n"
        "Affected: Exports, nightly\n\n"
        "https://status.tern.example/maintenance/2026-07-14-move/",
    }


def test_it_keeps_what_the_work_is_and_what_to_do_beside_the_newest_words(site: Path) -> None:
    file = site / "content/maintenance/2026-07-14-move/01-scheduled.md"
    advice = "customer_actions:\n  - Please pause your nightly jobs.\n  - None is lost\n---\nExports move"
    file.write_text(SCHEDULED.replace("---\nExports move", advice))
    write(site, "02-extended.md", EXTENDED)

    (event,) = read_both(published(site))

    assert event["description"] == (
        "Exports move to new machines. None is lost.\n\nThey come a little later that day.\n\n"
        "What you can do: Please pause your nightly jobs.\n\nIt takes longer.\n\nAffected: Exports, nightly\n\n"
        "https://status.tern.example/maintenance/2026-07-14-move/"
    )


def test_it_needs_no_time_zone_and_folds_its_lines(site: Path) -> None:
    data = published(site)

    assert b"VTIMEZONE" not in data
    assert b"TZID" not in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")


def test_an_extended_and_a_cancelled_window_take_the_place_of_the_first_by_uid(site: Path, tmp_path: Path) -> None:
    kept = {event["uid"]: event for event in read_both(published(site))}
    write(site, "02-extended.md", EXTENDED)

    for event in read_both(published(site)):
        assert event["sequence"] > kept[event["uid"]]["sequence"]
        kept[event["uid"]] = event

    assert list(kept) == [UID]
    assert (kept[UID]["end"], kept[UID]["status"]) == (datetime(2026, 7, 14, 16, tzinfo=UTC), "CONFIRMED")

    write(site, "02-extended.md", CANCELLED)
    (site / "content/maintenance/2026-07-14-move/02-extended.md").rename(
        site / "content/maintenance/2026-07-14-move/02-cancelled.md"
    )
    (event,) = read_both(published(site))
    assert (event["uid"], event["sequence"], event["status"]) == (UID, 1, "CANCELLED")
    assert event["summary"].startswith("Cancelled: A move")
    assert event["start"] == datetime(2026, 7, 14, 13, tzinfo=UTC)


def test_a_component_has_the_events_that_name_it(site: Path) -> None:
    (event,) = read_both(published(site, path="components/exports/calendar.ics"))

    assert event["uid"] == UID
    assert read_both(published(site, path="components/api/calendar.ics")) == []


def test_what_nobody_may_read_yet_is_not_in_it(site: Path) -> None:
    assert read_both(published(site, now=datetime(2026, 7, 1, 9, tzinfo=UTC))) == []


def test_the_demo_has_all_its_maintenance_and_time_changes_nothing(demo: Path, tmp_path: Path) -> None:
    now = (demo / "calendar.ics").read_bytes()
    later = publish_some(ROOT, tmp_path / "public", datetime(2026, 8, 1, tzinfo=UTC), "calendar") / "calendar.ics"

    assert now == later.read_bytes()
    assert [event["uid"].split("@")[0] for event in read_both(now)] == sorted(
        path.name for path in (ROOT / "content" / "maintenance").iterdir()
    )
