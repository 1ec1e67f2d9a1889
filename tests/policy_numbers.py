"""Every number of the policy, found in the model, so that a new one joins the tests that change each of them.

A number is named by the keys that lead to it below `ladder`; the last of an item of a list is its place in it.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from factory import POLICY
from statusladder.model.criteria import Criterion
from statusladder.model.facts import Fact
from statusladder.model.imported import PlainValue
from statusladder.model.policy import Policy, PolicyChanges
from statusladder.model.values import duration_as_written

Path = tuple[Any, ...]
Number = timedelta | int


def _numbers_in(part: Any, path: Path) -> Iterator[tuple[Path, Number]]:
    if isinstance(part, Criterion):
        part = part.numbers
    if isinstance(part, Fact):
        part = dict(part)
    elif isinstance(part, tuple):
        part = dict(enumerate(part))
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield from _numbers_in(inner, (*path, key))
    elif isinstance(part, Number) and not isinstance(part, bool):
        yield path, part


NUMBERS: Mapping[Path, Number] = {
    path: number for name in Policy.model_fields for path, number in _numbers_in(getattr(POLICY, name), (name,))
}


def name_of(path: Path) -> str:
    """`cadence.major.notice`."""
    return ".".join(map(str, path))


def other(path: Path) -> Number:
    """The next number that is written otherwise; a target stays below what a first notice may take."""
    number = NUMBERS[path]
    if path[-1] == "target":
        return number - timedelta(minutes=1) if isinstance(number, timedelta) else number - 1
    if isinstance(number, int):
        return number + 1
    return number + (timedelta(days=1) if number >= timedelta(days=1) else timedelta(minutes=1))


def overriding(path: Path) -> dict[str, PlainValue]:
    """What a site writes below `ladder` to have the other number, and nothing else otherwise."""
    number = other(path)
    value: PlainValue = duration_as_written(number) if isinstance(number, timedelta) else str(number)
    keys = list(path)
    if isinstance(keys[-1], int):
        place = keys.pop()
        beside = [one for one in NUMBERS if one[:-1] == path[:-1]]
        numbers = [number if one[-1] == place else NUMBERS[one] for one in beside]
        value = [duration_as_written(one) for one in numbers if isinstance(one, timedelta)]
    for key in reversed(keys):
        value = {str(key): value}
    assert isinstance(value, dict)
    return value


def changed(path: Path) -> Policy:
    """The policy in force with the other number."""
    return POLICY.changed(PolicyChanges.model_validate(overriding(path)))
