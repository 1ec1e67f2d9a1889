"""Finds what is listed twice in one file: ids and names that would be merged into one, and sentences."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from statusladder.model.communication import Update
from statusladder.model.forms import Kind, forms_of
from statusladder.model.keys import CLAIM, PROSE
from statusladder.model.problem import TWIN_TO_MEND, Problem
from statusladder.model.update import IncidentKeys, MaintenanceKeys

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]

_LISTS = tuple(
    key for key, form in forms_of(IncidentKeys).items() if form.kind is Kind.LIST and form.key.marks & (CLAIM | PROSE)
)
"""Lists of sentences."""


def find_repetitions(update: AnyUpdate) -> Iterator[Problem]:
    """Everything that a file lists twice below one key."""
    said = update.said
    for name in _repeated((one.id for one in _list(update, "action_items")), str):
        yield _called_alike(update, "action_items", f"two action items have the id '{name}'", "id")
    for name in _repeated((one.name for one in said.milestones or ()), str):
        yield _called_alike(update, "milestones", f"two milestones are called '{name}'", "name")
    texts: dict[str, Iterable[str]] = {key: _list(update, key) for key in _LISTS if key in said.model_fields_set}
    texts["workarounds"] = (one.text for one in said.workarounds or ())
    texts["concessions"] = (" for ".join(filter(None, (one.offer, one.who))) for one in said.concessions or ())
    texts["qa"] = (one.q for one in said.qa or ())
    texts["feedback_answered"] = (one.you_said for one in _list(update, "feedback_answered"))
    texts["improvement_targets"] = (f"{one.metric} by {one.by}" for one in _list(update, "improvement_targets"))
    for key, told in texts.items():
        for text in _repeated(told, _bare):
            sentence = f"'{text}' is listed twice in '{key}'"
            yield Problem(update.place(key), "D013", sentence, "remove one of the two", TWIN_TO_MEND)


def _list(update: AnyUpdate, key: str) -> tuple[Any, ...]:
    """The list below a key; empty where the file or the kind of file has none."""
    found: tuple[Any, ...] | None = getattr(update.said, key, None)
    return found or ()


def _called_alike(update: AnyUpdate, key: str, sentence: str, part: str) -> Problem:
    return Problem(update.place(key), "D013", sentence, f"give each its own {part}")


def _bare(text: str) -> str:
    """A text without what does not make it another: capitals, spaces, the full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def _repeated(texts: Iterable[str], folded: Callable[[str], str]) -> Iterator[str]:
    """Each text that was there before, once."""
    listed = tuple(texts)
    if len(listed) < 2:
        return
    times: Counter[str] = Counter()
    for text in listed:
        times[folded(text)] += 1
        if times[folded(text)] == 2:
            yield text
