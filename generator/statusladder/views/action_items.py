"""A promised change as pages show it: who does it by when, how it is verified, how its days moved; then all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from statusladder.ladder.action_items import Action, Move
from statusladder.model.feedback import named_in, retell
from statusladder.model.report import FACTOR
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ActionEffect, ActionStatus, ActionType
from statusladder.views import urls, wording
from statusladder.views.ownership import owner_words
from statusladder.views.placing import move_html, place_html
from statusladder.views.timeline import TimeView

ACTION_TYPES = {
    ActionType.BUG_FIX: "Bug fixes",
    ActionType.INFRASTRUCTURE: "Infrastructure",
    ActionType.PROCESS: "Process",
}
STATUS_LABELS = {
    ActionStatus.PLANNED: "Planned",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Done, not yet verified",
    ActionStatus.VERIFIED: "Verified",
    ActionStatus.DROPPED: "Dropped",
    ActionStatus.SUPERSEDED: "Superseded",
}
_EFFECTS = {
    ActionEffect.PREVENTS: "prevents it",
    ActionEffect.MITIGATES: "makes it smaller",
    ActionEffect.DETECTS: "shows it sooner",
    ActionEffect.RESPONDS_FASTER: "ends it sooner",
}


@dataclass(frozen=True)
class ActionView:
    """`mark` is the mark beside the state, `verify` by or on which day its proof is; `day` is what it is sorted by.

    `id` is stable within its incident, so among those of others an item is called by its `full_id`. `anchor` is where
    it stands in its report. `because` is what it answers: factors by their numbers, readers without their names.
    """

    id: str
    full_id: str
    anchor: str
    title: str
    type: ActionType | None
    mark: str | None
    status: str
    is_settled: bool
    is_overdue: bool
    about: tuple[str, ...]
    because: str | None
    moves: tuple[str, ...]
    proof: str | None
    verify: str | None
    verify_day: str | None
    proof_day: date | None
    evidence: str | None
    dropped_reason: str | None
    day: date | None
    incident_url: str
    incident_title: str


def build_action(one: Action, today: date, settings: Settings, page: str) -> ActionView:
    """The item as it stands on a page."""
    item, proof = one.item, one.item.verification
    overdue = one.is_overdue(today)
    proof_day = one.verify_by or (proof.verified_at if proof is not None else None)
    about = (
        f"Owner: {owner_words(item.owner, settings)}" if item.owner else None,
        f"Due {wording.say_date(item.due)}" if item.due else None,
        f"Done on {wording.say_date(item.done_at)}" if item.done_at else None,
        f"Priority {item.priority.value}" if item.priority else None,
        wording.capitalise(_EFFECTS[item.effect]) if item.effect else None,
    )
    return ActionView(
        id=item.id,
        full_id=f"{one.incident.id}/{item.id}",
        anchor=f"item-{quote(item.id, safe='')}",
        title=item.title or item.id,
        type=item.type,
        mark="major" if overdue else "ok" if one.status is ActionStatus.VERIFIED else None,
        status=_status(one, overdue),
        is_settled=one.is_settled,
        is_overdue=overdue,
        about=tuple(words for words in about if words is not None),
        because=_because(item.source or ()),
        moves=tuple(_moved(move) for move in one.moves),
        proof=f"{wording.capitalise(proof.method)}: {proof.criterion}" if proof is not None else None,
        verify=_verify(one),
        verify_day=wording.say_date(proof_day) if proof_day is not None else None,
        proof_day=proof_day,
        evidence=_evidence(one, settings, page),
        dropped_reason=item.dropped_reason,
        day=one.waits_for or item.due,
        incident_url=urls.of_postmortem(one.incident.id),
        incident_title=one.incident.title,
    )


def _evidence(one: Action, settings: Settings, page: str) -> str | None:
    if one.item.verification is None or one.item.verification.evidence is None:
        return None
    html = place_html(one.item.verification.evidence, one.incident.pictures, top_heading=1)
    return move_html(html, settings.site.url, urls.of_incident(one.incident.id), page)


def group_by_type(views: tuple[ActionView, ...]) -> tuple[tuple[str, tuple[ActionView, ...]], ...]:
    """In the order bug fixes, infrastructure, process, and those without a type last."""
    groups = []
    for kind, label in [*ACTION_TYPES.items(), (None, "Other changes")]:
        of_kind = tuple(view for view in views if view.type is kind)
        if of_kind:
            groups.append((label, of_kind))
    return tuple(groups)


def _because(sources: Iterable[str]) -> str | None:
    """`contributing factor 2 and what one of you told us`; all feedback together, since its ids are never published."""
    told = [source for source in sources if named_in(source) == (source,)]
    others = [FACTOR.sub(r"contributing factor \1", source) for source in sources if source not in told]
    words = [retell(source) for source in (*others, *([" and ".join(told)] if told else []))]
    return wording.say_list(words) or None


def _status(one: Action, overdue: bool) -> str:
    if overdue and one.waits_for is not None:
        what = "its proof was" if one.status is ActionStatus.DONE else "it was"
        return f"{STATUS_LABELS[one.status]}, overdue: {what} due on {wording.say_date(one.waits_for)}"
    return STATUS_LABELS[one.status]


def _verify(one: Action) -> str | None:
    proof = one.item.verification
    if proof is None:
        return None
    if proof.verified_at is not None:
        return f"verified on {wording.say_date(proof.verified_at)}"
    if proof.verify_by is None or one.is_settled:
        return None
    first = one.first_verify_by
    moved = f", at first by {wording.say_date(first)}" if first is not None and first != proof.verify_by else ""
    return f"to be verified by {wording.say_date(proof.verify_by)}{moved}"


def _moved(move: Move) -> str:
    why = f": {move.why}" if move.why else "; nobody said why"
    return f"Moved from {wording.say_date(move.was)}{why}"


@dataclass(frozen=True)
class ImprovementsView:
    """`overdue` are shown first and again in no other place; `figures` are counts, never shares of a few."""

    as_of: TimeView
    count: int
    figures: tuple[str, ...]
    overdue: tuple[ActionView, ...]
    groups: tuple[tuple[str, tuple[ActionView, ...]], ...]


def build_improvements(actions: Iterable[Action], today: date, settings: Settings) -> ImprovementsView:
    found = [one for one in actions if one.item.public]
    views = sorted((build_action(one, today, settings, urls.IMPROVEMENTS) for one in found), key=_soonest_first)
    return ImprovementsView(
        as_of=TimeView.of_day(today),
        count=len(found),
        figures=tuple(_figures(found, today)),
        overdue=tuple(view for view in views if view.is_overdue),
        groups=group_by_type(tuple(view for view in views if not view.is_overdue)),
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
    lines = [f"{len(verified)} of {wording.say_count(len(kept), 'promised change')} verified"]
    if verified:
        lines[0] += f", {in_time} of them by the day that was promised at first"
    return [*lines, *(f"{number} {words}" for words, number in counts.items() if number)]
