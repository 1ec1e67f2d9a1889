"""The past as lists: recent days with the quiet ones folded into a line, every month, and what spoke to an audience."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from statusladder.ladder.availability import exists
from statusladder.model.communication import Incident
from statusladder.model.facts import Contact
from statusladder.model.site import DEFAULT_AUDIENCES, Settings
from statusladder.views import urls
from statusladder.views.policy_words import say_audience
from statusladder.views.story import Story
from statusladder.voice.voice import Voice

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


def build_recent_days(stories: Iterable[Story], voice: Voice, since: date | None) -> tuple[DayRow, ...]:
    """The last `RECENT_DAYS` days, newest first, until about `RECENT_ENTRIES` entries; quiet days are folded.

    `since` is the first day of which anything is known: before it, and beyond the last entry that is shown, nothing is
    said of any day.
    """
    today = voice.day_of(voice.now)
    by_day = _by_day((story for story in stories if not story.is_planned), voice)
    rows: list[DayRow] = []
    quiet: list[date] = []
    shown = 0
    for back in range(RECENT_DAYS):
        day = today - timedelta(days=back)
        if since is None or day < since or shown >= RECENT_ENTRIES:
            break
        if day not in by_day:
            quiet += [day] if exists(day, voice.zone) else []
            continue
        rows += _folded(quiet, voice)
        quiet = []
        rows.append(DayRow(voice.weekday(day), day.isoformat(), by_day[day][:RECENT_ENTRIES]))
        shown += len(by_day[day])
    return (*rows, *_folded(quiet, voice))


def lingers(incident: Incident, voice: Voice) -> bool:
    """Whether home names what is not back to normal: once it is over, as long as home shows recent days.

    That is until a later file says `remaining: none`, and at most to the end of the fortnight after the end.
    """
    if incident.closed_at is None or not incident.facts.remaining:
        return False
    return (voice.day_of(voice.now) - voice.day_of(incident.closed_at)).days < RECENT_DAYS


def build_months(stories: Iterable[Story], voice: Voice) -> tuple[MonthView, ...]:
    """Every month in which something happened, newest first; what lasts several days stands on each of them."""
    by_day = _by_day((story for story in stories if not story.is_planned), voice)
    by_month: dict[date, list[date]] = {}
    for day in sorted(by_day, reverse=True):
        by_month.setdefault(day.replace(day=1), []).append(day)
    views = []
    for first, days in by_month.items():
        rows = tuple(DayRow(voice.weekday(day), day.isoformat(), by_day[day]) for day in days)
        count = len({story.id for day in days for story in by_day[day]})
        views.append(MonthView(urls.of_month(first), voice.month(first), rows, count))
    return tuple(views)


def _by_day(stories: Iterable[Story], voice: Voice) -> dict[date, tuple[Story, ...]]:
    found: dict[date, list[Story]] = {}
    for story in stories:
        for day in _days_of(story, voice):
            found.setdefault(day, []).append(story)
    return {day: tuple(found[day]) for day in found}


def _days_of(story: Story, voice: Voice) -> tuple[date, ...]:
    """The days on which it was open, up to today; one that ends at midnight has nothing of the new day, and a day that
    the zone skipped never was."""
    days: dict[date, None] = {}
    for interval in story.times:
        end = min(interval.end or voice.now, voice.now)
        last = voice.day_of(max(interval.start, end - timedelta.resolution))
        day = voice.day_of(interval.start)
        while day <= last:
            if exists(day, voice.zone):
                days[day] = None
            day += timedelta(days=1)
    return tuple(days)


def _folded(quiet: list[date], voice: Voice) -> list[DayRow]:
    return [DayRow(voice.days(quiet[-1], quiet[0]), None, ())] if quiet else []


@dataclass(frozen=True)
class AudienceView:
    """One audience, and the incidents and maintenance that ever spoke to it, newest first.

    `is_own`: its name is one that the company gave it. `contacts` are those of site.yaml that it has at any severity.
    """

    id: str
    url: str
    name: str
    is_own: bool
    stories: tuple[Story, ...]
    contacts: tuple[Contact, ...]


def build_audiences(settings: Settings, stories: Iterable[Story], voice: Voice) -> Iterator[AudienceView]:
    """Those that site.yaml names for itself, so that they can be followed ahead of the first incident.

    Of those that every site has, only those that an update has spoken to: a calm site has no empty pages.
    """
    told = tuple(stories)
    for audience in settings.audiences:
        own = tuple(story for story in told if audience.id in _spoken_to(story))
        is_own = audience not in DEFAULT_AUDIENCES
        if own or is_own:
            name, contacts = say_audience(audience, voice), settings.find_contacts((), None, audience.id)
            yield AudienceView(audience.id, urls.of_audience(audience.id), name, is_own, own, contacts)


def _spoken_to(story: Story) -> set[str]:
    return {audience for update in story.communication.updates for audience in update.audiences}
