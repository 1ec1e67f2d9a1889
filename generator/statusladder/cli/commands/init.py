"""`init`: a site of one's own that builds at once, with a first notice as an example."""

from datetime import datetime
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import chosen_moment, now_option, quiet_option
from statusladder.publish.pipeline import publish_site

SITE_YAML = """\
site:
  name: Example status
  url: https://status.example.com
  timezone: UTC
components:
  - id: website
    name: Website
  - id: api
    name: API
contacts:
  - text: Support portal
    url: https://example.com/support
"""

FIRST_NOTICE = """\
---
stage: investigating
at: {at}
title: "Example: pages load slowly"
severity: minor
components:
  website: degraded_performance
next_update: 60m
---
Pages take longer than usual to load. The API answers as usual. We are finding out why.
"""

IGNORED = """\
/public/
/.public.statusladder*
"""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@now_option
@quiet_option
def COMMAND(folder: Path, now_text: str | None, quiet: bool) -> None:
    """Make a new site in DIR: settings, a first notice as an example, and the built pages.

    A file that is already there is never overwritten.
    """
    console = Console(quiet)
    moment = chosen_moment(now_text)
    files = _files(moment.now)
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        console.fault(f"{folder / taken[0]} is already there", "choose another folder; init overwrites nothing")
        raise click.exceptions.Exit(1)
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with open(folder / name, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            console.say(f"Wrote {folder / name}")
    except OSError as failure:
        console.fault(f"{failure.filename} cannot be written ({failure.strerror})", "choose another folder")
        raise click.exceptions.Exit(1) from None
    publish_site(folder, folder / "public", moment.now, moment.clock, lambda count: None, moment.frozen)
    console.say(f"Built the site in {folder / 'public'}.")
    console.say(f"Next: put your name and components into {folder / 'site.yaml'}, then run 'statusladder build'.")


def _files(now: datetime) -> dict[str, str]:
    folder = f"content/incidents/{now:%Y-%m-%d}-example"
    return {
        "site.yaml": SITE_YAML,
        f"{folder}/01-investigating.md": FIRST_NOTICE.format(at=f"{now:%Y-%m-%dT%H:%M:%SZ}"),
        ".gitignore": IGNORED,
    }
