"""A promised change as pages show it: who does it by when, how it is verified, how its days moved; then all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from statusladder.ladder.action_items import Action, Move
from statusladder.model.feedback import named_in
from statusladder.model.report import FACTOR, ActionItem, Verification
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ActionStatus, ActionType
from statusladder.views import urls, wording
from statusladder.views.ownership import owner_words
from statusladder.views.placing import move_html, place_html
from statusladder.views.policy_words import say_feedback
from statusladder.views.timeline import TimeView
from statusladder.voice.own import Own, own_but_for, pieces_of, put_together
from statusladder.voice.voice import Voice

ANSWERS_ANCHOR = "you-told-us"
"""Where a report says what readers told us; a contributing factor has its name in a source, as factor-2."""


@dataclass(frozen=True)
class Cause:
    """What an item answers; `anchor` is where its report says it, None where no reader can look it up."""

    text: str
    anchor: str | None = None


@dataclass(frozen=True)
class ActionView:
    """`mark` is the mark beside the state, `proof` how and until when it is verified; `day` is what it is sorted by.

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
    because: tuple[Cause, ...]
    moves: tuple[str, ...]
    proof: str | None
    verify_day: str | None
    proof_day: date | None
    evidence: str | None
    dropped_reason: str | None
    day: date | None
    incident_url: str
    incident_title: str


def build_action(one: Action, today: date, settings: Settings, page: str, voice: Voice) -> ActionView:
    """The item as it stands on a page."""
    item, proof = one.item, one.item.verification
    overdue = one.is_overdue(today)
    proof_day = one.verify_by or (proof.verified_at if proof is not None else None)
    return ActionView(
        id=item.id,
        full_id=f"{one.incident.id}/{item.id}",
        anchor=f"item-{quote(item.id, safe='')}",
        title=item.title or item.id,
        type=item.type,
        mark="major" if overdue else "ok" if one.status is ActionStatus.VERIFIED else None,
        status=_status(one, overdue, voice),
        is_settled=one.is_settled,
        is_overdue=overdue,
        about=tuple(_about(item, settings, voice)),
        because=tuple(_causes(one, voice)),
        moves=tuple(_moved(move, voice) for move in one.moves),
        proof=_proof(one, voice),
        verify_day=voice.day(proof_day) if proof_day is not None else None,
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


def _about(item: ActionItem, settings: Settings, voice: Voice) -> Iterator[str]:
    if item.owner:
        yield voice.say("action.owner", owner=owner_words(item.owner, settings, voice))
    if item.due:
        yield voice.say("action.due", day=voice.day(item.due))
    if item.done_at:
        yield voice.say("action.done_at", day=voice.day(item.done_at))
    if item.priority:
        yield voice.say("action.priority", priority=item.priority.value)
    if item.effect:
        yield voice.say(f"action.effect.{item.effect.value}")


def group_by_type(views: tuple[ActionView, ...], voice: Voice) -> tuple[tuple[str, tuple[ActionView, ...]], ...]:
    """In the order bug fixes, infrastructure, process, and those without a type last."""
    groups = []
    for kind in (*ActionType, None):
        of_kind = tuple(view for view in views if view.type is kind)
        if of_kind:
            label = voice.say(f"action.type.{kind.value}") if kind is not None else voice.say("action.other_type")
            groups.append((label, of_kind))
    return tuple(groups)


def _causes(one: Action, voice: Voice) -> Iterator[Cause]:
    """Contributing factors, other texts, and all feedback together, since its ids are never published."""
    sources = one.item.source or ()
    told = [source for source in sources if named_in(source) == (source,)]
    for source in sources:
        if source not in told:
            factor = FACTOR.search(source)
            yield Cause(_source(source, voice), factor[0] if factor else None)
    if told:
        text = voice.say("policy.feedback", n=len(set(told)))
        yield Cause(text, ANSWERS_ANCHOR if one.incident.facts.feedback_answered else None)


def _source(text: str, voice: Voice) -> str:
    pieces = pieces_of(own_but_for(text, FACTOR, lambda factor: voice.say("action.factor", number=factor[1])))
    return put_together(say_feedback(piece, voice) if isinstance(piece, Own) else piece for piece in pieces)


def _status(one: Action, overdue: bool, voice: Voice) -> str:
    status = voice.say(f"action.status.{one.status.value}")
    if not overdue or one.waits_for is None:
        return status
    if one.status is ActionStatus.DONE:
        return voice.say("action.overdue_proof", status=status, day=voice.day(one.waits_for))
    return voice.say("action.overdue", status=status, day=voice.day(one.waits_for))


def _proof(one: Action, voice: Voice) -> str | None:
    """How it is shown to work, and by or on which day where that is known."""
    proof = one.item.verification
    if proof is None:
        return None
    method, verify = Own(wording.capitalise(proof.method)), _verify(one, proof, voice)
    if verify is None:
        return voice.say("action.proof", method=method, criterion=Own(proof.criterion))
    return voice.say("action.proof_by", method=method, criterion=Own(proof.criterion), when=verify)


def _verify(one: Action, proof: Verification, voice: Voice) -> str | None:
    if proof.verified_at is not None:
        return voice.say("action.verified_at", day=voice.day(proof.verified_at))
    if proof.verify_by is None or one.is_settled:
        return None
    first, day = one.first_verify_by, voice.day(proof.verify_by)
    if first is None or first == proof.verify_by:
        return voice.say("action.verify_by", day=day)
    return voice.say("action.verify_by_moved", day=day, first=voice.day(first))


def _moved(move: Move, voice: Voice) -> str:
    if move.why:
        return voice.say("action.moved", day=voice.day(move.was), reason=Own(move.why))
    return voice.say("action.moved_without_reason", day=voice.day(move.was))


@dataclass(frozen=True)
class ImprovementsView:
    """`overdue` are shown first and again in no other place; `figures` are counts, never shares of a few."""

    as_of: TimeView
    count: int
    figures: tuple[str, ...]
    overdue: tuple[ActionView, ...]
    groups: tuple[tuple[str, tuple[ActionView, ...]], ...]


def build_improvements(actions: Iterable[Action], today: date, settings: Settings, voice: Voice) -> ImprovementsView:
    found = [one for one in actions if one.item.public]
    views = sorted((build_action(one, today, settings, urls.IMPROVEMENTS, voice) for one in found), key=_soonest_first)
    return ImprovementsView(
        as_of=TimeView(voice.day(today), today.isoformat()),
        count=len(found),
        figures=tuple(_figures(found, today, voice)),
        overdue=tuple(view for view in views if view.is_overdue),
        groups=group_by_type(tuple(view for view in views if not view.is_overdue), voice),
    )


def _soonest_first(view: ActionView) -> tuple[bool, date, str, str]:
    """What is open comes before what is settled, and each by its day."""
    return view.is_settled, view.day or date.max, view.incident_url, view.id


def _figures(found: list[Action], today: date, voice: Voice) -> Iterator[str]:
    """Of how few or many, said with the number of all; what was replaced by another item is counted there."""
    kept = [one for one in found if one.status is not ActionStatus.SUPERSEDED]
    if not kept:
        return
    verified = [one for one in kept if one.status is ActionStatus.VERIFIED]
    if verified:
        in_time = sum(one.was_verified_in_time for one in verified)
        yield voice.say("improvements.verified_in_time", n=len(kept), verified=len(verified), in_time=in_time)
    else:
        yield voice.say("improvements.verified", n=len(kept), verified=0)
    counts = {
        "done": sum(one.status is ActionStatus.DONE for one in kept),
        "begun": sum(one.status in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS) for one in kept),
        "overdue": sum(one.is_overdue(today) for one in kept),
        "dropped": sum(one.status is ActionStatus.DROPPED for one in kept),
    }
    yield from (voice.say(f"improvements.count.{kind}", n=number) for kind, number in counts.items() if number)
