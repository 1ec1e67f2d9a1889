"""What is kept of an update comes back as it was, in each of its fields, whatever the model says."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import BaseModel

from generated_sites import GeneratedSite, large, sites
from in_process import run
from night import examples, in_ci
from public_record import public_record
from statusladder.content.reader import read_library
from statusladder.model.communication import Communication, Update
from statusladder.model.kept import NotKept, as_bytes, of_bytes, updates_as_bytes, updates_of
from statusladder.model.site import Library
from statusladder.model.update import IncidentKeys, MaintenanceKeys


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two values differ, in their types, zones and what was said of their fields too."""
    if type(one) is not type(other):
        yield f"{path}: {type(one)} and {type(other)}"
    elif isinstance(one, BaseModel):
        if one.model_fields_set != other.model_fields_set and not path.startswith("facts"):
            yield f"{path}: {one.model_fields_set ^ other.model_fields_set} was said once only"
        for name in type(one).model_fields:
            yield from _differences(getattr(one, name), getattr(other, name), f"{path}.{name}".lstrip("."))
    elif is_dataclass(one):
        for field in fields(one):
            yield from _differences(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}"[1:])
    elif isinstance(one, dict):
        if list(one) != list(other):
            yield f"{path}: the keys {list(one)} and {list(other)}"
        for key in one.keys() & other.keys():
            yield from _differences(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, tuple | list):
        if len(one) != len(other):
            yield f"{path}: {len(one)} and {len(other)} entries"
        for number, (left, right) in enumerate(zip(one, other, strict=False)):
            yield from _differences(left, right, f"{path}.{number}")
    elif isinstance(one, datetime):
        if one != other or one.tzinfo is not other.tzinfo:
            yield f"{path}: {one!r} and {other!r}"
    elif one != other:
        yield f"{path}: {one!r} and {other!r}"


def _all_differences(library: Library) -> list[str]:
    told: tuple[Communication[Any], ...] = (*library.incidents, *library.maintenances, *library.drills)
    found = []
    for communication in told:
        updates: tuple[Update[Any], ...] = communication.updates
        keys = type(updates[0].said)
        again = updates_of(updates_as_bytes(updates, keys), keys)
        assert again == updates
        assert repr(again) == repr(updates)
        for one, other in zip(updates, again, strict=True):
            found += [f"{one.path}: {difference}" for difference in _differences(one, other)]
    return found


@settings(large, max_examples=examples(by_night=300, by_day=2, in_ci=15))
@given(sites())
def test_updates_of_any_site_come_back_as_they_were(site: GeneratedSite) -> None:
    with site.written() as root:
        library = read_library(root).library
    assert library is not None

    assert _all_differences(library) == []


def test_the_updates_of_the_demo_come_back_as_they_were(repo_root: Path) -> None:
    library = read_library(repo_root).library
    assert library is not None
    assert len(library.incidents) > 10

    assert _all_differences(library) == []


@in_ci
def test_the_updates_of_the_public_record_come_back_as_they_were(real_data: Path, tmp_path: Path) -> None:
    record = public_record(real_data, tmp_path, by_day=60)
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.yaml").write_text("site:\n  name: Tern\n  url: https://status.tern.example\n  timezone: UTC\n")
    done = run("import", "github_jsonl", str(record), "--site", str(site))
    assert done.returncode == 0, done.stderr
    library = read_library(site).library
    assert library is not None
    assert len(library.incidents) > 50

    assert _all_differences(library) == []


@pytest.mark.parametrize("keys", [IncidentKeys, MaintenanceKeys])
def test_every_field_of_the_model_can_be_kept(keys: type[Any]) -> None:
    """A new type in the model needs a line in `kept`; this says which one, without any site that uses it."""
    assert updates_as_bytes((), keys) == b"[]"
    with pytest.raises(NotKept):  # no folder is without an update
        updates_of(b"[]", keys)


@dataclass(frozen=True)
class _Odd:
    value: bytearray


def test_a_type_that_cannot_be_kept_is_named() -> None:
    with pytest.raises(TypeError, match="nothing says how <class 'bytearray'> is kept"):
        as_bytes(_Odd(bytearray()), _Odd)


@dataclass(frozen=True)
class _Small:
    count: int
    at: datetime


SMALL = as_bytes(_Small(3, datetime(2026, 3, 14, 10, 5, 0, 7, tzinfo=UTC)), _Small)


def test_a_dataclass_comes_back_as_it_was() -> None:
    again = of_bytes(SMALL, _Small)

    assert again == _Small(3, datetime(2026, 3, 14, 10, 5, 0, 7, tzinfo=UTC))
    assert again.at.tzinfo is UTC


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", SMALL[:-1], SMALL + b"x", SMALL.replace(b"3", b"null", 1), b"\xff\xfe", b"[" * 9999],
)
def test_bytes_that_are_something_else_are_not_taken(data: bytes) -> None:
    with pytest.raises(NotKept):
        of_bytes(data, _Small)
    with pytest.raises(NotKept):
        updates_of(data, IncidentKeys)
