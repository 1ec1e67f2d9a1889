"""The forms of the web editor: their configuration is one, they ask what the model asks, and what they save checks."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import ValidationError

from night import in_ci
from statusladder.content.settings import read_settings
from statusladder.content.strict_yaml import LOADERS
from statusladder.discovery import find_members
from statusladder.model.facts import Fact
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import PageKeys
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.publish.judgement import judge_site
from statusladder.scaffold.interface import Files, Scaffold

SCHEMA = Path(__file__).parent / "data" / "sveltia-cms.schema.json"
CLOCK = datetime.fromisoformat("2026-03-14T10:00:00Z")
SITE = (Path(__file__).parent.parent / "sites" / "legal-and-right" / "site.yaml").read_text(encoding="utf-8")
MODELS: dict[str, type[Fact]] = {
    "incidents": IncidentKeys,
    "updates": IncidentKeys,
    "reports": IncidentKeys,
    "maintenance": MaintenanceKeys,
    "maintenance-updates": MaintenanceKeys,
    "pages": PageKeys,
}
Collection = dict[str, Any]
Said = dict[str, Any]


def _made(root: Path, site: str = SITE) -> Files:
    (root / "site.yaml").write_text(site, encoding="utf-8")
    settings, problems = read_settings(root)
    assert settings is not None, problems
    members = {member.name: member for member in find_members("statusladder.scaffold", "SCAFFOLD", Scaffold)}
    return members["cms"].make(settings)


def _config(files: Files) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(files["admin/config.yml"], LOADERS[0])
    return loaded


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is made for a site; nobody may change it."""
    return _config(_made(tmp_path_factory.mktemp("config")))


@pytest.fixture(scope="module")
def collections(config: dict[str, Any]) -> dict[str, Collection]:
    return {collection["name"]: collection for collection in config["collections"]}


def _field(holder: Said, name: str) -> Said:
    """A field of a collection or of a record; a dot leads into it."""
    first, _, rest = name.partition(".")
    found: Said = next(field for field in holder["fields"] if field["name"] == first)
    return _field(found, rest) if rest else found


_VALUES = {
    "merged_into": "2026-03-14-sign-in",
    "related": "2026-03-14-sign-in",
    "share": "12-18%",
    "accounts": "120-150",
    "url": "https://help.tern.example/urgent",
    "embargoed_until": "none",
    "next_update": "30m",
    "to": "2026-03-14T09:30:00Z",
    "until": "2026-04-30",
    "approved_by": "executive_sponsor",
}


def _value(field: Said, name: str) -> Any:
    """What somebody who fills in the field leaves in it; `name` is that of the list where it is an item's."""
    match field["widget"]:
        case "select":
            return field["options"][0]
        case "datetime":
            return "2026-03-14" if "date_format" in field else _VALUES.get(name, "2026-03-14T09:01:00Z")
        case "boolean":
            return True
        case "number":
            return field["max"]
        case "object":
            return {inner["name"]: _value(inner, inner["name"]) for inner in field["fields"]}
        case "list" if "fields" in field:
            return [{inner["name"]: _value(inner, inner["name"]) for inner in field["fields"]}]
        case "list":
            return [_value(field["field"], name)]
        case "hidden":
            return field["default"]
    return _VALUES.get(name, "Words: of \"a\" kind, and 'more' #1")


def _filled(collection: Collection, stage: str, number: str, slug: str, only_required: bool = True) -> Said:
    """A form filled in for the update `number` of the folder of a day in March that `slug` names."""
    said = {
        field["name"]: _value(field, field["name"])
        for field in collection["fields"]
        if field.get("required") or field["widget"] == "hidden" or not only_required
    }
    chosen = {"stage": stage, "x-number": number, "x-slug": slug, "x-folder": f"2026-03-14-{slug}"}
    return said | {key: chosen[key] for key in said.keys() & chosen.keys()}


def _save(root: Path, collection: Collection, said: Said) -> None:
    """Writes the file where and as the editor does: the path from its templates, YAML without what was left empty."""
    day = {"year": "2026", "month": "03", "day": "14"}
    slug = re.sub(r"{{(.+?)}}", lambda match: str({**said, **day}[match[1]]), collection["slug"])
    template = collection.get("path", "{{slug}}")
    path = re.sub(r"{{(.+?)}}", lambda match: str({**said, "slug": slug}[match[1]]), template)
    keys = {key: value for key, value in said.items() if key != "body"}
    text = f"---\n{yaml.safe_dump(keys, sort_keys=False, allow_unicode=True)}---\n\n{said['body']}\n"
    file = root / collection["folder"] / f"{path}.{collection['extension']}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _problems(root: Path) -> tuple[Problem, ...]:
    return judge_site(root, CLOCK, Gate.BUILD).blocking(Gate.BUILD)


@in_ci
def test_the_configuration_is_one_for_sveltia(config: dict[str, Any]) -> None:
    faults = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(config)

    assert [(list(fault.path), fault.message[:120]) for fault in faults] == []


def test_a_mistake_in_the_configuration_would_be_found(config: dict[str, Any]) -> None:
    first = config["collections"][0]
    field = first["fields"][0]
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

    def with_field(field: Said) -> dict[str, Any]:
        return {**config, "collections": [{**first, "fields": [field]}]}

    assert validator.is_valid(with_field(field))
    assert not validator.is_valid(with_field({**field, "widgit": "string"}))


@pytest.mark.parametrize("name", list(MODELS))
def test_a_form_asks_for_what_its_file_must_hold(collections: dict[str, Collection], name: str) -> None:
    model = MODELS[name]
    asked = {field["name"] for field in collections[name]["fields"] if field.get("required")}
    known = {field["name"] for field in collections[name]["fields"] if not field["name"].startswith("x-")} - {"body"}

    assert {key for key, value in model.model_fields.items() if value.is_required()} <= asked
    assert known <= set(model.model_fields)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The site whose forms these are, without content."""
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("only_required", [True, False], ids=["what must be", "all"])
def test_what_the_forms_save_checks(collections: dict[str, Collection], site: Path, only_required: bool) -> None:
    for name, stage, number, slug in (
        ("incidents", "investigating", "01", "sign-in"),
        ("updates", "identified", "02", "sign-in"),
        ("updates", "resolved", "03", "sign-in"),
        ("reports", "postmortem", "04", "sign-in"),
        ("maintenance", "scheduled", "01", "work"),
        ("maintenance-updates", "in_progress", "02", "work"),
        ("pages", "", "", "our-words"),
    ):
        _save(site, collections[name], _filled(collections[name], stage, number, slug, only_required))

    read = judge_site(site, CLOCK, Gate.BUILD).library
    assert _problems(site) == ()
    assert read is not None
    assert [len(read.incidents[0].updates), len(read.maintenances[0].updates), len(read.pages)] == [4, 2, 1]


@pytest.mark.parametrize(("name", "left_out"), [("incidents", "title"), ("incidents", "severity"), ("incidents", "at"),
    ("maintenance", "title"), ("maintenance", "window"), ("pages", "title")])  # fmt: skip
def test_what_a_form_marks_as_required_a_file_cannot_do_without(
    collections: dict[str, Collection], site: Path, name: str, left_out: str
) -> None:
    said = _filled(collections[name], "scheduled" if name == "maintenance" else "notice", "01", "sign-in")
    _save(site, collections[name], {key: value for key, value in said.items() if key != left_out})

    assert _field(collections[name], left_out)["required"]
    assert {problem.code for problem in _problems(site)} & {"D009", "T013"}


@pytest.mark.parametrize(
    ("collection", "key", "good", "bad"),
    [
        ("incidents", "x-slug", ["sign-in", "api2"], ["Sign-in", "sign in", "-a", "a--b", "x" * 61]),
        ("updates", "x-folder", ["2026-03-14-sign-in"], ["sign-in", "2026-03-14", "2026-03-14-Sign"]),
        ("updates", "x-number", ["02", "100"], ["2", "a2"]),
        ("updates", "title", ["x", "x" * 80], ["x" * 81]),
        ("updates", "summary", ["x" * 140], ["x" * 141]),
    ],
)
def test_names_and_lengths_are_held_to_the_format(
    collections: dict[str, Collection], collection: str, key: str, good: list[str], bad: list[str]
) -> None:
    expression = _field(collections[collection], key)["pattern"][0]

    assert [text for text in good if not re.search(expression, text)] == []
    assert [text for text in bad if re.search(expression, text)] == []


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("next_update", ["30m", "1h30m", "3d", "2026-03-14T09:30:00Z", "half an hour", "2026-03-14 09:30"]),
        ("impact.share", ["12-18%", "12.5%", "unknown", "12-18", "many"]),
        ("impact.accounts", ["120", "120-150", "unknown", "120-150%", "few"]),
        (
            "contacts.url",
            ["https://tern.example/x", "tel:+351 1", "mailto:a@tern.example", "tern.example", "https://<"],
        ),
        ("embargoed_until", ["none", "2026-03-14T09:30:00+01:00", "never", "2026-03-14T09:30:00"]),
    ],
)
def test_a_form_takes_and_refuses_what_the_reader_does(
    collections: dict[str, Collection], key: str, texts: list[str]
) -> None:
    expression = _field(collections["updates"], key)["pattern"][0]

    def is_read(text: str) -> bool:
        outer, _, inner = key.partition(".")
        value: Any = {inner: text} if inner else text
        said = {"stage": "identified", "at": "2026-03-14T09:00:00Z"}
        try:
            IncidentKeys.model_validate({**said, outer: [{"text": "x", **value}] if outer == "contacts" else value})
        except ValidationError:
            return False
        return True

    read = [text for text in texts if is_read(text)]
    assert [text for text in texts if re.search(expression, text)] == read
    assert 0 < len(read) < len(texts)


def test_components_are_offered_by_name_and_kept_by_id(collections: dict[str, Collection]) -> None:
    offered = _field(collections["incidents"], "components")["fields"]

    assert [(field["name"], field["label"]) for field in offered] == [
        ("sign-in", "Sign-in"),
        ("exports", 'Exports <b>& "more"</b>'),
    ]


def test_a_component_stands_once_so_that_one_place_is_to_be_kept(tmp_path: Path, config: dict[str, Any]) -> None:
    text = _made(tmp_path)["admin/config.yml"]
    updates = [collection for collection in config["collections"] if collection["name"] != "pages"]

    assert text.count("name: exports\n") == text.count("name: developers\n") == 1
    assert len(updates) == len([one for one in updates if _field(one, "components")["fields"][1]["name"] == "exports"])


def test_times_are_saved_in_utc_and_say_so(collections: dict[str, Collection]) -> None:
    at = _field(collections["updates"], "at")

    assert (at["format"], at["picker_utc"], at["label"]) == ("YYYY-MM-DD[T]HH:mm:ss[Z]", True, "At (UTC)")


def test_a_report_asks_no_fact_that_its_stage_forbids(collections: dict[str, Collection]) -> None:
    names = {name: {field["name"] for field in collections[name]["fields"]} for name in ("updates", "reports")}

    assert {"eta", "progress", "unknown"} <= names["updates"]
    assert not {"eta", "progress", "unknown"} & names["reports"]
    assert {"trigger", "action_items"} <= names["reports"] - names["updates"]


def test_a_form_opens_no_file_that_somebody_wrote_by_hand(collections: dict[str, Collection]) -> None:
    for name in set(MODELS) - {"pages"}:
        only = collections[name]["filter"]

        assert _field(collections[name], only["field"])["default"] == only["value"]
        assert only["field"].startswith("x-")


def test_a_public_repository_is_asked_for_nothing_internal(tmp_path: Path) -> None:
    made = _made(tmp_path, SITE.replace("components:", "  repository: public\ncomponents:"))
    config = _config(made)

    names = {field["name"] for collection in config["collections"] for field in collection["fields"]}
    assert not {"internal", "decisions"} & names


def test_a_site_without_audiences_is_asked_for_no_words_to_them(tmp_path: Path) -> None:
    config = _config(_made(tmp_path, f"{SITE}audiences: []\n"))

    assert "audiences" not in {field["name"] for field in config["collections"][0]["fields"]}


def test_the_page_takes_one_version_of_the_editor_and_no_other_bytes(tmp_path: Path) -> None:
    page = _made(tmp_path)["admin/index.html"]

    assert len(re.findall(r"<script ", page)) == 1
    assert re.search(r'src="https://\S+@\d+\.\d+\.\d+/\S+"\s+integrity="sha384-[A-Za-z0-9+/]{64}"', page)
