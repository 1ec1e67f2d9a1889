"""Everything that an internal build shows beside the public site; no public output is ever handed any of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from statusladder.ladder.course import Courses
from statusladder.ladder.ownership import Ownership, ownership
from statusladder.model.problem import Problem
from statusladder.model.site import Library, Settings
from statusladder.views.record import Record, record
from statusladder.views.snapshot import Snapshot
from statusladder.views.wording import Clock


@dataclass(frozen=True)
class InternalSnapshot:
    """The site at a moment as its own people read it: `public` is the frame, the rest is for them alone.

    `settings` are those of the whole library. `records` are of all incidents and maintenances, newest update first.
    """

    public: Snapshot
    settings: Settings
    ownership: Ownership
    records: tuple[Record, ...]


def look_inside(library: Library, debt: Sequence[Problem], public: Snapshot) -> InternalSnapshot:
    """The internal view of a library, of which the internal part may be given (ladder.publication), and its debt."""
    clock = Clock(library.settings.zone, public.now)
    owned = ownership(library.settings, library.policy)
    shown = frozenset(story.id for story in public.stories)
    told = sorted(
        Courses(library, public.now).every,
        key=lambda one: (one.communication.latest.at, one.communication.id),
        reverse=True,
    )
    records = tuple(record(one, library, owned, debt, shown, clock) for one in told)
    return InternalSnapshot(public, library.settings, owned, records)
