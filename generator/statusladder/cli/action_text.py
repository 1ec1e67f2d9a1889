"""Action items in words: as the command lists them, and as a progress report tells what became of one."""

from collections.abc import Sequence
from datetime import date

from statusladder.cli.console import in_columns
from statusladder.ladder.action_items import Action
from statusladder.views.wording import long_date


def action_text(items: Sequence[Action], today: date) -> str:
    """One line for each item, what it waits for first."""
    return "\n".join(in_columns([_row(one, today) for one in items])) if items else ""


def _row(one: Action, today: date) -> list[str]:
    day = one.waits_for.isoformat() if one.waits_for is not None else "-"
    status = f"{one.status.value}, overdue" if one.is_overdue(today) else one.status.value
    notes = " (not public)" if not one.item.public else ""
    return [day, status, one.incident.id, one.item.id, one.item.owner or "-", f"{one.item.title or ''}{notes}"]


def action_data(one: Action, today: date) -> dict[str, object]:
    item = one.item
    return {
        "incident": one.incident.id,
        "id": item.id,
        "title": item.title,
        "type": item.type,
        "owner": item.owner,
        "status": one.status,
        "due": item.due.isoformat() if item.due else None,
        "moved_from": [move.was.isoformat() for move in one.moves],
        "verify_by": one.verify_by.isoformat() if one.verify_by else None,
        "overdue": one.is_overdue(today),
        "public": item.public,
    }


def verified_words(one: Action, evidence: str, day: date) -> str:
    return f"“{one.item.title or one.item.id}” is verified since {long_date(day)}. {_sentence(evidence)}"


def rescheduled_words(one: Action, due: date, why: str) -> str:
    instead = f" instead of {long_date(one.item.due)}" if one.item.due is not None else ""
    return f"“{one.item.title or one.item.id}” is now due on {long_date(due)}{instead}. {_sentence(why)}"


def _sentence(text: str) -> str:
    """With a capital and a full stop; an address ends as it is, since a full stop behind it would become part of it."""
    if text.startswith(("https://", "http://")):
        return f"Evidence: {text}"
    capital = f"{text[:1].upper()}{text[1:]}"
    return capital if capital.endswith((".", "!", "?")) else f"{capital}."
