"""Print what customers will read of a change, as Markdown.

That is every update that is new or changed since REV, and only its public part. Problems do not stop it: 'check' lists
them.
"""

from functools import partial
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option, trust_option
from statusladder.cli.verdict import tell_stand_in, use_cache
from statusladder.publish.preview import preview_site


@click.command("preview", help=__doc__)
@click.option("--since", "revision", metavar="REV", required=True, help="The revision to compare with, as origin/main.")
@now_option
@trust_option
@site_option
@quiet_option
def COMMAND(revision: str, now_text: str | None, trusts_theme: bool, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    if not trusts_theme:
        tell_stand_in(console, root)
    preview = partial(preview_site, root, revision, moment.now, moment.clock, trusts_theme=trusts_theme)
    console.data(use_cache(root, lambda cache: preview(cache=cache)))
