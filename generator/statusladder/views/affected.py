"""The components that an incident or maintenance affects, at risk apart from those that have a state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.site import Settings
from statusladder.model.vocabulary import RUNNING_STAGES, ComponentState, Stage
from statusladder.views.timeline import MANY_AFFECTED
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Affected:
    """A component that is or was affected. `state` is None where it is only at risk.

    `label` says its state on its own, `in_text` within a sentence.
    """

    id: str
    name: str
    state: ComponentState | None
    label: str
    in_text: str


def build_affected(
    communication: Incident | Maintenance, settings: Settings, voice: Voice, *, ended: bool = False
) -> tuple[Affected, ...]:
    """Every component that does not work as usual, worst first and then by priority.

    While it is open with the state that stands; once it is over every one that was named, with the worst it had. One
    that works is not affected. A false alarm affected none, nor did work that was cancelled before it began.
    """
    is_over = ended or (communication.is_over if isinstance(communication, Maintenance) else not communication.is_open)
    at_risk = is_early_notice(communication)
    if (communication.stage is Stage.RETRACTED and not at_risk) or _was_called_off(communication):
        return ()
    worst = _worst_states(communication) if is_over else _states_now(communication)
    order = {component.id: (component.priority or 999, index) for index, component in enumerate(settings.components)}
    names = sorted(
        (name for name, state in worst.items() if state is not ComponentState.OPERATIONAL),
        key=lambda name: (-worst[name].rank, order[name]),
    )
    return tuple(_affected(name, worst[name], settings, voice, at_risk=at_risk) for name in names)


def _was_called_off(communication: Incident | Maintenance) -> bool:
    """Whether it was cancelled before its window, and nobody said that the work had begun."""
    if not isinstance(communication, Maintenance) or communication.stage is not Stage.CANCELLED:
        return False
    window = communication.window
    # One may be extended ahead of its window.
    has_begun = any(update.stage in (Stage.IN_PROGRESS, Stage.VERIFYING) for update in communication.updates)
    return window is not None and communication.latest.at < window.from_ and not has_begun


def _states_now(communication: Incident | Maintenance) -> dict[str, ComponentState]:
    """The states that stand; what is told while a maintenance runs overrules what was expected of it."""
    spoken_of = [one for _, one in communication.facts.components_by_key]
    if isinstance(communication, Maintenance):
        told = (update.said.components for update in communication.updates if update.stage in RUNNING_STAGES)
        spoken_of += [one for one in told if one is not None]
    return {name: fact.status for one in spoken_of for name, fact in one.states.items()}


def _worst_states(communication: Incident | Maintenance) -> dict[str, ComponentState]:
    worst: dict[str, ComponentState] = {}
    for update in communication.updates:
        for _, spoken_of in update.facts.components_by_key:
            for name, fact in spoken_of.states.items():
                worst[name] = max(worst.get(name, fact.status), fact.status, key=lambda state: state.rank)
    return worst


def is_early_notice(communication: Incident | Maintenance) -> bool:
    """Whether no update ever said that customers are affected."""
    return isinstance(communication, Incident) and communication.is_early_notice


def _affected(name: str, state: ComponentState, settings: Settings, voice: Voice, *, at_risk: bool) -> Affected:
    is_at_risk = at_risk and state is ComponentState.AFFECTED
    word = "at_risk" if is_at_risk else state.value
    label, in_text = voice.say(f"state.{word}"), voice.say(f"state_in_text.{word}")
    return Affected(name, settings.name_of(name), None if is_at_risk else state, label, in_text)


def say_many_affected(views: Sequence[Affected], voice: Voice) -> str | None:
    """`150 components, at worst: major outage`; None where they are not so many that pages fold their list."""
    if len(views) <= MANY_AFFECTED:
        return None
    return voice.say("panel.many_affected", n=len(views), state=views[0].in_text)


def say_states(views: Iterable[Affected], voice: Voice) -> Iterator[str]:
    """Each with its state, for places without a list: `At risk: Search and API`, `Sign-in: Degraded`."""
    at_risk = [view.name for view in views if view.state is None]
    if at_risk:
        yield voice.say("panel.names_at_risk", names=voice.listed(at_risk))
    for view in views:
        if view.state is not None:
            yield voice.say("panel.name_and_state", name=view.name, state=view.label)
