"""site.yaml grows by what is missing, and every byte that a person typed stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.content.site_text import NotABlockList, append_items
from statusladder.content.strict_yaml import as_plain, read_mapping
from statusladder.model.imported import PlainValue

NEW: list[dict[str, PlainValue]] = [{"id": "new", "name": "New"}]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "components:  # ours\n  # first\n  - id: a   # A\n    name: A\n  # of what follows\n\n# next\nsite: x\n",
            "components:  # ours\n  # first\n  - id: a   # A\n    name: A\n  - id: new\n    name: New\n"
            "  # of what follows\n\n# next\nsite: x\n",
        ),
        ("site: x\n\n\n", "site: x\ncomponents:\n  - id: new\n    name: New\n\n\n"),
        ("components:\n- id: a\n", "components:\n- id: a\n- id: new\n  name: New\n"),
        ("components:\n- id: a", "components:\n- id: a\n- id: new\n  name: New\n"),
        ("components:\n    -\n      id: a\n", "components:\n    -\n      id: a\n    - id: new\n      name: New\n"),
        ("components: []  # none yet\nsite: x\n", "components:  # none yet\n  - id: new\n    name: New\nsite: x\n"),
        ("components: null\nsite: x\n", "components:\n  - id: new\n    name: New\nsite: x\n"),
        ("components:  # none yet\nsite: x\n", "components:  # none yet\n  - id: new\n    name: New\nsite: x\n"),
        ("components:\r\n  - id: a\r\n", "components:\r\n  - id: a\r\n  - id: new\r\n    name: New\r\n"),
        ("\ufeffcomponents:\n  - id: a\n", "\ufeffcomponents:\n  - id: a\n  - id: new\n    name: New\n"),
        (
            "components:\n  - id: a\n    description: |\n      x\n      # y\nsite: x\n",
            "components:\n  - id: a\n    description: |\n      x\n      # y\n  - id: new\n    name: New\nsite: x\n",
        ),
        (
            "components:\n  - id: a\n    workflows:\n      - id: z\n",
            "components:\n  - id: a\n    workflows:\n      - id: z\n  - id: new\n    name: New\n",
        ),
    ],
    ids=[
        "comments",
        "missing key",
        "list at the margin",
        "no last line end",
        "dash on a line of its own",
        "empty brackets",
        "null",
        "no value",
        "CRLF",
        "byte order mark",
        "hash in a text block",
        "list in a list",
    ],
)
def test_an_item_goes_to_the_end_of_its_list(before: str, after: str) -> None:
    assert append_items(before, "components", NEW) == after


@pytest.mark.parametrize(
    "text",
    ["components: [{id: a}]\n", "components: [\n]\n", "components:\n- id: a\n...\n"],
    ids=["items in brackets", "brackets over two lines", "an end mark"],
)
def test_what_would_need_a_rewrite_is_refused(text: str) -> None:
    with pytest.raises(NotABlockList):
        append_items(text, "components", NEW)


def test_nothing_to_add_changes_nothing() -> None:
    assert append_items("components: [{id: a}]\n", "components", []) == "components: [{id: a}]\n"


LINES = st.lists(
    st.sampled_from(["", "# note", "  # note", "site: x", "contacts:\n  - text: Support", "feeds: {hub: h}"]),
    max_size=5,
    unique=True,
)
LISTS = st.sampled_from(
    ["", "redirects: []", "redirects:\n- from: /a", "redirects:\n    - from: /a  # why\n      to: /b/"]
)


@settings(max_examples=examples(by_night=150, by_day=50, in_ci=150), deadline=None)
@given(LINES, LISTS, LINES, st.sampled_from(["\n", "\r\n"]))
def test_every_line_of_a_person_stays_in_its_order(
    above: list[str], redirects: str, below: list[str], line_end: str
) -> None:
    below = [line for line in below if line not in above]
    text = "\n".join([*above, redirects, *below, "z: last", ""])
    before = plain_values(text)

    grown = append_items(text.replace("\n", line_end), "redirects", [{"from": "/old", "to": "/new/"}])

    kept = iter(grown.split(line_end))
    comparable = [line.replace("redirects: []", "redirects:") for line in text.split("\n")]
    assert all(line in kept for line in comparable)
    assert grown.count("\n") == grown.count(line_end)
    items = before.get("redirects")
    known = items if isinstance(items, list) else []
    assert plain_values(grown.replace("\r\n", "\n")) == {
        **before,
        "redirects": [*known, {"from": "/old", "to": "/new/"}],
    }


def plain_values(text: str) -> dict[str, PlainValue]:
    tree, problems = read_mapping(text, "site.yaml")
    assert tree is not None
    assert problems == []
    values = as_plain(tree)
    assert isinstance(values, dict)
    return values
