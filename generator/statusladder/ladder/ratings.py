"""What readers thought of our words: for each question how many answered, and how many of them with 4 or 5 of 5."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from statusladder.ladder.statistics import Share, share
from statusladder.model.answers import Answer
from statusladder.model.feedback import ANSWERS, Question

GOOD = ANSWERS[-2:]
FEWEST = 5
"""Answers below which a share says more about chance than about our words."""


@dataclass(frozen=True)
class Rated:
    """How a question was answered: `share` is that of those who answered well, among all who did."""

    question: Question
    share: Share

    @property
    def is_told(self) -> bool:
        """Whether there are enough answers to speak of a share."""
        return self.share.n >= FEWEST


def rated(feedback: Iterable[Answer]) -> tuple[Rated, ...]:
    """The questions that were answered, in their order."""
    given: dict[Question, list[int]] = {}
    for answer in feedback:
        if answer.said.question is not None and answer.said.answer is not None:
            given.setdefault(answer.said.question, []).append(answer.said.answer)
    return tuple(
        Rated(question, share(sum(answer in GOOD for answer in given[question]), len(given[question])))
        for question in Question
        if question in given
    )


def rated_incidents(feedback: Iterable[Answer]) -> Mapping[str, tuple[Rated, ...]]:
    """By the id of an incident how it was rated; those of which nobody did are left out."""
    sorted_out: dict[str, list[Answer]] = {}
    for answer in feedback:
        sorted_out.setdefault(answer.said.incident, []).append(answer)
    return {incident: rated(answers) for incident, answers in sorted_out.items()}
