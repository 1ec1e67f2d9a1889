"""Ratings: counted by hand, with the interval by Wilson, and few of them without a share."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from statusladder.ladder.reliability import count_ratings, ratings_by_incident
from statusladder.model.feedback import Answer, AnswerKeys
from statusladder.model.problem import Place
from statusladder.views.feedback import build_rating
from statusladder.voice.voice import english

VOICE = english(ZoneInfo("UTC"), datetime(2026, 3, 14, tzinfo=UTC))


def answer(number: int, question: str, value: int, incident: str = "a") -> Answer:
    said = {
        "id": f"feedback-{number}",
        "kind": "rating",
        "at": datetime(2026, 3, 14, tzinfo=UTC),
        "incident": incident,
        "question": question,
        "answer": value,
    }
    return Answer(AnswerKeys.model_validate(said), Place("content/feedback/2026-03.yaml"))


def message(number: int, text: str, incident: str = "a") -> Answer:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    said = {"id": f"feedback-{number}", "kind": "message", "at": at, "incident": incident, "text": text}
    return Answer(AnswerKeys.model_validate(said), Place("content/feedback/2026-03.yaml"))


def test_only_four_and_five_are_good_and_questions_come_in_their_order() -> None:
    given = [answer(1, "usefulness", 3), answer(2, "clarity", 4), answer(3, "clarity", 5), answer(4, "clarity", 1)]

    found = [
        (one.question.value, one.share.hits, one.share.n) for one in count_ratings([*given, message(5, "Thank you.")])
    ]

    assert found == [("clarity", 2, 3), ("usefulness", 0, 1)]


def test_each_incident_has_its_own_and_one_that_nobody_rated_has_none() -> None:
    given = [answer(1, "tone", 5), answer(2, "tone", 1, incident="b"), message(3, "Late.", incident="c")]

    ratings = ratings_by_incident(given)

    assert {name: [one.share.hits for one in some] for name, some in ratings.items()} == {"a": [1], "b": [0], "c": []}


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        # By hand: centre (p + z²/2n)/(1 + z²/n), reach z/(1 + z²/n) · √(p(1-p)/n + z²/4n²), z = 1.96.
        (8, 2, "8 of 10 gave 4 or 5 out of 5: 80% (95% interval 49–94%)."),
        (5, 0, "5 of 5 gave 4 or 5 out of 5: 100% (95% interval 57–100%)."),
        (0, 5, "0 of 5 gave 4 or 5 out of 5: 0% (95% interval 0–43%)."),
        (9, 11, "9 of 20 gave 4 or 5 out of 5: 45% (95% interval 26–66%)."),
        (3, 1, "4 answers, too few for a percentage."),
        (0, 1, "1 answer, too few for a percentage."),
    ],
)
def test_a_share_stands_with_its_number_and_its_interval_from_five_answers_on(good: int, bad: int, words: str) -> None:
    given = [answer(number, "clarity", 5 if number < good else 2) for number in range(good + bad)]

    (view,) = [build_rating(one, VOICE) for one in count_ratings(given)]

    assert (view.question, view.text) == ("Was it clear?", words)
