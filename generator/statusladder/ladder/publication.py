"""What the public may read at a moment: written by then, not embargoed, and without anything internal.

Customers must not wait for the facts that a file still lacks, so the lane of each file is decided here too.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from statusladder.ladder.steps import AHEAD
from statusladder.model.communication import Communication, Drill, Incident, Maintenance, Update
from statusladder.model.feedback import Answer, AnswerKind
from statusladder.model.folding import fold
from statusladder.model.problem import Lane
from statusladder.model.report import ActionItem
from statusladder.model.settings import DrillKeys, LintKeys
from statusladder.model.site import Library, Settings, Team
from statusladder.model.update import INTERNAL_KEYS, IncidentKeys, UpdateKeys
from statusladder.model.vocabulary import IncidentKind, Severity, Visibility

C = TypeVar("C", bound=Communication[Any])
K = TypeVar("K", bound=UpdateKeys)

_DELICATE = (
    *sorted(INTERNAL_KEYS),
    *("audiences", "contacts", "corrections", "withdraw", "related", "merged_into", "roles", "action_items"),
)
"""The keys of which the public may not read all; whoever states none of them says nothing but what is for everybody."""

_EMBARGOED_KINDS = (IncidentKind.SECURITY, IncidentKind.DATA)


def as_of(communication: C, now: datetime) -> C | None:
    """The communication as it stood at `now`; None while nothing of it was written.

    An update dated up to AHEAD after `now` counts as written.
    """
    return _only(communication, lambda update: update.at <= now + AHEAD)


def without_drafts(library: Library) -> Library:
    """The library as if its drafts were not written: what an update says while it is one carries nowhere."""
    return replace(
        library,
        incidents=_present(_only(incident, _is_final) for incident in library.incidents),
        maintenances=_present(_only(maintenance, _is_final) for maintenance in library.maintenances),
    )


def draft_paths_of(library: Library) -> tuple[str, ...]:
    """The files that a publication leaves out as drafts; drills are not among them, as none is ever published."""
    told: tuple[Communication[Any], ...] = (*library.incidents, *library.maintenances)
    return tuple(update.path for one in told for update in one.updates if update.said.draft)


def public_part_of(library: Library, now: datetime, to: str | None = None) -> Library:
    """The library as every public output may show it at `now`, an aware time; with `to`, as that audience may read it.

    Left out: what is a draft or not written yet, embargoed incidents and maintenance, all drills, the internal keys and
    notes, which team fills a role and executives who did not consent, what is said to audiences that are not public (or
    that site.yaml does not know), action items that are not public, the messages of readers, signals, and every
    reference to something left out, because its id alone would tell of it.
    Who owns what is left out too, but for the names of teams that public action items name.
    """
    if to is None:
        return _shown(without_drafts(library), library, now)
    audiences = tuple(
        one.model_copy(update={"public": True}) if one.id == to else one for one in library.settings.audiences
    )
    told = replace(library, settings=library.settings.model_copy(update={"audiences": audiences}))
    return _shown(without_drafts(told), told, now)


def preview_part_of(library: Library, now: datetime, present: datetime | None = None) -> Library:
    """The library as its writers may look at it at `now`: drafts in their place, and drills as incidents.

    Who looks over the writer's shoulder is not among those who may know: what is embargoed or internal stays hidden,
    and what is so in the `present` stays hidden at whatever other moment is looked at.
    """
    incidents = sorted((*library.incidents, *map(_named_as_drill, library.drills)), key=lambda incident: incident.id)
    return _shown(replace(library, incidents=tuple(incidents)), library, now, present)


def find_moments(library: Library, present: datetime) -> tuple[datetime, ...]:
    """When anything is said, and when a maintenance begins and ends; not even the times of what is withheld."""
    told = [one for one in library.communications if not is_withheld(one, present)]
    said = {update.at for one in told for update in one.updates}
    windows = [update.said.window for one in told if isinstance(one, Maintenance) for update in one.updates]
    return tuple(sorted(said.union(*({window.from_, window.to} for window in windows if window is not None))))


def internal_part_of(library: Library, now: datetime) -> Library:
    """The library as the team itself may read it at `now`: with all that is internal or embargoed.

    Left out are drafts and what is not written yet, since nobody stands by them, and drills, which are no incidents.
    """
    return replace(written_part_of(without_drafts(library), now), drills=())


def written_part_of(library: Library, now: datetime) -> Library:
    """The library as it was written by `now`, drafts included."""
    incidents = _present(as_of(incident, now) for incident in library.incidents)
    maintenances = _present(as_of(maintenance, now) for maintenance in library.maintenances)
    drills = _present(as_of(drill, now) for drill in library.drills)
    return replace(library, incidents=incidents, maintenances=maintenances, drills=drills)


def said_in_public(update: Update[Any], communication: Communication[Any], settings: Settings) -> UpdateKeys:
    """What a file says without what no customer ever reads of it, whatever the moment."""
    said: UpdateKeys = update.said
    audiences = {audience.id for audience in settings.audiences if audience.public}
    hidden = (
        _hidden_parts(update.facts) | _hidden_parts(communication.facts) | _hidden_contacts(communication, audiences)
    )
    return _public_keys(said, _secret(said, hidden, audiences), ())


def _shown(part: Library, whole: Library, now: datetime, present: datetime | None = None) -> Library:
    """What may be read at `now` of a part of the whole library; with `present` nothing that is secret by then."""
    incidents = _released(part.incidents, now, present)
    maintenances = _released(part.maintenances, now, present)
    secret = _hidden_at(part, present) if present is not None else {}
    told = {incident.id for incident in incidents} | {maintenance.id for maintenance in maintenances}
    absent = {*(one.id for one in (*whole.communications, *whole.gaps)), *whole.settings.removed} - told
    settings = _public_settings(part.settings, absent)
    audiences = {audience.id for audience in settings.audiences}
    nothing: frozenset[str] = frozenset()
    shown = tuple(_stripped(one, audiences, absent, secret.get(one.id, nothing)) for one in incidents)
    return Library(
        settings.model_copy(update={"teams": _named_teams(part.settings, shown)}),
        whole.policy,
        incidents=shown,
        maintenances=tuple(_stripped(maintenance, audiences, absent) for maintenance in maintenances),
        pages=tuple(replace(page, internal_notes=()) for page in part.pages),
        feedback=tuple(answer for answer in part.feedback if _counts(answer, told, now)),
        gaps=part.gaps,
    )


def _counts(answer: Answer, told: Collection[str], now: datetime) -> bool:
    """Whether the public may know that it was given. Messages were written to the team, and to nobody else."""
    said = answer.said
    return said.kind is AnswerKind.RATING and said.incident in told and said.at <= now


def _only(communication: C, keeps: Callable[[Update[Any]], bool]) -> C | None:
    """The communication with these updates alone, its facts folded anew from what they say; None without any."""
    kept = tuple(update for update in communication.updates if keeps(update))
    if len(kept) == len(communication.updates):
        return communication
    if not kept:
        return None
    facts = fold(update.said for update in kept)
    updates = tuple(replace(update, facts=stand) for update, stand in zip(kept, facts, strict=True))
    return replace(communication, updates=updates)


def _is_final(update: Update[Any]) -> bool:
    return not update.said.draft


def _present(communications: Iterable[C | None]) -> tuple[C, ...]:
    return tuple(communication for communication in communications if communication is not None)


def _named_as_drill(drill: Drill) -> Drill:
    """The drill with a title that nobody can take for that of an incident, and without what its leader knows."""

    def named(keys: IncidentKeys) -> IncidentKeys:
        return keys.model_copy(update={"title": f"Drill: {keys.title}"}) if keys.title is not None else keys

    updates = tuple(replace(one, said=named(one.said), facts=named(one.facts)) for one in drill.updates)
    return replace(drill, updates=updates, script=None)


def _released(communications: tuple[C, ...], now: datetime, present: datetime | None) -> tuple[C, ...]:
    released = (one for one in communications if present is None or not is_withheld(one, present))
    known = _present(as_of(communication, now) for communication in released)
    until = min(now, present or now)
    return tuple(communication for communication in known if not is_embargoed(communication, until))


def is_withheld(communication: Communication[Any], present: datetime) -> bool:
    """Whether it must not be read in the present, at whatever moment it is looked at.

    An embargo holds until what is published ends it: neither a draft nor an update that is dated ahead can. One that
    either of them brings holds already, as a leak cannot be taken back.
    """
    final = _only(communication, _is_final)
    stands = (communication, as_of(communication, present), as_of(final, present) if final is not None else None)
    return any(is_embargoed(one, present) for one in stands if one is not None)


def _hidden_at(part: Library, present: datetime) -> dict[str, frozenset[str]]:
    """The action items that are not public by now, by incident."""
    written = _present(as_of(incident, present) for incident in part.incidents)
    return {incident.id: _hidden_parts(incident.facts) for incident in written}


def is_embargoed(communication: Communication[Any], now: datetime) -> bool:
    """Whether it must not be read yet.

    A security or data incident that does not say stays hidden: a late notice does less harm than a leak, and the
    linter demands the key so that this never happens unseen. A stated embargo binds whatever the kind.
    """
    embargo = communication.facts.embargoed_until
    if embargo is None:
        return communication.facts.kind in _EMBARGOED_KINDS
    return embargo.until is not None and embargo.until > now


def may_be_named(communication: Communication[Any], settings: Settings, now: datetime) -> bool:
    """Whether a job may name it: the logs and issues of a public repository are read by the world."""
    return settings.site.repository is Visibility.PRIVATE or not is_embargoed(communication, now)


def _public_settings(settings: Settings, absent: Collection[str]) -> Settings:
    audiences = tuple(audience for audience in settings.audiences if audience.public)
    inner = {"internal_names": None, "owner": None}
    components = tuple(component.model_copy(update=inner) for component in settings.components)
    roles = tuple(role.model_copy(update={"team": None}) for role in settings.roles)
    redirects = tuple(one for one in settings.redirects if not any(part in absent for part in re.split("[/#]", one.to)))
    kept = {"audiences": audiences, "components": components, "roles": roles, "redirects": redirects}
    kept |= {"contacts": settings.public_contacts, "channels": settings.public_channels}
    left_out = {"teams": (), "removed": (), "lint": LintKeys(), "drills": DrillKeys()}
    return settings.model_copy(update={**kept, **left_out})


def _named_teams(settings: Settings, shown: Iterable[Incident]) -> tuple[Team, ...]:
    """The teams that action items name before everybody, by their names; what the code host calls them stays inside."""
    items = (item for incident in shown for update in incident.updates for item in update.said.action_items or ())
    owners = {item.owner for item in items}
    return tuple(Team(id=team.id, name=team.name) for team in settings.teams if team.id in owners)


def _stripped(
    communication: C, audiences: Collection[str], absent: Collection[str], hidden: frozenset[str] = frozenset()
) -> C:
    hidden_always = _hidden_parts(communication.facts) | _hidden_contacts(communication, audiences) | hidden
    updates = []
    for update in communication.updates:
        hidden_here = _hidden_parts(update.facts) | hidden_always
        updates.append(_stripped_update(update, hidden_here, audiences, absent))
    return replace(communication, updates=tuple(updates))


def _hidden_parts(facts: UpdateKeys) -> frozenset[str]:
    """The action items that are not public; judged on the facts, as a follow-up does not repeat the mark."""
    items: tuple[ActionItem, ...] = getattr(facts, "action_items", None) or ()
    return frozenset(f"action_items.{item.id}" for item in items if not item.public)


def _hidden_contacts(communication: Communication[Any], audiences: Collection[str]) -> frozenset[str]:
    """The contacts for other audiences than these, by audience, of whatever update: a correction quotes older ones."""
    contacts = (contact for update in communication.updates for contact in update.said.contacts or ())
    return frozenset(f"contacts.{one.audience}" for one in contacts if one.audience not in {None, *audiences})


def _stripped_update(
    update: Update[K], hidden: frozenset[str], audiences: Collection[str], absent: Collection[str]
) -> Update[K]:
    if not (update.internal_notes or _may_hold_secrets(update.said) or _may_hold_secrets(update.facts)):
        return update
    secret = _secret(update.said, hidden, audiences)
    return replace(
        update,
        said=_public_keys(update.said, secret, absent),
        facts=_public_keys(update.facts, secret, absent),
        lines={key: line for key, line in update.lines.items() if not _is_within(key, secret)},
        internal_notes=(),
    )


def _may_hold_secrets(keys: UpdateKeys) -> bool:
    """Whether it states any key of which the public may not read all."""
    said = keys.__dict__
    return any(said.get(key) is not None for key in _DELICATE)


def _secret(said: UpdateKeys, hidden: frozenset[str], audiences: Collection[str]) -> frozenset[str]:
    """What a file says that the public must not read, as keys and parts of keys."""
    # A correction quotes what an earlier file said, so the audiences that this file speaks to are not enough.
    quoted = {tuple(fix.field.split(".")[:2]) for fix in said.corrections or ()}
    named = {*(said.audiences or ()), *(path[1] for path in quoted if path[0] == "audiences" and len(path) == 2)}
    return INTERNAL_KEYS | {f"audiences.{audience}" for audience in named if audience not in audiences} | hidden


def _is_within(path: str, secret: Collection[str]) -> bool:
    """Whether a key, written as `key` or `key.part…`, is one of the secret ones or lies within one."""
    if "." not in path:
        return path in secret
    parts = path.split(".")
    return any(".".join(parts[:depth]) in secret for depth in range(1, len(parts) + 1))


def _quotes(field: str, secret: Collection[str]) -> bool:
    """Whether a correction of the field may repeat a secret: it is one, lies within one, or is a whole that holds some.

    Who corrects `audiences` as a whole may quote any of them, so that is never shown.
    """
    holds_some = field == "audiences" or any(key.startswith(f"{field}.") for key in secret)
    return holds_some or _is_within(field, secret)


def _public_keys(keys: K, secret: Collection[str], absent: Collection[str]) -> K:
    """The keys without what is secret; lists that lose their last entry become None, as if never stated."""
    kept: dict[str, Any] = dict.fromkeys(INTERNAL_KEYS)
    if keys.audiences:
        kept["audiences"] = {
            name: text for name, text in keys.audiences.items() if f"audiences.{name}" not in secret
        } or None
    if keys.contacts:
        kept["contacts"] = tuple(one for one in keys.contacts if f"contacts.{one.audience}" not in secret) or None
    if keys.corrections:
        kept["corrections"] = tuple(fix for fix in keys.corrections if not _quotes(fix.field, secret)) or None
    if keys.withdraw:
        kept["withdraw"] = tuple(entry for entry in keys.withdraw if not _is_within(entry, secret)) or None
    if keys.related:
        kept["related"] = tuple(other for other in keys.related if other not in absent) or None
    if keys.merged_into in absent:
        kept["merged_into"] = None
    if keys.roles:
        kept["roles"] = keys.roles.in_public
    items: tuple[ActionItem, ...] | None = getattr(keys, "action_items", None)
    if items:
        kept["action_items"] = tuple(item for item in items if f"action_items.{item.id}" not in secret) or None
    return keys.model_copy(update=kept)


_HURRIED = (Severity.CRITICAL, Severity.MAJOR)


def lanes_of(library: Library) -> dict[str, Lane]:
    """The lane of every update file, by its path: fast is the first file of an incident, and every file of a critical
    or major one while it is open. A draft neither ends an incident nor makes it graver."""
    told = {incident.id: incident for incident in without_drafts(library).incidents}
    found = {}
    for communication in library.communications:
        for update in communication.updates:
            found[update.path] = Lane.USUAL
    for incident in (*library.incidents, *library.drills):
        now = told.get(incident.id, incident)
        hurried = incident.updates if now.is_open and now.severity in _HURRIED else incident.updates[:1]
        found |= {update.path: Lane.FAST for update in hurried}
    return found
