"""How a sentence that names answers of readers is retold to readers."""

import pytest

from statusladder.model.feedback import NAMED_TOGETHER, named_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("feedback-1", "what 1 of you told us"),
        ("feedback-1 and feedback-2", "what 2 of you told us"),
        ("feedback-1, feedback-2 and feedback-c3-a, in May", "what 3 of you told us, in May"),
        ("feedback-1, feedback-1", "what 1 of you told us"),
        ("You were silent (feedback-17).", "You were silent (what 1 of you told us)."),
        ("Half an hour was too long", "Half an hour was too long"),
        ("A feedback-form, feedback- and x-feedback-1", "A feedback-form, feedback- and x-feedback-1"),
    ],
)
def test_ids_become_a_number_of_readers(text: str, told: str) -> None:
    assert NAMED_TOGETHER.sub(lambda ids: f"what {len(named_in(ids[0]))} of you told us", text) == told


def test_each_id_is_named_once_in_its_order() -> None:
    assert named_in("feedback-2, feedback-1 and feedback-2") == ("feedback-2", "feedback-1")
