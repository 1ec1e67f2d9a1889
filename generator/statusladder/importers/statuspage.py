"""Statuspage: the answers of its public API v2, as files, become incidents, maintenance and components."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from statusladder.importers.interface import Importer, SourceError
from statusladder.importers.source_files import parse_json, read_source
from statusladder.importers.statuspage_components import Components
from statusladder.importers.statuspage_incidents import RowOutcome, read_incident, read_maintenance
from statusladder.model.imported import Imported
from statusladder.model.values import parse_moment


@dataclass(frozen=True)
class _Answer:
    """One file: where it lay, the object in it, and how many of its texts had characters that nothing can show."""

    file: str
    values: Mapping[str, Any]
    fixed: int


def read_statuspage(source: Path) -> Imported:
    """Reads one answer or a folder of them. Raises SourceError for what is no answer of one page."""
    answers = [_read_answer(file) for file in _files(source)]
    page_url = _the_page(answers)
    components = Components()
    for answer in answers:
        components.read(_rows(answer, "components"))
    incidents = _newest(row for answer in answers for row in _incident_rows(answer))
    maintenances = _newest(row for answer in answers for row in _rows(answer, "scheduled_maintenances"))
    if not incidents and not maintenances and not components.known:
        raise SourceError(
            f"{source} holds no incident, maintenance or component",
            "save answers such as /api/v2/incidents.json and /api/v2/scheduled-maintenances.json",
        )
    for row in sorted((*incidents, *maintenances), key=_changed):
        components.read(row.get("components") or [])
        components.read_affected(row)
    taken: dict[str, int] = {}
    records: list[RowOutcome] = [
        *(read_incident(row, page_url, components, taken) for row in incidents),
        *(read_maintenance(row, page_url, components, taken) for row in maintenances),
    ]
    folders = [record.folder for record in records if record.folder is not None]
    if not folders and records:
        raise SourceError(f"no incident of {source} has an update", "save whole answers of the API")
    return Imported(
        folders=tuple(sorted(folders, key=lambda folder: (folder.section, folder.id))),
        components=components.imported(),
        redirects=tuple(sorted(redirect for record in records for redirect in record.redirects)),
        left_out=(
            *(
                f"{answer.file}: {answer.fixed} texts hold characters that nothing can show"
                for answer in answers
                if answer.fixed
            ),
            *(sentence for record in records for sentence in record.left_out),
        ),
        notes=(*components.notes, *(sentence for record in records for sentence in record.notes)),
    )


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        found = sorted(source.glob("*.json"))
        if not found:
            raise SourceError(f"{source} holds no .json file", "save the API's answers there, or name one of them")
        return found
    if not source.is_file():
        raise SourceError(f"there is no {source}", "name a file or folder of saved answers")
    return [source]


def _read_answer(file: Path) -> _Answer:
    try:
        values, fixed = parse_json(read_source(file).decode("utf-8-sig"))
    except ValueError:
        raise SourceError(f"{file} is not JSON", "save the API's answer again, whole and as it comes") from None
    if not isinstance(values, dict) or not isinstance(values.get("page"), dict):
        sentence = f"{file} is no answer of the Statuspage API v2: it names no page"
        raise SourceError(sentence, "move it elsewhere, or name the answers one by one")
    return _Answer(str(file), values, fixed)


def _the_page(answers: list[_Answer]) -> str:
    """The address of the one page that all answers are of."""
    pages: dict[str, str] = {}
    for answer in answers:
        page = answer.values["page"]
        pages[str(page.get("id"))] = str(page.get("name") or page.get("id"))
    if len(pages) > 1:
        names = ", ".join(sorted(pages.values()))
        raise SourceError(f"the answers are of several pages: {names}", "import one page at a time")
    urls = [url for answer in answers if isinstance(url := answer.values["page"].get("url"), str) and url]
    if not urls or not urls[0].startswith(("http://", "https://")):
        raise SourceError(f"{answers[0].file} does not say the page's address", "save the API's answer whole")
    return urls[0].rstrip("/")


def _rows(answer: _Answer, key: str) -> list[dict[str, Any]]:
    rows = answer.values.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(f"{answer.file}: '{key}' is not a list of objects", "save the API's answer again")
    return rows


def _incident_rows(answer: _Answer) -> Iterator[dict[str, Any]]:
    yield from _rows(answer, "incidents")
    if isinstance(single := answer.values.get("incident"), dict):
        yield single


def _newest(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each id: of several the one that was changed last, with the updates that only the others have."""
    versions: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        key = row.get("id")
        if not isinstance(key, str) or not key.strip():
            raise SourceError("an incident or maintenance has no id", "save the API's answer again")
        versions.setdefault(key, []).append(row)
    return [_merged(sorted(same, key=_changed, reverse=True)) for _, same in sorted(versions.items())]


def _merged(newest_first: list[dict[str, Any]]) -> dict[str, Any]:
    merged: list[object] = []
    known: set[str] = set()
    for row in newest_first:
        updates = row.get("incident_updates")
        found = updates if isinstance(updates, list) else []
        fresh = [one for one in found if row is newest_first[0] or (_id_of(one) and _id_of(one) not in known)]
        known |= {_id_of(one) for one in found}
        merged += fresh
    return {**newest_first[0], "incident_updates": merged}


def _id_of(update: object) -> str:
    found = update.get("id") if isinstance(update, dict) else None
    return found if isinstance(found, str) else ""


def _changed(row: Mapping[str, Any]) -> float:
    """When a row was changed last, in seconds: pages write their own zone, so the text cannot be compared."""
    try:
        moment: datetime = parse_moment(row.get("updated_at"))
    except ValueError:
        return 0.0
    return moment.timestamp()


IMPORTER = Importer(
    "statuspage",
    "Answers of the Statuspage API v2, a JSON file or a folder: incidents, scheduled maintenances, components, summary",
    read_statuspage,
    has_feed=True,
)
