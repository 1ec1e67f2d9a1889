"""What is wrong with what a person wrote, said so that it can be fixed.

A `Problem` is the only way a user's mistake travels: readers and checks collect them, the console prints them all.
Every code has exactly one kind (`CODES`, and those of the lint's rules), and `blocks` is the one place that decides
whether a problem stops a gate.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Stopped(Exception):
    """What stops a command and stands in no line of the content: one sentence on what happened, one on the fix.

    Both follow the form of a `Problem`: no capital letter by force, no full stop.
    """

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fix = fix


class Kind(StrEnum):
    """What a problem is about; decides which gates it stops."""

    FORM = "form"
    SAFETY = "safety"
    STEP = "step"
    ORDER = "order"
    FACT = "fact"
    WORDING = "wording"


class Gate(StrEnum):
    """Where problems are judged: `check` in the pull request, `build` before publishing."""

    CHECK = "check"
    BUILD = "build"


class Lane(StrEnum):
    """How strictly a file is judged: in the fast lane, missing facts and wording are noted and stop nothing."""

    FAST = "fast"
    USUAL = "usual"


class Level(StrEnum):
    """How much a problem weighs: an error can stop a gate, a warning asks for a second look, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Code:
    """One kind of mistake: its kind, in a few words what it means, and how much it weighs."""

    kind: Kind
    meaning: str
    level: Level = Level.ERROR


CODES: dict[str, Code] = {
    "D001": Code(Kind.FORM, "a file cannot be read as text"),
    "D002": Code(Kind.FORM, "YAML does not parse"),
    "D003": Code(Kind.FORM, "a key is given twice"),
    "D004": Code(Kind.FORM, "a YAML feature that is not allowed here: anchors, aliases, tags, several documents"),
    "D005": Code(Kind.FORM, "a tab, a control character or a blank that is no space in YAML, typed or as an escape"),
    "D006": Code(Kind.FORM, "YAML would split or cut the words as they stand"),
    "D007": Code(Kind.FORM, "front matter is missing or not closed"),
    "D008": Code(Kind.FORM, "a key that does not exist"),
    "D009": Code(Kind.FORM, "a key that must be there is missing"),
    "D010": Code(Kind.FORM, "a value that is not what its key takes"),
    "D011": Code(Kind.FORM, "a name that site.yaml or the content does not know"),
    "D012": Code(Kind.FORM, "a file or folder whose name or place is not part of the format"),
    "D013": Code(Kind.FORM, "two things with the same name or number"),
    "D014": Code(Kind.FORM, "a link that leads out of the site's folder"),
    "D015": Code(Kind.FORM, "YAML nested too deep"),
    "D016": Code(
        Kind.FORM,
        "an internal block or comment that is not closed, what only looks like one, or a comment that would be read",
    ),
    "D017": Code(Kind.FORM, "a component whose badges are not called by its id", Level.WARNING),
    "D018": Code(Kind.FORM, "a retired component in an incident or maintenance that is newer", Level.WARNING),
    "D019": Code(Kind.FORM, "a merge that nobody has resolved"),
    "D021": Code(Kind.FORM, "a plug-in of another package that fails", Level.WARNING),
    "D022": Code(Kind.FORM, "content of which a file of the site cannot be made"),
    "D025": Code(Kind.FORM, "a theme that cannot be used, or a file of it that fails or reaches for what it may not"),
    "D026": Code(Kind.FORM, "a language into which the strings of pages are not translated", Level.WARNING),
    "D027": Code(Kind.FORM, "a channel that no update reaches", Level.WARNING),
    "C004": Code(Kind.STEP, "a step the ladder does not have"),
    "T005": Code(Kind.ORDER, "the next update is promised for no later than this one"),
    "T009": Code(Kind.ORDER, "times in an impossible order"),
    "T013": Code(Kind.ORDER, "a maintenance window that is missing or ends before it starts"),
    "T014": Code(Kind.ORDER, "an update dated well before it was committed", Level.WARNING),
    "T016": Code(Kind.ORDER, "an estimate that is a single point or runs backward"),
    "C006": Code(Kind.SAFETY, "a published update that is no longer as it was published"),
    "C014": Code(Kind.SAFETY, "a published address that the site would no longer have"),
    "C020": Code(Kind.SAFETY, "a new name in the ids of feed entries that were published", Level.WARNING),
    "C021": Code(Kind.SAFETY, "a published incident or maintenance whose folder is gone", Level.WARNING),
    "C023": Code(Kind.SAFETY, "two files of the site that disagree about a fact of an update"),
    "G005": Code(Kind.SAFETY, "a link with an unsafe address, or one that holds a password"),
    "S008": Code(Kind.SAFETY, "a security or data incident that does not say when it may be read"),
    "S011": Code(Kind.SAFETY, "content that must not be in a public repository"),
    "I001": Code(Kind.FACT, "a picture without words for those who cannot see it"),
    "I002": Code(Kind.FACT, "a picture of another host, in whose place pages show a link"),
    "I003": Code(Kind.FACT, "a picture that no text refers to", Level.WARNING),
    "I004": Code(Kind.FACT, "a picture that cannot be published as it is"),
    "C019": Code(Kind.FACT, "a link into the site, a picture of it or a footnote that leads nowhere"),
    "C022": Code(
        Kind.FACT,
        "a Markdown text that becomes more than it may; one that no page can hold is shown as it was typed",
    ),
    "G006": Code(Kind.FACT, "a component that no team owns"),
    "X001": Code(Kind.FACT, "an SMS that takes more parts than it may"),
    "X002": Code(Kind.FACT, "a post that is too long for X"),
    "X003": Code(Kind.FACT, "a post that is too long for Mastodon"),
    "X004": Code(Kind.FACT, "a post that is too long for Bluesky"),
    "X005": Code(Kind.FACT, "an email whose subject is too long"),
    "X008": Code(Kind.FACT, "a push notification whose title, text or payload is too long"),
    "X009": Code(Kind.FACT, "a short message without its stage, what is affected, a time that counts, or a link"),
    "F016": Code(Kind.FACT, "a title or summary longer than its readers' space"),
}

TWIN_TO_MEND = replace(CODES["D013"], level=Level.WARNING)
"""Of two things that are alike where nothing is lost or hidden by it: that keeps no page from being published."""

STRUCTURE_AND_SAFETY = frozenset({Kind.FORM, Kind.SAFETY, Kind.STEP, Kind.ORDER})
"""What must never be published, however little time there is; it can be neither hurried past nor silenced."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a path relative to the site's folder, with `/`, and a line counted from 1."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake: where, which code, one sentence on what is wrong, and one on how to fix it.

    Sentences start with a lower-case letter or a name and end without a full stop: the console adds both.
    `about` is what its code means, for a code that is not in `CODES` but belongs to a rule of the lint.
    """

    place: Place
    code: str
    sentence: str
    fix: str
    about: Code | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.about is None and self.code not in CODES:
            raise ValueError(f"{self.code} is not in CODES")

    @property
    def meaning(self) -> str:
        return (self.about or CODES[self.code]).meaning

    @property
    def kind(self) -> Kind:
        return (self.about or CODES[self.code]).kind

    @property
    def level(self) -> Level:
        return (self.about or CODES[self.code]).level


def blocks(problem: Problem, gate: Gate, lane: Lane = Lane.USUAL) -> bool:
    """Whether this problem stops that gate.

    Structure and safety stop both, in every lane. Facts and wording stop only `check`, only as errors, and only
    outside the fast lane: the first file of an incident, and every file of an open critical or major one.
    """
    if problem.level is not Level.ERROR:
        return False
    return problem.kind in STRUCTURE_AND_SAFETY or (gate is Gate.CHECK and lane is Lane.USUAL)
