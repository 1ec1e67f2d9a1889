"""Where readers answer: addresses with places to fill, so that nobody has to type which incident they speak of."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.values import describe, read_text, refuse, suggestion


class Question(StrEnum):
    """What is asked about every update; the words are those of the answers that come back (metrics.md)."""

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
            fix = suggestion(unknown, places)
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
