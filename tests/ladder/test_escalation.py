"""Each criterion of the ladder: a small site for which it holds, and its neighbour for which it does not."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from factory import POLICY, courses_of
from statusladder.content.reader import read_library
from statusladder.ladder.escalation import CRITERIA, Escalation, core_components_of, find_escalations
from statusladder.model.criteria import CriterionCode
from statusladder.model.site import Library

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
    priority: 1
  - id: exports
    name: Exports
    priority: 4
"""
MAJOR, MINOR = "severity: major\n", "severity: minor\n"
DOWN, PARTLY = "components:\n  sign-in: major_outage\n", "components:\n  sign-in: partial_outage\n"
SLOW = "components:\n  sign-in: degraded_performance\n"
File = tuple[str, str, str]
"""The time of day, the stage, and further keys."""


def _share(share: str) -> str:
    return f"impact:\n  share: {share}\n"


def _eta(to: str) -> str:
    return f"eta:\n  from: 2026-03-14T09:10:00Z\n  to: 2026-03-14T{to}:00Z\n  confidence: low\n  basis: a guess\n"


def _site(folder: Path, files: tuple[File, ...], name: str = "2026-03-14-sign-in", room: str = "incidents") -> Path:
    home = folder / "content" / room / name
    home.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE)
    for number, (clock, stage, keys) in enumerate(files, start=1):
        title = "title: Sign-in fails\n" if number == 1 else ""
        text = f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{title}{keys}---\nSigning in fails.\n"
        (home / f"{number:02}-{stage.replace('_', '-')}.md").write_text(text)
    return folder


def _found(library: Library, now: datetime) -> tuple[Escalation, ...]:
    return find_escalations(library, courses_of(library, now))


def _holding(folder: Path, now: str) -> dict[str, Escalation]:
    reading = read_library(folder)
    assert reading.library is not None
    assert reading.problems == ()
    return {one.code: one for one in _found(reading.library, datetime.fromisoformat(f"2026-03-14T{now}:00Z"))}


def _promised(clock: str, promise: str, keys: str = "") -> File:
    return clock, "investigating", f"{keys}next_update: {promise}\n"


FIRES: list[tuple[str, str, str, tuple[File, ...]]] = [
    # 3 % would be minor and 8 % major.
    ("E01", "09:05", "major", (("09:00", "investigating", MINOR + PARTLY + _share("3-8%")),)),
    ("E01", "09:05", "critical", (("09:00", "investigating", MAJOR + PARTLY + _share("40-60%")),)),
    ("E02", "09:30", "critical", (("09:00", "investigating", MAJOR + DOWN),)),
    # Down since 08:50, told at 09:00.
    ("E02", "09:20", "critical", (("09:00", "investigating", f"{MAJOR}{DOWN}started_at: 2026-03-14T08:50:00Z\n"),)),
    ("E03", "10:00", "major", (("09:00", "investigating", MINOR + SLOW + _share("6-9%")),)),
    # Few at first, more from 09:20 on.
    (
        "E03",
        "10:20",
        "major",
        (
            ("09:00", "investigating", MINOR + SLOW + _share("1-2%")),
            ("09:20", "identified", f"{_share('5-9%')}impact_reason: Another region\n"),
        ),
    ),
    ("E04", "09:05", "major", (("09:00", "investigating", f"{MINOR}{SLOW}data_loss: suspected\n"),)),
    ("E04", "09:05", "critical", (("09:00", "investigating", f"{MAJOR}{SLOW}data_loss: confirmed\n"),)),
    ("E06", "13:01", "major", (("09:00", "investigating", MINOR + SLOW),)),
    ("E06", "11:01", "critical", (("09:00", "investigating", MAJOR + SLOW),)),
    # A wider impact that no sentence owns, and one that only a draft tells.
    (
        "E07",
        "09:30",
        "update",
        (("09:00", "investigating", MAJOR + _share("6-9%")), ("09:20", "identified", _share("6-19%"))),
    ),
    (
        "E07",
        "09:30",
        "update",
        (
            ("09:00", "investigating", MAJOR + SLOW),
            ("09:20", "identified", "components:\n  exports: major_outage\nimpact_reason: Exports too\ndraft: true\n"),
        ),
    ),
    (
        "E08",
        "10:00",
        "sponsor",
        (
            ("09:00", "identified", MAJOR + _eta("10:00")),
            ("09:30", "identified", _eta("11:00")),
            ("09:55", "identified", _eta("11:30")),
        ),
    ),
    # 09:30 came at 09:31, 10:01 at 10:02.
    (
        "E09",
        "10:10",
        "page the incident commander",
        (_promised("09:00", "30m", MAJOR), _promised("09:31", "30m"), _promised("10:02", "30m")),
    ),
    # One came late, and twice half an hour has passed since the last.
    (
        "E09",
        "10:32",
        "page the incident commander, and the executive sponsor",
        (_promised("09:00", "30m", MAJOR), _promised("09:31", "30m")),
    ),
    # No promise at all: a major incident is told of every 30 minutes while it is investigated.
    ("E09", "10:01", "page the incident commander", (("09:00", "investigating", MAJOR),)),
    (
        "E10",
        "10:35",
        "major",
        (
            ("09:00", "investigating", MAJOR + SLOW),
            ("10:00", "monitoring", f"{MINOR}severity_reason: Most can sign in again\n"),
            ("10:30", "identified", "regression: It fails again\n"),
        ),
    ),
]


@pytest.mark.parametrize(("code", "now", "proposes", "files"), FIRES)
def test_a_criterion_holds_and_says_what_it_proposes(
    code: str, now: str, proposes: str, files: tuple[File, ...], tmp_path: Path
) -> None:
    held = _holding(_site(tmp_path, files), now)

    assert proposes in held[code].held.proposes


STAYS_CALM: list[tuple[str, str, tuple[File, ...]]] = [
    # All of the range is major, or it is graded so already, or no component of the core is out.
    ("E01", "09:05", (("09:00", "investigating", MINOR + PARTLY + _share("5-8%")),)),
    ("E01", "09:05", (("09:00", "investigating", MAJOR + PARTLY + _share("3-8%")),)),
    ("E01", "09:05", (("09:00", "investigating", MINOR + SLOW + _share("3-8%")),)),
    # Half an hour is not over; it is not of the core; it is critical already; it works again.
    ("E02", "09:29", (("09:00", "investigating", MAJOR + DOWN),)),
    ("E02", "09:50", (("09:00", "investigating", f"{MAJOR}components:\n  exports: major_outage\n"),)),
    ("E02", "09:50", (("09:00", "investigating", f"severity: critical\n{DOWN}"),)),
    ("E02", "09:50", (("09:00", "investigating", MAJOR + DOWN), ("09:20", "identified", PARTLY))),
    # An hour is not over; no more than 5 %; it may be fewer; it is over and only watched.
    ("E03", "09:59", (("09:00", "investigating", MINOR + SLOW + _share("6-9%")),)),
    ("E03", "10:30", (("09:00", "investigating", MINOR + SLOW + _share("5%")),)),
    ("E03", "10:30", (("09:00", "investigating", MINOR + SLOW + _share("3-9%")),)),
    (
        "E03",
        "10:30",
        (
            ("09:00", "investigating", MINOR + SLOW + _share("6-9%")),
            ("09:20", "monitoring", "components:\n  sign-in: operational\n"),
        ),
    ),
    ("E04", "09:05", (("09:00", "investigating", f"{MAJOR}data_loss: suspected\n"),)),
    ("E04", "09:05", (("09:00", "investigating", f"{MINOR}data_loss: none\n"),)),
    ("E06", "13:00", (("09:00", "investigating", MINOR),)),
    ("E06", "14:00", (("09:00", "investigating", MINOR), ("12:00", "identified", ""))),
    ("E06", "19:00", (("09:00", "investigating", "severity: info\n"),)),
    # Re-opened an hour ago.
    (
        "E06",
        "19:00",
        (
            ("09:00", "investigating", MINOR),
            ("10:00", "resolved", ""),
            ("18:00", "investigating", "reopened: It fails again\n"),
        ),
    ),
    # The reason is given, or nothing is wider.
    (
        "E07",
        "09:30",
        (
            ("09:00", "investigating", MAJOR + _share("6-9%")),
            ("09:20", "identified", f"{_share('6-19%')}impact_reason: A second region\n"),
        ),
    ),
    ("E07", "09:30", (("09:00", "investigating", MAJOR + _share("6-9%")), ("09:20", "identified", _share("2-3%")))),
    # It slipped once; it was only said again; it came earlier; the sponsor is there.
    (
        "E08",
        "10:00",
        (
            ("09:00", "identified", MAJOR + _eta("11:00")),
            ("09:30", "identified", _eta("11:30")),
            ("09:55", "identified", _eta("11:30")),
        ),
    ),
    (
        "E08",
        "10:00",
        (("09:00", "identified", MAJOR + _eta("10:00")), ("09:30", "identified", _eta("11:00"))),
    ),
    (
        "E08",
        "10:00",
        (
            ("09:00", "identified", MAJOR + _eta("11:30")),
            ("09:30", "identified", _eta("11:00")),
            ("09:55", "identified", _eta("10:30")),
        ),
    ),
    (
        "E08",
        "10:00",
        (
            (
                "09:00",
                "identified",
                f"{MAJOR}{_eta('10:00')}roles:\n  executive_sponsor:\n    name: Ann Lee\n    title: CTO\n"
                "    consented: true\n",
            ),
            ("09:30", "identified", _eta("11:00")),
            ("09:55", "identified", _eta("11:30")),
        ),
    ),
    # One is overdue; two came late, and the one after them in time.
    ("E09", "10:00", (_promised("09:00", "30m", MAJOR),)),
    (
        "E09",
        "10:35",
        (
            _promised("09:00", "30m", MAJOR),
            _promised("09:31", "30m"),
            _promised("10:02", "30m"),
            _promised("10:30", "30m"),
        ),
    ),
    # As bad as before, or less bad with a reason.
    (
        "E10",
        "10:35",
        (
            ("09:00", "investigating", MAJOR),
            ("10:00", "monitoring", ""),
            ("10:30", "identified", "regression: It fails again\n"),
        ),
    ),
    (
        "E10",
        "10:55",
        (
            ("09:00", "investigating", MAJOR),
            ("10:00", "monitoring", f"{MINOR}severity_reason: Most can sign in again\n"),
            ("10:30", "identified", "regression: It fails again\n"),
            ("10:50", "identified", "severity_reason: Fewer than before are hit\n"),
        ),
    ),
]


@pytest.mark.parametrize(("code", "now", "files"), STAYS_CALM)
def test_a_criterion_does_not_hold(code: str, now: str, files: tuple[File, ...], tmp_path: Path) -> None:
    assert code not in _holding(_site(tmp_path, files), now)


@pytest.mark.parametrize(("code", "now", "files"), [(code, now, files) for code, now, _, files in FIRES])
def test_no_criterion_holds_for_what_is_over_or_only_practised(
    code: str, now: str, files: tuple[File, ...], tmp_path: Path
) -> None:
    drill = _site(tmp_path / "drill", files, room="drills")
    last = (now, "resolved", "")
    over = _site(tmp_path / "over", (*(file for file in files if "draft: true" not in file[2]), last))

    assert _holding(drill, now) == {}
    assert _holding(over, "23:00") == {}


WINDOW = "window:\n  from: 2026-03-14T09:00:00Z\n  to: 2026-03-14T10:00:00Z\n"
WORK = (("08:00", "scheduled", WINDOW), ("09:00", "in_progress", ""))
LONGER = "window:\n  from: 2026-03-14T09:00:00Z\n  to: 2026-03-14T11:00:00Z\n"


def _work(folder: Path, *further: File) -> Path:
    return _site(folder, (*WORK, *further), name="2026-03-14-move", room="maintenance")


def test_a_maintenance_that_runs_over_asks_for_an_incident(tmp_path: Path) -> None:
    held = _holding(_work(tmp_path), "10:16")

    assert held["E14"].held.proposes == "open an incident and link it"
    assert held["E14"].communication.id == "2026-03-14-move"


@pytest.mark.parametrize(
    ("now", "further"),
    [("10:15", ()), ("10:40", (("10:05", "extended", LONGER),)), ("10:40", (("10:10", "completed", ""),))],
)
def test_a_maintenance_that_is_in_time_extended_or_over_asks_for_none(
    now: str, further: tuple[File, ...], tmp_path: Path
) -> None:
    assert _holding(_work(tmp_path, *further), now) == {}


def test_an_incident_that_is_linked_to_the_maintenance_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    _work(tmp_path, ("10:12", "in_progress", "related: 2026-03-14-slow\n"))
    _site(tmp_path, (("10:10", "investigating", MAJOR),), name="2026-03-14-slow")

    assert "E14" not in _holding(tmp_path, "10:16")


def test_a_site_without_priorities_has_only_core_components(tmp_path: Path) -> None:
    _site(tmp_path, (("09:00", "investigating", f"{MAJOR}components:\n  exports: major_outage\n"),))
    (tmp_path / "site.yaml").write_text(SITE.replace("    priority: 1\n", "").replace("    priority: 4\n", ""))
    library = read_library(tmp_path).library
    assert library is not None

    assert core_components_of(library.settings, 3) == {"sign-in", "exports"}
    assert "E02" in _holding(tmp_path, "09:40")


def test_the_numbers_are_those_of_the_policy(tmp_path: Path) -> None:
    library = read_library(_site(tmp_path, (("09:00", "investigating", MAJOR + DOWN),))).library
    assert library is not None
    criterion = library.policy.escalation[CriterionCode.CORE_DOWN]
    patient = criterion.model_copy(update={"numbers": criterion.numbers | {"lasting": criterion.length("lasting") * 2}})
    policy = library.policy.model_copy(
        update={"escalation": library.policy.escalation | {CriterionCode.CORE_DOWN: patient}}
    )
    now = datetime.fromisoformat("2026-03-14T09:40:00Z")

    assert [one.code for one in _found(library, now)] == ["E02"]
    assert _found(replace(library, policy=policy), now) == ()


@pytest.mark.parametrize(("code", "now", "proposes", "files"), FIRES)
def test_a_criterion_that_is_switched_off_is_silent(
    code: str, now: str, proposes: str, files: tuple[File, ...], tmp_path: Path
) -> None:
    site = _site(tmp_path, files)
    (site / "site.yaml").write_text(f"{SITE}ladder:\n  escalation: {{{code}: none}}\n")

    assert code not in _holding(site, now)


def test_a_preset_that_leaves_criteria_out_has_those_that_the_site_gives_numbers(tmp_path: Path) -> None:
    (files,) = (files for code, *_, files in FIRES if code == "E08")
    site = _site(tmp_path, files)
    tiny = f"{SITE}ladder:\n  preset: tiny\n"
    (site / "site.yaml").write_text(tiny)
    assert "E08" not in _holding(site, "10:00")

    (site / "site.yaml").write_text(f"{tiny}  escalation: {{E08: {{}}}}\n")

    assert "E08" in _holding(site, "10:00")


def test_every_criterion_of_the_policy_is_evaluated_and_has_a_case() -> None:
    assert {*CRITERIA, "E14"} == set(POLICY.escalation)
    assert {code for code, *_ in FIRES} == {code for code, *_ in STAYS_CALM} == set(CRITERIA)
