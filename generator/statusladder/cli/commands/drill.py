"""Start a drill, report on it, and show who has practised what.

Nothing of a drill is published.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.entry import Entry, entry_for_new
from statusladder.authoring.from_playbook import find_playbook, reminders_of, script_text
from statusladder.authoring.given_values import moment_as_written, read_time
from statusladder.authoring.target import find_target
from statusladder.cli.answers import BODY, add_fact_options, answers_in
from statusladder.cli.console import Console
from statusladder.cli.desk import (
    add_writing_options,
    begin_with,
    in_words,
    read_pairs,
    sit_down,
    stop,
    variables_option,
)
from statusladder.cli.drill_text import (
    Graded,
    Matrix,
    as_data,
    coverage_as_data,
    coverage_text,
    report_text,
    script_as_table,
)
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.writing import fill, finish, keeping_answers, promise
from statusladder.content.playbooks import find_playbooks
from statusladder.content.tree import SCRIPT
from statusladder.ladder.drills import DrillRecord, coverage_at, find_overdue_drills, functions_of, measure_drill
from statusladder.ladder.publication import written_part_of
from statusladder.model.communication import Drill
from statusladder.model.imported import PlainValue
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library
from statusladder.model.vocabulary import IncidentKind, Stage
from statusladder.publish.judgement import Judged, judge_site
from statusladder.voice.voice import english

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("drill", help=__doc__)
def COMMAND() -> None:
    """Holds the commands below; does nothing itself."""


@COMMAND.command("start")
@click.argument("name", metavar="PLAYBOOK")
@click.option(
    "--stage",
    type=click.Choice([Stage.NOTICE.value, Stage.INVESTIGATING.value]),
    default=Stage.INVESTIGATING.value,
    show_default=True,
)
@click.option("--began", metavar="TIME", help="When the drill began; its injects count from then.  [default: --at]")
@click.option("--slug", metavar="WORDS", help="The name of the folder behind the date.  [default: PLAYBOOK-drill]")
@click.option("--role", "roles", metavar="ROLE=TEAM", multiple=True, help="Who takes part.")
@variables_option
@add_writing_options
@add_fact_options(("title", "severity", "components", "next_update"))
@now_option
@site_option
@quiet_option
def start(
    name: str,
    stage: str,
    began: str | None,
    slug: str | None,
    roles: tuple[str, ...],
    variables: tuple[str, ...],
    root: Path,
    **parameters: Any,
) -> None:
    """Start a drill of a playbook.

    Writes its first notice and its script, and prints both paths and the script. 'statusladder update' writes what
    follows, as in an incident.
    """
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers, values = answers_in(parameters), read_pairs(variables, "who=customers in the EU")
    teams = read_pairs(roles, "communications_lead=web-team")
    begins = in_words("--began", lambda: read_time(began, desk.settings.zone, desk.now)) if began else desk.now
    command = ["drill", "start", name, "--stage", stage, *(["--slug", slug] if slug else [])]
    command += [*(["--began", began] if began else []), *(word for text in variables for word in ("--var", text))]
    command += [word for text in roles for word in ("--role", text)]
    with keeping_answers(desk, command, answers):
        playbook = find_playbook(root, name, desk.settings)
        begin_with(desk, playbook, answers, values, for_drill=True)
        if BODY not in answers and not desk.delivery.edit:
            raise click.UsageError("a first notice needs -m TEXT or --edit")
        answers["started_at"] = [moment_as_written(begins)]
        if playbook.said.kind is not IncidentKind.INCIDENT:
            answers["embargoed_until"] = ["none"]  # who practises decides it in the next update; nobody reads this one
        script = script_text(playbook, begins, values)
        words = slug or f"{playbook.name}-drill"
        entry = entry_for_new(root, "drills", words, desk.now, desk.settings.zone, words, Stage(stage))
        promise(desk, answers, entry, Stage(stage))
        entry = replace(_with_roles(fill(desk, entry, Stage(stage), answers), teams), beside={SCRIPT: script})
        desk.console.say(script_as_table(playbook, begins, values, desk.time))
        finish(desk, entry, reminders_of(playbook, Stage(stage), is_first=True))


def _with_roles(entry: Entry, teams: Mapping[str, str]) -> Entry:
    """The entry with who takes part; the promise stays last, where it is found again."""
    keys: dict[str, PlainValue] = {**entry.keys, **({"roles": dict(teams)} if teams else {})}
    if "next_update" in keys:
        keys["next_update"] = keys.pop("next_update")
    return replace(entry, keys=keys)


@COMMAND.command("report")
@click.argument("part", metavar="[ID]", required=False)
@_FORMAT
@now_option
@site_option
def report(part: str | None, form: str, now_text: str | None, root: Path) -> None:
    """Print how drills went.

    That is the first notice, promised updates, gaps between updates, injects, and what the rules found. ID is any
    unambiguous part of a drill's folder name; without it, all drills are printed.
    """
    console, moment = Console(), choose_moment(now_text)
    judged, library = _judged(console, root)
    drills = library.drills
    if part is not None:
        folder = find_target(root, part, ("drills",)).id
        drills = tuple(drill for drill in drills if drill.id == folder)
        if not drills:
            wrong = [one for one in judged.problems if f"/{folder}/" in f"{one.place.path}/"]
            stop(console, wrong, "so the drill cannot be told")
    written = written_part_of(replace(library, drills=drills), moment.now).drills
    told = [_graded(drill, judged, measure_drill(drill, library.policy, moment.now)) for drill in written]
    if form == "json":
        console.data(json.dumps({"drills": [as_data(one) for one in told]}, indent=2))
    elif told:
        voice = english(library.settings.zone, moment.now)
        console.data("\n\n".join(report_text(one, voice) for one in told))
    else:
        console.say("There is no drill yet: 'statusladder drill start PLAYBOOK' begins one.")


@COMMAND.command("coverage")
@_FORMAT
@now_option
@site_option
def show_coverage(form: str, now_text: str | None, root: Path) -> None:
    """Print who practised which playbook, and who is due.

    For each role or team, the day it last practised is printed too.
    """
    console, moment = Console(), choose_moment(now_text)
    _, library = _judged(console, root)
    today = moment.now.astimezone(library.settings.zone).date()
    playbooks, _ = find_playbooks(root, library.settings)
    practised = {drill.facts.playbook for drill in library.drills if drill.facts.playbook is not None}
    matrix = Matrix(
        tuple(sorted({*playbooks, *practised})),
        functions_of(library),
        coverage_at(library, today),
        library.settings.drills.every,
        find_overdue_drills(library, today),
    )
    if form == "json":
        console.data(json.dumps(coverage_as_data(matrix), indent=2))
    else:
        console.data(coverage_text(matrix))


def _judged(console: Console, root: Path) -> tuple[Judged, Library]:
    judged = judge_site(root, None, Gate.CHECK)
    if judged.library is None:
        stop(console, judged.problems, "so nothing can be told of its drills")
    return judged, judged.library


def _graded(drill: Drill, judged: Judged, record: DrillRecord) -> Graded:
    def inside(problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(one for one in problems if one.place.path.startswith(f"{drill.path}/"))

    return Graded(drill, record, inside(judged.problems), inside(judged.debt))
