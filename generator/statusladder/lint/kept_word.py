"""The promise of the next update: that it is given, that it is not too far off, and that a late one owns it."""

from collections.abc import Iterator
from datetime import timedelta

from statusladder.ladder.duties import ROUNDING, exceeded_wait, longest_wait, may_slow_down
from statusladder.lint.interface import Finding, Subject
from statusladder.markup.clock import names
from statusladder.markup.rhythm import tells_rhythm
from statusladder.model.pattern import compile_late
from statusladder.model.vocabulary import OPEN_STAGES

_OWNED = compile_late(
    r"(?i)\b(?:late|later than|overdue|promised|announced|sorry|apolog\w+|should have)\b"
    # Of delays only that of the telling: `delayed runs` are what customers suffer.
    r"|\b(?:excuse|pardon|forgive) (?:the|this|our|any) delay\b"
    r"|\bdelay(?:s|ed)? (?:(?:in|of|to|with) )?(?:(?:this|our|the|an?|any|next|promised|status) ){0,2}"
    r"(?:updat(?:es?|ing)|posting|writing|telling|communicat\w+)\b"
    r"|\b(?:this|our|that|the(?: next| promised)?) (?:update|message|news|post)"
    r" (?:is|was|comes|came|got|has been|had been) (?:\w+ly |a (?:bit|little) |somewhat )?delayed\b"
)


def no_promise(subject: Subject) -> Iterator[Finding]:
    """T003."""
    incident, update = subject.incident, subject.update
    if incident is not None and incident.is_open and update.said.next_update is None:
        limit = longest_wait(subject.policy, update.stage, incident.severity)
        within = f", at most {_told(limit)} from now" if limit is not None else ""
        sentence = "nothing says when the next update comes"
        yield Finding(update.place("next_update"), sentence, f"add 'next_update: TIME' or a duration{within}")


def too_long_a_gap(subject: Subject) -> Iterator[Finding]:
    """T004. No key states a reason for a slower rhythm, so the words have to: by then, readers shall know it anyway."""
    update, limit = subject.update, exceeded_wait(subject.policy, subject.update)
    promised = update.said.promised_at
    if subject.incident is None or promised is None or limit is None:
        return
    may_relax = may_slow_down(subject.policy, update.stage, update.at - subject.incident.started_at)
    text = " ".join(words.text for words in subject.body)
    if may_relax and tells_rhythm(text, promised, subject.settings):
        return
    gap = _told(promised - update.at)
    sentence = f"the next update is promised in {gap}; '{update.stage}' allows {_told(limit)}"
    fix = f"promise one within {_told(limit)}, even if only to say what you ruled out"
    if may_relax:
        fix += ", or say in the body why, and when you write again"
    yield Finding(update.place("next_update"), sentence, fix)


def unowned_lateness(subject: Subject) -> Iterator[Finding]:
    """T012."""
    before, update = subject.before, subject.update
    if subject.incident is None or before is None or before.stage not in OPEN_STAGES:
        return
    promised = before.said.promised_at
    if promised is None or update.at - promised <= ROUNDING:
        return
    text = " ".join(words.text for words in subject.body)
    if _OWNED.search(text) or names(text, [promised], subject.settings):
        return
    hour = f"{promised.astimezone(subject.settings.zone):%H:%M %Z}"
    late = _told(update.at - promised)
    sentence = f"this update was promised for {hour}, comes {late} late and does not say so"
    fix = f"say it, as 'We promised this update for {hour} and are late'"
    yield Finding(update.place("at"), sentence, fix)


def _told(span: timedelta) -> str:
    """`40 min`, `2 h`, `10 h 5 min`."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count) or "0 min"
