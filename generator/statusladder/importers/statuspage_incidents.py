"""An incident or maintenance of a Statuspage as a folder of updates; nothing is invented, what is lacking is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from statusladder.importers.html_words import to_markdown
from statusladder.importers.statuspage_components import Components, slug
from statusladder.model.imported import ImportedFolder, ImportedUpdate, PlainValue
from statusladder.model.values import parse_moment
from statusladder.model.vocabulary import ComponentState

_STAGES = {"investigating", "identified", "monitoring", "resolved", "postmortem"}
_MAINTENANCE_STAGES = {"scheduled", "in_progress", "verifying", "completed"}
_SEVERITIES = {"critical": "critical", "major": "major", "minor": "minor", "none": "info", "maintenance": "minor"}
_CLOSING = {"resolved": "resolved", "postmortem": "resolved", "completed": "completed"}

SAME_MOMENT = timedelta(seconds=1)
"""The API writes an event a few milliseconds apart from the update that tells it."""


@dataclass
class Record:
    """What became of one row: its folder, its old address, and what could not be carried."""

    folder: ImportedFolder
    redirects: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Told:
    """One update of the source, with its time understood."""

    at: datetime
    row: Mapping[str, Any]


class _Row:
    """Reads one row and keeps the sentences on what it lacks."""

    def __init__(self, row: Mapping[str, Any], kind: str) -> None:
        self.row = row
        self.id = str(row["id"])
        self.left_out: list[str] = []
        self._kind = kind

    def lacks(self, sentence: str) -> None:
        self.left_out.append(f"{self._kind} {self.id}: {sentence}")

    def moment(self, key: str) -> datetime | None:
        return self.moment_of(self.row, key)

    def moment_of(self, row: Mapping[str, Any], key: str) -> datetime | None:
        value = row.get(key)
        if value is None:
            return None
        try:
            return parse_moment(value)
        except ValueError:
            self.lacks(f"{key} {value!r} is not a time")
            return None

    def updates(self) -> list[_Told]:
        """The updates, oldest first, by the time under which they are shown."""
        rows = self.row.get("incident_updates")
        told = []
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            if not isinstance(row, dict):
                self.lacks(f"update {number + 1} is no object")
                continue
            at = self.moment_of(row, "display_at") or self.moment_of(row, "created_at") or self.moment("created_at")
            if at is None:
                self.lacks(f"update {row.get('id')} has no time")
                continue
            created = self.moment_of(row, "created_at") or at
            told.append((at, created, -number, _Told(at, row)))
        return [entry[3] for entry in sorted(told, key=lambda entry: entry[:3])]


def read_incident(row: Mapping[str, Any], page: str, components: Components, taken: set[str]) -> Record | None:
    """The incident as a folder, or None when nothing was ever said of it (which cannot be told)."""
    return _read(_Row(row, "incident"), "incidents", page, components, taken)


def read_maintenance(row: Mapping[str, Any], page: str, components: Components, taken: set[str]) -> Record | None:
    """The maintenance as a folder, or None when nothing was ever said of it."""
    return _read(_Row(row, "maintenance"), "maintenance", page, components, taken)


def _read(source: _Row, section: str, page: str, components: Components, taken: set[str]) -> Record | None:
    told = source.updates()
    if not told:
        return None
    name = " ".join(str(source.row.get("name") or "").split()) or source.id
    folder_id = f"{told[0].at:%Y-%m-%d}-{slug(name, source.id)}"
    if folder_id in taken:
        folder_id = f"{folder_id}-{slug(source.id, 'x')}"
    taken.add(folder_id)
    is_maintenance = section == "maintenance"
    updates: list[ImportedUpdate] = []
    stage = "scheduled" if is_maintenance else "investigating"
    for number, update in enumerate(told):
        stage = _stage(source, update.row, stage, _MAINTENANCE_STAGES if is_maintenance else _STAGES)
        first = _first_keys(source, name, is_maintenance, components, told) if number == 0 else {}
        updates.append(_update(source, update, stage, first, page if number == 0 else None, components))
    updates += _closing(source, told[-1], [update.stage for update in updates])
    _event_times(source, updates, told)
    folder = ImportedFolder(section, folder_id, source.id, tuple(updates))
    return Record(folder, [(f"/incidents/{source.id}", f"/{section}/{folder_id}/")], source.left_out)


def _stage(source: _Row, row: Mapping[str, Any], before: str, known: set[str]) -> str:
    status = row.get("status")
    if isinstance(status, str) and status in known:
        return status
    source.lacks(f"update {row.get('id')} has the unknown status {status!r}, told as '{before}'")
    return before


def _first_keys(
    source: _Row, name: str, is_maintenance: bool, components: Components, told: list[_Told]
) -> dict[str, PlainValue]:
    """The keys of the first file: title, how bad it was, and the window or the components without a state."""
    keys: dict[str, PlainValue] = {"title": name}
    listed = _listed(source.row, components)
    if is_maintenance:
        opening, end = source.moment("scheduled_for"), source.moment("scheduled_until")
        if opening is not None and end is not None and end > opening:
            keys["window"] = {"from": _stamp(opening), "to": _stamp(end)}
        else:
            source.lacks("it does not say when its window is")
        if listed:
            keys["expected"] = dict.fromkeys(listed, ComponentState.UNDER_MAINTENANCE.value)
        return keys
    impact = source.row.get("impact")
    keys["severity"] = _SEVERITIES.get(str(impact), "minor")
    if str(impact) not in _SEVERITIES:
        source.lacks(f"its impact is {impact!r}, told as 'minor'")
    if not any(_affected(update.row) for update in told):
        if listed:
            keys["components"] = dict.fromkeys(listed, "affected")
        else:
            source.lacks("it names no component")
    return keys


def _listed(row: Mapping[str, Any], components: Components) -> list[str]:
    rows = row.get("components")
    codes = [one.get("id") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [components.id_of(code) for code in codes if isinstance(code, str) and code in components.known]


def _update(
    source: _Row, told: _Told, stage: str, first: dict[str, PlainValue], page: str | None, components: Components
) -> ImportedUpdate:
    """One file; the first one also carries the address under which the incident was known."""
    row = told.row
    keys: dict[str, PlainValue] = {"stage": stage, "at": _stamp(told.at), **first}
    states = _states(source, row, components)
    if states:
        keys["components"] = states
    source_id = f"{source.id}/{row.get('id')}"
    origin: dict[str, PlainValue] = {"source": "statuspage", "id": source_id}
    if page is not None:
        origin["url"] = f"{page}/incidents/{source.id}"
    keys["imported_from"] = origin
    body = row.get("body")
    if not isinstance(body, str) or not body.strip():
        source.lacks(f"update {row.get('id')} has no text")
        body = ""
    return ImportedUpdate(source_id, stage, keys, to_markdown(body))


def _states(source: _Row, row: Mapping[str, Any], components: Components) -> dict[str, PlainValue]:
    states: dict[str, PlainValue] = {}
    for one in _affected(row):
        code = one["code"]
        if code not in components.known:
            source.lacks(f"update {row.get('id')} names the unknown component {code}")
            continue
        status = one.get("new_status")
        if status not in list(ComponentState):
            source.lacks(f"update {row.get('id')} gives {code} the unknown state {status!r}")
            status = "affected"
        states[components.id_of(code)] = str(status)
    return states


def _affected(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows that name a component: real pages also hold rows that only say that there was none."""
    rows = row.get("affected_components")
    found = rows if isinstance(rows, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("code"), str)]


def _closing(source: _Row, last: _Told, stages: list[str]) -> list[ImportedUpdate]:
    """A closing file without words, where the source is over by its status and never said so in an update."""
    stage = _CLOSING.get(str(source.row.get("status")))
    if stage is None or stage in stages or "postmortem" in stages:
        return []
    ended = source.moment("resolved_at") or source.moment("updated_at") or last.at
    source.lacks(f"it is {source.row['status']} by its status; no update says so, the closing file has no text")
    source_id = f"{source.id}/closed"
    keys: dict[str, PlainValue] = {
        "stage": stage,
        "at": _stamp(max(ended, last.at)),
        "imported_from": {"source": "statuspage", "id": source_id},
    }
    return [ImportedUpdate(source_id, stage, keys, "")]


def _event_times(source: _Row, updates: list[ImportedUpdate], told: list[_Told]) -> None:
    """Adds event times that no update tells: an earlier start, and when impact ended or all was over."""
    started, mitigated = source.moment("started_at"), source.moment("monitoring_at")
    stages = [update.stage for update in updates]
    if started is not None and told[0].at - started > SAME_MOMENT:
        _add(updates, 0, "started_at", started)
    elif started is not None and started - told[0].at > SAME_MOMENT:
        source.lacks(f"started_at {_stamp(started)} lies after its first update")
    if mitigated is not None and "monitoring" not in stages and "resolved" in stages and mitigated >= told[0].at:
        _add(updates, stages.index("resolved"), "mitigated_at", mitigated)
    if isinstance(source.row.get("postmortem_body"), str) and "postmortem" not in stages:
        source.lacks("its postmortem is not among its updates; take it over by hand")
    resolved = source.moment("resolved_at")
    if resolved is None:
        return
    closing = next((number for number, stage in enumerate(stages) if stage in ("resolved", "completed")), None)
    if closing is None:
        source.lacks(f"resolved_at {_stamp(resolved)} belongs to no update")
    elif abs(parse_moment(updates[closing].keys["at"]) - resolved) > SAME_MOMENT:
        at = parse_moment(updates[closing].keys["at"])
        if told[0].at <= resolved <= at:
            _add(updates, closing, "resolved_at", resolved)
        else:
            source.lacks(f"resolved_at {_stamp(resolved)} does not fit its updates")


def _add(updates: list[ImportedUpdate], number: int, key: str, moment: datetime) -> None:
    update = updates[number]
    keys = {**update.keys, key: _stamp(moment)}
    updates[number] = ImportedUpdate(update.source_id, update.stage, keys, update.body)


def _stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, with milliseconds where the source has them."""
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")
