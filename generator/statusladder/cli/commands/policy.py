"""Print the rules of the ladder, or compare them to a preset.

They say what an update of each stage includes, how often to write one, and who is responsible for it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import site_option
from statusladder.cli.tables import in_columns, in_parts, named_sentences, wrapped
from statusladder.cli.words import say_duration, say_list
from statusladder.content.policies import policy_in_force, read_preset
from statusladder.content.settings import read_settings
from statusladder.model.facts import Fact
from statusladder.model.policy import (
    POLICY_STAGES,
    Criterion,
    Demand,
    FactName,
    LadderKeys,
    Policy,
    PolicyChanges,
    ReportDue,
)
from statusladder.model.values import duration_as_written
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy_words import say_escalation
from statusladder.views.wording import BEGINNING
from statusladder.voice.voice import Voice, english


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
    texts = {
        "roles": dict(_roles(policy)),
        "severities": {name: list(_criteria(some)) for name, some in policy.severities.items()},
        "escalation": {
            code: {"rule": _rule(code, one), "numbers": one.numbers} for code, one in policy.escalation.items()
        },
    }
    told = {
        "preset": ladder.preset,
        "policy_version": ladder.policy_version,
        "overrides": {name: getattr(ladder, name) for name in PolicyChanges.model_fields},
        "policy": dict(policy) | texts,
    }
    return json.dumps(told, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Fact):
        return dict(value)
    if isinstance(value, timedelta):
        return duration_as_written(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


@cache
def _english() -> Voice:
    """Says the texts of the policy, in which no moment stands."""
    return english(ZoneInfo("UTC"), BEGINNING)


_LETTERS = {Demand.REQUIRED: "R", Demand.RECOMMENDED: "r", Demand.FORBIDDEN: "F", Demand.OPTIONAL: "–"}
_NOBODY = "–"

Cell = Callable[[Policy], str]


def policy_text(ladder: LadderKeys, policy: Policy, preset: Policy) -> str:
    """All of the policy; a `*` marks what differs from the preset."""
    version = f", version {ladder.policy_version}" if ladder.policy_version else ""
    changed = f"* marks what this site's 'ladder' says otherwise than the preset {ladder.preset}."
    lines = [
        f"The policy in force: preset {ladder.preset}{version}.",
        changed if policy != preset else "Nothing of it is changed by this site.",
    ]
    return "\n".join([*lines, "", in_parts(_parts(policy, preset))])


def _parts(policy: Policy, preset: Policy) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Facts per stage", _facts(policy, preset)
    yield "Cadence: the longest time between two updates", _cadence(policy, preset)
    yield "Owners and approvals", _approvals(policy, preset)
    yield "Reach: channels besides the status page and its feeds", _reach(policy, preset)
    yield "Roles", in_columns(list(_roles(policy)))
    yield (
        "Escalation",
        named_sentences((code, _rule(code, one)) for code, one in policy.escalation.items()),
    )
    yield "Maintenance: lead times and reminders", in_columns(list(_maintenance(policy)))
    yield "Incident reports", in_columns([(severity, _report(policy.reports.get(severity))) for severity in Severity])
    yield (
        "Severity: any one of these",
        named_sentences((name, said) for name, some in policy.severities.items() for said in _criteria(some)),
    )


def _roles(policy: Policy) -> Iterator[tuple[str, str]]:
    return ((role, _english().say(f"preset.task.{role}")) for role in policy.roles)


def _criteria(names: Sequence[str]) -> Iterator[str]:
    return (_english().say(f"preset.criterion.{name}") for name in names)


def _rule(code: str, criterion: Criterion) -> str:
    return say_escalation(code, criterion, _english(), say_duration)


def _facts(policy: Policy, preset: Policy) -> list[str]:
    table = [["", *POLICY_STAGES]]
    for fact in policy.facts:
        table.append([fact, *(_marked(_letters(fact, stage), policy, preset) for stage in POLICY_STAGES)])
    softer = [fact for fact, demand in policy.first_file.items() if demand is Demand.RECOMMENDED]
    absent = [fact for fact, demand in policy.first_file.items() if demand is Demand.OPTIONAL]
    return [
        *wrapped(f"R required, r recommended, F forbidden, – not asked for; four letters: {', '.join(Severity)}."),
        *in_columns(table),
        *wrapped(
            f"In the very first file of an open incident, {say_list(softer)} is only recommended, and "
            f"{say_list(absent)} may be absent. "
            f"Components may be unknown for {say_duration(policy.components_unknown_for)}."
        ),
    ]


def _letters(fact: FactName, stage: Stage) -> Cell:
    def cell(policy: Policy) -> str:
        letters = [_LETTERS[policy.demand(fact, stage, severity)] for severity in Severity]
        return letters[0] if len(set(letters)) == 1 else "".join(letters)

    return cell


def _cadence(policy: Policy, preset: Policy) -> list[str]:
    table = [["", "first notice", *OPEN_STAGES]]
    for severity in Severity:
        first = policy.first_notice[severity]
        waits = (_marked(_wait(severity, stage), policy, preset) for stage in OPEN_STAGES)
        table.append([severity, f"{say_duration(first.target)}, at most {say_duration(first.latest)}", *waits])
    relaxation = policy.relaxation
    return [
        *in_columns(table),
        *wrapped(
            f"More time may be promised at {say_list(relaxation.stages)}, or with a reason that is told when it has"
            f" lasted {say_duration(relaxation.with_reason_after)}; "
            f"never before {say_duration(relaxation.never_within)}. "
            f"{policy.no_change_limit} updates in a row that say that nothing changed are a warning."
        ),
    ]


def _wait(severity: Severity, stage: Stage) -> Cell:
    return lambda policy: say_duration(policy.cadence[severity][stage])


def _approvals(policy: Policy, preset: Policy) -> list[str]:
    table = [["", "owner", *(f"{severity} approved by" for severity in Severity)]]
    for stage in POLICY_STAGES:
        approvers = (_marked(_approvers(stage, severity), policy, preset) for severity in Severity)
        table.append([stage, _marked(_owner(stage), policy, preset), *approvers])
    return in_columns(table)


def _reach(policy: Policy, preset: Policy) -> list[str]:
    """A line for each severity and those stages, one after the other, that reach the same channels."""
    lines = []
    for severity in Severity:
        cells = ((stage, _marked(_reached(stage, severity), policy, preset)) for stage in POLICY_STAGES)
        for channels, group in groupby(cells, key=lambda cell: cell[1]):
            stages = [stage for stage, _ in group]
            span = stages[0] if len(stages) == 1 else f"{stages[0]} to {stages[-1]}"
            lines.append((severity, f"{span}: {channels}"))
    return named_sentences(lines)


def _reached(stage: Stage, severity: Severity) -> Cell:
    return lambda policy: ", ".join(policy.reach_at(stage, severity)) or _NOBODY


def _owner(stage: Stage) -> Cell:
    def cell(policy: Policy) -> str:
        roles = [policy.owners[stage].get(severity) or _NOBODY for severity in Severity]
        return roles[0] if len(set(roles)) == 1 else " / ".join(roles)

    return cell


def _approvers(stage: Stage, severity: Severity) -> Cell:
    return lambda policy: ", ".join(policy.approvers_of(stage, severity)) or _NOBODY


def _maintenance(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.maintenance
    yield "announced", f"{say_duration(rules.lead)} before it begins"
    yield f"longer than {say_duration(rules.long)}, or in business hours", f"{say_duration(rules.lead_if_long)} before"
    yield "breaking what customers have built", f"{say_duration(rules.lead_if_breaking)} before"
    yield "reminders", f"{say_list(say_duration(length) for length in rules.reminders)} before"


def _report(due: ReportDue | None) -> str:
    if due is None:
        return "none"
    parts = [f"preliminary within {say_duration(due.preliminary)}"] if due.preliminary else []
    parts += [f"final within {say_duration(due.final)}"] if due.final else []
    parts += [f"review within {say_duration(due.review)} more"] if due.review else []
    return say_list(parts) if parts else "optional; where there is none, say why"


def _marked(cell: Cell, policy: Policy, preset: Policy) -> str:
    shown = cell(policy)
    return shown if shown == cell(preset) else f"{shown}*"


_UNSAID = {"facts": Demand.OPTIONAL.value, "owners": "none", "approvers": "none", "reach": "none"}
"""What holds where a policy names nothing; every cadence is named."""


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
        before = dict(_rules(getattr(preset, part)))
        for keys, value in _rules(getattr(policy, part)):
            was = before.get(keys, _UNSAID.get(part, ""))
            if value != was:
                found.append(Difference((part, *keys), was, value))
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


def _rules(mapping: Mapping[Any, Any], keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            yield from _rules(value, (*keys, str(key)))
        else:
            yield (*keys, str(key)), _written(value)


def _written(value: object) -> str:
    """As site.yaml takes it."""
    if isinstance(value, timedelta):
        return duration_as_written(value)
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
