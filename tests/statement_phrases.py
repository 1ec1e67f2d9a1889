"""The one table of English by which the readers of statements know what a page says.

A change of wording touches this file and no reader. A reader looks for structure first (`<time datetime>`,
`<data value>`, ids, classes, keys of JSON) and comes here for what a page says in words alone. Words that stand where a
statement belongs and that no row knows are an error: a reader that passed over them would judge nothing.
"""

import re
from collections.abc import Mapping
from datetime import date

STATES: Mapping[str, str] = {
    "operational": "operational",
    "affected": "affected",
    "degraded": "degraded_performance",
    "degraded performance": "degraded_performance",
    "partial outage": "partial_outage",
    "major outage": "major_outage",
    "under maintenance": "under_maintenance",
    "maintenance past its scheduled end": "overdue_maintenance",
    "maintenance outside its window": "overdue_maintenance",
    "at risk": "at_risk",
}
"""The word for a state beside a mark, in a badge and in a feed → the state."""

STAGES: Mapping[str, str] = {
    "early notice": "notice",
    "investigating": "investigating",
    "identified": "identified",
    "recovering": "mitigating",
    "mitigating": "mitigating",
    "monitoring": "monitoring",
    "resolved": "resolved",
    "postmortem": "postmortem",
    "incident report": "postmortem",
    "progress report": "follow_up",
    "retracted": "retracted",
    "merged": "merged",
    "re-opened": "reopened",
    "reopened": "reopened",
    "scheduled": "scheduled",
    "rescheduled": "scheduled",
    "in progress": "in_progress",
    "extended": "in_progress",
    "verifying": "in_progress",
    "past its window": "overdue",
    "it has run past its window and is not over yet": "overdue",
    "maintenance past its scheduled end": "overdue",
    "completed": "completed",
    "cancelled": "cancelled",
}
"""The label of a stage, or how an entry of a list begins → the stage; of a maintenance, where its clock stands."""

SEVERITIES: Mapping[str, str] = {
    "critical": "critical",
    "major": "major",
    "minor": "minor",
    "info": "informational",
}
"""A severity → what it is called."""

CORRECTION = "Correction"
"""How the title of an entry begins that is no update of its own."""

SAME_STAGE = re.compile(r"(?:, update| update|, continued| \(continued\))$")
"""What a label has behind it where an update stays in its stage."""

OUTCOMES = re.compile(
    r"(?:Maintenance[:.] )?(?P<stage>Early notice|Investigating|Identified|Mitigating|Monitoring|Resolved"
    r"|Postmortem|Progress report|Retracted|Merged|Scheduled|Rescheduled|In progress|Extended|Verifying"
    r"|Completed|Cancelled"
    r"|It has run past its window and is not over yet|Maintenance past its scheduled end|Past its window)\b",
    re.IGNORECASE,
)
"""How the line of an incident or maintenance in a list begins."""

MAINTENANCE_LATE = re.compile(r"past its (?:window|scheduled end)", re.IGNORECASE)
"""Anywhere on the first lines of a maintenance: nobody wrote that it was completed."""

_LENGTH = r"(?:about )?(?:less than a minute|< ?1 min|\d+ d(?: \d+ h)?(?: \d+ min)?|\d+ h(?: \d+ min)?|\d+ min)"
_CLOCK = r"\d\d:\d\d(?: [A-Z][A-Za-z]*(?:[+-]\d+(?::\d\d)?)?)?"

CLOSED_AFTER = re.compile(rf"(?:resolved|closed) after (?P<length>{_LENGTH})", re.IGNORECASE)
"""From the first impact to the end of the incident."""

IMPACT_LASTED = re.compile(
    rf"(?:impact(?: lasted)?:? (?:for )?|affected for |recovered (?:in|after) )(?P<length>{_LENGTH})", re.IGNORECASE
)
FIRST_NOTICE = re.compile(rf"first notice (?:after )?(?P<length>{_LENGTH})(?! before)", re.IGNORECASE)
LONGEST_GAP = re.compile(rf"longest gap between updates(?: so far)?:? (?P<length>{_LENGTH})", re.IGNORECASE)

PROMISES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<kept>\d+|None) of (?P<made>\d+) promised updates? (?:were |was )?on time", re.I), ""),
    (re.compile(r"(?P<kept>\d+|None) of (?P<made>\d+) updates (?:came )?on time", re.I), ""),
    (re.compile(r"The next update came on time", re.I), "1/1"),
    (re.compile(r"The next update came late", re.I), "0/1"),
)
"""How many promised updates were on time; a value where the words hold no numbers."""

PROMISE_KEPT = re.compile(r" – on time$")
PROMISE_BROKEN = re.compile(r"(?: – .+ late| – overdue|is late|late by .+)$")
"""How the line about a promise ends below the update that made it; one that is still awaited ends with its time."""

NEXT_UPDATE = re.compile(rf"(?:Next update (?:promised )?by|The update promised for) (?P<clock>{_CLOCK})")
WINDOW = re.compile(r"Window: (?P<window>[^.\n]+)")
SHARE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?: ?[–-] ?(?P<high>\d+(?:\.\d+)?))? ?% of (?:customers|users)")

NOT_MEASURED = re.compile(r"not measured", re.IGNORECASE)
PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?%")
NO_DISRUPTION = re.compile(r"No disruption in the last|No incidents? (?:yet|in the last)")
DISRUPTED = re.compile(r"Disrupted on (?P<days>\d+) days?\b")
NO_INCIDENTS = re.compile(r"^No incidents\b")
NOTHING_EVER = re.compile(r"No incident has been published here|No incidents in the last 90 days")
ALL_WELL = re.compile(r"All systems (?:are operating normally|operational)", re.IGNORECASE)

GLANCE_AFFECTED = frozenset({"affected", "at risk"})
SHARE_LABELS = frozenset({"affected", "affected at worst"})
"""What a line of an update begins with that tells the share; other lines are in its author's words."""

CORE_LINE = re.compile(
    r"(?P<label>Status|Severity|What may happen|Window|Affected components(?: \(worst state\))?|At risk|Was at risk"
    r"|Expected during the work|Affected|Affected at worst|What you can do|Recovery expected|Impact|Impact began"
    r"|Impact ended|Data|What customers s(?:ee|aw)|Progress): (?P<value>.+)"
)
"""A line that states one fact of an update, the same in every output that has it."""

FACTS: Mapping[str, str] = {
    "affected": "affected",
    "were affected, at worst": "worst",
    "affected (worst state)": "worst",
    "expected meanwhile": "expected",
    "expected during the work": "expected",
    "customers affected": "share",
    "customers affected (at peak)": "share",
    "duration": "length",
    "impact lasted": "length",
    "what we are doing": "actions",
    "progress": "progress",
    "milestones": "milestones",
    "recovery": "eta",
    "earlier estimates": "eta history",
    "known": "known",
    "not yet known": "unknown",
    "what you can do": "advice",
    "still not as usual": "remaining",
    "still not back to normal": "remaining",
    "works as usual": "well",
    "working normally": "well",
}
"""The label of a fact (`dt`) → what it is about; other labels hold no statement that is compared."""

NO_WORKAROUND = re.compile(r"no (?:known )?workaround|no way around", re.IGNORECASE)
"""A claim that has to have been made: that nobody wrote one down is no reason for it."""

RECOVERY_UNKNOWN = re.compile(r"^(?:not known yet|unknown)", re.IGNORECASE)

COLUMNS: Mapping[str, str] = {
    "first notice after": "first notice",
    "updates on time": "promises",
    "longest silence": "longest gap",
    "longest gap between updates": "longest gap",
    "longest gap": "longest gap",
    "time with impact": "length",
    "impact": "length",
    "resolved after": "closed after",
    "closed after": "closed after",
}
"""The heading of a column of the table of incidents → the kind of its statements."""

WINDOW_DAYS = re.compile(r"^(?:Uptime, )?(?P<days>\d+) days$")
SO_FAR = re.compile(r" so far$")

ITEM_STATES: Mapping[str, str] = {
    "planned": "planned",
    "in progress": "in_progress",
    "done, not yet verified": "done",
    "done": "done",
    "verified": "verified",
    "dropped": "dropped",
    "superseded": "superseded",
    "replaced": "superseded",
}
PROOF_STATES: Mapping[str, tuple[str, ...]] = {
    "verified": ("verified",),
    "cancelled": ("dropped", "superseded"),
    "to be verified": ("planned", "in_progress", "done"),
}
"""How the summary of a day in the calendar of verification begins → the states that it may mean."""

OVERDUE_ITEM = re.compile(r"^(?:Overdue|Late)(?:: |, | · )|, (?:overdue|late)\b.*$", re.IGNORECASE)
"""What stands beside the state of an action item whose day has passed."""

DUE = re.compile(r"\bDue (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})")
MOVED_FROM = re.compile(r"Moved from (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})")
MOVED_DUE = re.compile(r"^due (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})$", re.IGNORECASE)
VERIFY_BY = re.compile(r"to be verified by (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})", re.IGNORECASE)
VERIFIED_ITEMS = re.compile(r"(?P<verified>\d+|None) of (?P<all>\d+) promised changes? verified", re.I)
ALL_ROWS = "all"
ACTION_COLUMNS: Mapping[str, str] = {
    "verified": "verified items",
    "in time": "items on time",
    "on time": "items on time",
}
MOVED_COLUMN = "moved"
HEADLINE_ITEMS = "action items verified"
HEADLINE_PROMISES = frozenset({"updates on time"})
COUNT = re.compile(r"^(?P<hits>\d+) of (?P<all>\d+)$")
INCIDENTS_OPEN = re.compile(r"(?P<all>\d+) incidents?(?:, (?P<open>\d+) still open)?")
CHANGE_SINCE = re.compile(r"(?:up|down|no change) from \d", re.IGNORECASE)
"""A comparison with the period before."""

INDICATORS: Mapping[str, str] = {
    "All Systems Operational": "none",
    "Service Under Maintenance": "maintenance",
    "Partially Degraded Service": "minor",
    "Degraded System Service": "minor",
    "Minor Service Outage": "minor",
    "Partial System Outage": "major",
    "Major System Outage": "critical",
}

BAR_STATES: Mapping[str, str] = {
    "b-ok": "operational",
    "b-none": "",
    "b-degraded": "degraded_performance",
    "b-partial": "partial_outage",
    "b-major": "major_outage",
    "b-maint": "under_maintenance",
    "b-late": "overdue_maintenance",
    "b-unknown": "affected",
}
"""The class of a day's bar → the worst state of the day; empty before the first known day."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_MONTH = re.compile(r"(?:[A-Z][a-z]{2} )?(?P<day>\d{1,2})(?: (?P<month>[A-Z][a-z]+))?(?: (?P<year>\d{4}))?$")
_UNITS = {"d": 24 * 60, "h": 60, "min": 1}


WRITTEN_WINDOW = re.compile(r"\d\d:\d\d to \d\d:\d\d|\d\d:\d\d[–-]\d\d:\d\d")
"""Two times of one day with what lies between them."""


class UnknownWords(AssertionError):
    """Words stand where a statement belongs, and no row of the table knows them."""


def known(table: Mapping[str, str], words: str, where: str) -> str:
    """What these words mean by a table of this file."""
    bare = " ".join(words.split()).rstrip(".").casefold()
    if bare not in table:
        raise UnknownWords(f"{where}: tests/statement_phrases.py knows no {words!r}")
    return table[bare]


def stage(words: str, where: str) -> str:
    """The stage that a label names."""
    return known(STAGES, SAME_STAGE.sub("", words.strip()), where)


def minutes(length: str) -> tuple[float, float]:
    """The least and most minutes for which these words stand: they are rounded to their last unit, or cut."""
    bare = length.strip().removeprefix("about ")
    if bare in ("less than a minute", "< 1 min", "<1 min"):
        return 0, 1
    parts = re.findall(r"(\d+) (d|h|min)\b", bare)
    if not parts:
        raise UnknownWords(f"tests/statement_phrases.py reads no length in {length!r}")
    whole = sum(int(number) * _UNITS[unit] for number, unit in parts)
    # Days are told with hours, and hours with minutes, even where there is none of them: "2 h" is 2 h 0 min.
    smallest = {"d": 60, "h": 1, "min": 1}[parts[0][1]]
    if smallest == 1:
        return whole - 0.5, whole + 0.999
    return whole - smallest / 2, whole + smallest - 0.001


def day(words: str, near: date) -> date:
    """The day that these words name; where they name no year, the last one that is not after `near`."""
    match = _DAY_MONTH.search(words.strip())
    if match is None or match["month"] not in _MONTHS:
        raise UnknownWords(f"tests/statement_phrases.py reads no day in {words!r}")
    month = _MONTHS.index(match["month"]) + 1
    if match["year"]:
        return date(int(match["year"]), month, int(match["day"]))
    found = date(near.year, month, int(match["day"]))
    return found if found <= near else date(near.year - 1, month, int(match["day"]))


def written(one: date) -> str:
    """A day as pages write it."""
    return f"{one.day} {_MONTHS[one.month - 1]} {one.year}"


def days(words: str, near: date) -> tuple[date, date]:
    """The first and last day of a heading such as `1–13 March`, `25 February – 9 March` or `Wed 25 February`."""
    first, dash, last = (part.strip() for part in words.partition("–"))
    end = day(last if dash else first, near)
    if not dash:
        return end, end
    return (end.replace(day=int(first)) if first.isdigit() else day(first, end)), end


def number(words: str) -> int:
    """A number that may be the word `none`."""
    return 0 if words.casefold() == "none" else int(words)
