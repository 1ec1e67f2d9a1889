"""Taking a file apart: what stops it from being read at all, and what only looks as if it should."""

import pytest

from statusladder.content.front_matter import read_document, read_text


def _unmerged(text: str) -> list[int]:
    """The lines on which an unresolved merge is told; such a text is not read."""
    read, problems = read_text(text.encode(), "x.md")
    assert (read is None) == bool(problems)
    assert {problem.code for problem in problems} <= {"D019"}
    return [problem.place.line for problem in problems]


def test_an_unresolved_merge_is_told_once_where_it_begins() -> None:
    two_sides = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"
    with_base = "<<<<<<< HEAD\na\n||||||| 1f2e3d4\nc\n=======\nb\n>>>>>>> other\n"

    assert _unmerged(two_sides) == [1]
    assert _unmerged(with_base) == [1]
    assert _unmerged(f"x\n\n{two_sides}y\n{with_base}") == [3, 9]
    assert _unmerged(two_sides.replace("\n", "\r\n")) == [1]
    assert _unmerged("\ufeff" + two_sides) == [1]
    assert _unmerged(f"```\n{two_sides}```\n") == [2]


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "<<<<<<<", "||||||| 1f2e3d4", ">>>>>>> other", ">>>>>>>"])
def test_a_mark_that_was_left_over_from_a_merge_is_told(mark: str) -> None:
    assert _unmerged(f"x\n{mark}\ny\n") == [2]


@pytest.mark.parametrize(
    "legal",
    [
        "Which accounts\n=======\n",
        "One\n\n=======\n\nTwo\n",
        "a <<<<<<< b\n",
        "    <<<<<<< HEAD\n",
        "> > > > > > > seven people answered\n",
        "<<<<<<<< eight\n",
        ">>>>>>>>>> ten\n",
        "||||||||\n",
        "<<<<<<<b\n",
    ],
)
def test_what_only_resembles_a_mark_is_read(legal: str) -> None:
    assert _unmerged(legal) == []


def test_a_merge_before_the_front_matter_is_told_as_a_merge() -> None:
    document, problems = read_document(b"<<<<<<< HEAD\n---\na: 1\n=======\n---\na: 2\n>>>>>>> x\n---\n", "x.md")

    assert document is None
    assert [str(problem.place) for problem in problems] == ["x.md:1"]
    assert problems[0].code == "D019"
