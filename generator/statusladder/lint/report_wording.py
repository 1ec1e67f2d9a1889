"""Turns of phrase that end the learning in an incident report: vague promises, a single cause, hindsight."""

import re
from collections.abc import Iterator

from statusladder.lint.interface import Finding, Subject
from statusladder.lint.texts import Words
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Level
from statusladder.model.report import ActionItem
from statusladder.model.vocabulary import REPORT_STAGES, ReportVersion, Stage

_EMPTY_PROMISE = compile_late(
    r"^(?:please )?be (?:more )?(?:careful|attentive|vigilant|diligent|aware)\b"
    r"|^(?:please )?take (?:more|greater) care\b"
    r"|\bbe (?:more|extra) (?:careful|attentive|vigilant|diligent)\b"
    r"|^(?:remind|retrain|re-train|educate|tell|ask) (?:the |all |our |every )*"
    r"(?:engineers?|developers?|teams?|staff|operators?|people|everyone|everybody|colleagues|on-call)\b",
    re.IGNORECASE,
)
_OPEN_END = compile_late(
    r"^(?:(?:improve|better|enhance|more) (?:the |our )?(?:monitoring|alerting|alerts|testing|tests|documentation"
    r"|communication|processe?s?)\W*$"
    r"|(?:investigate|consider|look (?:in)?to|look at|explore|evaluate|discuss|reflect|think about|figure out)\b)",
    re.IGNORECASE,
)


def find_empty_promises(subject: Subject) -> Iterator[Finding]:
    """Action items that ask people to try harder, or that could never be told done."""
    for _, title in _titles(subject):
        if match := _EMPTY_PROMISE.search(title):
            sentence = f"'{match[0]}' asks people to try harder"
            fix = "write what the system will refuse, limit or do by itself from then on"
            yield Finding(subject.update.place("action_items"), sentence, fix)
        elif match := _OPEN_END.search(title):
            sentence = f"'{match[0]}' has no end at which it is done"
            fix = "write what will be different, with a figure or a limit that can be checked"
            yield Finding(subject.update.place("action_items"), sentence, fix, Level.WARNING)


_NO_VERB = compile_late(
    r"(?:the|an?|this|these|all|some|any|no|none|each|every|better|more|new|additional|further|automatic|automated"
    r"|regular|someone|somebody|we|they|it|there|i|our|missing|lack|need|needs)\s"
    r"|(?!(?:bring|ping|ring|string|swing|sling|sing)\b)[a-z]{2,}ing\s",
    re.IGNORECASE,
)


def find_missing_verbs(subject: Subject) -> Iterator[Finding]:
    """Action items that begin with anything but what is to be done."""
    for item, title in _titles(subject):
        if match := _NO_VERB.match(title):
            sentence = f"{item.id} begins with '{match[0].strip()}', and not with what will be done"
            fix = "begin with a verb: 'Alert when …', 'Refuse …', 'Test … each night'"
            yield Finding(subject.update.place("action_items"), sentence, fix)


def _titles(subject: Subject) -> Iterator[tuple[ActionItem, str]]:
    items: tuple[ActionItem, ...] = getattr(subject.update.said, "action_items", None) or ()
    return ((item, item.title) for item in items if item.title is not None)


_ROOT = r"(?:the|a single|the only|its|our|this) (?:single |main |actual |real |true |underlying )?root cause"
_SINGLE_CAUSE = compile_late(
    rf"\b{_ROOT}(?= (?:of [^.;]{{1,80}} )?(?:was|is|lies|lay|turned out)\b"
    r"(?! (?:not|still|being|under|unknown|unclear|yet)\b)(?! an? (?:combination|chain|series|number) of\b)"
    r"(?! the (?:\w+ ){0,2}incident\b)|:)"
    rf"|\b(?:as|to be) {_ROOT}\b"
    rf"|(?<!not )(?<!yet )\b(?:found|identified|discovered|determined) {_ROOT}\b(?! analys[ie]s)",
    re.IGNORECASE,
)
_HEADING = compile_late(r"root cause:?", re.IGNORECASE)
_PERSON = compile_late(
    r"\b(?:human|operator|user|manual|engineer|pilot)(?:'s)? (?:error|mistake|failure)\b"
    r"|\ban? (?:junior |senior |new |on-call )?(?:engineer|developer|operator|technician|administrator|employee"
    r"|colleague|contractor|intern|staff member|team member)\b"
    r"|\b(?:mistake|error|carelessness|negligence|oversight) (?:by|of) (?:an?|the|one of our) (?!system|tool|service)",
    re.IGNORECASE,
)
_CAUSES = ("trigger", "cause", "contributing_factors")


def find_single_causes(subject: Subject) -> Iterator[Finding]:
    """One cause for all of it, or a person as the cause."""
    if not _is_report(subject):
        return
    for words in subject.words:
        match = _HEADING.fullmatch(words.text) or _SINGLE_CAUSE.search(words.text)
        if match is not None:
            fix = "tell the trigger, and at least two factors without which it would not have come so far"
            yield Finding(words.place(match.start()), f"'{match[0]}' makes one cause of many", fix)
        if words.key in _CAUSES and (match := _PERSON.search(words.text)):
            fix = "write what let one person's step do so much: 'The tool had no limit'"
            yield Finding(words.place(), f"'{match[0].strip()}' makes a person the cause", fix, Level.ERROR)
    factors = getattr(subject.update.said, "contributing_factors", None)
    if factors is not None and len(factors) == 1:
        place, fix = subject.update.place("contributing_factors"), "add what made it worse, longer or harder to see"
        yield Finding(place, "the report names a single contributing factor", fix)


_SENSED = (
    "notice|see|predict|verify|check|test|consider|anticipate|reali[sz]e|recogni[sz]e|detect|spot|communicate|inform"
    "|foresee|follow|understand|take into account|account for|document|plan|ensure|act|react|respond|review|catch|think"
)
_HINDSIGHT = compile_late(
    r"(?<!monitors )(?<!monitoring )(?<!alerts )(?<!alert )(?<!checks )(?<!, which )"
    rf"\bfailed to (?:\w+ly )?(?:{_SENSED})\b"
    r"|\b(?:should|ought to)(?:n't| not)? have (?:\w+ly )?been (?!impacted|affected)\w+(?:ed|en|wn|ne|lt|ght|de)\b"
    r"|\b(?:we|they|team|engineers?|operators?|staff|nobody|someone|somebody) should(?:n't| not)? have (?:\w+ly )?"
    r"(?!recovered|restored|finished|received|completed)"
    r"(?:\w+ed|known|seen|caught|told|thought|found|taken|done|begun|written|kept|made|gone|understood)\b"
    r"|\bcould have (?:easily |probably )?(?:been )?"
    r"(?:prevented|avoided|caught|detected|noticed|foreseen|spotted|stopped|averted|helped)\b"
    r"|\b(?:in|with the benefit of|with) hindsight\b"
    r"|\bobviously\b|\b(?:neglected|forgot) to\b|\bif only\b(?! \d)",
    re.IGNORECASE,
)
_ASKS = compile_late(r"\b(?:if|whether)\b[^.;,]*$", re.IGNORECASE)


def find_hindsight(subject: Subject) -> Iterator[Finding]:
    """What people ought to have seen, told by who knows how it ended."""
    if not _is_report(subject):
        return
    for words, match in _matches(subject, _HINDSIGHT):
        if not _ASKS.search(words.text[: match.start()]):
            fix = "tell what was there to be seen at the time: 'No alert covered this queue'"
            yield Finding(words.place(match.start()), f"'{match[0]}' judges with what is known only now", fix)


def _matches(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Words, re.Match[str]]]:
    return ((words, match) for words in subject.words for match in pattern.finditer(words.text))


_HELD_GUESS = compile_late(
    r"\b(?:the|our) root cause (?:is|was|of this[^.]{0,40} (?:is|was))\b(?! (?:not|still|being|unknown|unclear|under))"
    r"|(?<!not )(?<!not yet )\b(?:identified|found|know|determined) the (?:root )?cause\b",
    re.IGNORECASE,
)
_DENIED = compile_late(r"\b(?:not|until|once|when|after|if|before|try\w*|work\w*|to)\b[^.]*$", re.IGNORECASE)


def find_early_causes(subject: Subject) -> Iterator[Finding]:
    """A cause that is told as certain while the stage says that nobody knows it."""
    if subject.update.stage not in (Stage.NOTICE, Stage.INVESTIGATING):
        return
    for words, match in _matches(subject, _HELD_GUESS):
        if not _DENIED.search(words.text[: match.start()]):
            sentence = f"'{match[0]}' names a cause at the stage '{subject.update.stage}'"
            fix = "go on to 'stage: identified' and state 'cause', or move the guess to 'unknown'"
            yield Finding(words.place(match.start()), sentence, fix)


_LOOKS_BACK = {
    "what went well": compile_late(r"\b(?:went|worked|did) (?:\w+ )?(?:well|right)\b", re.IGNORECASE),
    "what went poorly": compile_late(
        r"\b(?:went|go|did) (?:\w+ )?(?:poorly|badly|wrong|less well)\b|not (?:go )?(?:so )?well", re.I
    ),
    "where we were lucky": compile_late(r"\b(?:lucky|luck)\b", re.IGNORECASE),
}


def find_missing_review(subject: Subject) -> Iterator[Finding]:
    """A report that leaves out one of the three questions of a review."""
    update = subject.update
    preliminary = getattr(update.facts, "version", None) is ReportVersion.PRELIMINARY
    ended = Stage.RESOLVED in {one.stage for one in subject.communication.updates}
    if update.stage is not Stage.POSTMORTEM or preliminary or update.said.draft or not ended:
        return
    missing = [name for name, pattern in _LOOKS_BACK.items() if not pattern.search(update.body)]
    if missing:
        sentence = f"the report does not tell {', '.join(missing)}"
        yield Finding(
            subject.update.place(), sentence, "add a short section for each; luck is what the next time lacks"
        )


def _is_report(subject: Subject) -> bool:
    return subject.incident is not None and subject.update.stage in REPORT_STAGES
