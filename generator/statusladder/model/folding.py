"""Folds what each file says into the facts that stand after it; a file states only what changed.

The rules are the carry metadata of model.update: merge, keep, replace a list, or never carry; entering a stage drops
what that stage forbids and what it ends, and `withdraw` clears a carried fact.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from statusladder.model.facts import Components, Impact, Milestone
from statusladder.model.keys import Carried, Carry
from statusladder.model.report import ActionItem
from statusladder.model.update import Roles, UpdateKeys, carry_rules_of
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, Stage

K = TypeVar("K", bound=UpdateKeys)

RELEASING: frozenset[Stage] = CLOSING_STAGES
"""Stages that release all components of an incident or maintenance: what it said of them no longer holds."""

_AFTERMATH = RELEASING | frozenset(REPORT_STAGES)


def fold(said: Iterable[K]) -> tuple[K, ...]:
    """The facts that stand after each file, in the order given; each is of the same class as what was said."""
    facts: list[K] = []
    for keys in said:
        facts.append(_next_facts(facts[-1] if facts else None, keys))
    return tuple(facts)


def carry_into(before: K, stage: Stage) -> K:
    """What carries into a file of this stage that states nothing else, besides the stage itself."""
    return _next_facts(before, type(before)(stage=stage, at=before.at))


def find_ended(before: UpdateKeys, stage: Stage) -> Iterator[str]:
    """The keys whose facts end, wholly or in part, when the stage is entered, and which it may state again."""
    after = carry_into(before, stage)
    for name, carried in _rules(type(before)).items():
        if stage in carried.ends - carried.forbidden and getattr(before, name) != getattr(after, name):
            yield name


@cache
def _rules(keys: type[UpdateKeys]) -> dict[str, Carried]:
    return dict(carry_rules_of(keys))


def _next_facts(before: K | None, said: K) -> K:
    withdrawn = set(said.withdraw or ())
    if before is not None and before.stage in _AFTERMATH and said.stage not in _AFTERMATH:
        withdrawn.add("components")  # re-opening restates the components: the closing update released them
    changed: dict[str, Any] = {}
    for name, carried in _rules(type(said)).items():
        stated = getattr(said, name)
        old = getattr(before, name) if before is not None and carried.rule is not Carry.NEVER else None
        if before is not None and old is not None:
            old = _without(name, old, withdrawn)
            if old is not None and said.stage is not before.stage and said.stage in carried.ends:
                old = carried.kept(old)
            stated = _merged(old, stated) if carried.rule is Carry.MERGE else (old if stated is None else stated)
        changed[name] = None if said.stage in carried.forbidden else stated
    return said.model_copy(update=changed)


def _without(name: str, old: Any, withdrawn: set[str]) -> Any:
    """What is left of a carried value when `withdraw` names it, or one of its parts as `key.part`."""
    if not withdrawn:
        return old
    if name in withdrawn:
        return None
    parts = {entry.partition(".")[2] for entry in withdrawn if entry.startswith(f"{name}.")}
    if not parts:
        return old
    if isinstance(old, Components):
        return old.model_copy(update={"states": {key: old.states[key] for key in old.states if key not in parts}})
    if isinstance(old, tuple):
        return tuple(item for item in old if _identity(item) not in parts)
    if isinstance(old, Roles):
        return old.model_copy(update={"teams": {key: old.teams[key] for key in old.teams if key not in parts}})
    return old.model_copy(update=dict.fromkeys(parts & set(type(old).model_fields)))


def _merged(old: Any, new: Any) -> Any:
    """Old and new as one: components and roles by name, lists by item identity, records by sub-key."""
    if old is None or new is None:
        return old if new is None else new
    if isinstance(new, Components):
        return new.model_copy(update={"states": old.states | new.states})
    if isinstance(new, Roles):
        sponsor = new.executive_sponsor or old.executive_sponsor
        return new.model_copy(update={"teams": old.teams | new.teams, "executive_sponsor": sponsor})
    if isinstance(new, Impact):
        return _overlaid(old, new)
    known = {_identity(item): item for item in old}
    for item in new:
        identity = _identity(item)
        known[identity] = _overlaid(known[identity], item) if identity in known else item
    return tuple(known.values())


def _overlaid(old: BaseModel, new: BaseModel) -> BaseModel:
    return old.model_copy(update={name: getattr(new, name) for name in new.model_fields_set})


def _identity(item: Any) -> str:
    if isinstance(item, Milestone):
        return item.name
    if isinstance(item, ActionItem):
        return item.id
    raise TypeError(f"{type(item).__name__} has no identity to merge by")
