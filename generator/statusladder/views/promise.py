"""What a page says of our promises to write again: what became of each, how all went, and how often we write."""

from datetime import timedelta

from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.promises import AnyUpdate, Outcome, Promise, PromiseRecord, exceeded_wait_of, longest_wait_at
from statusladder.markup.clock import find_rhythm_sentence
from statusladder.model.communication import Incident
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice


def outcome_words(promise: Promise, update: AnyUpdate, policy: Policy, settings: Settings, voice: Voice) -> str:
    """`Next update promised by 09:30 UTC – on time`; says where the time is longer than usual at its stage."""
    made = _made_words(promise, update, policy, settings, voice)
    match promise.outcome:
        case Outcome.KEPT:
            return voice.say("promise.kept", promise=made)
        case Outcome.LATE:
            return voice.say("promise.late", promise=made, length=voice.length(promise.late_by))
        case Outcome.OVERDUE:
            return voice.say("promise.overdue", promise=made)
        case Outcome.WAITING:
            return made


def _made_words(promise: Promise, update: AnyUpdate, policy: Policy, settings: Settings, voice: Voice) -> str:
    time, limit = voice.since(promise.promised_at, promise.made_at), exceeded_wait_of(policy, update)
    if limit is None:
        return voice.say("promise.made", time=time)
    if find_rhythm_sentence(update.body, promise.promised_at, settings):
        return voice.say("promise.made_beyond_as_said", time=time, length=voice.length(limit))
    return voice.say("promise.made_beyond", time=time, length=voice.length(limit))


def rhythm_words(incident: Incident, policy: Policy, settings: Settings, voice: Voice) -> str | None:
    """How often we write at this stage; where the promise that stands takes longer, that it does, in the words given.

    What was imported was written by another rhythm than ours.
    """
    update = incident.latest
    usual = longest_wait_at(policy, update.stage, update.facts.severity)
    if usual is None or update.imported:
        return None
    every, promised = _every_words(usual, voice), update.said.promised_at
    if promised is None or exceeded_wait_of(policy, update) is None:
        return voice.say("promise.rhythm", every=every)
    sentence = find_rhythm_sentence(update.body, promised, settings)
    if not sentence:
        return voice.say("promise.rhythm_longer", every=every)
    return voice.say("promise.rhythm_longer_as_said", every=every, sentence=Own(sentence))


def _every_words(length: timedelta, voice: Voice) -> str:
    if length == timedelta(hours=1):
        return voice.say("promise.every_hour")
    if length == timedelta(days=1):
        return voice.say("promise.every_day")
    return voice.say("promise.every", length=voice.length(length))


def kept_words(kept: PromiseRecord, voice: Voice) -> str | None:
    """`5 of 5 promises kept`, `none of 3 promises kept`; of a single one, how it came."""
    if not kept.made:
        return None
    if kept.made == 1:
        return voice.say("promise.record.one_kept") if kept.kept else voice.say("promise.record.one_late")
    if not kept.kept:
        return voice.say("promise.record.none_kept", n=kept.made)
    return voice.say("promise.record.some_kept", kept=kept.kept, n=kept.made)


def record_words(course: IncidentCourse, voice: Voice, *, in_full: bool) -> str | None:
    """How soon we wrote and how we kept our word: `First notice after 9 min, 5 of 5 promises kept.`

    In full with the longest gap between updates, which grows while the incident is open, so that lists leave it out.
    """
    incident, kept = course.incident, course.record
    details = []
    if incident.facts.started_at is not None and incident.first.at != incident.started_at:
        gap = voice.length(abs(incident.first.at - incident.started_at))
        is_early = incident.first.at < incident.started_at
        details.append(
            voice.say("promise.record.early_notice", length=gap)
            if is_early
            else voice.say("promise.record.first_notice", length=gap)
        )
    details += [words for words in [kept_words(kept, voice)] if words is not None]
    if in_full and kept.longest_silence is not None and (kept.made or not incident.is_open):
        longest = voice.length(kept.longest_silence)
        details.append(
            voice.say("promise.record.silence_so_far", length=longest)
            if incident.is_open
            else voice.say("promise.record.silence", length=longest)
        )
    if not details:
        return None
    return voice.say("promise.record.sentence", details=capitalise(voice.comma_separated(details)))
