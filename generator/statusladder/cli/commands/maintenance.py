"""Announce scheduled maintenance.

Prints the path of the file. `--set` says what the work does to which component while its window lasts. The folder is
named after the day of the window.
"""

from functools import partial
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.entry import Entry, entry_for_new
from statusladder.authoring.given_values import read_time
from statusladder.authoring.guidance import purposes_of
from statusladder.authoring.questions import questions_of
from statusladder.cli.answers import BODY, add_fact_options, answers_in, ask_for, ask_words
from statusladder.cli.desk import add_writing_options, in_words, sit_down
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, find_faults, finish, keeping_answers
from statusladder.model.update import MaintenanceKeys
from statusladder.model.vocabulary import Stage

REQUIRED = ("title", "window.from", "window.to")


@click.command("maintenance", help=__doc__)
@click.argument("headline", metavar="[TITLE]", required=False)
@click.option("--slug", metavar="WORDS", help="The name of the folder behind the date.  [default: from the title]")
@add_writing_options
@add_fact_options([key for key in questions_of(MaintenanceKeys) if key != "components"])
@now_option
@site_option
@quiet_option
def COMMAND(headline: str | None, slug: str | None, root: Path, **parameters: Any) -> None:
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = answers_in(parameters)
    if headline:
        answers["title"] = [headline]
    stage = Stage.SCHEDULED
    with keeping_answers(desk, ["maintenance", *(["--slug", slug] if slug else [])], answers):
        speechless = BODY not in answers and not desk.delivery.edit
        if desk.console.can_ask and (speechless or any(key not in answers for key in REQUIRED)):
            blank = Entry("maintenance", "2000-01-01-x", 1, None, stage, {}, "")
            keys = (*REQUIRED, "expected", "customer_actions")
            ask_for(desk.console, answers, keys, partial(find_faults, desk, blank, stage), REQUIRED)
            if speechless:
                ask_words(desk.console, answers, purposes_of(desk.policy, stage))
                if BODY not in answers:
                    raise click.Abort
        missing = [key for key in REQUIRED if key not in answers]
        if missing or (BODY not in answers and not desk.delivery.edit):
            raise click.UsageError("a maintenance needs a title, --from, --to, and -m TEXT or --edit")
        zone = desk.settings.zone
        begins = in_words("--from", lambda: read_time(answers["window.from"][0], zone, desk.now))
        entry = entry_for_new(root, "maintenance", answers["title"][0], begins, zone, slug, stage)
        finish(desk, fill(desk, entry, stage, answers))
