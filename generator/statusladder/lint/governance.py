"""Who has to agree, and what must not leave the workshop: placeholders and drills."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from statusladder.ladder.approvals import last_decision
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.public_texts import Form
from statusladder.model.communication import Drill
from statusladder.model.facts import Fact
from statusladder.model.problem import Code, Kind, Place
from statusladder.model.site import Settings

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for all accounts
severity: critical
components:
  sign-in: major_outage
next_update: 15m
---
Signing in returns an error for all accounts. We are finding out why.
"""
LAST = """\
---
stage: resolved
at: 2026-03-14T10:30:00Z
data_loss: none
approved_by:{approved}
---
Signing in works again since 10:10 UTC.
"""


def _unapproved(subject: Subject) -> Iterator[Finding]:
    incident = subject.incident
    if incident is None or incident.is_open or subject.update.said.draft:
        return
    decision = last_decision(incident, subject.policy)
    if decision is not None and decision.missing:
        lacking = " and ".join(decision.missing)
        sentence = f"the {incident.severity} incident is '{decision.update.stage}' without the approval of {lacking}"
        mend = "ask for it and add the role to 'approved_by', here or in a later update"
        yield Finding(subject.update.place("approved_by"), sentence, mend)


_PLACEHOLDER = Form(
    re.compile(
        r"\{\{[^{}]{0,80}\}\}"
        r"|^\W*TODO\b|\bTODO\b(?=\s*(?:[:.,;)\]]|$))"
        r"|(?<![\w/-])(?:TBD|XXX)(?![\w/-])"
        r"|(?i:\blorem ipsum\b|<insert\b[^<>]{0,80}>)"
    ),
    ("{{", "todo", "tbd", "xxx", "lorem ipsum", "<insert"),
)
_CODE = re.compile(r"`[^`]*`")
_UNREAD = frozenset({"internal", "decisions", "lint_ignore"})
"""Keys that no customer reads."""


def _placeholders(subject: Subject) -> Iterator[Finding]:
    for text, place in _public_texts(subject):
        for match in _PLACEHOLDER.finditer(text):
            if not _is_of_a_name(match[0].strip(" -:[("), subject.settings):
                sentence = f"'{match[0]}' is a placeholder"
                yield Finding(place(), sentence, "write what belongs there, or leave the sentence out")


def _is_of_a_name(word: str, settings: Settings) -> bool:
    """A product may be called like one of these words."""
    return any(word in name for name in (settings.site.name, *(one.name for one in settings.components)))


def _public_texts(subject: Subject) -> Iterator[tuple[str, Callable[[], Place]]]:
    """Every text of the file that can reach a reader, with what finds its place."""
    update = subject.update
    stated = (key for key in update.lines if "." not in key and key not in _UNREAD)
    for key in stated:
        for name, text in _strings(getattr(update.said, key, None), key):
            yield _CODE.sub("", text) if "`" in text else text, partial(update.place, name)
    for words in subject.body:
        yield words.text, words.place


def _strings(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict | Fact):
        for key, inner in value.items() if isinstance(value, dict) else value:
            yield from _strings(inner, name if "." in name else f"{name}.{key}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner, name)


_DRILL_TITLE = re.compile(r"\W*(?:fire )?(?:drill|exercise|game ?day)\s*(?:[:\])–—-]|$)", re.IGNORECASE)
_DRILL_WORDS = re.compile(r"\bthis (?:is|was) (?:only |just )?an? (?:drill|exercise)\b", re.IGNORECASE)


def _drills(subject: Subject) -> Iterator[Finding]:
    said, update = subject.update.said, subject.update
    if isinstance(subject.communication, Drill):
        return
    mend = "practise in a folder below content/drills, which no reader can reach"
    if said.title is not None and _DRILL_TITLE.match(said.title):
        yield Finding(update.place("title"), f"'{said.title}' is the title of a drill among real incidents", mend)
    if "drill" in (tag.casefold() for tag in said.tags or ()):
        yield Finding(update.place("tags"), "the tag 'drill' stands among real incidents", mend)
    for words in subject.body:
        if match := _DRILL_WORDS.search(words.text):
            yield Finding(words.place(match.start()), f"'{match[0]}' stands where customers read", mend)
    for drill in subject.neighbours.drills:
        if drill.id in update.body:
            line = update.body_line + update.body[: update.body.index(drill.id)].count("\n")
            yield Finding(
                Place(update.path, line), f"the drill '{drill.id}' is named where customers read", "leave it out"
            )


RULES = Family(
    "governance",
    (
        Rule(
            code="G001",
            about=Code(Kind.FACT, "an end or a report that those who must agree have not approved"),
            scope=Scope.STATE,
            why="Whoever declares a serious incident over speaks for the company: the commander of a critical or major "
            "one, and the executive sponsor of a critical one (ladder.md). Nothing that is urgent waits for them, and "
            "the preset 'small-team' asks for no approval.",
            bad=(FIRST, LAST.format(approved=" incident_commander")),
            good=(FIRST, LAST.format(approved="\n  - incident_commander\n  - executive_sponsor")),
            find=_unapproved,
        ),
        Rule(
            code="G003",
            about=Code(Kind.SAFETY, "a placeholder that was left in the text"),
            scope=Scope.FILE,
            why="A gap that was to be filled tells readers that nobody looked before this was sent.",
            bad=(FIRST.replace("all accounts. We", "{{share}} of accounts. We"),),
            good=(FIRST.replace("all accounts. We", "12 % of accounts with `{{name}}` in a template. We"),),
            find=_placeholders,
        ),
        Rule(
            code="G004",
            about=Code(Kind.SAFETY, "a drill where customers would read it as real"),
            scope=Scope.FILE,
            why="A practised outage that reaches customers is an outage of their trust; drills have a folder of their "
            "own that no page, feed or channel reads.",
            bad=(
                FIRST.replace("title: Sign-in", 'title: "[Drill] Sign-in').replace(
                    "all accounts\n", 'all accounts"\n', 1
                ),
            ),
            good=(FIRST.replace("title: Sign-in fails", "title: Drill reports and sign-in fail"),),
            find=_drills,
        ),
    ),
)
