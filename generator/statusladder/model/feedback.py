"""Where readers answer, and what came back: ratings of an update; messages and signals, of which none is published.

The addresses have places to fill, so that nobody has to type which incident they speak of.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.problem import Place
from statusladder.model.values import (
    Line,
    Moment,
    Text,
    accept_choice,
    accept_matching,
    accept_whole_number,
    describe,
    read_text,
    refuse,
    suggest,
)


class RatingQuestion(StrEnum):
    """What is asked about every update; a value is the key of its answer in a file of feedback."""

    CLARITY = "clarity"
    TONE = "tone"
    USEFULNESS = "usefulness"


ANSWERS = range(1, 6)
"""From not at all to very."""

REPORT_PLACES = ("incident", "component", "url")
RATING_PLACES = ("incident", "update", "question", "answer")

PLACE = re.compile(r"\{([^{}]*)\}")
# A place in the name of a host would send readers wherever an id leads.
_ADDRESS = re.compile(
    r"mailto:[^\s<>\"?{}]+@[^\s<>\"?{}]+(?:\?[^\s<>\"]*)?|https://[^\s<>\"/?#{}]+(?:[/?#][^\s<>\"]*)?"
)


def _address(places: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = read_text(value)
        named: list[str] = PLACE.findall(text)
        unknown = next((name for name in named if name not in places), None)
        if unknown is not None:
            fix = suggest(unknown, places)
            raise refuse(f"there is no place to fill called '{{{unknown}}}'", fix)
        if not _ADDRESS.fullmatch(text) or set("{}") & set(PLACE.sub("", text)):
            fix = "begin it with mailto: or https://, with places to fill behind the host"
            raise refuse(f"{describe(value)} is not an address that can be filled", fix)
        if "answer" in named and "question" not in named:
            raise refuse("'{answer}' says nothing without its question", "add {question}, or leave {answer} out")
        return text

    return read


class FeedbackKeys(Fact):
    """`report`: where readers tell what they see; `rating`: where they say how good an update was."""

    report: Annotated[str, PlainValidator(_address(REPORT_PLACES), json_schema_input_type=str)] | None = None
    rating: Annotated[str, PlainValidator(_address(RATING_PLACES), json_schema_input_type=str)] | None = None


_ID = r"feedback-(?=[a-z-]*[0-9])[a-z0-9]+(?:-[a-z0-9]+)*"
"""With a figure in it, so that a sentence may speak of a feedback-form."""

_NAMED = re.compile(rf"(?<![\w-]){_ID}(?![\w-])", re.ASCII)
NAMED_TOGETHER = re.compile(rf"{_NAMED.pattern}(?:(?:, and |, | and | ){_NAMED.pattern})*", re.ASCII)
"""Answers that a sentence names one behind the other, where customers read how many they are."""


class AnswerKind(StrEnum):
    RATING = "rating"
    MESSAGE = "message"


class AnswerKeys(Fact):
    """One answer of one reader; a rating has a question and an answer, a message has a text."""

    id: Annotated[
        str, PlainValidator(accept_matching(_ID, "the id of an answer", "feedback-17"), json_schema_input_type=str)
    ]
    """The name of the answer, as feedback-17; the same nowhere else."""
    kind: Annotated[AnswerKind, accept_choice(AnswerKind, "kind of feedback")]
    """A rating, which has a question and an answer, or a message, which has a text."""
    at: Moment
    """When it was given."""
    incident: Line
    """The folder of the incident that it is about."""
    update: Line | None = None
    """The name of the update's file, without .md."""
    question: Annotated[RatingQuestion, accept_choice(RatingQuestion, "question")] | None = None
    """What was asked: was it clear, was the tone right, was it useful."""
    answer: (
        Annotated[int, PlainValidator(accept_whole_number(ANSWERS[0], ANSWERS[-1]), json_schema_input_type=int)] | None
    ) = None
    """From 1 (not at all) to 5 (very)."""
    text: Text | None = None
    """What the reader wrote, without names and addresses; never published."""


class SignalSource(StrEnum):
    """Where customers spoke up."""

    TICKETS = "tickets"
    SOCIAL = "social"
    CALLS = "calls"


MOODS = range(-2, 3)
"""From angry to grateful."""
MOST_AT_ONCE = 10**6

_MOOD = PlainValidator(accept_whole_number(MOODS[0], MOODS[-1]), json_schema_input_type=int)


class SignalKeys(Fact):
    """How many customers said the same during an incident, as somebody in support counted them."""

    at: Moment
    """When it was counted: all that came since the count before."""
    incident: Line
    """The folder of the incident that it is about."""
    source: Annotated[SignalSource, accept_choice(SignalSource, "source of signals")]
    """Where it came in: tickets, social or calls."""
    count: Annotated[int, PlainValidator(accept_whole_number(1, MOST_AT_ONCE), json_schema_input_type=int)]
    """How many customers, each counted once."""
    theme: Line
    """What they ask or say, in their words; a question as they ask it."""
    mood: Annotated[int, _MOOD] | None = None
    """How they feel about it, from -2 (angry) to 2 (grateful)."""


class FeedbackFile(Fact):
    """A file below content/feedback."""

    feedback: tuple[AnswerKeys, ...] = ()
    """What readers sent, one item an answer."""
    signals: tuple[SignalKeys, ...] = ()
    """What customers ask and say during an incident, one item a count; never published."""


KEYS_OF = {AnswerKind.RATING: ("question", "answer"), AnswerKind.MESSAGE: ("text",)}
"""What an answer of each kind says; it must say all of that, and nothing of what another kind does."""


@dataclass(frozen=True)
class Answer:
    """An answer and where it stands."""

    said: AnswerKeys
    place: Place


@dataclass(frozen=True)
class Signal:
    """A signal and where it stands."""

    said: SignalKeys
    place: Place


def named_in(text: str) -> tuple[str, ...]:
    """The ids of answers that a sentence or a source names, each once, in the order of the text."""
    return tuple(dict.fromkeys(_NAMED.findall(text)))
