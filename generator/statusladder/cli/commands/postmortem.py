"""Write the postmortem of a resolved incident.

Prints the path of the file. Without -m it begins a draft: an outline, what the incident itself tells as comments, and
the questions that only people can answer; a final version begins with the words of the preliminary one. Times,
promises, estimates and the timeline are not typed: the page computes them.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.questions import questions_of
from statusladder.authoring.report_draft import outline, said_before
from statusladder.authoring.target import find_target
from statusladder.cli.answers import BODY, fact_options, given
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.report_facts import report_facts
from statusladder.cli.writing import fill, finish, keeping_answers, next_entry, sit_down, writing_options
from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.steps import legal_next
from statusladder.model.communication import Incident
from statusladder.model.imported import PlainValue
from statusladder.model.update import REPORT_KEYS, IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage

KEYS = [
    key
    for key in questions_of(IncidentKeys, report=True)
    if key in {*REPORT_KEYS, "summary", "data_loss", "remaining", "customer_actions", "approved_by", "next_update"}
]


@click.command("postmortem", help=__doc__)
@click.argument("part", metavar="[ID]", required=False)
@writing_options
@fact_options(KEYS)
@now_option
@site_option
@quiet_option
def COMMAND(part: str | None, **parameters: Any) -> None:
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
        incident = entry.before if isinstance(entry.before, Incident) else None
        begun: dict[str, PlainValue] = {}
        if BODY not in answers and incident is not None:
            begun, words = said_before(root, incident)
            answers[BODY] = [outline(words)]
            desk = desk if desk.delivery.edit else replace(desk, delivery=replace(desk.delivery, draft=True))
        entry = fill(desk, entry, Stage.POSTMORTEM, answers)
        entry = replace(entry, keys={**entry.keys, **{key: begun[key] for key in begun if key not in entry.keys}})
        facts: tuple[str, ...] = ()
        if incident is not None:
            course = IncidentCourse(incident, desk.policy, desk.settings.zone, desk.time.now)
            facts = tuple(report_facts(course, desk.settings, desk.time))
        finish(desk, entry, facts)
