"""When customers could work again, during which times they could not, and how near our estimates came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from statusladder.model.communication import Incident, Update
from statusladder.model.facts import Eta
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, Stage

NOTHING = timedelta(0)


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


@dataclass(frozen=True)
class Estimated:
    """A window that customers were given. `missed_by` is how long recovery came after it, negative when before it."""

    update_id: str
    made_at: datetime
    eta: Eta
    missed_by: timedelta | None

    @property
    def held(self) -> bool:
        return self.missed_by == NOTHING


def estimate_record(incident: Incident) -> tuple[Estimated, ...]:
    """Every window that was given, oldest first, against when customers could work again; `unknown` is no window."""
    restored, found = restored_at(incident), []
    last: Eta | None = None
    for update in incident.ladder:
        eta = update.said.eta
        if eta is not None and eta != last:
            last = eta
            if eta.from_ is not None and eta.to is not None:
                missed = _missed(eta.from_, eta.to, restored) if restored is not None else None
                found.append(Estimated(update.id, update.at, eta, missed))
    return tuple(found)


def _missed(first: datetime, last: datetime, restored: datetime) -> timedelta:
    if restored < first:
        return restored - first
    return max(restored - last, NOTHING)
