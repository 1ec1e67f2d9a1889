"""What a site's rules say otherwise than its preset, fact by fact, for people and for programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from statusladder.cli.console import in_columns
from statusladder.model.policy import Demand, LadderKeys, Policy, PolicyChanges
from statusladder.model.values import written_duration
from statusladder.model.vocabulary import Severity

_UNSAID = {"facts": Demand.OPTIONAL.value, "owners": "none", "approvers": "none"}
"""What holds where a policy names nothing; every cadence is named."""


@dataclass(frozen=True)
class Difference:
    """One rule: the keys that lead to it below `ladder`, what the preset says, and what is in force."""

    keys: tuple[str, ...]
    preset: str
    site: str


def differences(policy: Policy, preset: Policy) -> tuple[Difference, ...]:
    """In the order of the policy; a rule that a site states as its preset has it is none."""
    found = []
    for part in PolicyChanges.model_fields:
        before = dict(_rules(getattr(preset, part)))
        for keys, value in _rules(getattr(policy, part)):
            was = before.get(keys, _UNSAID.get(part, ""))
            if value != was:
                found.append(Difference((part, *keys), was, value))
    return tuple(found)


def difference_text(ladder: LadderKeys, found: tuple[Difference, ...]) -> str:
    """A table; a rule that differs alike for every severity is one row."""
    version = f" (version {ladder.policy_version})" if ladder.policy_version else ""
    if not found:
        return f"This site{version} says nothing otherwise than the preset {ladder.preset}."
    rows = [["", "preset", "this site"]]
    for (keys, was, said), alike in groupby(found, lambda one: (one.keys[:-1], one.preset, one.site)):
        last = [one.keys[-1] for one in alike]
        names = [keys] if last == list(Severity) else [(*keys, name) for name in last]
        rows += [[".".join(name), was, said] for name in names]
    return "\n".join(
        [f"What this site{version} says otherwise than the preset {ladder.preset}:", "", *in_columns(rows)]
    )


def difference_json(ladder: LadderKeys, found: tuple[Difference, ...]) -> str:
    told = {
        "preset": ladder.preset,
        "policy_version": ladder.policy_version,
        "differences": [{"rule": one.keys, "preset": one.preset, "site": one.site} for one in found],
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
        return written_duration(value)
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value is None else str(value)
