"""`schema`: the JSON Schema of a kind of file, for editors."""

import json

import click

from statusladder.cli.console import Console
from statusladder.model.schema import SCHEMAS


@click.command("schema")
@click.argument("kind", type=click.Choice(list(SCHEMAS)), default="incident")
def COMMAND(kind: str) -> None:
    """Print the JSON Schema of update files (incident, maintenance), of own pages (page), of playbooks (playbook) or of
    site.yaml (site).

    Save it, and let your editor hold the file to it while you type.
    """
    Console().data(json.dumps(SCHEMAS[kind](), ensure_ascii=False, indent=2))
