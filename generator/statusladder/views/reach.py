"""Whom updates reach, in the words of customers: the table of the policy, and what an open incident says of itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.next_rung import NextRung, find_next_rung
from statusladder.ladder.reach import (
    SETTLED,
    Reach,
    Silence,
    find_reached,
    find_reached_by_maintenance,
    reach_at,
    routes_of,
)
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Policy
from statusladder.model.reach import ALWAYS, THROUGH_PEOPLE, Channel, ChannelKind, Speaks
from statusladder.model.site import Settings
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy_words import say_approval, say_role, say_roles, say_severities
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_COURSE = (*(stage for stage in OPEN_STAGES if stage is not Stage.NOTICE), Stage.RESOLVED)
"""The stages of an incident that customers notice."""

_LOUD = (
    ("everyone", frozenset({ChannelKind.SMS, ChannelKind.SOCIAL})),
    ("subscribers", frozenset({ChannelKind.EMAIL, ChannelKind.CHAT, ChannelKind.WEBHOOK, ChannelKind.HELP})),
    ("users", frozenset({ChannelKind.BANNER})),
)
"""Who is told, by the loudest kinds of channels in reach."""

_FOR_CUSTOMERS = THROUGH_PEOPLE - {ChannelKind.EXECUTIVE}
"""Colleagues who help customers; that executives are told is no help to them, and who signs is in the table anyway."""


@dataclass(frozen=True)
class ReachRow:
    """One rung of the escalation: `id` is its anchor, `where` its channels, each with the address for who joins it."""

    id: str
    label: str
    who: str
    where: tuple[tuple[str, str | None], ...]
    every: str
    signs: str


@dataclass(frozen=True)
class ReachView:
    """What an open incident says of its reach; what is None is not said.

    `also_to` names channels besides the page and its feeds. `next` is what makes it more serious by the clock alone,
    and `then` what that severity would change; `code` is the criterion's, for the team.
    """

    also_to: str | None
    next: str | None
    then: str | None
    code: str | None


def build_reach(course: IncidentCourse, settings: Settings, voice: Voice) -> ReachView | None:
    """The lines of an open incident at the moment of its course; None once it is over, and for what others wrote."""
    if not course.incident.is_open or course.incident.latest.imported:
        return None
    names = [
        say_channel(one, voice)
        for one in find_reached(course.incident, course.policy, settings)
        if is_named(one, settings)
    ]
    rung = find_next_rung(course, settings)
    return ReachView(
        also_to=voice.say("reach.also_to", channels=voice.comma_separated(names)) if names else None,
        next=say_next_rung(rung, course, voice) if rung is not None else None,
        then=say_what_changes(rung, course, settings, voice) if rung is not None else None,
        code=rung.code if rung is not None else None,
    )


def is_told(channel: Channel, settings: Settings) -> bool:
    """Whether the world may know of a channel: not of one for an audience that is not public."""
    return channel.kind in ALWAYS or channel in settings.public_channels


def is_named(channel: Channel, settings: Settings) -> bool:
    """Whether customers read of a channel that an update goes to, besides the page that they read and its feeds."""
    return channel.kind not in (*ALWAYS, *THROUGH_PEOPLE) and is_told(channel, settings)


def say_channel(channel: Channel, voice: Voice) -> str:
    """As the site calls it, else what its kind is called."""
    return Own(channel.name) if channel.name is not None else voice.say(f"reach.kind.{channel.kind.value}")


def say_next_rung(rung: NextRung, course: IncidentCourse, voice: Voice) -> str:
    """`If no cause is identified by 11:01 UTC, we review the severity.`; once that is past, that it is due."""
    when = "next" if rung.at >= course.now else "due"
    return voice.say(f"reach.{when}.{rung.code}", time=voice.since(rung.at, course.incident.latest.at))


def say_what_changes(rung: NextRung, course: IncidentCourse, settings: Settings, voice: Voice) -> str | None:
    """`At critical: updates at least every 15 min; also by SMS; …`: only what would be otherwise."""
    incident, policy = course.incident, course.policy
    now = reach_at(policy, settings, incident.stage, incident.severity)
    changes = list(_changes(now, rung.reach, find_reached(incident, policy, settings), settings, voice))
    demand = policy.demand(FactName.APPROVED_BY, incident.stage, rung.severity)
    approvers = [role for role in rung.reach.approvers if role not in now.approvers]
    if approvers and demand in (Demand.REQUIRED, Demand.RECOMMENDED):
        roles = say_roles(approvers, settings, voice)
        changes.append(voice.say(f"reach.change.approved.{demand.value}", roles=roles))
    if not changes:
        return None
    severity = voice.say(f"severity_in_text.{rung.severity.value}")
    return voice.say("reach.then", severity=severity, changes=voice.semicolon_separated(changes))


def _changes(now: Reach, then: Reach, reached: Sequence[Channel], settings: Settings, voice: Voice) -> Iterator[str]:
    if then.every is not None and then.every != now.every:
        yield voice.say("reach.change.every", length=voice.length(then.every))
    added = [one for one in then.channels if one not in reached and is_named(one, settings)]
    if added:
        yield voice.say("reach.change.channels", channels=voice.listed(say_channel(one, voice) for one in added))


def say_routes(
    communication: Incident | Maintenance, policy: Policy, settings: Settings, voice: Voice
) -> Iterator[str]:
    """Where its newest update goes, and which of these channels are silent this time, for whoever is about to send it.

    The page and its feeds come first; of what only some may know, nothing is said.
    """
    routes = [one for one in routes_of(communication, policy, settings) if is_told(one.channel, settings)]
    speaking = [say_channel(one.channel, voice) for one in routes if one.silence is None]
    yield voice.say("reach.goes_to", channels=voice.listed(speaking))
    for silence in Silence:
        silent = [say_channel(one.channel, voice) for one in routes if one.silence is silence]
        if silent:
            yield voice.say(f"reach.silent.{silence.value}", channels=voice.listed(silent))


def build_reach_table(settings: Settings, policy: Policy, voice: Voice) -> tuple[ReachRow, ...]:
    """Who is told where, how often, and who signs: from an early notice over each severity to the postmortem."""
    return (
        *_rows_of_stage(Stage.NOTICE, settings, policy, voice),
        *(row for severity in reversed(Severity) for row in _rows_of_severity(severity, settings, policy, voice)),
        *_rows_of_stage(Stage.POSTMORTEM, settings, policy, voice),
    )


def say_maintenance_reach(settings: Settings, policy: Policy, voice: Voice) -> str:
    """`Scheduled maintenance: status page, feeds and our mailing list.`"""
    shown = (
        one
        for one in find_reached_by_maintenance(policy, settings)
        if one.kind not in THROUGH_PEOPLE and is_told(one, settings)
    )
    return voice.say("reach.maintenance", channels=voice.listed(say_channel(one, voice) for one in shown))


def say_exceptions(settings: Settings, policy: Policy, voice: Voice) -> Iterator[str]:
    """Which channels of the table speak at fewer updates than its intervals say, and in which hours not at all.

    The banner shows what is open at any time.
    """
    reached = {
        one.id
        for stage, severity in product(POLICY_STAGES, Severity)
        for one in reach_at(policy, settings, stage, severity).channels
        if one.kind is not ChannelKind.BANNER
    }
    named = [one for one in settings.channels if one.id in reached and is_named(one, settings)]
    for speaks in (Speaks.STAGE, Speaks.SEVERITY):
        some = [say_channel(one, voice) for one in named if one.speaks is speaks]
        if some:
            yield capitalise(voice.say(f"reach.only.{speaks.value}", channels=voice.listed(some)))
    for quiet in dict.fromkeys(one.quiet for one in named if one.quiet is not None):
        some = [say_channel(one, voice) for one in named if one.quiet == quiet]
        hours = voice.from_until(f"{quiet.begins:%H:%M}", f"{quiet.ends:%H:%M}")
        values = {"channels": voice.listed(some), "hours": hours, "severities": say_severities(SETTLED, voice)}
        if quiet.zone is None:
            yield capitalise(voice.say("reach.only.quiet", **values))
        else:
            yield capitalise(voice.say("reach.only.quiet_in_zone", **values, zone=quiet.zone))


def _rows_of_stage(stage: Stage, settings: Settings, policy: Policy, voice: Voice) -> Iterator[ReachRow]:
    """One row, or one for each group of severities that the policy treats differently."""
    label = voice.say(f"stage.{stage.value}")
    groups: dict[tuple[str, tuple[tuple[str, str | None], ...], str], list[Severity]] = {}
    for severity in Severity:
        if stage is not Stage.POSTMORTEM or policy.reports.get(severity) is not None:
            groups.setdefault(_cells(stage, severity, settings, policy, voice), []).append(severity)
    for (who, where, signs), some in groups.items():
        of_some = len(groups) > 1
        name = (
            voice.say("reach.stage_of_some", stage=label, severities=say_severities(some, voice)) if of_some else label
        )
        every = _every((reach_at(policy, settings, stage, severity) for severity in some), voice)
        yield ReachRow(
            f"reach-{stage.value}" + (f"-{some[0].value}" if of_some else ""), name, who, where, every, signs
        )


def _rows_of_severity(severity: Severity, settings: Settings, policy: Policy, voice: Voice) -> Iterator[ReachRow]:
    """One row, or one for each group of stages that reach others."""
    label = voice.say(f"severity.{severity.value}")
    groups = [list(stages) for _, stages in groupby(_COURSE, lambda stage: _kept(policy.reach_at(stage, severity)))]
    for index, stages in enumerate(groups):
        who, where, _ = _cells(stages[0], severity, settings, policy, voice)
        signs = _signs_of(stages, severity, settings, policy, voice)
        every = _every((reach_at(policy, settings, stage, severity) for stage in stages), voice)
        name, anchor = label, f"reach-{severity.value}"
        if len(groups) > 1:
            names = voice.listed(voice.say(f"stage.{stage.value}") for stage in stages)
            name = voice.say("reach.severity_at_some", severity=label, stages=names)
        yield ReachRow(f"{anchor}-{stages[0].value}" if index else anchor, name, who, where, every, signs)


def _kept(names: Iterable[str]) -> frozenset[str]:
    """What makes another row: the banner ends with the incident, whatever a policy says, and executives have none."""
    return frozenset(names) - {ChannelKind.BANNER, ChannelKind.EXECUTIVE}


def _every(some: Iterable[Reach], voice: Voice) -> str:
    """`Every 15 min`, or `Every 15 min to 1 h` where stages or severities differ; nothing where none is due."""
    lengths = [reach.every for reach in some if reach.every is not None]
    if not lengths:
        return "–"
    shortest, longest = voice.length(min(lengths)), voice.length(max(lengths))
    if shortest == longest:
        return capitalise(voice.say("reach.every", length=shortest))
    return capitalise(voice.say("reach.every_between", shortest=shortest, longest=longest))


def _cells(
    stage: Stage, severity: Severity, settings: Settings, policy: Policy, voice: Voice
) -> tuple[str, tuple[tuple[str, str | None], ...], str]:
    """Who is told, where, and who signs."""
    reach = reach_at(policy, settings, stage, severity)
    public = [one for one in reach.channels if is_told(one, settings)]
    shown = [one for one in public if one.kind not in THROUGH_PEOPLE]
    people = {one.kind for one in public} & _FOR_CUSTOMERS
    who = next((name for name, loud in _LOUD if loud & {one.kind for one in shown}), "readers")
    told = [voice.say(f"reach.who.{who}")]
    told += [voice.say(f"reach.who.{kind.value}") for kind in ChannelKind if kind in people]
    return (
        capitalise(voice.listed(told)),
        tuple(
            (name if index else capitalise(name), one.url)
            for index, (name, one) in enumerate((say_channel(one, voice), one) for one in shown)
        ),
        say_signers(stage, severity, settings, policy, voice),
    )


def _signs_of(stages: Sequence[Stage], severity: Severity, settings: Settings, policy: Policy, voice: Voice) -> str:
    """Who signs at the first of these stages, then what differs at others: `…; Resolved: approved by …`."""
    writer = _say_writer(stages[0], severity, settings, policy, voice)
    groups: dict[str, list[Stage]] = {}
    for stage in stages:
        groups.setdefault(say_signers(stage, severity, settings, policy, voice), []).append(stage)
    first, *others = groups
    parts = [first]
    for signs in others:
        stage = groups[signs][0]
        if _say_writer(stage, severity, settings, policy, voice) == writer:
            signed = _say_approval_at(stage, severity, settings, policy, voice)
        else:
            signed = signs
        names = voice.listed(voice.say(f"stage.{one.value}") for one in groups[signs])
        parts.append(voice.say("reach.signed_at", stages=names, signed=signed))
    return voice.semicolon_separated(parts)


def say_signers(stage: Stage, severity: Severity, settings: Settings, policy: Policy, voice: Voice) -> str:
    """Who writes an update of a stage and severity, and who approves it."""
    writer = _say_writer(stage, severity, settings, policy, voice)
    if not policy.approvers_of(stage, severity):
        return capitalise(writer)
    approval = _say_approval_at(stage, severity, settings, policy, voice)
    return capitalise(voice.say("reach.signed", writer=writer, approval=approval))


def _say_writer(stage: Stage, severity: Severity, settings: Settings, policy: Policy, voice: Voice) -> str:
    writer = reach_at(policy, settings, stage, severity).writer
    return say_role(writer, settings, voice) if writer is not None else voice.say("reach.responder")


def _say_approval_at(stage: Stage, severity: Severity, settings: Settings, policy: Policy, voice: Voice) -> str:
    demand = policy.demand(FactName.APPROVED_BY, stage, severity)
    return say_approval(demand, policy.approvers_of(stage, severity), settings, voice)
