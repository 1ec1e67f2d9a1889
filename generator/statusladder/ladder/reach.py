"""Whom the updates of an incident reach: by which channels, how often, and who answers for the words.

Reach widens with severity and never narrows within an incident: whoever was told about it hears how it ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from statusladder.ladder.promises import longest_wait_at
from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.policy import Policy
from statusladder.model.reach import ALWAYS, Channel, ChannelKind, Speaks
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import CLOSING_STAGES, OPEN_STAGES, Severity, Stage

SETTLED = (Severity.MINOR, Severity.INFO)
"""What can wait until the morning."""

_AS = {Stage.RETRACTED: Stage.RESOLVED, Stage.MERGED: Stage.RESOLVED, Stage.FOLLOW_UP: Stage.POSTMORTEM}
"""Stages that reach whom another one reaches."""


@dataclass(frozen=True)
class Reach:
    """What the policy asks of an update of a stage and severity.

    `channels` begin with the page and its feeds. `every` is the longest time between two updates, None at a stage that
    ends an incident; `writer` and `approvers` are roles.
    """

    channels: tuple[Channel, ...]
    every: timedelta | None
    writer: str | None
    approvers: tuple[str, ...]


class Silence(StrEnum):
    """Why a channel in reach does not speak at an update."""

    SAME_STAGE = "same_stage"
    SAME_SEVERITY = "same_severity"
    QUIET_HOURS = "quiet_hours"
    NOT_NOTIFIED = "not_notified"


_AT_CHANGES = {Speaks.STAGE: Silence.SAME_STAGE, Speaks.SEVERITY: Silence.SAME_SEVERITY}


@dataclass(frozen=True)
class Route:
    """A channel that an update reaches, and why it is silent this time; None where it speaks."""

    channel: Channel
    silence: Silence | None


def reach_at(policy: Policy, settings: Settings, stage: Stage, severity: Severity) -> Reach:
    """Whom one update of that stage and severity reaches, whatever came before it."""
    stage = _AS.get(stage, stage)
    return Reach(
        channels=tuple(_channels(policy, settings, stage, severity)),
        every=longest_wait_at(policy, stage, severity) if stage in OPEN_STAGES else None,
        writer=policy.owners.get(stage, {}).get(severity),
        approvers=policy.approvers_of(stage, severity),
    )


def _channels(policy: Policy, settings: Settings, stage: Stage, severity: Severity) -> Iterator[Channel]:
    named = _named_at(policy, settings, stage, severity)
    for channel in settings.all_channels:
        if channel.kind is ChannelKind.BANNER and not (stage in OPEN_STAGES and settings.pages.embed):
            continue
        if channel.kind in ALWAYS or channel.is_among(named):
            yield channel


def _named_at(policy: Policy, settings: Settings, stage: Stage, severity: Severity) -> set[str]:
    """The kinds and ids of channels; the banner among them where a site wants early notices in it."""
    asked = {ChannelKind.BANNER} if settings.banner.notice and stage is Stage.NOTICE else ()
    return {*policy.reach_at(stage, severity), *asked}


def is_in_banner(incident: Incident, policy: Policy, settings: Settings) -> bool:
    """Whether the line on other pages shows it: from the first update that reaches it until the end."""
    banners = {ChannelKind.BANNER, *(one.id for one in settings.channels if one.kind is ChannelKind.BANNER)}
    return incident.is_open and not all(
        banners.isdisjoint(_named_at(policy, settings, update.stage, update.facts.severity or Severity.MINOR))
        for update in incident.updates
        if update.stage in OPEN_STAGES
    )


def find_reached(incident: Incident, policy: Policy, settings: Settings) -> tuple[Channel, ...]:
    """The channels that its newest update reaches: those of each update so far, since whoever was told hears the end.

    A report on what is over reaches whom its own stage reaches.
    """
    return _reached(incident.updates, policy, settings)


def _reached(updates: Iterable[Update[IncidentKeys]], policy: Policy, settings: Settings) -> tuple[Channel, ...]:
    told, stage = set[str](), Stage.NOTICE
    for update in updates:
        stage, severity = _AS.get(update.stage, update.stage), update.facts.severity or Severity.MINOR
        if stage is Stage.POSTMORTEM:
            told.clear()
        told |= {channel.id for channel in _channels(policy, settings, stage, severity)}
    return tuple(
        channel
        for channel in settings.all_channels
        if channel.id in told and (channel.kind is not ChannelKind.BANNER or stage in OPEN_STAGES)
    )


def find_reached_by_maintenance(policy: Policy, settings: Settings) -> tuple[Channel, ...]:
    """The channels that an update of scheduled maintenance reaches; the page and its feeds come first."""
    return tuple(one for one in settings.all_channels if one.kind in ALWAYS or one.is_among(policy.maintenance_reach))


def routes_of(communication: Incident | Maintenance, policy: Policy, settings: Settings) -> tuple[Route, ...]:
    """Where its newest update goes, and which of these channels are silent at it."""
    if isinstance(communication, Maintenance):
        return tuple(
            Route(one, None if one.kind in ALWAYS or _notifies(communication.latest) else Silence.NOT_NOTIFIED)
            for one in find_reached_by_maintenance(policy, settings)
        )
    return _routes_of_incident(communication, policy, settings)


def routes_of_correction(
    communication: Incident | Maintenance, policy: Policy, settings: Settings
) -> tuple[Route, ...]:
    """Where a correction goes of what its newest update says, or one before: channels that speak at changes are silent.

    It is no change of the stage or severity.
    """
    return tuple(
        route
        if route.silence is not None or route.channel.speaks is Speaks.EVERY
        else replace(route, silence=_AT_CHANGES[route.channel.speaks])
        for route in routes_of(communication, policy, settings)
    )


def _routes_of_incident(incident: Incident, policy: Policy, settings: Settings) -> tuple[Route, ...]:
    routes: tuple[Route, ...] = ()
    heard: dict[str, Update[IncidentKeys]] = {}
    for count, update in enumerate(incident.updates, start=1):
        reached = _reached(incident.updates[:count], policy, settings)
        routes = tuple(Route(one, _silence(one, update, heard.get(one.id), settings)) for one in reached)
        heard |= {route.channel.id: update for route in routes if route.silence is None}
    return routes


def _notifies(update: Update[Any]) -> bool:
    """Whether it is news for those who are told."""
    return bool(update.said.notify and not update.said.backfilled and not update.imported)


def _silence(
    channel: Channel, update: Update[IncidentKeys], before: Update[IncidentKeys] | None, settings: Settings
) -> Silence | None:
    """Why it says nothing of an update; `before` is the last one at which this channel spoke."""
    if channel.kind in ALWAYS:
        return None
    if not _notifies(update):
        return Silence.NOT_NOTIFIED
    severity = update.facts.severity or Severity.MINOR
    told_as_serious = before is not None and (before.facts.severity or Severity.MINOR) not in SETTLED
    can_wait = severity in SETTLED and not (told_as_serious and update.stage in CLOSING_STAGES)
    if channel.quiet is not None and can_wait and channel.quiet.holds(update.at, settings.zone):
        return Silence.QUIET_HOURS
    if before is None or update.stage in CLOSING_STAGES:
        return None
    if channel.speaks is Speaks.STAGE and update.stage is before.stage:
        return Silence.SAME_STAGE
    if channel.speaks is Speaks.SEVERITY and severity is before.facts.severity:
        return Silence.SAME_SEVERITY
    return None
