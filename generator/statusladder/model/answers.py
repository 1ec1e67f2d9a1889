"""What readers sent back: ratings of an update, and messages; both come from outside, and no message is published."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.feedback import ANSWERS, Question
from statusladder.model.problem import Place
from statusladder.model.values import Line, Moment, Text, choice, matching, whole_number

_ID = r"feedback-(?=[a-z-]*[0-9])[a-z0-9]+(?:-[a-z0-9]+)*"
"""With a figure in it, so that a sentence may speak of a feedback-form."""

_NAMED = re.compile(rf"(?<![\w-]){_ID}(?![\w-])", re.ASCII)
_NAMED_TOGETHER = re.compile(rf"{_NAMED.pattern}(?:(?:, and |, | and | ){_NAMED.pattern})*", re.ASCII)


class AnswerKind(StrEnum):
    RATING = "rating"
    MESSAGE = "message"


class AnswerKeys(Fact):
    """One answer of one reader; a rating has a question and an answer, a message has a text."""

    id: Annotated[str, PlainValidator(matching(_ID, "the id of an answer", "feedback-17"), json_schema_input_type=str)]
    kind: Annotated[AnswerKind, choice(AnswerKind, "kind of feedback")]
    at: Moment
    incident: Line
    update: Line | None = None
    question: Annotated[Question, choice(Question, "question")] | None = None
    answer: Annotated[int, PlainValidator(whole_number(ANSWERS[0], ANSWERS[-1]), json_schema_input_type=int)] | None = (
        None
    )
    text: Text | None = None


class FeedbackFile(Fact):
    """A file below content/feedback."""

    feedback: tuple[AnswerKeys, ...]


KEYS_OF = {AnswerKind.RATING: ("question", "answer"), AnswerKind.MESSAGE: ("text",)}
"""What an answer of each kind says; it must say all of that, and nothing of what another kind does."""


@dataclass(frozen=True)
class Answer:
    """An answer and where it stands."""

    said: AnswerKeys
    place: Place


def named_in(text: str) -> tuple[str, ...]:
    """The ids of answers that a sentence or a source names, each once, in the order of the text."""
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def retold(text: str) -> str:
    """A sentence that names answers as customers read it: `what 2 of you told us` where the ids stood."""
    return _NAMED_TOGETHER.sub(lambda ids: _in_words(len(named_in(ids[0]))), text)


def _in_words(number: int) -> str:
    return f"what {'one' if number == 1 else number} of you told us"
