"""What a published site states, statement by statement, and which two of its pages contradict each other.

A statement is what a page says of one subject: a component, an incident, an action item, a day. The readers that
`statement_readers` lists know the published bytes and nothing of the code that made them. A file of the content is a
page like any other here: what it says may be among the statements of the pages, and is then compared with each of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a statement is about; only statements of one kind can contradict each other."""

    STATE = "state of the component"
    STATE_IN_INCIDENT = "state that the incident gives the component"
    WORST_STATE = "worst state that the incident gave the component"
    OPEN = "open or over"
    STAGE = "stage"
    UPDATE_STAGE = "stage of the update"
    UPDATE_AT = "time of the update"
    UPDATE_FACT = "fact of the update"
    LENGTH = "length of impact"
    CLOSED_AFTER = "time to the end"
    SHARE = "share of customers"
    UPDATE_SHARE = "share of customers in the update"
    NEXT_UPDATE = "next update"
    NEXT_UPDATE_WORDS = "next update, by the clock"
    FIRST_NOTICE = "time to first notice"
    LONGEST_GAP = "longest gap"
    PROMISES = "updates on time"
    ALL_PROMISES = "updates on time, of all incidents"
    DUE = "due day"
    FIRST_DUE = "first due day"
    VERIFY_BY = "verification day"
    ITEM_STATE = "state of the action item"
    ITEMS_VERIFIED = "action items verified"
    ITEMS_ON_TIME = "action items on time"
    ITEMS_MOVED = "action items moved"
    UPTIME = "uptime"
    WORST_WINDOWS = "uptime in the worst hour, day and week"
    DISRUPTION = "disruption in the window"
    DISRUPTED_DAYS = "days with a disruption"
    DAY_STATE = "worst state of the day"
    INCIDENTS_OF_DAY = "incidents of the day"
    LISTED = "entry under the day"
    WINDOW = "window"
    WINDOW_WORDS = "window, in words"
    INDICATOR = "state of the site"
    COUNT = "incidents counted"
    COMPARED = "comparison with the period before"


@dataclass(frozen=True)
class Value:
    """What a statement may mean: one of some words, a number between two bounds, or either."""

    words: frozenset[str] = frozenset()
    bounds: tuple[float, float] | None = None

    def agrees(self, other: "Value") -> bool:
        if self.words & other.words:
            return True
        if self.bounds is None or other.bounds is None:
            return False
        return max(self.bounds[0], other.bounds[0]) <= min(self.bounds[1], other.bounds[1])

    def __str__(self) -> str:
        told = sorted(self.words)
        if self.bounds is not None:
            low, high = self.bounds
            told.append(f"{low:g}" if low == high else f"{low:g} to {high:g}")
        return " or ".join(told)


def one_of(*words: str) -> Value:
    return Value(frozenset(words))


def between(low: float, high: float) -> Value:
    return Value(bounds=(low, high))


@dataclass(frozen=True)
class Statement:
    """What one page says of one subject, with the words or the key by which it says so."""

    subject: str
    kind: Kind
    value: Value
    page: str
    quote: str

    def __str__(self) -> str:
        return f"{self.page} says {str(self.value)!r} ({' '.join(self.quote.split())[:160]})"


@dataclass(frozen=True)
class Contradiction:
    """Two statements of one subject and kind that cannot both be so."""

    one: Statement
    other: Statement

    @property
    def kind(self) -> Kind:
        return self.one.kind

    @property
    def pages(self) -> frozenset[str]:
        return frozenset({self.one.page, self.other.page})

    def __str__(self) -> str:
        return f"{self.one.subject}, {self.kind}: {self.one}; but {self.other}"


def contradictions(statements: Iterable[Statement]) -> list[Contradiction]:
    """For each subject and kind the first two statements that disagree, in the order in which they were read."""
    by_matter: dict[tuple[str, Kind], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_matter[statement.subject, statement.kind].append(statement)
    found = []
    for matter in by_matter.values():
        pairs = ((one, other) for number, other in enumerate(matter) for one in matter[:number])
        pair = next((pair for pair in pairs if not pair[0].value.agrees(pair[1].value)), None)
        if pair:
            found.append(Contradiction(*pair))
    return found


def report(found: Iterable[Contradiction]) -> str:
    """One example of each kind, and how many there are: what a failing test shows."""
    by_kind: dict[Kind, list[Contradiction]] = defaultdict(list)
    for contradiction in found:
        by_kind[contradiction.kind].append(contradiction)
    lines = [f"{kind} ({len(some)}): {some[0]}" for kind, some in sorted(by_kind.items())]
    return "\n".join(["Pages contradict each other:", *lines]) if lines else ""
