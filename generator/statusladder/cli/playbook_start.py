"""What a command takes from the playbook it begins with: its answers, once all places to fill are filled."""

import click

from statusladder.authoring.from_playbook import beginning, to_fill
from statusladder.cli.answers import BODY, Answers
from statusladder.cli.writing import Desk
from statusladder.model.playbook import Playbook
from statusladder.model.values import suggestion

variables_option = click.option(
    "--var", "variables", metavar="NAME=VALUE", multiple=True, help="What the playbook leaves open."
)


def pairs(said: tuple[str, ...], example: str) -> dict[str, str]:
    """What was said as `NAME=VALUE`, by its names; leaves with code 2 where one of the two is missing."""
    found = {}
    for text in said:
        name, _, value = (part.strip() for part in text.partition("="))
        if not (name and value):
            raise click.BadParameter(f"'{text}' lacks one of its two sides; write it as {example}")
        found[name] = value
    return found


def begin_with(
    desk: Desk, playbook: Playbook, answers: Answers, values: dict[str, str], *, for_drill: bool = False
) -> None:
    """Takes over what the playbook gives and nobody said, once what it leaves open is filled, in `values` as well."""
    known = [variable.name for variable in playbook.said.variables]
    for name in values:
        if name not in known:
            raise click.UsageError(f"playbook {playbook.name} leaves no '{name}' open; {suggestion(name, known)}")
    for variable in to_fill(playbook, "title" in answers, BODY in answers or desk.delivery.edit, for_drill):
        if variable.name not in values and desk.console.can_ask:
            values[variable.name] = desk.console.ask(variable.ask, variable.default or "")
        elif variable.name not in values and variable.default is not None:
            values[variable.name] = variable.default
        if not values.get(variable.name):
            raise click.UsageError(f"playbook {playbook.name} needs --var {variable.name}=…: {variable.ask}")
    for key, answer in beginning(playbook, desk.settings, values).items():
        answers.setdefault(key, answer)
