"""The facts panel beside the story: what stands now, in the order in which worried readers ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import Contact, Impact, Question, Workaround
from statusladder.model.site import Settings
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import RUNNING_STAGES, ComponentState, Severity, Stage
from statusladder.views import wording
from statusladder.views.policy_words import sponsor_words
from statusladder.views.timeline import MANY_AFFECTED, TimeView
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Affected:
    """A component that is or was affected. `state` is None where it is only at risk."""

    id: str
    name: str
    state: ComponentState | None
    label: str


@dataclass(frozen=True)
class MilestoneView:
    name: str
    is_done: bool
    when: str | None


@dataclass(frozen=True)
class ProgressView:
    percent: int
    of: str
    basis: str | None


@dataclass(frozen=True)
class EstimateView:
    """When recovery is expected: the window in words, how sure we are, and on what that rests.

    `is_past`: the window, or the time at which it was to be decided, is over at the moment of the build.
    """

    text: str
    is_window: bool
    confidence: str | None
    basis: str | None
    review: str | None
    is_past: bool


@dataclass(frozen=True)
class Panel:
    """The facts as of the newest update; what is None or empty is not shown.

    `is_early_notice`: no update ever said that customers are affected.
    """

    as_of: TimeView
    is_early_notice: bool
    affected: tuple[Affected, ...]
    components_unknown: bool
    symptom: str | None
    size: str | None
    regions: tuple[str, ...]
    progress: ProgressView | None
    estimate: EstimateView | None
    milestones: tuple[MilestoneView, ...]
    potential_impact: str | None
    watch_until: str | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    ruled_out: tuple[str, ...]
    actions: tuple[str, ...]
    cause: str | None
    workarounds: tuple[str, ...]
    no_workaround: bool
    options: tuple[str, ...]
    customer_actions: tuple[str, ...]
    no_action: bool
    workflows: tuple[str, ...]
    other_workflows: tuple[str, ...]
    data_loss: str | None
    remaining: tuple[str, ...]
    monitoring: str | None
    times: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    concessions: tuple[str, ...]
    contacts: tuple[Contact, ...]
    signed_by: str | None
    call_off: str | None
    completes: str | None
    tags: tuple[str, ...]
    policy_version: str | None

    @property
    def many_affected(self) -> str | None:
        """`150 components, at worst: major outage`, where they are so many that the page folds their list."""
        if len(self.affected) <= MANY_AFFECTED:
            return None
        return f"{len(self.affected)} components, at worst: {self.affected[0].label.lower()}"

    @property
    def can_do(self) -> tuple[str, ...]:
        """All that customers can do: what they should, then the workarounds, then what components keep in reserve."""
        return (*self.customer_actions, *self.workarounds, *self.options)

    @property
    def state_lines(self) -> tuple[str, ...]:
        """Each component with its state, for places without a list: `At risk: Search and API`, `Sign-in: Degraded`."""
        at_risk = [view.name for view in self.affected if view.label == wording.AT_RISK]
        lines = [f"{view.name}: {view.label}" for view in self.affected if view.label != wording.AT_RISK]
        return (*([f"{wording.AT_RISK}: {wording.say_list(at_risk)}"] if at_risk else []), *lines)


def build_panel(
    communication: Incident | Maintenance, settings: Settings, voice: Voice, *, ended: bool = False
) -> Panel:
    """The panel of an incident or maintenance; `ended`: by the voice, whether or not somebody said so."""
    facts: UpdateKeys = communication.facts
    # A false alarm had no impact, whatever was thought of it.
    impact = facts.impact if communication.stage is not Stage.RETRACTED else None
    at, views = communication.latest.at, build_affected(communication, settings, ended=ended)
    return Panel(
        as_of=TimeView(voice.full(at), wording.stamp_of(at)),
        is_early_notice=_is_early_notice(communication),
        affected=views,
        components_unknown=facts.components is not None and facts.components.unknown and not facts.components.states,
        symptom=impact.symptom if impact else None,
        size=_size(communication, impact),
        regions=(impact.regions or ()) if impact else (),
        progress=_progress(facts),
        estimate=_estimate(facts, voice, at),
        milestones=_milestones(facts, voice, at),
        potential_impact=facts.potential_impact,
        watch_until=_watch_until(facts, voice, at),
        known=facts.known or (),
        unknown=facts.unknown or (),
        ruled_out=facts.ruled_out or (),
        actions=facts.actions or (),
        cause=facts.cause,
        workarounds=tuple(_workaround(one, voice, at) for one in facts.workarounds or ()),
        no_workaround=facts.workarounds == (),
        options=_options(communication, views, settings),
        customer_actions=facts.customer_actions or (),
        no_action=facts.customer_actions == (),
        workflows=(impact.workflows or ()) if impact else (),
        other_workflows=_other_workflows(facts, settings),
        data_loss=wording.DATA_LOSS_LABELS[facts.data_loss] if facts.data_loss else None,
        remaining=facts.remaining or (),
        monitoring=_monitoring(facts, voice, at),
        times=_times(facts, voice),
        questions=facts.qa or (),
        concessions=facts.concessions or (),
        contacts=facts.contacts or settings.contacts,
        signed_by=_signed_by(communication),
        call_off=None if ended else _call_off(communication, voice, at),
        completes=None if ended else _completes(communication, voice, at),
        tags=facts.tags or (),
        policy_version=facts.policy_version,
    )


def build_affected(
    communication: Incident | Maintenance, settings: Settings, *, ended: bool = False
) -> tuple[Affected, ...]:
    """Every component that does not work as usual, worst first and then by priority.

    While it is open with the state that stands; once it is over every one that was named, with the worst it had. One
    that works is not affected, and a false alarm affected none.
    """
    is_over = ended or (communication.is_over if isinstance(communication, Maintenance) else not communication.is_open)
    at_risk = _is_early_notice(communication)
    if communication.stage is Stage.RETRACTED and not at_risk:
        return ()
    worst = _worst_states(communication) if is_over else _states_now(communication)
    order = {component.id: (component.priority or 999, index) for index, component in enumerate(settings.components)}
    names = sorted(
        (name for name, state in worst.items() if state is not ComponentState.OPERATIONAL),
        key=lambda name: (-worst[name].rank, order[name]),
    )
    return tuple(_affected(name, worst[name], settings, at_risk=at_risk) for name in names)


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


def _size(communication: Incident | Maintenance, impact: Impact | None) -> str | None:
    """How many are affected now; once it is over how many were at worst, since the last figure is that of the end."""
    if impact is None:
        return None
    if isinstance(communication, Incident) and not communication.is_open:
        return wording.say_size_at_worst(communication)
    return wording.say_impact_size(impact)


def _is_early_notice(communication: Incident | Maintenance) -> bool:
    return isinstance(communication, Incident) and communication.is_early_notice


def _affected(name: str, state: ComponentState, settings: Settings, *, at_risk: bool) -> Affected:
    if at_risk and state is ComponentState.AFFECTED:
        return Affected(name, settings.name_of(name), None, wording.AT_RISK)
    return Affected(name, settings.name_of(name), state, wording.STATE_LABELS[state])


def _workaround(one: Workaround, voice: Voice, at: datetime) -> str:
    """`Stay signed in (verified 09:40 UTC, until the move is done)`."""
    notes = [f"verified {voice.since(one.verified_at, at)}"] if one.verified_at is not None else []
    if one.ends_when is not None:
        notes.append(f"until {one.ends_when.removeprefix('until ').rstrip('.')}")
    words = one.text.removesuffix(".")
    return f"{words} ({', '.join(notes)}){one.text[len(words) :]}" if notes else one.text


def _options(communication: Incident | Maintenance, views: Iterable[Affected], settings: Settings) -> tuple[str, ...]:
    """What the components that fail in an open incident keep in reserve, each with its component where several do.

    Nothing where an update says that there is no workaround: who wrote it knew more than site.yaml.
    """
    facts = communication.facts
    open_incident = isinstance(communication, Incident) and communication.is_open
    if not open_incident or communication.stage is Stage.NOTICE or facts.workarounds == ():
        return ()
    found = [(view.name, component) for view in views if (component := settings.component(view.id)) is not None]
    several = sum(bool(component.options) for _, component in found) > 1
    return tuple(f"{name}: {text}" if several else text for name, component in found for text in component.options)


def _signed_by(communication: Incident | Maintenance) -> str | None:
    """The executive who signs an open critical incident, and who agreed to be named."""
    if not isinstance(communication, Incident) or not communication.is_open:
        return None
    roles = communication.facts.roles
    if communication.severity is not Severity.CRITICAL or roles is None:
        return None
    return sponsor_words(roles)


def _call_off(communication: Incident | Maintenance, voice: Voice, at: datetime) -> str | None:
    """Until when a maintenance that is not over can be called off."""
    if not isinstance(communication, Maintenance) or communication.is_over:
        return None
    until = communication.facts.point_of_no_return_at
    return voice.since(until, at) if until is not None else None


def _completes(communication: Incident | Maintenance, voice: Voice, at: datetime) -> str | None:
    """When a maintenance completes by itself; None where it waits for somebody who says so."""
    if not isinstance(communication, Maintenance) or communication.is_over:
        return None
    window = communication.window
    if window is None or window.to <= voice.now or not communication.facts.auto_complete:
        return None
    return f"Automatic at {voice.since(window.to, at)}, unless we post an update"


def _progress(facts: UpdateKeys) -> ProgressView | None:
    if facts.progress is None:
        return None
    basis = wording.say_basis(facts.progress.basis) if facts.progress.basis else None
    return ProgressView(facts.progress.percent, facts.progress.of, basis)


def _estimate(facts: UpdateKeys, voice: Voice, at: datetime) -> EstimateView | None:
    if facts.eta is None:
        return None
    review = voice.since(facts.eta_review_at, at) if facts.eta_review_at else None
    confidence = facts.eta.confidence.value if facts.eta.confidence else None
    text = wording.say_estimate(facts.eta, voice, at)
    is_past = facts.estimate_ends_at is not None and facts.estimate_ends_at < voice.now
    return EstimateView(text, facts.eta.from_ is not None, confidence, facts.eta.basis, review, is_past)


def _other_workflows(facts: UpdateKeys, settings: Settings) -> tuple[str, ...]:
    """What else the affected components are for, once some of it is named as affected: before, it would say nothing."""
    named = facts.impact.workflows if facts.impact else None
    if not named or facts.components is None:
        return ()
    components = (settings.component(name) for name in facts.components.states)
    return tuple(
        workflow
        for component in components
        if component is not None
        for workflow in component.workflows or ()
        if workflow not in named
    )


def _milestones(facts: UpdateKeys, voice: Voice, at: datetime) -> tuple[MilestoneView, ...]:
    views = []
    for milestone in facts.milestones or ():
        moment = milestone.done_at or milestone.target
        views.append(
            MilestoneView(milestone.name, bool(milestone.done_at), voice.since(moment, at) if moment else None)
        )
    return tuple(views)


def _watch_until(facts: UpdateKeys, voice: Voice, at: datetime) -> str | None:
    if facts.watch_until is None:
        return None
    when = voice.since(facts.watch_until, at)
    return f"{when} (this time has passed)" if facts.watch_until <= voice.now else when


def _monitoring(facts: UpdateKeys, voice: Voice, at: datetime) -> str | None:
    if facts.monitoring_until is None:
        return facts.exit_criterion
    until = f"until {voice.since(facts.monitoring_until, at)}"
    return f"{until}: {facts.exit_criterion}" if facts.exit_criterion else until


def _times(facts: UpdateKeys, voice: Voice) -> tuple[tuple[str, str], ...]:
    """When things happened, as against when we said so."""
    found = [
        ("Began", facts.started_at, None),
        ("First reported", facts.first_report_at, None),
        ("Noticed", facts.detected_at, facts.detection),
        ("Impact ended", facts.mitigated_at, None),
        ("Resolved", facts.resolved_at, None),
    ]
    last = datetime.max.replace(tzinfo=UTC)
    found.sort(key=lambda row: row[1].at if row[1] is not None else last)  # a risk may be noticed before it begins
    rows = []
    for label, event, how in found:
        words = [wording.say_event_time(event, voice)] if event is not None else []
        words += [wording.DETECTION_LABELS[how]] if how is not None else []
        rows += [(label, ", ".join(words))] if words else []
    return tuple(rows)
