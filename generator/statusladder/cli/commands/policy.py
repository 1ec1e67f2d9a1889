"""Print the rules of the ladder, or compare them to a preset.

They say what an update of each stage includes, how often to write one, and who is responsible for it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import click

from statusladder.authoring.guidance import find_guidance
from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import site_option
from statusladder.cli.policy_text import english_voice, policy_text, roles_of, rule_of
from statusladder.cli.tables import in_columns
from statusladder.content.policies import policy_in_force, read_preset
from statusladder.content.settings import read_settings
from statusladder.model.criteria import Criterion
from statusladder.model.definitions import Wording
from statusladder.model.facts import Fact
from statusladder.model.policy import POLICY_STAGES, Demand, LadderKeys, Policy, PolicyChanges
from statusladder.model.values import duration_as_written
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.policy_words import say_definition, say_guidance


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
    differences = compare_with_preset(policy, preset)
    console.data(differences_as_json(ladder, differences) if form == "json" else difference_text(ladder, differences))


def _read(console: Console, root: Path) -> tuple[LadderKeys, Policy, Policy]:
    """What the site states, the policy in force, and the preset; ends the command where they cannot be read."""
    settings, problems = read_settings(root)
    if settings is None or problems:
        stop(console, problems, "the policy in force cannot be told")
    return settings.ladder, policy_in_force(settings.ladder), read_preset(settings.ladder.preset)


def _json(ladder: LadderKeys, policy: Policy) -> str:
    """The policy with the keys of its file, and its texts; `overrides` is what the site states itself."""
    voice = english_voice()
    texts = {
        "roles": dict(roles_of(policy)),
        "severities": {
            severity: [
                _texts(*(say_definition(one, policy, voice, for_team=for_team) for for_team in (False, True)))
                for one in some
            ]
            for severity, some in policy.severities.items()
        },
        "escalation": {
            code: None if one.off else {"rule": rule_of(code, one), "numbers": one.numbers}
            for code, one in policy.escalation.items()
        },
        "guidance": {stage: _guidance(stage, policy) for stage in POLICY_STAGES},
    }
    told = {
        "preset": ladder.preset,
        "policy_version": ladder.policy_version,
        "overrides": {
            name: _as_stated(getattr(ladder, name), whole=False)
            for name in PolicyChanges.model_fields
            if name in ladder.model_fields_set
        },
        "policy": dict(policy) | texts,
    }
    return json.dumps(told, indent=2, default=lambda value: _as_stated(value, whole=True))


def _guidance(stage: Stage, policy: Policy) -> dict[str, object]:
    """What customers read and what the team reads, where the two differ."""
    what, tone = say_guidance(stage, policy.guidance.get(stage), english_voice())
    for_team = find_guidance(policy, stage)
    return {"what": _texts(what, " ".join(for_team.what)), "tone": _texts(tone, for_team.tone or tone)}


def _texts(customers: str, internal: str) -> object:
    return customers if internal == customers else {"customers": customers, "internal": internal}


def _as_stated(value: object, *, whole: bool) -> object:
    """Plain values in the form that site.yaml takes; of records only what is stated, unless they are to be `whole`."""
    match value:
        case timedelta():
            return duration_as_written(value)
        case Criterion():
            return "none" if value.off else _as_stated(value.numbers, whole=whole)
        case Wording(internal=None):
            return value.customers
        case Fact():
            names = [name for name in type(value).model_fields if whole or name in value.model_fields_set]
            return {name: _as_stated(getattr(value, name), whole=whole) for name in names}
        case Mapping():
            return {str(key): _as_stated(inner, whole=whole) for key, inner in value.items()}
        case tuple():
            return [_as_stated(inner, whole=whole) for inner in value]
    return value


_UNSAID = {"facts": Demand.OPTIONAL.value, "guidance": "as shipped"}
"""What holds where a policy names nothing; else it is `none`."""


@dataclass(frozen=True)
class Difference:
    """One rule: the keys that lead to it below `ladder`, what the preset says, and what is in force."""

    keys: tuple[str, ...]
    preset: str
    site: str


def compare_with_preset(policy: Policy, preset: Policy) -> tuple[Difference, ...]:
    """In the order of the policy; a rule that a site states as its preset has it is none."""
    found = []
    for part in PolicyChanges.model_fields:
        before, after = (dict(_rules(_as_stated(getattr(one, part), whole=True), (part,))) for one in (preset, policy))
        for keys in after | before:
            was, said = (rules.get(keys) for rules in (before, after))
            unsaid = "false" if {was, said} & {"true", "false"} else _UNSAID.get(part, "none")
            if (was or unsaid) != (said or unsaid):
                found.append(Difference(keys, was or unsaid, said or unsaid))
    return tuple(found)


def difference_text(ladder: LadderKeys, differences: tuple[Difference, ...]) -> str:
    """A table; a rule that differs alike for every severity is one row."""
    version = f" (version {ladder.policy_version})" if ladder.policy_version else ""
    if not differences:
        return f"This site{version} says nothing otherwise than the preset {ladder.preset}."
    rows = [["", "preset", "this site"]]
    for (keys, was, said), alike in groupby(differences, lambda one: (one.keys[:-1], one.preset, one.site)):
        last = [one.keys[-1] for one in alike]
        names = [keys] if last == list(Severity) else [(*keys, name) for name in last]
        rows += [[".".join(name), was, said] for name in names]
    return "\n".join(
        [f"What this site{version} says otherwise than the preset {ladder.preset}:", "", *in_columns(rows)]
    )


def differences_as_json(ladder: LadderKeys, differences: tuple[Difference, ...]) -> str:
    told = {
        "preset": ladder.preset,
        "policy_version": ladder.policy_version,
        "differences": [{"rule": one.keys, "preset": one.preset, "site": one.site} for one in differences],
    }
    return json.dumps(told, indent=2)


def _rules(value: object, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each single value that is stated below a part of the policy, with the keys that lead to it."""
    if isinstance(value, Mapping) and (value or len(keys) == 1):
        for key, inner in value.items():
            yield from _rules(inner, (*keys, key))
    elif value is not None:
        yield keys, _written(value)


def _written(value: object) -> str:
    """As site.yaml takes it, in a line; lists with commas between names and semicolons between sentences."""
    match value:
        case []:
            return "none"
        case bool():
            return str(value).lower()
        case list():
            texts = [_written(one) for one in value]
            return ("; " if any(" " in text for text in texts) else ", ").join(texts)
        case {"customers": customers, "internal": internal}:
            return f"{customers} (internal: {internal})"
    return str(value) if value != {} else "{}"
