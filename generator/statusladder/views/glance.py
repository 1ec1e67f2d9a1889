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
    """`advice` is the first thing to do, or that there is nothing, None while nobody said.

    `recovery` is what is said where there is no estimate; of an early notice, until when we watch. `unaffected` says in
    words why no component is listed, where there is anything to say. `has_recovered`: it is watched, and all works
    again, so that what customers saw is over.
    """

    affected: tuple[Affected, ...]
    unaffected: str | None
    more_affected: int
    size: str | None
    working: str | None
    advice: str | None
    more_advice: int
    recovery: str | None
    has_recovered: bool


def build_glance(incident: Incident, panel: Panel, settings: Settings, states: Mapping[str, ComponentState]) -> Glance:
    """The glance at an open incident; `states` are those of all components of the site now."""
    advice = panel.can_do
    return Glance(
        affected=panel.affected[:SHOWN],
        unaffected=_unaffected(incident, panel),
        more_affected=max(0, len(panel.affected) - SHOWN),
        size=_size(incident, panel),
        working=_working(settings, states),
        advice=advice[0] if advice else say_no_advice(panel),
        more_advice=max(0, len(advice) - 1),
        recovery=_recovery(incident, panel),
        has_recovered=_has_recovered(incident, panel),
    )


def _all_work(incident: Incident, panel: Panel) -> bool:
    """Whether every component that was named is said to work: silence about them says nothing."""
    components = incident.facts.components
    return components is not None and bool(components.states) and not panel.affected


def _has_recovered(incident: Incident, panel: Panel) -> bool:
    return incident.stage is Stage.MONITORING and _all_work(incident, panel)


def _unaffected(incident: Incident, panel: Panel) -> str | None:
    """Components may all work while customers are affected; then their number says who is."""
    if panel.components_unknown:
        return "Not known yet"
    are_some = panel.size is not None and incident.stage is not Stage.MONITORING
    return "No component at the moment" if _all_work(incident, panel) and not are_some else None


def _size(incident: Incident, panel: Panel) -> str | None:
    """`12–18 % of customers, measured, in EU`, or as much of it as is known; at worst once all works again."""
    where = f"in {wording.say_list(panel.regions)}" if panel.regions else None
    size = panel.size
    if _has_recovered(incident, panel):
        worst = wording.say_size_at_worst(incident)
        size = f"at worst {worst}" if worst is not None else None
    words = ", ".join(part for part in (size, where) if part)
    return wording.capitalise(words) or None


def say_no_advice(panel: Panel) -> str | None:
    """What somebody said about there being nothing to do; where nobody said anything, there is nothing to say."""
    parts = (
        "No action needed." if panel.no_action else None,
        "There is no workaround." if panel.no_workaround else None,
    )
    return " ".join(part for part in parts if part is not None) or None


def _recovery(incident: Incident, panel: Panel) -> str | None:
    if incident.stage is Stage.NOTICE:
        return panel.watch_until or "No end time set yet."
    if incident.stage is Stage.MONITORING:
        words = "It works again" if _has_recovered(incident, panel) else "A fix is in place"
        return f"{words}; we are watching {panel.monitoring or 'whether it holds'}."
    if panel.estimate is not None and panel.estimate.is_window:
        return None
    if panel.estimate is not None and panel.estimate.review:
        when = "it was to be decided" if panel.estimate.is_past else "we decide again"
        return f"Not known yet; {when} by {panel.estimate.review}."
    return "Not known yet." if panel.estimate is not None else "No estimate yet."


def _working(settings: Settings, states: Mapping[str, ComponentState]) -> str | None:
    """The components that work as usual, by name while they are few; None when there are none."""
    working = [one.id for one in settings.components if states.get(one.id) is ComponentState.OPERATIONAL]
    if len(working) <= NAMED_WORKING:
        return wording.say_list(map(settings.name_of, working)) or None
    named = ", ".join(map(settings.name_of, working[: NAMED_WORKING - 1]))
    return f"{named} and {len(working) - NAMED_WORKING + 1} more"
