"""The facts panel beside the story: what stands now, in the order in which worried readers ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import Contact, Impact, Question, Workaround
from statusladder.model.site import Settings
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views import wording
from statusladder.views.affected import Affected, build_affected, is_early_notice, say_many_affected, say_states
from statusladder.views.policy_words import say_concession, sponsor_words
from statusladder.views.timeline import TimeView
from statusladder.voice.own import Own, put_together
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class ProgressView:
    """How far the recovery is: `share` in words, `text` with what it is a share of."""

    percent: int
    share: str
    text: str


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
class CoreFacts:
    """Of the facts as of the newest update those that every output gives; what is None or empty is not shown.

    `many_affected` is said instead of the list of components where that is so long that pages fold it.
    """

    affected: tuple[Affected, ...]
    many_affected: str | None
    components_unknown: bool
    symptom: str | None
    size: str | None
    progress: ProgressView | None
    estimate: EstimateView | None
    potential_impact: str | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    actions: tuple[str, ...]
    workarounds: tuple[str, ...]
    no_workaround: bool
    options: tuple[str, ...]
    customer_actions: tuple[str, ...]
    no_action: bool
    data_loss: str | None
    remaining: tuple[str, ...]
    monitoring: str | None
    contacts: tuple[Contact, ...]

    @property
    def can_do(self) -> tuple[str, ...]:
        """All that customers can do: what they should, then the workarounds, then what components keep in reserve."""
        return (*self.customer_actions, *self.workarounds, *self.options)


@dataclass(frozen=True)
class Panel(CoreFacts):
    """All facts as of the newest update.

    `is_early_notice`: no update ever said that customers are affected. `state_lines` is each component with its state,
    for places without a list.
    """

    as_of: TimeView
    is_early_notice: bool
    state_lines: tuple[str, ...]
    regions: tuple[str, ...]
    milestones: tuple[str, ...]
    watch_until: str | None
    ruled_out: tuple[str, ...]
    cause: str | None
    workflows: tuple[str, ...]
    other_workflows: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    concessions: tuple[str, ...]
    signed_by: str | None
    call_off: str | None
    completes: str | None
    tags: tuple[str, ...]
    policy_version: str | None


def build_core_facts(
    communication: Incident | Maintenance, settings: Settings, voice: Voice, *, ended: bool = False
) -> CoreFacts:
    """The core facts of an incident or maintenance; `ended`: by the voice, whether or not somebody said so."""
    facts: UpdateKeys = communication.facts
    at, views = communication.latest.at, build_affected(communication, settings, voice, ended=ended)
    impact = _impact(communication)
    return CoreFacts(
        affected=views,
        many_affected=say_many_affected(views, voice),
        components_unknown=facts.components is not None and facts.components.unknown and not facts.components.states,
        symptom=impact.symptom if impact else None,
        size=_size(communication, voice),
        progress=_progress(facts, voice),
        estimate=_estimate(facts, voice, at),
        potential_impact=facts.potential_impact,
        known=facts.known or (),
        unknown=facts.unknown or (),
        actions=facts.actions or (),
        workarounds=tuple(_workaround(one, voice, at) for one in facts.workarounds or ()),
        no_workaround=facts.workarounds == (),
        options=_options(communication, views, settings),
        customer_actions=tuple(map(Own, facts.customer_actions or ())),
        no_action=facts.customer_actions == (),
        data_loss=voice.say(f"data_loss.{facts.data_loss.value}") if facts.data_loss else None,
        remaining=facts.remaining or (),
        monitoring=_monitoring(facts, voice, at),
        contacts=settings.find_contacts(facts.contacts, facts.severity),
    )


def build_panel(
    communication: Incident | Maintenance, settings: Settings, voice: Voice, *, ended: bool = False
) -> Panel:
    """The panel of an incident or maintenance; `ended` is as for its core facts."""
    facts: UpdateKeys = communication.facts
    at, impact = communication.latest.at, _impact(communication)
    core = build_core_facts(communication, settings, voice, ended=ended)
    return Panel(
        **vars(core),
        as_of=TimeView(voice.full(at), wording.stamp_of(at)),
        is_early_notice=is_early_notice(communication),
        state_lines=tuple(say_states(core.affected, voice)),
        regions=tuple(map(Own, impact.regions or ())) if impact else (),
        milestones=tuple(_milestones(facts, voice, at)),
        watch_until=_watch_until(facts, voice, at),
        ruled_out=facts.ruled_out or (),
        cause=facts.cause,
        workflows=(impact.workflows or ()) if impact else (),
        other_workflows=_other_workflows(facts, settings),
        times=tuple(_times(facts, voice)),
        questions=facts.qa or (),
        concessions=tuple(say_concession(one, settings, voice) for one in facts.concessions or ()),
        signed_by=_signed_by(communication),
        call_off=None if ended else _call_off(communication, voice, at),
        completes=None if ended else _completes(communication, voice, at),
        tags=facts.tags or (),
        policy_version=facts.policy_version,
    )


def _impact(communication: Incident | Maintenance) -> Impact | None:
    """The impact that stands; a false alarm had none, whatever was thought of it."""
    stated: Impact | None = communication.facts.impact
    return stated if communication.stage is not Stage.RETRACTED else None


def _size(communication: Incident | Maintenance, voice: Voice) -> str | None:
    """How many are affected now; once it is over how many were at worst, since the last figure is that of the end."""
    impact = _impact(communication)
    if impact is None:
        return None
    if isinstance(communication, Incident) and not communication.is_open:
        return wording.say_size_at_worst(communication, voice)
    return wording.say_impact_size(impact, voice)


def _workaround(one: Workaround, voice: Voice, at: datetime) -> str:
    """`Stay signed in (verified 09:40 UTC, until the move is done)`."""
    words = Own(one.text.removesuffix("."))
    stop = one.text[len(words) :]
    when = voice.since(one.verified_at, at) if one.verified_at is not None else None
    if one.ends_when is None and when is None:
        return Own(one.text)
    condition = Own((one.ends_when or "").removeprefix("until ").rstrip("."))
    if one.ends_when is None:
        told = voice.say("panel.workaround_verified", workaround=words, time=when)
    elif when is None:
        told = voice.say("panel.workaround_until", workaround=words, condition=condition)
    else:
        told = voice.say("panel.workaround_verified_until", workaround=words, time=when, condition=condition)
    return put_together((told, stop))


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
    return tuple(Own(f"{name}: {text}" if several else text) for name, component in found for text in component.options)


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
    return voice.say("panel.completes", time=voice.since(window.to, at))


def _progress(facts: UpdateKeys, voice: Voice) -> ProgressView | None:
    if facts.progress is None:
        return None
    percent, of, basis = facts.progress.percent, Own(facts.progress.of), facts.progress.basis
    share = voice.percent(percent)
    if basis is None:
        return ProgressView(percent, share, voice.say("panel.progress_of", percent=share, of=of))
    word = voice.say(f"basis.{basis.value}")
    return ProgressView(percent, share, voice.say("panel.progress_of_with_basis", percent=share, of=of, basis=word))


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


def _milestones(facts: UpdateKeys, voice: Voice, at: datetime) -> Iterator[str]:
    for milestone in facts.milestones or ():
        if milestone.done_at is not None:
            yield voice.say("panel.milestone_done", name=Own(milestone.name), time=voice.since(milestone.done_at, at))
        elif milestone.target is not None:
            yield voice.say("panel.milestone_due", name=Own(milestone.name), time=voice.since(milestone.target, at))
        else:
            yield Own(milestone.name)


def _watch_until(facts: UpdateKeys, voice: Voice, at: datetime) -> str | None:
    if facts.watch_until is None:
        return None
    when = voice.since(facts.watch_until, at)
    return voice.say("panel.watch_until_past", time=when) if facts.watch_until <= voice.now else when


def _monitoring(facts: UpdateKeys, voice: Voice, at: datetime) -> str | None:
    if facts.monitoring_until is None:
        return Own(facts.exit_criterion) if facts.exit_criterion is not None else None
    when = voice.since(facts.monitoring_until, at)
    if not facts.exit_criterion:
        return voice.say("panel.monitoring_until", time=when)
    return voice.say("panel.monitoring_until_and", time=when, criterion=Own(facts.exit_criterion))


def _times(facts: UpdateKeys, voice: Voice) -> Iterator[tuple[str, str]]:
    """When things happened, as against when we said so."""
    found = [
        (voice.say("panel.began"), facts.started_at, None),
        (voice.say("panel.reported"), facts.first_report_at, None),
        (voice.say("panel.noticed"), facts.detected_at, facts.detection),
        (voice.say("panel.mitigated"), facts.mitigated_at, None),
        (voice.say("panel.resolved"), facts.resolved_at, None),
    ]
    last = datetime.max.replace(tzinfo=UTC)
    found.sort(key=lambda row: row[1].at if row[1] is not None else last)  # a risk may be noticed before it begins
    for label, event, how in found:
        when = wording.say_event_time(event, voice) if event is not None else None
        if how is None:
            words = when
        else:
            through = voice.say(f"detection.{how.value}")
            words = voice.say("panel.noticed_how", time=when, how=through) if when is not None else through
        if words is not None:
            yield label, words
