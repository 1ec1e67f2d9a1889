"""The past as a list: recent days with the quiet ones folded into a line, and every month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from statusladder.model.communication import Incident
from statusladder.views import urls, wording
from statusladder.views.story import Story
from statusladder.views.wording import Clock

RECENT_DAYS = 14
RECENT_ENTRIES = 20


@dataclass(frozen=True)
class DayRow:
    """One day with what happened on it, or a run of days on which nothing did (`stories` is empty)."""

    label: str
    stamp: str | None
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class MonthView:
    """One month: its address, its name, and its days, newest first."""

    url: str
    label: str
    days: tuple[DayRow, ...]
    count: int


def recent_days(stories: Iterable[Story], clock: Clock) -> tuple[DayRow, ...]:
    """The last `RECENT_DAYS` days, newest first, with at most `RECENT_ENTRIES` stories; quiet days are folded."""
    today = clock.day_of(clock.now)
    first = today - timedelta(days=RECENT_DAYS - 1)
    past = [story for story in stories if not story.is_planned and first <= clock.day_of(story.happened) <= today]
    by_day = _by_day(past[:RECENT_ENTRIES], clock)
    rows: list[DayRow] = []
    quiet: list[date] = []
    for back in range(RECENT_DAYS):
        day = today - timedelta(days=back)
        if day not in by_day:
            quiet.append(day)
            continue
        rows += _folded(quiet)
        quiet = []
        rows.append(DayRow(wording.day_label(day), day.isoformat(), by_day[day]))
    return (*rows, *_folded(quiet))


def lingers(incident: Incident, clock: Clock) -> bool:
    """Whether home names what is not back to normal: once it is over, as long as home shows recent days.

    That is until a later file says `remaining: none`, and at most to the end of the fortnight after the end.
    """
    if incident.closed_at is None or not incident.facts.remaining:
        return False
    return (clock.day_of(clock.now) - clock.day_of(incident.closed_at)).days < RECENT_DAYS


def months(stories: Iterable[Story], clock: Clock) -> tuple[MonthView, ...]:
    """Every month in which something happened, newest first."""
    by_month: dict[date, list[Story]] = {}
    for story in stories:
        if not story.is_planned:
            by_month.setdefault(clock.day_of(story.happened).replace(day=1), []).append(story)
    views = []
    for first in sorted(by_month, reverse=True):
        by_day = _by_day(by_month[first], clock)
        rows = [DayRow(wording.day_label(day), day.isoformat(), by_day[day]) for day in sorted(by_day, reverse=True)]
        views.append(MonthView(urls.month(first), wording.month_label(first), tuple(rows), len(by_month[first])))
    return tuple(views)


def _by_day(stories: Iterable[Story], clock: Clock) -> dict[date, tuple[Story, ...]]:
    found: dict[date, list[Story]] = {}
    for story in stories:
        found.setdefault(clock.day_of(story.happened), []).append(story)
    return {day: tuple(found[day]) for day in found}


def _folded(quiet: list[date]) -> list[DayRow]:
    return [DayRow(wording.day_range(quiet[-1], quiet[0]), None, ())] if quiet else []
