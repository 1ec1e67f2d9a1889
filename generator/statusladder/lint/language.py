"""Plain and true words: what makes an update hard to read, evasive, belittling, or more than anybody can promise."""

import re
from collections.abc import Callable, Iterable, Iterator

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice
from statusladder.lint.phrases import engine_room_in, look_for, sentence_at
from statusladder.lint.texts import Words
from statusladder.lint.turns import (
    ABSOLUTE,
    ANOTHERS,
    BOASTING,
    CLICHES,
    EVASIVE,
    EXCLUDING,
    HALF_SORRY,
    MINIMISING,
    SPECULATING,
)
from statusladder.lint.voices import OVERLAY
from statusladder.model.facts import Impact
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.vocabulary import OPEN_STAGES, REPORT_STAGES, ComponentState, Stage

_HEADLINES = ("title", "summary")
_CAUSE = compile_late(
    r"\bcaus\w+|\bdue to\b|\brelated\b|\bbecause\b|\bsource\b|\bresponsible\b|\bresult of\b|\bcontribut\w+|\bculprit",
    re.IGNORECASE,
)
_GUESSES = ("unknown", "qa", "eta", "actions")
"""Where a guess may stand: as what is not known, a question, an estimate, or what is being looked into."""


def _engine_room(subject: Subject) -> Iterator[Finding]:
    """Reports may go into detail, and so may words for one audience; titles are another rule's."""
    if subject.update.stage in REPORT_STAGES:
        return
    told: set[str] = set()
    for words in subject.words:
        if words.key in _HEADLINES or words.key.startswith(OVERLAY):
            continue
        for offset, name in engine_room_in(words.text, subject.settings):
            if name.casefold() not in told:
                told.add(name.casefold())
                sentence = f"'{name}' is a word of the engine room that customers do not know"
                yield Finding(words.place(offset), sentence, "say what it does for them, or what they notice")


_HEDGED = compile_late(
    r"\b(?:(?:some|certain|a subset of|several) (?:of )?)?(?:\w+ )?(?:users|customers|accounts|people|you|requests"
    r"|sign-ins)(?: \w+)? (?:may|might|could) (?:still |also |potentially )?"
    r"(?:(?:be )?(?:see|experienc|notic|encounter|hav)(?:e|ing)? (?:\w+ ){0,3}"
    r"(?:issues?|problems?|errors?|failures?|difficult\w+|degrad\w+|intermittent\w*|slow\w*|delays?|timeouts?|latency"
    r"|disruptions?|interruptions?|unavailab\w+)"
    r"|be unable to|not be able to|fail|be failing|be (?:affected|impacted)(?! (?:only )?(?:by|if|when)\b))\b",
    re.IGNORECASE,
)


def _hedged_impact(subject: Subject) -> Iterator[Finding]:
    incident = subject.incident
    fact = _stated_impact(subject)
    if incident is None or fact is None or subject.update.stage not in OPEN_STAGES:
        return
    for words in subject.words:
        if words.key not in (*_HEADLINES, "impact", "known", "body"):
            continue
        for match in _HEDGED.finditer(words.text):
            sentence = f"'{match[0].strip()}' hedges what the facts state: {fact}"
            yield Finding(words.place(match.start()), sentence, "write what fails, and for how many")


def _stated_impact(subject: Subject) -> str | None:
    """How many are hit, as the facts have it; None where that is open."""
    impact: Impact | None = subject.update.facts.impact
    if impact is not None and impact.share is not None and impact.share.low > 0:
        low, high = impact.share.low, impact.share.high
        return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"
    if impact is not None and impact.accounts is not None and impact.accounts.low > 0:
        return f"{impact.accounts.low:g} accounts or more"
    down = [key for key, state in _states(subject).items() if state is ComponentState.MAJOR_OUTAGE]
    return f"'{down[0]}' is down" if down else None


def _states(subject: Subject) -> dict[str, ComponentState]:
    components = subject.update.facts.components
    states = components.states if components is not None else {}
    return {key: fact.status for key, fact in states.items() if fact.status is not ComponentState.AFFECTED}


def _speculation(subject: Subject) -> Iterator[Finding]:
    if subject.update.stage not in (Stage.NOTICE, Stage.INVESTIGATING):
        return
    texts = [words for words in subject.words if words.key not in _GUESSES]
    for found in SPECULATING.found_in(texts):
        if _CAUSE.search(found.sentence):
            sentence = f"'{found.text}' guesses at the cause before it is identified"
            yield Finding(found.words.place(found.offset), sentence, found.fix)


def _cliches(subject: Subject) -> Iterator[Finding]:
    """A half apology around the same words is the finding of another rule."""
    for found in CLICHES.found_in(subject.words):
        if "inconvenience" not in found.text.casefold() or not HALF_SORRY.stands_in(found.sentence):
            sentence = f"'{found.text}' is a phrase that readers have learnt to skip"
            yield Finding(found.words.place(found.offset), sentence, found.fix)


_TOO_STRONG = compile_late(r"\boutages?\b", re.IGNORECASE)
_TOO_WEAK = compile_late(
    r"\b(?:degrad(?:ed|ation)|slow(?:er|ness|ly)?|slowdowns?|intermittent(?:ly)?|delay(?:s|ed)?)\b", re.IGNORECASE
)
_DOWN = compile_late(
    r"\b(?:down|outages?|unavailable|cannot|can['’]t|unable|fail\w*|every|all|no one|nobody|none|declined|offline"
    r"|unreachable|stopped|not (?:work|respond|possible|available)\w*)\b",
    re.IGNORECASE,
)


def _magnitude(subject: Subject) -> Iterator[Finding]:
    states = _states(subject)
    if subject.update.stage not in OPEN_STAGES or subject.update.stage is Stage.MONITORING or not states:
        return
    worst = max(states.values(), key=lambda state: state.rank)
    texts = [words for words in subject.words if words.key in (*_HEADLINES, "impact", "body")]
    if worst in (ComponentState.UNDER_MAINTENANCE, ComponentState.DEGRADED_PERFORMANCE):
        yield from _too_strong(subject, texts, worst)
    elif worst is ComponentState.MAJOR_OUTAGE and not any(_DOWN.search(words.text) for words in texts):
        for words in texts:
            for match in _TOO_WEAK.finditer(words.text):
                sentence = f"'{match[0]}' says less than the components do: one of them is {worst}"
                yield Finding(words.place(match.start()), sentence, "say that it is down, or state its real state")


def _too_strong(subject: Subject, texts: Iterable[Words], worst: ComponentState) -> Iterator[Finding]:
    """In a headline, or in a sentence about a component of ours: another's outage may be the reason for our delay."""
    hit = [component.name for component in map(subject.settings.component, _states(subject)) if component is not None]
    for words in texts:
        for match in _TOO_STRONG.finditer(words.text):
            about = sentence_at(words, match.start())
            ours = words.key != "body" or any(name.casefold() in about.casefold() for name in hit)
            if ours and not ANOTHERS.search(about):
                sentence = f"'{match[0]}' says more than the components do: the worst of them is {worst}"
                yield Finding(words.place(match.start()), sentence, "say how it is slow or for whom it fails")


def _rule(
    code: str,
    meaning: str,
    why: str,
    bad: str,
    good: str,
    find: Callable[[Subject], Iterable[Finding]],
    level: Level = Level.WARNING,
) -> Rule:
    return Rule(
        code, Code(Kind.WORDING, meaning, level), Scope.FILE, why, (make_notice(bad),), (make_notice(good),), find
    )


RULES = Family(
    "language",
    (
        _rule(
            "L001",
            "words of the engine room, or a part's internal name",
            "Customers know what they do with a product, not what it is made of; a word they must look up tells them "
            "nothing "
            "(GOV.UK; Atlassian: layman's terms).",
            "Signing in fails for some accounts: etcd has lost its quorum.",
            "Signing in fails for some accounts: the system that our servers agree through has stopped.",
            _engine_room,
        ),
        _rule(
            "L004",
            "a passive that hides who did it",
            "A sentence without anybody in it reads as one that is meant to hide somebody; trust comes back when the "
            "company says 'we' "
            "(GOV.UK: active voice).",
            "Mistakes were made while a setting was changed.",
            "We changed a setting without trying it first.",
            look_for(EVASIVE, "hides who did it"),
        ),
        _rule(
            "L005",
            "an impact that is hedged although the facts state it",
            "'Some users may be experiencing issues' is read as distance, above all by those for whom everything "
            "fails; where a figure "
            "is known, it is the sentence (PagerDuty: exact numbers).",
            "Some users may be experiencing issues with signing in.",
            "Between 12 and 18 % of sign-ins fail.",
            _hedged_impact,
        ),
        _rule(
            "L006",
            "words that make light of it",
            "What is small for a company can be somebody's whole day; making light of what one is responsible for "
            "raises anger "
            "(Coombs: situational crisis communication theory, diminish).",
            "After a brief blip a handful of users have to sign in again.",
            "For 23 minutes signing in failed; 140 accounts have to sign in again.",
            look_for(MINIMISING, "makes light of what customers met"),
        ),
        _rule(
            "L007",
            "a promise that nobody can keep",
            "Failures come back, and the next one is then also a broken promise; what changes and by when can be kept.",
            "Signing in works again. This will never happen again.",
            "Signing in works again. Three changes make it less likely; we report on them by 30 April.",
            look_for(ABSOLUTE, "promises more than anybody can keep"),
            Level.ERROR,
        ),
        _rule(
            "L008",
            "a guess at the cause before it is identified",
            "A guess travels as a fact and has to be taken back (PagerDuty: never guess; CDC, CERC: be right).",
            "Signing in fails for some accounts. This was probably caused by the release of 08:30 UTC.",
            "Signing in fails for some accounts. We do not know why yet and are checking the release of 08:30 UTC.",
            _speculation,
        ),
        _rule(
            "L009",
            "phrases that readers have learnt to skip",
            "They take the place of what readers look for, and an apology that everybody uses is heard as none "
            "(PagerDuty).",
            "We take the security of your data very seriously.",
            "No data was read or changed; we checked all sign-ins since 08:00 UTC.",
            _cliches,
        ),
        Rule(
            "L010",
            Code(Kind.WORDING, "a word of magnitude that does not fit the components' states", Level.WARNING),
            Scope.FILE,
            "'Slow' about something that is down insults those who cannot work, and 'outage' about something slow "
            "alarms those who can "
            "(PagerDuty).",
            (
                make_notice(
                    "Signing in is slow. We are finding out why.", state="major_outage", title="Signing in is slow"
                ).replace("  symptom: The sign-in page returns an error\n", ""),
            ),
            (
                make_notice(
                    "Nobody can sign in. We are finding out why.", state="major_outage", title="Nobody can sign in"
                ),
            ),
            _magnitude,
        ),
        _rule(
            "L011",
            "terms that leave people out",
            "A notice is read by everybody; there is a plain word for each of these (the lists of alex and of the "
            "Inclusive Naming Initiative).",
            "We have blacklisted the addresses that flood the sign-in page.",
            "We have blocked the addresses that flood the sign-in page.",
            look_for(EXCLUDING, "is a term that leaves people out"),
        ),
        _rule(
            "L013",
            "praise of ourselves",
            "Praise in a notice of failure reads as evasive (Coombs: situational crisis communication theory, "
            "bolstering).",
            "Our industry-leading sign-in returns an error for some accounts.",
            "Sign-in returns an error for some accounts.",
            look_for(BOASTING, "praises us while something fails"),
        ),
    ),
)
