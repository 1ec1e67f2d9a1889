"""What a page says of our promises to write again: what became of each, how all went, and how often we write."""

from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.promises import AnyUpdate, Outcome, Promise, PromiseRecord, exceeded_wait_of, longest_wait_at
from statusladder.markup.clock import find_rhythm_sentence
from statusladder.model.communication import Incident
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.views import wording
from statusladder.voice.voice import Voice

_ONE = {"1 h": "hour", "1 d": "day"}


def outcome_words(promise: Promise, update: AnyUpdate, policy: Policy, settings: Settings, voice: Voice) -> str:
    """`Next update promised by 09:30 UTC: kept`; a promise beyond the rhythm of its stage says that it is."""
    made = f"Next update promised by {voice.since(promise.promised_at, promise.made_at)}"
    limit = exceeded_wait_of(policy, update)
    if limit is not None:
        made += f", beyond the {wording.say_duration(limit)} of this stage"
        if find_rhythm_sentence(update.body, promise.promised_at, settings):
            made += ", as the words above say"
    match promise.outcome:
        case Outcome.KEPT:
            return f"{made}: kept"
        case Outcome.LATE:
            return f"{made}: came {wording.say_duration(promise.late_by)} late"
        case Outcome.OVERDUE:
            return f"{made}: overdue"
        case Outcome.WAITING:
            return made


def rhythm_words(incident: Incident, policy: Policy, settings: Settings) -> str | None:
    """How often we write at this stage; where the promise that stands takes longer, that it does, in the words given.

    What was imported was written by another rhythm than ours.
    """
    update = incident.latest
    usual = longest_wait_at(policy, update.stage, update.facts.severity)
    if usual is None or update.imported:
        return None
    length = wording.say_duration(usual)
    words = f"At this stage we write at least every {_ONE.get(length, length)}"
    promised = update.said.promised_at
    if promised is None or exceeded_wait_of(policy, update) is None:
        return f"{words}."
    sentence = find_rhythm_sentence(update.body, promised, settings)
    return f"{words}; this time we gave ourselves longer{f': “{sentence}”' if sentence else '.'}"


def kept_words(kept: PromiseRecord) -> str | None:
    """`5 of 5 promises kept`, `none of 3 promises kept`; of a single one, how it came."""
    if not kept.made:
        return None
    if kept.made == 1:
        return "the promised update came in time" if kept.kept else "the promised update came late"
    return f"{kept.kept or 'none'} of {kept.made} promises kept"


def record_words(course: IncidentCourse, *, in_full: bool) -> str | None:
    """How soon we wrote and how we kept our word: `First notice after 9 min, 5 of 5 promises kept.`

    In full with the longest silence, which runs on while the incident is open, so that lists leave it out.
    """
    incident, kept = course.incident, course.record
    details = []
    if incident.facts.started_at is not None and incident.first.at != incident.started_at:
        gap = wording.say_duration(abs(incident.first.at - incident.started_at))
        is_early = incident.first.at < incident.started_at
        details.append(
            f"first notice {gap} before customers were affected" if is_early else f"first notice after {gap}"
        )
    details += [words for words in [kept_words(kept)] if words is not None]
    if in_full and kept.longest_silence is not None and (kept.made or not incident.is_open):
        so_far = " so far" if incident.is_open else ""
        details.append(f"longest silence{so_far} {wording.say_duration(kept.longest_silence)}")
    return f"{wording.capitalise(', '.join(details))}." if details else None
