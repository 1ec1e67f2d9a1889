"""What a worried reader asks first of an open incident: am I affected, what can I do, when is it over."""

from collections.abc import Mapping
from dataclasses import dataclass

from statusladder.model.communication import Incident
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ComponentState, Stage
from statusladder.views import wording
from statusladder.views.panel import Affected, Panel

SHOWN = 3
"""Components named at a glance; more would push what one can do below the fold of a phone."""

NAMED_WORKING = 6
"""Components named as working; beyond that their number says more than their names."""


@dataclass(frozen=True)
class Glance:
    """`advice` is the first thing to do, or that there is nothing.

    `recovery` is what is said where there is no estimate; of an early notice, until when we watch.
    """

    affected: tuple[Affected, ...]
    more_affected: int
    size: str | None
    working: str | None
    advice: str
    more_advice: int
    recovery: str | None


def glance(incident: Incident, panel: Panel, settings: Settings, states: Mapping[str, ComponentState]) -> Glance:
    """The glance at an open incident; `states` are those of all components of the site now."""
    advice = panel.can_do
    return Glance(
        affected=panel.affected[:SHOWN],
        more_affected=max(0, len(panel.affected) - SHOWN),
        size=_size(panel),
        working=_working(settings, states),
        advice=advice[0] if advice else _no_advice(panel),
        more_advice=max(0, len(advice) - 1),
        recovery=_recovery(incident, panel),
    )


def _size(panel: Panel) -> str | None:
    """`12–18 % of customers, measured, in EU`, or as much of it as is known."""
    where = f"in {wording.listed(panel.regions)}" if panel.regions else None
    words = ", ".join(part for part in (panel.size, where) if part)
    return wording.capitalised(words) or None


def _no_advice(panel: Panel) -> str:
    if panel.no_action and panel.no_workaround:
        return "Nothing: you need not act, and there is no way around it."
    if panel.no_action:
        return "Nothing: you need not act."
    return "There is no way around it." if panel.no_workaround else "No way around it is known so far."


def _recovery(incident: Incident, panel: Panel) -> str | None:
    if incident.stage is Stage.NOTICE:
        return panel.watch_until or "No end time set yet."
    if incident.stage is Stage.MONITORING:
        well = all(view.state is ComponentState.OPERATIONAL for view in panel.affected)
        words = "It works again" if well else "The mend is in place"
        return f"{words}; we are watching {panel.monitoring or 'whether it holds'}."
    if panel.estimate is not None and panel.estimate.is_window:
        return None
    if panel.estimate is not None and panel.estimate.review:
        when = "it was to be decided" if panel.estimate.is_past else "we decide again"
        return f"Not known yet; {when} by {panel.estimate.review}."
    return "Not known yet."


def _working(settings: Settings, states: Mapping[str, ComponentState]) -> str | None:
    """The components that work as usual, by name while they are few; None when there are none."""
    working = [one.id for one in settings.components if states.get(one.id) is ComponentState.OPERATIONAL]
    if len(working) <= NAMED_WORKING:
        return wording.listed(map(settings.name_of, working)) or None
    named = ", ".join(map(settings.name_of, working[: NAMED_WORKING - 1]))
    return f"{named} and {len(working) - NAMED_WORKING + 1} more"
