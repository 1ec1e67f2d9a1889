"""Which parts of a body are prose of its author, block by block, and on which lines they stand."""

from dataclasses import replace

import pytest

import factory
from statusladder.lint.texts import words_of_body


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One\ntwo.\n\nThree.", ["One two.", "Three."]),
        ("- One\n  - Two\n    - Three\n- Four", ["One", "Two", "Three", "Four"]),
        ("1) One\n2) Two\n\n   More of it.", ["One", "Two", "More of it."]),
        ("10. One\n\n    ```\n    code\n    ```\n\n    Two", ["One", "Two"]),
        ("- One\n\n  ```bash\n  code\n  ```\n- Two", ["One", "Two"]),
        ("One\n\n    code\n\nTwo", ["One", "Two"]),
        ("# Head\n\n    code", ["Head"]),
        ("One\n     goes on", ["One goes on"]),
        ("> quoted\n\nOne", ["One"]),
        ("~~Over by 10:00.~~ Slow at *11:00*, see `code`.", ["Slow at 11:00, see ."]),
    ],
)
def test_blocks(body: str, expected: list[str]) -> None:
    (update,) = factory.incident({"stage": "investigating", "at": "2026-03-14T09:00:00Z", "title": "T"}).updates
    assert [words.text for words in words_of_body(replace(update, body=body))] == expected
