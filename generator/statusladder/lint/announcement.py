"""Maintenance that is announced too late for customers to prepare."""

from collections.abc import Iterator
from datetime import timedelta

from statusladder.ladder.promises import ROUNDING
from statusladder.ladder.windows import is_in_business_hours, lead_time_of
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.model.communication import Maintenance
from statusladder.model.facts import Window
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.vocabulary import PLANNED_STAGES

SCHEDULED = """\
---
stage: scheduled
at: {at}
title: Database upgrade
window:
  from: 2026-04-02T01:00:00Z
  to: 2026-04-02T02:30:00Z
expected:
  exports: under_maintenance
---
Exports are not available while we upgrade the database.
"""


def _short_notice(subject: Subject) -> Iterator[Finding]:
    """Compares the file's own time with the window that it announces, never a clock."""
    update, window = subject.update, _announced(subject)
    if window is None or getattr(update.facts, "emergency", None) is not None or update.said.backfilled:
        return
    rules = subject.policy.maintenance
    given, wanted = window.from_ - update.at, lead_time_of(window, rules, subject.settings.zone)
    if given >= wanted - ROUNDING:
        return
    earliest = f"{(update.at + wanted).astimezone(subject.settings.zone):%Y-%m-%d %H:%M %Z}"
    when = f"starts {_spelled(given)} after" if given > timedelta() else "started before"
    sentence = f"the maintenance {when} this announcement, and the policy asks for {_spelled(wanted)}"
    fix = f"choose a window that starts after {earliest}, or add 'emergency: …' to say why it cannot wait"
    yield Finding(update.place("window"), f"{sentence}{_because(window, subject)}", fix)


def _announced(subject: Subject) -> Window | None:
    """The window that this file announces: with the first file, and with one that moves the start while planned."""
    communication, update = subject.communication, subject.update
    if not isinstance(communication, Maintenance):
        return None
    window: Window | None = getattr(update.said, "window", None)
    before: Window | None = getattr(subject.before.facts, "window", None) if subject.before is not None else None
    if window is None or before is None:
        return window
    return window if update.stage in PLANNED_STAGES and window.from_ != before.from_ else None


def _because(window: Window, subject: Subject) -> str:
    longest = subject.policy.maintenance.long
    if window.to - window.from_ > longest:
        return f" where the work takes longer than {_spelled(longest)}"
    return " in business hours" if is_in_business_hours(window, subject.settings.zone) else ""


_FEWEST_DAYS = 4
"""Shorter lengths are given in hours."""


def _spelled(span: timedelta) -> str:
    """`60 min`, `71 h 30 min`, `6 days 15 h`."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours == 0 or (hours, minutes) == (1, 0):
        return f"{60 * hours + minutes} min"
    days, left = divmod(hours, 24)
    parts = ((days, "days"), (left, "h")) if days >= _FEWEST_DAYS else ((hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


RULES = Family(
    "announcement",
    (
        Rule(
            code="T015",
            about=Code(
                Kind.FACT, "maintenance announced later than the policy allows, without 'emergency'", Level.WARNING
            ),
            scope=Scope.FILE,
            why="Customers have to plan around the work: the policy asks for 72 hours, and for a week where the work "
            "takes longer than an hour or falls into business hours (Monday to Friday, 09:00 to 17:00 in the site's "
            "zone). If it cannot wait, 'emergency' gives them the reason.",
            bad=(SCHEDULED.format(at="2026-03-30T10:00:00Z"),),
            good=(SCHEDULED.format(at="2026-03-20T10:00:00Z"),),
            find=_short_notice,
        ),
    ),
)
