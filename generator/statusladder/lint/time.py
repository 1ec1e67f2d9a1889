"""Times that readers can rely on: with a zone, with a date, promised, kept, and told when they change."""

from statusladder.lint.estimates import passed_in_silence, point_estimate, untold_change
from statusladder.lint.interface import Family, Rule, Scope
from statusladder.lint.kept_word import no_promise, too_long_a_gap, unowned_lateness
from statusladder.lint.vague_times import ambiguous_zone, no_date, no_time, no_zone
from statusladder.model.problem import Code, Kind, Level

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
        find=no_time,
    ),
    Rule(
        code="T002",
        about=Code(Kind.WORDING, "a time of day without its zone"),
        scope=Scope.FILE,
        why="Readers sit in every zone; in July 2024 a time without one was repeated around the world and misread.",
        bad=(_first("Signing in has failed since 9:30."),),
        good=(_first("Signing in has failed since 09:30 UTC."),),
        find=no_zone,
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
        find=point_estimate,
    ),
    Rule(
        code="T010",
        about=Code(Kind.WORDING, "a day that is another one for each reader: tomorrow, this morning", Level.WARNING),
        scope=Scope.FILE,
        why="When it is this morning for the writer it is evening for others, and the page is read for years.",
        bad=(_first("Signing in failed this morning."),),
        good=(_first("Signing in failed from 07:10 to 08:25 UTC on 14 March."),),
        find=no_date,
    ),
    Rule(
        code="T011",
        about=Code(Kind.WORDING, "an abbreviation that several zones share: CST, IST, BST", Level.WARNING),
        scope=Scope.FILE,
        why="CST is used in America and in China; copies of a public report on an outage of 2021 disagree by an hour.",
        bad=(_first("The work ends at 8 pm CST."),),
        good=(_first("The work ends at 02:00 UTC on 15 March."),),
        find=ambiguous_zone,
    ),
    Rule(
        code="T012",
        about=Code(Kind.WORDING, "a late update that does not own it", Level.WARNING),
        scope=Scope.FILE,
        why="A page that keeps its promises may be late once; one that says nothing about it is not believed again.",
        bad=(_FIRST, _next("10:12", _DISK)),
        good=(_FIRST, _next("10:12", f"We promised this update for 10:00 UTC and are 12 minutes late. {_DISK}")),
        find=unowned_lateness,
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
        find=no_promise,
    ),
    Rule(
        code="T004",
        about=Code(Kind.FACT, "the next update is promised for later than the cadence allows"),
        scope=Scope.STATE,
        why="Silence is filled with guesses. The rhythm relaxes after two hours, or after one while monitoring, "
        "and then the words say when you write again.",
        bad=(_first("Signing in returns an error.", "next_update: 3h"),),
        good=(_FIRST,),
        find=too_long_a_gap,
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
        find=untold_change,
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
        find=passed_in_silence,
    ),
)

RULES = Family("time", (*_WORDS, *_PROMISES))
