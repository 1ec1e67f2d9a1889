"""How readers rated our words, as a share with the interval that chance leaves open, or as a number where few did."""

from dataclasses import dataclass

from statusladder.ladder.reliability import Rated
from statusladder.views.feedback import QUESTIONS
from statusladder.views.wording import counted


@dataclass(frozen=True)
class RatingView:
    question: str
    text: str


def rating_view(rated: Rated) -> RatingView:
    """`8 of 10 gave a 4 or 5 of 5: 80 %, 95 % interval 49 to 94 %.`"""
    question, found = QUESTIONS[rated.question], rated.share
    if not rated.is_told or found.share is None or found.interval is None:
        return RatingView(question, f"{counted(found.n, 'answer')}, too few for a share.")
    low, high = _percent(found.interval.low), _percent(found.interval.high)
    return RatingView(
        question,
        f"{found.hits} of {found.n} gave a 4 or 5 of 5: {_percent(found.share)} %, 95 % interval {low} to {high} %.",
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"
