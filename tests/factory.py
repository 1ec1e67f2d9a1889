"""Builds small incidents and maintenances by hand, for tests that judge or measure them."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from statusladder.content.policies import read_preset
from statusladder.ladder.course import Courses, IncidentCourse, MaintenanceCourse
from statusladder.ladder.publication import internal_part_of
from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.folding import fold
from statusladder.model.policy import Preset
from statusladder.model.site import Library, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys

K = TypeVar("K", bound=UpdateKeys)
Files = list[dict[str, Any]]


def at(clock: str, day: int = 14) -> datetime:
    """`HH:MM` UTC of a day in March 2026."""
    hours, minutes = clock.split(":")
    return datetime(2026, 3, day, int(hours), int(minutes), tzinfo=UTC)


def stamp(clock: str, day: int = 14) -> str:
    return at(clock, day).isoformat()


def settings(*components: str, timezone: str = "UTC") -> Settings:
    rows = [{"id": name, "name": name.title()} for name in components or ("sign-in", "exports")]
    site = {"name": "Tern", "url": "https://status.tern.example", "timezone": timezone}
    return Settings.model_validate({"site": site, "components": rows})


def updates(keys: type[K], files: Files) -> tuple[Update[K], ...]:
    """One update a file, in the order given."""
    said = [keys.model_validate(file) for file in files]
    return tuple(
        Update(f"{number:02}-x", number, f"x/{number:02}.md", dict.fromkeys(file, number), one, facts, "Words.", 20)
        for number, (file, one, facts) in enumerate(zip(files, said, fold(said), strict=True), start=1)
    )


def incident(*files: dict[str, Any], name: str = "2026-03-14-x") -> Incident:
    return Incident(name, f"content/incidents/{name}", updates(IncidentKeys, list(files)))


def maintenance(*files: dict[str, Any], name: str = "2026-03-14-m") -> Maintenance:
    return Maintenance(name, f"content/maintenance/{name}", updates(MaintenanceKeys, list(files)))


POLICY = read_preset(Preset.STATUSLADDER)


def library(*communications: Incident | Maintenance) -> Library:
    return Library(
        settings(),
        POLICY,
        tuple(one for one in communications if isinstance(one, Incident)),
        tuple(one for one in communications if isinstance(one, Maintenance)),
    )


def courses(now: datetime, *communications: Incident | Maintenance) -> Courses:
    """What of them was written by `now`."""
    return courses_of(library(*communications), now)


def courses_of(whole: Library, now: datetime) -> Courses:
    """What of a library was published by `now`, embargoed or not."""
    return Courses(internal_part_of(whole, now), now)


def course(story: Incident, now: datetime) -> IncidentCourse:
    (found,) = courses(now, story).incidents
    return found


def maintenance_course(story: Maintenance, now: datetime) -> MaintenanceCourse:
    (found,) = courses(now, story).maintenances
    return found
