"""How a drill went by the clock, and who has not practised for longer than the site wants.

A drill is judged by its first notice, its rhythm, and which of its injects the team answered in time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from statusladder.ladder.promises import Pause, PromiseRecord, pauses_of, promises_of, record_of, wait_after
from statusladder.model.communication import Drill, Inject
from statusladder.model.policy import FirstNotice, Policy
from statusladder.model.site import Library
from statusladder.model.vocabulary import Severity, Stage


class Answer(StrEnum):
    """What became of an inject; one that falls after the end was never told."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    WAITING = "waiting"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class ToldInject:
    """An inject, the update that followed it and how long after, and how long that might take."""

    said: Inject
    answer: Answer
    update_id: str | None
    after: timedelta | None
    allowed: timedelta


@dataclass(frozen=True)
class DrillRecord:
    """The figures of one drill as it stood at a moment. `gaps` is how many pauses there were, `long_gaps` the too long
    ones; `lasted` runs from its beginning to its end, or to the moment."""

    is_over: bool
    lasted: timedelta
    stages: tuple[Stage, ...]
    first_notice: timedelta
    aim: FirstNotice
    promises: PromiseRecord
    gaps: int
    long_gaps: tuple[Pause, ...]
    injects: tuple[ToldInject, ...]


def measure_drill(known: Drill, policy: Policy, now: datetime) -> DrillRecord:
    """The figures of a drill as it was written by `now` (ladder.publication)."""
    end = None if known.is_open else known.closing.at
    gaps = tuple(pause for pause in pauses_of(known, policy, now) if not pause.is_running)
    stages = [update.stage for update in known.updates]
    return DrillRecord(
        is_over=not known.is_open,
        lasted=(end or max(now, known.latest.at)) - known.begins,
        stages=tuple(stage for index, stage in enumerate(stages) if index == 0 or stage is not stages[index - 1]),
        first_notice=known.first.at - known.begins,
        aim=_aim(known, policy),
        promises=record_of(known, promises_of(known, now), now),
        gaps=len(gaps),
        long_gaps=tuple(gap for gap in gaps if gap.is_too_long),
        injects=tuple(_injects(known, policy, end, now)),
    )


def _aim(drill: Drill, policy: Policy) -> FirstNotice:
    return policy.first_notice[drill.first.facts.severity or Severity.MINOR]


def _injects(drill: Drill, policy: Policy, end: datetime | None, now: datetime) -> Iterator[ToldInject]:
    script = drill.script
    if script is None:
        return
    for inject in sorted(script.said.injects, key=lambda one: one.after):
        told_at = script.said.told_at(inject)
        standing = next((update for update in reversed(drill.updates) if update.at < told_at), None)
        wait = wait_after(standing, policy) if standing is not None else None
        allowed = wait or _aim(drill, policy).latest
        answer = next((update for update in drill.updates if update.at >= told_at), None)
        if end is not None and told_at > end:
            yield ToldInject(inject, Answer.NOT_TOLD, None, None, allowed)
        elif answer is None:
            # Without an answer it is still open: the closing update would be one.
            outcome = Answer.WAITING if now <= told_at + allowed else Answer.MISSING
            yield ToldInject(inject, outcome, None, None, allowed)
        else:
            after = answer.at - told_at
            outcome = Answer.IN_TIME if after <= allowed else Answer.LATE
            yield ToldInject(inject, outcome, answer.id, after, allowed)


@dataclass(frozen=True)
class OverdueDrill:
    """A function that should have practised by `due`; None where it never did. Without functions, the whole team."""

    function: str | None
    last: date | None
    due: date | None


def functions_of(library: Library) -> tuple[str, ...]:
    """The roles and teams that have to practise: those that site.yaml names, else all that ever took part."""
    named = library.settings.drills.functions
    return named or tuple(sorted({name for drill in library.drills for name in participants_of(drill)}))


def participants_of(drill: Drill) -> frozenset[str]:
    """The roles of a drill, and the teams that filled them."""
    roles = drill.facts.roles
    return frozenset({*roles.teams, *roles.teams.values()}) if roles is not None else frozenset()


def find_practised(library: Library, today: date) -> tuple[tuple[date, Drill], ...]:
    """The drills begun by that day of the site's zone that are over, oldest first: half a drill is no practice."""
    zone = library.settings.zone
    days = ((drill.begins.astimezone(zone).date(), drill) for drill in library.drills if not drill.is_open)
    return tuple(sorted(((day, drill) for day, drill in days if day <= today), key=lambda pair: (pair[0], pair[1].id)))


Coverage = Mapping[tuple[str, str], tuple[tuple[date, Drill], ...]]
"""Scenario and function → the drills of it in which the function took part, oldest first."""


def coverage_at(library: Library, today: date) -> Coverage:
    """Which function practised which scenario, a playbook's name; what was never practised has no entry."""
    found: dict[tuple[str, str], tuple[tuple[date, Drill], ...]] = {}
    for day, drill in find_practised(library, today):
        scenario = drill.facts.playbook
        if scenario is not None:
            for function in participants_of(drill):
                found[scenario, function] = (*found.get((scenario, function), ()), (day, drill))
    return found


def find_overdue_drills(library: Library, today: date) -> tuple[OverdueDrill, ...]:
    """Who has to practise again; nobody where site.yaml does not say how often.

    Without named functions any drill is one of the whole team.
    """
    keys = library.settings.drills
    if keys.every is None:
        return ()
    late = []
    for function in keys.functions or (None,):
        days = [
            day
            for day, drill in find_practised(library, today)
            if function is None or function in participants_of(drill)
        ]
        last = days[-1] if days else None
        due = last + keys.every if last is not None else None
        if due is None or due < today:
            late.append(OverdueDrill(function, last, due))
    return tuple(late)
