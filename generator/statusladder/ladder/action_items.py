"""Promised changes over all incidents: which are open, past their day or proved, and which days they had at first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from statusladder.model.communication import Incident, Update
from statusladder.model.report import ActionItem
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import ActionStatus

SETTLED = frozenset(status for status in ActionStatus if status.is_settled)


@dataclass(frozen=True)
class Move:
    """A day that an item had once, and why it has another one; None where nobody said why."""

    was: date
    why: str | None


@dataclass(frozen=True)
class Promised:
    """An action item and the incident whose report promised it."""

    incident: Incident
    item: ActionItem

    @property
    def status(self) -> ActionStatus:
        return self.item.status or ActionStatus.PLANNED

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED

    @property
    def verify_by(self) -> date | None:
        return self.item.verification.verify_by if self.item.verification is not None else None

    @property
    def waits_for(self) -> date | None:
        """The day that counts now: by which it is done, or, once it is done, proved."""
        if self.is_settled:
            return None
        return self.verify_by if self.status is ActionStatus.DONE else self.item.due

    def is_overdue(self, today: date) -> bool:
        return self.waits_for is not None and self.waits_for < today

    @property
    def moves(self) -> tuple[Move, ...]:
        """Each day by which it was once to be done, the first one first, whether or not a file tells of the move."""
        told: dict[date, str | None] = {change.was: change.why for change in self.item.due_history or ()}
        days = [said.due for said in self.said if said.due is not None]
        for was in days[:-1]:
            if was != self.item.due:
                told.setdefault(was, None)
        return tuple(Move(was, why) for was, why in told.items())

    @property
    def first_verify_by(self) -> date | None:
        """The day by which its proof was promised at first, by which its promise is judged."""
        days = (said.verification.verify_by for said in self.said if said.verification is not None)
        return next((day for day in days if day is not None), None)

    @property
    def was_verified_in_time(self) -> bool:
        at = self.item.verification.verified_at if self.item.verification is not None else None
        by = self.first_verify_by
        return self.status is ActionStatus.VERIFIED and at is not None and by is not None and at <= by

    @property
    def spoken(self) -> tuple[Update[IncidentKeys], ...]:
        """The files that say something of it, the oldest first; there is always one."""
        ids = (tuple(item.id for item in update.said.action_items or ()) for update in self.incident.updates)
        return tuple(update for update, named in zip(self.incident.updates, ids, strict=True) if self.item.id in named)

    @property
    def said(self) -> tuple[ActionItem, ...]:
        """What each of them says of it."""
        items = (item for update in self.spoken for item in update.said.action_items or ())
        return tuple(item for item in items if item.id == self.item.id)


def promised(incidents: Iterable[Incident]) -> Iterator[Promised]:
    """Every action item of every incident, public or not, in the order in which the reports state them."""
    for incident in incidents:
        yield from (Promised(incident, item) for item in incident.facts.action_items or ())
