"""An incident or maintenance of a Statuspage as a folder of updates; nothing is invented, what is lacking is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from statusladder.importers.forms import SEVERITIES, is_link, is_redirect, make_folder_id, stamp_of, title_of
from statusladder.importers.html_words import markdown_of, to_markdown
from statusladder.importers.promises import promise_keys_in
from statusladder.importers.statuspage_components import Components
from statusladder.model.imported import ImportedFolder, ImportedUpdate, PlainValue
from statusladder.model.values import parse_moment
from statusladder.model.vocabulary import ComponentState

_STAGES = ("investigating", "identified", "monitoring", "resolved", "postmortem")
_MAINTENANCE_STAGES = ("scheduled", "in_progress", "verifying", "completed")
_REACHED_AT = {"in_progress": "scheduled_for", "monitoring": "monitoring_at"}
_CLOSING = ("resolved", "completed")

SAME_MOMENT = timedelta(seconds=1)
"""The API writes an event a few milliseconds apart from the update that tells it."""


@dataclass
class RowOutcome:
    """What became of one row: its folder, its old address, what could not be carried, and what to know of the rest."""

    folder: ImportedFolder | None
    redirects: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Told:
    """One update of the source, with its time understood."""

    at: datetime
    id: str
    row: Mapping[str, Any]


class _Row:
    """Reads one row and keeps the sentences on what is left out of it, and on what it lacks."""

    def __init__(self, row: Mapping[str, Any], kind: str) -> None:
        self.row = row
        self.id = str(row["id"])
        self.left_out: list[str] = []
        self.notes: list[str] = []
        self._kind = kind

    def leaves_out(self, sentence: str) -> None:
        self.left_out.append(f"{self._kind} {self.id}: {sentence}")

    def lacks(self, sentence: str) -> None:
        self.notes.append(f"{self._kind} {self.id}: {sentence}")

    def moment(self, key: str) -> datetime | None:
        return self.moment_of(self.row, key)

    def moment_of(self, row: Mapping[str, Any], key: str) -> datetime | None:
        value = row.get(key)
        if value is None:
            return None
        try:
            return parse_moment(value)
        except ValueError:
            self.leaves_out(f"{key} {value!r} is not a time")
            return None

    def updates(self) -> list[_Told]:
        """The updates, oldest first, by the time under which they are shown."""
        rows = self.row.get("incident_updates")
        told = []
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            if not isinstance(row, dict):
                self.leaves_out(f"update {number + 1} is no object")
                continue
            at = self.moment_of(row, "display_at") or self.moment_of(row, "created_at") or self.moment("created_at")
            if at is None:
                self.leaves_out(f"update {row.get('id')} has no time")
                continue
            created = self.moment_of(row, "created_at") or at
            told.append((at, created, -number, row))
        return list(self._with_ids([(entry[0], entry[3]) for entry in sorted(told, key=lambda entry: entry[:3])]))

    def _with_ids(self, told: list[tuple[datetime, Mapping[str, Any]]]) -> Iterator[_Told]:
        """The same, each with an id of its own, by which a second import knows it."""
        taken: dict[str, Mapping[str, Any]] = {}
        for at, row in told:
            given = row.get("id")
            has_id = isinstance(given, str) and given.strip()
            wanted = given.strip() if isinstance(given, str) and has_id else stamp_of(at)
            if not has_id:
                self.lacks(f"the update of {stamp_of(at)} has no id, its time stands for it")
            elif wanted in taken and taken[wanted] == row:
                self.lacks(f"update {wanted} is there twice, told once")
                continue
            own, count = wanted, 1
            while own in taken:
                count += 1
                own = f"{wanted}-{count}"
            taken[own] = row
            yield _Told(at, own, row)


def read_incident(row: Mapping[str, Any], page: str, components: Components, taken: dict[str, int]) -> RowOutcome:
    """The incident as a folder; without one when nothing was ever said of it, which cannot be told."""
    return _read(_Row(row, "incident"), "incidents", page, components, taken)


def read_maintenance(row: Mapping[str, Any], page: str, components: Components, taken: dict[str, int]) -> RowOutcome:
    """The maintenance as a folder; without one when nothing was ever said of it."""
    return _read(_Row(row, "maintenance"), "maintenance", page, components, taken)


def _read(source: _Row, section: str, page: str, components: Components, taken: dict[str, int]) -> RowOutcome:
    told = source.updates()
    if not told:
        source.leaves_out("nothing was ever said of it, so that there is nothing to tell")
        return RowOutcome(None, left_out=source.left_out, notes=source.notes)
    name = title_of(str(source.row.get("name") or "")) or source.id
    own_id = make_folder_id(told[0].at, name, source.id, taken)
    is_maintenance = section == "maintenance"
    updates: list[ImportedUpdate] = []
    known = _MAINTENANCE_STAGES if is_maintenance else _STAGES
    stage = known[0]
    for number, update in enumerate(told):
        stage = _stage(source, update, stage, known)
        first = _first_keys(source, name, is_maintenance, components, told) if number == 0 else {}
        updates.append(_update(source, update, stage, first, page, components))
    updates += _untold(source, told[-1].at, [update.stage for update in updates], known)
    updates += _report(source, updates)
    _event_times(source, updates, told)
    folder = ImportedFolder(section, own_id, source.id, tuple(updates))
    return RowOutcome(folder, _redirects(source, f"/{section}/{own_id}/"), source.left_out, source.notes)


def _redirects(source: _Row, new: str) -> list[tuple[str, str]]:
    old = f"/incidents/{source.id}"
    if not is_redirect(old, new):
        source.leaves_out(f"its old address {old} is none that can lead on")
        return []
    return [(old, new)]


def _stage(source: _Row, update: _Told, before: str, known: tuple[str, ...]) -> str:
    status = update.row.get("status")
    if isinstance(status, str) and status in known:
        return status
    source.lacks(f"update {update.id} has the unknown status {status!r}, told as '{before}'")
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
            keys["window"] = {"from": stamp_of(opening), "to": stamp_of(end)}
        else:
            source.lacks("it does not say when its window is")
        if listed:
            keys["expected"] = dict.fromkeys(listed, ComponentState.UNDER_MAINTENANCE.value)
        return keys
    impact = source.row.get("impact")
    keys["severity"] = SEVERITIES.get(str(impact), "minor")
    if str(impact) not in SEVERITIES:
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
    source: _Row, told: _Told, stage: str, first: dict[str, PlainValue], page: str, components: Components
) -> ImportedUpdate:
    """One file; the first one also carries the address under which the incident was known."""
    row = told.row
    keys: dict[str, PlainValue] = {"stage": stage, "at": stamp_of(told.at), **first}
    states = _states(source, told, components)
    if states:
        keys["components"] = states
    source_id = f"{source.id}/{told.id}"
    origin: dict[str, PlainValue] = {"source": "statuspage", "id": source_id}
    if first:
        url = f"{page}/incidents/{quote(source.id, safe='')}"
        if is_link(url):
            origin["url"] = url
        else:
            source.leaves_out(f"its address {url} is none that can be linked to")
    body = row.get("body")
    if not isinstance(body, str) or not body.strip():
        source.lacks(f"update {told.id} has no text")
        body = ""
    words = to_markdown(body, f"{page}/incidents/{source.id}")
    keys |= promise_keys_in(stage, words, told.at) | {"imported_from": origin}
    return ImportedUpdate(source_id, stage, keys, words)


def _states(source: _Row, told: _Told, components: Components) -> dict[str, PlainValue]:
    states: dict[str, PlainValue] = {}
    for one in _affected(told.row):
        code = one["code"]
        if code not in components.known:
            source.leaves_out(f"update {told.id} names the unknown component {code}")
            continue
        status = one.get("new_status")
        if status not in list(ComponentState):
            source.lacks(f"update {told.id} gives {code} the unknown state {status!r}")
            status = "affected"
        states[components.id_of(code)] = str(status)
    return states


def _affected(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows that name a component: real pages also hold rows that only say that there was none."""
    rows = row.get("affected_components")
    found = rows if isinstance(rows, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("code"), str)]


def _untold(source: _Row, last: datetime, stages: list[str], known: tuple[str, ...]) -> list[ImportedUpdate]:
    """A file without words for what only the status says: over, under way, or further than any update told."""
    status = str(source.row.get("status"))
    if status not in known:
        source.lacks(f"its status {source.row.get('status')!r} is unknown; its updates tell how far it is")
        return []
    furthest = max(known.index(stage) for stage in stages)
    stage = "resolved" if status == "postmortem" else status
    if known.index(stage) <= furthest:
        if known.index(status) < known.index(stages[-1]):
            source.lacks(f"its status is '{status}' although its last update says '{stages[-1]}', which is kept")
        return []
    if stage in _CLOSING:
        reached, name = source.moment("resolved_at") or source.moment("updated_at"), "closed"
        source.lacks(f"it is {status} by its status; no update says so, the closing file has no text")
    else:
        reached, name = source.moment(_REACHED_AT.get(stage, "")), stage
        source.lacks(f"it is {status} by its status; no update says so, the file for it has no text")
    at = max(reached, last) if reached is not None else last
    return [_own_file(f"{source.id}/{name}", stage, at, "")]


def _report(source: _Row, updates: list[ImportedUpdate]) -> list[ImportedUpdate]:
    """The report, where it stands beside the updates and not among them."""
    body = source.row.get("postmortem_body")
    stages = [update.stage for update in updates]
    if not isinstance(body, str) or not body.strip() or "postmortem" in stages or "completed" in stages:
        return []
    if "postmortem_published_at" in source.row and source.row["postmortem_published_at"] is None:
        source.leaves_out("its report was never published, so it stays out")
        return []
    last = parse_moment(updates[-1].keys["at"])
    published = source.moment("postmortem_published_at") or last
    return [_own_file(f"{source.id}/postmortem", "postmortem", max(published, last), markdown_of(body))]


def _own_file(source_id: str, stage: str, at: datetime, body: str) -> ImportedUpdate:
    origin: dict[str, PlainValue] = {"source": "statuspage", "id": source_id}
    return ImportedUpdate(source_id, stage, {"stage": stage, "at": stamp_of(at), "imported_from": origin}, body)


def _event_times(source: _Row, updates: list[ImportedUpdate], told: list[_Told]) -> None:
    """Adds event times that no update tells: an earlier start, and when impact ended or all was over."""
    first = told[0].at
    started = source.moment("started_at")
    if started is not None and first - started > SAME_MOMENT:
        _add(updates, 0, "started_at", started)
    elif started is not None and started - first > SAME_MOMENT:
        source.leaves_out(f"started_at {stamp_of(started)} lies after its first update")
    _event(source, updates, "monitoring_at", "mitigated_at", ("monitoring", *_CLOSING), first)
    _event(source, updates, "resolved_at", "resolved_at", _CLOSING, first)


def _event(
    source: _Row, updates: list[ImportedUpdate], given: str, key: str, stages: tuple[str, ...], first: datetime
) -> None:
    """Puts one time into the file of the first stage that can hold it, unless that file's own time says the same."""
    moment = source.moment(given)
    if moment is None:
        return
    number = next((number for number, update in enumerate(updates) if update.stage in stages), None)
    if number is None:
        source.leaves_out(f"{given} {stamp_of(moment)} belongs to no update")
        return
    at = parse_moment(updates[number].keys["at"])
    is_told = updates[number].stage == stages[0] or given == "resolved_at"
    if is_told and abs(at - moment) <= SAME_MOMENT:
        return
    if not first <= moment <= at:
        source.leaves_out(f"{given} {stamp_of(moment)} does not fit its updates")
        return
    _add(updates, number, key, moment)
    if not is_told:
        source.lacks(f"{given} {stamp_of(moment)} has no update, kept as {key}")


def _add(updates: list[ImportedUpdate], number: int, key: str, moment: datetime) -> None:
    update = updates[number]
    keys = {**update.keys, key: stamp_of(moment)}
    updates[number] = ImportedUpdate(update.source_id, update.stage, keys, update.body)
