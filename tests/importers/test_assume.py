"""`import --assume`: components that a source names without a state get one by severity, and the pages say so."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from night import IS_NIGHT, in_ci
from public_record import public_record
from statusladder.cli.main import statusladder
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.statuspage import read_statuspage
from statusladder.model.vocabulary import ComponentState, Severity
from statusladder.publish.pipeline import publish_site
from writing_site import attempt, files

OWN = Path(__file__).parent / "jsonl"
NOW = "2025-06-15T12:00:00Z"
SITE = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: website\n    name: Website\n"
FIRST = "content/incidents/2025-06-01-uploads-fail/01-investigating.md"


def _site(folder: Path) -> Path:
    folder.mkdir()
    (folder / "site.yaml").write_text(SITE)
    return folder


def _import(site: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        statusladder, ["import", "github_jsonl", str(OWN), "--site", str(site), *arguments], catch_exceptions=False
    )
    return result.exit_code, result.stderr


def _text(page: Path) -> str:
    (main,) = re.findall("<main.*?</main>", page.read_text(), re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]*>", " ", main)).split())


@pytest.fixture
def assumed(tmp_path: Path) -> Path:
    site = _site(tmp_path / "site")
    code, told = _import(site, "--assume", "critical=major_outage,major=partial_outage")
    assert code == 0
    assert "Assumed component states in 1 update; the pages say so." in told
    settings = site / "site.yaml"  # Which the source does not say, and no uptime is shown without it.
    settings.write_text(re.sub(r"(?m)^( +)(imported_from: .*)$", r"\1\2\n\1since: 2025-01-01", settings.read_text()))
    return site


def test_each_file_says_which_states_were_assumed(assumed: Path) -> None:
    text = (assumed / FIRST).read_text()

    assert "components:\n  uploads: partial_outage\n  web-mobile: partial_outage\n" in text
    assert "  assumed:\n    - uploads\n    - web-mobile\n" in text
    assert not [
        path for path, text in files(assumed / "content").items() if b"assumed" in text and not FIRST.endswith(path)
    ]
    assert read_library(assumed).problems == ()


def test_the_pages_and_figures_say_so(assumed: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    assert publish_site(assumed, public, datetime.fromisoformat(NOW), None, lambda count: None).outcome
    data: Any = json.loads((public / "reliability.json").read_text())
    component = "For 1 incident in the last 365 days, the state was assumed from the severity when it was imported."

    assert (
        "The states of Uploads and Web & mobile were assumed from the severity when this incident was imported."
    ) in _text(public / "incidents/2025-06-01-uploads-fail/index.html")
    assert component in _text(public / "components/uploads/index.html")
    assert component not in _text(public / "components/website/index.html")
    assert {row["id"]: row["period"] and row["period"]["assumed"] for row in data["components"]} == {
        "website": None,
        "uploads": 1,
        "web-mobile": 1,
    }
    words = "State assumed from the severity when imported: Uploads (1 incident) and Web & mobile (1 incident)."
    assert words in _text(public / "reliability/index.html")
    assert words in " ".join(attempt(assumed, NOW, "stats").out.split())


def test_a_later_window_counts_no_incident_that_was_over_before_it(assumed: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    publish_site(assumed, public, datetime(2025, 7, 15, tzinfo=UTC), None, lambda count: None)
    data: Any = json.loads((public / "reliability.json").read_text())

    (windows,) = [row["windows"] for row in data["components"] if row["id"] == "uploads"]
    assert {window["days"]: window["assumed"] for window in windows} == {30: 0, 90: 1, 365: 1}


def test_severities_that_are_not_named_keep_components_without_a_state(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    code, told = _import(site, "--assume", "critical=major_outage")

    assert code == 0
    assert "No state assumed: no new update names a component without a state at these severities." in told
    assert "uploads: affected" in (site / FIRST).read_text()


def test_a_second_import_changes_nothing_with_or_without_the_option(assumed: Path) -> None:
    before = files(assumed)

    for options in ((), ("--assume", "major=partial_outage"), ("--assume", "major=major_outage")):
        code, told = _import(assumed, *options)
        assert code == 0
        assert "8 updates already there" in told
    assert files(assumed) == before


def test_what_was_imported_before_stays_without_a_state_and_that_is_said(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    assert _import(site)[0] == 0
    before = files(site)

    code, told = _import(site, "--assume", "major=partial_outage")

    assert code == 0
    assert "1 update imported earlier without component states left unchanged" in told
    assert files(site) == before


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("mayor=partial_outage", "no severity is called 'mayor'; did you mean 'major'?"),
        ("major=partial_outrage", "no component state is called 'partial_outrage'; did you mean 'partial_outage'?"),
        ("major=affected", "no component state is called 'affected'; write one of operational"),
        ("major", "'major' is not SEVERITY=STATE; write critical=major_outage"),
        ("major=partial_outage,", "'' is not SEVERITY=STATE"),
        ("major=partial_outage,major=major_outage", "'major' is given two states; keep one"),
    ],
)
def test_a_wrong_assumption_is_wrong_usage_and_imports_nothing(option: str, words: str, tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    before = files(site)

    code, told = _import(site, "--assume", option)

    assert code == 2
    assert words in told
    assert files(site) == before


def test_an_assumed_component_that_the_site_does_not_have_is_named(assumed: Path) -> None:
    file = assumed / FIRST
    file.write_text(file.read_text().replace("    - uploads\n", "    - upload\n"))

    (problem,) = read_library(assumed).problems

    assert (problem.code, problem.sentence, problem.fix) == (
        "D011",
        "no component is called 'upload'",
        "did you mean 'uploads'?",
    )


def test_only_components_without_a_state_get_one(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    states = [("c1", "Uploads", "major_outage"), ("c2", "Search", "smouldering")]
    update = {
        "id": "u1", "status": "investigating", "body": "Words.", "display_at": "2025-06-01T08:00:00Z",
        "affected_components": [{"code": code, "name": name, "new_status": state} for code, name, state in states],
    }  # fmt: skip
    page = {"id": "p", "name": "Tern", "url": "https://status.tern.example"}
    row = {"id": "i1", "name": "Fire", "status": "investigating", "impact": "minor", "incident_updates": [update]}
    (tmp_path / "answer.json").write_text(json.dumps({"page": page, "incidents": [row]}))

    reception = plan_reception(
        site, read_statuspage(tmp_path / "answer.json"), {Severity.MINOR: ComponentState.DEGRADED_PERFORMANCE}
    )

    (text,) = reception.files.values()
    assert "  uploads: major_outage\n  search: degraded_performance\n" in text
    assert "  assumed:\n    - search\n" in text


@in_ci
def test_no_component_of_the_public_record_stays_without_a_state_at_a_severity_that_is_named(
    real_data: Path, tmp_path: Path
) -> None:
    site = _site(tmp_path / "site")
    named = {
        Severity.CRITICAL: ComponentState.MAJOR_OUTAGE,
        Severity.MAJOR: ComponentState.PARTIAL_OUTAGE,
        Severity.MINOR: ComponentState.DEGRADED_PERFORMANCE,
    }
    reception = plan_reception(site, read_github_jsonl(public_record(real_data, tmp_path, by_day=200)), named)
    assert reception.problems == ()
    write_reception(site, reception)
    library = read_library(site).library
    assert library is not None

    unstated = [
        incident.severity
        for incident in library.incidents
        if any(
            fact.status is None
            for fact in (incident.facts.components.states.values() if incident.facts.components else ())
        )
    ]
    assert reception.assumed > (300 if IS_NIGHT else 60)
    assert set(unstated) <= {Severity.INFO}
