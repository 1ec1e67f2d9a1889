"""List promised updates, and which of them are overdue.

They are the next update of each open incident, and the end of each maintenance. Exit code 1: something is late, or a
file cannot be read.
"""

import json
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.nudge_text import due_text
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.verdict import require_library, use_cache
from statusladder.cli.words import say_count
from statusladder.content.reader import read_library
from statusladder.ladder.course import Courses
from statusladder.ladder.dues import Due, find_dues
from statusladder.ladder.publication import internal_part_of, may_be_named
from statusladder.views.wording import stamp_of
from statusladder.voice.voice import english


@click.command("due", help=__doc__)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@now_option
@site_option
@quiet_option
def COMMAND(form: str, now_text: str | None, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    now = choose_moment(now_text).now
    reading = use_cache(root, lambda cache: read_library(root, cache))
    library = require_library(console, root, reading.library, reading.problems)
    settings, found = library.settings, find_dues(Courses(internal_part_of(library, now), now))
    shown = [due for due in found if may_be_named(due.communication, settings, now)]
    unnamed = len(found) - len(shown)
    if form == "json":
        told = {"now": stamp_of(now), "due": [_row(due) for due in shown], "unnamed": unnamed}
        console.data(json.dumps(told, indent=2))
    else:
        console.data(due_text(shown, english(settings.zone, now)))
        if unnamed:
            console.say(f"Not named, since the repository is public: {unnamed}.")
        late = sum(due.timing.is_late for due in found)
        console.say(f"{say_count(late, 'promise')} late." if late else "Nothing is late.")
    if reading.problems or any(due.timing.is_late for due in found):
        raise click.exceptions.Exit(1)


def _row(due: Due) -> dict[str, object]:
    return {
        "id": due.communication.id,
        "title": due.communication.title,
        "awaited": due.awaited,
        "promised": due.promised,
        "since": stamp_of(due.since),
        "by": stamp_of(due.by),
        "timing": due.timing,
        "late_minutes": int(due.late_by.total_seconds() // 60),
    }
