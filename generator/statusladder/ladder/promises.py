"""How well the site kept its word: each announced next update, whether it came in time, and the longest silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.update import IncidentKeys, MaintenanceKeys
from statusladder.model.vocabulary import OPEN_STAGES

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]

NOTHING = timedelta(0)


class Outcome(StrEnum):
    """What became of a promise; a promise that is due this very moment is still waiting, not broken."""

    KEPT = "kept"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Promise:
    """One announced next update.

    `late_by` is zero for kept and waiting promises; for an overdue one it is how late it is already.
    """

    update_id: str
    made_at: datetime
    promised_at: datetime
    answered_at: datetime | None
    outcome: Outcome
    late_by: timedelta


@dataclass(frozen=True)
class Record:
    """The promises of one incident, counted by metrics.md with grace 0.

    `made` counts the promises that are decided: kept, answered late, or overdue now; so it exceeds `kept + late` by the
    one that is overdue. `overdue` sums all lateness, the running one included. `longest_silence` is None where no gap
    between updates exists, as in an incident told afterwards in a single file.
    """

    made: int
    kept: int
    late: int
    longest_silence: timedelta | None
    overdue: timedelta


def promises_of(communication: Incident | Maintenance, now: datetime) -> tuple[Promise, ...]:
    """Every promise made up to `now`, oldest first; any next update answers one, whatever its stage."""
    updates: tuple[AnyUpdate, ...] = communication.updates
    followers: tuple[AnyUpdate | None, ...] = (*updates[1:], None)
    return tuple(
        _promise(update, update.said.promised_at, follower, now)
        for update, follower in zip(updates, followers, strict=True)
        if update.said.promised_at is not None
    )


def record_of(incident: Incident, promises: Iterable[Promise], now: datetime) -> Record:
    """The figures of metrics.md for one incident at `now`."""
    made = [promise for promise in promises if promise.outcome is not Outcome.WAITING]
    return Record(
        made=len(made),
        kept=sum(promise.outcome is Outcome.KEPT for promise in made),
        late=sum(promise.outcome is Outcome.LATE for promise in made),
        longest_silence=_longest_silence(incident, now),
        overdue=sum((promise.late_by for promise in made), NOTHING),
    )


def _promise(update: AnyUpdate, promised_at: datetime, follower: AnyUpdate | None, now: datetime) -> Promise:
    answered_at = follower.at if follower else None
    late_by = max((answered_at or now) - promised_at, NOTHING)
    if answered_at is not None:
        outcome = Outcome.LATE if late_by else Outcome.KEPT
    else:
        outcome = Outcome.OVERDUE if late_by else Outcome.WAITING
    return Promise(update.id, update.at, promised_at, answered_at, outcome, late_by)


def _longest_silence(incident: Incident, now: datetime) -> timedelta | None:
    """The longest gap that began while the incident was open; the time between resolution and re-opening is none."""
    updates = incident.updates
    gaps = [update.at - before.at for before, update in pairwise(updates) if before.stage in OPEN_STAGES]
    if incident.is_open:
        gaps.append(max(now - incident.latest.at, NOTHING))
    return max(gaps, default=None)
