"""Print the JSON Schema of a kind of file, for editors.

The kinds are update files (incident, maintenance), own pages (page), playbooks (playbook) and site.yaml (site). Save
the schema, and let your editor check the file while you type.
"""

import json

import click

from statusladder.cli.console import Console
from statusladder.model.schema import SCHEMAS


@click.command("schema", help=__doc__)
@click.argument("kind", type=click.Choice(list(SCHEMAS)), default="incident")
def COMMAND(kind: str) -> None:
    Console().data(json.dumps(SCHEMAS[kind](), indent=2))
