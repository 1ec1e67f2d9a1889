"""What words may be about that are not shown: read as far as they can be, so that no page claims a calm over them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from statusladder.content.front_matter import read_document
from statusladder.content.keyed_file import read_data
from statusladder.content.strict_yaml import PlainValue, as_plain
from statusladder.ladder.availability import midnight_of
from statusladder.model.communication import Gap
from statusladder.model.files import is_passed_over
from statusladder.model.site import Settings
from statusladder.model.values import parse_moment
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, IncidentKind

Keys = Mapping[str, PlainValue]

_DAY = len("2026-03-14")

_OVER = frozenset({*CLOSING_STAGES, *REPORT_STAGES})
"""The stages of words that cannot tell of anything that is wrong now."""


def find_gap(root: Path, unit: str, shown: Mapping[str, bytes], settings: Settings, now: datetime) -> Gap | None:
    """The gap that a folder leaves of which the files `shown` are published, none where it was never sound.

    None where nobody misses anything: drafts, what is embargoed, and words that say only how something ended that is
    shown. Whether that holds is judged by what can be read of the files; what cannot be read may be about anything.
    """
    files = dict(_files(root, unit))
    readable = [keys for keys in files.values() if keys is not None]
    stated = {key: value for keys in readable for key, value in keys.items()}
    awaited = [
        files[path] for path, data in _data(root, unit) if shown.get(path) != data and not _is_draft(files[path])
    ]
    if _is_embargoed(stated, now) or (files and all(map(_is_draft, files.values()))):
        return None
    if shown and all(_stage(keys) in _OVER for keys in awaited):
        return None
    known = {component.id for component in settings.components}
    named = {name for keys in readable for name in _components(keys)}
    if shown:
        named &= known
    is_told = named <= known and (shown or len(readable) == len(files))
    name = unit.rpartition("/")[2]
    return Gap(name, frozenset(named) if named and is_told else None, _since(name, awaited, settings.zone))


def _since(name: str, awaited: Collection[Keys | None], zone: ZoneInfo) -> datetime | None:
    """When that began which the awaited words tell of, by their times; the day of the folder where one has none."""
    times = [tuple(_times(keys)) for keys in awaited]
    found = [moment for stated in times for moment in stated]
    if not found or not all(times):
        with suppress(ValueError):  # A folder whose name is none tells no day.
            found.append(midnight_of(date.fromisoformat(name[:_DAY]), zone))
    return min(found, default=None)


def _times(keys: Keys | None) -> Iterator[datetime]:
    for key in ("at", "started_at"):
        stated = keys.get(key) if keys is not None else None
        with suppress(ValueError):
            yield parse_moment(stated.get("at") if isinstance(stated, dict) else stated)


def _data(root: Path, unit: str) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file that may be an update, whatever its number, empty where it cannot be read."""
    folder = root / unit
    for file in sorted(folder.iterdir()) if folder.is_dir() else [folder]:
        if file.suffix.lower() == ".md" and not is_passed_over(file.name):
            data, _ = read_data(root, file.relative_to(root).as_posix())
            yield file.relative_to(root).as_posix(), data or b""


def _files(root: Path, unit: str) -> Iterator[tuple[str, Keys | None]]:
    """The keys of each of them as they are typed; None where they cannot be made out."""
    for path, data in _data(root, unit):
        document, _ = read_document(data, path)
        keys = as_plain(document.matter) if document is not None else None
        yield path, keys if isinstance(keys, dict) else None


def _is_draft(keys: Keys | None) -> bool:
    return keys is not None and keys.get("draft") == "true"


def _stage(keys: Keys | None) -> str | None:
    stage = keys.get("stage") if keys is not None else None
    return stage if isinstance(stage, str) else None


def _components(keys: Keys) -> Iterator[str]:
    for key in ("components", "expected"):
        stated = keys.get(key)
        if isinstance(stated, dict):
            yield from stated
        elif stated is not None:
            yield f"{key}: {stated}"  # Known to nobody.


def _is_embargoed(keys: Keys, now: datetime) -> bool:
    """Whether the public would not read it anyway; a secret kind without an embargo stays hidden as well."""
    until = keys.get("embargoed_until")
    if until is None:
        return str(keys.get("kind")) in (IncidentKind.SECURITY, IncidentKind.DATA)
    try:
        return parse_moment(until) > now
    except ValueError:
        return False
