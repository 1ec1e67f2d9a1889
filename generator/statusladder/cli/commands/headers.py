"""Print headers, redirects and error page for a web server.

They are what this site needs of SERVER. The policy in them names the style sheet and the script by their hashes: print
them again when the theme or this program changed.
"""

from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.ladder.publication import public_part_of
from statusladder.model.problem import Gate
from statusladder.outputs.header_rules import make_hosting
from statusladder.outputs.host_snippets import SNIPPETS
from statusladder.publish.judgement import judge_site
from statusladder.publish.theme import find_theme


@click.command("headers", help=__doc__)
@click.argument("server", type=click.Choice(list(SNIPPETS)))
@site_option
@now_option
@quiet_option
def COMMAND(server: str, root: Path, now_text: str | None, quiet: bool) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    judged = judge_site(root, moment.clock, Gate.BUILD)
    blocking = judged.blocking(Gate.BUILD)
    if judged.library is None or blocking:
        stop(console, blocking, "what the server is told cannot be made")
    # Only what is public: an old address of something embargoed would tell of it.
    settings = public_part_of(judged.library, moment.now).settings
    site = make_hosting(settings, find_theme(root, settings.theme, settings.site.logo))
    snippet = SNIPPETS[server]
    console.data(snippet.make(site))
    console.say(snippet.where.format(base=site.base))
