"""How long customers waited between two updates, and how long the cadence of the policy lets them wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from statusladder.ladder.duties import longest_wait
from statusladder.model.communication import Incident, Update
from statusladder.model.policy import Policy
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES


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
    return longest_wait(policy, update.stage, update.facts.severity)
