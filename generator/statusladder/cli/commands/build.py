"""`build`: check, then publish the site into a folder."""

import time
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import chosen_moment, now_option, quiet_option, site_option
from statusladder.publish.pipeline import publish_site
from statusladder.views.wording import counted

PROGRESS_EVERY = 25
"""Files between two lines of progress: often enough to be seen moving, seldom enough to cost nothing."""


@click.command("build")
@click.option(
    "-o", "--output", "destination", type=click.Path(path_type=Path), help="Where to publish.  [default: public]"
)
@now_option
@site_option
@quiet_option
def COMMAND(destination: Path | None, now_text: str | None, root: Path, quiet: bool) -> None:
    """Check the site, then publish it into a folder that any static host can serve.

    With any structural problem, all are listed, nothing is written and the published folder stays as it was.
    """
    console = Console(quiet)
    moment = chosen_moment(now_text)
    started = time.perf_counter()

    def progress(count: int) -> None:
        if count % PROGRESS_EVERY == 0:
            console.progress(f"{count} files made …")

    publication = publish_site(root, destination or root / "public", moment.now, moment.clock, progress, moment.frozen)
    console.problems(publication.problems)
    if publication.outcome is None:
        console.fault(
            f"{counted(len(publication.problems), 'problem')}, nothing was published", "mend them and build again"
        )
        raise click.exceptions.Exit(1)
    outcome = publication.outcome
    removed = f", removed {outcome.removed}" if outcome.removed else ""
    seconds = time.perf_counter() - started
    console.say(f"Wrote {outcome.written} of {counted(outcome.total, 'file')}{removed} in {seconds:.1f} s.")
