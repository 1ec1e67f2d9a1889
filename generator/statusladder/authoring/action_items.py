"""Action items as they are given on a command line: `AI-1=done`, or `title=…; owner=storage-team; due=2026-04-30`."""

from collections.abc import Sequence
from datetime import date

from statusladder.model.imported import PlainValue
from statusladder.model.report import ActionItem, Verification
from statusladder.model.values import refuse, suggestion
from statusladder.model.vocabulary import ActionStatus

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
            raise refuse(f"an action item has no '{key}'", suggestion(key, (*_PLAIN, *_PROOF)))
    return parts


def _next_id(taken: Sequence[str]) -> str:
    return next(name for number in range(1, len(taken) + 2) if (name := f"AI-{number}") not in taken)


def _proof(parts: dict[str, str], before: ActionItem | None, status: object, today: date) -> dict[str, PlainValue]:
    stated: dict[str, PlainValue] = {key: parts[key] for key in _PROOF if key in parts}
    if status == ActionStatus.VERIFIED:
        stated.setdefault("verified_at", today.isoformat())
    old = before.verification if before is not None and stated else None
    carried = old.model_dump(mode="json", exclude_none=True) if old is not None else {}
    return {key: value for key in _PROOF if (value := {**carried, **stated}.get(key)) is not None}
