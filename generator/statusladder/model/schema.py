"""The JSON Schema of each kind of file, from the model itself, so that editors know what the reader knows.

It says what each key means, in one line that an editor shows while somebody types.
"""

import posixpath
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pydantic import BaseModel

from statusladder.model.definitions import Definition, Guidance, Wording
from statusladder.model.feedback import AnswerKeys, FeedbackFile, SignalKeys
from statusladder.model.keys import sentences_of
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.policy import Announcement, FirstNotice, LadderKeys, Relaxation, ReportDue
from statusladder.model.site import PageKeys, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, Stage

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


_DESCRIBED = (
    AnswerKeys,
    SignalKeys,
    LadderKeys,
    FirstNotice,
    Relaxation,
    Definition,
    Wording,
    ReportDue,
    Announcement,
    Guidance,
)
"""The records within a file whose keys have sentences too."""


def _described(model: type[BaseModel], stages: tuple[Stage, ...] = ()) -> dict[str, Any]:
    """The model's schema with a sentence at each key; `x-…` keys are free for notes of one's own."""
    schema = model.model_json_schema(by_alias=True)
    _describe(schema, sentences_of(model, stages))
    for part in _DESCRIBED:
        if part.__name__ in schema.get("$defs", {}):
            _describe(schema["$defs"][part.__name__], sentences_of(part))
    return {"$schema": _DIALECT, **schema, "patternProperties": {"^x-": True}}


def _describe(schema: dict[str, Any], told: Mapping[str, str]) -> None:
    for name, values in schema["properties"].items():
        values["description"] = told[name]


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "incident": partial(_described, IncidentKeys, INCIDENT_STAGES),
    "maintenance": partial(_described, MaintenanceKeys, MAINTENANCE_STAGES),
    "page": partial(_described, PageKeys),
    "playbook": partial(_described, PlaybookKeys),
    "feedback": partial(_described, FeedbackFile),
    "site": partial(_described, Settings),
}
"""Makers of the schemas, by the kind of file that each is for."""

SCHEMA_FOLDER = ".statusladder"
"""Where a site keeps its schemas for editors, below its own folder."""


def schema_path_of(kind: str) -> str:
    """Where the schema of a kind of file lies in a site, so that editors find it without the network."""
    return f"{SCHEMA_FOLDER}/{kind}.schema.json"


def make_modeline(kind: str, path: str) -> str:
    """The comment that tells editors the schema of the file at `path` (below the site, with `/`), without a line end.

    The form is that of the YAML language server, which most editors run. JetBrains' are told by `.idea` instead.
    """
    return f"# yaml-language-server: $schema={posixpath.relpath(schema_path_of(kind), posixpath.dirname(path) or '.')}"
