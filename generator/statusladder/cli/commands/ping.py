"""Tell the WebSub hub of the published feeds that they have news.

Run it after publishing. The feeds themselves say which hub that is ('feeds.hub' in site.yaml); without one there is
nothing to do.
"""

from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, own_network_option, quiet_option, site_option
from statusladder.publish.deployed import tell_hubs


@click.command("ping", help=__doc__)
@own_network_option
@now_option
@site_option
@quiet_option
def COMMAND(own_network: bool, now_text: str | None, root: Path, quiet: bool) -> None:
    hubs = tell_hubs(root, choose_moment(now_text).now, own_network=own_network)
    Console(quiet).say(f"Told {', '.join(hubs)}." if hubs else "The feeds name no hub; nothing to do.")
