"""What is live stays as it is: the content is held to the marks that the published site has of each update.

A mark tells which key of a file changed, not what it was. So a correction of a value is compared with the mark of what
was published; of sentences it is enough that one speaks of the key and that its new words stand there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from statusladder.ladder.append_only import Held, Present, find_disappeared, folder_of
from statusladder.model.communication import Update
from statusladder.model.differences import BODY, as_written, is_prose, read_as, words_of
from statusladder.model.facts import Correction
from statusladder.model.manifest import UpdateMark, held_marks_of, mark_of_correction, mark_of_value, said_marks_of
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library

Published = Mapping[str, Mapping[str, UpdateMark]]
"""The marks of what is live, by the path of its folder and of its file."""


def hold_published(published: Published, digests: int, library: Library, now: datetime, gone: frozenset[str]) -> Held:
    """Finds every way in which the content takes back at `now` what is live; `gone` are published files without one.

    `digests` is the version of how the marks of what is live were made.
    """
    known = {path for marks in published.values() for path in marks}
    fresh = {path: update for path, update in Present(library, now, {}, ()).public.items() if path not in known}
    present = Present(library, now, _moved(published, digests, fresh), gone)
    problems: list[Problem] = []
    corrections: list[Correction] = [fix for update in fresh.values() for fix in update.said.corrections or ()]
    for folder, marks in published.items():
        if not marks:
            continue
        problems += find_disappeared(folder, list(marks), present)
        beside = [fix for path, one in fresh.items() if folder_of(path) == folder for fix in one.said.corrections or ()]
        for path, mark in marks.items():
            update = present.still_public(path)
            if update is not None:
                own = [fix for fix in update.said.corrections or () if mark_of_correction(fix) not in mark.corrections]
                corrections += own
                problems += _edits(mark, digests, update, [*own, *beside])
    return Held(tuple(problems), tuple(corrections))


def _moved(published: Published, digests: int, fresh: Mapping[str, Update[Any]]) -> dict[str, str]:
    """Where what was published is now under another name: a new file says the very same."""
    places: dict[tuple[tuple[str, str], ...], str] = {}
    for path in sorted(fresh, reverse=True):
        places[_key(said_marks_of(fresh[path]), digests)] = path
    return {
        path: places[key]
        for marks in published.values()
        for path, mark in marks.items()
        if (key := _key(mark.said, digests)) in places
    }


def _key(said: Mapping[str, str], digests: int) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(held_marks_of(said, digests).items()))


def _edits(mark: UpdateMark, digests: int, update: Update[Any], corrections: list[Correction]) -> Iterator[Problem]:
    was, now = (held_marks_of(said, digests) for said in (mark.said, said_marks_of(update)))
    for key in sorted({*was, *now}, key=lambda key: update.place(key).line):
        speaking = [fix for fix in corrections if fix.field.partition(".")[0] == key]
        if was.get(key) != now.get(key) and not any(_tells(fix, key, was.get(key), update) for fix in speaking):
            yield _silent(key, key in was, key in now, update, told=bool(speaking))
    if set(mark.corrections) - {mark_of_correction(fix) for fix in update.said.corrections or ()}:
        sentence = "a correction that was published is gone or reads otherwise"
        yield Problem(update.place("corrections"), "C006", sentence, "put it back as it was, and add another one")


def _tells(fix: Correction, key: str, was: str | None, update: Update[Any]) -> bool:
    """Whether a correction tells of the edit of a key, as far as a mark of what was published can show it."""
    value = update.body if key == BODY else getattr(update.said, key)
    if key == BODY or (value is not None and is_prose(value)):
        text = "\n".join(words_of(value if key == BODY else as_written(value)))
        return "\n".join(words_of(fix.now)) in text
    if fix.field != key or was is None:
        return True
    try:
        return mark_of_value(read_as(fix.was, key, update.said)) == was
    except ValueError:  # Such as `09:00 UTC`: for readers, and no value of ours.
        return True


def _silent(key: str, was_said: bool, is_said: bool, update: Update[Any], *, told: bool) -> Problem:
    subject = "the words" if key == BODY else key
    if was_said and is_said:
        what = f"{subject} {'are' if key == BODY else 'is'} not what is published"
    else:
        what = f"{subject} {'came' if is_said else 'went'} after this was published"
    why = "the correction says otherwise" if told else "no correction says so"
    place = Place(update.path, update.body_line) if key == BODY else update.place(key)
    fix = f"put it back and write a later update with 'corrections', or add a correction of '{key}' to this file"
    return Problem(place, "C006", f"{what}, and {why}", fix)
