"""How long customers waited between two updates, and how long the cadence of the policy lets them wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from statusladder.ladder.duties import longest_wait
from statusladder.model.communication import Incident, Update
from statusladder.model.policy import Policy
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES


@dataclass(frozen=True)
class Pause:
    """A silence between two updates while it was open, the update that it began with, and how long it might be."""

    update_id: str
    length: timedelta
    allowed: timedelta

    @property
    def is_too_long(self) -> bool:
        return self.length > self.allowed


def pauses(incident: Incident, policy: Policy) -> Iterator[Pause]:
    """Every pause, judged by severity and stage at its beginning."""
    for before, after in pairwise(incident.updates):
        allowed = wait_after(before, policy)
        if before.stage in OPEN_STAGES and allowed is not None:
            yield Pause(before.id, after.at - before.at, allowed)


def wait_after(update: Update[IncidentKeys], policy: Policy) -> timedelta | None:
    return longest_wait(policy, update.stage, update.facts.severity)
