"""`follow-up`: tells customers what became of what was promised."""

from pathlib import Path
from typing import Any

import click

from statusladder.authoring.target import find_target
from statusladder.cli.fact_options import BODY, fact_options, given
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, finish, keeping_answers, next_entry, sit_down, writing_options
from statusladder.ladder.stages import legal_next
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.vocabulary import REPORT_STAGES, ReportVersion, Stage


@click.command("follow-up")
@click.argument("part", metavar="[ID]", required=False)
@writing_options
@fact_options(["action_items", "summary", "next_update"])
@now_option
@site_option
@quiet_option
def COMMAND(part: str | None, **parameters: Any) -> None:
    """Write a progress report after an incident report, and print the path of its file.

    Its comments list the action items that are still open.
    """
    root: Path = parameters["root"]
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = given(parameters)
    with keeping_answers(desk, ["follow-up", *([part] if part else [])], answers):
        target = find_target(root, part, ("incidents", "drills"), REPORT_STAGES)
        entry = next_entry(desk, target)
        if Stage.FOLLOW_UP not in legal_next(entry.stage):
            raise click.UsageError(f"a follow-up comes after the report; {target.id} stands at '{entry.stage}'")
        if entry.before is not None and _is_preliminary(entry.before):
            final = "write 'statusladder postmortem --version final'"
            raise click.UsageError(f"the report is preliminary, and after a progress report none can follow; {final}")
        if BODY not in answers and not desk.delivery.edit:
            raise click.UsageError("a follow-up needs -m TEXT or --edit")
        finish(desk, fill(desk, entry, Stage.FOLLOW_UP, answers))


def _is_preliminary(before: Incident | Maintenance) -> bool:
    return isinstance(before, Incident) and before.facts.version is ReportVersion.PRELIMINARY
