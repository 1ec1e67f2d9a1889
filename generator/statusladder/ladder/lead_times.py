"""How long before it starts a maintenance has to be announced, by the policy in force."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from statusladder.model.facts import Window
from statusladder.model.policy import Announcement

OPENS, CLOSES = time(9), time(17)
"""Business hours, in the site's zone, from Monday to Friday."""

_SATURDAY = 5
_WEEK = 7


def lead_time(window: Window, rules: Announcement, zone: ZoneInfo) -> timedelta:
    """The time between the announcement and the start of the window.

    Whether the work breaks what customers have built is not known: no key says so.
    """
    is_long = window.to - window.from_ > rules.long
    return rules.lead_if_long if is_long or in_business_hours(window, zone) else rules.lead


def in_business_hours(window: Window, zone: ZoneInfo) -> bool:
    """Whether any of the window falls into business hours."""
    first = window.from_.astimezone(zone).date()
    last = window.to.astimezone(zone).date()
    days = (first + timedelta(days=number) for number in range(min((last - first).days, _WEEK) + 1))
    return any(
        window.from_ < datetime.combine(day, CLOSES, zone) and datetime.combine(day, OPENS, zone) < window.to
        for day in days
        if day.weekday() < _SATURDAY
    )
