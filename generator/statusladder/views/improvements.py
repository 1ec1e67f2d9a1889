"""What became of all that reports promised: every public change of every incident, what is overdue before all else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from statusladder.ladder.action_items import Action
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ActionStatus
from statusladder.views import urls, wording
from statusladder.views.action_items import ActionView, action_view, by_type
from statusladder.views.timeline import TimeView


@dataclass(frozen=True)
class ImprovementsView:
    """`overdue` are shown first and again in no other place; `figures` are counts, never shares of a few."""

    as_of: TimeView
    count: int
    figures: tuple[str, ...]
    overdue: tuple[ActionView, ...]
    groups: tuple[tuple[str, tuple[ActionView, ...]], ...]


def improvements(actions: Iterable[Action], today: date, settings: Settings) -> ImprovementsView:
    found = [one for one in actions if one.item.public]
    views = sorted((action_view(one, today, settings, urls.IMPROVEMENTS) for one in found), key=_soonest_first)
    return ImprovementsView(
        as_of=TimeView.of_day(today),
        count=len(found),
        figures=tuple(_figures(found, today)),
        overdue=tuple(view for view in views if view.is_overdue),
        groups=by_type(tuple(view for view in views if not view.is_overdue)),
    )


def _soonest_first(view: ActionView) -> tuple[bool, date, str, str]:
    """What is open comes before what is settled, and each by its day."""
    return view.is_settled, view.day or date.max, view.incident_url, view.id


def _figures(found: list[Action], today: date) -> list[str]:
    """Of how few or many, said with the number of all; what was replaced by another item is counted there."""
    kept = [one for one in found if one.status is not ActionStatus.SUPERSEDED]
    if not kept:
        return []
    verified = [one for one in kept if one.status is ActionStatus.VERIFIED]
    in_time = sum(one.was_verified_in_time for one in verified)
    counts = {
        "done, not yet verified": sum(one.status is ActionStatus.DONE for one in kept),
        "planned or in progress": sum(one.status in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS) for one in kept),
        "overdue": sum(one.is_overdue(today) for one in kept),
        "dropped": sum(one.status is ActionStatus.DROPPED for one in kept),
    }
    lines = [f"{len(verified)} of {wording.counted(len(kept), 'promised change')} verified"]
    if verified:
        lines[0] += f", {in_time} of them by the day that was promised at first"
    return [*lines, *(f"{number} {words}" for words, number in counts.items() if number)]
