"""Write a progress update after a postmortem.

Prints the path of the file. Without -m it begins a draft with the action items that are still open, for you to say what
became of each; its comments list them in any case.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.given_values import find_still_open
from statusladder.authoring.target import find_target
from statusladder.cli.answers import BODY, add_fact_options, answers_in
from statusladder.cli.desk import add_writing_options, find_follow_up, sit_down
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, finish, keeping_answers
from statusladder.ladder.action_items import actions_of
from statusladder.model.communication import Incident
from statusladder.model.imported import PlainValue
from statusladder.model.vocabulary import REPORT_STAGES, Stage


@click.command("follow-up", help=__doc__)
@click.argument("part", metavar="[ID]", required=False)
@add_writing_options
@add_fact_options(["action_items", "summary", "next_update"])
@now_option
@site_option
@quiet_option
def COMMAND(part: str | None, **parameters: Any) -> None:
    root: Path = parameters["root"]
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = answers_in(parameters)
    with keeping_answers(desk, ["follow-up", *([part] if part else [])], answers):
        target = find_target(root, part, ("incidents", "drills"), REPORT_STAGES)
        entry = find_follow_up(desk, target)
        rows: list[PlainValue] = []
        if BODY not in answers:
            if isinstance(entry.before, Incident):
                rows = find_still_open(actions_of(entry.before, desk.settings.zone))
            desk = desk if desk.delivery.edit else replace(desk, delivery=replace(desk.delivery, draft=True))
        entry = fill(desk, entry, Stage.FOLLOW_UP, answers)
        if rows:
            entry = replace(entry, keys={**entry.keys, "action_items": entry.keys.get("action_items", rows)})
        finish(desk, entry)
