"""Everything that an internal build shows beside the public site; no public output is ever handed any of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from statusladder.ladder.stages import LABELS
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Library
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot
from statusladder.views.timeline import TimeView
from statusladder.views.wording import Clock


@dataclass(frozen=True)
class InternalRecord:
    """What the team keeps about one incident or maintenance. `public_url` is None while the public does not see it."""

    url: str
    public_url: str | None
    title: str
    label: str
    severity_label: str | None
    is_open: bool
    updated: TimeView


@dataclass(frozen=True)
class InternalSnapshot:
    """The site at a moment as its own people read it: `public` is the frame, the rest is for them alone."""

    public: Snapshot
    records: tuple[InternalRecord, ...]


def look_inside(library: Library, public: Snapshot) -> InternalSnapshot:
    """The internal view of a library, of which the internal part may be given (ladder.publication)."""
    clock = Clock(library.settings.zone, public.now)
    shown = frozenset(story.id for story in public.stories)
    told: Iterable[Incident | Maintenance] = (*library.incidents, *library.maintenances)
    newest_first = sorted(told, key=lambda one: (one.latest.at, one.id), reverse=True)
    return InternalSnapshot(public, tuple(_record(one, shown, clock) for one in newest_first))


def _record(communication: Incident | Maintenance, shown: frozenset[str], clock: Clock) -> InternalRecord:
    is_incident = isinstance(communication, Incident)
    page = urls.incident(communication.id) if is_incident else urls.maintenance(communication.id)
    at = communication.latest.at
    return InternalRecord(
        url=urls.internal_record(page),
        public_url=page if communication.id in shown else None,
        title=communication.title,
        label=LABELS[communication.stage],
        severity_label=wording.SEVERITY_LABELS[communication.severity] if isinstance(communication, Incident) else None,
        is_open=communication.is_open if isinstance(communication, Incident) else not communication.is_over,
        updated=TimeView(clock.full(at), wording.stamp(at)),
    )
