"""Facts that a stage owes to its readers."""

from statusladder.lint.interface import Family, Rule, Scope
from statusladder.lint.owing import (
    find_endless_watch,
    find_forbidden_facts,
    find_incomplete_trio,
    find_missing_aftermath,
    find_missing_components,
    find_missing_contact,
    find_missing_facts,
    find_missing_workaround,
)
from statusladder.lint.substance import (
    find_doubtful_extent,
    find_doubtful_percents,
    find_empty_note,
    find_half_told_duty,
)
from statusladder.model.problem import Code, Kind, Level

COMPONENTS = "components:\n  sign-in: partial_outage\n"
FIRST = f"""\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: minor
started_at: 2026-03-14T08:55:00Z
{COMPONENTS}impact:
  symptom: The sign-in page returns an error
next_update: 1h
---
Signing in returns an error for some accounts. We are finding out why.
"""
UNKNOWN = FIRST.replace(COMPONENTS, "components: unknown\n")

IDENTIFIED = """\
---
stage: identified
at: 2026-03-14T09:20:00Z
known:
  - Open sessions keep working
unknown:
  - Why the disk filled up so fast
actions:
  - Moving sign-in to another server
workarounds:
  - Stay signed in
customer_actions: none
eta: unknown
next_update: 1h
---
A disk is full, so sign-in fails. We are moving it to another server.
"""
RECOVERING = """\
---
stage: mitigating
at: 2026-03-14T10:10:00Z
progress:
  percent: 60
  of: sign-in servers back
next_update: 1h
---
Six of ten sign-in servers are back.
"""
WATCHING = """\
---
stage: monitoring
at: 2026-03-14T11:00:00Z
monitoring_until: 2026-03-14T12:00:00Z
exit_criterion: one hour with no more failed sign-ins than on other days
remaining: none
next_update: 1h
---
Signing in works again. We watch until 12:00 UTC.
"""
RESOLVED = """\
---
stage: resolved
at: 2026-03-14T12:00:00Z
data_loss: none
remaining:
  - Reports made from 09:10 to 09:40 UTC must be run again
---
Signing in has worked since 11:00 UTC. No data was lost.
"""


def _brief(*lines: str, stage: str = "identified", body: str = "A disk is full.") -> str:
    """A second update with the keys that an example is about."""
    keys = "".join(f"{line}\n" for line in lines)
    return f"---\nstage: {stage}\nat: 2026-03-14T09:20:00Z\n{keys}next_update: 1h\n---\n{body}\n"


_OWED = (
    Rule(
        code="F001",
        about=Code(Kind.FACT, "a fact that the stage owes and nobody told"),
        scope=Scope.STATE,
        why="A stage is a promise of what readers will find there; PagerDuty's guides list the same facts for each.",
        bad=(FIRST.replace("impact:\n  symptom: The sign-in page returns an error\n", ""), IDENTIFIED),
        good=(FIRST, IDENTIFIED),
        find=find_missing_facts,
    ),
    Rule(
        code="F002",
        about=Code(Kind.FACT, "affected components that are missing or unknown past the first notice"),
        scope=Scope.STATE,
        why="Readers ask first whether they are affected; 'some services' answers nobody.",
        bad=(UNKNOWN, _brief()),
        good=(UNKNOWN, _brief(*COMPONENTS.splitlines())),
        find=find_missing_components,
    ),
    Rule(
        code="F005",
        about=Code(Kind.FACT, "what is known, what is not and what is done: one of the three is missing"),
        scope=Scope.STATE,
        why="People bear uncertainty better when it has edges; crisis guides (CERC) ask for all three together.",
        bad=(FIRST, _brief(body="We are working on it.")),
        good=(FIRST, IDENTIFIED),
        find=find_incomplete_trio,
    ),
    Rule(
        code="F007",
        about=Code(Kind.FACT, "neither workarounds nor the word that there are none", Level.WARNING),
        scope=Scope.STATE,
        why="Silence makes every reader search for a way around; PagerDuty asks for one, or for a plain no.",
        bad=(FIRST, _brief()),
        good=(FIRST, _brief("workarounds:", "  - Use the mobile app; exports are not available there")),
        find=find_missing_workaround,
    ),
    Rule(
        code="F008",
        about=Code(Kind.FACT, "no contact for urgent help; a warning below 'major'"),
        scope=Scope.STATE,
        why="Who loses money by the minute must not have to search for a person.",
        bad=(FIRST.replace("severity: minor", "severity: major"),),
        good=(FIRST.replace("severity: minor", "severity: major\ncontacts:\n  - Support portal, priority P1"),),
        find=find_missing_contact,
    ),
    Rule(
        code="F009",
        about=Code(Kind.FACT, "resolved without a word on lost data and on what is not yet normal"),
        scope=Scope.STATE,
        why="The first question afterwards is whether anything is gone; PagerDuty asks for both before it is closed.",
        bad=(FIRST, "---\nstage: resolved\nat: 2026-03-14T12:00:00Z\n---\nFixed.\n"),
        good=(FIRST, RESOLVED),
        find=find_missing_aftermath,
    ),
    Rule(
        code="F010",
        about=Code(Kind.FACT, "a watch without an end or a criterion", Level.WARNING),
        scope=Scope.STATE,
        why="'We are monitoring' has no end for those who wait to use it again; GOV.UK says until when.",
        bad=(FIRST, _brief(stage="monitoring", body="We are monitoring.")),
        good=(FIRST, WATCHING),
        find=find_endless_watch,
    ),
    Rule(
        code="F015",
        about=Code(Kind.FACT, "a fact that has no place at this stage"),
        scope=Scope.STATE,
        why="Stages mean something only while a guess at a cause or an estimate stays out where the ladder has none.",
        bad=(FIRST.replace("next_update", "cause: A disk is full\nnext_update"),),
        good=(FIRST.replace("next_update", "unknown:\n  - Whether a full disk is the cause\nnext_update"),),
        find=find_forbidden_facts,
    ),
)

_SUBSTANCE = (
    Rule(
        code="F004",
        about=Code(Kind.FACT, "an extent without basis, or more precise than it can be", Level.WARNING),
        scope=Scope.STATE,
        why="An honest range is believed and stays true; a false figure is corrected in front of everybody.",
        bad=(FIRST, _brief("impact:", "  share: 7%", "  basis: estimated", body="About 7.31 % of sign-ins fail.")),
        good=(FIRST, _brief("impact:", "  share: 5-12%", "  basis: measured", body="5 to 12 % of sign-ins fail.")),
        find=find_doubtful_extent,
    ),
    Rule(
        code="F006",
        about=Code(Kind.FACT, "a percentage of nothing, of more than all, or one that falls without a word"),
        scope=Scope.STATE,
        why="A percentage calms only who knows of what; one that falls in silence costs the trust in all others.",
        bad=(FIRST, IDENTIFIED, RECOVERING.replace("Six of ten sign-in servers are back.", "We are 80 % done.")),
        good=(FIRST, IDENTIFIED, RECOVERING.replace("Six of ten", "412 of 515 sites (80 %) and six of ten")),
        find=find_doubtful_percents,
    ),
    Rule(
        code="F011",
        about=Code(
            Kind.WORDING, "an update that tells nothing new, or the third in a row without a change", Level.WARNING
        ),
        scope=Scope.FILE,
        why="An empty note keeps the rhythm and breaks its meaning; PagerDuty asks each update to add something.",
        bad=(FIRST, _brief(stage="investigating", body="We are still investigating.")),
        good=(
            FIRST,
            _brief(
                stage="investigating",
                body="Still investigating. We ruled out the 08:50 UTC release; at 10:15 UTC we decide on the standby.",
            ),
        ),
        find=find_empty_note,
    ),
    Rule(
        code="F012",
        about=Code(Kind.FACT, "customers must act, and what, who or by when is not told"),
        scope=Scope.STATE,
        why="People under stress follow a clear instruction and skip a vague one (CERC: promote action).",
        bad=(FIRST, _brief("customer_actions: none", body="A disk is full. You may need to re-authenticate.")),
        good=(
            FIRST,
            _brief(
                "customer_actions:",
                '  - "API users: create a new token before 18:00 UTC, Settings › Tokens"',
                body="A disk is full. If you use the API, you need to create a new token.",
            ),
        ),
        find=find_half_told_duty,
    ),
)

RULES = Family("facts", (*_OWED, *_SUBSTANCE))
