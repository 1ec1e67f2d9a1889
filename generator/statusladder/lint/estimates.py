"""Estimates of recovery: windows instead of points, changes that are told, and none that passes in silence."""

from collections.abc import Iterator
from datetime import datetime

from statusladder.lint.interface import Finding, Subject
from statusladder.markup.clock import clock_times, names
from statusladder.model.facts import Eta
from statusladder.model.pattern import compile_late
from statusladder.model.vocabulary import Stage

_RECOVERY = (
    r"(?:fixed|restored|resolved|recovered|recovery|resolution|back|available|operational|working|complete[d]?|finished"
    r"|done|over|repaired|mitigated|lifted)"
)
_FUTURE = compile_late(
    r"(?i)\b(?:will|expect\w*|should|estimat\w+|plan\w*|hope|aim|anticipat\w+|eta|going to|likely|target\w*|to be)\b"
    r"|[’']ll\b"
)
_POINT = compile_late(
    rf"(?i)\b{_RECOVERY}\b(?:\s+[\w-]+){{0,3}}?\s+(?:at|by|around|about|before|for)\s+(?:about |around )?(?=\d)"
    r"|\b(?:recovery|resolution|eta)(?: time)? is (?:now )?(?:at |about )?(?=\d)"
)
_OTHER_TALK = compile_late(r"(?i)\b(?:updates?|report|between|from|window|not before|no later|summary|was|were|had)\b")
_SPEAKS_OF_THE_ESTIMATE = compile_late(
    r"(?i)\b(?:estimate\w*|expected|expectation|planned|hoped|promised|earlier (?:time|window)|(?:longer|later|slower)"
    r" than|more time than|takes? longer|took longer|delay\w*|late|instead of|not (?:yet )?ready|still not)\b"
)


def point_estimate(subject: Subject) -> Iterator[Finding]:
    """T006, in prose; the key `eta` cannot hold a point, and the end of a maintenance is its window's."""
    if subject.incident is None:
        return
    for words in subject.words:
        for start, sentence in words.sentences:
            match = _POINT.search(sentence)
            if match is None or not _FUTURE.search(sentence) or _OTHER_TALK.search(sentence):
                continue
            times = clock_times(sentence)
            if len(times) != 1 or not sentence[match.end() :].startswith(times[0]) or _restates(subject, sentence):
                continue
            told = f"'{match[0].strip()} {times[0]}' is a single moment"
            fix = "give a window with its basis, as 'between 14:00 and 15:30 UTC: 60 % is done'"
            yield Finding(words.place(start + match.start()), told, fix)


def _restates(subject: Subject, sentence: str) -> bool:
    """Whether the sentence names an end of the window that the facts give, with its confidence and basis."""
    return names(sentence, _ends(subject.update.facts.eta), subject.settings)


def untold_change(subject: Subject) -> Iterator[Finding]:
    """T007."""
    update, before = subject.update, subject.before
    told, old = update.said.eta, before.facts.eta if before is not None else None
    if told is None or old is None or old.unknown or _ends(told) == _ends(old):
        return
    if update.said.eta_reason is None:
        sentence = "the estimate differs from the one before, and nothing says why"
        yield Finding(update.place("eta"), sentence, "add 'eta_reason: …', what changed")
    text = " ".join(words.text for words in subject.body)
    tells_old = names(text, _ends(old), subject.settings) or _SPEAKS_OF_THE_ESTIMATE.search(text)
    if names(text, _ends(told), subject.settings) and not tells_old:
        sentence = "the words give the new estimate and not the one that customers still have in mind"
        fix = f"name both, as 'earlier estimate {_window(old, subject)}'"
        yield Finding(update.place("eta"), sentence, fix)


def passed_in_silence(subject: Subject) -> Iterator[Finding]:
    """T008: compares the update's own time with the estimate that stood before it, never a clock."""
    update, before = subject.update, subject.before
    if subject.incident is None or before is None:
        return
    ended = before.facts.estimate_ends_at
    if ended is None or ended >= update.at or _recovered(subject) <= ended:
        return
    if update.said.eta is not None or update.said.eta_review_at is not None:
        return
    text = " ".join(words.text for words in subject.body)
    if _SPEAKS_OF_THE_ESTIMATE.search(text) or names(text, [*_ends(before.facts.eta), ended], subject.settings):
        return
    hour = f"{ended.astimezone(subject.settings.zone):%H:%M %Z}"
    sentence = f"the estimate ended at {hour}, and this update does not speak of it"
    fix = f"say that {hour} has passed and what you expect now, and give the new 'eta' with 'eta_reason'"
    yield Finding(update.place("at"), sentence, fix)


def _recovered(subject: Subject) -> datetime:
    """When customers had service again, where this update says that they have; else its own time."""
    facts, update = subject.update.facts, subject.update
    times = [time.at for time in (facts.mitigated_at, facts.resolved_at) if time is not None]
    return min([*times, update.at]) if update.stage in (Stage.MONITORING, Stage.RESOLVED) else update.at


def _ends(eta: Eta | None) -> list[datetime | None]:
    return [eta.from_, eta.to] if eta is not None else []


def _window(eta: Eta, subject: Subject) -> str:
    ends = [end.astimezone(subject.settings.zone) for end in (eta.from_, eta.to) if end is not None]
    return "–".join(f"{end:%H:%M}" for end in ends)
