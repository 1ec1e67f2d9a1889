"""Which sentence of an update tells when we write again."""

import pytest

from factory import at, settings
from statusladder.markup.clock import find_rhythm_sentence

TOLD = "It takes all night, so we write again by 22:00 UTC."
IN_AN_ITEM = "Nothing changes overnight, we report by 11:00 pm in Lisbon"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"The copy runs. {TOLD}", TOLD),
        ("The copy runs. We write every two hours.", "We write every two hours."),
        (f"- The copy runs\n- {IN_AN_ITEM}\n", IN_AN_ITEM),
        ("We **write again** within 12 hours.", "We write again within 12 hours."),
        ("The copy runs.", None),
        ("It began at 21:00 UTC.", None),
        ("", None),
    ],
)
def test_the_sentence_that_names_the_promised_time_or_a_rhythm_tells_it(body: str, told: str | None) -> None:
    in_lisbon_in_summer = settings(timezone="Europe/Lisbon")

    assert find_rhythm_sentence(body, at("22:00", day=30), in_lisbon_in_summer) == told
