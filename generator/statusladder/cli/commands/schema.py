"""Print the JSON Schema of a kind of file, for editors.

The kinds are update files (incident, maintenance), own pages (page), playbooks (playbook) and site.yaml (site). Save
the schema, and let your editor check the file while you type. What a webhook is sent has one, too (webhook).
"""

import json

import click

from statusladder.cli.console import Console
from statusladder.model.schema import SCHEMAS
from statusladder.model.webhook import make_webhook_schema

_SCHEMAS = {**SCHEMAS, "webhook": make_webhook_schema}


@click.command("schema", help=__doc__)
@click.argument("kind", type=click.Choice(list(_SCHEMAS)), default="incident")
def COMMAND(kind: str) -> None:
    Console().data(json.dumps(_SCHEMAS[kind](), indent=2))
