"""List overdue updates, estimates, approvals and action items.

Escalation criteria that hold are listed as well; below 'Ahead' stand those that will hold by the clock alone. Exit
code 1: there is a reminder, or the content has a problem that stops a build.
"""

import json
from datetime import datetime
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.nudge_text import Ahead, nudge_text, nudges_as_markdown, say_ahead, unfilled_text
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.verdict import require_library, use_cache
from statusladder.cli.words import say_count
from statusladder.content.playbooks import read_own_playbooks
from statusladder.ladder.next_rung import find_ahead
from statusladder.ladder.nudging import find_nudges, keep_nameable
from statusladder.ladder.outlook import Nudge, Outlook
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site
from statusladder.views.wording import stamp_of
from statusladder.voice.voice import english


@click.command("nudge", help=__doc__)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@now_option
@site_option
@quiet_option
def COMMAND(form: str, now_text: str | None, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    judged = use_cache(root, lambda cache: judge_site(root, moment.clock, Gate.CHECK, shelf=cache))
    stopping = judged.blocking(Gate.BUILD)
    library = require_library(console, root, judged.library, stopping)
    playbooks, _ = read_own_playbooks(root, library.settings)
    outlook = Outlook(library, moment.now, judged.debt, playbooks)
    nudges = find_nudges(outlook)
    shown = keep_nameable(nudges, outlook)
    voice = english(library.settings.zone, moment.now)
    settings = library.settings
    ahead = [say_ahead(course, rung, settings, voice) for course, rung in find_ahead(outlook.courses, settings)]
    hidden = len(nudges) - len(shown)
    unnamed = f"Not named, since the repository is public: {hidden}." if hidden else ""
    if form == "json":
        told = {
            "now": stamp_of(moment.now),
            "nudges": [_row(nudge) for nudge in shown],
            "ahead": [_ahead(one) for one in ahead],
            "unnamed": hidden,
        }
        console.data(json.dumps(told, indent=2))
    elif form == "markdown":
        console.data(nudges_as_markdown(shown, ahead, settings, voice, unnamed))
    else:
        console.data(nudge_text(shown, ahead, settings, voice))
        unfilled = unfilled_text(shown)
        counted = " ".join(filter(None, [unnamed, f"{say_count(len(nudges), 'reminder')}."]))
        console.say("\n".join(filter(None, [unfilled, counted])))
    if stopping or nudges:
        raise click.exceptions.Exit(1)


def _row(nudge: Nudge) -> dict[str, object]:
    return {
        "matter": nudge.matter,
        "about": nudge.about,
        "code": nudge.code,
        "fact": nudge.fact,
        "ask": nudge.ask,
        "at": stamp_of(nudge.at) if isinstance(nudge.at, datetime) else nudge.at.isoformat(),
        "who": [
            {"role": one.role, "team": one.team.id if one.team else None, "handles": list(one.handles)}
            for one in nudge.who
        ],
    }


def _ahead(one: Ahead) -> dict[str, object]:
    return {
        "about": one.about,
        "code": one.code,
        "at": stamp_of(one.at),
        "severity": one.severity,
        "text": one.text,
        "then": one.then,
    }
