"""Finds the members of a plug-in room, so that adding one is adding a file and no list has to be kept."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Protocol, TypeVar

from statusladder.loading import load_module, member_names


class Named(Protocol):
    """What every member has: a name, unique in its room, by which people and settings call it."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def find_members(package: str, constant: str, kind: type[T], group: str | None = None) -> tuple[T, ...]:
    """The members of the room `package`: its own in order of module name, then those of `group` in order of name.

    A module is a member when it defines `constant`; `interface` and names with a leading underscore are not looked
    at. `group` names the entry points with which other distributions join the room; each loads the constant itself.

    Raises TypeError for a member that is not a `kind` and ValueError for a name given twice, both with the origin.
    """
    members: list[T] = []
    origins: dict[str, str] = {}
    for origin, member in _candidates(package, constant, group):
        if not isinstance(member, kind):
            raise TypeError(
                f"{origin} is of type {type(member).__name__}, but members of {package} are {kind.__name__}"
            )
        if member.name in origins:
            raise ValueError(f"{origin} is named {member.name!r}, as {origins[member.name]} is already")
        origins[member.name] = origin
        members.append(member)
    return tuple(members)


def _candidates(package: str, constant: str, group: str | None) -> Iterator[tuple[str, object]]:
    for name in member_names(package):
        if name == "interface" or name.startswith("_"):
            continue
        module = load_module(f"{package}.{name}")
        if hasattr(module, constant):
            yield f"{module.__name__}.{constant}", getattr(module, constant)
    if group is not None:
        for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
            yield f"{entry.value} (entry point {entry.name!r} of {group})", entry.load()
