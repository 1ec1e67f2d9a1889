"""YAML read strictly: text stays as typed, lines are kept, and what YAML would change in silence is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.content.strict_yaml import LOADERS, Mapping, Scalar, as_plain, line_of, read_mapping


def _read(text: str, first_line: int = 1) -> Mapping:
    tree, problems = read_mapping(text, "x.md", first_line)
    assert problems == []
    assert tree is not None
    return tree


def _refused(text: str) -> list[tuple[int, str]]:
    return [(problem.place.line, problem.code) for problem in read_mapping(text, "x.md")[1]]


def test_scalars_are_the_text_that_was_typed() -> None:
    text = "a: no\nb: 10:15\nc: 1e3\ne: 2026-03-14\nf: '  x'\ng: \"\\u00e9\"\nh: 0x10\n"

    assert as_plain(_read(text)) == {
        "a": "no", "b": "10:15", "c": "1e3", "e": "2026-03-14", "f": "  x", "g": "é", "h": "0x10",
    }  # fmt: skip


def test_every_node_knows_its_line_in_the_file() -> None:
    tree = _read("a: 1\nb:\n  c:\n    - x\n    - y: z\n", first_line=2)

    assert [line_of(tree, path) for path in [("a",), ("b",), ("b", "c"), ("b", "c", 1), ("b", "c", 1, "y")]] == [
        2, 3, 4, 6, 6,
    ]  # fmt: skip
    assert line_of(tree, ("b", "wrapper", "c", 0)) == 5
    assert line_of(tree, ("nothing",)) == 2


def test_a_comment_is_a_comment_and_an_empty_string_is_said_in_quotes() -> None:
    assert as_plain(_read('# first\na: x # why\nb: ""\nc: "x #y"\n')) == {"a": "x", "b": "", "c": "x #y"}


@pytest.mark.parametrize("nothing", ["", " ~", " null", " Null", " NULL", " # later"])
def test_a_key_with_nothing_as_its_value_is_not_given_and_keeps_its_line(nothing: str) -> None:
    tree = _read(f"a:\n  b:{nothing}\n  c: 1\nd:{nothing}\n")

    assert as_plain(tree) == {"a": {"c": "1"}}
    assert [line_of(tree, path) for path in [("a", "b"), ("d",), ("e",)]] == [2, 4, 1]


def test_what_web_forms_call_nothing_is_a_word_in_quotes_and_within_others() -> None:
    assert as_plain(_read("a: 'null'\nb: \"~\"\nc: null and void\nd: nULL\n")) == {
        "a": "null", "b": "~", "c": "null and void", "d": "nULL",
    }  # fmt: skip
    assert _refused("a: ~\na: 1\n") == [(2, "D003")]
    assert _refused("a:\n  - null\n  - ~\n") == [(2, "D010"), (3, "D010")]


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
        ("a: [two words]\n", [(1, "D006")]),
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


@settings(max_examples=examples(by_night=300, by_day=100, in_ci=300))
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


def _told(text: str) -> list[str]:
    return [f"{one.place.line} {one.sentence}; {one.fix}" for one in read_mapping(text, "x.md")[1]]


NBSP = "the character U+00A0 NO-BREAK SPACE only looks like a space; put a plain space in its place"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a:\n\u00a0\u00a0b: x\n", [2]),
        ("a:\n  b: x\n\u00a0\u00a0c: x\n \u00a0d: y\n", [3, 4]),
        ("a:\n  b: x\n  \u00a0c: x\n", [3]),
        ("a:\n\u00a0\u00a0- x\n\u00a0\u00a0- y\n", [2, 3]),
        ("a:\n  - x\n\u00a0\u00a0- y\n", [3]),
        ("a:\n  - x\n  \u00a0- y\n", [3]),
        ("a:\n  - x\n   \u00a0- y\n", [3]),
        ("a:\n  -\u00a0x\n", [2]),
        ("a:\n  -\u00a0x\n  -\u00a0y\n", [2, 3]),
        ("a:\u00a0x\n", [1]),
        ("a:\u00a0x\nb:\u00a0y\n", [1, 2]),
        ("a: 1\nb:\u00a0x\n", [2]),
        ("a\u00a0: x\n", [1]),
        ("a b\u00a0c: x\n", [1]),
        ("a: {b\u00a0c: x}\n", [1]),
    ],
)
def test_a_blank_that_only_looks_like_a_space_is_named_where_yaml_needs_one(text: str, lines: list[int]) -> None:
    assert _told(text) == [f"{line} {NBSP}" for line in lines]
    assert read_mapping(text, "x.md")[0] is None


def test_every_character_that_nobody_sees_is_named() -> None:
    unseen = "cannot be seen and is not allowed here; delete it"

    assert _told("a: x\u2028y\n") == [f"1 the character U+2028 LINE SEPARATOR {unseen}"]
    assert _told("a: x\ufeffy\n") == [f"1 the character U+FEFF ZERO WIDTH NO-BREAK SPACE {unseen}"]
    assert _told("a: x\u202ey\n") == [f"1 the character U+202E RIGHT-TO-LEFT OVERRIDE {unseen}"]
    assert _told("a\u200b: x\n") == [f"1 the character U+200B ZERO WIDTH SPACE {unseen}"]
    assert _told("a:\n\u2003b: x\n") == [
        "2 the character U+2003 EM SPACE only looks like a space; put a plain space in its place"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: 12\u00a0% of sign-ins\n",
        "a: Attention\u00a0! C'est lent\n",
        "a: |\n  \u3000x: y\n  \u00a0- z\n",
        'a:\n  - x\u00a0y\n  - "\u00a0z"\n',
        "a: one\n \u00a0two\n",
        "\u0645\u06cc\u200c\u0631\u0648\u062f: x\n",
    ],
)
def test_blanks_in_words_are_those_of_the_writer(text: str) -> None:
    assert _refused(text) == []


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("title: [EU] Sign-in fails", 'title: "[EU] Sign-in fails"'),
        ("title: *.example.com is slow", 'title: "*.example.com is slow"'),
        ("title: *all* services", 'title: "*all* services"'),
        ("title: {EU} Sign-in fails", 'title: "{EU} Sign-in fails"'),
        ("title: 'Sign-in' fails", "title: \"'Sign-in' fails\""),
        ('title: "Sign-in" isn\'t there', "title: '\"Sign-in\" isn''t there'"),
        ("title: > 5 % fail", 'title: "> 5 % fail"'),
        ("title: | bars", 'title: "| bars"'),
        ("title: @support answers", 'title: "@support answers"'),
        ("title: %20 in names", 'title: "%20 in names"'),
        ("title: `x` fails", 'title: "`x` fails"'),
        ("title: &", 'title: "&"'),
    ],
)
def test_words_that_begin_with_a_sign_of_yaml_are_shown_in_quotes(line: str, quoted: str) -> None:
    sign = line.partition(": ")[2][0]
    told = f"2 '{sign}' at the beginning of a value is a sign of YAML; put the value in quotes: {quoted}"

    assert _told(f"a: 1\n{line}\nb: 2\n") == [told]
    assert _read(f"a: 1\n{quoted}\nb: 2\n").get("title") == Scalar(line.partition(": ")[2], 2, plain=False)
    in_a_list = f"  - {line.partition(': ')[2]}"
    assert [told.partition(";")[0] for told in _told(f"a:\n{in_a_list}\n  - b\n")] == [
        f"2 '{sign}' at the beginning of a value is a sign of YAML"
    ]


def test_a_sentence_in_brackets_needs_quotes() -> None:
    assert _told("unknown: [Why the disk filled]\n") == [
        "1 a sentence in brackets needs quotes; "
        "write [\"Why the disk filled\"], or the item on a line of its own, starting with '- '"
    ]
    assert _told("unknown: [Why, when it filled]\n") == [
        "1 a comma or colon would split the words of this list; "
        "write each item on a line of its own, starting with '- '"
    ]
    assert as_plain(_read('unknown: ["Why the disk filled"]\n')) == {"unknown": ["Why the disk filled"]}


@pytest.mark.parametrize("escape", [r"\x00", r"\x01", r"\x1b", r"\r", r"\x7f", r"\x85", r"\u2028", r"\L", r"\P", r"\N",
                                    r"\uFFFE", r"\uFFFF", r"\uFEFF", r"\u202e", r"\e"])  # fmt: skip
@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", ['a: one\nb: "x{}y"\n', 'a: one\n"x{}y": two\n', 'a: one\nb: ["x{}y"]\n'])
def test_an_escape_brings_nothing_into_a_value_that_no_line_may_hold(escape: str, loader: object, text: str) -> None:
    tree, problems = read_mapping(text.format(escape), "x.md", loader=loader)

    assert tree is None
    assert [(problem.place.line, problem.code) for problem in problems] == [(2, "D005")]


@pytest.mark.parametrize("loader", LOADERS)
def test_half_a_character_is_refused_by_either_parser(loader: object) -> None:
    tree, problems = read_mapping('a: "\\ud800"\n', "x.md", loader=loader)

    assert tree is None
    assert len(problems) == 1


def test_an_escape_may_bring_what_a_line_may_hold() -> None:
    assert as_plain(_read(r'a: "é\u00e9\t\u200d\u00a0\U0001f426\nb"')) == {"a": "éé\t\u200d\u00a0\U0001f426\nb"}
