"""What customers read is told from what only the team reads, and what could be taken for either is refused."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.content.body import as_words, find_blocks_in_keys, find_comments, split_body, value_as_words
from statusladder.content.strict_yaml import read_mapping
from statusladder.content.writer import front_matter_text
from statusladder.model.characters import make_fit

LOOK_ALIKES = [
    "> ::: internal",
    "- [ ] ::: internal",
    "- ::: internal",
    "  1. ::: internal",
    "> - :::internal",
    "### ::: internal",
    "| ::: internal secret ::: | b |",
    "::: internal secret :::",
    "Sign-in fails. ::: internal secret :::",
    "Sign-in fails:::internal secret",
    ":::: internal",
    "::: internal: secret",
    "::: {.internal}",
    "::: **internal**",
    "：：：internal",
    "：：： internal",
    ":：∶ internal",
    "::: ｉｎｔｅｒｎａｌ",
    "::\u200b: internal",
    "::: inter\u00adnal",
    "\u2060::: internal",
    "!!! internal",
    '!!! internal "Secret"',
    "- !!! Internal",
    "??? internal",
    "???+ internal",
    "> [!internal]",
    "> [!INTERNAL] secret",
    "[! internal ]",
    "```internal",
    "```{internal}",
    "~~~ internal",
    ":::",
    "::: note",
    "> :::",
]
BEHIND_MARKS = [
    "- [ ] ::: team",
    "- [x] ::: team",
    "• ::: team",
    "— ::: team",
    "a) ::: team",
    "> iv. ::: team",
    "1. b] ::: team",
    "\\::: team",
    "__::: team__",
    "“::: team”",
    "Retry.\x0b::: team",
    "Retry.\u2028> ::: team",
    "Retry.\x85:::",
]


def _lines(body: str) -> list[int]:
    return [problem.place.line for problem in split_body(body, "x.md", 1)[1]]


@pytest.mark.parametrize("opening", ["::: internal", ":::internal", "  ::: Internal  ", "\t:::\u00a0internal"])
@pytest.mark.parametrize("closing", [":::", "  ::: "])
def test_a_block_is_cut_out_and_the_lines_stay(opening: str, closing: str) -> None:
    body, problems = split_body(f"a\n{opening}\nsecret\n{closing}\nb\n", "x.md", 1)

    assert (body.public, body.internal, problems) == ("a\n\n\n\nb", ("secret",), [])


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_whatever_looks_like_a_block_and_is_none_is_refused_and_not_quoted(line: str) -> None:
    told = split_body(f"a\n{line}\nb\n", "x.md", 1)[1]
    in_a_value, _ = read_mapping(front_matter_text({"known": ["a", line]}), "x.md")
    assert in_a_value is not None

    assert [(problem.code, problem.place.line) for problem in told] == [("D016", 2)]
    assert [problem.place.line for problem in find_blocks_in_keys(in_a_value, "x.md")] == [3]
    assert not any("secret" in f"{problem.sentence} {problem.fix}".lower() for problem in told)


@pytest.mark.parametrize(
    "line",
    [
        "An internal error is shown.",
        "Internal: what we did",
        "We are back!!! Internal systems are slower.",
        "std::internal and boost::internal::error are fixed",
        "> [!NOTE] Internal tools are slow",
        "| a | b |",
        "|:---|:---:|",
        "fe80::1 answers; ::1 does not",
        "` ::` is no mark",
        "[internal](https://tern.example/)",
    ],
)
def test_what_only_holds_the_word_or_a_colon_is_published(line: str) -> None:
    assert _lines(f"a\n{line}\n") == []


def test_a_block_within_a_block_is_told_at_its_line() -> None:
    assert _lines("::: internal\na\n::: internal\nb\n:::\nc\n") == [3]
    assert _lines("::: internal\na\n::: internal\nb\n:::\nc\n:::\n") == [3, 7]


def test_in_values_even_a_whole_block_is_none_except_where_nobody_reads_it() -> None:
    block = "Retry.\n\n::: internal\nsecret\n:::\n"
    tree, _ = read_mapping(front_matter_text({"audiences": {"developers": block}, "internal": block, "x-a": block}), "")
    assert tree is not None

    assert [problem.place.line for problem in find_blocks_in_keys(tree, "x.md", {"internal"})] == [2]


@pytest.mark.parametrize("line", BEHIND_MARKS)
def test_a_line_that_begins_with_colons_behind_any_mark_of_a_list_is_no_words_for_customers(line: str) -> None:
    assert _lines(f"Words.\n{line}\nsecret") == [2]


def test_colons_within_a_line_are_words() -> None:
    assert _lines("std::string and a:::b\nUse etc:::\nThe range is 1 to 9 ::: inclusive") == []


_PARTS = st.sampled_from(
    [*LOOK_ALIKES, *BEHIND_MARKS, "&#58;:: internal", "::: internal", "<!--", "-->", "\n", " ", ":", "::", "!!!", "x"]
)


@settings(max_examples=examples(by_night=300, by_day=100, in_ci=300), deadline=None)
@given(st.lists(_PARTS | st.text(max_size=4), max_size=5).map("".join))
@example("~~~~ ::: internal")
@example("＜!-- ::: internal")
def test_as_words_no_line_is_a_block_or_looks_like_one(text: str) -> None:
    shown = as_words(make_fit(text))
    tree, _ = read_mapping(front_matter_text({"known": [value_as_words(make_fit(text))]}), "x.md")
    assert tree is not None

    body, problems = split_body(shown, "x.md", 1)

    assert body.internal == ()
    assert [problem for problem in problems if "comment" not in problem.sentence] == []
    assert list(find_blocks_in_keys(tree, "x.md")) == list(find_comments(tree, "x.md")) == []
    assert as_words(shown) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::: internal", ": : : internal"),
        ("We wait:::internal", "We wait: : :internal"),
        ("> [!INTERNAL] x", "> [ !INTERNAL] x"),
        ("```internal", "```text internal"),
        ("An internal error: a::b", "An internal error: a::b"),
    ],
)
def test_as_words_a_line_shows_what_was_typed(line: str, shown: str) -> None:
    assert as_words(line) == shown
