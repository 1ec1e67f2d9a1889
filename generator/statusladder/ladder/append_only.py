"""What was published stays as it was: an edit is told by a correction that readers see, and nothing goes away.

Both sides are compared as the public may read them, in parsed meaning: so a comment, an internal note or another order
of keys is no edit, and a draft is nobody's business yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.disappearing import AnyFolder, AnyUpdate, Present, by_path, find_disappeared, folder_of
from statusladder.ladder.publication import public_part
from statusladder.model.differences import BODY, Difference, find_differences, names, tells
from statusladder.model.facts import Correction
from statusladder.model.problem import Place, Problem
from statusladder.model.rewording import Rewording, untold_rewording
from statusladder.model.site import Library
from statusladder.model.values import describe

_SHORT = 60
"""Characters of a text that are quoted as a whole; of a longer one only what changed."""


@dataclass(frozen=True)
class Rewrite:
    """The folders that a change touches: as the base has them, as far as it could be read, and as they are.

    `moved` says where a file of the base is now, `gone` which of them are nowhere.
    """

    before: Library
    after: Library
    moved: Mapping[str, str]
    gone: frozenset[str]


@dataclass(frozen=True)
class Held:
    """What came of holding a change to what was published: its problems, and its corrections that readers see."""

    problems: tuple[Problem, ...]
    corrections: tuple[Correction, ...]


def hold_rewrite(rewrite: Rewrite, now: datetime) -> Held:
    """Finds every way in which a change takes back what was public before it and would be at `now`."""
    sides = _Sides(rewrite, now)
    problems = [problem for folder in sides.published for problem in _folder(folder, sides)]
    corrections = (fix for update in sides.present.public.values() for fix in sides.added_corrections(update))
    return Held(tuple(problems), tuple(corrections))


class _Sides:
    """Both sides of a rewrite by path: all of it, and what the public may read."""

    def __init__(self, rewrite: Rewrite, now: datetime) -> None:
        self.present = Present(rewrite.after, now, rewrite.moved, rewrite.gone)
        self.published: tuple[AnyFolder, ...] = public_part(rewrite.before, now).communications
        self.was_public = by_path(self.published)
        self.whole_before = by_path(rewrite.before.communications)
        self._came_from = {new: old for old, new in rewrite.moved.items()}

    def added_corrections(self, update: AnyUpdate) -> tuple[Correction, ...]:
        before = self.was_public.get(self._came_from.get(update.path, update.path))
        known = (before.said.corrections or ()) if before is not None else ()
        return tuple(fix for fix in update.said.corrections or () if fix not in known)

    def corrections_of(self, update: AnyUpdate) -> tuple[Correction, ...]:
        """The new corrections that may speak of an update: its own, and those of files that the change publishes."""
        beside = self.present.public_folders[folder_of(update.path)].updates
        speaking = (one for one in beside if one.path == update.path or one.path not in self.was_public)
        return tuple(fix for one in speaking for fix in self.added_corrections(one))


def _folder(published: AnyFolder, sides: _Sides) -> Iterator[Problem]:
    yield from find_disappeared(published.path, [update.path for update in published.updates], sides.present)
    for update in published.updates:
        if (now := sides.present.still_public(update.path)) is not None:
            yield from _edits(update, now, sides)


def _edits(published: AnyUpdate, update: AnyUpdate, sides: _Sides) -> Iterator[Problem]:
    corrections = sides.corrections_of(update)
    before, after = sides.whole_before[update.path].said, sides.present.whole[update.path].said
    # A reference that stood there all along may be shown now, since what it leads to became public: that is no edit.
    typed = {_key(difference) for difference in find_differences(before, after)}
    for difference in find_differences(published.said, update.said):
        if _key(difference) in typed:
            yield from _edit(difference, update, corrections)
    if any(fix not in (after.corrections or ()) for fix in published.said.corrections or ()):
        sentence = "a correction that was published is gone or reads otherwise"
        yield Problem(update.place("corrections"), "C006", sentence, "put it back as it was, and add another one")
    quotations = [(fix.was, fix.now) for fix in corrections if fix.field == BODY]
    if (rewording := untold_rewording(published.body, update.body, quotations)) is not None:
        line = update.body_line + update.body[: rewording.offset].count("\n")
        yield _silent(Place(update.path, line), BODY, rewording.was, rewording.now, told=bool(quotations))


def _key(difference: Difference) -> str:
    return difference.field.partition(".")[0]


def _edit(difference: Difference, update: AnyUpdate, corrections: tuple[Correction, ...]) -> Iterator[Problem]:
    field = difference.field
    speaking = [fix for fix in corrections if names(fix, field)]
    untold: Rewording | None = None
    if difference.prose is None:
        is_told = any(tells(fix, difference, update.said) for fix in speaking)
    else:
        untold = untold_rewording(*difference.prose, [(fix.was, fix.now) for fix in speaking])
        is_told = untold is None and bool(speaking)
    if not is_told:
        was, now = difference.written(difference.was), difference.written(difference.now)
        if untold is not None and max(len(was), len(now)) > _SHORT:
            was, now = untold.was, untold.now
        yield _silent(update.place(field), field, was, now, told=bool(speaking))


def _silent(place: Place, field: str, was: str, now: str, told: bool) -> Problem:
    subject = "the words" if field == BODY else field
    verb = ("were", "are") if field == BODY else ("was", "is")
    if was and now:
        what = f"{subject} {verb[0]} {describe(was)} and {verb[1]} {describe(now)}"
    else:
        what = f"{subject} lost {describe(was)}" if was else f"{subject} gained {describe(now)}"
    why = "the correction says otherwise" if told else "no correction says so"
    fix = (
        "let 'was' and 'now' of the correction quote all that changed, or put the old words back"
        if told
        else f"put it back and write a later update with 'corrections', or add a correction of '{field}' to this file"
    )
    return Problem(place, "C006", f"{what}, and {why}", fix)
