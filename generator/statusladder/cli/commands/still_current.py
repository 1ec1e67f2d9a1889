"""Ask the published page whether it is still what it should be.

For a schedule. Exit code 0: nothing has to be done. Any other: build and publish the site, because a promise was
missed, a maintenance began or an embargo ended. When in doubt, it says 'build'.
"""

from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.publish.deployed import find_reason_to_build


@click.command("still-current", help=__doc__)
@now_option
@site_option
@quiet_option
def COMMAND(now_text: str | None, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    reason = find_reason_to_build(root, choose_moment(now_text).now)
    if reason is not None:
        console.say(f"Build: {reason}.")
        raise click.exceptions.Exit(1)
    console.say("The page is what it should be; nothing to do.")
