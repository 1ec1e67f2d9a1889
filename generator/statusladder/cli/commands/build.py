"""Check the site, then publish it to a folder.

The folder can go to any static host. If anything stops the build, every problem is listed, nothing is written, and the
published folder stays as it was. With --keep-going only what is wrong stays as it was; exit code 3 says so.

An incident that was published keeps its page when its folder is deleted, until it is in 'removed' of site.yaml.
"""

from functools import partial
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import PUBLIC, choose_moment, now_option, quiet_option, site_option
from statusladder.cli.verdict import tell_address, tell_drafts, tell_publication, tell_size
from statusladder.cli.watch import watch
from statusladder.publish.cache import cache_of, is_foreign
from statusladder.publish.pipeline import Progress, Publication, publish_site

WITH_GAPS = 3
"""The exit code of a build that published, but not all: deploy it, then raise an alarm."""


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
@click.option(
    "--keep-going", "keeps_going", is_flag=True, help="Leave what is wrong as it was when it was sound last, and go on."
)
@click.option(
    "--remove",
    "removed",
    metavar="ID",
    multiple=True,
    help="Take down an incident or maintenance whose folder is gone, this time. Lasting: 'removed' in site.yaml.",
)
@click.option("--no-cache", "is_fresh", is_flag=True, help="Make everything anew; the files are the same.")
@now_option
@site_option
@quiet_option
def COMMAND(
    destination: Path | None,
    internal: bool,
    is_watching: bool,
    keeps_going: bool,
    removed: tuple[str, ...],
    is_fresh: bool,
    now_text: str | None,
    root: Path,
    quiet: bool,
) -> None:
    console = Console(quiet)
    target = destination or root / ("private" if internal else PUBLIC)
    # What is not for everybody is not kept: a cache may travel further than the content.
    keep_in = cache_of(target) if not (internal or is_fresh) else None
    if keep_in is not None and is_foreign(keep_in):
        console.say(
            f"{keep_in.name} is not used: it is committed, or git cannot tell. Try 'git rm --cached {keep_in.name}'"
        )
        keep_in = None
    build = partial(_build, console, root, target, now_text, internal, keeps_going, removed, keep_in)
    if is_watching:
        watch(console, root.resolve(), build)
        return
    publication = build()
    if publication.outcome is None:
        raise click.exceptions.Exit(1)
    if publication.has_gaps:
        raise click.exceptions.Exit(WITH_GAPS)


def _build(
    console: Console,
    root: Path,
    destination: Path,
    now_text: str | None,
    internal: bool,
    keeps_going: bool,
    removed: tuple[str, ...],
    keep_in: Path | None,
) -> Publication:
    moment = choose_moment(now_text)

    def publish(progress: Progress) -> Publication:
        return publish_site(
            root,
            destination,
            moment.now,
            moment.clock,
            progress,
            moment.frozen,
            internal=internal,
            keeps_going=keeps_going,
            removed=removed,
            keep_in=keep_in,
        )

    publication = tell_publication(console, root, publish)
    if publication.outcome is not None:
        tell_drafts(console, publication.library)
        tell_address(console, publication.library)
        tell_size(console, publication.outcome.total)
        if internal:
            console.say(f"This is for your team alone: never publish {destination}.")
    return publication
