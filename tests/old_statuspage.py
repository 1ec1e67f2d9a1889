"""A page of the fictional Tern as Statuspage holds it: sixty incidents, told by its API, its Atom feed and its RSS."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

COUNT = 60
LATE = 3
"""The one of the oldest whose report came last of all: Statuspage's own feeds do not bring it up again."""

IN_FEED = 25
PER_ANSWER = 50
FIRST_DAY = datetime(2025, 6, 1, 9, tzinfo=UTC)
_TALE = (
    (0, "investigating", "Some uploads fail &amp; some are slow."),
    (20, "identified", 'A store is full. See <a href="https://tern.example/stores">our stores</a>.'),
    (50, "monitoring", "We added room."),
    (80, "resolved", "Uploads work again."),
)


def write_old_page(folder: Path, host: str) -> None:
    """Writes what the page at `host` answers: `api/*.json`, `history.atom` and `history.rss`."""
    rows = [_incident(number) for number in range(COUNT)]
    rows.reverse()
    page = {"id": "ternpage0001", "name": "Tern", "url": f"https://{host}", "time_zone": "Etc/UTC"}
    (folder / "api").mkdir(parents=True)
    for number, start in enumerate(range(0, COUNT, PER_ANSWER), start=1):
        answer = {"page": page, "incidents": rows[start : start + PER_ANSWER]}
        (folder / "api" / f"incidents-{number}.json").write_text(json.dumps(answer))
    shown = rows[:IN_FEED]
    (folder / "history.atom").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>tag:{host},2005:/history</id><title>Tern Status - Incident History</title>"
        f"<updated>{shown[0]['updated_at']}</updated><author><name>Tern</name></author>\n"
        f"{''.join(_atom_entry(row, host) for row in shown)}</feed>\n"
    )
    (folder / "history.rss").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Tern Status</title>'
        f"<link>https://{host}</link><description>Statuspage</description>\n"
        f"{''.join(_rss_item(row, host) for row in shown)}</channel></rss>\n"
    )


def _incident(number: int) -> dict[str, Any]:
    """One a day; the newest update stands first, as in the API."""
    begun = FIRST_DAY + timedelta(days=number)
    told = [_update(f"{number:02}{step}", begun + timedelta(minutes=after), status, body)
            for step, (after, status, body) in enumerate(_TALE)]  # fmt: skip
    if number == LATE:
        reported = FIRST_DAY + timedelta(days=COUNT, hours=1)
        told.append(_update(f"{number:02}9", reported, "postmortem", "A disk had filled."))
    return {
        "id": f"bcdfghjklm{number:02}", "name": f"Uploads fail &amp; queues grow, day {number}", "impact": "major",
        "status": told[-1]["status"], "created_at": _stamp(begun), "started_at": _stamp(begun),
        "updated_at": told[-1]["display_at"], "monitoring_at": told[2]["display_at"],
        "resolved_at": told[3]["display_at"], "components": [], "incident_updates": told[::-1],
    }  # fmt: skip


def _update(code: str, at: datetime, status: str, body: str) -> dict[str, Any]:
    new = "operational" if status in ("resolved", "postmortem") else "partial_outage"
    affected = [{"code": "comp00000001", "name": "Uploads", "old_status": "operational", "new_status": new}]
    return {
        "id": f"upd{code}", "status": status, "body": body, "created_at": _stamp(at), "display_at": _stamp(at),
        "affected_components": affected,
    }  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _atom_entry(row: Mapping[str, Any], host: str) -> str:
    return (
        f"<entry><id>tag:{host},2005:Incident/{_number(row)}</id><published>{row['resolved_at']}</published>"
        f"<updated>{row['updated_at']}</updated>"
        f'<link rel="alternate" type="text/html" href="https://{host}/incidents/{row["id"]}"/>'
        f'<title>{row["name"]}</title><content type="html">{_content(row)}</content></entry>\n'
    )


def _number(row: Mapping[str, Any]) -> int:
    """The number by which the feed alone calls an incident; no answer of the API has it."""
    return 31_233_500 + int(row["id"][-2:])


def _rss_item(row: Mapping[str, Any], host: str) -> str:
    address = f"https://{host}/incidents/{row['id']}"
    resolved = f"{datetime.fromisoformat(row['resolved_at']):%a, %d %b %Y %H:%M:%S +0000}"
    return (
        f"<item><title>{row['name']}</title><description>{_content(row)}</description>"
        f"<pubDate>{resolved}</pubDate><link>{address}</link><guid>{address}</guid></item>\n"
    )


def _content(row: Mapping[str, Any]) -> str:
    told = (f"<p><strong>{one['status']}</strong> - {one['body']}</p>" for one in row["incident_updates"])
    return escape("".join(told))
