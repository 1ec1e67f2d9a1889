"""Serve the site on this machine and rebuild it on each change.

Drafts and drills are shown too. Nothing is published: the pages are deleted when the command ends.
"""

import tempfile
from datetime import datetime
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, quiet_option, read_clock, site_option
from statusladder.cli.verdict import tell_publication
from statusladder.cli.watch import until_interrupted
from statusladder.model.problem import Stopped
from statusladder.publish.pipeline import Progress, Publication, publish_site
from statusladder.serve.preview import Preview
from statusladder.serve.server import HOST, HOSTS, serving
from statusladder.serve.watcher import rebuild_on_changes


@click.command("serve", help=__doc__)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes any that is free."
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default=HOST,
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets others reach it, as in a container.",
)
@click.option("--poll", is_flag=True, help="Look every second, for shared folders that report no changes.")
@now_option
@site_option
@quiet_option
def COMMAND(port: int, host: str, poll: bool, now_text: str | None, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    site = root.resolve()
    with until_interrupted(), tempfile.TemporaryDirectory(prefix="statusladder-") as temporary:
        folder, kept = Path(temporary) / "site", Path(temporary) / "cache"

        def publish(now: datetime, clock: datetime | None, present: datetime) -> Publication:
            def made(progress: Progress) -> Publication:
                frozen = clock is None
                return publish_site(
                    site, folder, now, clock, progress, frozen, with_drafts=True, present=present, keep_in=kept
                )

            try:
                return tell_publication(console, site, made)
            except Stopped as stopped:
                console.fault(stopped.sentence, stopped.fix)
                raise

        preview = Preview(publish, read_clock, None if moment.clock else moment.now)
        with serving(preview, folder, port, host) as address:
            who = "for this machine only" if host in HOSTS else f"to all who reach {host}, drafts and drills included"
            console.say(f"Serving {address} {who}. Stop with Ctrl-C.")
            rebuild_on_changes(site, preview.build, preview.changes, poll)
