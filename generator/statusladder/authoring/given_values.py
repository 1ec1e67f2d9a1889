"""Values as people give them on a command line: a time in full, one of today, or a length; and action items.

An action item is given as `AI-1=done` or `title=…; due=…`, or with what became of it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from statusladder.ladder.action_items import Action
from statusladder.model.facts import Fact
from statusladder.model.imported import PlainValue
from statusladder.model.report import ActionItem, DueChange, Verification
from statusladder.model.values import parse_moment, read_duration, refuse, suggest
from statusladder.model.vocabulary import ActionStatus

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def read_time(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A moment: `2026-03-14T09:30:00Z`, `09:30` of today in the site's zone, or `30m` after `now`; in UTC.

    Raises a ValueError that says what is wrong and how to write it.
    """
    words = text.strip()
    clock = _CLOCK.fullmatch(words)
    if clock is not None:
        today = now.astimezone(zone)
        return today.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0).astimezone(UTC)
    length = read_duration(words)
    if length is not None:
        return now + length
    if not words[:4].isdigit():
        raise refuse(f"'{text}' is no time", "write 09:30, 2026-03-14T09:30:00Z, or a length as 30m")
    return parse_moment(words, zone)


def read_window(text: str, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """Two moments with two dots in between, `10:15..11:00`. Raises a ValueError as `read_time` does."""
    first, dots, last = text.partition("..")
    if not dots:
        raise refuse(f"'{text}' is no window", "write its two ends as 10:15..11:00; a single time is no estimate")
    return read_time(first, zone, now), read_time(last, zone, now)


def moment_as_written(moment: datetime) -> str:
    """The moment as it is written into a file."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


_PLAIN = ("id", "title", "type", "effect", "priority", "owner", "due", "status", "done_at", "public", "dropped_reason")
_PROOF = tuple(Verification.model_fields)
EXAMPLE = "'AI-1=done', or 'title=Refuse …; owner=storage-team; due=2026-04-30'"


def read_items(said: Sequence[str], known: Sequence[ActionItem], today: date) -> PlainValue:
    """The items as a file states them. `known` are those that stand: their proof is said again when it is added to.

    An item without an id is a new one and gets the next; what is done or verified is so since `today`, unless it says.
    """
    rows: list[PlainValue] = []
    for text in said:
        parts = _parts(text)
        taken = [item.id for item in known] + [str(row["id"]) for row in rows if isinstance(row, dict)]
        item: dict[str, PlainValue] = {"id": parts.get("id") or _next_id(taken)}
        if "id" not in parts and "title" not in parts:
            raise refuse(f"'{text}' names no item", f"write {EXAMPLE}")
        item |= {key: parts[key] for key in _PLAIN if key in parts}
        if "id" not in parts:
            item.setdefault("status", ActionStatus.PLANNED.value)
        if item.get("status") == ActionStatus.DONE:
            item.setdefault("done_at", today.isoformat())
        proof = _proof(parts, next((one for one in known if one.id == item["id"]), None), item.get("status"), today)
        rows.append(item | ({"verification": proof} if proof else {}))
    return rows


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for segment in text.split(";"):
        key, equals, value = (part.strip() for part in segment.partition("="))
        if not (key and equals and value):
            raise refuse(f"'{segment.strip()}' lacks one of its two sides", f"write {EXAMPLE}")
        if key in (*_PLAIN, *_PROOF):
            parts[key] = value
        elif value in list(ActionStatus):
            parts |= {"id": key, "status": value}
        else:
            raise refuse(f"an action item has no '{key}'", suggest(key, (*_PLAIN, *_PROOF)))
    return parts


def _next_id(taken: Sequence[str]) -> str:
    return next(name for number in range(1, len(taken) + 2) if (name := f"AI-{number}") not in taken)


def _proof(parts: dict[str, str], before: ActionItem | None, status: object, today: date) -> dict[str, PlainValue]:
    stated: dict[str, PlainValue] = {key: parts[key] for key in _PROOF if key in parts}
    if status == ActionStatus.VERIFIED:
        stated.setdefault("verified_at", today.isoformat())
    old = before.verification if before is not None and stated else None
    carried = _typed(old) if old is not None else {}
    return {key: value for key in _PROOF if (value := {**carried, **stated}.get(key)) is not None}


def find_still_open(actions: Iterable[Action]) -> list[PlainValue]:
    """What a follow-up may begin with: each item that is open, as it stands, for somebody to say what became of it."""
    return [{"id": one.item.id, "status": one.status.value} for one in actions if not one.is_settled]


def state_verified(one: Action, evidence: str, day: date) -> PlainValue:
    """What a follow-up states of an item that was shown to work on `day`. Raises a ValueError where it cannot be."""
    _refuse_settled(one)
    proof = one.item.verification
    if proof is None:
        fix = f"say it with 'statusladder follow-up --item \"{one.item.id}=verified; method=…; criterion=…\"'"
        raise refuse(f"{one.item.id} does not say how it is shown to work", fix)
    carried = _typed(proof)
    proved = {**carried, "verified_at": day.isoformat(), "evidence": evidence}
    return {"id": one.item.id, "status": ActionStatus.VERIFIED.value, "verification": proved}


def state_rescheduled(one: Action, due: date, why: str, verify_by: date | None) -> PlainValue:
    """What a follow-up states of an item that has another day; the days before stay. Raises a ValueError."""
    _refuse_settled(one)
    item, proof = one.item, one.item.verification
    if item.due is None:
        fix = f"say it with 'statusladder follow-up --item \"id={item.id}; due=…\"'"
        raise refuse(f"{item.id} has no day that could be moved", fix)
    if item.due == due:
        raise refuse(f"{item.id} is due on that day already", "give another day")
    ends = verify_by or one.verify_by
    if ends is not None and ends < due:
        raise refuse(f"{item.id} would be proved on {ends.isoformat()}, before it is done", "give '--verify-by' too")
    if verify_by is not None and proof is None:
        raise refuse(f"{item.id} does not say how it is shown to work", "leave out '--verify-by'")
    row: dict[str, PlainValue] = {"id": item.id, "due": due.isoformat()}
    row["due_history"] = [_typed(change) for change in (*(item.due_history or ()), DueChange(was=item.due, why=why))]
    if proof is not None and verify_by is not None:
        carried = _typed(proof)
        row["verification"] = {**carried, "verify_by": verify_by.isoformat()}
    return row


def _typed(fact: Fact) -> dict[str, PlainValue]:
    """What a part of an item states, as it is typed in a file: its texts and days."""
    return {name: str(value) for name, value in fact if value is not None}


def _refuse_settled(one: Action) -> None:
    if one.is_settled:
        raise refuse(f"{one.item.id} is {one.status.value}, so nobody waits for it", "name an item that is open")
