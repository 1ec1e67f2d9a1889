"""The turns of phrase that rules of wording look for: tables only, so that a reviewer can read them as words."""

import re

from statusladder.lint.phrases import Phrase, Phrases
from statusladder.model.pattern import compile_late

_FIGURE = (
    r"\d[\d.,]*\s?(?:%|percent|per cent)"
    r"|\b\d[\d,]*\s(?:\w+\s){0,2}(?:users|customers|accounts|requests|jobs|repositories)\b"
)
_FEW = r"(?:number|percentage|proportion|fraction|portion|share|subset|amount|group|set|minority)"
_HARM = (
    r"(?:issues?|problems?|incidents?|outages?|disruptions?|interruptions?|errors?|bugs?|degradations?|delays?|faults?)"
)

EVASIVE = Phrases(
    (
        Phrase(r"(?:some )?(?:mistakes?|errors) (?:were|was|have been) made", "say what you did, as 'we …'"),
        Phrase(
            rf"(?:an? |some |the )?(?:\w+ )?{_HARM} (?:was|were|has been|have been) "
            r"(?:experienced|encountered|observed|noticed|noted|seen|introduced)",
            "say what failed for whom, and what you did, as 'we …'",
        ),
        Phrase(
            r"it (?:was|has been) (?:determined|discovered|found|noticed|noted|observed|decided|realised|realized)",
            "say who found it, as 'we found …'",
        ),
        Phrase(
            r"(?:access|availability|performance|functionality|connectivity) "
            r"(?:was|were|has been|have been) (?:impacted|affected)",
            "say what customers could not do, as 'you could not sign in'",
            r"\b(?:no|not|nor|without)\b",
        ),
        Phrase(
            r"(?:was|were|been|being) (?:inadvertently|mistakenly|accidentally|unintentionally|erroneously) "
            r"\w+ed(?! by\b)",
            "say who did it, as 'we …', and what let it happen",
        ),
    )
)

MINIMISING = Phrases(
    (
        Phrase(r"hiccups?|blips?", "say how long it lasted and for how many"),
        Phrase(
            rf"(?:small|minor|slight|tiny|limited) (?:\w+ )?{_HARM}(?! rate)",
            "leave the word out and say how many it met",
            r"limited to",
        ),
        Phrase(
            rf"(?:very |relatively )?(?:small|tiny|limited) {_FEW}(?= of\b)",
            "give the figure instead",
            rf"{_FIGURE}|resilien|\bmitigat\w+ (?:\w+ )?\w+ by\b",
        ),
        Phrase(
            r"(?:only|just|merely) (?:(?:affect|impact)(?:ed|ing|s) )?an? (?:very )?"
            r"(?:handful|few|small|tiny|fraction|minor|limited)",
            "give the figure alone",
        ),
        Phrase(
            r"(?:a )?handful of (?:\w+ )?(?:users|customers|accounts|people|organi[sz]ations)",
            "give the figure instead",
        ),
        Phrase(
            rf"brief(?:ly)? (?:\w+ )?(?:{_HARM}|unavailab\w+|downtime|interrupted|affected|impacted"
            r"|period (?=of|where))",
            "give the minutes instead",
            r"resilien|tolera|handle|withstand",
        ),
        Phrase(rf"isolated (?:{_HARM}|cases?|events?)", "say how many it met"),
    )
)

ABSOLUTE = Phrases(
    (
        Phrase(
            r"(?:will|can|shall|must|does|do|wo|ca)(?: ?not|n['’]t) (?:ever )?(?:(?:happen|occur) again|recur)"
            r"|(?:will|must|can|to|this|it|that|and) never (?:happen|occur|recur)s?|never again"
            r"|(?:will|can) never (?:fail|break|go down|lose|let)",
            "say which changes make it less likely, and by when you report on them",
            r"\b(?:monitor|verif|watch|confirm)|\b(?:certain|until|whether|hope)\b",
        ),
        Phrase(
            r"100 ?(?:%|percent|per cent) (?:fixed|resolved|solved|secure|safe|reliable|protected|certain|sure"
            r"|confident)",
            "say what was checked, when and how",
        ),
        Phrase(
            r"we (?:can |do |fully )?(?:guarantee|promise that)|guaranteed (?:to|that|not)",
            "say what you do, and by when",
        ),
        Phrase(
            r"permanently (?:fix|resolv|solv|eliminat)\w*|(?:fixed|resolved|solved) permanently|once and for all"
            r"|(?:fixed|resolved|solved|gone|over) for good",
            "say what was changed, and how you will see whether it holds",
        ),
        Phrase(
            r"(?:fully|completely|totally|absolutely|entirely|perfectly) (?:protected|secure|safe|immune)",
            "say what protects it, and from what",
            r"\b(?:not|never|no)\b",
        ),
    )
)

SPECULATING = Phrases(
    (
        Phrase(
            r"probably|presumably|most likely|likely(?= (?:caused|due|related|because|the result))|perhaps|we guess"
            r"|we assume|we (?:think|suspect|believe)|is suspected|(?:may|might|could) be (?:caused|due|related)"
            r"|(?:may|might|could) be contributing|appears? to be (?:caused|due|related)|seems? to be (?:caused|due"
            r"|related)|(?:likely|probable|possible|suspected|potential) (?:root )?causes?",
            "move the guess to 'unknown', or wait until it is confirmed",
            r"\b(?:investigating|checking|examining|looking (?:in)?to) (?!the (?:root )?cause)[^.;,]* (?:that|which) "
            r"(?:may|might|could) be\b",
        ),
    )
)

CLICHES = Phrases(
    (
        Phrase(
            r"(?:we )?(?:take|takes|taking) (?:\w+ ){1,6}(?:very |extremely |so )?seriously",
            "say what you change, and by when",
        ),
        Phrase(
            r"(?:any|the|this) inconveniences?(?: (?:caused|this (?:may|might) \w+ \w+))?",
            "name what customers could not do",
        ),
        Phrase(r"valued (?:customers?|users?|clients?|partners?)", "write 'you'"),
        Phrase(r"(?:out of )?an abundance of caution", "say what you did and what risk it lowers"),
        Phrase(r"(?:please )?rest assured|please be assured", "say what was checked, when and how"),
        Phrase(
            r"(?:is|remains) (?:our|a) (?:top|highest|number one|utmost) priority|of the utmost importance",
            "say what you do",
        ),
        Phrase(
            r"working (?:diligently|tirelessly|around the clock|as (?:quickly|fast|hard) as (?:possible|we can))",
            "say what you do now and when you report again",
        ),
        Phrase(r"lessons (?:were|have been|will be) learn(?:ed|t)", "say what you change, and by when"),
    )
)

EXCLUDING = Phrases(
    (
        Phrase(r"black-?list\w*", "write 'block list' or 'blocked'"),
        Phrase(r"white-?list\w*", "write 'allow list' or 'allowed'"),
        Phrase(r"master(?: ?[/-] ?| and )slaves?|slaves?", "write 'primary and replica'"),
        Phrase(r"sanity[- ]check\w*", "write 'quick check'"),
        Phrase(r"guys", "write 'people' or 'everyone'"),
        Phrase(r"crazy|insane(?:ly)?", "say what was out of the ordinary"),
        Phrase(r"grandfathered", "write 'kept under the old rules'"),
        Phrase(r"man[- ]?hours?|manpower|manned", "write 'hours of work' or 'staffed'"),
    )
)

BOASTING = Phrases(
    (
        Phrase(
            r"industry[- ]leading|market[- ]leading|world[- ]class|best[- ]in[- ]class|cutting[- ]edge"
            r"|state[- ]of[- ]the[- ]art|enterprise[- ]grade|unparalleled",
            "leave it out; readers look for what fails and when it ends",
        ),
        Phrase(
            r"award[- ]winning|we (?:pride ourselves|are proud)|most (?:reliable|trusted) (?:\w+ ){1,3}on the market"
            r"|our (?:robust|superior|highly available) (?:architecture|platform|infrastructure)"
            r"|(?:committed to|strive to) (?:provid|deliver|offer)(?:e|ing)? "
            r"(?:the (?:highest|best)|a seamless|excellent|exceptional)",
            "leave it out; say what you change, and by when",
        ),
        Phrase(
            r"(?:excellent|outstanding|strong|proven) (?:track record|uptime|reliability)|99\.9\d* ?% (?:uptime"
            r"|availability)",
            "leave it out; say how long this lasted and whom it met",
            r"\b(?:promise\w*|agree\w*|target|objective|SLA|miss(?:ed)?|below|short of)\b",
        ),
    )
)

_PERSON = (
    r"(?:engineer|operator|employee|developer|administrator|technician|contractor|colleague|team member|staff member"
    r"|person)s?"
)
_ONE_OF_OURS = r"(?:an?|one|one of (?:our|the)|the|our)"
_DID = r"(?:ran|deleted|removed|changed|restarted|entered|applied|released|pushed|switched off)"
_HUMAN = r"(?:human|operator|manual|engineer|employee|administrator|admin)(?:['’]s)?"

BLAMED_PERSON = Phrases(
    (
        Phrase(
            rf"{_HUMAN} (?:error|failure|mistake)s?",
            "say what the tool or the procedure let happen, and which limit was missing",
            r"\b(?:not|no|never|than|instead of|reduc\w+|prevent\w*|avoid\w*|against|(?:risk|potential|room"
            r"|likelihood|chance|possibility) (?:of|for)) "
            rf"(?:a |an |any |the )?(?:\w+ )?{_HUMAN} (?:error|failure|mistake)"
            r"|\b(?:error|mistake|failure)s? (?:cannot|can['’]t|can no longer|no longer)\b",
        ),
        Phrase(
            rf"{_ONE_OF_OURS} (?:[\w-]+ )?{_PERSON} (?:on (?:our team|call|duty) )?(?:\w+ )?(?:mistakenly|accidentally"
            r"|inadvertently|incorrectly|wrongly|unintentionally|erroneously|carelessly|forgot|misconfigured|mistyped"
            r"|overlooked|neglected|made (?:a|an|the) (?:\w+ )?(?:mistake|error)"
            r"|(?:failed to|did not) (?:notice|follow|check|verify)"
            rf"|{_DID} (?:the wrong|an untested)|{_DID} [^.;]{{1,60}}?by (?:mistake|accident))",
            "say what the tool or the procedure let happen, without the person",
        ),
        Phrase(
            r"(?:mistake|error|oversight)s? (?:made )?by (?:an?|one of our|our|the) (?:\w+ )?"
            rf"(?:{_PERSON}|member of (?:our|the)|team)|fat[- ]finger\w*|was disciplined"
            rf"|(?:mistakenly|accidentally|inadvertently|wrongly) \w+ed by {_ONE_OF_OURS} (?:\w+ )?{_PERSON}"
            r"|(?:was|been) (?:fired|dismissed)",
            "say what the tool or the procedure let happen, without the person",
        ),
    )
)

BLAMED_CUSTOMER = Phrases(
    (
        Phrase(
            r"(?:customer|user|client)(?:s|['’]s|s['’])? (?:error|mistake|misconfiguration|misuse|negligence|fault)s?",
            "say which fault of yours a customer's action could set off",
            r"\b(?:not|no|never|than|instead of|assum\w+|suspect\w+) (?:a |an |any |the |by )?(?:customer|user|client)"
            r"|\bwrongly (?:said|told|wrote|called)\b",
        ),
        Phrase(
            r"(?:caused by|due to|because of) (?:an? |the |some )?(?:\w+ )?(?:customer|user|client)s?(?:['’]s?)? "
            r"(?:\w+ )?(?:misconfigur\w+|mistakes?|misus\w+|mis-?configured|incorrectly|improperly)"
            r"|(?:caused by|due to|because of) (?:the )?(?:incorrect|improper|wrong|abusive) [^.;]{1,60}?"
            r"(?:by|from) (?:an? |one |some |our )?(?:\w+ )?(?:customer|user|client)s?"
            r"|(?:problem|issue|error|mistake|fault|misconfiguration)s? (?:is |was |lies )?(?:on|at) (?:the |their )?"
            r"(?:customer|user|client)(?:s|['’]s|s['’])? (?:side|end)",
            "say which fault of yours a customer's action could set off",
        ),
        Phrase(
            r"(?:customers?|users?|clients?) (?:who |that )?(?:misconfigured|misused|ignored|neglected"
            r"|should have (?:configured|checked|updated|upgraded|renewed|followed|migrated|known|backed up"
            r"|read(?! (?:access|rights|permission)))"
            r"|did not (?:bother|follow|heed|read)|improper(?:ly)? us\w+)"
            r"|(?:customers?|users?|clients?) who failed to (?:renew|follow|migrate|heed)"
            r"|you should have (?:checked|renewed|followed|migrated|known|backed up)",
            "say what your software or your notices lacked",
        ),
    )
)

_SORRY = r"(?:sorry|apologi[sz]e|apolog(?:y|ies)|regret)"
HALF_SORRY = Phrases(
    (
        Phrase(
            r"if (?:you|your|this|that|any|it|anyone)\b[^.;:]*?,? we (?:are |do )?(?:\w+ )?(?:sorry|apologi[sz]e)",
            "say without 'if' what happened to readers and that you are sorry for it",
        ),
        Phrase(
            rf"{_SORRY} (?:if|should)\b(?: \w+){{0,3}}",
            "say without 'if' what happened to readers and that you are sorry for it",
        ),
        Phrase(
            rf"{_SORRY}(?: (?:sincerely|deeply|again))? (?:for|about|to)?\s?(?:any(?:one)?|whatever)(?: \w+)?",
            "name the effect, as 'we are sorry that your reports did not run'",
        ),
        Phrase(
            r"we regret that you (?:feel|felt)|(?:is|are|was|were) (?:deeply |sincerely |very much )?(?:regretted"
            r"|regrettable)",
            "write 'we are sorry that …' and name the effect",
        ),
        Phrase(
            rf"{_SORRY} (?:for )?(?:the |this )?(?:\w+ )?(?:inconvenience|disruption|trouble|issues?"
            rf"|impact) (?:that )?(?:this |it |we |(?:some of )?you )?(?:may|might|could) (?!not\b)\w+(?: \w+)?",
            "say what it did, without 'may', and that you are sorry for it",
        ),
    )
)

ANOTHERS = compile_late(
    r"\b(?:providers?|vendors?|upstream|third[- ]party|suppliers?|no|not|prevent\w*|earlier|previous|last|since)\b"
    r"|\bpartial",
    re.IGNORECASE,
)
"""Words beside which an outage may be somebody else's, an earlier one, or none."""
