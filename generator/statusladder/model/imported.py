"""What an importer hands over: folders of updates, components, old addresses and answers, not yet written anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

PlainValue: TypeAlias = "str | list[PlainValue] | dict[str, PlainValue]"
"""A value of front matter: text, a list or a mapping, nested."""


@dataclass(frozen=True)
class ImportedUpdate:
    """One file to be. `source_id` is the update's own id where it came from, by which a second import knows it."""

    source_id: str
    stage: str
    keys: Mapping[str, PlainValue]
    body: str


@dataclass(frozen=True)
class ImportedFolder:
    """One incident or maintenance to be; `section` is `incidents` or `maintenance`, the updates are oldest first."""

    section: str
    id: str
    source_id: str
    updates: tuple[ImportedUpdate, ...]


@dataclass(frozen=True)
class ImportedComponent:
    """A component of the source; `imported_from` is its id there."""

    id: str
    name: str
    imported_from: str
    group: str | None = None
    description: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class ImportedAnswer:
    """One answer of a reader to be; `id` is the same whenever the same answer is imported again."""

    id: str
    keys: Mapping[str, PlainValue]


@dataclass(frozen=True)
class Imported:
    """All of one import.

    In sentences, `left_out` says what the source holds that could not be carried, `notes` what was carried in another
    form, or lacks something.
    """

    folders: tuple[ImportedFolder, ...]
    components: tuple[ImportedComponent, ...]
    redirects: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    answers: tuple[ImportedAnswer, ...] = ()
    notes: tuple[str, ...] = ()


def rewrite(imported: Imported, value: Callable[[str], str], body: Callable[[str], str]) -> Imported:
    """The import with the words of each file as `body` makes them, and all that becomes a value of one as `value`."""
    made: Imported = _rewritten(imported, value, body)
    return made


def _rewritten(told: Any, value: Callable[[str], str], body: Callable[[str], str]) -> Any:
    if isinstance(told, str):
        return value(told)
    if isinstance(told, Mapping):
        return {value(key): _rewritten(inner, value, body) for key, inner in told.items()}
    if isinstance(told, list | tuple):
        return type(told)(_rewritten(inner, value, body) for inner in told)
    if is_dataclass(told) and not isinstance(told, type):
        values = {field.name: getattr(told, field.name) for field in fields(told)}
        made = {name: _rewritten(inner, value, body) for name, inner in values.items()}
        return replace(told, **(made | {"body": body(told.body)} if isinstance(told, ImportedUpdate) else made))
    return told
