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
from statusladder.model.update import IncidentKeys, MaintenanceKeys

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _incident() -> dict[str, Any]:
    return _described(IncidentKeys, {**descriptions.UPDATE_KEYS, **descriptions.REPORT_KEYS})


def _maintenance() -> dict[str, Any]:
    return _described(MaintenanceKeys, {**descriptions.UPDATE_KEYS, **descriptions.MAINTENANCE_KEYS})


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


def _described(model: type[BaseModel], words: Mapping[str, str]) -> dict[str, Any]:
    """The model's schema with a sentence at each key; `x-…` keys are free for notes of one's own."""
    schema = model.model_json_schema(by_alias=True)
    _describe(schema, words)
    return {"$schema": _DIALECT, **schema, "patternProperties": {"^x-": True}}


def _describe(schema: dict[str, Any], words: Mapping[str, str]) -> None:
    for key, values in schema["properties"].items():
        values["description"] = words[key]
