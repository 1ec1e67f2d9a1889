"""`/manifest.json` and the files of its years: the moment of the build, until when every file but for figures that run
stays as it is, and what was published."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from night import ALL, in_ci, some
from statusladder import __version__
from statusladder.publish.pipeline import publish_site

SITES = Path(__file__).parent.parent / "sites"
SMALL = "site:\n  name: Tern status\n  url: https://status.tern.example\ncomponents: []\n"
STORM = datetime(2026, 6, 10, 10, 40, tzinfo=UTC)

RUNNING = re.compile(
    r"Built <time[^>]*>[^<]*"  # when the page was built
    r'|data-words="(?:[^"|]*\|)+[^"|]*" data-units="[^"]*">[^<]+'  # since when; the page's script counts on
    r"|longest gap between updates so far [^.]*"
    r'|class="pct soft">[^<]*|Uptime: <b class="whole"><data value="[^"]*">[^<]*'  # the percentage of the last 90 days
    r'|(?<=</span></td>)<td>[^<]*|(?<=: )[A-Z][a-z ]+, (?:\d+ (?:d|h|min) ?)+(?=["<])'  # how long a day was disrupted
    r'|"now":"[^"]*"'
    r'|(?s:<section aria-labelledby="windows">.*?</section>)'  # how available a component was
)
FIGURES = {"reliability/index.html", "reliability.json", "reliability.csv"}
"""Files that are all figures, up to the moment of the build."""


def _files(site: Path, target: Path, now: datetime) -> dict[str, str]:
    assert publish_site(site, target, now, None, lambda count: None).outcome
    return _read(target)


def _read(target: Path) -> dict[str, str]:
    paths = (file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file())
    return {path: (target / path).read_text() for path in paths}


def _manifest(site: Path, target: Path, now: datetime) -> Any:
    return json.loads(_files(site, target, now)["manifest.json"])


def _updates(site: Path, target: Path) -> Any:
    """The marks of a site whose ids all begin with the year 2026."""
    return json.loads(_files(site, target, STORM)["manifest/2026.json"])["updates"]


Published = Callable[[str, datetime], Path]


def test_it_says_by_what_and_when_it_was_built_and_when_the_clock_alone_changes_it(published_at: Published) -> None:
    manifest = json.loads((published_at("storm", STORM) / "manifest.json").read_text())

    assert {key: value for key, value in manifest.items() if key not in ("addresses", "shards")} == {
        "generator": f"statusladder {__version__}",
        "authority": "status.tern.example",
        "now": "2026-06-10T10:40:00Z",
        "updated_at": "2026-06-10T10:30:00Z",
        "policy_version": None,
        "next_change_at": "2026-06-10T11:00:01Z",
        "digests": 3,
    }


def test_it_names_every_published_file_but_those_that_only_hosts_read(published_at: Published) -> None:
    files = _read(published_at("storm", STORM))
    named = json.loads(files["manifest.json"])["addresses"]

    served = {f"{address}index.html" if address == "" or address.endswith("/") else address for address in named}
    assert served == set(files) - {"404.html", "_headers", "_redirects", "manifest.json", "manifest/2026.json"}
    assert named == sorted(named)


def test_it_holds_digests_of_every_public_update_and_of_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "content/incidents/2026-06-01-exports-late"
    folder.mkdir(parents=True)
    (folder.parents[2] / "site.yaml").write_text(SMALL)
    first = "stage: investigating\nat: 2026-06-01T10:00:00Z\ntitle: Late\nseverity: minor\nnext_update: 30m\n"
    (folder / "01-investigating.md").write_text(f"---\n{first}internal: Heron\n---\nExports are late.\n")
    (folder / "02-identified.md").write_text("---\nstage: identified\nat: 2026-06-01T10:20:00Z\ndraft: true\n---\nA.\n")

    updates = _updates(folder.parents[2], tmp_path / "public")

    facts: dict[str, Any] = {
        "components": {}, "contacts": None, "customer_actions": None, "data_loss": None, "eta": None, "impact": {},
        "incident": "2026-06-01-exports-late", "mitigated_at": None, "next_update": "2026-06-01T10:30:00Z",
        "permalink": "https://status.tern.example/incidents/2026-06-01-exports-late/#01-investigating",
        "eta_review_at": None, "potential_impact": None, "remaining": None, "title": "Late",
        "known": None, "unknown": None, "actions": None, "monitoring_until": None, "exit_criterion": None,
        "progress": None, "regions": [], "resolved_at": None, "sequence": 1, "severity": "minor",
        "stage": "investigating", "started_at": None, "symptom": None, "workarounds": None,
    }  # fmt: skip
    canonical = json.dumps(facts, separators=(",", ":"), sort_keys=True).encode()
    assert set(updates) == {"incidents/2026-06-01-exports-late/"}
    mark = updates["incidents/2026-06-01-exports-late/"].pop("01-investigating")
    assert mark["facts"] == sha256(canonical).hexdigest()
    assert set(mark["said"]) == {"stage", "at", "title", "severity", "next_update", "body"}
    assert mark["said"]["title"] == sha256(b"Late").hexdigest()[:6]
    assert mark["corrections"] == []
    assert updates == {"incidents/2026-06-01-exports-late/": {}}


def _two_years(site: Path) -> dict[str, Path]:
    """A site with an incident of each of two years, by the year."""
    files = {}
    for year in ("2025", "2026"):
        files[year] = site / f"content/incidents/{year}-06-01-exports-late/01-investigating.md"
        files[year].parent.mkdir(parents=True)
        files[year].write_text(f"---\n{_INCIDENT.replace('2026', year)}---\nExports are late.\n")
    (site / "site.yaml").write_text(SMALL)
    return files


@in_ci
def test_the_marks_of_each_year_are_in_a_file_of_their_own_whose_digest_the_head_names(tmp_path: Path) -> None:
    _two_years(tmp_path / "site")

    files = _files(tmp_path / "site", tmp_path / "public", STORM)

    assert {year: [*json.loads(files[f"manifest/{year}.json"])["updates"]] for year in ("2025", "2026")} == {
        "2025": ["incidents/2025-06-01-exports-late/"],
        "2026": ["incidents/2026-06-01-exports-late/"],
    }
    assert json.loads(files["manifest.json"])["shards"] == {
        year: sha256(files[f"manifest/{year}.json"].encode()).hexdigest() for year in ("2025", "2026")
    }


@in_ci
def test_an_edit_leaves_the_marks_of_other_years_as_they_are(tmp_path: Path) -> None:
    old = _two_years(tmp_path / "site")["2025"]
    before = _files(tmp_path / "site", tmp_path / "before", STORM)
    old.write_text(old.read_text().replace("Exports are late.", "All exports are late."))

    after = _files(tmp_path / "site", tmp_path / "after", STORM)

    marks = {f"manifest/{year}.json" for year in ("2025", "2026")}
    assert {path for path in marks if before[path] != after[path]} == {"manifest/2025.json"}


def test_no_file_of_the_team_takes_the_place_of_one_of_a_year(tmp_path: Path) -> None:
    _two_years(tmp_path / "site")
    (tmp_path / "site/static/manifest").mkdir(parents=True)
    (tmp_path / "site/static/manifest/2026.json").write_text("{}")

    refused = publish_site(tmp_path / "site", tmp_path / "public", STORM, None, lambda count: None)

    assert refused.outcome is None
    assert "'/manifest' is an address of the site itself" in [problem.sentence for problem in refused.problems]


def test_a_site_that_never_said_anything_has_no_time_of_an_update(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.yaml").write_text(f"{SMALL}ladder:\n  policy_version: '7'\n")

    manifest = _manifest(site, tmp_path / "public", STORM)

    assert (manifest["updated_at"], manifest["policy_version"], manifest["shards"]) == (None, "7", {})
    assert manifest["next_change_at"] == "2026-06-11T00:00:00Z"


@pytest.mark.parametrize("name", some(["storm", "calm", "legal-and-right"], by_day=1, in_ci=ALL))
def test_until_then_every_file_stays_as_it_is_but_for_figures_that_run(
    name: str, published_at: Published, tmp_path: Path
) -> None:
    site, before = SITES / name, _read(published_at(name, STORM))
    change = datetime.fromisoformat(json.loads(before["manifest.json"])["next_change_at"])

    last = _files(site, tmp_path / "last", change - timedelta(seconds=1))
    then = _files(site, tmp_path / "then", change)

    assert {path for path in before if _still(before[path]) != _still(last[path])} <= FIGURES
    assert "index.html" in {path for path in before if _still(before[path]) != _still(then[path])}


def _still(text: str) -> str:
    return re.sub(r"<svg[^>]*>.* over 90 days</text></g></svg>", "", RUNNING.sub("", text))


_INCIDENT = """\
stage: investigating
at: 2026-06-01T10:00:00Z
title: Late
severity: minor
next_update: 30m
"""
_UNSEEN = {
    "roles": (
        "{scribe: identity-team, executive_sponsor: {name: A, title: COO, consented: false}}",
        "{communications_lead: identity-team, executive_sponsor: {name: B, title: C, consented: false}}",
    ),
    "embargoed_until": ("none", "2026-05-30T10:00:00Z"),
    "notify": ("true", "false"),
    "no_change": ("true", "false"),
    "internal": ("Heron", "Egret"),
    "acks": ("[scribe]", "[communications_lead]"),
    "decisions": ("[{at: 2026-06-01T09:00:00Z, what: a, by_role: scribe}]", "[]"),
    "lint_ignore": ("[{rule: F001, reason: a}]", "[{rule: F002, reason: b}]"),
    "playbook": ("sign-in", "exports"),
}  # fmt: skip


def _with_lines(folder: Path, lines: str) -> str:
    """The manifest of a site whose one incident has these lines."""
    incident = folder / "site/content/incidents/2026-06-01-exports-late"
    incident.mkdir(parents=True)
    (folder / "site/site.yaml").write_text(SMALL)
    (incident / "01-investigating.md").write_text(f"---\n{_INCIDENT}{lines}---\nExports are late.\n")
    return _files(folder / "site", folder / "public", STORM)["manifest.json"]


def test_nothing_in_it_depends_on_what_no_page_shows(tmp_path: Path) -> None:
    """Each of its keys is there with one value, with another, and not at all."""
    lines = ("".join(f"{key}: {values[number]}\n" for key, values in _UNSEEN.items()) for number in (0, 1))
    first, second, without = (_with_lines(tmp_path / f"{number}", some) for number, some in enumerate((*lines, "")))

    assert first == second == without


def test_an_executive_who_consented_is_held_to_what_was_published(tmp_path: Path) -> None:
    sponsor = "roles: {scribe: identity-team, executive_sponsor: {name: A Heron, title: COO, consented: true}}\n"
    folder = tmp_path / "site" / "content/incidents/2026-06-01-exports-late"
    folder.mkdir(parents=True)
    (folder.parents[2] / "site.yaml").write_text(SMALL)
    (folder / "01-investigating.md").write_text(f"---\n{_INCIDENT}{sponsor}---\nExports are late.\n")

    updates = _updates(folder.parents[2], tmp_path / "public")
    said = updates["incidents/2026-06-01-exports-late/"]["01-investigating"]["said"]

    shown = "executive_sponsor: name: A Heron, title: COO, consented: true"
    assert said["roles"] == sha256(shown.encode()).hexdigest()[:6]
