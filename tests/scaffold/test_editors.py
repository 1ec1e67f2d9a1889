"""What editors are given: schemas that are those of the model, and snippets whose text checks as it stands."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from statusladder.content.settings import read_settings
from statusladder.discovery import find_members
from statusladder.model.problem import Gate
from statusladder.model.schema import SCHEMAS, schema_path_of
from statusladder.model.vocabulary import Stage
from statusladder.publish.judgement import judge_site
from statusladder.scaffold.interface import Files, Scaffold

CLOCK = datetime.fromisoformat("2026-03-14T10:00:00Z")
VARIABLES = {
    "YEAR": "2026",
    "MONTH": "03",
    "DATE": "14",
    "HOUR": "10",
    "MINUTE": "00",
    "SECOND": "00",
    "TIMEZONE_OFFSET": "+00:00",
}
SITE = (Path(__file__).parent.parent / "sites" / "legal-and-right" / "site.yaml").read_text(encoding="utf-8")
FIRST, ANNOUNCED = ("First notice", "investigating"), ("Maintenance", "scheduled")
BEFORE = {
    Stage.NOTICE: [("First notice", "notice")],
    Stage.RETRACTED: [("First notice", "notice")],
    Stage.POSTMORTEM: [FIRST, ("Update: resolved", "")],
    Stage.FOLLOW_UP: [FIRST, ("Update: resolved", ""), ("Update: postmortem", "")],
}
"""The files that an update of a stage follows, by snippet and chosen stage, where it is not the first notice alone."""


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    settings, _ = read_settings(tmp_path)
    assert settings is not None
    members = {member.name: member for member in find_members("statusladder.scaffold", "SCAFFOLD", Scaffold)}
    return members["editors"].make(settings)


@pytest.fixture
def snippets(files: Files) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files[".vscode/statusladder.code-snippets"])
    return loaded


def _expanded(snippet: dict[str, Any], wanted: str = "") -> str:
    """The text that Visual Studio Code leaves when every place is passed over; `wanted` is chosen where it can be."""

    def chosen(match: re.Match[str]) -> str:
        offered = match[1].split(",")
        return wanted if wanted in offered else offered[0]

    text = "\n".join(snippet["body"])
    text = re.sub(r"\$\{CURRENT_([A-Z_]+)\}", lambda match: VARIABLES[match[1]], text)
    text = re.sub(r"\$\{\d+\|([^|]+)\|\}", chosen, text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", lambda match: match[1], text)
    return text.replace("$0", "")


def _judged(root: Path, folder: str, texts: list[str]) -> list[str]:
    """What would stop a build of a site with these files, and an incident for others to be merged into."""
    other = root / "content" / "incidents" / "2026-03-14-sign-in-failures"
    for place, written in ((other, texts[:1] if "incidents" in folder else []), (root / "content" / folder, texts)):
        for number, text in enumerate(written, start=1):
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{number:02}-x.md").write_text(text, encoding="utf-8")
    return [str(problem) for problem in judge_site(root, CLOCK, Gate.BUILD).blocking(Gate.BUILD)]


@pytest.mark.parametrize("stage", list(Stage))
def test_the_snippet_of_each_stage_checks_as_it_stands(stage: Stage, snippets: dict[str, Any], tmp_path: Path) -> None:
    is_incident = f"Update: {stage}" in snippets
    before = BEFORE.get(stage, [FIRST] if is_incident else [ANNOUNCED])
    texts = [_expanded(snippets[name], wanted) for name, wanted in before]
    last = _expanded(snippets[f"Update: {stage}" if is_incident else f"Maintenance update: {stage}"])

    faults = _judged(tmp_path, "incidents/2026-03-14-x" if is_incident else "maintenance/2026-03-14-x", [*texts, last])

    assert "$" not in last
    assert f"stage: {stage}\n" in last
    assert faults == []


def test_a_first_notice_asks_for_what_it_must_say_and_no_more(snippets: dict[str, Any]) -> None:
    assert snippets["First notice"]["scope"] == "markdown"
    assert snippets["First notice"]["prefix"] == "sl-first"
    assert _expanded(snippets["First notice"]) == (
        "---\n"
        "stage: investigating\n"
        "at: 2026-03-14T10:00:00+00:00\n"
        "title: The symptom in customers' words, up to 80 characters\n"
        "severity: critical\n"
        "components:\n"
        "  sign-in: major_outage\n"
        "next_update: 30m\n"
        "---\n"
        "Words for customers: what they notice, and what they can do.\n"
    )


def test_every_place_is_visited_once_and_in_order(snippets: dict[str, Any]) -> None:
    for name, snippet in snippets.items():
        places = [int(number) for number in re.findall(r"\$\{(\d+)[:|]", "\n".join(snippet["body"]))]

        assert places == list(range(1, len(places) + 1)), name
        assert snippet["body"][-1] == "$0"


def test_a_hasty_tab_key_does_not_deny_a_loss_of_data(snippets: dict[str, Any]) -> None:
    assert "data_loss: unknown\n" in _expanded(snippets["Update: resolved"])


def test_prefixes_are_not_shared(snippets: dict[str, Any]) -> None:
    prefixes = [snippet["prefix"] for snippet in snippets.values()]

    assert len(set(prefixes)) == len(prefixes) == len(Stage) + 2


def test_the_schemas_are_those_of_the_model(files: Files) -> None:
    assert {kind: json.loads(files[schema_path_of(kind)]) for kind in SCHEMAS} == {
        kind: schema() for kind, schema in SCHEMAS.items()
    }


def test_editors_find_the_schema_of_the_settings(files: Files) -> None:
    (place,) = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    options = {option.get("name"): option.get("value") for option in ElementTree.fromstring(
        files[".idea/jsonSchemas.xml"]).iter("option")}  # fmt: skip

    assert place.removeprefix("./") in files
    assert options["relativePathToSchema"] in files
    assert options["path"] == "site.yaml"
