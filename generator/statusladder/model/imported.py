"""What an importer hands over: folders of updates, components, old addresses and answers, not yet written anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

from statusladder.model.characters import made_fit

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


def all_fit(imported: Imported) -> Imported:
    """The import with every text as one of ours may be, whatever its source allows (`made_fit`)."""
    fit: Imported = _fit(imported)
    return fit


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return made_fit(value)
    if isinstance(value, Mapping):
        return {_fit(key): _fit(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_fit, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _fit(getattr(value, field.name)) for field in fields(value)})
    return value
