"""Times that readers can rely on: with a zone, with a date, promised, kept, and told when they change.

Estimates of recovery are windows instead of points, their changes are told, and none passes in silence. The next update
is promised, not for too late, and a late one owns it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from statusladder.ladder.promises import ROUNDING, exceeded_wait_of, longest_wait_at, may_slow_down
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.vague_times import find_ambiguous_zone, find_missing_date, find_missing_time, find_missing_zone
from statusladder.markup.clock import find_clock_times, names_time_of, tells_rhythm
from statusladder.model.facts import Eta
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.vocabulary import OPEN_STAGES, Stage

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


def find_point_estimate(subject: Subject) -> Iterator[Finding]:
    """T006, in prose; the key `eta` cannot hold a point, and the end of a maintenance is its window's."""
    if subject.incident is None:
        return
    for words in subject.words:
        for start, sentence in words.sentences:
            match = _POINT.search(sentence)
            if match is None or not _FUTURE.search(sentence) or _OTHER_TALK.search(sentence):
                continue
            times = find_clock_times(sentence)
            if len(times) != 1 or not sentence[match.end() :].startswith(times[0]) or _restates(subject, sentence):
                continue
            told = f"'{match[0].strip()} {times[0]}' is a single moment"
            fix = "give a window with its basis, as 'between 14:00 and 15:30 UTC: 60 % is done'"
            yield Finding(words.place(start + match.start()), told, fix)


def _restates(subject: Subject, sentence: str) -> bool:
    """Whether the sentence names an end of the window that the facts give, with its confidence and basis."""
    return names_time_of(sentence, _ends(subject.update.facts.eta), subject.settings)


def find_untold_change(subject: Subject) -> Iterator[Finding]:
    """T007."""
    update, before = subject.update, subject.before
    told, old = update.said.eta, before.facts.eta if before is not None else None
    if told is None or old is None or old.unknown or _ends(told) == _ends(old):
        return
    if update.said.eta_reason is None:
        sentence = "the estimate differs from the one before, and nothing says why"
        yield Finding(update.place("eta"), sentence, "add 'eta_reason: …', what changed")
    text = " ".join(words.text for words in subject.body)
    tells_old = names_time_of(text, _ends(old), subject.settings) or _SPEAKS_OF_THE_ESTIMATE.search(text)
    if names_time_of(text, _ends(told), subject.settings) and not tells_old:
        sentence = "the words give the new estimate and not the one that customers still have in mind"
        fix = f"name both, as 'earlier estimate {_window(old, subject)}'"
        yield Finding(update.place("eta"), sentence, fix)


def find_passed_estimate(subject: Subject) -> Iterator[Finding]:
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
    if _SPEAKS_OF_THE_ESTIMATE.search(text) or names_time_of(text, [*_ends(before.facts.eta), ended], subject.settings):
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


_OWNED = compile_late(
    r"(?i)\b(?:late|later than|overdue|promised|announced|sorry|apolog\w+|should have)\b"
    # Of delays only that of the telling: `delayed runs` are what customers suffer.
    r"|\b(?:excuse|pardon|forgive) (?:the|this|our|any) delay\b"
    r"|\bdelay(?:s|ed)? (?:(?:in|of|to|with) )?(?:(?:this|our|the|an?|any|next|promised|status) ){0,2}"
    r"(?:updat(?:es?|ing)|posting|writing|telling|communicat\w+)\b"
    r"|\b(?:this|our|that|the(?: next| promised)?) (?:update|message|news|post)"
    r" (?:is|was|comes|came|got|has been|had been) (?:\w+ly |a (?:bit|little) |somewhat )?delayed\b"
)


def find_missing_promise(subject: Subject) -> Iterator[Finding]:
    """T003."""
    incident, update = subject.incident, subject.update
    if incident is not None and incident.is_open and update.said.next_update is None:
        limit = longest_wait_at(subject.policy, update.stage, incident.severity)
        within = f", at most {_told(limit)} from now" if limit is not None else ""
        sentence = "nothing says when the next update comes"
        yield Finding(update.place("next_update"), sentence, f"add 'next_update: TIME' or a duration{within}")


def find_long_gap(subject: Subject) -> Iterator[Finding]:
    """T004. No key states a reason for a slower rhythm, so the words have to: by then, readers shall know it anyway."""
    update, limit = subject.update, exceeded_wait_of(subject.policy, subject.update)
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


def find_unowned_lateness(subject: Subject) -> Iterator[Finding]:
    """T012."""
    before, update = subject.before, subject.update
    if subject.incident is None or before is None or before.stage not in OPEN_STAGES:
        return
    promised = before.said.promised_at
    if promised is None or update.at - promised <= ROUNDING:
        return
    text = " ".join(words.text for words in subject.body)
    if _OWNED.search(text) or names_time_of(text, [promised], subject.settings):
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


_KEYS = """\
stage: investigating
at: 2026-03-14T09:00:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: partial_outage
impact:
  symptom: The sign-in page returns an error
"""


def _first(body: str, *lines: str) -> str:
    keys = "".join(f"{line}\n" for line in lines or ("next_update: 1h",))
    return f"---\n{_KEYS}{keys}---\n{body}\n"


def _next(at: str, body: str, *lines: str) -> str:
    keys = "".join(f"{line}\n" for line in (*lines, "next_update: 1h"))
    return f"---\nstage: identified\nat: 2026-03-14T{at}:00Z\n{keys}---\n{body}\n"


_FIRST = _first("Signing in returns an error for some accounts.")
_ETA = (
    "eta:",
    "  from: 2026-03-14T14:00:00Z",
    "  to: 2026-03-14T15:30:00Z",
    "  confidence: medium",
    "  basis: a trial run",
)
_NEW_ETA = tuple(line.replace("15:30", "17:00").replace("14:00", "16:00") for line in _ETA)
_DISK = "A disk is full. We are moving sign-in to another server."

_WORDS = (
    Rule(
        code="T001",
        about=Code(Kind.WORDING, "a word instead of a time: soon, shortly, as soon as possible", Level.WARNING),
        scope=Scope.FILE,
        why="Waits of unknown length feel longer (Maister on waiting lines); a time can be planned with.",
        bad=(_first("Signing in fails. This will be fixed shortly."),),
        good=(_first("Signing in fails. The next update comes at 10:00 UTC, shortly after the restart."),),
        find=find_missing_time,
    ),
    Rule(
        code="T002",
        about=Code(Kind.WORDING, "a time of day without its zone"),
        scope=Scope.FILE,
        why="Readers sit in every zone; in July 2024 a time without one was repeated around the world and misread.",
        bad=(_first("Signing in has failed since 9:30."),),
        good=(_first("Signing in has failed since 09:30 UTC."),),
        find=find_missing_zone,
    ),
    Rule(
        code="T006",
        about=Code(Kind.WORDING, "an estimate that is a single moment", Level.WARNING),
        scope=Scope.FILE,
        why="A point is nearly always missed; a window with its basis can be kept, and be weighed (PagerDuty).",
        bad=(_FIRST, _next("12:00", "A disk is full. We expect sign-in to be fixed at 14:00 UTC.")),
        good=(
            _FIRST,
            _next("12:00", "A disk is full. We expect recovery between 14:00 and 15:30 UTC: the rebuild is 60 % done."),
        ),
        find=find_point_estimate,
    ),
    Rule(
        code="T010",
        about=Code(Kind.WORDING, "a day that is another one for each reader: tomorrow, this morning", Level.WARNING),
        scope=Scope.FILE,
        why="When it is this morning for the writer it is evening for others, and the page is read for years.",
        bad=(_first("Signing in failed this morning."),),
        good=(_first("Signing in failed from 07:10 to 08:25 UTC on 14 March."),),
        find=find_missing_date,
    ),
    Rule(
        code="T011",
        about=Code(Kind.WORDING, "an abbreviation that several zones share: CST, IST, BST", Level.WARNING),
        scope=Scope.FILE,
        why="CST is used in America and in China; copies of a public report on an outage of 2021 disagree by an hour.",
        bad=(_first("The work ends at 8 pm CST."),),
        good=(_first("The work ends at 02:00 UTC on 15 March."),),
        find=find_ambiguous_zone,
    ),
    Rule(
        code="T012",
        about=Code(Kind.WORDING, "a late update that does not own it", Level.WARNING),
        scope=Scope.FILE,
        why="A page that keeps its promises may be late once; one that says nothing about it is not believed again.",
        bad=(_FIRST, _next("10:12", _DISK)),
        good=(_FIRST, _next("10:12", f"We promised this update for 10:00 UTC and are 12 minutes late. {_DISK}")),
        find=find_unowned_lateness,
    ),
)

_PROMISES = (
    Rule(
        code="T003",
        about=Code(Kind.FACT, "no promise of the next update while an incident is open"),
        scope=Scope.STATE,
        why="Who knows when to look again stops reloading and stops calling (PagerDuty).",
        bad=(_first("Signing in returns an error.", "started_at: 2026-03-14T08:55:00Z"),),
        good=(_FIRST,),
        find=find_missing_promise,
    ),
    Rule(
        code="T004",
        about=Code(Kind.FACT, "the next update is promised for later than the cadence allows"),
        scope=Scope.STATE,
        why="Silence is filled with guesses. The rhythm relaxes after two hours, or after one while monitoring, "
        "and then the words say when you write again.",
        bad=(_first("Signing in returns an error.", "next_update: 3h"),),
        good=(_FIRST,),
        find=find_long_gap,
    ),
    Rule(
        code="T007",
        about=Code(Kind.FACT, "an estimate that changes without a reason, or as if there had been no other"),
        scope=Scope.STATE,
        why="Readers planned with the earlier estimate; one that is swapped in silence looks like a trick.",
        bad=(_FIRST, _next("12:00", _DISK, *_ETA), _next("13:00", "Now between 16:00 and 17:00 UTC.", *_NEW_ETA)),
        good=(
            _FIRST,
            _next("12:00", _DISK, *_ETA),
            _next(
                "13:00",
                "Earlier estimate 14:00–15:30 UTC; now 16:00–17:00 UTC, because the move had to start again.",
                "eta_reason: the move had to start again",
                *_NEW_ETA,
            ),
        ),
        find=find_untold_change,
    ),
    Rule(
        code="T008",
        about=Code(Kind.FACT, "an estimate that passed, and the next update does not speak of it"),
        scope=Scope.STATE,
        why="Who is told 30 minutes and waits 35 feels cheated (Maister); saying it first takes the sting out.",
        bad=(_FIRST, _next("12:00", _DISK, *_ETA), _next("15:40", "Half of the servers are moved.")),
        good=(
            _FIRST,
            _next("12:00", _DISK, *_ETA),
            _next("15:40", "We expected to be done by 15:30 UTC and are not: half of the servers are moved."),
        ),
        find=find_passed_estimate,
    ),
)

RULES = Family("time", (*_WORDS, *_PROMISES))
