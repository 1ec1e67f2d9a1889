"""`stats` as people and programs read it: tables and small pictures, the same figures as data, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hand_worked import ROOT
from statusladder.cli.main import statusladder
from statusladder.cli.tables import BLOCKS, draw_counts, draw_lengths
from statusladder.content.reader import read_library
from statusladder.ladder.course import Courses
from statusladder.ladder.reliability import Selection, measure_reliability
from statusladder.model.values import parse_moment
from statusladder.views.reliability import build_reliability
from statusladder.voice.voice import english

NOW = "2026-03-14T10:05:00Z"

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: exports
    name: Exports
    since: 2026-03-01
"""
UPDATE = """\
---
stage: {stage}
at: 2026-03-{day:02}T{time}:00Z
{keys}---
Exports are late.
"""


def _attempt(*words: str, site: Path = ROOT, now: str = NOW) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        statusladder, ["stats", "--site", str(site), "--now", now, *words], catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


def _data(*words: str, site: Path = ROOT, now: str = NOW) -> dict[str, Any]:
    code, told, _ = _attempt("--format", "json", *words, site=site, now=now)
    assert code == 0
    found: dict[str, Any] = json.loads(told)
    return found


def _tell(site: Path, name: str, keys: str = "", day: int = 10, stages: tuple[tuple[str, str], ...] = ()) -> None:
    """An incident of March, noticed at 09:00."""
    home = site / "content" / "incidents" / f"2026-03-{day:02}-{name}"
    home.mkdir(parents=True)
    first = "title: Exports are late\nseverity: minor\ncomponents:\n  exports: partial_outage\n"
    files = [("investigating", "09:00", first + keys), *((stage, time, "") for stage, time in stages)]
    for number, (stage, time, said) in enumerate(files, start=1):
        text = UPDATE.format(stage=stage, day=day, time=time, keys=said)
        (home / f"{number:02}-{stage}.md").write_text(text)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    return tmp_path


def test_the_figures_of_a_small_site_are_as_worked_out(site: Path) -> None:
    """Began at 08:48 and told at 09:00: 12 min in the dark. Promised 09:30, came 10:00: half an hour late.

    Out from 08:48 to 10:00, 72 min at 0.3: 21.6 lost minutes. Until 14 March, 10:05, 30 days are cut to those since
    1 March: 13 d 10 h 5 min = 19 325 min; 100 * (1 - 21.6 / 19 325) = 99.888. The worst hour lost 18 of 60: 70.
    """
    _tell(site, "late", "started_at: 2026-03-10T08:48:00Z\nnext_update: 30m\n", stages=(("resolved", "10:00"),))

    code, told, _ = _attempt(site=site)

    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert code == 0
    assert lines[0] == "Tern status"
    assert lines[1].startswith("From 15 March 2025 to 14 March 2026: 1 incident.")
    for line in (
        "Time to first notice 12 min 1 incident, too few for a median",
        "Updates on time 0 of 1 0% (0–80%)",
        "Exports 99.88% 99.88% 99.88% 1 h 12 min – 70.00% on 2026-03-10 98.50% on 2026-03-10 99.78% on 2026-03-10",
    ):
        assert line in lines
    # A sentence may be broken over two lines.
    assert " On time: 0 of 1; with two minutes of grace: 0 of 1. Total delay: 30 min. " in " ".join(lines)


def test_the_tables_are_those_of_the_page(site: Path) -> None:
    """But for the links and the spaces that keep a figure and its unit on one line."""
    _tell(site, "late", "started_at: 2026-03-10T08:48:00Z\nnext_update: 30m\n", stages=(("resolved", "10:00"),))
    library, now = read_library(site).library, parse_moment(NOW)
    assert library is not None
    view = build_reliability(
        measure_reliability(Courses(library, now), Selection(365)), english(library.settings.zone, now)
    )

    _, told, _ = _attempt(site=site)

    lines = {" ".join(line.split()) for line in told.splitlines()}
    tables = [view.counts, *(figure.table for figure in view.figures if figure.table is not None)]
    rows = [row for table in tables for row in table.rows]
    assert len(rows) > len(tables)
    assert {" ".join(" ".join(cell.text for cell in row).split()) for row in rows} <= lines


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("10:00", "10:30", "Estimates revised: 1. Total slip: 30 min later."),
        ("10:30", "10:00", "Estimates revised: 1. Total slip: 30 min earlier."),
        ("10:00", "10:00", "Estimates revised: 0."),
    ],
)
def test_which_way_estimates_moved_is_said(first: str, second: str, sentence: str, site: Path) -> None:
    _tell(site, "late", stages=(("identified", "09:10"), ("mitigating", "09:20"), ("resolved", "10:00")))
    for name, end in (("02-identified", first), ("03-mitigating", second)):
        file = site / "content" / "incidents" / "2026-03-10-late" / f"{name}.md"
        eta = f"eta:\n  from: 2026-03-10T09:45:00Z\n  to: 2026-03-10T{end}:00Z\n  confidence: low\n  basis: a guess\n"
        file.write_text(file.read_text().replace(":00Z\n", f":00Z\n{eta}", 1))

    _, told, _ = _attempt(site=site)

    assert sentence in told.splitlines()


TARGETS = """\
metrics:
  targets:
    - metric: promises_kept
      target: 95%
      by: 2026-03-13
    - metric: escalations
      target: 2
      by: 2026-12-31
    - metric: availability
      component: exports
      target: 99%
      by: 2026-12-31
"""


def test_targets_are_told_with_their_figures(site: Path) -> None:
    """Five promises of half an hour, of which one was late, on the day after the first target was due. On record since
    1 March only, so a count may be too low. Four times 42 min and once 43, at 0.3, are 63.3 of 13 d 10 h 5 min: 19 325
    min; 100 * (1 - 63.3 / 19 325) = 99.672."""
    (site / "site.yaml").write_text(SITE + TARGETS)
    for day, end in enumerate(("09:30", "09:30", "09:31", "09:30", "09:30"), start=5):
        began = f"started_at: 2026-03-{day:02}T08:48:00Z\nnext_update: 30m\n"
        _tell(site, "late", began, day, stages=(("resolved", end),))

    code, told, _ = _attempt(site=site)

    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert code == 0
    assert lines[lines.index("TARGETS") + 1 :][:4] == [
        "Target This period Previous period By",
        "Updates on time: at least 95% Missed: 4 of 5, 80% (37–97%) – 13 March 2026",
        "Escalations: at most 2 Record incomplete: 0 (95% interval: 0.0–3.7) – 31 December 2026",
        "Uptime of Exports: at least 99% Met: 99.67% – 31 December 2026",
    ]
    promises, _, availability = _data(site=site)["targets"]
    assert promises == {
        "metric": "promises_kept",
        "component": None,
        "unit": "percent",
        "target": 95,
        "by": "2026-03-13",
        "verdict": "not_met",
        "now": {"hits": 4, "n": 5, "share": 0.8, "interval": [0.3755, 0.9638]},
        "before": None,
        "change": None,
    }
    assert (availability["component"], availability["now"]) == ("exports", 99.67)


@pytest.mark.parametrize(
    ("incidents", "told"),
    # 12 min in the dark each time: four are listed, six have a median.
    [
        (0, "No data"),
        (4, "Too few to judge: 12 min, 12 min, 12 min, 12 min"),
        (6, "Not met yet: 12 min, median of 6 (95% interval: 12 min to 12 min)"),
    ],
)
def test_a_median_is_told_as_far_as_there_are_incidents(incidents: int, told: str, site: Path) -> None:
    target = "    - metric: time_to_first_notice\n      target: 10m\n      by: 2026-12-31\n"
    (site / "site.yaml").write_text(f"{SITE}metrics:\n  targets:\n{target}")
    for day in range(2, 2 + incidents):
        _tell(site, "late", f"started_at: 2026-03-{day:02}T08:48:00Z\n", day, stages=(("resolved", "10:00"),))

    lines = [" ".join(line.split()) for line in _attempt(site=site)[1].splitlines()]

    assert f"Median time to first notice: at most 10 min {told} – 31 December 2026" in lines


@pytest.mark.parametrize("words", [("--period", "90d"), ("--component", "exports"), ("--severity", "minor")])
def test_targets_are_those_of_a_year_of_the_whole_site(words: tuple[str, ...], site: Path) -> None:
    (site / "site.yaml").write_text(SITE + TARGETS)

    assert "TARGETS" not in _attempt(*words, site=site)[1]
    assert _data(*words, site=site)["targets"] is None


def test_the_data_says_the_same(site: Path) -> None:
    _tell(site, "late", "started_at: 2026-03-10T08:48:00Z\nnext_update: 30m\n", stages=(("resolved", "10:00"),))

    told = _data(site=site)

    assert told["period"] == {"days": 365, "start": "2025-03-15T00:00:00Z", "end": NOW}
    assert told["headline"]["promises_kept"] == {"hits": 0, "n": 1, "share": 0, "interval": [0, 0.7935]}
    assert told["headline"]["time_to_first_notice"]["values"] == [12]
    assert told["headline"]["action_items_verified"] == {"hits": 0, "n": 0, "share": None, "interval": None}
    (component,) = told["components"]
    assert [window["availability"] for window in component["windows"]] == [99.88, 99.88, 99.88]
    assert component["period"]["worst"]["hour"] == {
        "start": "2026-03-10T08:48:00Z",
        "end": "2026-03-10T09:48:00Z",
        "lost_from": "2026-03-10T08:48:00Z",
        "availability": 70,
    }
    assert component["period"]["impact_minutes_by_state"] == {"partial_outage": 72}
    (row,) = told["incidents"]
    assert (row["id"], row["time_to_restore"], row["time_to_restore_is"]) == ("2026-03-10-late", 72, "measured")
    assert (row["time_to_detect"], row["time_to_detect_is"]) == (None, "unknown")


def test_an_open_incident_runs(site: Path) -> None:
    _tell(site, "late", day=14)

    (row,) = _data(site=site)["incidents"]

    assert (row["time_open"], row["time_open_is"], row["is_open"]) == (65, "running", True)


@pytest.mark.parametrize("keys", ["embargoed_until: 2026-04-01T00:00:00Z\n", "draft: true\n"])
def test_what_the_public_may_not_read_is_not_counted(keys: str, site: Path) -> None:
    _tell(site, "secret", keys)

    code, told, _ = _attempt("--format", "json", site=site)

    assert (code, json.loads(told)["figures"]["incidents"]["number"], "secret" in told) == (0, 0, False)


def test_an_empty_site_has_no_figures_and_no_fault(site: Path) -> None:
    code, told, said = _attempt(site=site)

    assert (code, said) == (0, "")
    assert "Time to first notice   –" in told
    assert "ACTION ITEMS" not in told


def test_periods_components_and_severities_are_chosen() -> None:
    """The demo: two incidents since 15 January but one; the one of 9 April named exports alone."""
    assert [one["id"] for one in _data("--period", "60d")["incidents"]] == [
        "2026-01-19-exports-incomplete",
        "2026-02-10-card-payments-declined",
        "2026-03-14-sign-in-fails",
    ]
    assert {one["severity"] for one in _data("--period", "all", "--severity", "major")["incidents"]} == {"major"}
    exports = _data("--period", "all", "--component", "exports")
    assert [one["id"] for one in exports["components"]] == ["exports"]
    assert "2026-02-10-card-payments-declined" not in [one["id"] for one in exports["incidents"]]


def test_the_weight_of_the_site_is_named_and_counts(site: Path) -> None:
    """At 1 an hour and twelve minutes lose 72 of 19 325: 99.627."""
    (site / "site.yaml").write_text(f"{SITE}metrics:\n  partial_weight: 1\n")
    _tell(site, "late", "started_at: 2026-03-10T08:48:00Z\n", stages=(("resolved", "10:00"),))

    told = _data(site=site)

    assert told["rules"]["partial_weight"] == 1
    assert told["components"][0]["windows"][0]["availability"] == 99.62


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--period", "90"), "'90' is no number of days; write 90d, or all"),
        (("--period", "0d"), "'0d' is no number of days"),
        (("--period", "99999999999d"), "is no number of days"),
        (("--period", "²d"), "is no number of days"),
        (("--component", "export"), "no component is called 'export'; did you mean 'exports'?"),
        (("--severity", "huge"), "'huge' is not one of"),
    ],
)
def test_what_cannot_be_chosen_is_wrong_usage(words: tuple[str, ...], sentence: str, site: Path) -> None:
    code, told, said = _attempt(*words, site=site)

    assert (code, told) == (2, "")
    assert sentence in said


def test_a_file_that_cannot_be_read_is_said_and_the_rest_is_told(site: Path) -> None:
    _tell(site, "late", stages=(("resolved", "10:00"),))
    _tell(site, "broken", "severty: minor\n", day=11)

    code, told, said = _attempt(site=site)

    assert code == 1
    assert "this may not be all of it" in said
    assert "HEADLINE" in told


def test_neither_text_nor_data_holds_a_colour() -> None:
    assert "\x1b" not in _attempt()[1] + _attempt("--format", "json")[1]


@pytest.mark.parametrize(
    ("counts", "blocks"), [([], ""), ([0, 0], "▁▁"), ([0, 1, 2], "▁▅█"), ([7, 7], "██"), ([0] * 50, "▁" * 40)]
)
def test_counts_are_drawn_from_nought(counts: list[int], blocks: str) -> None:
    assert draw_counts(counts) == blocks


@pytest.mark.parametrize(
    ("minutes", "blocks"),
    # By tens: 1 is 0, 10 is 1, 100 is 2, 1000 is 3; the third of seven steps is 2.33, shown as the block 2.
    [([], ""), ([5.0], "▁"), ([0.0, 1.0], "▁▁"), ([1.0, 10.0, 100.0, 1000.0], "▁▃▆█"), ([9.0] * 3, "▁▁▁")],
)
def test_lengths_are_drawn_by_their_logarithms(minutes: list[float], blocks: str) -> None:
    assert draw_lengths(minutes) == blocks
    assert set(blocks) <= set(BLOCKS)
