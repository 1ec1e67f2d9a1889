"""Histories kept as JSON lines, one incident a line, as the public record of GitHub's incidents is."""

import html
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from statusladder.importers.forms import (
    SEVERITIES,
    is_link,
    is_redirect,
    make_folder_id,
    name_components,
    names_in,
    slug_of,
    stamp_of,
    title_of,
)
from statusladder.importers.html_words import to_markdown
from statusladder.importers.interface import Importer, SourceError
from statusladder.importers.promises import promise_keys_in
from statusladder.importers.source_files import parse_json, read_source
from statusladder.model.imported import Imported, ImportedFolder, ImportedUpdate, PlainValue
from statusladder.model.values import parse_moment

_STAGES = {
    "Investigating": "investigating",
    "Identified": "identified",
    "Monitoring": "monitoring",
    "Resolved": "resolved",
    "Postmortem": "postmortem",
    "Scheduled": "scheduled",
    "In progress": "in_progress",
    "Verifying": "verifying",
    "Completed": "completed",
}
_SAME_STAGE = "Update"
"""The status of an update that stays on the stage before it."""


class _Lacking(Exception):
    """A line cannot be told: why, in the words of a sentence about it."""


def read_github_jsonl(source: Path) -> Imported:
    """Reads a file of JSON lines, or every `.jsonl` of a folder. Raises SourceError for what is none."""
    rows = [row for file in _files(source) for row in _read_rows(file)]
    if not rows:
        raise SourceError(f"{source} holds no incident", "name a file with one JSON object a line")
    left_out: list[str] = []
    notes: list[str] = []
    taken: dict[str, int] = {}
    found: dict[str, None] = {}
    folders: dict[str, ImportedFolder] = {}
    redirects: dict[str, str] = {}
    for where, row in rows:
        try:
            folder = _folder(row, taken)
        except _Lacking as reason:
            left_out.append(f"{where}: {reason}")
            continue
        if folder.source_id in folders:
            left_out.append(f"{where}: the incident {folder.source_id} stood there before")
            continue
        folders[folder.source_id] = folder
        found.update(dict.fromkeys(names_in(row.get("components"))))
        if old := _old_address(row):
            new = f"/{folder.section}/{folder.id}/"
            if old not in redirects and is_redirect(old, new):
                redirects[old] = new
            else:
                left_out.append(f"{where}: its old address {old} is none that can lead on")
        if not names_in(row.get("components")):
            notes.append(f"incident {folder.source_id}: it names no component")
    return Imported(
        tuple(sorted(folders.values(), key=lambda folder: (folder.section, folder.id))),
        name_components(found, "github-jsonl", notes),
        tuple(sorted(redirects.items())),
        tuple(left_out),
        notes=tuple(notes),
    )


def _files(source: Path) -> list[Path]:
    found = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not found or not all(file.is_file() for file in found):
        raise SourceError(f"there is no .jsonl file at {source}", "name the file, or the folder that holds it")
    return found


def _read_rows(file: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """Each line's object, with its place in words."""
    try:
        text = read_source(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{file} is not UTF-8", "export it once more, as UTF-8") from None
    rows: list[tuple[str, Mapping[str, Any]]] = []
    # Of all that Python takes for a line's end only this one cannot stand within a text of JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row, _ = parse_json(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise SourceError(f"{file}:{number} is no JSON object", "write one object a line, or remove the line")
        rows.append((f"{file}:{number}", row))
    return rows


def _folder(row: Mapping[str, Any], taken: dict[str, int]) -> ImportedFolder:
    source_id = row.get("entry_id") or row.get("id")
    updates = row.get("updates")
    if not isinstance(source_id, str) or not source_id.strip():
        raise _Lacking("it has no id")
    if not isinstance(updates, list) or not updates or not all(isinstance(update, dict) for update in updates):
        raise _Lacking("it has no updates")
    told = sorted(((_moment(update), number) for number, update in enumerate(updates)), key=lambda entry: entry)
    name = title_of(str(row.get("title") or "")) or title_of(source_id)
    section = "maintenance" if any(update.get("status") == "Scheduled" for update in updates) else "incidents"
    stage = "scheduled" if section == "maintenance" else "investigating"
    files = []
    for place, (at, number) in enumerate(told):
        stage = _stage(updates[number], stage)
        own_id = source_id if place == 0 else f"{source_id}/{number + 1}"
        origin: dict[str, PlainValue] = {"source": "github_jsonl", "id": own_id}
        keys: dict[str, PlainValue] = {"stage": stage, "at": stamp_of(at)}
        if place == 0:
            keys |= _first_keys(row, name, section)
            if is_link(url := str(row.get("url"))):
                origin["url"] = url
        message = str(updates[number].get("message") or "")
        keys |= promise_keys_in(stage, message, at) | {"imported_from": origin}
        # The messages are plain text: what looks like a tag in them is meant as words.
        files.append(ImportedUpdate(own_id, stage, keys, to_markdown(html.escape(message, quote=False))))
    own = make_folder_id(told[0][0], name, str(row.get("id") or source_id), taken)
    return ImportedFolder(section, own, source_id, tuple(files))


def _old_address(row: Mapping[str, Any]) -> str:
    """The path of an incident's old page in small letters, empty where it has none."""
    try:
        old = urlsplit(str(row.get("url"))).path.rstrip("/").lower()
    except ValueError:
        return ""
    return old if old.startswith("/incidents/") else ""


def _first_keys(row: Mapping[str, Any], name: str, section: str) -> dict[str, PlainValue]:
    keys: dict[str, PlainValue] = {"title": name}
    if section == "incidents":
        keys["severity"] = SEVERITIES.get(str(row.get("impact")), "minor")
    if named := names_in(row.get("components")):
        keys["components"] = {slug_of(component, "component"): "affected" for component in named}
    return keys


def _moment(update: Mapping[str, Any]) -> datetime:
    try:
        return parse_moment(update.get("at"))
    except ValueError as refusal:
        raise _Lacking(f"an update has no time: {refusal}") from None


def _stage(update: Mapping[str, Any], before: str) -> str:
    status = str(update.get("status"))
    if status == _SAME_STAGE:
        return before
    if status not in _STAGES:
        raise _Lacking(f"an update has the unknown status {status!r}")
    return _STAGES[status]


IMPORTER = Importer(
    "github_jsonl",
    "JSON lines, one incident a line with its updates: a .jsonl file, or a folder that holds some",
    read_github_jsonl,
)
