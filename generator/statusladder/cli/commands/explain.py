"""Explain a problem code, or list all codes.

A rule is explained with a bad and a good example.
"""

import click

from statusladder.cli.console import Console
from statusladder.cli.problem_formats import as_told, find_codes, list_codes
from statusladder.model.values import suggest


@click.command("explain", help=__doc__)
@click.argument("code", required=False)
def COMMAND(code: str | None) -> None:
    console = Console()
    if code is None:
        console.data(list_codes())
        return
    codes = find_codes()
    if code.upper() not in codes:
        raise click.UsageError(f"no code is called '{code}'; {suggest(code.upper(), codes)}")
    console.data(as_told(code.upper()))
