"""`preview`: what customers will read of a change, as Markdown for the summary of a job."""

from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import chosen_moment, now_option, quiet_option, site_option
from statusladder.history.git import GitError
from statusladder.publish.preview import preview_site


@click.command("preview")
@click.option("--since", "revision", metavar="REV", required=True, help="The revision to compare with, as origin/main.")
@now_option
@site_option
@quiet_option
def COMMAND(revision: str, now_text: str | None, root: Path, quiet: bool) -> None:
    """Print what customers will read of every update that is new or changed since REV, as Markdown.

    Only what is public is in it. Problems are told and do not stop it: that is what 'check' is for.
    """
    console = Console(quiet)
    moment = chosen_moment(now_text)
    try:
        console.data(preview_site(root, revision, moment.now, moment.clock))
    except GitError as refused:
        console.fault(refused.sentence, refused.mend)
        raise click.exceptions.Exit(1) from None
