"""Finds the members of a plug-in room, so that adding one is adding a file and no list has to be kept."""

import sys
import traceback
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from pathlib import Path
from typing import Protocol, TypeVar

from statusladder.loading import find_member_names, load_module


class Named(Protocol):
    """What every member has: a name, unique in its room, by which people and settings call it."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def find_members(
    package: str,
    constant: str,
    kind: type[T],
    group: str | None = None,
    pass_over: Callable[[str], object] | None = None,
) -> tuple[T, ...]:
    """The members of the room `package`: its own in order of module name, then those of `group` in order of name.

    A module is a member when it defines `constant`; `interface` and names with a leading underscore are not looked
    at. `group` names the entry points with which other distributions join the room; each loads the constant itself.

    Raises TypeError for a member that is not a `kind` and ValueError for a name given twice, both with the origin. With
    `pass_over` a member of another distribution raises nothing, not even what its own code raises: one sentence that
    says why it cannot be used is handed to `pass_over` instead.
    """
    members: list[T] = []
    origins: dict[str, str] = {}

    def join(origin: str, member: object) -> None:
        if not isinstance(member, kind):
            raise TypeError(
                f"{origin} is of type {type(member).__name__}, but members of {package} are {kind.__name__}"
            )
        if member.name in origins:
            raise ValueError(f"{origin} is named {member.name!r}, as {origins[member.name]} is already")
        origins[member.name] = origin
        members.append(member)

    for origin, member in _own(package, constant):
        join(origin, member)
    for origin, entry in _foreign(group):
        try:
            loaded = entry.load()
        except Exception as failure:
            if pass_over is None:
                raise
            pass_over(f"{origin} cannot be loaded ({in_short(failure)})")
            continue
        try:
            join(origin, loaded)
        except (TypeError, ValueError) as wrong:
            if pass_over is None:
                raise
            pass_over(str(wrong))
    return tuple(members)


def in_short(failure: Exception) -> str:
    """What went wrong in code of another distribution, and in which line of which file, if it was a line of code."""
    lines = str(failure).splitlines()
    said = f"{type(failure).__name__}: {lines[0]}" if lines else type(failure).__name__
    frames = traceback.extract_tb(failure.__traceback__)
    lines_of_code = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
    return f"{said}; {Path(lines_of_code[-1].filename).name}:{lines_of_code[-1].lineno}" if lines_of_code else said


def _own(package: str, constant: str) -> Iterator[tuple[str, object]]:
    for name in find_member_names(package):
        if name == "interface" or name.startswith("_"):
            continue
        module = load_module(f"{package}.{name}")
        if hasattr(module, constant):
            yield f"{module.__name__}.{constant}", getattr(module, constant)


def _foreign(group: str | None) -> Iterator[tuple[str, EntryPoint]]:
    if group is not None:
        joining = _entry_points(group, tuple(sys.path))
        for entry in sorted(joining, key=lambda entry: (entry.name, entry.value)):
            yield f"{entry.value} (entry point {entry.name!r} of {group})", entry


@lru_cache(maxsize=8)
def _entry_points(group: str, path: tuple[str, ...]) -> EntryPoints:
    """Those of a group, wherever modules are found: to look takes a file of each distribution that is installed."""
    return entry_points(group=group)
