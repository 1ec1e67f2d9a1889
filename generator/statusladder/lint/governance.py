"""Who has to agree, and what must not leave the workshop: placeholders and drills."""

import re
from collections.abc import Iterable, Iterator

from statusladder.ladder.ownership import find_last_decision
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.texts import Form, PublicText, texts_of_page
from statusladder.model.communication import Drill
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level, Place
from statusladder.model.site import Page, Settings

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
    decision = find_last_decision(incident, subject.policy)
    if decision is not None and decision.missing:
        lacking = " and ".join(decision.missing)
        sentence = f"the {incident.severity} incident is '{decision.update.stage}' without the approval of {lacking}"
        fix = "ask for it and add the role to 'approved_by', here or in a later update"
        yield Finding(subject.update.place("approved_by"), sentence, fix)


_PLACEHOLDER = Form(
    compile_late(
        r"\{\{[^{}]{0,80}\}\}"
        r"|^\W*TODO\b|\bTODO\b(?=\s*(?:[:.,;)\]]|$))"
        r"|(?<![\w/-])(?:TBD|XXX)(?![\w/-])"
        r"|(?i:\blorem ipsum\b|<insert\b[^<>]{0,80}>)"
    ),
    ("{{", "todo", "tbd", "xxx", "lorem ipsum", "<insert"),
)
_LEFT_OVER = Form(
    compile_late(
        r"(?<![\w<])<(?!BR>|DIV>|EM>|HR>|IMG>|LI>|OL>|PRE>|SPAN>|STRONG>|TD>|TH>|TR>|UL>)"
        r"[A-Z][A-Z0-9]+(?:[ _/-][A-Z0-9]+)*>"
        r"|\[(?:[A-Z][A-Z0-9]*[ _/-]){0,3}"
        r"(?:TIME|DATE|DURATION|NUMBER|PERCENT(?:AGE)?|COMPONENTS?|NAMES?|LINK|URL|CAUSE|REASON|SYMPTOM)\](?![\[\x28:])"
        r"|(?i:\[insert\b[^\[\]]{0,80}\](?![\[\x28:]))"
        r"|(?i:\(edited\))"
    ),
    ("<", "[", "(edited)"),
)
"""Gaps of templates in brackets, and what a chat writes behind a message; no HTML, and no label as `[UPDATED]`."""
_CODE = compile_late(r"^[ >]*(```+|~~~+).*?(?:^[ >]*\1|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def _placeholders(subject: Subject) -> Iterator[Finding]:
    # What is still a draft may have gaps; it must not keep the notice of another incident from going out.
    level = Level.WARNING if subject.update.said.draft else None
    for text in subject.public_texts:
        yield from _gaps(text, (_LEFT_OVER,) if text.is_body else (_PLACEHOLDER, _LEFT_OVER), subject.settings, level)
    if subject.public_texts:
        for words in subject.body:
            for match in _PLACEHOLDER.finditer(words.text):
                yield from _gap(match[0], words.place(match.start()), subject.settings, level)


def _placeholders_of_page(settings: Settings, page: Page) -> Iterator[Finding]:
    for text in texts_of_page(page):
        yield from _gaps(text, (_PLACEHOLDER, _LEFT_OVER), settings)


def _gaps(text: PublicText, forms: Iterable[Form], settings: Settings, level: Level | None = None) -> Iterator[Finding]:
    """What the forms find outside of code, which readers are to take as it stands."""
    is_plain = "`" not in text.text and "~~~" not in text.text
    prose = text.text if is_plain else _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text.text)
    for form in forms:
        for match in form.finditer(prose):
            yield from _gap(match[0], text.place(match.start()), settings, level)


def _gap(found: str, place: Place, settings: Settings, level: Level | None) -> Iterator[Finding]:
    names = (settings.site.name, *(one.name for one in settings.components))
    if not any(found.strip(" -:[(") in name for name in names):  # a product may be called like one of these words
        fix = "write what belongs there, or leave the sentence out; what readers are to type belongs in `backticks`"
        yield Finding(place, f"'{found}' is a placeholder", fix, level)


_DRILL_TITLE = compile_late(r"\W*(?:fire )?(?:drill|exercise|game ?day)\s*(?:[:\])–—-]|$)", re.IGNORECASE)
_DRILL_WORDS = compile_late(r"\bthis (?:is|was) (?:only |just )?an? (?:drill|exercise)\b", re.IGNORECASE)


def _drills(subject: Subject) -> Iterator[Finding]:
    said, update = subject.update.said, subject.update
    if isinstance(subject.communication, Drill):
        return
    fix = "practise in a folder below content/drills, which no reader can reach"
    if said.title is not None and _DRILL_TITLE.match(said.title):
        yield Finding(update.place("title"), f"'{said.title}' is the title of a drill among real incidents", fix)
    if "drill" in (tag.casefold() for tag in said.tags or ()):
        yield Finding(update.place("tags"), "the tag 'drill' stands among real incidents", fix)
    for words in subject.body:
        if match := _DRILL_WORDS.search(words.text):
            yield Finding(words.place(match.start()), f"'{match[0]}' stands where customers read", fix)
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
            "one, and the executive sponsor of a critical one. Nothing urgent waits for them, and the preset "
            "'small-team' asks for no approval.",
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
            find_in_page=_placeholders_of_page,
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
