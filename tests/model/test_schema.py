"""The editor's schema agrees with the reader: what is well passes, what the reader refuses does not."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from statusladder.model.keys import sentences_of
from statusladder.model.schema import SCHEMAS, make_modeline
from statusladder.model.update import IncidentKeys

ROOT = Path(__file__).parent.parent.parent
INVALID = ROOT / "tests" / "sites_invalid"


class _EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do: by the core schema, which knows no times."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _matter(file: Path) -> Any:
    text = file.read_text(encoding="utf-8-sig")
    return yaml.load(text.split("---\n")[1] if text.startswith("---") else text, _EditorLoader)


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[kind]())


def _faults(kind: str, value: Any) -> list[str]:
    return [error.json_path for error in _validator(kind).iter_errors(value)]


@pytest.mark.parametrize("kind", list(SCHEMAS))
def test_each_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind]())
    json.dumps(SCHEMAS[kind]())


def test_every_file_of_the_demo_passes() -> None:
    for kind, pattern in (
        ("incident", "incidents/*/*.md"),
        ("maintenance", "maintenance/*/*.md"),
        ("page", "pages/*.md"),
        ("playbook", "playbooks/*.md"),
        ("feedback", "feedback/*.yaml"),
    ):
        files = sorted((ROOT / "content").glob(pattern))
        assert files
        for file in files:
            assert _faults(kind, _matter(file)) == [], file
    assert _faults("site", _matter(ROOT / "site.yaml")) == []


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ("unknown-stage", "$.stage"),
        ("misspelt-severity", "$.severity"),
        ("unknown-key", "$"),
        ("unknown-nested-key", "$.impact"),
        ("missing-date", "$"),
        ("maintenance-stage-in-an-incident", "$.stage"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(case: str, place: str) -> None:
    (file,) = (INVALID / case).glob("content/incidents/*/*.md")

    assert [fault for fault in _faults("incident", _matter(file)) if fault.startswith(place)]


def test_an_editor_marks_answers_that_the_reader_refuses() -> None:
    (file,) = (INVALID / "answers-of-readers").glob("content/feedback/2026-04.yaml")

    found = {fault.rpartition(".")[2] for fault in _faults("feedback", _matter(file))}
    assert {"kind", "question", "feedback[0]"} <= found


def test_an_editor_marks_the_rules_of_the_ladder_that_the_reader_refuses() -> None:
    page = (ROOT / "docs" / "explanation" / "policy.md").read_text(encoding="utf-8")
    well = yaml.load(page.split("```yaml\n")[1].split("```")[0], _EditorLoader)
    wrong = _matter(INVALID / "ladder-words" / "site.yaml")

    assert _faults("site", {**_matter(ROOT / "site.yaml"), **well}) == []
    changelog = _faults("site", _matter(INVALID / "ladder-changelog-words" / "site.yaml"))
    assert changelog == ["$.site.licence", "$.ladder.changelog[0]", "$.ladder.changelog[0]"]
    marked = set(_faults("site", wrong))
    assert {"$.ladder", "$.ladder.preset", "$.ladder.facts", "$.ladder.cadence", "$.ladder.owners"} <= marked


def test_an_editor_marks_numbers_and_definitions_that_the_reader_refuses_and_says_what_each_means() -> None:
    wrong = _faults("site", _matter(INVALID / "ladder-data-words" / "site.yaml"))

    parts = {".".join(fault.split("[")[0].split(".")[1:3]) for fault in wrong}
    assert {
        f"ladder.{part}" for part in ("first_notice", "relaxation", "severities", "escalation", "guidance")
    } <= parts
    definitions = SCHEMAS["site"]()["$defs"]
    assert definitions["FirstNotice"]["properties"]["latest"]["description"] == "How long it may take at most."
    assert definitions["Definition"]["properties"]["internal"]["description"].endswith("never published.")


def test_notes_of_ones_own_are_free() -> None:
    assert _faults("incident", {"stage": "investigating", "at": "2026-03-14T09:01:00Z", "x-ticket": {"id": 7}}) == []


@pytest.mark.parametrize(
    ("kind", "path", "line"),
    [
        ("site", "site.yaml", "# yaml-language-server: $schema=.statusladder/site.schema.json"),
        (
            "incident",
            "content/incidents/2026-03-14-api-errors/01-investigating.md",
            "# yaml-language-server: $schema=../../../.statusladder/incident.schema.json",
        ),
    ],
)
def test_the_modeline_leads_from_a_file_to_its_schema(kind: str, path: str, line: str) -> None:
    assert make_modeline(kind, path) == line


def test_an_editor_says_which_stages_end_a_fact() -> None:
    incident, maintenance = (SCHEMAS[kind]()["properties"] for kind in ("incident", "maintenance"))

    assert incident["actions"]["description"].endswith(
        "Ends at monitoring, resolved, retracted or merged unless stated again."
    )
    assert incident["impact"]["description"].endswith("Of it, workflows end at resolved, retracted or merged.")
    assert incident["progress"]["description"].endswith("Ends at monitoring unless stated again.")
    assert incident["cause"]["description"] == sentences_of(IncidentKeys)["cause"]
    assert maintenance["workarounds"]["description"].endswith("Ends at completed or cancelled unless stated again.")
