"""Finds the incident or maintenance that a person means: by any part of its name, or because only one is open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from statusladder.authoring.entry import AuthoringError
from statusladder.content.front_matter import read_document
from statusladder.content.strict_yaml import as_plain
from statusladder.content.tree import SECTIONS as SECTION_FOLDERS
from statusladder.content.tree import find_folder, find_folder_names
from statusladder.history.git import find_conflicts
from statusladder.model.values import find_near_miss, parse_moment
from statusladder.model.vocabulary import OPEN_STAGES, PLANNED_STAGES, RUNNING_STAGES, Stage

SECTIONS = ("incidents", "maintenance", "drills")

MOST_NAMED = 6
"""Folders that an ambiguous name lists; more would push the question off the screen."""

ONGOING: frozenset[Stage] = frozenset({*OPEN_STAGES, *RUNNING_STAGES, *PLANNED_STAGES})
"""The stages of what is not over."""


@dataclass(frozen=True)
class Target:
    """A folder of content: the section it stands in, and its name."""

    section: str
    id: str


def find_target(
    root: Path, part: str | None, sections: Sequence[str] = SECTIONS, waiting: Collection[Stage] = ONGOING
) -> Target:
    """The folder that `part` names; without it, the only incident that stands at one of the `waiting` stages, or where
    there is none, the only maintenance or drill.

    Of several that hold the part, one that is called exactly so wins, then the only one that is waiting. Raises
    AuthoringError when none or several remain.
    """
    present = [Target(section, name) for section in sections for name in find_folder_names(root, section)]
    if part is None:
        stages = {target: _stage(root, target) for target in present}
        ready = [target for target in present if stages[target] in waiting]
        found = [target for target in ready if target.section == "incidents"] or ready
        if not found:
            if unread := [target for target in present if stages[target] is None]:
                raise _unread(root, unread[0])
            if waiting is ONGOING:
                raise AuthoringError("no incident is open", "name one, or begin one with 'statusladder new'")
            raise AuthoringError("no incident waits for this", "name the one that you mean")
        return _only(found)
    exact = [target for target in present if part in (target.id, target.id[11:])]
    holding = exact or [target for target in present if part.casefold() in target.id]
    if not holding:
        close = find_near_miss(part, [*(target.id for target in present), *(target.id[11:] for target in present)])
        fix = f"did you mean '{close}'?" if close else "name a part of its folder's name"
        noun = "drill" if tuple(sections) == ("drills",) else "incident or maintenance"
        raise AuthoringError(f"no {noun} is called '{part}'", fix)
    if len(holding) == 1:
        return holding[0]
    ready = [target for target in holding if _stage(root, target) in waiting]
    return _only(ready if len(ready) == 1 else holding)


def _only(found: list[Target]) -> Target:
    if len(found) == 1:
        return found[0]
    names = ", ".join(target.id for target in found[:MOST_NAMED])
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    raise AuthoringError(f"{len(found)} could be meant: {names}{more}", "name more of the one that you mean")


def _unread(root: Path, target: Target) -> AuthoringError:
    """Nothing that can be read is open, but this may be: to say that nothing is would be a guess."""
    folder = f"{SECTION_FOLDERS[target.section]}/{target.id}"
    for conflict in find_conflicts(root, folder):
        return AuthoringError(conflict.sentence, conflict.fix)
    sentence = f"{folder} cannot be read, so nobody knows whether it is open"
    return AuthoringError(sentence, f"'statusladder check {target.id}' names what is wrong; fix it first")


def _stage(root: Path, target: Target) -> object:
    """The stage that the newest file states; only files of the highest number are read, so that no command waits."""
    folder, _ = find_folder(root, target.section, target.id)
    newest = [_said(root, file.path) for file in folder.files if file.number == folder.files[-1].number]
    return sorted(newest, key=_at)[-1]["stage"] if newest else None


def _said(root: Path, path: str) -> dict[str, object]:
    """The stage and the time of a file as they are typed, None where it has none."""
    document, _ = read_document((root / path).read_bytes(), path)
    values = as_plain(document.matter) if document else None
    return {key: values.get(key) if isinstance(values, dict) else None for key in ("stage", "at")}


def _at(said: dict[str, object]) -> datetime:
    try:
        return parse_moment(said["at"])
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
