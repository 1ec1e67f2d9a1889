"""What the policy asks of an update and by when the next is promised, and how well the site kept its word.

Each announced next update is looked at, whether it came in time, and each pause between two updates: how long customers
waited, and how long the cadence of the policy lets them wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest

from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.facts import Components
from statusladder.model.policy import Demand, FactName, Policy
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage

ROUNDING = timedelta(minutes=5)
"""People promise round times, and a few minutes are no broken word to argue about."""


def owed_at(policy: Policy, stage: Stage, severity: Severity | None, *, is_first: bool = False) -> tuple[FactName, ...]:
    """The facts that must stand after an update of the stage; the very first file of an incident owes fewer."""
    softened = policy.first_file if is_first else {}
    return tuple(
        fact
        for fact in policy.facts
        if policy.demand(fact, stage, severity) is Demand.REQUIRED and softened.get(fact) is not Demand.OPTIONAL
    )


def is_stated(facts: UpdateKeys | None, key: str) -> bool:
    """Whether a fact, such as `impact.share`, stands among these."""
    name, _, inner = key.partition(".")
    value = getattr(facts, name, None)
    if isinstance(value, Components):
        return bool(value.states)
    return (getattr(value, inner, None) if inner else value) is not None


def longest_wait_at(policy: Policy, stage: Stage, severity: Severity | None) -> timedelta | None:
    """The longest time until the update that follows; None where a stage promises none."""
    return policy.cadence[severity or Severity.MINOR].get(stage)


def exceeded_wait_of(policy: Policy, update: Update[IncidentKeys] | Update[MaintenanceKeys]) -> timedelta | None:
    """The longest wait of its stage, where the update promises the next one for later; else None."""
    limit, promised = longest_wait_at(policy, update.stage, update.facts.severity), update.said.promised_at
    if limit is None or promised is None or promised - update.at <= limit + ROUNDING:
        return None
    return limit


def may_slow_down(policy: Policy, stage: Stage, lasted: timedelta) -> bool:
    """Whether an incident that lasted so long may be told of less often, where the words say so."""
    relaxation = policy.relaxation
    return lasted >= relaxation.with_reason_after or (stage in relaxation.stages and lasted >= relaxation.never_within)


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
class PromiseRecord:
    """The promises of one incident, counted without grace: a minute late is late.

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


def record_of(incident: Incident, promises: Iterable[Promise], now: datetime) -> PromiseRecord:
    """The record at `now`; a promise whose time is still to come does not count."""
    made = [promise for promise in promises if promise.outcome is not Outcome.WAITING]
    return PromiseRecord(
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


@dataclass(frozen=True)
class Pause:
    """A gap between two updates while it was open, the update that it began with, and how long it might be."""

    update_id: str
    length: timedelta
    allowed: timedelta
    is_running: bool = False

    @property
    def is_too_long(self) -> bool:
        return self.length > self.allowed


def pauses_of(incident: Incident, policy: Policy, now: datetime) -> tuple[Pause, ...]:
    """Every pause, judged by severity and stage at its beginning; of an open incident the last one still runs."""
    found = []
    for before, after in zip_longest(incident.updates, incident.updates[1:]):
        allowed = wait_after(before, policy)
        if before.stage in OPEN_STAGES and allowed is not None:
            until = after.at if after is not None else max(now, before.at)
            found.append(Pause(before.id, until - before.at, allowed, is_running=after is None))
    return tuple(found)


def wait_after(update: Update[IncidentKeys], policy: Policy) -> timedelta | None:
    return longest_wait_at(policy, update.stage, update.facts.severity)
