"""What became of promised changes: how many were opened, done in time, verified and dropped, and how old others are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from statusladder.ladder.statistics import Share, Summary, share, summary
from statusladder.model.communication import Incident
from statusladder.model.report import ActionItem
from statusladder.model.site import Library
from statusladder.model.vocabulary import ActionStatus, ActionType

_OPEN = (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)


@dataclass(frozen=True)
class OpenedItem:
    """An action item as it stands, and the day on which customers first read of it."""

    incident_id: str
    item: ActionItem
    opened: date

    @property
    def status(self) -> ActionStatus:
        return self.item.status or ActionStatus.PLANNED

    @property
    def first_due(self) -> date | None:
        """The day that was promised at first: one that was moved is not thereby kept."""
        moved = self.item.due_history
        return moved[0].was if moved else self.item.due

    @property
    def done(self) -> date | None:
        if self.item.done_at is not None or self.status is not ActionStatus.VERIFIED:
            return self.item.done_at
        return self.item.verification.verified_at if self.item.verification is not None else None


@dataclass(frozen=True)
class ActionRecord:
    """Action items in figures; only verified ones count as a promise kept.

    `on_time`: of those that are done or past the day promised at first, how many were done by that day. `verified`: of
    all that were not superseded; a dropped one is a promise that was not kept. `age`: days since they were opened, of
    those that are neither verified nor closed.
    """

    opened: int
    on_time: Share
    verified: Share
    dropped: int
    superseded: int
    moved: int
    age: Summary


@dataclass(frozen=True)
class ActionRecords:
    whole: ActionRecord
    by_type: Mapping[ActionType, ActionRecord]


def action_records(
    library: Library, incidents: Iterable[Incident], since: datetime | None, today: date
) -> ActionRecords:
    """The items of these incidents that customers first read of since then."""
    zone = library.settings.zone
    start = since.astimezone(zone).date() if since is not None else None
    items = [
        opened
        for incident in incidents
        for opened in opened_items(incident, library)
        if start is None or opened.opened >= start
    ]
    by_type = {kind: [one for one in items if one.item.type is kind] for kind in ActionType}
    return ActionRecords(
        action_record(items, today), {kind: action_record(found, today) for kind, found in by_type.items() if found}
    )


def opened_items(incident: Incident, library: Library) -> Iterator[OpenedItem]:
    """Every action item of an incident, in the order in which they were told."""
    first: dict[str, date] = {}
    for update in incident.updates:
        for item in update.said.action_items or ():
            first.setdefault(item.id, update.at.astimezone(library.settings.zone).date())
    for item in incident.facts.action_items or ():
        if item.id in first:
            yield OpenedItem(incident.id, item, first[item.id])


def action_record(items: Iterable[OpenedItem], today: date) -> ActionRecord:
    every = list(items)
    judged = [
        one
        for one in every
        if one.first_due is not None
        and one.status not in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED)
        and (one.done is not None or one.first_due < today)
    ]
    statuses = [one.status for one in every]
    superseded = statuses.count(ActionStatus.SUPERSEDED)
    return ActionRecord(
        opened=len(every),
        on_time=share(sum(_was_on_time(one) for one in judged), len(judged)),
        verified=share(statuses.count(ActionStatus.VERIFIED), len(every) - superseded),
        dropped=statuses.count(ActionStatus.DROPPED),
        superseded=superseded,
        moved=sum(bool(one.item.due_history) for one in every),
        age=summary([(today - one.opened).days for one in every if one.status in _OPEN]),
    )


def _was_on_time(one: OpenedItem) -> bool:
    return one.done is not None and one.first_due is not None and one.done <= one.first_due
