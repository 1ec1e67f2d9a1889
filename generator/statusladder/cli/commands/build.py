"""Check the site, then publish it to a folder.

The folder can go to any static host. If anything stops the build, every problem is listed, nothing is written, and the
published folder stays as it was.
"""

from functools import partial
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import PUBLIC, chosen_moment, now_option, quiet_option, site_option
from statusladder.cli.verdict import tell_address, tell_drafts, tell_publication
from statusladder.cli.watch import watch
from statusladder.publish.pipeline import Progress, Publication, publish_site


@click.command("build", help=__doc__)
@click.option(
    "-o",
    "--output",
    "destination",
    type=click.Path(path_type=Path),
    help="Where to publish.  [default: public, or private with --internal]",
)
@click.option("--internal", is_flag=True, help="Add what is for your team alone, below /internal/. Never publish that.")
@click.option("--watch", "is_watching", is_flag=True, help="Go on, and build again after each change, until Ctrl-C.")
@now_option
@site_option
@quiet_option
def COMMAND(
    destination: Path | None, internal: bool, is_watching: bool, now_text: str | None, root: Path, quiet: bool
) -> None:
    console = Console(quiet)
    target = destination or root / ("private" if internal else PUBLIC)
    build = partial(_build, console, root, target, now_text, internal)
    if is_watching:
        watch(console, root.resolve(), build)
    elif build().outcome is None:
        raise click.exceptions.Exit(1)


def _build(console: Console, root: Path, destination: Path, now_text: str | None, internal: bool) -> Publication:
    moment = chosen_moment(now_text)

    def publish(progress: Progress) -> Publication:
        return publish_site(root, destination, moment.now, moment.clock, progress, moment.frozen, internal=internal)

    publication = tell_publication(console, publish)
    if publication.outcome is not None:
        tell_drafts(console, publication.library)
        tell_address(console, publication.library)
        if internal:
            console.say(f"This is for your team alone: never publish {destination}.")
    return publication
