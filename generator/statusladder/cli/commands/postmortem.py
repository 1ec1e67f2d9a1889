"""Write the postmortem of a resolved incident.

Prints the path of the file. Without -m it begins a draft: an outline, what the incident itself tells as comments, and
the questions that only people can answer; a final version begins with the words of the preliminary one. Times,
promises, estimates and the timeline are not typed: the page computes them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.guidance import FURTHER, OUTLINE, add_outline, read_said_before
from statusladder.authoring.questions import questions_of
from statusladder.authoring.target import find_target
from statusladder.cli.answers import BODY, add_fact_options, answers_in
from statusladder.cli.desk import add_writing_options, find_next_entry, sit_down
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, finish, keeping_answers
from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.steps import legal_after
from statusladder.model.communication import Incident
from statusladder.model.imported import PlainValue
from statusladder.model.site import Settings
from statusladder.model.update import REPORT_KEYS, IncidentKeys
from statusladder.model.vocabulary import ReportVersion, Stage
from statusladder.views.communication_record import build_communication_record
from statusladder.views.lanes import build_lanes
from statusladder.views.panel import build_panel
from statusladder.views.report import build_report_header
from statusladder.voice.voice import Voice, english

KEYS = [
    key
    for key in questions_of(IncidentKeys, report=True)
    if key in {*REPORT_KEYS, "summary", "data_loss", "remaining", "customer_actions", "approved_by", "next_update"}
]


@click.command("postmortem", help=__doc__)
@click.argument("part", metavar="[ID]", required=False)
@add_writing_options
@add_fact_options(KEYS)
@now_option
@site_option
@quiet_option
def COMMAND(part: str | None, **parameters: Any) -> None:
    root: Path = parameters["root"]
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = answers_in(parameters)
    answers.setdefault("version", [ReportVersion.PRELIMINARY.value])
    with keeping_answers(desk, ["postmortem", *([part] if part else [])], answers):
        # The final version follows the resolution, or the preliminary report.
        is_final = answers["version"] == [ReportVersion.FINAL.value]
        waiting = (Stage.RESOLVED, Stage.POSTMORTEM) if is_final else (Stage.RESOLVED,)
        target = find_target(root, part, ("incidents", "drills"), waiting)
        entry = find_next_entry(desk, target)
        if Stage.POSTMORTEM not in legal_after(entry.stage):
            raise click.UsageError(f"a report follows 'resolved'; {target.id} stands at '{entry.stage}'")
        incident = entry.before if isinstance(entry.before, Incident) else None
        begun: dict[str, PlainValue] = {}
        if BODY not in answers and incident is not None:
            begun, words = read_said_before(root, incident)
            answers[BODY] = [add_outline(words)]
            desk = desk if desk.delivery.edit else replace(desk, delivery=replace(desk.delivery, draft=True))
        entry = fill(desk, entry, Stage.POSTMORTEM, answers)
        entry = replace(entry, keys={**entry.keys, **{key: begun[key] for key in begun if key not in entry.keys}})
        facts: tuple[str, ...] = ()
        if incident is not None:
            course = IncidentCourse(incident, desk.policy, desk.settings.zone, desk.time.now)
            facts = tuple(list_facts(course, desk.settings, english(desk.settings.zone, desk.now)))
        finish(desk, entry, facts)


def list_facts(course: IncidentCourse, settings: Settings, voice: Voice) -> Iterator[str]:
    """Line by line and without the `# ` in front; what was typed over several lines stands on one."""
    for line in _lines(course, settings, voice):
        text = line.lstrip()
        yield line[: len(line) - len(text)] + " ".join(text.split())


def _lines(course: IncidentCourse, settings: Settings, voice: Voice) -> Iterator[str]:
    yield "The page computes all of this; lean on it, and do not type it again:"
    for label, words in build_report_header(
        course, None, settings, build_panel(course.incident, settings, voice), voice
    ):
        yield f"  {label}: {words}"
    yield "Timeline, to which 'timeline' (at, what, estimated) adds what nobody told:"
    for row in build_lanes(course.incident, voice):
        if row.day is not None:
            yield f"  {row.day}"
        estimated = " (estimated)" if row.is_estimated else ""
        yield f"    {row.at.text}{estimated} {'We said: ' if row.url else ''}{row.text}"
    record = build_communication_record(course, settings, voice)
    yield "How we communicated:"
    yield from (f"  {line}" for line in (*record.lines, *record.estimates, *record.corrections))
    yield "What only people can judge, section by section:"
    yield from (f"  {heading}: {question}" for heading, question in OUTLINE.items())
    yield from (f"  {question}" for question in FURTHER)
