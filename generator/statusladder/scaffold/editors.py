"""What makes an editor help while somebody types: schemas beside the site, and snippets for every stage."""

import json
from collections.abc import Mapping
from typing import Any

from statusladder.content.settings import SETTINGS_FILE
from statusladder.model.schema import SCHEMAS, schema_path
from statusladder.model.site import Settings
from statusladder.scaffold.interface import Files, Scaffold
from statusladder.scaffold.snippets import snippets

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
              <option name="relativePathToSchema" value="{schema_path("site")}" />
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


def _make(settings: Settings) -> Files:
    schemas = {schema_path(kind): _json(schema()) for kind, schema in SCHEMAS.items()}
    return {
        **schemas,
        ".vscode/settings.json": _json({"yaml.schemas": {f"./{schema_path('site')}": SETTINGS_FILE}}),
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        ".vscode/statusladder.code-snippets": _json(snippets(settings)),
        ".idea/jsonSchemas.xml": _JETBRAINS,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


SCAFFOLD = Scaffold("editors", "schemas and snippets for editors", False, _make)
