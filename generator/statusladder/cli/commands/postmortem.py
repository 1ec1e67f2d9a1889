"""`postmortem`: begins the incident report, or replaces a preliminary one by the final one."""

from pathlib import Path
from typing import Any

import click

from statusladder.authoring.questions import questions_of
from statusladder.authoring.target import find_target
from statusladder.cli.fact_options import BODY, fact_options, given
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, finish, keeping_answers, next_entry, sit_down, writing_options
from statusladder.ladder.stages import legal_next
from statusladder.model.update import REPORT_KEYS, IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage

KEYS = [
    key
    for key in questions_of(IncidentKeys, report=True)
    if key in {*REPORT_KEYS, "summary", "data_loss", "remaining", "customer_actions", "approved_by", "next_update"}
]

OUTLINE = (
    "## Summary",
    "## Ownership and apology",
    "## Impact",
    "## What happened",
    "## Why it happened",
    "## How we restored service",
    "## What went well",
    "## What went poorly",
    "## Where we were lucky",
    "## What you can do",
)
"""The sections that a person writes; the page adds those that can be computed."""


@click.command("postmortem")
@click.argument("part", metavar="[ID]", required=False)
@writing_options
@fact_options(KEYS)
@now_option
@site_option
@quiet_option
def COMMAND(part: str | None, **parameters: Any) -> None:
    """Write the incident report of a resolved incident, and print the path of its file.

    `--edit` opens an outline. Times, promises and the two-lane timeline are not typed: the page computes them.
    """
    root: Path = parameters["root"]
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = given(parameters)
    answers.setdefault("version", [ReportVersion.PRELIMINARY.value])
    with keeping_answers(desk, ["postmortem", *([part] if part else [])], answers):
        # The final version follows the resolution, or the preliminary report.
        is_final = answers["version"] == [ReportVersion.FINAL.value]
        waiting = (Stage.RESOLVED, Stage.POSTMORTEM) if is_final else (Stage.RESOLVED,)
        target = find_target(root, part, ("incidents", "drills"), waiting)
        entry = next_entry(desk, target)
        if Stage.POSTMORTEM not in legal_next(entry.stage):
            raise click.UsageError(f"a report follows 'resolved'; {target.id} stands at '{entry.stage}'")
        if BODY not in answers:
            if not desk.delivery.edit:
                raise click.UsageError("a report needs -m TEXT or --edit")
            answers[BODY] = list(OUTLINE)
        finish(desk, fill(desk, entry, Stage.POSTMORTEM, answers))
