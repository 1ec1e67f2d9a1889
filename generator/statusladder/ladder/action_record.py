"""What became of promised changes: how many were opened, done in time, verified and dropped, and how old others are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from statusladder.ladder.action_items import Action
from statusladder.ladder.statistics import Share, Summary, share_of, summarise
from statusladder.model.vocabulary import ActionStatus, ActionType

_OPEN = (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)


@dataclass(frozen=True)
class ActionRecord:
    """Action items in figures; only verified ones count as a promise kept.

    `on_time`: of those that are done or past the day promised at first, how many were done by that day. `verified`: of
    all that were not superseded; a dropped one is a promise that was not kept. `verified_on_time`: of those that are
    verified or past the day by which that was promised at first, how many were by that day. `age`: days since they were
    opened, of those that are neither verified nor closed.
    """

    opened: int
    on_time: Share
    verified: Share
    verified_on_time: Share
    dropped: int
    superseded: int
    moved: int
    age: Summary


@dataclass(frozen=True)
class ActionRecords:
    whole: ActionRecord
    by_type: Mapping[ActionType, ActionRecord]


def measure_actions(actions: Iterable[Action], since: date | None, today: date) -> ActionRecords:
    """The action items that customers first read of since then."""
    items = [one for one in actions if since is None or one.opened >= since]
    by_type = {kind: [one for one in items if one.item.type is kind] for kind in ActionType}
    return ActionRecords(
        measure_items(items, today), {kind: measure_items(found, today) for kind, found in by_type.items() if found}
    )


def measure_items(items: Iterable[Action], today: date) -> ActionRecord:
    every = list(items)
    judged = [
        one
        for one in every
        if one.first_due is not None
        and one.status not in (ActionStatus.DROPPED, ActionStatus.SUPERSEDED)
        and (one.done is not None or one.first_due < today)
    ]
    proved = [
        one
        for one in every
        if one.first_verify_by is not None
        and one.status is not ActionStatus.SUPERSEDED
        and (one.status is ActionStatus.VERIFIED or one.first_verify_by < today)
    ]
    statuses = [one.status for one in every]
    superseded = statuses.count(ActionStatus.SUPERSEDED)
    return ActionRecord(
        opened=len(every),
        on_time=share_of(sum(one.was_on_time for one in judged), len(judged)),
        verified=share_of(statuses.count(ActionStatus.VERIFIED), len(every) - superseded),
        verified_on_time=share_of(sum(one.was_verified_in_time for one in proved), len(proved)),
        dropped=statuses.count(ActionStatus.DROPPED),
        superseded=superseded,
        moved=sum(bool(one.moves) for one in every),
        age=summarise([(today - one.opened).days for one in every if one.status in _OPEN]),
    )
