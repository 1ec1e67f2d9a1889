"""`headers`: what a server has to be told so that it answers as a host that reads `_headers` does."""

from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import quiet_option, site_option
from statusladder.cli.writing import stop
from statusladder.content.settings import read_settings
from statusladder.outputs.header_rules import hosting
from statusladder.outputs.host_snippets import SNIPPETS
from statusladder.publish.theme import find_theme


@click.command("headers")
@click.argument("server", type=click.Choice(list(SNIPPETS)))
@site_option
@quiet_option
def COMMAND(server: str, root: Path, quiet: bool) -> None:
    """Print the headers, redirects and error page of this site as SERVER takes them.

    The policy in it names the style sheet and the script by their hashes: print it anew when the theme or this program
    changed.
    """
    console = Console(quiet)
    settings, problems = read_settings(root)
    if settings is None or problems:
        stop(console, problems, "what the server is told cannot be made")
    site = hosting(settings, find_theme(root, settings.theme, settings.site.logo))
    snippet = SNIPPETS[server]
    console.data(snippet.make(site))
    console.say(snippet.where.format(base=site.base))
