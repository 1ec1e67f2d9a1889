"""Characters that nobody sees: which there are, and what a message calls them.

Every room that meets text asks here, so that no two of them disagree on what can hide in a word.
"""

import unicodedata

from statusladder.model.pattern import compile_late

BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that look like a space and are none: right in prose, no indentation to YAML. Part of a character class."""

_JOINERS = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef"
)
_CONTROLS = (
    "\u00ad\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
UNSEEN = f"{_JOINERS}{_CONTROLS}"
"""Characters that show nothing of their own, by Unicode's `Default_Ignorable_Code_Point`, and the marks of annotations.
Part of a character class."""

UNFIT = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
"""What no text of ours may hold, however it came in: control characters, line ends that only some programs count,
halves of characters, and what is no character. XML, so a feed, cannot carry most of them. Part of a character class."""

IN_NO_VALUE = f"{UNFIT}\u202d\u202e\ufeff"
"""What no value may hold: what no text may, the two overrides that show it in another order than it is typed, and the
byte order mark. Part of a character class."""

_UNFIT = compile_late(f"[{UNFIT}]")
_UNFIT_AS_VALUE = compile_late(f"[{IN_NO_VALUE}]")
_LINE_ENDS = compile_late("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_STEERING = compile_late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""What a terminal obeys instead of showing it: controls other than a line's end and a tab, and changes of direction."""

_UNSEEN = compile_late(f"[{UNSEEN}]")
_NOT_AS_IT_LOOKS = compile_late(f"[{BLANKS}{UNSEEN}]")


def name_character(character: str) -> str:
    """What a message calls a character: `U+202E RIGHT-TO-LEFT OVERRIDE`; controls have no name but their number."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def as_seen(text: str) -> str:
    """The text as a reader sees it: without what shows nothing, and wide and narrow forms of a sign as the sign."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def with_unseen_numbered(text: str) -> str:
    """The text with `<U+200B>` for each character that nobody sees, or takes for a space."""
    return _NOT_AS_IT_LOOKS.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def is_printable(text: str) -> bool:
    """Whether each character shows something or ends a line: none of what is looked for here is in such a text.

    Nearly all texts are printable, and to see that takes a tenth of the time that a search does.
    """
    return text.replace("\n", "").isprintable()


def find_unfit(text: str) -> str | None:
    """The first character that no text may hold; None where all are fit."""
    match = _UNFIT.search(text)
    return match[0] if match else None


def make_fit(text: str) -> str:
    """A text of somebody else's as one of ours may be: every line end `\\n`, all else that is unfit U+FFFD.

    So nothing disappears in silence: a reader sees that a character was there.
    """
    return text if is_printable(text) else _UNFIT.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def make_value(text: str) -> str:
    """As `make_fit`, for a text that becomes a value of a file."""
    return _UNFIT_AS_VALUE.sub("\ufffd", make_fit(text))


def with_steering_numbered(text: str) -> str:
    """The text with `<U+001B>` for each character that a terminal or a log would obey instead of showing it."""
    return _STEERING.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
