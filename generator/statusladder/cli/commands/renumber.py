"""Number the updates of a folder in the order of their times.

For two people who wrote the same number at once. ID is any unambiguous part of the folder name. What is published keeps
its name, because its address is permanent.
"""

from pathlib import Path

import click

from statusladder.authoring.renumbering import (
    Published,
    plan_renames,
    published_in_git,
    published_in_manifest,
    rename_files,
    untangle,
)
from statusladder.authoring.target import Target, find_target
from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import own_network_option, quiet_option, site_option
from statusladder.cli.words import say_list
from statusladder.content.reader import read_communication
from statusladder.content.settings import read_settings
from statusladder.content.tree import SECTIONS
from statusladder.history.git import GitError, settle
from statusladder.history.manifest import read_manifest
from statusladder.model.communication import Incident, Maintenance


@click.command("renumber", help=__doc__)
@click.argument("part", metavar="ID")
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="What is published, as a revision.  [default: the main branch of origin, else the newest commit]",
)
@click.option("--published", "live", metavar="MANIFEST", help="What is published, as the live site's manifest.json.")
@own_network_option
@site_option
@quiet_option
def COMMAND(part: str, revision: str | None, live: str | None, own_network: bool, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    settings, problems = read_settings(root)
    if settings is None:
        stop(console, problems, "nothing was renamed")
    target = find_target(root, part)
    folder = f"{SECTIONS[target.section]}/{target.id}"
    try:
        published = _published(root, target, revision, live, own_network)
        parted = untangle(root, target, published)
        for one in parted:
            console.say(f"{folder}/{one.old} held two updates: it is one of them now, the other is {one.new}.")
        communication, problems = read_communication(root, target.section, target.id, settings.zone)
        if communication is None:
            stop(console, problems, "nothing was renamed")
        renames = plan_renames(communication.updates, published)
        rename_files(root / folder, renames)
        finish = settle(root, folder) if parted else None
    except GitError as refused:
        fix = "name what is published: --published https://your.site/manifest.json, or --since REV"
        console.fault(f"{refused.sentence}, so nobody knows which names must stay", fix)
        raise click.exceptions.Exit(1) from None
    except OSError as failure:
        console.fault(f"{failure.filename} cannot be renamed ({failure.strerror})", "look at the folder, then go on")
        raise click.exceptions.Exit(1) from None
    for rename in renames:
        console.data(f"{folder}/{rename.old} → {rename.new}")
    if finish is not None:
        console.say(f"Git has all of {folder}. Next: statusladder check {target.id}, then '{finish}'.")
    elif renames:
        console.say(f"Next: statusladder check {target.id}, then git add --all {folder}, and commit.")
    else:
        console.say(_why_nothing(communication))


def _published(root: Path, target: Target, revision: str | None, live: str | None, own_network: bool) -> Published:
    """Raises GitError."""
    if live is None:
        return published_in_git(root, target, revision)
    return published_in_manifest(read_manifest(live, own_network=own_network), target)


def _why_nothing(communication: Incident | Maintenance) -> str:
    """What is as it should be, and what stays although it looks wrong."""
    numbers = [update.number for update in communication.updates]
    shared = [f"{update.id}.md" for update in communication.updates if numbers.count(update.number) > 1]
    if shared:
        return f"Nothing to rename: {say_list(shared)} are published or have no number free; their times order them."
    return "Nothing to rename: the numbers are in the order of the times."
