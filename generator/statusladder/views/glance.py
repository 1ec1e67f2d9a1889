"""What a worried reader asks first of an open incident: am I affected, what can I do, when is it over."""

from collections.abc import Mapping
from dataclasses import dataclass

from statusladder.model.communication import Incident
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ComponentState, Stage
from statusladder.views.affected import Affected
from statusladder.views.panel import CoreFacts, Panel
from statusladder.views.wording import say_size_at_worst
from statusladder.voice.voice import Voice

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


def build_glance(
    incident: Incident, panel: Panel, settings: Settings, states: Mapping[str, ComponentState], voice: Voice
) -> Glance:
    """The glance at an open incident; `states` are those of all components of the site now."""
    advice = panel.can_do
    return Glance(
        affected=panel.affected[:SHOWN],
        unaffected=_unaffected(incident, panel, voice),
        more_affected=max(0, len(panel.affected) - SHOWN),
        size=_size(incident, panel, voice),
        working=_working(settings, states, voice),
        advice=advice[0] if advice else say_no_advice(panel, voice),
        more_advice=max(0, len(advice) - 1),
        recovery=_recovery(incident, panel, voice),
        has_recovered=has_recovered(incident, panel),
    )


def _all_work(incident: Incident, panel: CoreFacts) -> bool:
    """Whether every component that was named is said to work: a component that is not named is not said to work."""
    components = incident.facts.components
    return components is not None and bool(components.states) and not panel.affected


def has_recovered(incident: Incident, panel: CoreFacts) -> bool:
    """Whether we only watch, and all that was named works again."""
    return incident.stage is Stage.MONITORING and _all_work(incident, panel)


def _unaffected(incident: Incident, panel: Panel, voice: Voice) -> str | None:
    """Components may all work while customers are affected; then their number says who is."""
    if panel.components_unknown:
        return voice.say("glance.not_known")
    are_some = panel.size is not None and incident.stage is not Stage.MONITORING
    return voice.say("glance.none_affected") if _all_work(incident, panel) and not are_some else None


def _size(incident: Incident, panel: Panel, voice: Voice) -> str | None:
    """`12–18% of customers, measured, in EU`, or as much of it as is known; at worst once all works again."""
    size = panel.size
    if has_recovered(incident, panel):
        worst = say_size_at_worst(incident, voice)
        size = voice.say("glance.at_worst", size=worst) if worst is not None else None
    if not panel.regions:
        return size
    regions = voice.listed(panel.regions)
    if size is None:
        return voice.say("glance.regions", regions=regions)
    return voice.say("glance.size_in_regions", size=size, regions=regions)


def say_no_advice(panel: CoreFacts, voice: Voice) -> str | None:
    """What somebody said about there being nothing to do; where nobody said anything, there is nothing to say."""
    if panel.no_action:
        return voice.say("advice.none_at_all") if panel.no_workaround else voice.say("advice.no_action")
    return voice.say("advice.no_workaround") if panel.no_workaround else None


def _recovery(incident: Incident, panel: Panel, voice: Voice) -> str | None:
    if incident.stage is Stage.NOTICE:
        return panel.watch_until or voice.say("glance.no_end")
    if incident.stage is Stage.MONITORING:
        what = panel.monitoring or voice.say("glance.whether_it_holds")
        return voice.say("glance.works_again" if has_recovered(incident, panel) else "glance.fixed", what=what)
    if panel.estimate is not None and panel.estimate.is_window:
        return None
    if panel.estimate is not None and panel.estimate.review:
        is_past = panel.estimate.is_past
        return voice.say("glance.decision_past" if is_past else "glance.decision", time=panel.estimate.review)
    return voice.say("glance.estimate_unknown" if panel.estimate is not None else "glance.no_estimate")


def _working(settings: Settings, states: Mapping[str, ComponentState], voice: Voice) -> str | None:
    """The components that work as usual, by name while they are few; None when there are none."""
    working = [one.id for one in settings.components if states.get(one.id) is ComponentState.OPERATIONAL]
    if len(working) <= NAMED_WORKING:
        return voice.listed(map(settings.name_of, working)) or None
    named = voice.comma_separated(map(settings.name_of, working[: NAMED_WORKING - 1]))
    return voice.say("glance.working_and_more", names=named, n=len(working) - NAMED_WORKING + 1)
