"""Print the rules of the ladder, or compare them to a preset.

They say what an update of each stage includes, how often to write one, and who is responsible for it.
"""

import json
from datetime import timedelta
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import site_option
from statusladder.cli.policy_difference import difference_json, difference_text, differences
from statusladder.cli.policy_text import policy_text
from statusladder.cli.writing import stop
from statusladder.content.policies import policy_in_force, read_preset
from statusladder.content.settings import read_settings
from statusladder.model.facts import Fact
from statusladder.model.policy import LadderKeys, Policy, PolicyChanges
from statusladder.model.values import written_duration


@click.group("policy", help=__doc__)
def COMMAND() -> None:
    """Holds the commands below; does nothing itself."""


_form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@COMMAND.command("show")
@_form
@site_option
def show(form: str, root: Path) -> None:
    """Print the rules in force; a * marks what differs from the preset."""
    console = Console()
    ladder, policy, preset = _read(console, root)
    console.data(_json(ladder, policy) if form == "json" else policy_text(ladder, policy, preset))


@COMMAND.command("diff")
@_form
@site_option
def diff(form: str, root: Path) -> None:
    """Print only the rules that differ from the preset."""
    console = Console()
    ladder, policy, preset = _read(console, root)
    found = differences(policy, preset)
    console.data(difference_json(ladder, found) if form == "json" else difference_text(ladder, found))


def _read(console: Console, root: Path) -> tuple[LadderKeys, Policy, Policy]:
    """What the site states, the policy in force, and the preset; ends the command where they cannot be read."""
    settings, problems = read_settings(root)
    if settings is None or problems:
        stop(console, problems, "the policy in force cannot be told")
    return settings.ladder, policy_in_force(settings.ladder), read_preset(settings.ladder.preset)


def _json(ladder: LadderKeys, policy: Policy) -> str:
    """The policy with the keys of its file; `overrides` is what the site states itself."""
    told = {
        "preset": ladder.preset,
        "policy_version": ladder.policy_version,
        "overrides": {name: getattr(ladder, name) for name in PolicyChanges.model_fields},
        "policy": policy,
    }
    return json.dumps(told, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Fact):
        return dict(value)
    if isinstance(value, timedelta):
        return written_duration(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
