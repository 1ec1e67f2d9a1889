"""What makes an editor help while somebody types: schemas beside the site, and snippets for every stage.

A snippet for Visual Studio Code is a file of its stage with the keys it asks for, made from the model.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from statusladder.content.settings import SETTINGS_FILE
from statusladder.model.forms import Form, Kind, forms_of
from statusladder.model.keys import sentences_of
from statusladder.model.schema import SCHEMAS, schema_path_of
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, MEASURED_STATES, OPEN_STAGES, Stage
from statusladder.scaffold.interface import Files, Scaffold

Snippet: TypeAlias = dict[str, str | list[str]]

_DAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_NOW = f"{_DAY}T${{CURRENT_HOUR}}:${{CURRENT_MINUTE}}:${{CURRENT_SECOND}}${{CURRENT_TIMEZONE_OFFSET}}"

_SAYS: Mapping[Stage, str] = {
    Stage.NOTICE: "potential_impact watch_until next_update",
    Stage.INVESTIGATING: "components impact unknown actions next_update",
    Stage.IDENTIFIED: "components impact known unknown actions cause eta workarounds customer_actions next_update",
    Stage.MITIGATING: "known unknown actions progress eta workarounds customer_actions next_update",
    Stage.MONITORING: "components mitigated_at monitoring_until exit_criterion remaining next_update",
    Stage.RESOLVED: "resolved_at impact data_loss remaining customer_actions",
    Stage.POSTMORTEM: "version trigger contributing_factors safeguards action_items lessons approved_by",
    Stage.FOLLOW_UP: "action_items",
    Stage.RETRACTED: "retracted",
    Stage.MERGED: "merged_into",
    Stage.SCHEDULED: "expected",
    Stage.RESCHEDULED: "window",
    Stage.IN_PROGRESS: "next_update",
    Stage.EXTENDED: "window",
    Stage.VERIFYING: "next_update",
    Stage.COMPLETED: "remaining",
    Stage.CANCELLED: "",
}
"""The keys that an update of each stage speaks of; the ladder's reference says which of them it must."""

_FIRST_NOTICE = "stage at title severity components next_update"
_ANNOUNCEMENT = "stage at title window expected"

_PARTS = {
    "impact": "symptom share basis",
    "action_items": "id title type effect priority owner due status",
}
"""The parts of a record that a snippet writes, where it is not all of them."""

_EXAMPLES = {
    "eta": "unknown",
    "share": "12-18%",
    "percent": "50",
    "merged_into": "2026-03-14-sign-in-failures",
    "from": f"{_DAY}T22:00:00${{CURRENT_TIMEZONE_OFFSET}}",
    "to": f"{_DAY}T23:00:00${{CURRENT_TIMEZONE_OFFSET}}",
    "id": "AI-1",
    "owner": "a team",
    "symptom": "What customers notice",
    "of": "what is back",
}
"""What stands in a place until somebody types, where neither the type nor the key's own sentence tells."""


def make_snippets(settings: Settings) -> Mapping[str, Snippet]:
    """Every snippet by the name that the editor lists; `settings` names the components to choose from."""
    incident, maintenance = forms_of(IncidentKeys), forms_of(MaintenanceKeys)
    openings = Form(
        Kind.CHOICE, (Stage.INVESTIGATING, *(stage for stage in OPEN_STAGES if stage != Stage.INVESTIGATING))
    )
    announced = Form(Kind.CHOICE, (Stage.SCHEDULED,))
    made = {
        "First notice": _Writer(settings).snippet("sl-first", _FIRST_NOTICE, {**incident, "stage": openings}),
        "Maintenance": _Writer(settings).snippet("sl-maintenance", _ANNOUNCEMENT, {**maintenance, "stage": announced}),
    }
    for stages, keys, title in (
        (INCIDENT_STAGES, incident, "Update"),
        (MAINTENANCE_STAGES, maintenance, "Maintenance update"),
    ):
        for stage in stages:
            of_stage = {**keys, "stage": Form(Kind.CHOICE, (stage,))}
            made[f"{title}: {stage}"] = _Writer(settings).snippet(f"sl-{stage}", f"stage at {_SAYS[stage]}", of_stage)
    return made


@cache
def _sentences() -> Mapping[str, str]:
    return {**sentences_of(MaintenanceKeys), **sentences_of(IncidentKeys)}


class _Writer:
    """Writes one snippet; its places are numbered in the order in which the Tab key visits them."""

    def __init__(self, settings: Settings) -> None:
        self._components = tuple(component.id for component in settings.components)
        self._places = 0

    def snippet(self, prefix: str, keys: str, forms: Mapping[str, Form]) -> Snippet:
        lines = [line for key in keys.split() for line in self._entry(key, forms[key], _sentences()[key])]
        words = self._place("Words for customers: what they notice, and what they can do.")
        return {
            "scope": "markdown",
            "prefix": prefix,
            "description": f"statusladder: {', '.join(keys.split())}",
            "body": ["---", *lines, "---", words, "$0"],
        }

    def _entry(self, key: str, form: Form, told: str = "") -> Iterator[str]:
        """The lines of a key and its value; a place is called by the beginning of what is `told` of the key."""
        if form.kind is Kind.STATES:
            yield f"{key}:"
            yield f"  {self._choice(self._components)}: {self._choice(_states(key))}"
        elif form.item is not None and not form.may_be_none:
            first, *others = (
                self._parts(key, form.item.parts) if form.item.parts else [self._value(key, form.item, told)]
            )
            yield f"{key}:"
            yield f"  - {first}"
            yield from (f"    {line}" for line in others)
        elif form.parts is not None and key not in _EXAMPLES:
            yield f"{key}:"
            yield from (f"  {line}" for line in self._parts(key, form.parts))
        else:
            yield f"{key}: {self._value(key, form, told)}"

    def _parts(self, key: str, parts: Mapping[str, Form]) -> list[str]:
        chosen = _PARTS.get(key, " ".join(parts)).split()
        return [line for name in chosen for line in self._entry(name, parts[name])]

    def _value(self, key: str, form: Form, told: str) -> str:
        if key == "at":
            return _NOW
        if form.choices:
            return self._choice(form.choices[::-1] if key in _WORST_LAST else form.choices)
        if key in _EXAMPLES:
            return self._place(_EXAMPLES[key])
        if form.kind is Kind.MOMENT_OR_LENGTH:
            return self._choice(("30m", "60m", "2h"))
        if form.kind in (Kind.MOMENT, Kind.DAY):
            return self._place(_NOW if form.kind is Kind.MOMENT else _DAY)
        return self._place(re.split(r"[.:]", told)[0] or key.replace("_", " "))

    def _place(self, words: str) -> str:
        self._places += 1
        return f"${{{self._places}:{words}}}"

    def _choice(self, words: tuple[str, ...]) -> str:
        """A place with a list to choose from; a single word is no choice and is written as it is."""
        if len(words) == 1:
            return words[0]
        self._places += 1
        return f"${{{self._places}|{','.join(words)}|}}"


_WORST_LAST = frozenset({"data_loss"})
"""Choices of which the first is good news, so that a hasty Tab key would tell it."""


def _states(key: str) -> tuple[str, ...]:
    """The states of components: what is expected of a maintenance best first, what an incident reports worst first."""
    states = MEASURED_STATES
    return states[1:] if key == "expected" else states[::-1]


_JETBRAINS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<project version="4">
  <component name="JsonSchemaMappingsProjectConfiguration">
    <state>
      <map>
        <entry key="statusladder site">
          <value>
            <SchemaInfo>
              <option name="name" value="statusladder site" />
              <option name="relativePathToSchema" value="{schema_path_of("site")}" />
              <option name="patterns">
                <list>
                  <Item>
                    <option name="path" value="{SETTINGS_FILE}" />
                  </Item>
                </list>
              </option>
            </SchemaInfo>
          </value>
        </entry>
      </map>
    </state>
  </component>
</project>
"""
"""JetBrains' editors: the schema of the one file that is YAML from end to end."""


@cache
def _make_schemas() -> Files:
    """The schema of each kind of file, which is the same for every site."""
    return {schema_path_of(kind): _json(schema()) for kind, schema in SCHEMAS.items()}


def _make(settings: Settings) -> Files:
    return {
        **_make_schemas(),
        ".vscode/settings.json": _json({"yaml.schemas": {f"./{schema_path_of('site')}": SETTINGS_FILE}}),
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        ".vscode/statusladder.code-snippets": _json(make_snippets(settings)),
        ".idea/jsonSchemas.xml": _JETBRAINS,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


SCAFFOLD = Scaffold("editors", "schemas and snippets for editors", False, _make)
