"""YAML read strictly: text stays as typed, lines are kept, and what YAML would change in silence is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusladder.content.strict_yaml import LOADERS, Mapping, Scalar, line_of, plain, read_mapping


def _read(text: str, first_line: int = 1) -> Mapping:
    tree, problems = read_mapping(text, "x.md", first_line)
    assert problems == []
    assert tree is not None
    return tree


def _refused(text: str) -> list[tuple[int, str]]:
    return [(problem.place.line, problem.code) for problem in read_mapping(text, "x.md")[1]]


def test_scalars_are_the_text_that_was_typed() -> None:
    text = "a: no\nb: 10:15\nc: 1e3\nd: ~\ne: 2026-03-14\nf: '  x'\ng: \"\\u00e9\"\nh: 0x10\n"

    assert plain(_read(text)) == {
        "a": "no", "b": "10:15", "c": "1e3", "d": "~", "e": "2026-03-14", "f": "  x", "g": "é", "h": "0x10",
    }  # fmt: skip


def test_every_node_knows_its_line_in_the_file() -> None:
    tree = _read("a: 1\nb:\n  c:\n    - x\n    - y: z\n", first_line=2)

    assert [line_of(tree, path) for path in [("a",), ("b",), ("b", "c"), ("b", "c", 1), ("b", "c", 1, "y")]] == [
        2, 3, 4, 6, 6,
    ]  # fmt: skip
    assert line_of(tree, ("b", "wrapper", "c", 0)) == 5
    assert line_of(tree, ("nothing",)) == 2


def test_a_comment_is_a_comment_and_an_empty_string_is_said_in_quotes() -> None:
    assert plain(_read('# first\na: x # why\nb: ""\nc: "x #y"\n')) == {"a": "x", "b": "", "c": "x #y"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, "D003")]),
        ("a: 1\n<<: {b: 1}\n", [(2, "D004")]),
        ("a: &x 1\nb: *x\n", [(1, "D004"), (2, "D004")]),
        ("a: !!str x\n", [(1, "D004")]),
        ("a: 1\n---\nb: 2\n", [(2, "D004")]),
        ("a: 1\nb:\tx\n", [(2, "D005")]),
        ("a: x\x07y\n", [(1, "D005")]),
        ("a: x\u2028y\n", [(1, "D005")]),
        ("a: [one, two words]\n", [(1, "D006")]),
        ("a: [one: two]\n", [(1, "D006")]),
        ("a: Exports #42 fail\n", [(1, "D006")]),
        ("a: #42\n", [(1, "D006")]),
        ("a:\nb: 1\n", [(1, "D010")]),
        ("a:\n  - x\n  -\n", [(3, "D010")]),
        ("- x\n", [(1, "D010")]),
        ("", [(1, "D010")]),
        ("[a]: x\n", [(1, "D002")]),
        ("a: b: c\n", [(1, "D002")]),
        ("a: 'x\n", [(2, "D002")]),
    ],
)
def test_what_yaml_would_do_in_silence_is_a_problem(text: str, problems: list[tuple[int, str]]) -> None:
    assert _refused(text) == problems


def test_nesting_has_an_end() -> None:
    assert _refused("a: " + "[" * 40 + "]" * 40) == [(1, "D015")]
    assert _refused("a: " + "{b: " * 5000) == [(1, "D015")]


_FRAGMENTS = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "  ", ": ", "#", " #x", "'", '"', "[", "]", "{", "}", ",", "&x ", "*x", "!t ", "|",
         ">", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "? ", "\u3000", "@", "`", "~", "\\", "\r", "\x00"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(_FRAGMENTS | st.text(max_size=60))
def test_any_text_is_read_or_refused_and_both_parsers_agree(text: str) -> None:
    results = [read_mapping(text, "x.md", loader=loader) for loader in LOADERS]

    for tree, problems in results:
        assert tree is not None or problems
        assert all(problem.place.line <= text.count("\n") + 1 for problem in problems)
    if all(tree is not None and not problems for tree, problems in results):
        assert results[0][0] == results[1][0]


def test_a_long_document_stays_quick_to_find_things_in() -> None:
    tree = _read("".join(f"key{number}: value\n" for number in range(2000)))

    assert tree.get("key1999") == Scalar("value", 2000, plain=True)
