"""The components of a Statuspage: one for each code, whatever it was called over time, with ids people can type."""

from collections.abc import Mapping
from typing import Any

from statusladder.importers.forms import make_own_id, slug_of, title_of
from statusladder.model.imported import ImportedComponent
from statusladder.model.values import read_date


class Components:
    """Collects components by their code; names come from the newest answer that lists them."""

    def __init__(self) -> None:
        self.known: dict[str, Mapping[str, Any]] = {}
        self.notes: list[str] = []
        self._groups: dict[str, str] = {}
        self._other_names: dict[str, set[str]] = {}
        self._ids: dict[str, str] = {}

    def read(self, rows: object) -> None:
        """Takes rows of a `components` list; group rows only give their name to their members."""
        for row in rows if isinstance(rows, list) else []:
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                continue
            if row.get("group") is True:
                self._groups[row["id"]] = title_of(str(row.get("name") or row["id"]))
            else:
                self._note(row["id"], row)

    def read_affected(self, incident: Mapping[str, Any]) -> None:
        """Takes the components that only an incident's updates name, the oldest update first."""
        updates = incident.get("incident_updates")
        for update in reversed(updates) if isinstance(updates, list) else []:
            affected = update.get("affected_components") if isinstance(update, dict) else None
            for row in affected if isinstance(affected, list) else []:
                if isinstance(row, dict) and isinstance(row.get("code"), str):
                    self._note(row["code"], {"name": row.get("name")})

    def _note(self, code: str, row: Mapping[str, Any]) -> None:
        if not code.strip():
            return
        told = row.get("name")
        name = (title_of(told) if isinstance(told, str) else "") or code
        before = self.known.get(code)
        if before is not None and before["name"] != name:
            self._other_names.setdefault(code, set()).update((name, before["name"]))
        if before is None or "id" in row or "id" not in before:
            self.known[code] = {**(before or {}), **row, "name": name}
        self._ids.clear()

    def id_of(self, code: str) -> str:
        """Our id of a component: the slug of its name, with its code behind it where two would be the same."""
        if not self._ids:
            taken: dict[str, int] = {}
            for known, row in sorted(self.known.items()):
                self._ids[known] = make_own_id(slug_of(row["name"], known), known, taken)
        return self._ids[code]

    def imported(self) -> tuple[ImportedComponent, ...]:
        """All components in the order of the page."""
        for code, names in sorted(self._other_names.items()):
            others = ", ".join(f"'{name}'" for name in sorted(names - {self.known[code]["name"]}))
            if others:
                self.notes.append(f"component {code} is '{self.known[code]['name']}'; it was also called {others}")
        ordered = sorted(self.known.items(), key=lambda item: (_position(item[1]), item[1]["name"], item[0]))
        return tuple(
            ImportedComponent(
                id=self.id_of(code),
                name=row["name"],
                imported_from=code,
                group=self._groups.get(str(row.get("group_id"))),
                description=title_of(text) or None if isinstance(text := row.get("description"), str) else None,
                since=_day(row.get("start_date")) or _day(row.get("created_at")),
            )
            for code, row in ordered
        )


def _position(row: Mapping[str, Any]) -> int:
    position = row.get("position")
    return position if isinstance(position, int) else 1_000_000


def _day(value: object) -> str | None:
    try:
        return read_date(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None
