"""The incidents and maintenances that DatoCMS keeps as JSON files, one a file, in the folders of its status page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from statusladder.importers.forms import (
    SEVERITIES,
    make_folder_id,
    name_components,
    names_in,
    slug_of,
    stamp_of,
    title_of,
)
from statusladder.importers.html_words import markdown_of
from statusladder.importers.interface import Importer, SourceError
from statusladder.importers.promises import promise_keys_in
from statusladder.importers.source_files import parse_json, read_source
from statusladder.model.characters import make_fit
from statusladder.model.imported import Imported, ImportedFolder, ImportedUpdate, PlainValue
from statusladder.model.values import parse_moment, read_date

_STAGES = ("investigating", "identified", "monitoring", "resolved")
_MAINTENANCE_STAGES = ("scheduled", "in_progress", "verifying", "completed")
_SECTIONS = {"incidents": "incidents", "maintenances": "maintenance"}
"""The source's folders and ours."""


@dataclass
class _Reading:
    """What is gathered while the files are read."""

    taken: dict[str, int] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    folders: list[ImportedFolder] = field(default_factory=list)


def read_datocms(source: Path) -> Imported:
    """Reads a folder that holds `incidents/` and `maintenances/`. Raises SourceError for what is none."""
    reading = _Reading()
    files = [(section, file) for section in _SECTIONS for file in sorted((source / section).glob("*.json"))]
    if not files:
        raise SourceError(
            f"{source} holds no incidents/*.json and no maintenances/*.json", "name the folder above these two"
        )
    for section, file in files:
        _read_file(reading, _SECTIONS[section], file)
    return Imported(
        tuple(sorted(reading.folders, key=lambda folder: (folder.section, folder.id))),
        name_components(reading.names, "datocms", reading.notes),
        (),
        tuple(reading.left_out),
        notes=tuple(reading.notes),
    )


def _read_file(reading: _Reading, section: str, file: Path) -> None:
    try:
        row, fixed = parse_json(read_source(file).decode("utf-8-sig"))
    except ValueError:
        raise SourceError(f"{file} is not JSON", "fix or remove the file") from None
    if not isinstance(row, dict):
        raise SourceError(f"{file} is no JSON object", "fix or remove the file")
    if fixed:
        reading.left_out.append(f"{file.name}: {fixed} texts hold characters that nothing can show")
    told = _updates(reading, file, row)
    announcement = _announcement(reading, file, row, told) if section == "maintenance" else None
    if announcement is not None:
        told.insert(0, announcement)
    if not told:
        reading.left_out.append(f"{file.name}: it has no updates")
        return
    source_id = make_fit(f"{file.parent.name}/{file.stem}")
    name = title_of(str(row.get("name") or "")) or title_of(make_fit(file.stem)) or "Unnamed"
    known = _MAINTENANCE_STAGES if section == "maintenance" else _STAGES
    stage, updates = known[0], []
    for number, (at, status, words) in enumerate(told):
        if status in known:
            stage = status
        else:
            reading.notes.append(f"{file.name}: an update has the unknown status '{status}', told as '{stage}'")
        own_id = f"{source_id}/{number + 1}"
        keys: dict[str, PlainValue] = {"stage": stage, "at": stamp_of(at)}
        if number == 0:
            keys |= _first_keys(reading, row, name, section)
        if number > 0 or announcement is None:  # Of an announcement only the day is known, and a length needs the hour.
            keys |= promise_keys_in(stage, words, at)
        keys["imported_from"] = {"source": "datocms", "id": own_id}
        updates.append(ImportedUpdate(own_id, stage, keys, words))
    own = make_folder_id(told[0][0], name, file.stem, reading.taken)
    reading.folders.append(ImportedFolder(section, own, source_id, tuple(updates)))


_Told = tuple[datetime, str, str]
"""When an update was published, on which stage, in which words (Markdown)."""


def _updates(reading: _Reading, file: Path, row: Mapping[str, Any]) -> list[_Told]:
    found = row.get("updates")
    told: list[_Told] = []
    for update in found if isinstance(found, list) else []:
        values = update if isinstance(update, dict) else {}
        try:
            at = parse_moment(values.get("date"))
        except ValueError as refusal:
            reading.left_out.append(f"{file.name}: an update has no time: {refusal}")
            continue
        told.append((at, str(values.get("status")).replace("-", "_"), markdown_of(str(values.get("content") or ""))))
    return sorted(told, key=lambda one: one[0])


def _announcement(reading: _Reading, file: Path, row: Mapping[str, Any], told: list[_Told]) -> _Told | None:
    """The text above the updates; the source dates it by the day in the file's name only."""
    words = markdown_of(str(row.get("content") or ""))
    try:
        day = read_date(file.stem[:10])
    except ValueError:
        reading.left_out.append(f"{file.name}: its announcement has no date")
        return None
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if told and told[0][0] < at:
        at = told[0][0]
    reading.notes.append(f"{file.name}: its announcement has a day and no time, told as {stamp_of(at)}")
    return at, "scheduled", words


def _first_keys(reading: _Reading, row: Mapping[str, Any], name: str, section: str) -> dict[str, PlainValue]:
    keys: dict[str, PlainValue] = {"title": name}
    if section == "incidents":
        keys["severity"] = SEVERITIES.get(str(row.get("impact")), "minor")
        return keys
    named = names_in(row.get("components"))
    reading.names.update(dict.fromkeys(named))
    if named:
        keys["expected"] = {slug_of(one, "component"): "under_maintenance" for one in named}
    try:
        opening = parse_moment(row.get("scheduledTime"))
        minutes = int(str(row.get("minutes")))
    except ValueError:
        return keys
    if 0 < minutes < 60 * 24 * 60:
        keys["window"] = {"from": stamp_of(opening), "to": stamp_of(opening + timedelta(minutes=minutes))}
    else:
        reading.left_out.append(f"{name}: its window of {minutes} minutes is none")
    return keys


IMPORTER = Importer(
    "datocms",
    "The data folder of DatoCMS's status page: incidents/*.json and maintenances/*.json",
    read_datocms,
)
