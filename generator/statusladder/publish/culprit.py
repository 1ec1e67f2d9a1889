"""Finds the file of which a page, a feed or a picture cannot be made, so that a crash is a Problem with a place."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from statusladder.content.settings import SETTINGS_FILE
from statusladder.discovery import in_short
from statusladder.model.communication import Communication, Incident, Maintenance
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library, Page

Produce = Callable[[Library], object]
"""Makes every file of a library, of which all may be shown."""

_MEND = "take out what is unusual in it, and report this as a fault of statusladder"

_Part = Communication[Any] | Page


def name_culprit(public: Library, produce: Produce, failure: Exception) -> Problem:
    """The Problem that `failure` is, which `produce` raised: at the update, or the page, without which nothing fails.

    It is looked for by halves, so that it costs about two builds; only who has such a file pays for it.
    Where no single one is at fault, the place is site.yaml. Only what is public was made, so its words may be quoted.
    """

    def fails(parts: Iterable[_Part]) -> bool:
        try:
            produce(_alone(public, parts))
        except Exception as other:
            return type(other) is type(failure)
        return False

    sentence = f"no site can be made of this ({in_short(failure)})"
    return Problem(_place(public, fails), "D022", sentence, _MEND)


def name_internal(failure: Exception) -> Problem:
    """The Problem where only what is for the team alone fails: without the words of `failure`, which may quote it."""
    sentence = f"the pages for the team alone cannot be made of this ({type(failure).__name__})"
    return Problem(Place(SETTINGS_FILE), "D022", sentence, _MEND)


def _place(public: Library, fails: Callable[[Iterable[_Part]], bool]) -> Place:
    parts: list[_Part] = [*public.incidents, *public.maintenances, *public.pages]
    if fails([]):
        return Place(SETTINGS_FILE)
    while len(parts) > 1:
        first, second = parts[: len(parts) // 2], parts[len(parts) // 2 :]
        half = next((half for half in (first, second) if fails(half)), None)
        if half is None:
            return Place(SETTINGS_FILE)
        parts = half
    if not parts or not fails(parts):
        return Place(SETTINGS_FILE)
    part = parts[0]
    if isinstance(part, Page):
        return Place(part.path)
    counts = range(1, len(part.updates) + 1)
    failing = (count for count in counts if fails([replace(part, updates=part.updates[:count])]))
    return Place(part.updates[next(failing, len(part.updates)) - 1].path)


def _alone(public: Library, parts: Iterable[_Part]) -> Library:
    """The library with these parts of it only."""
    parts = list(parts)
    return replace(
        public,
        incidents=tuple(part for part in parts if isinstance(part, Incident)),
        maintenances=tuple(part for part in parts if isinstance(part, Maintenance)),
        pages=tuple(part for part in parts if isinstance(part, Page)),
        feedback=(),
        signals=(),
    )
