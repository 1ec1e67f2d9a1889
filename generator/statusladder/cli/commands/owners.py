"""Print who owns components, fills roles and approves updates."""

import json
from pathlib import Path

import click

from statusladder.cli.codeowners import codeowners
from statusladder.cli.console import Console
from statusladder.cli.options import quiet_option, site_option
from statusladder.cli.ownership_text import ownership_text
from statusladder.cli.writing import stop
from statusladder.content.playbooks import read_own_playbooks
from statusladder.content.policies import policy_in_force
from statusladder.content.settings import read_settings
from statusladder.history.git import GitError, folder_in_repository
from statusladder.ladder.ownership import Ownership, ownership
from statusladder.model.site import Settings
from statusladder.views.ownership import ownership_data


@click.command("owners", help=__doc__)
@click.option("--codeowners", "for_host", is_flag=True, help="Print the lines of a CODEOWNERS file instead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@site_option
@quiet_option
def COMMAND(for_host: bool, form: str, root: Path, quiet: bool) -> None:
    if for_host and form != "text":
        raise click.UsageError("a CODEOWNERS file has one form: leave out --format")
    console = Console(quiet)
    settings, problems = read_settings(root)
    if settings is None or problems:
        stop(console, problems, "who owns what cannot be told")
    told = ownership(settings, policy_in_force(settings.ladder))
    if for_host:
        _print_codeowners(console, root, settings, told)
    elif form == "json":
        console.data(json.dumps(ownership_data(told, settings), indent=2))
    else:
        console.data(ownership_text(told))


def _print_codeowners(console: Console, root: Path, settings: Settings, told: Ownership) -> None:
    """The lines on standard output, and to people what has none; it is no fault while there is any line."""
    playbooks, problems = read_own_playbooks(root, settings)
    if problems:
        stop(console, problems, "who keeps these playbooks cannot be told")
    try:
        folder = folder_in_repository(root)
    except GitError:
        folder = ""
    made = codeowners(told, playbooks, folder)
    for gap in made.gaps:
        console.say(f"No line for {gap}.")
    if not made.text:
        fix = "list 'teams' with 'codeowners' in site.yaml, and name below 'roles' the teams that fill them"
        console.fault("nobody can be asked to review anything", fix)
        raise click.exceptions.Exit(1)
    console.data(made.text)
