"""819 real incidents: figures of `stats` computed again in SQL and plain Python, without a line of the program.

By day they are 220 of them, and what all of them come to in the end is known for the night alone.
"""

import json
import sqlite3
from collections.abc import Sequence
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from importers.promises_by_script import figures
from night import IS_NIGHT, in_ci
from public_record import public_record
from statusladder.cli.main import statusladder

NOW = "2026-09-01T00:00:00Z"

TABLE = """
CREATE TABLE said (incident TEXT, impact TEXT, minute INTEGER, status TEXT, place INTEGER);
CREATE VIEW told AS SELECT incident, impact, min(minute) AS first, max(minute) AS last FROM said
  WHERE incident NOT IN (SELECT incident FROM said WHERE status = 'Scheduled') GROUP BY incident;
CREATE VIEW silence AS SELECT incident, max(gap) AS longest FROM (
  SELECT incident, minute - lag(minute) OVER (PARTITION BY incident ORDER BY minute, place) AS gap FROM said
) WHERE incident IN (SELECT incident FROM told) AND gap IS NOT NULL GROUP BY incident;
"""


@pytest.fixture(scope="module")
def record(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return public_record(real_data, tmp_path_factory.mktemp("record"), by_day=220)


@pytest.fixture(scope="module")
def rows(record: Path) -> list[dict[str, Any]]:
    lines = (record / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def base(rows: list[dict[str, Any]]) -> sqlite3.Connection:
    """Every update of the record as a row, its time in minutes since 1970."""
    made = sqlite3.connect(":memory:")
    made.executescript(TABLE)
    made.executemany(
        "INSERT INTO said VALUES (?, ?, strftime('%s', ?) / 60, ?, ?)",
        [
            (row["entry_id"], row["impact"], update["at"], update["status"], place)
            for row in rows
            for place, update in enumerate(row["updates"])
        ],
    )
    return made


@pytest.fixture(scope="module")
def site(record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    text = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
    (folder / "site.yaml").write_text(text)
    done = CliRunner().invoke(statusladder, ["import", "github_jsonl", str(record), "--site", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


def _stats(site: Path, *words: str) -> dict[str, Any]:
    command = ["stats", "--site", str(site), "--now", NOW, "--format", "json", *words]
    done = CliRunner().invoke(statusladder, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def everything(site: Path) -> dict[str, Any]:
    return _stats(site, "--period", "all")


def _expected(values: Sequence[int]) -> dict[str, object]:
    """Median, interval by binomial odds of one half, and the 90 % rank, by their definitions."""
    ordered, n = sorted(values), len(values)
    ranks = [rank for rank in range(1, n // 2 + 1) if _misses(n, rank) <= Fraction(1, 20)]
    return {
        "n": n,
        "median": (ordered[(n - 1) // 2] + ordered[n // 2]) / 2,
        "interval": [ordered[max(ranks) - 1], ordered[-max(ranks)]],
        "p90": next(value for place, value in enumerate(ordered, 1) if place >= n * Fraction(9, 10)),
    }


def _misses(n: int, rank: int) -> Fraction:
    return Fraction(2 * sum(comb(n, below) for below in range(rank)), 2**n)


def _told(spread: dict[str, Any]) -> dict[str, object]:
    return {name: spread[name] for name in ("n", "median", "interval", "p90")}


def test_the_incidents_are_as_many_as_in_the_record(everything: dict[str, Any], base: sqlite3.Connection) -> None:
    counted = dict(base.execute("SELECT impact, count(*) FROM told GROUP BY impact").fetchall())
    severity = {"none": "info"}

    assert sum(counted.values()) == everything["figures"]["incidents"]["number"]
    assert sum(counted.values()) == 801 or not IS_NIGHT
    assert {severity.get(impact, impact): number for impact, number in counted.items()} == {
        name: found["incidents"]["number"] for name, found in everything["by_severity"].items()
    }


@pytest.mark.parametrize("severity", ["critical", "major", "minor"])
def test_how_long_they_were_open_is_as_in_the_record(
    severity: str, everything: dict[str, Any], base: sqlite3.Connection
) -> None:
    open_for = base.execute("SELECT last - first FROM told WHERE impact = ?", (severity,)).fetchall()

    spread = everything["by_severity"][severity]["lengths_in_minutes"]["time_open"]
    # Of what was published once, when it was over, nobody knows how long it was.
    known = [minutes for (minutes,) in open_for if minutes]
    assert _told(spread) == _expected(known) | ({"p90": None} if len(open_for) < 30 else {})
    assert (spread["running"], spread["estimated"], spread["missing"]) == (0, 0, len(open_for) - len(known))


def test_the_longest_silences_are_as_in_the_record(everything: dict[str, Any], base: sqlite3.Connection) -> None:
    silences = [longest for (longest,) in base.execute("SELECT longest FROM silence").fetchall()]

    assert _told(everything["figures"]["lengths_in_minutes"]["longest_silence"]) == _expected(silences)


def test_the_promises_kept_are_as_the_script_finds_them(everything: dict[str, Any], record: Path) -> None:
    found = figures(record).values()
    lateness = [minutes for one in found for minutes in one.lateness]
    made, kept = sum(one.made for one in found), sum(one.kept for one in found)

    told = everything["figures"]
    assert (told["promises_kept"]["n"], told["promises_kept"]["hits"]) == (made, kept)
    with_grace = told["promises_kept_with_2_minutes_of_grace"]["hits"]
    assert with_grace == kept + sum(minutes <= 2 for minutes in lateness)
    assert (made, kept, with_grace) == (69, 48, 52) or not IS_NIGHT
    assert told["minutes_overdue"] == sum(lateness)


@in_ci
def test_the_last_90_days_are_as_in_the_record(site: Path, base: sqlite3.Connection) -> None:
    """4 June to 1 September, which has just begun: 89 days. The 89 days before begin on 7 March."""
    told = _stats(site, "--period", "90d")["figures"]["incidents"]
    between = "SELECT count(*) FROM told WHERE first >= strftime('%s', ?) / 60 AND first < strftime('%s', ?) / 60"

    now = base.execute(between, ("2026-06-04", "2026-09-01")).fetchone()[0]
    before = base.execute(between, ("2026-03-07", "2026-06-04")).fetchone()[0]
    assert (told["number"], told["before"]) == (now, before)
    assert (now, before) == (66, 75) or not IS_NIGHT


def test_nobody_said_when_they_began_so_no_time_in_the_dark_is_made_up(
    everything: dict[str, Any], base: sqlite3.Connection
) -> None:
    lengths = everything["figures"]["lengths_in_minutes"]
    ((told, lasting),) = base.execute("SELECT count(*), sum(last > first) FROM told")

    assert (lengths["time_to_first_notice"]["n"], lengths["time_to_first_notice"]["missing"]) == (0, told)
    assert (lengths["time_to_resolve"]["n"], lengths["time_to_resolve"]["estimated"]) == (0, lasting)
    assert (told, lasting) == (801, 772) or not IS_NIGHT


def test_each_incident_is_a_row_with_its_own_figures(everything: dict[str, Any], base: sqlite3.Connection) -> None:
    told = [(one["first_notice_at"][:16], one["time_open"]) for one in everything["incidents"]]
    told.sort(key=lambda row: (row[0], row[1] or 0))

    assert told == [
        (moment, minutes or None)
        for moment, minutes in base.execute(
            "SELECT strftime('%Y-%m-%dT%H:%M', first * 60, 'unixepoch'), last - first FROM told ORDER BY 1, 2"
        )
    ]
