"""When customers could work again, and during which times they could not."""

from datetime import datetime
from itertools import pairwise

from statusladder.model.communication import Incident, Update
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, Stage


def restored_at(incident: Incident) -> datetime | None:
    """`mitigated_at`, else when we began to watch for the last time, else the end; None while it is open and felt."""
    stated = incident.facts.mitigated_at  # a report may know it better than the last update
    return stated.at if stated else _restored(incident.ladder) or incident.closed_at


def _restored(updates: tuple[Update[IncidentKeys], ...]) -> datetime | None:
    stated = updates[-1].facts.mitigated_at if updates else None
    if stated is not None:
        return stated.at
    watching = None
    for update in updates:
        if update.stage is Stage.MONITORING:
            watching = watching or update.at
        elif update.stage in OPEN_STAGES:
            watching = None
    return watching


def impact_times(incident: Incident, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when customers felt it: one interval, and one more for each time that it was opened again."""
    parts: list[tuple[datetime, datetime]] = []
    begin, first = incident.started_at, 0
    ladder = incident.ladder
    for number, (before, update) in enumerate(pairwise(ladder), start=1):
        if before.stage is Stage.RESOLVED and update.stage in OPEN_STAGES:
            stated = before.facts.resolved_at
            parts.append((begin, _restored(ladder[first:number]) or (stated.at if stated else before.at)))
            begin, first = update.at, number
    parts.append((begin, restored_at(incident) or now))
    return tuple((start, max(start, end)) for start, end in parts)
