"""Which words of an update tell when we write again: what allows a slower rhythm, and what a page quotes of it."""

import re
from datetime import datetime

from statusladder.markup.clock import names
from statusladder.markup.prose import sentences, to_prose
from statusladder.model.site import Settings

_RHYTHM = re.compile(
    r"(?i)\b(?:every|each) (?:(?:\d+|two|three|four|six|eight|twelve) )?(?:hours?|days?|mornings?|evenings?|minutes)\b"
    r"|\b(?:in|for|within) (?:\d+|two|three|four|six|eight|twelve|twenty-four) (?:hours|days)\b"
)


def tells_rhythm(text: str, promised: datetime | None, settings: Settings) -> bool:
    """Whether plain words say how often we write, or the time of day that was promised."""
    return bool(_RHYTHM.search(text)) or names(text, [promised], settings)


def rhythm_sentence(body: str, promised: datetime, settings: Settings) -> str | None:
    """The first sentence of a Markdown text that tells it; None where none does."""
    lines = (line.strip().removeprefix("- ") for line in to_prose(body).splitlines())
    told = (sentence for line in lines for sentence in sentences(line))
    return next((sentence for sentence in told if tells_rhythm(sentence, promised, settings)), None)
