"""Which channels say an update or a correction, and the reason that `routes.json` gives where one is silent."""

from pathlib import Path

import pytest

from published_site import CORRECTION, FOLDER, RESOLVED, THREE, TWO, Git, edit, note, write
from told_by_messages import site_with_channels, tell

PLANNED = """\
---
stage: {stage}
at: 2026-07-13T{time}:00Z
{keys}---
We replace a disk.
"""
WINDOW = """\
title: Exports move to new disks
window: {from: "2026-07-20T01:00:00Z", to: "2026-07-20T03:00:00Z"}
expected: {exports: under_maintenance}
"""
WORK = "content/maintenance/2026-07-13-new-disks"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return site_with_channels(tmp_path / "repository", git)


def test_a_channel_that_speaks_at_changes_of_stage_says_each_stage_once_and_the_end(site: Path) -> None:
    write(
        site, {f"{FOLDER}/03-identified.md": note("10:00"), f"{FOLDER}/04-monitoring.md": note("10:20", "monitoring")}
    )
    write(site, {f"{FOLDER}/05-resolved.md": RESOLVED.format(keys="")})

    silent = tell(site, "--incident", "exports").silent

    assert [silent[name, "texts"] for name in UPDATES] == [None, None, "same_stage", None, None]
    assert {silent[name, channel] for name in UPDATES for channel in ("list", "room")} == {None}


UPDATES = ("01-investigating", "02-identified", "03-identified", "04-monitoring", "05-resolved")


def test_a_channel_that_speaks_at_changes_of_severity_is_silent_until_it_changes(tmp_path: Path, git: Git) -> None:
    site = site_with_channels(tmp_path / "repository", git)
    edit(site, "site.yaml", "{id: room, kind: chat}", "{id: room, kind: chat, when: severity}")
    worse = note("10:00").replace("next_update", "severity: major\nseverity_reason: It grows\nnext_update")
    write(site, {f"{FOLDER}/03-identified.md": worse})

    silent = tell(site, "--incident", "exports").silent

    assert [silent[name, "room"] for name in UPDATES[:3]] == [None, "same_severity", None]


def test_a_correction_reaches_channels_that_speak_at_every_update_alone(site: Path) -> None:
    fix = CORRECTION.format(field="impact.share", was="3-5%", now="2-4%")
    edit(site, TWO, "impact:\n  share: 3-5%", f"{fix}impact:\n  share: 3-5%")

    told = tell(site, "--since", "main")

    assert len(told.news) == 1
    assert {channel: why for (_, channel), why in told.silent.items()} == {
        "list": None,
        "room": None,
        "texts": "same_stage",
    }
    assert [row["files"] for row in told.rows if row["channel"] == "texts"] == [[]]


@pytest.mark.parametrize(
    ("zone", "quiet", "is_silent"),
    [
        ("UTC", "22:00-12:00", True),
        ("UTC", "11:00-12:00", True),
        ("UTC", "12:00-22:00", False),
        ("Asia/Kathmandu", "16:40-16:50", True),
        ("UTC", "16:40-16:50 Asia/Kathmandu", True),
        ("UTC", "16:46-16:50 Asia/Kathmandu", False),
    ],
)
def test_in_its_quiet_hours_a_channel_leaves_out_what_is_minor(
    zone: str, quiet: str, is_silent: bool, site: Path
) -> None:
    edit(site, "site.yaml", "timezone: UTC", f"timezone: {zone}")
    edit(site, "site.yaml", "{id: texts, kind: sms}", f"{{id: texts, kind: sms, quiet: {quiet}}}")
    write(site, {THREE: RESOLVED.format(keys="")})

    silent = tell(site, "--since", "main").silent

    assert silent == {
        ("03-resolved", "list"): None,
        ("03-resolved", "room"): None,
        ("03-resolved", "texts"): "quiet_hours" if is_silent else None,
    }


def test_quiet_hours_leave_out_nothing_that_is_major(site: Path) -> None:
    edit(site, "site.yaml", "{id: texts, kind: sms}", "{id: texts, kind: sms, quiet: 00:00-23:59}")
    worse = note("10:00").replace("next_update", "severity: major\nseverity_reason: It grows\nnext_update")
    write(site, {f"{FOLDER}/03-identified.md": worse})

    assert tell(site, "--since", "main").silent["03-identified", "texts"] is None


@pytest.mark.parametrize(
    "keys",
    ["notify: false\n", "backfilled: true\n", 'imported_from: {source: statuspage, id: "1"}\n'],
)
def test_what_is_no_news_to_anybody_is_said_nowhere_and_the_reason_is_kept(keys: str, site: Path) -> None:
    write(site, {THREE: RESOLVED.format(keys=keys)})

    told = tell(site, "--since", "main")

    assert told.done.returncode == 0, told.done.stderr
    assert set(told.silent.values()) == {"not_notified"}
    assert {row["speaks"] for row in told.rows} == {False}
    assert set(told.files) == {"routes.json"}


def test_maintenance_reaches_those_who_asked_for_news_and_no_phone(site: Path) -> None:
    write(site, {f"{WORK}/01-scheduled.md": PLANNED.format(stage="scheduled", time="09:00", keys=WINDOW)})

    told = tell(site, "--since", "main")

    assert told.silent == {("01-scheduled", "list"): None, ("01-scheduled", "room"): None}
    assert {row["severity"] for row in told.rows} == {None}


def test_maintenance_that_notifies_nobody_is_said_nowhere(site: Path) -> None:
    keys = f"{WINDOW}notify: false\n"
    write(site, {f"{WORK}/01-scheduled.md": PLANNED.format(stage="scheduled", time="09:00", keys=keys)})

    assert set(tell(site, "--since", "main").silent.values()) == {"not_notified"}


def test_a_channel_speaks_its_own_language_around_the_words_of_the_company(tmp_path: Path, git: Git) -> None:
    site = site_with_channels(tmp_path / "repository", git)
    edit(site, "site.yaml", "{id: texts, kind: sms}", "{id: texts, kind: sms, language: de}")

    told = tell(site, "--incident", "exports")

    (text,) = (data.decode() for path, data in told.files.items() if path.endswith("01-investigating/texts/sms.txt"))
    assert "Exports are late" in text
    assert "Next update" not in text
    assert "Nächstes Update" in text


def test_strings_that_a_site_replaces_are_of_its_own_language(tmp_path: Path, git: Git) -> None:
    more = "strings: {next_update.by: 'Back with news by {time}'}\n"
    site = site_with_channels(tmp_path / "repository", git, more)
    edit(
        site, "site.yaml", "{id: texts, kind: sms}", "{id: texts, kind: sms}\n  - {id: german, kind: sms, language: de}"
    )
    edit(site, "site.yaml", "[list, room, texts]", "[list, room, texts, german]")

    files = tell(site, "--incident", "exports").files

    first = {path.split("/")[2]: data.decode() for path, data in files.items() if "/01-" in path and "sms" in path}
    assert "Back with news by 09:30 UTC" in first["texts"]
    assert "Back with news" not in first["german"]
