"""Owning what happened: no blame on persons, vendors or customers, and an apology that is one."""

import re
from collections.abc import Iterator

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice, make_resolved
from statusladder.lint.phrases import look_for
from statusladder.lint.turns import BLAMED_CUSTOMER, BLAMED_PERSON, HALF_SORRY
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level, Place
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage

_CLOSING = (Stage.RESOLVED, Stage.POSTMORTEM)

_VENDOR = (
    r"(?:(?:cloud|hosting|network|infrastructure|upstream|third[- ]party|database|model|service|dns|cdn|payment"
    r"|compute|data ?cent(?:er|re)|external) ){0,4}(?:providers?|vendors?|suppliers?|third part(?:y|ies))"
)
_FAILED = (
    r"(?:issues?|problems?|outages?|incidents?|failures?|errors?|degrad\w+|disruptions?|went down|is down"
    r"|was down|unavailab\w+|fail(?:ed|ing|s)|faults?)"
)
_BLAMED_VENDOR = compile_late(
    rf"(?:due to|caused by|because of|result of|attributed to|on the side of|fault of)\b"
    # The words by which each of them is called are looked for first, since that takes a third of the time.
    rf"(?=[^.;]{{0,280}}?(?:provider|vendor|supplier|third part))"
    rf"[^.;]{{0,200}}?\b(?P<one>{_VENDOR})\b"
    rf"|\b(?P<two>{_VENDOR}) (?:\w+ ){{0,3}}{_FAILED}",
    re.IGNORECASE,
)
_OWNED_WHILE_OPEN = compile_late(
    r"\b(?:we|we['’](?:re|ve|ll)|our(?! (?:\w+ ){0,3}(?:providers?|vendors?|suppliers?)))\b"
    r"|\b(?:please|you can) (?:\w+ )?(?:use|choose|select|switch)\b",
    re.IGNORECASE,
)
"""While it is open, any act of yours will do, also one that you open to readers."""
_OWNED = compile_late(
    r"\bwe (?!experienced|encountered|saw|observed|monitored|raised|worked|continued)\w+ed\b|\bare working to\b"
    r"|\bwe (?:are|were|have|will|did|had|also|rely|relied|depend|chose|should|own|plan|failed|take|took)\b"
    r"|\bwe['’](?:re|ve|ll)\b"
    r"|\bour (?:part|own|fail-?over|job|side|responsib\w+|fault|failure|system|service|detection|monitoring|alert\w*"
    r"|tool\w*|resilien\w+)|\b(?:that|this) (?:part )?is (?:ours|on us)|\bsorry\b|\bapolog",
    re.IGNORECASE,
)


def _vendor(subject: Subject) -> Iterator[Finding]:
    texts = subject.words
    owned = _OWNED_WHILE_OPEN if subject.update.stage in OPEN_STAGES else _OWNED
    if any(owned.search(words.text) for words in texts):
        return
    for words in texts:
        match = _BLAMED_VENDOR.search(words.text)
        if match:
            sentence = f"'{match['one'] or match['two']}' is named as the cause, and nothing says what is yours in it"
            fix = "say what you chose, what did not catch it, and what you do about it"
            yield Finding(words.place(match.start()), sentence, fix)
            return


_EFFECT = compile_late(
    r"\b(?:you|yours?|customers?|users?|people|accounts?|guests?|every(?:one|body)|any(?:one|body)|teams?)\b"
    r"|\b(?:fail|err|degrad|delay|declin|interrupt|unavailab|slow|unable|could not|lost|late\b|missing|wrong|timeout"
    r"|latency)",
    re.IGNORECASE,
)
_SORRY = compile_late(r"\b(?:sorry|apologi[sz]e[sd]?|apologi[sz]ing|apolog(?:y|ies)|we regret)\b", re.IGNORECASE)
_REPAIR = compile_late(
    r"\b(?:we|our team|our teams)(?: \w+)? (?:will|shall|now|are (?!(?:very |deeply |truly |so |sincerely )?sorry)"
    r"|end|add|change|check|test|move|build|plan|review|look|watch|report|publish"
    r"|tell|write|refund|have (?:\w+ )?(?:added|changed|told|put|moved|begun|started|fixed|made|taken|asked|turned"
    r"|replaced|written|tested|set|limited))"
    r"|\bwe (?:\w+ly )?(?:added|changed|deployed|disabled|fixed|moved|mitigated|removed|replaced|restored|reverted"
    r"|rolled|turned)\b"
    r"|\bwe['’]ll\b|\bwe['’](?:re|ve) (?:add|chang|improv|mov|build|test|review|fix|work|put)\w*|\bby \d{1,2} \w+"
    r"|\bfrom now on\b|\band (?:we )?(?:will|now|shall|are \w+ing|have \w+ed)\b|\bso that (?:it|this)\b"
    r"|\bless likely\b|\bto (?:prevent|avoid|reduce)\b"
    r"|\bnow (?:has|have|is|are|runs?|gets?|refuses?|stops?)\b|\bstays? (?:off|out)\b|\bno longer\b|\b(?:repaired"
    r"|replaced|sent at)\b",
    re.IGNORECASE,
)
_NOBODY_HIT = compile_late(
    r"\b(?:opened|created|posted|published) (?:by mistake|in error)\b|\bfalse (?:alarm|positive)s?\b"
    r"|\bno (?:\w+ )?impact (?:to|on|for) (?:\w+ )?(?:customers|users)\b"
    r"|\bno (?:\w+ )?(?:customers?|users?) (?:was |were )?(?:affected|impacted)\b|\bno (?:customer|user) impact\b"
    r"|\b(?:maintenance|work) (?:\w+ )?(?:progressed|went|ended) as planned\b",
    re.IGNORECASE,
)
"""Nothing to be sorry for; a text that also says this of others alone is let pass."""

_PARTS = (
    (_EFFECT, "what readers met"),
    (_SORRY, "that you are sorry"),
    (_REPAIR, "what you do about it"),
)


def _apology(subject: Subject) -> Iterator[Finding]:
    """All three in any words of the file, the body first: small sets of words, so that a true apology always passes."""
    incident, update = subject.incident, subject.update
    severity = update.facts.severity or Severity.MINOR
    if incident is None or update.stage not in _CLOSING or severity is Severity.INFO or not subject.in_english:
        return
    if update.stage is Stage.POSTMORTEM and severity is Severity.MINOR:
        return
    text = " ".join(words.text for words in subject.words)
    if _NOBODY_HIT.search(text):
        return
    has = [pattern.search(text) is not None for pattern, _ in _PARTS]
    if update.stage is Stage.POSTMORTEM and getattr(update.facts, "action_items", None):
        has[2] = True
    missing = [part for (_, part), there in zip(_PARTS, has, strict=True) if not there]
    if missing:
        level = Level.WARNING if severity is Severity.MINOR else Level.ERROR
        sentence = f"the {update.stage} update does not say {_listed(missing)}"
        yield Finding(
            _body_place(subject),
            sentence,
            "write what readers could not do, that you are sorry, and what you change by when",
            level,
        )


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _body_place(subject: Subject) -> Place:
    return next((words.place() for words in subject.body), Place(subject.update.path))


_OURSELVES = compile_late(r"\b(?:we|us|our|ours|ourselves)\b|\bwe['’]", re.IGNORECASE)
_TOLD_ELSEWHERE = compile_late(
    r"\bfollow the link\b|\b(?:see|refer to) (?:the |our )?(?:\w+ )?summary\b", re.IGNORECASE
)


def _nobody(subject: Subject) -> Iterator[Finding]:
    update = subject.update
    if subject.incident is None or update.stage not in _CLOSING or not subject.in_english:
        return
    if update.facts.severity is Severity.INFO:
        return
    texts = subject.body
    quiet = (_OURSELVES, _NOBODY_HIT, _TOLD_ELSEWHERE)
    if texts and not any(pattern.search(one.text) for pattern in quiet for one in texts):
        sentence = f"the {update.stage} update never says 'we'"
        yield Finding(texts[0].place(), sentence, "say what you did and what is yours in it, as 'we changed …'")


_SERIOUS = (Severity.CRITICAL, Severity.MAJOR)
_PEOPLE = compile_late(
    r"\b(?:you|your?s?|yourselves|customers?['’]?|users?['’]?|people|accounts?|guests?|members?|visitors?|shoppers?"
    r"|subscribers?|merchants?|sellers?|buyers?|students?|patients?|developers?|organi[sz]ations?|compan(?:y|ies)"
    r"|business(?:es)?|teams?|tenants?|workspaces?|readers?|callers?|players?|every(?:one|body)|any(?:one|body))\b",
    re.IGNORECASE,
)
"""Those whom it happens to; a notice that names them speaks of more than a machine."""
_FELT = compile_late(
    r"\b(?:sorry|apologi[sz]\w*|apolog(?:y|ies)|regret|frustrat\w+|inconvenien\w+|unable to|can ?not|can['’]t|could not"
    r"|couldn['’]t|impossible to|(?:sign|log)g?ing (?:in|on)|we (?:know|understand|recogni[sz]e|reali[sz]e)"
    r"|fails?|failing|(?:do|does|is|are|will) not|(?:do|does|is|are|wo)n['’]t|not (?:working|loading|arriving)"
    r"|(?:returns?|shows?) (?:an )?errors?|slow(?:ly)?|late|missing|lost|down)\b",
    re.IGNORECASE,
)
"""What it is like for them: what does not work as they use it, or that we know what that means."""


def _unacknowledged(subject: Subject) -> Iterator[Finding]:
    """One sentence of this is enough, wherever the first notice says it; a symptom is what customers see."""
    update, impact = subject.update, subject.update.said.impact
    is_notice = subject.is_first and update.stage in OPEN_STAGES and update.stage is not Stage.NOTICE
    if subject.incident is None or not is_notice or update.facts.severity not in _SERIOUS or not subject.in_english:
        return
    if not subject.body or (impact is not None and impact.symptom is not None):
        return
    if not any(pattern.search(one.text) for pattern in (_PEOPLE, _FELT) for one in subject.words):
        sentence = f"the first notice of a {update.facts.severity} incident does not say what it means for customers"
        fix = "say what they cannot do, as 'You cannot sign in, and we know that this stops your work'"
        yield Finding(_body_place(subject), sentence, fix)


_SYSTEMS_ALONE = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Elevated error rates
severity: major
components:
  sign-in: partial_outage
next_update: 30m
---
{text}
"""


_OFFER = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for all accounts
severity: major
components:
  sign-in: major_outage
concessions:
  - {offer}
next_update: 30m
---
You cannot sign in, and we know that this stops your work.
"""
_BEFORE_IT_HOLDS = frozenset(OPEN_STAGES) - {Stage.MONITORING}


def _unapproved_offer(subject: Subject) -> Iterator[Finding]:
    said, update = subject.update.said, subject.update
    if subject.incident is None or update.stage not in _BEFORE_IT_HOLDS:
        return
    if said.approved_by or not subject.policy.names_roles:
        return
    for concession in said.concessions or ():
        if concession.approved_by is None:
            sentence = f"'{concession.offer}' is promised at '{update.stage}', and no role has approved it"
            yield Finding(update.place("concessions"), sentence, "ask for it and add 'approved_by: ROLE' to the offer")


RULES = Family(
    "accountability",
    (
        Rule(
            "A001",
            Code(Kind.WORDING, "a person blamed", Level.ERROR),
            Scope.FILE,
            "A person is where the search for a cause stops too early, and people who are blamed keep back what "
            "would prevent the next "
            "one (Etsy, Google and PagerDuty: blameless postmortems; Howie).",
            (make_notice("Signing in fails because an engineer accidentally removed a setting."),),
            (
                make_notice(
                    "Signing in fails. A routine command could remove a setting that is in use; the tool had no limit."
                ),
            ),
            look_for(BLAMED_PERSON, "blames a person"),
        ),
        Rule(
            "A002",
            Code(Kind.WORDING, "a vendor blamed, and nothing owned", Level.WARNING),
            Scope.FILE,
            "Customers have a contract with you; whom you rely on, and what happens when they fail, is your choice "
            "(Atlassian: own the problem; PagerDuty).",
            (make_notice("Signing in fails because of an outage of a cloud provider."),),
            (make_notice("A network that we rely on failed, and our fail-over did not work; that part is ours."),),
            _vendor,
        ),
        Rule(
            "A003",
            Code(
                Kind.WORDING,
                "an end without apology: what readers met, sorry, what we do; a warning for a minor one",
                Level.ERROR,
            ),
            Scope.FILE,
            "Of what makes an apology work, taking responsibility counts most, then the offer to repair "
            "(Lewicki, Polin and Lount 2016, 755 people asked).",
            (
                make_notice("Signing in fails for some accounts.", severity="major"),
                make_resolved("Service is restored."),
            ),
            (
                make_notice("Signing in fails for some accounts.", severity="major"),
                make_resolved(
                    "You could not sign in for 2 h 10 min. That is our failure, and we are sorry. By 2 April we will "
                    "add "
                    "a limit to the command that caused it."
                ),
            ),
            _apology,
        ),
        Rule(
            "A004",
            Code(Kind.WORDING, "an apology with an 'if' or without a doer", Level.WARNING),
            Scope.FILE,
            "'Sorry for any inconvenience' leaves open whether there was one; readers know that there was (Lewicki, "
            "Polin and Lount 2016).",
            (make_notice("Signing in fails for some accounts. We are sorry for any inconvenience."),),
            (make_notice("Signing in fails for some accounts. We are sorry that you cannot work."),),
            look_for(HALF_SORRY, "leaves open whether anything happened"),
        ),
        Rule(
            "A005",
            Code(Kind.WORDING, "customers blamed", Level.ERROR),
            Scope.FILE,
            "What a customer can set off, the software allowed; blame turns a reader who needs help into an opponent "
            "(Atlassian: own the problem).",
            (make_notice("Signing in fails for some accounts due to customer misconfiguration."),),
            (make_notice("Signing in fails for some accounts: a valid setting triggers a fault in our software."),),
            look_for(BLAMED_CUSTOMER, "blames customers"),
        ),
        Rule(
            "A007",
            Code(Kind.WORDING, "an end in which nobody says 'we'", Level.WARNING),
            Scope.FILE,
            "Owning is half of an apology, and it takes the first person (Lewicki, Polin and Lount 2016).",
            (
                make_notice("Signing in fails for some accounts."),
                make_resolved("Service was restored after a setting was changed back."),
            ),
            (
                make_notice("Signing in fails for some accounts."),
                make_resolved("Signing in works again; we changed a setting back."),
            ),
            _nobody,
        ),
        Rule(
            "A008",
            Code(Kind.WORDING, "a serious first notice that does not say what customers are going through", Level.INFO),
            Scope.FILE,
            "Who is cut off reads first whether anybody has understood that (CDC, Crisis and Emergency Risk "
            "Communication: express empathy early). A notice about systems alone leaves it open.",
            (_SYSTEMS_ALONE.format(text="We are investigating reports of degraded performance."),),
            (_SYSTEMS_ALONE.format(text="You cannot sign in, and we know that this stops your work."),),
            _unacknowledged,
        ),
        Rule(
            "A009",
            Code(Kind.FACT, "an offer that no role has approved, before the fix holds", Level.WARNING),
            Scope.FILE,
            "During an incident nobody knows yet what a credit will cost, and withdrawing one costs more trust than "
            "never offering it. Whoever is on call should not have to promise it alone at night: a role approves the "
            "offer, or the whole update. The presets 'small-team' and 'tiny' have no roles, and ask for no approval.",
            (_OFFER.format(offer="10% credit"),),
            (_OFFER.format(offer="offer: 10% credit\n    approved_by: executive_sponsor"),),
            _unapproved_offer,
        ),
    ),
)
