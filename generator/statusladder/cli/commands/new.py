"""Open an incident with its first update.

Prints the path of the file. At a terminal, asks for what a first notice needs and no flag says. With --playbook it
starts from what the team wrote down beforehand: 'statusladder playbooks' lists them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import click

from statusladder.authoring.entry import Entry, entry_for_new
from statusladder.authoring.from_playbook import find_playbook, reminders_of
from statusladder.authoring.guidance import find_still_owed, purposes_of
from statusladder.authoring.questions import BY_KEY, questions_of
from statusladder.cli.answers import BODY, Answers, add_fact_options, answers_in, ask_for, ask_words
from statusladder.cli.desk import Desk, add_writing_options, begin_with, read_pairs, sit_down, variables_option
from statusladder.cli.options import now_option, quiet_option, site_option
from statusladder.cli.writing import fill, find_faults, finish, keeping_answers, promise
from statusladder.loading import load_member
from statusladder.model.policy import Policy
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, Stage

REQUIRED = ("title", "severity")

_DefinitionLines = Callable[[Policy], Sequence[str]]


@click.command("new", help=__doc__)
@click.argument("headline", metavar="[TITLE]", required=False)
@click.option(
    "--stage",
    type=click.Choice([one.value for one in OPEN_STAGES]),
    default=Stage.INVESTIGATING.value,
    show_default=True,
)
@click.option("--slug", metavar="WORDS", help="The name of the folder behind the date.  [default: from the title]")
@click.option("--drill", is_flag=True, help="An exercise: it goes into content/drills and is never published.")
@variables_option
@add_writing_options
@add_fact_options(questions_of(IncidentKeys))
@now_option
@site_option
@quiet_option
def COMMAND(
    headline: str | None,
    stage: str,
    slug: str | None,
    drill: bool,
    variables: tuple[str, ...],
    root: Path,
    **parameters: Any,
) -> None:
    desk = sit_down(root, parameters["quiet"], parameters["now_text"], parameters)
    answers = answers_in(parameters)
    if headline:
        answers["title"] = [headline]
    command = ["new", "--stage", stage, *(["--slug", slug] if slug else []), *(["--drill"] if drill else [])]
    command += [word for text in variables for word in ("--var", text)]
    section = "drills" if drill else "incidents"
    further: tuple[str, ...] = ()
    with keeping_answers(desk, command, answers):
        if "playbook" in answers:
            playbook = find_playbook(root, answers["playbook"][0], desk.settings)
            begin_with(desk, playbook, answers, read_pairs(variables, "who=customers in the EU"))
            further = reminders_of(playbook, Stage(stage), is_first=True)
        _complete(desk, Stage(stage), answers)
        entry = entry_for_new(root, section, answers["title"][0], desk.now, desk.settings.zone, slug, Stage(stage))
        promise(desk, answers, entry, Stage(stage))
        finish(desk, fill(desk, entry, Stage(stage), answers), further)


def _complete(desk: Desk, stage: Stage, answers: Answers) -> None:
    """Asks for what is missing where that is possible; else leaves with what to add."""
    wanted = (*REQUIRED, "components")
    speechless = BODY not in answers and not desk.delivery.edit
    if desk.console.can_ask and (speechless or any(key not in answers for key in wanted)):
        blank = Entry("incidents", "2000-01-01-x", 1, None, stage, {}, "")
        today = desk.now.astimezone(desk.settings.zone).date()
        parts = (component.id for component in desk.settings.components if not component.is_retired(today))
        desk.console.say(f"Parts: {', '.join(parts)}.")
        if "severity" not in answers:
            # Loaded here, as it loads the catalogue, for which nobody waits who gives a severity.
            definition_lines = cast(
                _DefinitionLines, load_member("statusladder.cli", "policy_text", "definition_lines")
            )
            for line in definition_lines(desk.policy):
                desk.console.say(line)
        owed = find_still_owed(desk.policy, None, stage, None, is_first=True)
        keys = dict.fromkeys((*wanted, *(key for key in owed if key in BY_KEY)))
        ask_for(desk.console, answers, keys, partial(find_faults, desk, blank, stage), REQUIRED)
        if speechless:
            ask_words(desk.console, answers, purposes_of(desk.policy, stage))
            if BODY not in answers:
                raise click.Abort
    missing = [f"--{key}" if key != "title" else "a title" for key in REQUIRED if key not in answers]
    if BODY not in answers and not desk.delivery.edit:
        missing.append("-m TEXT or --edit")
    if missing:
        raise click.UsageError(f"a first notice needs {', '.join(missing)}")
