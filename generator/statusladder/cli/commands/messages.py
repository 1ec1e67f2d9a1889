"""Write messages about what is new, for each channel.

Nothing is sent: 'statusladder announce' does that. The network is used for the live site's manifest only. Say what is
new with --live, --published or --since, or name an incident with --incident to write all of its messages.

An incident or maintenance with a problem that stops a build is left out, and exit code 1 says so.
"""

from datetime import datetime
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, own_network_option, quiet_option, site_option
from statusladder.cli.verdict import tell_problems, use_cache
from statusladder.cli.words import say_count
from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.model.communication import Drill
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Stopped
from statusladder.model.site import Library
from statusladder.model.values import suggest
from statusladder.publish.deployed import read_live_manifest
from statusladder.publish.messages import Written, write_messages
from statusladder.publish.news import NOTHING_NEW, News, find_news_beyond, find_news_since


@click.command("messages", help=__doc__)
@click.option("--live", "asks_site", is_flag=True, help="What the live site, at site.url, does not have yet.")
@click.option("--since", "revision", metavar="REV", help="What is new since a revision, such as origin/main.")
@click.option(
    "--published",
    "live",
    metavar="MANIFEST",
    help="What this manifest.json, a file or an address, does not have yet.",
)
@click.option("--incident", "incident", metavar="ID", help="Only this incident or maintenance.")
@click.option(
    "-o",
    "--output",
    "destination",
    type=click.Path(path_type=Path),
    required=True,
    help="The folder to write to; replaces what an earlier run wrote there.",
)
@own_network_option
@now_option
@site_option
@quiet_option
def COMMAND(
    asks_site: bool,
    revision: str | None,
    live: str | None,
    incident: str | None,
    destination: Path,
    own_network: bool,
    now_text: str | None,
    root: Path,
    quiet: bool,
) -> None:
    ways = asks_site + (revision is not None) + (live is not None)
    if ways > 1 or (ways == 0 and incident is None):
        raise click.UsageError("say what is new with one of --live, --published and --since, or name an --incident")
    console = Console(quiet)
    moment = choose_moment(now_text)
    manifest, is_first = None, False
    if live is not None:
        manifest = read_manifest(live, own_network=own_network)
    elif asks_site:
        manifest = _ask_site(root, moment.now, own_network)
        is_first = manifest is None

    def find_news(library: Library) -> News:
        only = _known(root, library, incident) if incident is not None else None
        if is_first:
            console.say("Nothing was published at this address before: no messages about the first publication.")
            return NOTHING_NEW
        if revision is not None:
            return find_news_since(root, library, revision, moment.now, only)
        return find_news_beyond(manifest, root, only) if manifest is not None else News({}, only=only)

    written = use_cache(
        root, lambda cache: write_messages(root, destination, moment.now, moment.clock, find_news, cache)
    )
    tell_problems(console, root, written.problems)
    if written.outcome is None:
        console.fault(
            f"{say_count(len(written.problems), 'problem')}, no messages were written", "fix them and try again"
        )
        raise click.exceptions.Exit(1)
    _tell(console, written, destination)
    if written.problems:
        raise click.exceptions.Exit(1)


def _ask_site(root: Path, now: datetime, own_network: bool) -> Manifest | None:
    """The live manifest; None where the host answers that it has none, as before the first publication."""
    try:
        return read_live_manifest(root, now, own_network=own_network)
    except ManifestError as unread:
        if unread.is_absent:
            return None
        raise


def _known(root: Path, library: Library, incident: str) -> str:
    """The id of the only folder whose name has this part. Raises Stopped where a fault keeps that from being read."""
    ids = [one.id for one in library.communications if not isinstance(one, Drill)]
    if incident in ids:
        return incident
    found = [one for one in ids if incident in one]
    if len(found) == 1:
        return found[0]
    folders = (folder for of in ("incidents", "maintenance") for folder in sorted((root / "content" / of).glob("*/")))
    unread = next((folder for folder in folders if incident in folder.name), None) if not found else None
    if unread is not None:
        sentence = f"{unread.relative_to(root).as_posix()} cannot be read, so no message is written about it"
        raise Stopped(sentence, "run 'statusladder check', which says why")
    why = f"'{incident}' could be {' or '.join(found)}" if found else suggest(incident, ids)
    raise click.BadParameter(why, param_hint="--incident")


def _tell(console: Console, written: Written, destination: Path) -> None:
    """Which updates are said where, and how much stays silent."""
    by_update: dict[tuple[str, str], list[str]] = {}
    for message in written.messages:
        speaking = by_update.setdefault((message.bulletin.story, message.bulletin.id), [])
        if message.silence is None and message.files and not message.problems:
            speaking.append(message.channel.id)
    for (story, update), channels in by_update.items():
        console.say(f"{story}/{update}: {', '.join(channels) or 'no channel speaks'}.")
    if not by_update:
        console.say("No new updates, so no messages.")
        return
    console.say(f"Next: read them in {destination}, then 'statusladder announce {destination}'.")
