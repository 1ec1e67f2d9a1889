"""Promised changes over all incidents: which are open, past their day or proved, and which days they had at first."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

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
class Action:
    """An action item as it stands, and the incident whose postmortem promised it; `zone` says where a day ends."""

    incident: Incident
    item: ActionItem
    zone: ZoneInfo

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

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Each day by which it was to be done, in the order in which they were promised, the present one among them."""
        stated = ((*(move.was for move in said.due_history or ()), said.due) for said in self.said)
        return tuple(dict.fromkeys(day for days in stated for day in days if day is not None))

    @property
    def first_due(self) -> date | None:
        """The day that was promised first: moving it does not keep the promise."""
        return self.days[0] if self.days else None

    @property
    def moves(self) -> tuple[Move, ...]:
        """Each day by which it was once to be done, the first one first, whether or not a file gives the reason."""
        reasons = {change.was: change.why for change in self.item.due_history or ()}
        return tuple(Move(day, reasons.get(day)) for day in self.days if day != self.item.due)

    @property
    def done(self) -> date | None:
        if self.item.done_at is not None or self.status is not ActionStatus.VERIFIED:
            return self.item.done_at
        return self.verified_at

    @property
    def was_on_time(self) -> bool:
        return self.done is not None and self.first_due is not None and self.done <= self.first_due

    @property
    def first_verify_by(self) -> date | None:
        """The day by which its proof was promised at first, by which its promise is judged."""
        days = (said.verification.verify_by for said in self.said if said.verification is not None)
        return next((day for day in days if day is not None), None)

    @property
    def verified_at(self) -> date | None:
        return self.item.verification.verified_at if self.item.verification is not None else None

    @property
    def was_verified_in_time(self) -> bool:
        at, by = self.verified_at, self.first_verify_by
        return self.status is ActionStatus.VERIFIED and at is not None and by is not None and at <= by

    @cached_property
    def spoken(self) -> tuple[Update[IncidentKeys], ...]:
        """The files that say something of it, the oldest first; there is always one."""
        ids = (tuple(item.id for item in update.said.action_items or ()) for update in self.incident.updates)
        return tuple(update for update, named in zip(self.incident.updates, ids, strict=True) if self.item.id in named)

    @property
    def opened(self) -> date:
        """The day on which customers first read of it."""
        return self.spoken[0].at.astimezone(self.zone).date()

    @property
    def said(self) -> tuple[ActionItem, ...]:
        """What each of them says of it."""
        items = (item for update in self.spoken for item in update.said.action_items or ())
        return tuple(item for item in items if item.id == self.item.id)


def actions_of(incident: Incident, zone: ZoneInfo) -> tuple[Action, ...]:
    """Every action item, public or not, in the order in which the postmortem states them."""
    return tuple(Action(incident, item, zone) for item in incident.facts.action_items or ())
