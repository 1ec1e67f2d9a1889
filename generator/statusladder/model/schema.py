"""The JSON Schema of each kind of file, from the model itself, so that editors know what the reader knows."""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from statusladder.model import descriptions
from statusladder.model.answers import FeedbackFile
from statusladder.model.page import PageKeys
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.site import Settings
from statusladder.model.update import Carried, IncidentKeys, MaintenanceKeys, UpdateKeys, carry_rules
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, Stage

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _incident() -> dict[str, Any]:
    words = {**descriptions.UPDATE_KEYS, **descriptions.REPORT_KEYS}
    return _described(IncidentKeys, _with_ends(IncidentKeys, words, INCIDENT_STAGES))


def _maintenance() -> dict[str, Any]:
    words = {**descriptions.UPDATE_KEYS, **descriptions.MAINTENANCE_KEYS}
    return _described(MaintenanceKeys, _with_ends(MaintenanceKeys, words, MAINTENANCE_STAGES))


def _page() -> dict[str, Any]:
    return _described(PageKeys, descriptions.PAGE_KEYS)


def _playbook() -> dict[str, Any]:
    return _described(PlaybookKeys, descriptions.PLAYBOOK_KEYS)


def _feedback() -> dict[str, Any]:
    schema = _described(FeedbackFile, descriptions.FEEDBACK_FILE_KEYS)
    _describe(schema["$defs"]["AnswerKeys"], descriptions.ANSWER_KEYS)
    return schema


def _site() -> dict[str, Any]:
    schema = _described(Settings, descriptions.SETTINGS_KEYS)
    _describe(schema["$defs"]["LadderKeys"], descriptions.LADDER_KEYS)
    return schema


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "incident": _incident,
    "maintenance": _maintenance,
    "page": _page,
    "playbook": _playbook,
    "feedback": _feedback,
    "site": _site,
}
"""Makers of the schemas, by the kind of file that each is for."""

SCHEMA_FOLDER = ".statusladder"
"""Where a site keeps its schemas for editors, below its own folder."""


def schema_path(kind: str) -> str:
    """Where the schema of a kind of file lies in a site, so that editors find it without the network."""
    return f"{SCHEMA_FOLDER}/{kind}.schema.json"


def modeline(kind: str, path: str) -> str:
    """The comment that tells editors the schema of the file at `path` (below the site, with `/`), without a line end.

    The form is that of the YAML language server, which most editors run. JetBrains' are told by `.idea` instead.
    """
    return f"# yaml-language-server: $schema={posixpath.relpath(schema_path(kind), posixpath.dirname(path) or '.')}"


def _with_ends(keys: type[UpdateKeys], words: Mapping[str, str], stages: tuple[Stage, ...]) -> dict[str, str]:
    """The words of each key, with the stages that end it, so that whoever writes one knows to say it again."""
    rules = carry_rules(keys)
    return {key: " ".join(filter(None, (text, _ends(rules[key], stages)))) for key, text in words.items()}


def _ends(carried: Carried, stages: tuple[Stage, ...]) -> str:
    at = [stage.value for stage in stages if stage in carried.ends - carried.forbidden]
    if not at:
        return ""
    listed = " or ".join(filter(None, (", ".join(at[:-1]), at[-1])))
    return f"Of it, {carried.part} end at {listed}." if carried.part else f"Ends at {listed} unless stated again."


def _described(model: type[BaseModel], words: Mapping[str, str]) -> dict[str, Any]:
    """The model's schema with a sentence at each key; `x-…` keys are free for notes of one's own."""
    schema = model.model_json_schema(by_alias=True)
    _describe(schema, words)
    return {"$schema": _DIALECT, **schema, "patternProperties": {"^x-": True}}


def _describe(schema: dict[str, Any], words: Mapping[str, str]) -> None:
    for key, values in schema["properties"].items():
        values["description"] = words[key]
