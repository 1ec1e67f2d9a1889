"""The sentence that tells of a pattern: `Third incident of Sign-in in 90 days.`, with a way to the others."""

from dataclasses import dataclass

from statusladder.ladder.recurrence import LOOKBACK, Recurrence
from statusladder.model.site import Settings
from statusladder.views import urls
from statusladder.views.timeline import TimeView
from statusladder.views.wording import Clock, listed

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_MOST_NAMED = 5
"""Earlier incidents that are named one by one; the page of the component tells of all."""


@dataclass(frozen=True)
class Earlier:
    url: str
    title: str
    day: TimeView


@dataclass(frozen=True)
class RecurrenceView:
    """`more` is what is said of those that are not named, with the page that names them."""

    text: str
    earlier: tuple[Earlier, ...]
    more: tuple[str, str] | None


def recurrence_view(recurrence: Recurrence, settings: Settings, clock: Clock) -> RecurrenceView:
    """The recurrence in words."""
    names = listed(map(settings.name_of, recurrence.components))
    rest = len(recurrence.earlier) - _MOST_NAMED
    return RecurrenceView(
        f"{_ordinal(len(recurrence.earlier) + 1)} incident of {names} in {LOOKBACK.days} days.",
        tuple(
            Earlier(urls.incident(one.id), one.title, TimeView.of_day(clock.day_of(one.started_at)))
            for one in recurrence.earlier[:_MOST_NAMED]
        ),
        (f"{rest} more", urls.component(recurrence.components[0])) if rest > 0 else None,
    )


def _ordinal(number: int) -> str:
    """`Third`; from eleven on in figures, `21st`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
